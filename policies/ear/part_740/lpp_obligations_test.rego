package ear.lpp_test

import rego.v2

import data.ear.fixtures_test as fixtures
import data.ear.lpp

test_a_small_shipment_comes_with_certification_copy_limit_and_records if {
	lpp.obligations == {
		{
			"id": "740.29(f)/certification",
			"when": "before_first",
			"due": "2025-07-01",
			"by": "exporter",
			"citation": "740.29(f)",
		},
		{
			"id": "740.29(g)(1)/certification_copy",
			"when": "after",
			"due": "2025-07-31",
			"by": "exporter",
			"citation": "740.29(g)(1)",
		},
		{
			"id": "740.29(g)(2)/limit_reached",
			"when": "on_event",
			"due": null,
			"by": "consignee",
			"citation": "740.29(g)(2)",
		},
	} with input as fixtures.h100
}

_shipment(tpp) := fixtures.changed(fixtures.h100, {"shipment": {"lines": 2, "aggregate_tpp": tpp}})

_notices := {
	"below 3,200,000 TPP": {
		"request": _shipment(3199999),
		"notice": set(),
	},
	"at 3,200,000 TPP": {
		"request": _shipment(3200000),
		"notice": {_notice},
	},
	"at 3,200,000 TPP, where more than that is read": {
		"request": fixtures.changed(_shipment(3200000), {"readings": {"N11": "more_than"}}),
		"notice": set(),
	},
	"above 3,200,000 TPP, where more than that is read": {
		"request": fixtures.changed(_shipment(3200001), {"readings": {"N11": "more_than"}}),
		"notice": {_notice},
	},
	"203 H100, the only line": {
		"request": fixtures.changed(fixtures.h100, {"item": {"quantity": 203}}),
		"notice": {_notice},
	},
	"203 H100, of a shipment of which nothing is told": {
		"request": fixtures.without(fixtures.changed(fixtures.h100, {"item": {"quantity": 203}}), ["shipment"]),
		"notice": {_notice},
	},
	"202 H100, the only line": {
		"request": fixtures.changed(fixtures.h100, {"item": {"quantity": 202}}),
		"notice": set(),
	},
}

_notice := {
	"id": "740.29(g)(3)/prior_notice",
	"when": "before_each",
	"due": "2025-07-01",
	"by": "exporter",
	"citation": "740.29(g)(3)",
}

test_prior_notice_by_the_aggregate_of_the_shipment[name] if {
	some name, case in _notices
	notice := {obligation | some obligation in lpp.obligations; obligation.id == "740.29(g)(3)/prior_notice"} with input as case.request
	notice == case.notice
}

# A case that is undefined leaves its whole table undefined, and a test over no case passes.
test_table_of_obligations_holds_cases if {
	every table in [_notices] {
		count(table) > 0
	}
}
