package ear.acm_test

import rego.v2

import data.ear.acm
import data.ear.fixtures_test as fixtures

# Chips to a Vietnamese packaging firm that works for a German customer.
_production := fixtures.changed(fixtures.to(fixtures.h100, "VN"), {"end_use": {
	"purpose": "production",
	"ultimate_customer": {"location": "DE", "headquarters": "DE", "ultimate_parent_headquarters": "DE"},
}})

_recipient(change) := fixtures.changed(_production, {"parties": {"recipient": change}})

_customer(change) := fixtures.changed(_production, {"end_use": {"ultimate_customer": change}})

_board_of_no_approved_designer := fixtures.changed(_production, {"item": {
	"kind": "electronic_assembly",
	"eccn": "4A090.a",
	"integrated_circuits": [{
		"count": 8,
		"tpp": 15832,
		"performance_density": 19.45,
		"datacenter": true,
		"designer": "neither",
	}],
}})

_conditions := {
	"production for an outside customer": {
		"request": _production,
		"unmet": set(),
	},
	"development": {
		"request": fixtures.changed(_production, {"end_use": {"purpose": "development"}}),
		"unmet": set(),
	},
	"storage before export": {
		"request": fixtures.changed(_production, {"end_use": {"purpose": "storage_before_export"}}),
		"unmet": set(),
	},
	"running a data center": {
		"request": fixtures.changed(_production, {"end_use": {"purpose": "data_center"}}),
		"unmet": {"740.28(a)/purpose"},
	},
	"model weights are told only that they are not eligible": {
		"request": fixtures.changed(fixtures.weights, {"end_use": {"purpose": "production", "bis_informed": true}}),
		"unmet": {"740.28(b)/item"},
	},
	"restriction on all exceptions": {
		"request": fixtures.changed(_production, {"end_use": {"bis_informed": true}}),
		"unmet": {"744.23(b)/informed"},
	},
	"designer neither approved nor authorized": {
		"request": fixtures.changed(_production, {"item": {"designer": "neither"}}),
		"unmet": {"740.28(b)/designer"},
	},
	"designer of a 3A090.b chip": {
		"request": fixtures.changed(_production, {"item": {
			"eccn": "3A090.b",
			"tpp": 2395.2,
			"performance_density": 3.81,
			"designer": "neither",
		}}),
		"unmet": set(),
	},
	"to Macau, which D:5 leaves out": {
		"request": fixtures.changed(_production, {"destination": "MO"}),
		"unmet": {"740.28(c)/destination"},
	},
	"to China": {
		"request": fixtures.changed(_production, {"destination": "CN"}),
		"unmet": {"740.28(c)/destination"},
	},
	"consignee headquartered in China": {
		"request": _recipient({"headquarters": "CN"}),
		"unmet": {"740.28(c)/headquarters"},
	},
	"consignee parented in Macau": {
		"request": _recipient({"ultimate_parent_headquarters": "MO"}),
		"unmet": {"740.28(c)/headquarters"},
	},
	"government end user": {
		"request": _recipient({"kind": "government"}),
		"unmet": {"740.28(d)/private_sector"},
	},
	"end user that is neither individual nor firm": {
		"request": _recipient({"kind": "other"}),
		"unmet": {"740.28(d)/private_sector"},
	},
	"individual": {
		"request": _recipient({"kind": "individual"}),
		"unmet": set(),
	},
	"firm that a government controls": {
		"request": _recipient({"government_controlled": true}),
		"unmet": {"740.28(d)/private_sector"},
	},
	"the end user counts, not the purchaser beside it": {
		"request": fixtures.changed(_production, {"parties": {
			"purchaser": {"kind": "government", "headquarters": "VN", "ultimate_parent_headquarters": "VN", "listed": []},
			"end_user": {
				"kind": "commercial_firm",
				"government_controlled": false,
				"headquarters": "VN",
				"ultimate_parent_headquarters": "VN",
				"listed": [],
			},
		}}),
		"unmet": set(),
	},
}

test_condition[name] if {
	some name, case in _conditions
	acm.unmet == case.unmet with input as case.request
}

