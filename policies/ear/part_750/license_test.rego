package ear.license_test

import rego.v2

import data.ear.fixtures_test as fixtures
import data.ear.license

_licensed := fixtures.changed(fixtures.h100, {"documents": {"license": {
	"issued_on": "2025-06-01",
	"expires_on": "2026-05-31",
	"covers_this_shipment": true,
}}})

_changed_license(change) := fixtures.changed(_licensed, {"documents": {"license": change}})

_conditions := {
	"valid license": {
		"request": _licensed,
		"unmet": set(),
	},
	"not claimed": {
		"request": fixtures.h100,
		"unmet": {"750.7/license"},
	},
	"none, said by null": {
		"request": _changed_license(null),
		"unmet": {"750.7/license"},
	},
	"for another shipment": {
		"request": _changed_license({"covers_this_shipment": false}),
		"unmet": {"750.7/coverage"},
	},
	"issued on the day": {
		"request": _changed_license({"issued_on": "2025-07-01"}),
		"unmet": set(),
	},
	"issued the day after": {
		"request": _changed_license({"issued_on": "2025-07-02"}),
		"unmet": {"750.7/not_issued"},
	},
	"on its last day": {
		"request": _changed_license({"expires_on": "2025-07-01"}),
		"unmet": set(),
	},
	"expired the day before": {
		"request": _changed_license({"expires_on": "2025-06-30"}),
		"unmet": {"750.7(g)/expired"},
	},
	"expired, for another shipment": {
		"request": _changed_license({"expires_on": "2025-06-30", "covers_this_shipment": false}),
		"unmet": {"750.7(g)/expired", "750.7/coverage"},
	},
}

test_condition[name] if {
	some name, case in _conditions
	license.unmet == case.unmet with input as case.request
}

_lacking := {
	"nothing": {
		"request": _licensed,
		"missing": set(),
	},
	"all of the license": {
		"request": fixtures.changed(fixtures.h100, {"documents": {"license": {}}}),
		"missing": {
			"documents.license.issued_on",
			"documents.license.expires_on",
			"documents.license.covers_this_shipment",
		},
	},
	"destination in no table": {
		"request": fixtures.changed(_licensed, {"destination": "QQ"}),
		"missing": {"destination"},
	},
	"a reexport from nowhere": {
		"request": fixtures.without(fixtures.changed(_licensed, {"activity": "reexport"}), ["origin"]),
		"missing": {"origin"},
	},
	"a release from nowhere": {
		"request": fixtures.without(fixtures.changed(_licensed, {"activity": "deemed_reexport"}), ["origin"]),
		"missing": {"origin"},
	},
	"an export from nowhere leaves from the United States": {
		"request": fixtures.without(_licensed, ["origin"]),
		"missing": set(),
	},
	"a reexport from an ally": {
		"request": fixtures.changed(_licensed, {"activity": "reexport", "origin": "DE"}),
		"missing": set(),
	},
	"nothing is asked of a license that has expired": {
		"request": fixtures.changed(fixtures.h100, {
			"destination": "QQ",
			"documents": {"license": {"expires_on": "2025-06-30"}},
		}),
		"missing": set(),
	},
}

test_fact_that_a_license_needs[name] if {
	some name, case in _lacking
	{path | some path in license.row.missing} == case.missing with input as case.request
}

test_available_is_yes_no_or_unknown if {
	license.row.available == "yes" with input as _licensed
	license.row.available == "no" with input as fixtures.h100
	license.row.available == "unknown" with input as fixtures.without(_licensed, ["documents/license/issued_on"])
}

test_the_other_parties_are_told if {
	license.obligations == {{
		"id": "750.7(a)(1)/inform_parties",
		"when": "before_first",
		"due": "2025-07-01",
		"by": "exporter",
		"citation": "750.7(a)(1), 750.7(d)",
	}} with input as _licensed
}

# A case that is undefined leaves its whole table undefined, and a test over no case passes.
test_tables_hold_cases if {
	every table in [_conditions, _lacking] {
		count(table) > 0
	}
}
