package ear.classification

import rego.v2

import data.ear.integrated_circuits
import data.ear.model_weights
import data.ear.parameters
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
# title: Told to be model weights and, elsewhere in the request, another item of the rule
# description: >-
#   No model is a chip, nor software or technology for one. Neither is the stricter everywhere: what
#   lets weights go is closed to chips, and the other way round.
# custom:
#   citation: "ECCN 3A090, ECCN 4E091"
model_or_another if {
	input.item.kind == "model_weights"
	stated_level in {"a", "b", "c"}
}

model_or_another if {
	input.item.kind == "model_weights"
	_figures_of_a_chip
}

model_or_another if {
	input.item.eccn == "4E091"
	input.item.kind in {"integrated_circuit", "computer", "electronic_assembly", "component", "equipment"}
}

model_or_another if {
	input.item.eccn == "4E091"
	_figures_of_a_chip
}

# Where 4E091 does not have to be complied with, the other item is the stricter.
model_or_another if {
	input.item.model
	_model_contradicts
	model_weights.level == "weights"
	_otherwise in _of_the_rule
	_weights_matter
}

# Of a circuit, or of circuits that a unit holds, which no model has.
_figures_of_a_chip if input.item.tpp >= parameters.values.tpp_3a090_a2

_figures_of_a_chip if input.item.specification.peaks[0]

_figures_of_a_chip if input.item.integrated_circuits[0]

_of_the_rule := {_strictness[level_told] | some level_told in ["a", "b", "c"]}

# METADATA
# title: Model that ECCN 4E091 describes, told beside another kind of item or another ECCN
# description: It governs where what the item is otherwise is known, and nothing that the rule names.
# custom:
#   citation: "ECCN 4E091"
_model_governs if {
	_model_contradicts
	model_weights.level == "weights"
	_otherwise == _strictness.none
}

_otherwise := max([_strictness[level_told] |
	some levels in [[stated | stated := stated_level], [derived | derived := integrated_circuits.level]]
	some level_told in levels
])

# METADATA
# title: Model that ECCN 4E091 may describe, while a fact that decides it is not told
# description: >-
#   Of which the operations are told. Where 4E091 does not have to be complied with it changes
#   nothing.
# custom:
#   citation: "ECCN 4E091"
_model_could_govern if {
	_model_open
	_is_model
	stated_level in {"none", "a", "b", "c"}
}

_model_could_govern if {
	_model_open
	not _is_model
	_otherwise in (_of_the_rule | {_strictness.none})
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
