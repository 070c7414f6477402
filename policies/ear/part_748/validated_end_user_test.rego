package ear.validated_end_user_test

import rego.v2

import data.ear.fixtures_test as fixtures
import data.ear.validated_end_user
import data.ear.veu_fixtures_test as claims

_not_claimed := {"available": "no", "unmet": {"748.15(a)(1)/validated_end_user"}, "missing": set()}

_not_national := {"available": "no", "unmet": {"748.15(a)(2)(iii)(A)/national"}, "missing": set()}

_not_universal := {"available": "no", "unmet": {"748.15(a)(2)(ii)(A)/universal"}, "missing": set()}

_kind_untold := {"available": "unknown", "unmet": set(), "missing": {"veu.type"}}

_revoked := {"veu": {"status": "revoked"}}

_claims := {
	"none": {
		"request": fixtures.h100,
		"uveu": _not_claimed,
		"nveu": _not_claimed,
	},
	"none, said by null": {
		"request": fixtures.changed(fixtures.h100, {"veu": null}),
		"uveu": _not_claimed,
		"nveu": _not_claimed,
	},
	"of no kind": {
		"request": fixtures.changed(fixtures.h100, {"veu": {"holder": "recipient"}}),
		"uveu": _kind_untold,
		"nveu": _kind_untold,
	},
	"universal": {
		"request": claims.universal,
		"uveu": {"available": "yes", "unmet": set(), "missing": set()},
		"nveu": _not_national,
	},
	"universal, revoked": {
		"request": fixtures.changed(claims.universal, _revoked),
		"uveu": {"available": "no", "unmet": {"748.15(a)(4)/status"}, "missing": set()},
		"nveu": _not_national,
	},
	"universal, its state untold": {
		"request": fixtures.without(claims.universal, ["veu/status"]),
		"uveu": {"available": "unknown", "unmet": set(), "missing": {"veu.status"}},
		"nveu": _not_national,
	},
	"national": {
		"request": claims.national,
		"uveu": _not_universal,
		"nveu": {"available": "yes", "unmet": set(), "missing": set()},
	},
	"national, revoked": {
		"request": fixtures.changed(claims.national, _revoked),
		"uveu": _not_universal,
		"nveu": {"available": "no", "unmet": {"748.15(a)(4)/status"}, "missing": set()},
	},
	"general": {
		"request": fixtures.changed(fixtures.h100, {"veu": {"type": "general"}}),
		"uveu": _not_claimed,
		"nveu": _not_claimed,
	},
}

test_a_claim_is_answered_by_its_section[name] if {
	some name, case in _claims
	validated_end_user.uveu_row.available == case.uveu.available with input as case.request
	{id | some id in validated_end_user.uveu_row.unmet} == case.uveu.unmet with input as case.request
	{path | some path in validated_end_user.uveu_row.missing} == case.uveu.missing with input as case.request
	validated_end_user.nveu_row.available == case.nveu.available with input as case.request
	{id | some id in validated_end_user.nveu_row.unmet} == case.nveu.unmet with input as case.request
	{path | some path in validated_end_user.nveu_row.missing} == case.nveu.missing with input as case.request
}

general := fixtures.changed(fixtures.h100, {"veu": {"type": "general"}})

test_what_is_claimed if {
	not validated_end_user.data_center_claimed with input as fixtures.h100
	not validated_end_user.data_center_claimed with input as general
	validated_end_user.data_center_claimed with input as claims.universal
	validated_end_user.data_center_claimed with input as claims.national
}

test_a_claim_tells_its_pools_readings_and_notices if {
	count(validated_end_user.pools) == 3 with input as claims.universal
	count(validated_end_user.pools) == 1 with input as claims.national
	validated_end_user.pools == [] with input as fixtures.h100
	validated_end_user.touches == {"N17", "N21"} with input as claims.universal
	validated_end_user.touches == {"N17", "N21"} with input as claims.national
	validated_end_user.touches == set() with input as fixtures.h100
	validated_end_user.notices == set() with input as claims.universal
	validated_end_user.notices == set() with input as claims.national
	validated_end_user.notices == set() with input as fixtures.h100
}

by_parent(request) := fixtures.changed(claims.within(request), {"parties": {"exporter": {"name": "Group Holding"}}})

# Of two circuits one meets 3A090.a.
mixed(request) := fixtures.changed(
	fixtures.without(request, ["item"]),
	{"item": {"kind": "electronic_assembly", "eccn": "4A090.a", "quantity": 100, "integrated_circuits": [
		{"count": 1, "tpp": 4800, "performance_density": null, "datacenter": true},
		{"count": 1, "tpp": 1000, "performance_density": 1, "datacenter": true},
	]}},
)

installed := {
	"universal": {"request": claims.universal, "told": {{"key": "Cloud Operator Inc/MY", "tpp": 1583200}}},
	"national": {"request": claims.national, "told": {{"key": "National Cloud Bhd/MY", "tpp": 1583200}}},
	"weights": {"request": claims.stored(claims.national), "told": set()},
	"moved within the country": {"request": claims.within(claims.national), "told": set()},
	"moved within the country, universal": {"request": claims.within(claims.universal), "told": set()},
	"moved within the country by its parent, universal": {"request": by_parent(claims.universal), "told": set()},
	"moved within the country by its parent": {
		"request": by_parent(claims.national),
		"told": {{"key": "National Cloud Bhd/MY", "tpp": 1583200}},
	},
	"a board, universal": {
		"request": mixed(claims.universal),
		"told": {{"key": "Cloud Operator Inc/MY", "tpp": 480000}},
	},
	"a board": {"request": mixed(claims.national), "told": {{"key": "National Cloud Bhd/MY", "tpp": 580000}}},
	"no claim": {"request": fixtures.h100, "told": set()},
}

test_what_is_installed_is_counted[name] if {
	some name, case in installed
	{told | told := validated_end_user.installed} == case.told with input as case.request
}

test_half_is_measured_of_u_s_companies if {
	validated_end_user.half_measured with input as claims.universal
	german := {"parties": {"recipient": {"headquarters": "DE"}}}
	not validated_end_user.half_measured with input as fixtures.changed(claims.universal, german)
	not validated_end_user.half_measured with input as claims.national
}

# A case that is undefined leaves its whole table undefined, and a test over no case passes.
test_tables_hold_cases if {
	every table in [_claims, installed] {
		count(table) > 0
	}
}
