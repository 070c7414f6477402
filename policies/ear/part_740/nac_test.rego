package ear.nac_test

import rego.v2

import data.ear.fixtures_test as fixtures
import data.ear.nac

# Registered on 2025-06-06: the twenty-fifth day after is the day of the shipment.
_to_china := fixtures.changed(fixtures.to(fixtures.rtx_4090, "CN"), {"documents": {"nac_notification": {
	"submitted_on": "2025-06-05",
	"registered_on": "2025-06-06",
	"outcome": "confirmed",
	"covers_this_shipment": true,
}}})

_changed_notification(change) := fixtures.changed(_to_china, {"documents": {"nac_notification": change}})

_to_poland := fixtures.to(_to_china, "PL")

_through(country) := fixtures.changed(_to_poland, {"parties": {"intermediate_consignee": {
	"location": country,
	"headquarters": "DE",
	"ultimate_parent_headquarters": "DE",
	"listed": [],
}}})

_conditions := {
	"to a Polish company, through an office in Hong Kong": {
		"request": _through("HK"),
		"unmet": set(),
	},
	"to a Polish company, through an office in Germany": {
		"request": _through("DE"),
		"unmet": {"740.8(a)/destination"},
	},
	"to a Polish company, through an office somewhere": {
		"request": fixtures.without(_through("DE"), ["parties/intermediate_consignee/location"]),
		"unmet": set(),
	},
	"to where Country Group D:5 is contested": {
		"request": fixtures.to(_to_china, "ET"),
		"unmet": set(),
	},
	"to a Polish company headquartered where it is contested": {
		"request": fixtures.changed(_to_poland, {"parties": {"recipient": {"headquarters": "ET"}}}),
		"unmet": set(),
	},
	"to a Polish company's office in China": {
		"request": fixtures.changed(_to_poland, {"destination": "CN"}),
		"unmet": set(),
	},
	"to a destination in no table": {
		"request": fixtures.changed(_to_poland, {"destination": "QQ"}),
		"unmet": set(),
	},
	"confirmed and due": {
		"request": _to_china,
		"unmet": set(),
	},
	"to Macau": {
		"request": fixtures.to(_to_china, "MO"),
		"unmet": set(),
	},
	"to a Polish company headquartered in China": {
		"request": fixtures.changed(_to_poland, {"parties": {"recipient": {"headquarters": "CN"}}}),
		"unmet": set(),
	},
	"to a Polish company": {
		"request": _to_poland,
		"unmet": {"740.8(a)/destination"},
	},
	"to Vietnam in D:1": {
		"request": fixtures.to(_to_china, "VN"),
		"unmet": {"740.8(a)/destination"},
	},
	"to Poland while a headquarters is not told": {
		"request": fixtures.without(_to_poland, ["parties/recipient/headquarters"]),
		"unmet": set(),
	},
	"transfer within China": {
		"request": fixtures.changed(_to_china, {
			"activity": "transfer_in_country",
			"origin": "CN",
			"item": {"received_under": "NAC"},
		}),
		"unmet": {"740.8(a)/activity"},
	},
	"released in the United States": {
		"request": fixtures.changed(_to_china, {"activity": "deemed_export"}),
		"unmet": {"740.8(a)/activity"},
	},
	"released abroad": {
		"request": fixtures.changed(_to_china, {"activity": "deemed_reexport", "origin": "VN"}),
		"unmet": {"740.8(a)/activity"},
	},
	"what 740.8 demands of both": {
		"request": fixtures.changed(_to_china, {"documents": {"purchase_order": "none"}}),
		"unmet": {"740.8(a)(1)/purchase_order"},
	},
	"no notification": {
		"request": _changed_notification(null),
		"unmet": {"740.8(c)(1)/notification"},
	},
	"no document at all": {
		"request": fixtures.changed(_to_china, {"documents": null}),
		"unmet": {"740.8(a)(1)/purchase_order", "740.8(c)(1)/notification"},
	},
	"not answered": {
		"request": _changed_notification({"outcome": "pending"}),
		"unmet": {"740.8(c)(2)/pending"},
	},
	"answered that a license is required": {
		"request": _changed_notification({"outcome": "license_required"}),
		"unmet": {"740.8(c)(2)/license_required"},
	},
	"about another shipment": {
		"request": _changed_notification({"covers_this_shipment": false}),
		"unmet": {"740.8(a)(2)/coverage"},
	},
}

test_condition[name] if {
	some name, case in _conditions
	nac.unmet == case.unmet with input as case.request
}

