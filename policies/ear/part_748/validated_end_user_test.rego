package ear.part_748.validated_end_user_test

import rego.v2

import data.ear.fixtures_test as fixtures
import data.ear.part_748.validated_end_user

_unmet := {"748.15(a)(1)/validated_end_user"}

_claims := {
	"none": {
		"request": fixtures.h100,
		"claimed": set(),
		"uveu": {"available": "no", "unmet": _unmet},
		"nveu": {"available": "no", "unmet": _unmet},
	},
	"none, said by null": {
		"request": fixtures.changed(fixtures.h100, {"veu": null}),
		"claimed": set(),
		"uveu": {"available": "no", "unmet": _unmet},
		"nveu": {"available": "no", "unmet": _unmet},
	},
	"universal": {
		"request": fixtures.changed(fixtures.h100, {"veu": {"type": "uveu"}}),
		"claimed": {true},
		"uveu": {"available": "not_modelled", "unmet": set()},
		"nveu": {"available": "no", "unmet": _unmet},
	},
	"national": {
		"request": fixtures.changed(fixtures.h100, {"veu": {"type": "nveu"}}),
		"claimed": {true},
		"uveu": {"available": "no", "unmet": _unmet},
		"nveu": {"available": "not_modelled", "unmet": set()},
	},
	"general": {
		"request": fixtures.changed(fixtures.h100, {"veu": {"type": "general"}}),
		"claimed": {true},
		"uveu": {"available": "no", "unmet": _unmet},
		"nveu": {"available": "no", "unmet": _unmet},
	},
}

test_a_claim_is_told_and_authorizes_nothing[name] if {
	some name, case in _claims
	{true | validated_end_user.claimed} == case.claimed with input as case.request
	validated_end_user.uveu_available == case.uveu.available with input as case.request
	validated_end_user.uveu_unmet == case.uveu.unmet with input as case.request
	validated_end_user.nveu_available == case.nveu.available with input as case.request
	validated_end_user.nveu_unmet == case.nveu.unmet with input as case.request
}

# A case that is undefined leaves its whole table undefined, and a test over no case passes.
test_table_holds_cases if {
	every table in [_claims] {
		count(table) > 0
	}
}
