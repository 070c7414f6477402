package ear.consequences

import rego.v2

import data.ear.calendar
import data.ear.parameters
import data.ear.part_774.classification
import data.ear.regime as rules

# METADATA
# title: Last day on which the same facts get the same answer
# description: Null where no dated row or document sets one.
# custom:
#   citation: "90 FR 4544"
default valid_until := null

valid_until := min(_last_days)

_last_days contains day if {
	day := data.reference.regime_months.last_days[rules.position]
	is_string(day)
}

_last_days contains concat("-", [calendar.year, "12-31"]) if _relied_on == "LPP"

_last_days contains concat("-", [calendar.year, "12-31"]) if is_object(_consignee_row)

_last_days contains input.documents.license.expires_on if _relied_on == "LICENSE"

_last_days contains calendar.shift(input.facility.attested_on, parameters.value("attestation_years"), 0, 0) if {
	_relied_on == "AIA"
	classification.level == "weights"
}
