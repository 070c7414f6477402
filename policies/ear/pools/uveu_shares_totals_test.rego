package ear.uveu_shares_test

import rego.v2

import data.ear.fixtures_test as fixtures
import data.ear.uveu_shares as uveu
import data.ear.veu_fixtures_test as claims

after(request) := fixtures.changed(request, {"readings": {"N26": "after"}})

# Sent by another company, from Brazil.
sent_by(facts) := fixtures.changed(claims.moved(claims.universal, "BR"), {"parties": {"exporter": facts}})

supplier := {"name": "Chip Supplier Inc", "ultimate_parent": "Supplier Holding"}

one_too_many := changed({"veu": {"compute": {"by_country": {"MY": 68416801, "US": 519999999}}}})

supplied(request) := fixtures.changed(request, {"parties": {"exporter": supplier}})

totals := {
	"before": {"request": claims.universal, "total": 1000000000},
	"after": {"request": after(supplied(claims.universal)), "total": 1001583200},
	"after, of a supplier of untold parents": {"request": after(claims.universal), "total": 1000000000},
	"after, of its parent": {"request": after(sent_by({"name": "Group Holding"})), "total": 1000000000},
	"after, of a sister": {
		"request": after(sent_by({"name": "Sister Inc", "ultimate_parent": "Group Holding"})),
		"total": 1000000000,
	},
	"after, of its own chips": {"request": after(claims.moved(claims.universal, "DE")), "total": 1000000000},
	"after, of an unknown exporter": {
		"request": fixtures.without(after(claims.universal), ["parties/exporter"]),
		"total": 1000000000,
	},
	"untold": {"request": without(["veu/compute/total_tpp"]), "total": null},
}

test_the_total_that_the_shares_are_of[name] if {
	some name, case in totals
	uveu.denominator == case.total with input as case.request
}

test_limits_are_whole_thousandths_below if {
	uveu.limit("single_country", 1000000000) == 70000000 with input as claims.universal
	uveu.limit("single_country", 100.003) == 7 with input as claims.universal
	uveu.limit("single_country", 100.015) == 7.001 with input as claims.universal
	uveu.limit("outside_supplement_5a", 100.003) == 25 with input as claims.universal
	uveu.limit("outside_united_states", 100.003) == 50.001 with input as claims.universal
	uveu.limit("single_country", null) == null with input as claims.universal
}

test_totals_hold_cases if count(totals) > 0
