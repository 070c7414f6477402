package ear.consequences_readings_requirement_test

import rego.v2

import data.ear.consequences
import data.ear.fixtures_test as fixtures

technology := fixtures.changed(fixtures.to(fixtures.technology, "BR"), {"readings": {"N3": "ccl_entry"}})

outside := fixtures.changed(technology, {"item": {"subject_to_ear": {"value": false, "basis": "734.3(b)"}}})

test_a_reading_that_leaves_no_requirement_is_told if {
	consequences.open_questions == [{"id": "N3", "reading": "ccl_entry"}] with input as technology
}

test_nothing_is_open_for_an_item_outside_the_ear if {
	consequences.open_questions == [] with input as outside
}
