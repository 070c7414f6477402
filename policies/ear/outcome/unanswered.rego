package ear.outcome

import rego.v2

import data.ear.considered as provisions
import data.ear.country_groups
import data.ear.part_734.developed_technology
import data.ear.part_734.foreign_direct_product
import data.ear.part_742.license_requirements
import data.ear.part_744.end_use
import data.ear.part_774.classification
import data.ear.regime
import data.ear.transaction

# METADATA
# title: Questions that no rule or source answers
# custom:
#   citation: "90 FR 4544"
unanswered contains concat("/", ["not_modelled", classification.eccn]) if {
	input.item.related_eccn
	classification.eccn
	not classification.level == "none"
	not classification.modelled
}

unanswered contains "unknown/d5_by_note" if {
	country_groups.of(input.destination).d5_contested == true
	_controlled
}

unanswered contains "unknown/d5_by_note" if {
	transaction.contested_headquartered
	_controlled
}

unanswered contains "unknown/d5_by_note" if {
	some party in transaction.counterparties
	country_groups.of(party.location).d5_contested == true
	_controlled
}

unanswered contains "unknown/d5_by_note" if {
	country_groups.of(input.facility.location).d5_contested == true
	_controlled
}

unanswered contains "unknown/d5_by_note" if {
	input.item.related_eccn
	license_requirements.technology_contested
}

unanswered contains "unknown/d5_by_note" if {
	input.item.related_eccn
	end_use.technology_contested
}

_controlled if {
	classification.level in {"a", "b", "c", "weights"}
	not _not_yet_controlled
}

unanswered contains "unknown/4E091_enforcement" if {
	input.posture == "enforced"
	classification.level == "weights"
	regime.weights_unknown
}

# METADATA
# title: No paragraph is known to describe the item, nor to leave it out
# description: >-
#   A notice of BIS may be all that is known of it: another requirement, with a policy of its own, may
#   apply beside it, and but for a license nothing overcomes it.
# custom:
#   citation: "744.23(b)"
unsettled if {
	not classification.level
	not _not_yet_controlled
}

# METADATA
# title: Facts whose value could decide what is open
# custom:
#   citation: "90 FR 4544"
missing := [] if {
	regime.text == "unknown"
} else := provisions.missing if {
	input.end_use.bis_informed == true
	unsettled
	not _subject_open
} else := classification.missing | {"end_use.bis_informed"} if {
	is_object(input.documents.license)
	not is_boolean(input.end_use.bis_informed)
	not classification.level
} else := classification.missing if {
	not classification.level
} else := {"destination"} if {
	_bound_nowhere_known
} else := foreign_direct_product.missing if {
	_subject_open
} else := _developer_missing if {
	input.item.related_eccn
	unanswered == {"unknown/d5_by_note"}
} else := [] if {
	some _ in unanswered
} else := ["origin"] if {
	transaction.contradicted
} else := provisions.missing if {
	some _ in requirements
} else := _requirement_missing if {
	some _ in _requirement_missing
} else := ["item.other_controls_cleared"]

# Who developed the technology may settle what is contested of where it leaves from.
_developer_missing contains path if {
	some paragraph in ["742.6(a)(6)(ii)", "744.23(a)(3)(ii)"]
	some path in developed_technology.missing(paragraph)
}
