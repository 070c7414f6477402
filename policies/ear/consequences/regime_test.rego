package ear.consequences_test

import rego.v2

import data.ear.consequences
import data.ear.fixtures_test as fixtures

test_the_regime_of_the_day_is_told if {
	consequences.regime == {
		"codified": "89 FR 96790",
		"enforced": "89 FR 96790",
		"version": "2024-12-02",
		"compliance_due": null,
		"stale_after": null,
		"notices": ["a100_letters", "740.8/text_of_april_2024"],
	} with input as on(german, "2025-01-12")
}

test_the_notices_of_the_outcome_follow_those_of_the_day if {
	request := on(fixtures.changed(fixtures.weights, {"posture": "enforced"}), "2025-07-01")
	consequences.regime.notices == [
		"a100_letters",
		"740.8/text_of_april_2024",
		"90 FR 9604/text_not_seen",
		"h20_letters",
		"gp10_guidance",
		"codified_not_enforced",
		"unknown/4E091_enforcement",
	] with input as request
}

aboard(request) := on(fixtures.changed(request, {"shipment": {"aboard_carrier_on": "2025-05-15"}}), "2025-05-15")

test_the_savings_clause_is_told_where_it_would_matter if {
	"savings_clause/shipment" in consequences.regime.notices with input as aboard(many)
	not "savings_clause/shipment" in consequences.regime.notices with input as on(many, "2025-05-15")
	not "savings_clause/shipment" in consequences.regime.notices with input as aboard(fixtures.a40)
	request := fixtures.changed(aboard(fixtures.to(many, "VN")), {"posture": "enforced"})
	not "savings_clause/shipment" in consequences.regime.notices with input as request
}

test_before_the_first_row_the_regime_is_unknown if {
	consequences.regime == {
		"codified": null,
		"enforced": null,
		"version": null,
		"compliance_due": null,
		"stale_after": null,
		"notices": ["unknown/text"],
	} with input as on(german, "2022-10-06")
}
