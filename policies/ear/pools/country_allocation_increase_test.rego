package ear.country_allocation_test

import rego.v2

import data.ear.country_allocation
import data.ear.fixtures_test as fixtures

# The increase of 742.6(b)(10)(iii)(C) needs a row in Supplement No. 5(b), which never had one: this is invented.
assured := {"PL": [{"valid_from": "2025-06-01", "valid_to": "2026-06-01"}]}

increased(by) := fixtures.changed(fixtures.h100, {"ledger": {"country_increase": by}})

limits := {
	"no increase without assurances": {
		"request": fixtures.changed(increased(1), {"as_of": "2025-05-31"}),
		"limit": 790000000,
	},
	"no increase told": {"request": fixtures.h100, "limit": 790000000},
	"no ledger": {"request": fixtures.without(fixtures.h100, ["ledger"]), "limit": 790000000},
	"half more": {"request": increased(0.5), "limit": 1185000000},
	"doubled": {"request": increased(1), "limit": 1580000000},
	"never more than doubled": {"request": increased(2), "limit": 1580000000},
	"an increase of another country": {
		"request": fixtures.changed(increased(1), {"ledger": {"country": "BR"}}),
		"limit": 790000000,
	},
	"assurances withdrawn": {
		"request": fixtures.changed(increased(1), {"as_of": "2026-06-01"}),
		"limit": 790000000,
	},
	"the last day of the period": {
		"request": fixtures.changed(fixtures.h100, {"as_of": "2027-12-31"}),
		"limit": 790000000,
	},
	"nothing after it": {"request": fixtures.changed(fixtures.h100, {"as_of": "2028-01-01"}), "limit": null},
}

test_the_allocation_grows_only_under_assurances[name] if {
	some name, case in limits
	country_allocation.limit == case.limit with input as case.request with data.reference.supplement_5.rows.b as assured
}

# 1,583,200 TPP on top of what was licensed, to a country that gave assurances: 791,583,200 in all.
beyond(ledger) := fixtures.changed(licensed(790000000), {"ledger": ledger})

with_assurances := {
	"the increase that would make it fit is not told": {
		"request": beyond({}),
		"fits": null,
		"asks": {"ledger.country_increase"},
	},
	"nor the country that the ledger is about": {
		"request": beyond({"country": "BR", "country_increase": 1}),
		"fits": null,
		"asks": {"ledger.country"},
	},
	"no increase": {"request": beyond({"country_increase": 0}), "fits": false, "asks": set()},
	"an increase of half": {"request": beyond({"country_increase": 0.5}), "fits": true, "asks": set()},
	"none is needed": {"request": fixtures.h100, "fits": true, "asks": set()},
}

test_an_increase_is_asked_where_it_decides[name] if {
	some name, case in with_assurances
	country_allocation.fits == case.fits with input as case.request with data.reference.supplement_5.rows.b as assured
	country_allocation.missing == case.asks with input as case.request with data.reference.supplement_5.rows.b as assured
}

contradictions := {
	"an increase": {"request": increased(0.5), "contradicted": true},
	"an increase of nothing": {"request": increased(0), "contradicted": false},
	"no word of an increase": {"request": fixtures.h100, "contradicted": false},
	"an increase where no allocation is concerned": {
		"request": fixtures.changed(fixtures.a40, {"ledger": {"country_increase": 1}}),
		"contradicted": false,
	},
}

test_an_increase_without_assurances_contradicts_the_list[name] if {
	some name, case in contradictions
	told := [true | country_allocation.increase_without_assurances] with input as case.request
	count(told) > 0 == case.contradicted
}

test_assurances_bear_an_increase if {
	not country_allocation.increase_without_assurances with input as increased(1)
		with data.reference.supplement_5.rows.b as assured
}
