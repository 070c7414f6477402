# METADATA
# title: Export Administration Regulations
# description: >-
#   The Framework for Artificial Intelligence Diffusion (90 FR 4544) as codified in 15 CFR parts 732
#   to 774, one file a section, each reading only what comes before it.
# scope: subpackages
# schemas:
#   - input: schema.request
#   - data.reference.countries: schema.reference.countries
#   - data.reference.eccns: schema.reference.eccns
#   - data.reference.in_force: schema.reference.in_force
#   - data.reference.listed_items: schema.reference.listed_items
#   - data.reference.named_destinations: schema.reference.named_destinations
#   - data.reference.nveu_allocations: schema.reference.nveu_allocations
#   - data.reference.paragraphs: schema.reference.paragraphs
#   - data.reference.policy: schema.reference.policy
#   - data.reference.provisions: schema.reference.provisions
#   - data.reference.readings: schema.reference.readings
#   - data.reference.regime: schema.reference.regime
#   - data.reference.regime_months: schema.reference.regime_months
#   - data.reference.report_calendar: schema.reference.report_calendar
#   - data.reference.supplement_5: schema.reference.supplement_5
#   - data.reference.thresholds: schema.reference.thresholds
#   - data.reference.veu_excluded_items: schema.reference.veu_excluded_items
# organizations:
#   - "ai-export-policy"
# custom:
#   citation: "90 FR 4544"
package ear

import rego.v2

import data.ear.consequences
import data.ear.flags
import data.ear.license_requirements as requirements
import data.ear.outcome
import data.ear.regime
import data.ear.report

# METADATA
# title: Decision
# description: >-
#   The answer to one request; every field of it, always: what the item is, what the outcome tells,
#   what follows from it, and what is told whatever the outcome.
# entrypoint: true
# custom:
#   citation: "90 FR 4544"
decision := {
	"contract": "1",
	"request_id": object.get(input, "request_id", null),
	"as_of": input.as_of,
	"posture": regime.posture,
	"outcome": answer,
	"eccn": described.eccn,
	"classification": described.classification,
	"license_requirements": told.license_requirements,
	"exclusions": [{"id": id, "citation": citation} | some id, citation in requirements.excluded; outcome.classified],
	"authorization": told.authorization,
	"considered": told.considered,
	"review_policy": told.review_policy,
	"reviews": told.reviews,
	"pools": following.pools,
	"counts": following.counts,
	"obligations": following.obligations,
	"flags": [{"id": id, "citation": citation} | some id, citation in flags.raised],
	"missing_facts": told.missing_facts,
	"open_questions": consequences.open_questions,
	"regime": consequences.regime,
	"valid_until": consequences.valid_until,
	"destination_status": report.destination_status,
	"policy": data.reference.policy,
} if {
	answer := outcome.outcome
	described := report.described
	told := report.told(answer)
	following := consequences.follows(outcome.basis)
}
