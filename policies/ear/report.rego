# METADATA
# title: What the decision tells beside the outcome
# description: Classification, requirements, pools, counts, obligations, flags, readings and dates.
# scope: package
# custom:
#   citation: "90 FR 4544"
package ear.report

import rego.v2

import data.ear.country_groups
import data.ear.outcome
import data.ear.part_742.license_requirements as requirements
import data.ear.part_744.end_use
import data.ear.part_774.classification as item
import data.ear.part_774.integrated_circuits
import data.ear.part_774.model_weights

# METADATA
# title: ECCN used
# custom:
#   citation: "Supplement No. 1 to part 774"
default eccn := null

eccn := item.eccn

# METADATA
# title: How the item was classified
# custom:
#   citation: "Supplement No. 1 to part 774"
classification := {
	"source": _source,
	"agrees": item.agrees,
	"level": _level,
	"decided_by": _decided_by,
	"tpp": _tpp,
	"performance_density": _density,
	"counted_operations": _operations,
}

default _source := null

_source := item.source if item.eccn

default _level := null

_level := item.level

default _decided_by := null

_decided_by := item.decided_by

default _tpp := null

_tpp := item.unit_tpp

default _density := null

_density := integrated_circuits.density_of_deciding

default _operations := null

_operations := model_weights.counted_operations

# METADATA
# title: License requirements
# description: Told where the outcome rests on them.
# custom:
#   citation: "742.6(a), 744.23(a)"
default license_requirements := []

license_requirements := [{"id": id, "citation": citation} |
	some id, citation in object.union(requirements.applies, end_use.applies)
] if {
	outcome.rests_on_requirement
}

# METADATA
# title: Why a requirement does not apply
# custom:
#   citation: "742.6(a)"
default exclusions := []

exclusions := [{"id": id, "citation": citation} | some id, citation in requirements.excluded] if outcome.classified

# METADATA
# title: Status of the destination
# description: Nulls for a code that no table knows.
# custom:
#   citation: "Supplement Nos. 1 and 5 to part 740"
destination_status := {
	"supplement_5": _supplement_5,
	"macau_or_d5": country_groups.macau_or_d5(input.destination),
	"d1_d4_d5_set": country_groups.d1_d4_d5(input.destination),
} if {
	country_groups.known(input.destination)
} else := {"supplement_5": null, "macau_or_d5": null, "d1_d4_d5_set": null}

_supplement_5 := "a" if {
	country_groups.supplement_5a(input.destination)
} else := "b" if {
	country_groups.supplement_5b(input.destination)
} else := "none"
