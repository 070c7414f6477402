package ear.lpp_test

import rego.v2

import data.ear.fixtures_test as fixtures
import data.ear.lpp

_certification(change) := fixtures.changed(fixtures.h100, {"documents": {"lpp_certification": change}})

_through(country) := fixtures.changed(fixtures.h100, {"parties": {"intermediate_consignee": {
	"headquarters": country,
	"ultimate_parent_headquarters": country,
	"listed": [],
}}})

_conditions := {
	"a chip of 3A090.b has no limit, way or certification to keep": {
		"request": fixtures.changed(
			fixtures.a40,
			{
				"parties": {"intermediate_consignee": {"headquarters": "DE", "ultimate_parent_headquarters": "DE", "listed": []}},
				"readings": {"N20": "direct_only"},
				"documents": {"lpp_certification": {"signed_on": "2025-07-02", "calendar_year": 2024}},
				"ledger": {"consignee_year_all_tpp": 26900000},
			},
		),
		"unmet": {"740.29(b)/item"},
	},
	"certified for the year, to Poland": {
		"request": fixtures.h100,
		"unmet": set(),
	},
	"boards": {
		"request": fixtures.boards,
		"unmet": set(),
	},
	"reexport": {
		"request": fixtures.changed(fixtures.h100, {"activity": "reexport", "item": {"received_under": "LPP"}}),
		"unmet": set(),
	},
	"transfer within Poland": {
		"request": fixtures.changed(fixtures.h100, {
			"activity": "transfer_in_country",
			"origin": "PL",
			"item": {"received_under": "LPP"},
		}),
		"unmet": {"740.29(a)/activity"},
	},
	"transfer within Poland of more than a year of the consignee, which it does not count against": {
		"request": fixtures.changed(fixtures.h100, {
			"activity": "transfer_in_country",
			"origin": "PL",
			"item": {"received_under": "LPP", "quantity": 2000},
		}),
		"unmet": {"740.29(a)/activity"},
	},
	"export of more than a year of the consignee": {
		"request": fixtures.changed(fixtures.h100, {"item": {"quantity": 2000}}),
		"unmet": {"740.29(a)/limit"},
	},
	"a chip of 3A090.b is told only that it is not eligible": {
		"request": fixtures.changed(fixtures.to(fixtures.a40, "CN"), {
			"end_use": {"part_744": "concern"},
			"documents": {"lpp_certification": null},
		}),
		"unmet": {"740.29(b)/item"},
	},
	"restriction on all exceptions": {
		"request": fixtures.changed(fixtures.h100, {"end_use": {"bis_informed": true}}),
		"unmet": {"744.23(b)/informed"},
	},
	"concern under part 744": {
		"request": fixtures.changed(fixtures.h100, {"end_use": {"part_744": "concern"}}),
		"unmet": {"740.2(a)(2)/part_744", "740.29(e)/part_744"},
	},
	"consignee headquartered in China": {
		"request": fixtures.changed(fixtures.h100, {"parties": {"recipient": {"headquarters": "CN"}}}),
		"unmet": {"740.2(a)(9)(ii)/gate", "740.29(c)/headquarters"},
	},
	"consignee parented in Macau": {
		"request": fixtures.changed(fixtures.h100, {"parties": {"recipient": {"ultimate_parent_headquarters": "MO"}}}),
		"unmet": {"740.2(a)(9)(ii)/gate", "740.29(c)/headquarters"},
	},
	"through an intermediate consignee headquartered in China": {
		"request": _through("CN"),
		"unmet": {"740.2(a)(9)(ii)/gate"},
	},
	"to China": {
		"request": fixtures.to(fixtures.h100, "CN"),
		"unmet": {"740.2(a)(9)(ii)/gate", "740.29(c)/destination", "740.29(c)/headquarters"},
	},
	"no certification": {
		"request": _certification(null),
		"unmet": {"740.29(f)/certification"},
	},
	"no document at all": {
		"request": fixtures.changed(_certification(null), {"documents": null}),
		"unmet": {"740.29(f)/certification"},
	},
	"certification signed on the day of the shipment": {
		"request": _certification({"signed_on": "2025-07-01"}),
		"unmet": set(),
	},
	"certification signed the day after the shipment": {
		"request": _certification({"signed_on": "2025-07-02"}),
		"unmet": {"740.29(f)/signed_before_use"},
	},
	"certification of another year": {
		"request": _certification({"calendar_year": 2024}),
		"unmet": {"740.29(f)(iii)/calendar_year"},
	},
}

test_condition[name] if {
	some name, case in _conditions
	lpp.unmet == case.unmet with input as case.request
}

_gate := {
	"Vietnam in D:1, for a chip of 3A090.b": {
		"request": fixtures.to(fixtures.a40, "VN"),
		"unmet": {"740.29(b)/item"},
		"touches": set(),
	},
	"Vietnam in D:1, by default": {
		"request": fixtures.to(fixtures.h100, "VN"),
		"unmet": {"740.2(a)(9)(ii)/gate"},
		"touches": {"C1"},
	},
	"Vietnam in D:1, where 740.29(c) is read as the special paragraph": {
		"request": fixtures.changed(fixtures.to(fixtures.h100, "VN"), {"readings": {"C1": "lpp_available"}}),
		"unmet": set(),
		"touches": {"C1"},
	},
	"a Chinese company in Vietnam, under both readings": {
		"request": fixtures.changed(fixtures.to(fixtures.h100, "VN"), {
			"parties": {"recipient": {"headquarters": "CN"}},
			"readings": {"C1": "lpp_available"},
		}),
		"unmet": {"740.2(a)(9)(ii)/gate", "740.29(c)/headquarters"},
		"touches": set(),
	},
	"China, under both readings": {
		"request": fixtures.changed(fixtures.h100, {"destination": "CN", "readings": {"C1": "lpp_available"}}),
		"unmet": {"740.29(c)/destination"},
		"touches": set(),
	},
}

