package ear.embargoes_test

import rego.v2

import data.ear.embargoes
import data.ear.fixtures_test as fixtures

# Memory to Vietnam, which needs no license but for part 746.
vietnam := fixtures.to(fixtures.memory, "VN")

ukraine := fixtures.to(fixtures.memory, "UA")

told := {
	"no concern": {"request": vietnam, "applies": {}, "missing": set()},
	"a concern": {
		"request": fixtures.changed(vietnam, {"end_use": {"part_746": "concern"}}),
		"applies": {"746/concern": "15 CFR part 746"},
		"missing": set(),
	},
	"review untold, which the clearance of other controls answers for": {
		"request": fixtures.without(vietnam, ["end_use/part_746"]),
		"applies": {},
		"missing": set(),
	},
	"a region of Ukraine": {
		"request": fixtures.changed(ukraine, {"destination_region": "UA-luhansk"}),
		"applies": {"746.6": "746.6"},
		"missing": set(),
	},
	"a region of Ukraine, and a concern": {
		"request": fixtures.changed(ukraine, {
			"destination_region": "UA-crimea",
			"end_use": {"part_746": "concern"},
		}),
		"applies": {"746.6": "746.6", "746/concern": "15 CFR part 746"},
		"missing": set(),
	},
	"elsewhere in Ukraine": {
		"request": fixtures.changed(ukraine, {"destination_region": null}),
		"applies": {},
		"missing": set(),
	},
	"to a company in Ukraine": {
		"request": fixtures.changed(vietnam, {"parties": {"recipient": {"location": "UA"}}}),
		"applies": {},
		"missing": {"destination_region"},
	},
	"where in Ukraine is untold": {"request": ukraine, "applies": {}, "missing": {"destination_region"}},
}

test_a_requirement_that_is_told[name] if {
	some name, case in told
	embargoes.applies == case.applies with input as case.request
	embargoes.missing == case.missing with input as case.request
}

# A case that is undefined leaves its whole table undefined, and a test over no case passes.
test_tables_hold_cases if count(told) > 0
