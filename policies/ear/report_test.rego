package ear.report_test

import rego.v2

import data.ear.fixtures_test as fixtures
import data.ear.outcome
import data.ear.report

german := fixtures.to(fixtures.h100, "DE")

untold := {
	"source": null,
	"agrees": null,
	"level": null,
	"decided_by": null,
	"tpp": null,
	"performance_density": null,
	"counted_operations": null,
}

item(facts) := {"as_of": "2025-07-01", "activity": "export", "destination": "PL", "item": facts}

cases := {
	"stated chip": {
		"request": fixtures.h100,
		"eccn": "3A090.a",
		"classification": object.union(untold, {
			"source": "stated",
			"agrees": true,
			"level": "a",
			"decided_by": "3A090.a.1",
			"tpp": 15832,
			"performance_density": 19.45,
		}),
	},
	"derived boards": {
		"request": fixtures.without(fixtures.boards, ["item/eccn"]),
		"eccn": "4A090.a",
		"classification": object.union(untold, {
			"source": "derived",
			"level": "a",
			"decided_by": "3A090.a.1",
			"tpp": 126656,
			"performance_density": 19.45,
		}),
	},
	"boards, how many circuits untold": {
		"request": fixtures.without(fixtures.boards, ["item/integrated_circuits/0/count"]),
		"eccn": "4A090.a",
		"classification": object.union(untold, {
			"source": "stated",
			"agrees": true,
			"level": "a",
			"decided_by": "3A090.a.1",
			"performance_density": 19.45,
		}),
	},
	"weights": {
		"request": fixtures.weights,
		"eccn": "4E091",
		"classification": object.union(untold, {
			"source": "stated",
			"agrees": true,
			"level": "weights",
			"decided_by": "4E091",
			"counted_operations": 2e26,
		}),
	},
	"figures below every paragraph": {
		"request": item({"kind": "integrated_circuit", "tpp": 100}),
		"eccn": null,
		"classification": object.union(untold, {"level": "none", "tpp": 100}),
	},
	"nothing told": {"request": item({}), "eccn": null, "classification": untold},
}

test_the_classification_and_where_it_comes_from[name] if {
	some name, case in cases
	report.described.eccn == case.eccn with input as case.request
	report.described.classification == case.classification with input as case.request
}

test_requirements_of_both_parts_are_told_with_their_paragraphs if {
	request := fixtures.changed(fixtures.h100, {"end_use": {"bis_informed": true, "part_744": "concern"}})
	{row | some row in report.told(outcome.outcome).license_requirements} == {
		{"id": "742.6(a)(6)(iii)(A)", "citation": "742.6(a)(6)(iii)(A)"},
		{"id": "744.23(b)", "citation": "744.23(b)"},
		{"id": "744/end_use", "citation": "15 CFR part 744"},
	} with input as request
}

# A requirement that names the item, where the outcome does not rest on it.
elsewhere := {
	"a service": fixtures.changed(fixtures.h100, {"activity": "service"}),
	"an item that is not subject to the EAR": fixtures.changed(
		fixtures.h100,
		{"item": {"subject_to_ear": {"value": false, "basis": "734.3(b)"}}},
	),
	"an unknown text": fixtures.changed(fixtures.h100, {"as_of": "2024-12-01"}),
	"no requirement": fixtures.a40,
}

test_requirements_are_told_only_where_the_outcome_rests_on_them[name] if {
	some name, request in elsewhere
	report.told(outcome.outcome).license_requirements == [] with input as request
}

test_an_application_that_no_paragraph_reviews_has_no_policy if {
	request := fixtures.changed(fixtures.a40, {"end_use": {"part_744": "concern"}})
	report.told(outcome.outcome).review_policy == "not_stated" with input as request
	report.told(outcome.outcome).review_policy == null with input as request
		with data.ear.review_policy.reviews as set()
}

# Supplement No. 5(b) never had a row: this one is invented.
assured := {"BR": [{"valid_from": "2025-06-01", "valid_to": "9999-12-31"}]}

destinations := {
	"DE": {"supplement_5": "a", "macau_or_d5": false, "d1_d4_d5_set": false},
	"BR": {"supplement_5": "b", "macau_or_d5": false, "d1_d4_d5_set": false},
	"PL": {"supplement_5": "none", "macau_or_d5": false, "d1_d4_d5_set": false},
	"VN": {"supplement_5": "none", "macau_or_d5": false, "d1_d4_d5_set": true},
	"CN": {"supplement_5": "none", "macau_or_d5": true, "d1_d4_d5_set": true},
	"MO": {"supplement_5": "none", "macau_or_d5": true, "d1_d4_d5_set": true},
	"QQ": {"supplement_5": null, "macau_or_d5": null, "d1_d4_d5_set": null},
}

test_the_status_of_the_destination[country] if {
	some country, status in destinations
	report.destination_status == status with input as fixtures.to(fixtures.h100, country)
		with data.reference.supplement_5.rows.b as assured
}

# A case that is undefined leaves its whole table undefined, and a test over no case passes.
test_tables_hold_cases if {
	every table in [cases, elsewhere, destinations] {
		count(table) > 0
	}
}
