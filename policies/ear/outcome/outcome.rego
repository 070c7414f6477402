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

import data.ear.classification
import data.ear.considered as provisions
import data.ear.country_groups
import data.ear.embargoes
import data.ear.end_use
import data.ear.foreign_direct_product
import data.ear.license_requirements
import data.ear.regime
import data.ear.transaction

# METADATA
# title: Outcome
# custom:
#   citation: "90 FR 4544"
outcome := {
	"AIA": "license_exception",
	"ACA": "license_exception",
	"NAC": "license_exception",
	"ACM": "license_exception",
	"LPP": "license_exception",
	"UVEU": "validated_end_user",
	"NVEU": "validated_end_user",
	"LICENSE": "licensed",
	"license_required": "license_required",
	"no_license_required": "no_license_required",
	"not_subject_to_ear": "not_subject_to_ear",
	"indeterminate": "indeterminate",
	"out_of_scope": "out_of_scope",
}[basis]

# METADATA
# title: What the outcome rests on
# description: >-
#   The first of these steps that holds: the symbol of the provision relied on, or the outcome where
#   none is relied on. A step that only some requests can take begins with the fact that they tell,
#   so that the index of the rule passes it over for the others.
# custom:
#   citation: "90 FR 4544"
basis := "out_of_scope" if {
	_no_act
} else := "indeterminate" if {
	regime.text == "unknown"
} else := "not_subject_to_ear" if {
	input.item.subject_to_ear.value == false
	_not_subject
} else := "indeterminate" if {
	unsettled
	not end_use.applies["744.23(b)"]
} else := "indeterminate" if {
	input.item.subject_to_ear.value == false
	_subject_open
} else := _of_requirement if {
	input.end_use.bis_informed == true
	_outside_the_rule
} else := "out_of_scope" if {
	classification.level == "none"
} else := "indeterminate" if {
	some _ in unanswered
} else := "out_of_scope" if {
	regime.text == "december_2024"
	_not_yet_controlled
} else := "indeterminate" if {
	transaction.contradicted
} else := _of_requirement if {
	some _ in requirements
} else := "indeterminate" if {
	some _ in _requirement_missing
} else := "no_license_required" if {
	input.item.other_controls_cleared == true
} else := "out_of_scope" if {
	input.item.other_controls_cleared == false
} else := "indeterminate"

_of_requirement := symbol if {
	symbol := provisions.relied_on.symbol
} else := "indeterminate" if {
	provisions.open
} else := "license_required"

# METADATA
# title: No export, reexport or transfer that this rule reaches
# description: >-
#   A service moves no item; within the United States nothing is exported. What leaves from elsewhere
#   comes from abroad, whatever the request calls it.
# custom:
#   citation: "90 FR 4544"
_no_act if input.activity == "service"

_no_act if {
	country_groups.destination.named_beside_groups["15 CFR part 734"] == true
	input.activity in {"export", "transfer_in_country"}
	not transaction.from_abroad
}

# METADATA
# title: Not subject to the EAR
# description: >-
#   The caller's finding, for a destination and an ECCN that the tables know, where no foreign direct
#   product rule reaches the item all the same.
# custom:
#   citation: "734.9"
_not_subject if {
	country_groups.destination
	_item_known
	foreign_direct_product.reach == "no"
}

# METADATA
# title: Whether the item is subject to the EAR is open
# custom:
#   citation: "734.9"
_subject_open if {
	input.item.subject_to_ear.value == false
	_item_known
	foreign_direct_product.reach == "unknown"
}

# An ECCN that no table knows, whose figures are those of the rule.
_subject_open if {
	input.item.subject_to_ear.value == false
	classification.level in {"a", "b", "c"}
	foreign_direct_product.reach == "unknown"
}

_subject_open if _bound_nowhere_known

# The finding would hold, but for a country that no table knows: neither it nor a license is said.
_bound_nowhere_known if {
	input.item.subject_to_ear.value == false
	not country_groups.destination
	foreign_direct_product.reach == "no"
	classification.level != "none"
	_item_known
}

_item_known if classification.known

_item_known if not input.item.eccn

# BIS may inform an exporter of an item that no paragraph of the rule describes, or none is known to.
_outside_the_rule if classification.level == "none"

_outside_the_rule if not classification.level

_outside_the_rule if {
	classification.level == "weights"
	regime.weights_unknown
}

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

_weights if {
	input.item.kind == "model_weights"
	not classification.model_or_another
}

_weights if classification.level == "weights"

# METADATA
# title: License requirements that apply
# description: Those of 742.6, then those of parts 744 and 746.
# custom:
#   citation: "742.6(a), 744.23(a), 15 CFR part 746"
requirements := [{"id": id, "citation": citation} |
	some applies in [license_requirements.applies, end_use.applies, embargoes.applies]
	some id, citation in applies
]

_requirement_missing contains path if some path in license_requirements.missing

_requirement_missing contains path if some path in end_use.missing

_requirement_missing contains path if some path in embargoes.missing

# From the United States, or within a country, it would be no reexport.
_requirement_missing contains "origin" if {
	input.activity in {"reexport", "deemed_reexport"}
	not country_groups.countries[input.origin]
}

_requirement_missing contains "origin" if {
	input.origin
	not country_groups.countries[input.origin]
}

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
	not unsettled
	not _subject_open
	unanswered == set()
	not transaction.contradicted
	some _ in requirements
}

# METADATA
# title: The transaction is an act under a text that is known
# custom:
#   citation: "90 FR 4544"
classified if {
	not _no_act
	regime.text != "unknown"
}
