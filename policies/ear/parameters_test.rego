package ear.parameters_test

import rego.v2

import data.ear.parameters

allocations := {
	"2024-12-31": [],
	"2025-01-01": [790000000],
	"2027-12-31": [790000000],
	"2028-01-01": [],
}

test_a_value_holds_from_its_first_day_to_its_last[day] if {
	some day, values in allocations
	[value | value := parameters.value("country_allocation_tpp")] == values with input as {"as_of": day}
}

# No provision has ended yet, so this one is invented.
ended := {"lane": [{"valid_from": "2025-01-01", "valid_to": "2026-01-01"}]}

test_a_provision_is_in_force_to_the_day_before_its_end if {
	days := ["2024-12-31", "2025-01-01", "2025-12-31", "2026-01-01"]
	found := {day |
		some day in days
		parameters.in_force("lane") with input as {"as_of": day} with data.reference.provisions.rows as ended
	}
	found == {"2025-01-01", "2025-12-31"}
}

test_a_value_bears_its_name_in_the_whole if {
	parameters.values.country_allocation_tpp == 790000000 with input as {"as_of": "2025-07-01"}
}

test_a_value_that_no_row_states_is_undefined if {
	not parameters.value("no_such_threshold") with input as {"as_of": "2025-07-01"}
}

provisions := {
	"2024-12-31": set(),
	"2025-01-13": {"90 FR 4544"},
	"2025-01-30": {"90 FR 4544"},
	"2025-01-31": {"90 FR 4544", "3A090/note_1"},
	"2025-05-14": {"90 FR 4544", "3A090/note_1"},
	"2025-05-15": {"90 FR 4544", "3A090/note_1", "90 FR 4544/compliance", "90 FR 4544/savings"},
	"2025-06-16": {"90 FR 4544", "3A090/note_1", "90 FR 4544/compliance", "90 FR 4544/savings"},
	"2025-06-17": {"90 FR 4544", "3A090/note_1", "90 FR 4544/compliance"},
	"2026-01-15": {
		"90 FR 4544",
		"3A090/note_1",
		"90 FR 4544/compliance",
		"748.S10/14_15_18",
	},
}

test_provisions_come_into_force_one_by_one[day] if {
	some day, in_force in provisions
	found := {name | some name, _ in data.reference.provisions.rows; parameters.in_force(name)} with input as {"as_of": day}
	found == in_force
}

# A case that is undefined leaves its whole table undefined, and a test over no case passes.
test_tables_hold_cases if {
	every table in [allocations, provisions] {
		count(table) > 0
	}
}
