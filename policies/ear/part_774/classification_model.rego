package ear.part_774.classification

import rego.v2

import data.ear.part_774.integrated_circuits
import data.ear.part_774.model_weights
import data.ear.regime

_is_model if input.item.kind == "model_weights"

_is_model if {
	not input.item.kind
	not data.reference.eccns.rows[input.item.eccn]
	is_object(input.item.model)
}

_is_model if {
	not input.item.kind
	input.item.eccn == "4E091"
}

_is_model if {
	is_object(input.item.model)
	_model_governs
}

# METADATA
# title: Model that ECCN 4E091 describes, told beside another kind of item or another ECCN
# description: >-
#   It governs where what the item is otherwise is known and less strict. Where 4E091 does not have to
#   be complied with, that is only an item that the rule does not name.
# custom:
#   citation: "ECCN 4E091"
_model_governs if {
	_model_contradicts
	model_weights.level == "weights"
	_otherwise in _less_strict
}

_otherwise := max([_strictness[level_told] |
	some levels in [[stated | stated := stated_level], [derived | derived := integrated_circuits.level]]
	some level_told in levels
])

# METADATA
# title: Model that ECCN 4E091 may describe, while a fact that decides it is not told
# description: Of which the operations are told. Where 4E091 does not have to be complied with it changes nothing.
# custom:
#   citation: "ECCN 4E091"
_model_could_govern if {
	_model_open
	_is_model
	_strictness[stated_level] in {0, 2, 3}
}

_model_could_govern if {
	_model_open
	not _is_model
	_otherwise in _less_strict
}

_model_open if {
	is_number(input.item.model.training_operations)
	not model_weights.level
	_weights_matter
}

_weights_matter if regime.text == "diffusion"

_weights_matter if regime.weights_unknown

_model_contradicts if {
	is_object(input.item.model)
	input.item.kind != "model_weights"
}

_model_contradicts if {
	not input.item.kind
	is_object(input.item.model)
	input.item.eccn != "4E091"
	model_weights.level == "weights"
}

_less_strict := {0, 2, 3} if {
	regime.text == "diffusion"
} else := {0}
