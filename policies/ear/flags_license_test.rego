package ear.flags_test

import rego.v2

import data.ear.fixtures_test as fixtures
import data.ear.flags

# Two thousand H100 for Poland, more than LPP carries, under a license or after its last day.
_under_license(changes) := fixtures.changed(licensed(fixtures.changed(fixtures.h100, {"item": {"quantity": 2000}})), changes)

_ended(day, changes) := _under_license(fixtures.changed({"documents": {"license": {"expires_on": day}}}, changes))

_licenses := {
	"no concern": {"request": _under_license({}), "raised": set()},
	"a concern under part 744": {
		"request": _under_license({"end_use": {"part_744": "concern"}}),
		"raised": {"750.7(a)(1)/part_744"},
	},
	"a concern under part 744, without a license": {
		"request": _under_license({"end_use": {"part_744": "concern"}, "documents": {"license": null}}),
		"raised": set(),
	},
	"a concern under part 746": {
		"request": _under_license({"end_use": {"part_746": "concern"}}),
		"raised": {"750.7(a)(1)/part_746"},
	},
	"a concern under part 746, without a license": {
		"request": _under_license({"end_use": {"part_746": "concern"}, "documents": {"license": null}}),
		"raised": set(),
	},
	"a denied person": {
		"request": _under_license({"parties": {"recipient": {"listed": ["denied_persons"]}}}),
		"raised": {"750.7(a)(1)/listed_party"},
	},
	"an end user whose property is blocked": {
		"request": _under_license({"parties": {"end_user": {"name": "Other SA", "location": "PL", "listed": ["sdn"]}}}),
		"raised": {"750.7(a)(1)/listed_party"},
	},
	"an operator whose property is blocked": {
		"request": _under_license({"facility": {"operator": {"name": "Other SA", "location": "PL", "listed": ["sdn"]}}}),
		"raised": {"750.7(a)(1)/listed_party"},
	},
	"a denied person, for another shipment": {
		"request": _under_license({
			"parties": {"recipient": {"listed": ["denied_persons"]}},
			"documents": {"license": {"covers_this_shipment": false}},
		}),
		"raised": set(),
	},
	"a party on the Entity List, which a license may be for": {
		"request": _under_license({"parties": {"recipient": {"listed": ["entity_list"]}}}),
		"raised": set(),
	},
	"on its last day": {"request": _ended("2025-07-01", {}), "raised": set()},
	"the day after": {"request": _ended("2025-06-30", {}), "raised": {"750.7(g)/legal_holiday"}},
	"the sixth day after": {"request": _ended("2025-06-25", {}), "raised": {"750.7(g)/legal_holiday"}},
	"the seventh day after": {"request": _ended("2025-06-24", {}), "raised": set()},
	"the day after, what else it needs not told": {
		"request": fixtures.without(_ended("2025-06-30", {}), ["documents/purchase_order", "ledger"]),
		"raised": {"750.7(g)/legal_holiday"},
	},
	"the day after, for another shipment": {
		"request": _ended("2025-06-30", {"documents": {"license": {"covers_this_shipment": false}}}),
		"raised": set(),
	},
	"the day after, carried by LPP": {
		"request": _ended("2025-06-30", {"item": {"quantity": 100}}),
		"raised": set(),
	},
	"the day after, for an item that needs none": {
		"request": _ended("2025-06-30", {"item": {"eccn": "EAR99", "tpp": 100}}),
		"raised": set(),
	},
}

test_what_a_license_may_not_cover[name] if {
	some name, case in _licenses
	object.keys(flags.raised) == case.raised with input as case.request
}

# A case that is undefined leaves its whole table undefined, and a test over no case passes.
test_the_table_of_licenses_holds_cases if count(_licenses) > 0
