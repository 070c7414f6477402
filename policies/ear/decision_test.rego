package ear.decision_test

import rego.v2

import data.ear
import data.ear.fixtures_test as fixtures

# The least that the schema accepts.
least := {"as_of": "2025-07-01", "activity": "export", "destination": "PL", "item": {}}

named := fixtures.changed(fixtures.to(fixtures.h100, "DE"), {"request_id": "line 7"})

test_the_least_request_gets_every_field if {
	ear.decision == {
		"contract": "1",
		"request_id": null,
		"as_of": "2025-07-01",
		"posture": "codified",
		"outcome": "indeterminate",
		"eccn": null,
		"classification": {
			"source": null,
			"agrees": null,
			"level": null,
			"decided_by": null,
			"tpp": null,
			"performance_density": null,
			"counted_operations": null,
		},
		"license_requirements": [],
		"exclusions": [],
		"authorization": null,
		"considered": [],
		"review_policy": null,
		"reviews": [],
		"pools": [],
		"counts": [],
		"obligations": [],
		"flags": [],
		"missing_facts": {"item.eccn", "item.tpp"},
		"open_questions": [],
		"regime": {
			"codified": "90 FR 4544",
			"enforced": "89 FR 96790",
			"version": "2025-02-11",
			"compliance_due": "2025-05-15",
			"stale_after": null,
			"notices": [
				"a100_letters",
				"740.8/text_of_april_2024",
				"90 FR 9604/text_not_seen",
				"h20_letters",
				"gp10_guidance",
				"codified_not_enforced",
			],
		},
		"valid_until": "2025-09-28",
		"destination_status": {"supplement_5": "none", "macau_or_d5": false, "d1_d4_d5_set": false},
		"policy": data.reference.policy,
	} with input as least
}

test_a_permission_tells_what_it_rests_on_and_what_follows if {
	decision := ear.decision with input as named
	object.filter(decision, ["request_id", "outcome", "eccn", "authorization", "missing_facts", "flags"]) == {
		"request_id": "line 7",
		"outcome": "license_exception",
		"eccn": "3A090.a",
		"authorization": {"symbol": "AIA", "citation": "740.27"},
		"missing_facts": [],
		"flags": [],
	}
	{row.id | some row in decision.license_requirements} == {"742.6(a)(6)(iii)(A)"}
	{row.sum | some row in decision.counts} == {"consignee_aia", "consignee_year_all"}
}

test_the_posture_of_the_request_is_told if {
	ear.decision.posture == "enforced" with input as fixtures.changed(least, {"posture": "enforced"})
}

test_flags_are_told_with_their_sources if {
	request := fixtures.changed(fixtures.to(fixtures.h100, "DE"), {
		"item": {"general_prohibition_10": true},
		"end_use": {"diversion_risk": true},
	})
	ear.decision.flags == [
		{"id": "732.S3/diversion", "citation": "Supplement No. 3 to part 732"},
		{"id": "736.2(b)(10)", "citation": "736.2(b)(10)"},
	] with input as request
}

deemed := fixtures.changed(fixtures.h100, {"activity": "deemed_export"})

test_why_a_requirement_does_not_apply_is_told if {
	ear.decision.exclusions == [{"id": "742.6(a)(6)(iv)", "citation": "742.6(a)(6)(iv)"}] with input as deemed
	ear.decision.exclusions == [] with input as fixtures.h100
}

test_without_a_known_text_nothing_is_excluded if {
	ear.decision.exclusions == [] with input as fixtures.changed(deemed, {"as_of": "2024-12-01"})
}
