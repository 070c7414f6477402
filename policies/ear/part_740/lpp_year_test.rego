package ear.lpp_test

import rego.v2

import data.ear.fixtures_test as fixtures
import data.ear.lpp

# The group had 25,316,800 TPP: with 1,583,200 more it stands at 26,900,000, the yearly limit.
_at_the_limit := fixtures.changed(fixtures.h100, {"ledger": {
	"consignee_year_all_tpp": 25316800,
	"consignee_year_lpp_tpp": 25316800,
}})

_year := {
	"up to the limit": {
		"request": _at_the_limit,
		"unmet": set(),
		"touches": set(),
	},
	"one TPP over the limit": {
		"request": fixtures.changed(_at_the_limit, {"ledger": {
			"consignee_year_all_tpp": 25316801,
			"consignee_year_lpp_tpp": 25316801,
		}}),
		"unmet": {"740.29(a)/limit"},
		"touches": set(),
	},
	"over the limit by what did not come under LPP": {
		"request": fixtures.changed(_at_the_limit, {"ledger": {"consignee_year_all_tpp": 25316801}}),
		"unmet": {"740.29(a)/limit"},
		"touches": {"N7"},
	},
	"over the limit by what did not come under LPP, where only LPP counts": {
		"request": fixtures.changed(_at_the_limit, {
			"ledger": {"consignee_year_all_tpp": 25316801},
			"readings": {"N7": "lpp_only"},
		}),
		"unmet": set(),
		"touches": {"N7"},
	},
	"what came in all shipments told alone": {
		"request": fixtures.without(_at_the_limit, ["ledger/consignee_year_lpp_tpp"]),
		"unmet": set(),
		"touches": {"N7"},
	},
	"what came under LPP told alone": {
		"request": fixtures.without(_at_the_limit, ["ledger/consignee_year_all_tpp"]),
		"unmet": set(),
		"touches": {"N7"},
	},
	"over the limit, and no certification either": {
		"request": fixtures.changed(_at_the_limit, {
			"ledger": {"consignee_year_all_tpp": 25316801},
			"documents": {"lpp_certification": null},
		}),
		"unmet": {"740.29(a)/limit", "740.29(f)/certification"},
		"touches": set(),
	},
}

test_yearly_limit_of_the_group[name] if {
	some name, case in _year
	lpp.unmet == case.unmet with input as case.request
	lpp.touches == case.touches with input as case.request
}

_december := fixtures.changed(fixtures.h100, {"as_of": "2025-12-01"})

_turn_of_the_year := {
	"July": {
		"request": fixtures.changed(fixtures.h100, {"readings": {"N6": "year_of_receipt"}}),
		"available": "yes",
		"needed": set(),
		"touches": set(),
	},
	"December, by the year of export": {
		"request": _december,
		"available": "yes",
		"needed": set(),
		"touches": {"N6"},
	},
	"December, by the year of receipt": {
		"request": fixtures.changed(_december, {"readings": {"N6": "year_of_receipt"}}),
		"available": "unknown",
		"needed": {true},
		"touches": {"N6"},
	},
	"December, by the year of receipt, where a condition is broken": {
		"request": fixtures.changed(_december, {
			"readings": {"N6": "year_of_receipt"},
			"documents": {"lpp_certification": null},
		}),
		"available": "no",
		"needed": set(),
		"touches": set(),
	},
}

test_a_december_shipment_may_be_received_in_the_next_year[name] if {
	some name, case in _turn_of_the_year
	lpp.row.available == case.available with input as case.request
	lpp.touches == case.touches with input as case.request
	{true | lpp.day_of_receipt_needed} == case.needed with input as case.request
}
