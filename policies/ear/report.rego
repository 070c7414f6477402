# METADATA
# title: What the decision tells beside the outcome
# description: Classification, requirements, pools, counts, obligations, flags, readings and dates.
# scope: package
# custom:
#   citation: "90 FR 4544"
package ear.report

import rego.v2

import data.ear.classification as item
import data.ear.considered as provisions
import data.ear.country_groups
import data.ear.integrated_circuits
import data.ear.model_weights
import data.ear.outcome
import data.ear.review_policy as review

# METADATA
# title: ECCN used, and how the item was classified
# description: Nulls for what is not known, and for what an item of its kind does not have.
# custom:
#   citation: "Supplement No. 1 to part 774"
described := {
	"eccn": item.eccn,
	"classification": {
		"source": item.source,
		"agrees": item.agrees,
		"level": item.level,
		"decided_by": item.decided_by,
		"tpp": integrated_circuits.unit_tpp,
		"performance_density": integrated_circuits.density_of_deciding,
		"counted_operations": null,
	},
} if {
	not input.item.model
} else := {
	"eccn": _eccn,
	"classification": {
		"source": _source,
		"agrees": item.agrees,
		"level": _level,
		"decided_by": _decided_by,
		"tpp": _tpp,
		"performance_density": _density,
		"counted_operations": _operations,
	},
}

default _eccn := null

_eccn := item.eccn

default _source := null

_source := item.source if item.eccn

default _level := null

_level := item.level

default _decided_by := null

_decided_by := item.decided_by

default _tpp := null

_tpp := integrated_circuits.unit_tpp

default _density := null

_density := integrated_circuits.density_of_deciding

default _operations := null

_operations := model_weights.counted_operations if input.item.model

# METADATA
# title: What an outcome tells
# description: >-
#   What was relied on, the provisions considered, the requirements, how an application would be
#   reviewed, and the facts whose value could change the outcome: each where the outcome has it.
# custom:
#   citation: "90 FR 4544"
told(permission) := {
	"authorization": provisions.relied_on,
	"considered": _license_alone,
	"license_requirements": outcome.requirements,
	"review_policy": null,
	"reviews": [],
	"missing_facts": [],
} if {
	input.end_use.bis_informed == true
	permission == "licensed"
	outcome.unsettled
} else := {
	"authorization": provisions.relied_on,
	"considered": provisions.rows,
	"license_requirements": outcome.requirements,
	"review_policy": null,
	"reviews": [],
	"missing_facts": [],
} if {
	permission in {"license_exception", "validated_end_user", "licensed"}
}

told("license_required") := {
	"authorization": null,
	"considered": _license_alone,
	"license_requirements": outcome.requirements,
	"review_policy": "indeterminate",
	"reviews": review.reviews,
	"missing_facts": item.missing,
} if {
	input.end_use.bis_informed == true
	outcome.unsettled
} else := {
	"authorization": null,
	"considered": provisions.rows,
	"license_requirements": outcome.requirements,
	"review_policy": "indeterminate",
	"reviews": review.reviews,
	"missing_facts": review.missing,
} if {
	review.policy == "indeterminate"
} else := {
	"authorization": null,
	"considered": provisions.rows,
	"license_requirements": outcome.requirements,
	"review_policy": _policy,
	"reviews": review.reviews,
	"missing_facts": [],
}

told("indeterminate") := {
	"authorization": null,
	"considered": provisions.rows,
	"license_requirements": outcome.requirements,
	"review_policy": null,
	"reviews": [],
	"missing_facts": outcome.missing,
} if {
	outcome.rests_on_requirement
} else := {
	"authorization": null,
	"considered": [],
	"license_requirements": [],
	"review_policy": null,
	"reviews": [],
	"missing_facts": outcome.missing,
}

told(other) := {
	"authorization": null,
	"considered": [],
	"license_requirements": [],
	"review_policy": null,
	"reviews": [],
	"missing_facts": [],
} if {
	other in {"no_license_required", "not_subject_to_ear", "out_of_scope"}
}

# Nothing but a license is said of an item that no paragraph is known to describe.
_license_alone := [row | some row in provisions.rows; row.symbol == "LICENSE"]

default _policy := null

_policy := review.policy

# METADATA
# title: Status of the destination
# description: Nulls for a code that no table knows.
# custom:
#   citation: "Supplement Nos. 1 and 5 to part 740"
destination_status := {
	"supplement_5": _supplement_5,
	"macau_or_d5": object.get(lists, "macau_or_d5", false),
	"d1_d4_d5_set": object.get(lists, "d1_d4_d5", false),
} if {
	lists := country_groups.destination
} else := {"supplement_5": null, "macau_or_d5": null, "d1_d4_d5_set": null}

_supplement_5 := "a" if {
	country_groups.destination.supplement_5a == true
} else := "b" if {
	country_groups.supplement_5b(input.destination)
} else := "none"
