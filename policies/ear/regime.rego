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
# title: Row in force on the day
# custom:
#   citation: "90 FR 4544"
row := candidate if {
	some candidate in data.reference.regime.rows
	input.as_of < candidate.valid_to
	candidate.valid_from <= input.as_of
}

# METADATA
# title: Text that answers
# description: december_2024 (89 FR 96790), diffusion (90 FR 4544), or unknown.
# custom:
#   citation: "90 FR 4544"
default text := "unknown"

text := row.answers[posture]

# METADATA
# title: Whether the license exceptions of 90 FR 4544 may be relied on is unknown
# description: Their text is codified while the rule is not enforced, and no source says.
# custom:
#   citation: "740.27, 740.28, 740.29, 748.15"
reliance_unknown if {
	posture == "enforced"
	row.reliance_enforced == "unknown"
}

# METADATA
# title: Whether ECCN 4E091 is enforced is unknown
# custom:
#   citation: "742.6(a)(13)"
weights_unknown if {
	posture == "enforced"
	row.weights_enforced == "unknown"
}

# METADATA
# title: Provisions of 90 FR 4544 that answer
# description: Also where only reliance on them is unknown, so that what their conditions lack is told.
# custom:
#   citation: "90 FR 4544"
diffusion_provisions if text == "diffusion"

diffusion_provisions if reliance_unknown

# METADATA
# title: Notices of the day
# custom:
#   citation: "90 FR 4544"
notices contains notice if some notice in row.notices

notices contains notice if some notice in row.notices_by_posture[posture]

notices contains "unknown/text" if text == "unknown"