_days := {
	"twenty-fourth day": {
		"request": fixtures.changed(_to_china, {"as_of": "2025-06-30"}),
		"unmet": {"740.8(c)(1)/waiting_period"},
	},
	"twenty-fifth day": {
		"request": _to_china,
		"unmet": set(),
	},
	"registration is the later day": {
		"request": _changed_notification({"registered_on": "2025-06-07"}),
		"unmet": {"740.8(c)(1)/waiting_period"},
	},
	"submission is the later day": {
		"request": _changed_notification({"submitted_on": "2025-06-07"}),
		"unmet": {"740.8(c)(1)/waiting_period"},
	},
	"one day told is too late already": {
		"request": fixtures.without(
			_changed_notification({"submitted_on": "2025-06-07"}),
			["documents/nac_notification/registered_on"],
		),
		"unmet": {"740.8(c)(1)/waiting_period"},
	},
	"neither day told": {
		"request": fixtures.without(_to_china, [
			"documents/nac_notification/registered_on",
			"documents/nac_notification/submitted_on",
		]),
		"unmet": set(),
	},
}

test_twenty_five_days_count_from_the_later_of_submission_and_registration[name] if {
	some name, case in _days
	nac.unmet == case.unmet with input as case.request
}

_early := {
	"confirmed on the twenty-fourth day": {
		"request": fixtures.changed(_to_china, {"as_of": "2025-06-30"}),
		"early": {true},
	},
	"confirmed on the twenty-fifth day": {
		"request": _to_china,
		"early": set(),
	},
	"not confirmed on the twenty-fourth day": {
		"request": fixtures.changed(_changed_notification({"outcome": "pending"}), {"as_of": "2025-06-30"}),
		"early": set(),
	},
}

test_a_confirmation_before_the_twenty_fifth_day_contradicts_itself[name] if {
	some name, case in _early
	{true | nac.confirmed_early} == case.early with input as case.request
}

_lacking := {
	"where the data center stands, in no table": {
		"request": fixtures.changed(_to_china, {"facility": {"location": "QQ"}}),
		"missing": {"facility.location"},
	},
	"parent of a Polish company's office in China does not matter": {
		"request": fixtures.without(
			fixtures.changed(_to_poland, {"destination": "CN"}),
			["parties/recipient/ultimate_parent_headquarters"],
		),
		"missing": set(),
	},
	"nothing": {
		"request": _to_china,
		"missing": set(),
	},
	"what 740.8 asks": {
		"request": fixtures.without(_to_china, ["end_use/part_746"]),
		"missing": {"end_use.part_746"},
	},
	"where it comes to stand": {
		"request": fixtures.without(_to_china, ["parties/recipient/location"]),
		"missing": {"parties.recipient.location"},
	},
	"notification": {
		"request": fixtures.without(_to_china, ["documents/nac_notification"]),
		"missing": {"documents.nac_notification"},
	},
	"all of the notification": {
		"request": fixtures.changed(fixtures.without(_to_china, ["documents/nac_notification"]), {"documents": {"nac_notification": {}}}),
		"missing": {
			"documents.nac_notification.submitted_on",
			"documents.nac_notification.registered_on",
			"documents.nac_notification.outcome",
			"documents.nac_notification.covers_this_shipment",
		},
	},
	"headquarters in China do not matter": {
		"request": fixtures.without(_to_china, ["parties/recipient/headquarters"]),
		"missing": set(),
	},
	"headquarters in Poland": {
		"request": fixtures.without(_to_poland, ["parties/recipient/headquarters"]),
		"missing": {"parties.recipient.headquarters"},
	},
	"the parent of a Polish company headquartered in China does not matter": {
		"request": fixtures.without(
			fixtures.changed(_to_poland, {"parties": {"recipient": {"headquarters": "CN"}}}),
			["parties/recipient/ultimate_parent_headquarters"],
		),
		"missing": set(),
	},
	"nothing is asked once a condition is broken": {
		"request": fixtures.without(_changed_notification(null), ["end_use"]),
		"missing": set(),
	},
}

test_fact_that_nac_needs[name] if {
	some name, case in _lacking
	{path | some path in nac.row.missing} == case.missing with input as case.request
}

test_available_is_yes_no_or_unknown if {
	nac.row.available == "yes" with input as _to_china
	nac.row.available == "no" with input as _to_poland
	nac.row.available == "unknown" with input as fixtures.to(_to_china, "ET")
	nac.row.available == "unknown" with input as fixtures.without(_to_china, ["documents/nac_notification"])
}

test_the_notification_is_due_twenty_five_days_before_the_shipment if {
	nac.obligations == {
		{
			"id": "740.8(a)(1)/purchase_order",
			"when": "before_each",
			"due": "2025-07-01",
			"by": "exporter",
			"citation": "740.8(a)(1)",
		},
		{
			"id": "740.8(c)(1)/notification",
			"when": "before_first",
			"due": "2025-06-06",
			"by": "exporter",
			"citation": "740.8(c)(1)",
		},
		{
			"id": "740.8(c)(1)/notification_content",
			"when": "before_first",
			"due": "2025-06-06",
			"by": "exporter",
			"citation": "740.8(c)(1)(i) to (vi)",
		},
	} with input as _to_china
}

# A case that is undefined leaves its whole table undefined, and a test over no case passes.
test_tables_hold_cases if {
	every table in [_conditions, _days, _early, _lacking] {
		count(table) > 0
	}
}