test_gate_names_no_lpp_unless_reading_c1_says_so[name] if {
	some name, case in _gate
	lpp.unmet == case.unmet with input as case.request
	lpp.touches == case.touches with input as case.request
}

_routes := {
	"direct": {
		"request": fixtures.changed(fixtures.h100, {"readings": {"N20": "direct_only"}}),
		"unmet": set(),
		"touches": set(),
	},
	"through Germany": {
		"request": _through("DE"),
		"unmet": set(),
		"touches": {"N20"},
	},
	"through Germany, where only the direct way is read": {
		"request": fixtures.changed(_through("DE"), {"readings": {"N20": "direct_only"}}),
		"unmet": {"740.29(a)/direct"},
		"touches": {"N20"},
	},
	"through Germany, where another condition is broken": {
		"request": fixtures.changed(_through("DE"), {"documents": {"lpp_certification": null}}),
		"unmet": {"740.29(f)/certification"},
		"touches": set(),
	},
	"no intermediate consignee, said by null": {
		"request": fixtures.changed(fixtures.h100, {
			"parties": {"intermediate_consignee": null},
			"readings": {"N20": "direct_only"},
		}),
		"unmet": set(),
		"touches": set(),
	},
}

test_intermediate_consignees_are_allowed_by_default[name] if {
	some name, case in _routes
	lpp.unmet == case.unmet with input as case.request
	lpp.touches == case.touches with input as case.request
}

test_a_shipment_of_exactly_the_notice_amount_touches_n11 if {
	exactly := fixtures.changed(fixtures.h100, {"shipment": {"lines": 2, "aggregate_tpp": 3200000}})
	lpp.touches == {"N11"} with input as exactly
	lpp.touches == set() with input as fixtures.changed(exactly, {"shipment": {"aggregate_tpp": 3200001}})
	lpp.touches == set() with input as fixtures.changed(exactly, {"documents": {"lpp_certification": null}})
}

_lacking := {
	"a shipment of two lines whose aggregate is told": {
		"request": fixtures.changed(fixtures.h100, {"shipment": {"lines": 2, "aggregate_tpp": 3000000}}),
		"missing": set(),
	},
	"nothing": {
		"request": fixtures.h100,
		"missing": set(),
	},
	"what all exceptions ask": {
		"request": fixtures.without(fixtures.h100, ["parties/recipient/listed"]),
		"missing": {"parties.recipient.listed"},
	},
	"headquarters of every party": {
		"request": fixtures.changed(
			fixtures.without(fixtures.h100, ["parties/recipient/headquarters"]),
			{"parties": {"intermediate_consignee": {"headquarters": "DE", "listed": []}}},
		),
		"missing": {
			"parties.recipient.headquarters",
			"parties.intermediate_consignee.ultimate_parent_headquarters",
			"parties.intermediate_consignee.location",
		},
	},
	"group and its year": {
		"request": fixtures.without(fixtures.h100, [
			"parties/recipient/ultimate_parent",
			"ledger/consignee_year_all_tpp",
		]),
		"missing": {"parties.recipient.ultimate_parent", "ledger.consignee_year_all_tpp"},
	},
	"an incomplete ledger lacks nothing: the certification stands for the rest": {
		"request": fixtures.changed(fixtures.h100, {"ledger": {"complete": false}}),
		"missing": set(),
	},
	"certification": {
		"request": fixtures.without(fixtures.h100, ["documents/lpp_certification"]),
		"missing": {"documents.lpp_certification"},
	},
	"all of the certification": {
		"request": fixtures.without(fixtures.h100, [
			"documents/lpp_certification/signed_on",
			"documents/lpp_certification/calendar_year",
		]),
		"missing": {"documents.lpp_certification.signed_on", "documents.lpp_certification.calendar_year"},
	},
	"quantity of the only line": {
		"request": fixtures.without(fixtures.h100, ["item/quantity"]),
		"missing": {"item.quantity"},
	},
	"shipment": {
		"request": fixtures.without(fixtures.h100, ["shipment"]),
		"missing": {"shipment.aggregate_tpp"},
	},
	"aggregate of a shipment of two lines": {
		"request": fixtures.changed(fixtures.h100, {"shipment": {"lines": 2}}),
		"missing": {"shipment.aggregate_tpp"},
	},
	"no aggregate of a shipment of which this part is large": {
		"request": fixtures.without(fixtures.changed(fixtures.h100, {"item": {"quantity": 203}}), ["shipment"]),
		"missing": set(),
	},
	"nothing is asked once a condition is broken": {
		"request": fixtures.without(_certification(null), ["shipment", "parties/recipient/listed"]),
		"missing": set(),
	},
}

test_fact_that_lpp_needs[name] if {
	some name, case in _lacking
	{path | some path in lpp.row.missing} == case.missing with input as case.request
}

test_available_is_yes_no_or_unknown if {
	lpp.row.available == "yes" with input as fixtures.h100
	lpp.row.available == "no" with input as _certification(null)
	lpp.row.available == "unknown" with input as fixtures.without(fixtures.h100, ["shipment"])
}

test_through_an_intermediate_consignee_is_told if {
	{true | lpp.through_intermediate} == {true} with input as _through("DE")
	{true | lpp.through_intermediate} == set() with input as fixtures.h100
}

# A case that is undefined leaves its whole table undefined, and a test over no case passes.
test_tables_hold_cases if {
	every table in [_conditions, _gate, _year, _routes, _turn_of_the_year, _lacking] {
		count(table) > 0
	}
}
