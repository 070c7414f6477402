package ear.consequences

import rego.v2

import data.ear.acm
import data.ear.aia
import data.ear.country_allocation
import data.ear.flags
import data.ear.license_requirements
import data.ear.lpp
import data.ear.outcome
import data.ear.regime as rules
import data.ear.restrictions
import data.ear.review_policy
import data.ear.validated_end_user

# METADATA
# title: Conflicts inside the rule that the answer touches, and the reading taken
# custom:
#   citation: "90 FR 4544"
open_questions := [{"id": id, "reading": reading} |
	some id in _touched
	reading := object.get(input.readings, id, data.reference.readings.rows[id].readings[0])
] if {
	is_object(input.readings)
} else := [{"id": id, "reading": data.reference.readings.rows[id].readings[0]} | some id in _touched]

_touched contains id if {
	outcome.rests_on_requirement
	some id in license_requirements.touches
}

# The reading of an entry may be what leaves no requirement for its technology.
_touched contains id if {
	input.item.related_eccn
	outcome.outcome != "not_subject_to_ear"
	some id in license_requirements.touches
}

_touched contains id if {
	outcome.rests_on_requirement
	rules.diffusion_provisions
	some id in (((restrictions.touches | aia.touches) | acm.touches) | lpp.touches)
}

# What was received under such an authorization is held by the text before it too.
_touched contains "N24" if {
	input.item.received_under
	outcome.rests_on_requirement
	not rules.diffusion_provisions
	"N24" in restrictions.touches
}

_touched contains id if {
	input.veu.type
	outcome.rests_on_requirement
	rules.diffusion_provisions
	some id in validated_end_user.touches
}

_touched contains id if some id in flags.touches

_touched contains id if {
	outcome.outcome == "license_required"
	some id in review_policy.touches
}

_touched contains id if {
	outcome.outcome == "licensed"
	some id in country_allocation.touches
}
