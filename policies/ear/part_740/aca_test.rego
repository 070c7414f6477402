package ear.aca_test

import rego.v2

import data.ear.aca
import data.ear.fixtures_test as fixtures

_destinations := {
	"Polish company's office in China": {
		"request": fixtures.changed(fixtures.rtx_4090, {"destination": "CN"}),
		"unmet": {"740.8(a)/destination"},
	},
	"Poland": {
		"request": fixtures.rtx_4090,
		"unmet": set(),
	},
	"Vietnam in D:1": {
		"request": fixtures.to(fixtures.rtx_4090, "VN"),
		"unmet": set(),
	},
	"China": {
		"request": fixtures.to(fixtures.rtx_4090, "CN"),
		"unmet": {"740.8(a)/destination"},
	},
	"Macau": {
		"request": fixtures.to(fixtures.rtx_4090, "MO"),
		"unmet": {"740.8(a)/destination"},
	},
	"Cambodia on its last day in D:5": {
		"request": fixtures.changed(fixtures.to(fixtures.rtx_4090, "KH"), {"as_of": "2026-02-02"}),
		"unmet": {"740.8(a)/destination"},
	},
	"Cambodia once out of D:5": {
		"request": fixtures.changed(fixtures.to(fixtures.rtx_4090, "KH"), {"as_of": "2026-02-03"}),
		"unmet": set(),
	},
	"Polish company with a parent in China": {
		"request": fixtures.changed(fixtures.rtx_4090, {"parties": {"recipient": {"ultimate_parent_headquarters": "CN"}}}),
		"unmet": {"740.8(a)/destination"},
	},
	"through an intermediate consignee headquartered in Macau": {
		"request": fixtures.changed(fixtures.rtx_4090, {"parties": {"intermediate_consignee": {
			"headquarters": "MO",
			"ultimate_parent_headquarters": "MO",
			"listed": [],
		}}}),
		"unmet": {"740.8(a)/destination"},
	},
	"Polish company's workshop in China": {
		"request": fixtures.changed(fixtures.rtx_4090, {"parties": {"recipient": {"location": "CN"}}}),
		"unmet": {"740.8(a)/destination"},
	},
	"transfer within China": {
		"request": _transfer("CN"),
		"unmet": set(),
	},
	"transfer within Poland to a company headquartered in China": {
		"request": fixtures.changed(_transfer("PL"), {"parties": {"recipient": {"headquarters": "CN"}}}),
		"unmet": {"740.8(a)/destination"},
	},
	"transfer within a country in no table to a company headquartered in China": {
		"request": fixtures.changed(_transfer("QQ"), {"parties": {"recipient": _chinese}}),
		"unmet": set(),
	},
	"export to a country in no table for a company headquartered in China": {
		"request": fixtures.changed(fixtures.to(fixtures.rtx_4090, "QQ"), {"parties": {"recipient": _chinese}}),
		"unmet": {"740.8(a)/destination"},
	},
}

_transfer(country) := fixtures.changed(fixtures.to(fixtures.rtx_4090, country), {
	"activity": "transfer_in_country",
	"origin": country,
	"item": {"received_under": "NAC"},
})

_chinese := {"location": "CN", "headquarters": "CN", "ultimate_parent_headquarters": "CN"}

test_destination[name] if {
	some name, case in _destinations
	aca.unmet == case.unmet with input as case.request
}

_december_2024 := {
	"Poland": {"country": "PL", "unmet": {"740.8(a)/destination"}},
	"Vietnam in D:1": {"country": "VN", "unmet": set()},
	"United Arab Emirates in D:4": {"country": "AE", "unmet": set()},
	"China in D:1 and D:5": {"country": "CN", "unmet": {"740.8(a)/destination"}},
	"country in no table": {"country": "QQ", "unmet": set()},
}

test_destination_by_the_text_of_december_2024[name] if {
	some name, case in _december_2024
	then := fixtures.changed(fixtures.to(fixtures.rtx_4090, case.country), {"as_of": "2024-12-20"})
	aca.unmet == case.unmet with input as then
}

test_a_country_on_its_way_out_of_d4_leaves_aca_open_by_the_text_of_december_2024 if {
	moving := fixtures.changed(fixtures.to(fixtures.rtx_4090, "AE"), {"as_of": "2026-07-22", "posture": "enforced"})
	aca.row.available == "unknown" with input as moving
	count(aca.row.missing) == 0 with input as moving
	aca.unmet == set() with input as moving
	aca.row.available == "yes" with input as fixtures.changed(moving, {"as_of": "2026-07-08"})
	aca.row.available == "no" with input as fixtures.changed(moving, {"as_of": "2026-07-23"})
	aca.row.available == "yes" with input as fixtures.changed(moving, {"posture": "codified"})
}

test_conditions_of_740_8_are_conditions_of_aca if {
	aca.unmet == {"740.8(a)/datacenter"} with input as fixtures.h100
}

_lacking := {
	"location of the recipient": {
		"request": fixtures.without(fixtures.rtx_4090, ["parties/recipient/location"]),
		"missing": {"parties.recipient.location"},
	},
	"nothing": {
		"request": fixtures.rtx_4090,
		"missing": set(),
	},
	"what 740.8 asks": {
		"request": fixtures.without(fixtures.rtx_4090, ["documents/purchase_order"]),
		"missing": {"documents.purchase_order"},
	},
	"headquarters": {
		"request": fixtures.without(fixtures.rtx_4090, [
			"parties/recipient/headquarters",
			"parties/recipient/ultimate_parent_headquarters",
		]),
		"missing": {"parties.recipient.headquarters", "parties.recipient.ultimate_parent_headquarters"},
	},
	"headquarters within China do not matter": {
		"request": fixtures.without(_transfer("CN"), ["parties/recipient/headquarters"]),
		"missing": set(),
	},
	"the country of a transfer to a company headquartered in China": {
		"request": fixtures.changed(_transfer("QQ"), {"parties": {"recipient": _chinese}}),
		"missing": {"destination"},
	},
	"nothing is asked once a condition is broken": {
		"request": fixtures.without(fixtures.h100, ["parties/recipient/headquarters", "end_use"]),
		"missing": set(),
	},
}

test_fact_that_aca_needs[name] if {
	some name, case in _lacking
	{path | some path in aca.row.missing} == case.missing with input as case.request
}

test_available_is_yes_no_or_unknown if {
	aca.row.available == "yes" with input as fixtures.rtx_4090
	aca.row.available == "no" with input as fixtures.h100
	aca.row.available == "unknown" with input as fixtures.without(fixtures.rtx_4090, ["end_use/part_746"])
	within := fixtures.changed(_transfer("QQ"), {"parties": {"recipient": _chinese}})
	aca.row.available == "unknown" with input as within
}

test_obligations_are_those_of_740_8 if {
	{obligation.id | some obligation in aca.obligations} == {"740.8(a)(1)/purchase_order"} with input as fixtures.rtx_4090
}

# A case that is undefined leaves its whole table undefined, and a test over no case passes.
test_tables_hold_cases if {
	every table in [_destinations, _december_2024, _lacking] {
		count(table) > 0
	}
}
