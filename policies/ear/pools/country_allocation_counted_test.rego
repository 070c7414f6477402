package ear.country_allocation_test

import rego.v2

import data.ear.country_allocation
import data.ear.fixtures_test as fixtures

# Countries for which a license counts.
counted := {
	"the destination, though a Chinese company's": {
		"request": recipient(fixtures.h100, {"headquarters": "CN"}),
		"country": ["PL"],
	},
	"Poland, of a Polish company in Germany": {"request": recipient(german, {"headquarters": "PL"}), "country": ["PL"]},
	"the same, as enforced": {
		"request": fixtures.changed(recipient(german, {"headquarters": "PL"}), {"posture": "enforced"}),
		"country": ["PL"],
	},
	"Poland, of a German company's chips that stand there": {
		"request": fixtures.changed(german, {"facility": {"location": "PL"}}),
		"country": ["PL"],
	},
	"Poland, of a Chinese company's in Germany that stand there": {
		"request": fixtures.changed(recipient(german, {"headquarters": "CN"}), {"facility": {"location": "PL"}}),
		"country": ["PL"],
	},
	"none by reading C5": {
		"request": fixtures.changed(
			recipient(german, {"headquarters": "PL"}),
			{"readings": {"C5": "allied_destination_approved"}},
		),
		"country": [],
	},
	"none of a Chinese group in Germany": {
		"request": recipient(german, {"headquarters": "PL", "ultimate_parent_headquarters": "CN"}),
		"country": [],
	},
	"none in 2028": {
		"request": fixtures.changed(recipient(german, {"headquarters": "PL"}), {"as_of": "2028-01-01"}),
		"country": [],
	},
}

test_the_country_for_which_a_license_counts[name] if {
	some name, case in counted
	[country | country := country_allocation.counted_for] == case.country with input as case.request
}

by_reading := {
	"a Polish company in Germany": {"request": recipient(german, {"headquarters": "PL"}), "touches": {"C5"}},
	"a Polish group in Germany": {
		"request": recipient(german, {"ultimate_parent_headquarters": "PL"}),
		"touches": {"C5"},
	},
	"by the other reading, too": {
		"request": fixtures.changed(
			recipient(german, {"headquarters": "PL"}),
			{"readings": {"C5": "allied_destination_approved"}},
		),
		"touches": {"C5"},
	},
	"not of a Polish company's that stand there": {
		"request": fixtures.changed(recipient(german, {"headquarters": "PL"}), {"facility": {"location": "PL"}}),
		"touches": set(),
	},
	"no German company": {"request": german, "touches": set()},
	"no Chinese group": {
		"request": recipient(german, {"headquarters": "PL", "ultimate_parent_headquarters": "CN"}),
		"touches": set(),
	},
	"not in 2028": {
		"request": fixtures.changed(recipient(german, {"headquarters": "PL"}), {"as_of": "2028-01-01"}),
		"touches": set(),
	},
	"not in Poland": {"request": fixtures.h100, "touches": set()},
	"no chips of b": {
		"request": fixtures.changed(
			recipient(german, {"headquarters": "PL"}),
			{"item": {"eccn": "3A090.b", "tpp": 2395.2, "performance_density": 3.81}},
		),
		"touches": set(),
	},
}

test_whether_it_counts_by_a_reading[name] if {
	some name, case in by_reading
	country_allocation.touches == case.touches with input as case.request
}

# A case that is undefined leaves its whole table undefined, and a test over no case passes.
test_tables_of_counts_hold_cases if {
	every table in [counted, by_reading] {
		count(table) > 0
	}
}
