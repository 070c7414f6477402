package ear.outcome

import rego.v2

import data.ear.classification
import data.ear.considered as provisions
import data.ear.developed_technology
import data.ear.end_use
import data.ear.foreign_direct_product
import data.ear.license
import data.ear.license_requirements
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
	transaction.d5_contested
	_controlled
	not _whatever_d5_says
}

unanswered contains "unknown/d5_by_note" if {
	input.item.related_eccn
	some _ in _contested_technology
	not _licensed_anyway
}

# Paragraphs for which it is contested where the technology leaves from, or who developed it.
_contested_technology contains "742.6(a)(6)(ii)" if license_requirements.technology_contested

_contested_technology contains "744.23(a)(3)(ii)" if end_use.technology_contested

_controlled if {
	classification.level in {"a", "b", "c", "weights"}
	not _not_yet_controlled
}

# METADATA
# title: The answer is the same whatever D:5 names
# description: >-
#   A release that no paragraph holds: those on chips leave it out, but for software that the headquarters
#   test names, and that on weights looks at the employer's seats in Supplement No. 5(a) alone. And an
#   act that needs a license, which is held.
# custom:
#   citation: "742.6(a)(6)(iv), 742.6(a)(13), 750.7"
_whatever_d5_says if {
	transaction.deemed
	_released_freely
	requirements == []
}

_whatever_d5_says if _licensed_anyway

_released_freely if {
	classification.level in {"a", "b", "c"}
	not end_use.names_item
}

_released_freely if {
	classification.level == "weights"
	license_requirements.excluded != {}
}

_licensed_anyway if {
	is_object(input.documents.license)
	provisions.relied_on.symbol == "LICENSE"
	some _ in requirements
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
	not transaction.d5_contested
} else := license.row.missing if {
	is_object(input.documents.license)
	unanswered == {"unknown/d5_by_note"}
	some _ in license.row.missing
	some _ in requirements
} else := license_requirements.missing if {
	transaction.deemed
	classification.level == "weights"
	unanswered == {"unknown/d5_by_note"}
	some _ in license_requirements.missing
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
	some paragraph in _contested_technology
	some path in developed_technology.missing(paragraph)
}
