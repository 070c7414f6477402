# METADATA
# title: Outcome
# description: >-
#   The one answer, from the regime, the classification, the requirements and the provisions
#   considered, and the facts whose value could change it.
# scope: package
# custom:
#   citation: "90 FR 4544"
package ear.outcome

import rego.v2

import data.ear.considered as provisions
import data.ear.country_groups
import data.ear.part_734.foreign_direct_product
import data.ear.part_742.license_requirements
import data.ear.part_742.review_policy as review
import data.ear.part_744.end_use
import data.ear.part_774.classification
import data.ear.regime
import data.ear.transaction

# METADATA
# title: Outcome
# description: The first of these steps that holds.
# custom:
#   citation: "90 FR 4544"
default outcome := "indeterminate"

outcome := "out_of_scope" if {
	_no_act
} else := "indeterminate" if {
	regime.text == "unknown"
} else := "not_subject_to_ear" if {
	_not_subject
} else := "indeterminate" if {
	not classification.level
	not _not_yet_controlled
} else := "indeterminate" if {
	_subject_open
} else := _of_requirement if {
	_outside_the_rule
	end_use.applies["744.23(b)"]
} else := "out_of_scope" if {
	classification.level == "none"
} else := "indeterminate" if {
	count(unanswered) > 0
} else := "out_of_scope" if {
	_not_yet_controlled
} else := "indeterminate" if {
	transaction.contradicted
} else := _of_requirement if {
	required
} else := "indeterminate" if {
	count(_requirement_missing) > 0
} else := "no_license_required" if {
	input.item.other_controls_cleared == true
} else := "out_of_scope" if {
	input.item.other_controls_cleared == false
}

_of_requirement := "license_exception" if {
	not provisions.relied_on.symbol in {"LICENSE", "UVEU", "NVEU"}
	provisions.relied_on
} else := "validated_end_user" if {
	provisions.relied_on.symbol in {"UVEU", "NVEU"}
} else := "licensed" if {
	provisions.relied_on.symbol == "LICENSE"
} else := "indeterminate" if {
	provisions.open
} else := "license_required"

# METADATA
# title: No export, reexport or transfer that this rule reaches
# description: A service moves no item; within the United States nothing is exported.
# custom:
#   citation: "90 FR 4544"
_no_act if input.activity == "service"

_no_act if {
	input.activity in {"export", "transfer_in_country"}
	country_groups.named_beside_groups("15 CFR part 734", input.destination)
}

# METADATA
# title: Not subject to the EAR
# description: >-
#   The caller's finding, for a destination and an ECCN that the tables know, where no foreign direct
#   product rule reaches the item all the same.
# custom:
#   citation: "734.9"
_not_subject if {
	input.item.subject_to_ear.value == false
	country_groups.known(input.destination)
	_item_known
	foreign_direct_product.reach == "no"
}

# METADATA
# title: Whether the item is subject to the EAR is open
# custom:
#   citation: "734.9"
_subject_open if {
	input.item.subject_to_ear.value == false
	foreign_direct_product.reach == "unknown"
}

_item_known if is_number(classification.stated_entry)

_item_known if not input.item.eccn

# METADATA
# title: Questions that no rule or source answers
# custom:
#   citation: "90 FR 4544"
unanswered contains concat("/", ["not_modelled", classification.eccn]) if {
	classification.eccn
	not classification.level == "none"
	not classification.modelled
}

unanswered contains "unknown/d5_by_note" if {
	classification.level in {"a", "b", "c", "weights"}
	_contested
}

_contested if country_groups.d5_contested(input.destination)

_contested if {
	some country in transaction.headquarters
	country_groups.d5_contested(country)
}

unanswered contains "unknown/4E091_enforcement" if {
	classification.level == "weights"
	regime.weights_unknown
}

# BIS may inform an exporter of an item that no paragraph of the rule describes.
_outside_the_rule if classification.level == "none"

_outside_the_rule if _not_yet_controlled

# METADATA
# title: Model weights before ECCN 4E091 had to be complied with
# custom:
#   citation: "742.6(a)(13)"
_not_yet_controlled if {
	regime.text == "december_2024"
	not regime.weights_unknown
	_weights
}

_weights if input.item.kind == "model_weights"

_weights if classification.level == "weights"

# METADATA
# title: A license requirement applies
# custom:
#   citation: "742.6(a), 744.23(a)"
required if count(license_requirements.applies) > 0

required if count(end_use.applies) > 0

_requirement_missing contains path if some path in license_requirements.missing

_requirement_missing contains path if some path in end_use.missing

# METADATA
# title: The outcome rests on a license requirement
# custom:
#   citation: "742.6(a), 744.23(a)"
rests_on_requirement if {
	outcome in {"license_exception", "validated_end_user", "licensed", "license_required"}
}

rests_on_requirement if _open_requirement

_open_requirement if {
	outcome == "indeterminate"
	regime.text != "unknown"
	classification.level
	not _subject_open
	count(unanswered) == 0
	not transaction.contradicted
	required
}

# METADATA
# title: What was relied on
# custom:
#   citation: "90 FR 4544"
default authorization := null

authorization := provisions.relied_on if {
	outcome in {"license_exception", "validated_end_user", "licensed"}
}

# METADATA
# title: Provisions considered
# description: Empty where no requirement applies.
# custom:
#   citation: "90 FR 4544"
default considered := []

considered := provisions.rows if rests_on_requirement

# METADATA
# title: How an application would be reviewed
# custom:
#   citation: "742.6(b)"
default review_policy := null

review_policy := review.policy if outcome == "license_required"

# METADATA
# title: Review policy of each requirement
# custom:
#   citation: "742.6(b)"
default reviews := []

reviews := review.reviews if outcome == "license_required"

# METADATA
# title: Facts whose value could change the outcome
# custom:
#   citation: "90 FR 4544"
missing_facts := [] if {
	not outcome in {"indeterminate", "license_required"}
} else := review.missing if {
	review_policy == "indeterminate"
} else := [] if {
	outcome == "license_required"
} else := [] if {
	regime.text == "unknown"
} else := classification.missing if {
	not classification.level
} else := foreign_direct_product.missing if {
	_subject_open
} else := [] if {
	count(unanswered) > 0
} else := ["origin"] if {
	transaction.contradicted
} else := provisions.missing if {
	required
} else := _requirement_missing if {
	count(_requirement_missing) > 0
} else := ["item.other_controls_cleared"]

# METADATA
# title: Notices of the answer
# custom:
#   citation: "90 FR 4544"
notices contains notice if {
	classified
	some notice in unanswered
}

notices contains notice if {
	rests_on_requirement
	some notice in provisions.notices
}

notices contains notice if {
	outcome == "license_required"
	some notice in review.notices
}

# METADATA
# title: The transaction is an act under a text that is known
# custom:
#   citation: "90 FR 4544"
classified if {
	not _no_act
	regime.text != "unknown"
}
