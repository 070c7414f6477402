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
		"missing_facts": {"item.tpp"},
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
