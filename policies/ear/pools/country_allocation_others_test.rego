package ear.country_allocation_test

import rego.v2

import data.ear.country_allocation
import data.ear.fixtures_test as fixtures

# To Germany, for a recipient and an end user of several countries.
_two(seats, end_user, changes) := fixtures.changed(
	fixtures.changed(recipient(german, seats), {"parties": {"end_user": object.union({"location": "DE"}, end_user)}}),
	changes,
)

_seated(country) := {"headquarters": country, "ultimate_parent_headquarters": country}

_several := {
	"one outsider": {"request": recipient(german, _seated("PL")), "key": "PL", "others": set()},
	"two of one country": {"request": _two(_seated("PL"), _seated("PL"), {}), "key": "PL", "others": set()},
	"two of two countries": {"request": _two(_seated("PL"), _seated("BR"), {}), "key": "BR", "others": {"PL"}},
	"two of two countries, the other way round": {
		"request": _two(_seated("BR"), _seated("PL"), {}),
		"key": "BR",
		"others": {"PL"},
	},
	"two of two countries, the second's ledger": {
		"request": _two(_seated("PL"), _seated("BR"), {"ledger": {"country": "PL"}}),
		"key": "PL",
		"others": {"BR"},
	},
	"a parent outside, and headquarters of another": {
		"request": _two(_seated("PL"), {"headquarters": "BR", "ultimate_parent_headquarters": "DE"}, {}),
		"key": "PL",
		"others": {"BR"},
	},
	"a parent outside, and headquarters of another, whose ledger is told": {
		"request": _two(
			_seated("PL"),
			{"headquarters": "BR", "ultimate_parent_headquarters": "DE"},
			{"ledger": {"country": "BR"}},
		),
		"key": "BR",
		"others": {"PL"},
	},
	"one entity with a parent and headquarters outside, by its parent": {
		"request": fixtures.changed(
			recipient(german, {"headquarters": "BR", "ultimate_parent_headquarters": "PL"}),
			{"ledger": {"country": "BR"}},
		),
		"key": "PL",
		"others": set(),
	},
	"the second an operator": {
		"request": fixtures.changed(recipient(german, _seated("PL")), {"facility": {"operator": object.union(
			{"name": "Other SA", "location": "DE"},
			_seated("BR"),
		)}}),
		"key": "BR",
		"others": {"PL"},
	},
	"two places": {
		"request": fixtures.changed(recipient(german, {"location": "PL"}), {"facility": {"location": "BR"}}),
		"key": "BR",
		"others": {"PL"},
	},
	"two places, whatever the entities": {
		"request": fixtures.changed(
			recipient(german, object.union({"location": "PL"}, _seated("VN"))),
			{"facility": {"location": "BR"}},
		),
		"key": "BR",
		"others": {"PL"},
	},
	"a place and an entity of another country": {
		"request": fixtures.changed(recipient(german, _seated("BR")), {"facility": {"location": "PL"}}),
		"key": "PL",
		"others": set(),
	},
	"a destination with an allocation": {
		"request": fixtures.changed(recipient(fixtures.h100, _seated("BR")), {"parties": {"end_user": _seated("VN")}}),
		"key": "PL",
		"others": set(),
	},
}

test_allocations_of_several_countries[name] if {
	some name, case in _several
	country_allocation.key == case.key with input as case.request
	country_allocation.others == case.others with input as case.request
}

test_no_allocation_of_another_country_where_the_destination_is_approved if {
	request := _two(_seated("PL"), _seated("BR"), {"readings": {"C5": "allied_destination_approved"}})
	country_allocation.others == set() with input as request
	not country_allocation.key with input as request
}

# A case that is undefined leaves its whole table undefined, and a test over no case passes.
test_the_table_of_several_holds_cases if count(_several) > 0
