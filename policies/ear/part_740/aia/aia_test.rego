package ear.aia_test

import rego.v2

import data.ear.aia
import data.ear.fixtures_test as fixtures

_chips := fixtures.to(fixtures.h100, "DE")

_weights := fixtures.changed(fixtures.to(fixtures.weights, "DE"), {"facility": {"location": "DE"}})

_conditions := {
	"chips to insiders": {
		"request": _chips,
		"unmet": set(),
	},
	"weights to insiders": {
		"request": _weights,
		"unmet": set(),
	},
	"chips to outsiders": {
		"request": fixtures.h100,
		"unmet": {"740.27(a)/location", "740.27(a)/headquarters", "740.27(a)/ultimate_parent"},
	},
	"weights to outsiders": {
		"request": fixtures.weights,
		"unmet": {"740.27(a)(3)/headquarters"},
	},
	"weights need no certification": {
		"request": fixtures.changed(_weights, {"documents": {"aia_certification": null}}),
		"unmet": set(),
	},
	"chips need no facility": {
		"request": fixtures.changed(_chips, {"facility": {"supplement_10": []}}),
		"unmet": set(),
	},
	"a chip of 3A090.b is told only that it is not eligible": {
		"request": fixtures.changed(fixtures.a40, {"end_use": {"bis_informed": true}}),
		"unmet": {"740.27(a)(1)/item"},
	},
}

test_chips_and_weights_have_conditions_of_their_own[name] if {
	some name, case in _conditions
	aia.unmet == case.unmet with input as case.request
}

_lacking := {
	"no certification for weights": {
		"request": fixtures.without(_weights, ["documents/aia_certification"]),
		"missing": set(),
	},
	"certification for chips": {
		"request": fixtures.without(_chips, ["documents/aia_certification"]),
		"missing": {"documents.aia_certification"},
	},
	"facility for weights": {
		"request": fixtures.without(_weights, ["facility"]),
		"missing": {"facility.location", "facility.supplement_10", "facility.attested_on"},
	},
	"nothing for chips": {
		"request": _chips,
		"missing": set(),
	},
	"nothing for weights": {
		"request": _weights,
		"missing": set(),
	},
	"nothing once a condition for chips is broken": {
		"request": fixtures.without(fixtures.h100, ["documents/aia_certification"]),
		"missing": set(),
	},
	"nothing once a condition for weights is broken": {
		"request": fixtures.without(fixtures.weights, ["facility"]),
		"missing": set(),
	},
}

test_fact_that_aia_needs[name] if {
	some name, case in _lacking
	{path | some path in aia.row.missing} == case.missing with input as case.request
}

test_available_is_yes_no_or_unknown if {
	aia.row.available == "yes" with input as _chips
	aia.row.available == "no" with input as fixtures.h100
	aia.row.available == "unknown" with input as fixtures.without(_chips, ["documents/aia_certification"])
}

_secured(country) := fixtures.changed(_weights, {"facility": {
	"location": country,
	"supplement_10": [14, 15, 18],
	"attested_on": "2025-03-01",
}})

test_weights_stored_where_d5_is_contested_leave_aia_open if {
	aia.row.available == "yes" with input as _secured("DE")
	aia.row.available == "unknown" with input as _secured("ET")
	count(aia.row.missing) == 0 with input as _secured("ET")
	aia.notices == {"unknown/d5_by_note"} with input as _secured("ET")
	aia.notices == set() with input as fixtures.changed(_chips, {"facility": {"location": "ET"}})
}

test_chips_come_with_papers if {
	{obligation.id | some obligation in aia.obligations} == {
		"740.27(b)(1)/furnish_eccn",
		"740.27(b)(2)/certification",
		"740.27(b)(3)/shipment_notice",
		"740.27(c)/submission",
	} with input as _chips
}

test_weights_come_with_no_paper_of_the_section if {
	aia.obligations == set() with input as _weights
}

test_readings_are_those_of_the_kind_of_item if {
	aia.touches == {"C2", "N5"} with input as _chips
	aia.touches == {"N4"} with input as _weights
	aia.touches == set() with input as fixtures.a40
}

# A case that is undefined leaves its whole table undefined, and a test over no case passes.
test_tables_hold_cases if {
	every table in [_conditions, _lacking] {
		count(table) > 0
	}
}
