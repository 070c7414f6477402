package ear.alternatives_test

import rego.v2

import data.ear
import data.ear.fixtures_test as fixtures

vietnamese := fixtures.to(fixtures.h100, "VN")

cases := {
	"no conflict touched": {"request": fixtures.a40, "alternatives": []},
	"the taken reading first": {
		"request": fixtures.changed(vietnamese, {"readings": {"C1": "lpp_available"}}),
		"alternatives": [
			{
				"id": "C1",
				"reading": "lpp_available",
				"outcome": "license_exception",
				"authorization": {"symbol": "LPP", "citation": "740.29"},
				"review_policy": null,
			},
			{
				"id": "C1",
				"reading": "lpp_not_listed",
				"outcome": "license_required",
				"authorization": null,
				"review_policy": "presumption_of_approval",
			},
		],
	},
	"a conflict that is only reported": {
		"request": fixtures.changed(fixtures.h100, {
			"as_of": "2025-05-14",
			"parties": {"recipient": {"headquarters": "CN"}},
		}),
		"alternatives": [{
			"id": "N23",
			"reading": "reported",
			"outcome": "license_required",
			"authorization": null,
			"review_policy": "presumption_of_denial",
		}],
	},
}

test_each_reading_of_a_conflict_touched_gets_its_answer[name] if {
	some name, case in cases
	ear.alternatives == case.alternatives with input as case.request
}

# One conflict changes, the other stays as the request reads it.
test_one_reading_changes_at_a_time if {
	request := fixtures.changed(fixtures.to(fixtures.h100, "DE"), {
		"readings": {"C2": "submit_from_253m"},
		"documents": {"aia_certification": {"submitted_on": "2025-07-02"}, "lpp_certification": null},
	})
	[[row.id, row.reading, row.outcome] | some row in ear.alternatives] == [
		["C2", "submit_from_253m", "license_required"],
		["C2", "submit_always", "license_required"],
		["N5", "submit_first", "license_required"],
		["N5", "submit_at_threshold", "license_exception"],
	] with input as request
}

# A case that is undefined leaves its whole table undefined, and a test over no case passes.
test_tables_hold_cases if count(cases) > 0
