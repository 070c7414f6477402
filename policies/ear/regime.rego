# METADATA
# title: Which text answers
# description: >-
#   The text that was codified and the posture that was enforced on the day of the act, from the
#   dated rows, and which of them answers under the posture that the request takes.
# scope: package
# custom:
#   citation: "90 FR 4544"
package ear.regime

import rego.v2

# METADATA
# title: Posture of the request
# custom:
#   citation: "90 FR 4544"
default posture := "codified"

posture := input.posture

# METADATA
# title: Position of the row in force on the day
# custom:
#   citation: "90 FR 4544"
position := of_month if {
	of_month := data.reference.regime_months.whole[substring(input.as_of, 0, 7)]
} else := candidate if {
	some candidate in _candidates
	data.reference.regime.rows[candidate].valid_from <= input.as_of
	input.as_of < data.reference.regime.rows[candidate].valid_to
}

# The index by month spares the comparison with every row; a day that it does not know is looked for in all.
_candidates := of_month if {
	of_month := data.reference.regime_months.rows[substring(input.as_of, 0, 7)]
} else := data.reference.regime_months.rows.any

# METADATA
# title: What the row in force on the day answers to the posture
# description: >-
#   The text, the last day of the row and what is told of it, from the index that is generated from
#   the table.
# custom:
#   citation: "90 FR 4544"
answer := data.reference.regime_months.answers[position][posture]

# METADATA
# title: What the dated tables say on the day
# description: >-
#   Members of country groups, values and rows of ECCNs, from the index that is generated from the
#   tables. A rule holds it and its readers take leaves, so that each is found and converted once.
# custom:
#   citation: "90 FR 4544"
in_force := data.reference.in_force.rows[data.reference.in_force.periods[position]]

# METADATA
# title: Text that answers
# description: december_2024 (89 FR 96790), diffusion (90 FR 4544), or unknown.
# custom:
#   citation: "90 FR 4544"
default text := "unknown"

text := answer.text

# METADATA
# title: Whether the license exceptions of 90 FR 4544 may be relied on is unknown
# description: Their text is codified while the rule is not enforced, and no source says.
# custom:
#   citation: "740.27, 740.28, 740.29, 748.15"
reliance_unknown if {
	input.posture == "enforced"
	data.reference.regime.rows[position].reliance_enforced == "unknown"
}

# METADATA
# title: Whether ECCN 4E091 is enforced is unknown
# custom:
#   citation: "742.6(a)(13)"
weights_unknown if {
	input.posture == "enforced"
	data.reference.regime.rows[position].weights_enforced == "unknown"
}

# METADATA
# title: Provisions of 90 FR 4544 that answer
# description: Also where only reliance on them is unknown, so that what their conditions lack is told.
# custom:
#   citation: "90 FR 4544"
diffusion_provisions if text == "diffusion"

diffusion_provisions if reliance_unknown

# METADATA
# title: A shipment that the savings clause may let be completed
# description: >-
#   Aboard a carrier on the first day of compliance, within the days of the clause. Its wording was
#   not seen: no answer rests on it.
# custom:
#   citation: "90 FR 4544"
aboard_on_the_first_day if {
	input.shipment.aboard_carrier_on <= data.reference.provisions.rows["90 FR 4544/savings"][interval].valid_from
	data.reference.provisions.rows["90 FR 4544/savings"][interval].valid_from <= input.as_of
	input.as_of < data.reference.provisions.rows["90 FR 4544/savings"][interval].valid_to
}