_designers := {
	"of a board, approved": {
		"request": fixtures.changed(fixtures.boards, {"end_use": _production.end_use}),
		"unmet": set(),
		"touches": set(),
	},
	"of a board, for a purpose that ends the matter": {
		"request": fixtures.changed(_board_of_no_approved_designer, {"end_use": {"purpose": "consumer"}}),
		"unmet": {"740.28(a)/purpose", "740.28(b)/designer"},
		"touches": set(),
	},
	"of a board of 4A090.b": {
		"request": fixtures.changed(_production, {"item": {
			"kind": "electronic_assembly",
			"eccn": "4A090.b",
			"integrated_circuits": [{
				"count": 8,
				"tpp": 2395.2,
				"performance_density": 3.81,
				"datacenter": true,
				"designer": "neither",
			}],
		}}),
		"unmet": set(),
		"touches": set(),
	},
	"of a board, by default": {
		"request": _board_of_no_approved_designer,
		"unmet": {"740.28(b)/designer"},
		"touches": {"N9"},
	},
	"of a board, where only the listed chips are read": {
		"request": fixtures.changed(_board_of_no_approved_designer, {"readings": {"N9": "as_listed"}}),
		"unmet": set(),
		"touches": {"N9"},
	},
	"of a chip, under both readings": {
		"request": fixtures.changed(_production, {"item": {"designer": "neither"}, "readings": {"N9": "as_listed"}}),
		"unmet": {"740.28(b)/designer"},
		"touches": set(),
	},
}

test_designer_condition_reaches_boards_under_the_default_reading_n9[name] if {
	some name, case in _designers
	acm.unmet == case.unmet with input as case.request
	acm.touches == case.touches with input as case.request
}

_lacking := {
	"designer of a 3A090.b chip is not asked": {
		"request": fixtures.without(
			fixtures.changed(_production, {"item": {"eccn": "3A090.b", "tpp": 2395.2, "performance_density": 3.81}}),
			["item/designer"],
		),
		"missing": set(),
	},
	"nothing": {
		"request": _production,
		"missing": set(),
	},
	"what all exceptions ask": {
		"request": fixtures.without(_production, ["end_use/bis_informed"]),
		"missing": {"end_use.bis_informed"},
	},
	"purpose": {
		"request": fixtures.without(_production, ["end_use/purpose"]),
		"missing": {"end_use.purpose"},
	},
	"end user": {
		"request": fixtures.without(_production, ["parties/recipient/kind", "parties/recipient/government_controlled"]),
		"missing": {"parties.recipient.kind", "parties.recipient.government_controlled"},
	},
	"end user who has a role of its own": {
		"request": fixtures.changed(_production, {"parties": {"end_user": {"listed": []}}}),
		"missing": {
			"parties.end_user.kind",
			"parties.end_user.government_controlled",
			"parties.end_user.headquarters",
			"parties.end_user.location",
			"parties.end_user.ultimate_parent_headquarters",
		},
	},
	"headquarters of the consignee": {
		"request": fixtures.without(_production, [
			"parties/recipient/headquarters",
			"parties/recipient/ultimate_parent_headquarters",
		]),
		"missing": {"parties.recipient.headquarters", "parties.recipient.ultimate_parent_headquarters"},
	},
	"customer": {
		"request": fixtures.without(_production, ["end_use/ultimate_customer"]),
		"missing": {
			"end_use.ultimate_customer.location",
			"end_use.ultimate_customer.headquarters",
			"end_use.ultimate_customer.ultimate_parent_headquarters",
		},
	},
	"customer, where location alone is read": {
		"request": fixtures.changed(
			fixtures.without(_production, ["end_use/ultimate_customer"]),
			{"readings": {"N10": "location_only"}},
		),
		"missing": {"end_use.ultimate_customer.location"},
	},
	"designer": {
		"request": fixtures.without(_production, ["item/designer"]),
		"missing": {"item.designer"},
	},
	"nothing is asked once a condition is broken": {
		"request": fixtures.without(fixtures.changed(_production, {"destination": "CN"}), ["parties", "item/designer"]),
		"missing": set(),
	},
}

test_fact_that_acm_needs[name] if {
	some name, case in _lacking
	{path | some path in acm.row.missing} == case.missing with input as case.request
}

test_available_is_yes_no_or_unknown if {
	acm.row.available == "yes" with input as _production
	acm.row.available == "no" with input as fixtures.h100
	acm.row.available == "unknown" with input as fixtures.without(_production, ["end_use/ultimate_customer"])
}

_contested(reading) := fixtures.changed(_production, {
	"end_use": {"ultimate_customer": {"headquarters": "ET"}},
	"readings": {"N10": reading},
})

test_a_customer_where_d5_is_contested_leaves_acm_open if {
	contested := _contested("location_headquarters_parent")
	acm.row.available == "unknown" with input as contested
	count(acm.row.missing) == 0 with input as contested
	acm.notices == {"unknown/d5_by_note"} with input as contested
	acm.row.available == "yes" with input as _contested("location_only")
	acm.notices == set() with input as fixtures.changed(contested, {"destination": "CN"})
}

test_items_are_accounted_for if {
	acm.obligations == {{
		"id": "740.28(e)/accounting",
		"when": "periodic",
		"due": null,
		"by": "exporter",
		"citation": "740.28(e)",
	}} with input as _production
}

# A case that is undefined leaves its whole table undefined, and a test over no case passes.
test_tables_hold_cases if {
	every table in [_conditions, _customers, _designers, _lacking] {
		count(table) > 0
	}
}
