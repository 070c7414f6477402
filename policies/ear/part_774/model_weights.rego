# METADATA
# title: Model weights of ECCN 4E091
# description: >-
#   The operations that count towards the training of a model, and the two notes that take a model
#   out of the entry.
# scope: package
# custom:
#   citation: "ECCN 4E091"
package ear.model_weights

import rego.v2

import data.ear.parameters

# METADATA
# title: Operations counted
# description: >-
#   All training operations, and those that generated synthetic data for more than a tenth of them,
#   with the training of the largest generator whose parameters are not published.
# custom:
#   citation: "ECCN 4E091, Technical Notes 2 and 3"
counted_operations := (input.item.model.training_operations + _generation) + _generators_training if {
	_synthetic_data_missing == set()
}

_generation := sum([generator.generation_operations | some generator in _counted_generators])

default _generators_training := 0

_generators_training := max({generator.generator_training_operations |
	some generator in _counted_generators
	generator.generator_published == false
})

# By position: two sources alike in their figures are two.
_counted_generators[position] := generator if {
	some position, generator in input.item.model.synthetic_data
	generator.share > _limit("synthetic_share")
}

# METADATA
# title: Fewer operations than the entry controls
# custom:
#   citation: "ECCN 4E091"
excluded["4E091/operations"] := "ECCN 4E091" if {
	counted_operations < _limit("operations_4e091")
}

# METADATA
# title: Published, or derived from a published model with little further training
# custom:
#   citation: "Note 1 to ECCN 4E091"
excluded["4E091/note_1"] := "Note 1 to ECCN 4E091" if input.item.model.published == true

excluded[note] := "Note 1 to ECCN 4E091" if {
	input.item.model.derived_from_published == true
	_little_added

	# A key that is a variable: OPA keeps the whole of what is excluded once it was read.
	note := "4E091/note_1"
}

# METADATA
# title: Fewer operations than it takes to match the most advanced published model
# description: >-
#   That has been published on the day: by a figure of the day or an earlier one, with its source. The
#   number does not decrease, so that a figure of a later day bounds it, and frees nothing.
# custom:
#   citation: "Note 2 to ECCN 4E091, 742.6(b)(14), Note"
excluded["4E091/note_2"] := "Note 2 to ECCN 4E091" if {
	counted_operations < input.item.model.best_published_operations.value
	input.item.model.best_published_operations.as_of <= input.as_of
	input.item.model.best_published_operations.source
}

# METADATA
# title: Additional training that a model derived from a published one may have
# description: >-
#   The higher of 2.5e25 operations and 25 percent of the operations that trained the published
#   model. The note does not say whose operations the percentage is of; the smaller base is taken.
# custom:
#   citation: "Note 1 to ECCN 4E091"
_little_added if _added_operations <= _limit("derived_operations")

_little_added if {
	base := input.item.model.training_operations - input.item.model.additional_operations
	_added_operations <= _limit("derived_share") * base
}

_little_trained if input.item.model.additional_operations <= _limit("derived_operations")

_little_trained if {
	base := input.item.model.training_operations - input.item.model.additional_operations
	input.item.model.additional_operations <= _limit("derived_share") * base
}

# Too much for a derived model, with the synthetic data or without it.
_much_trained if {
	is_number(input.item.model.training_operations)
	is_number(input.item.model.additional_operations)
	not _little_trained
}

_much_trained if {
	is_number(input.item.model.training_operations)
	is_number(_added_operations)
	not _little_added
}

# METADATA
# title: Operations of the additional training
# description: >-
#   The note counts 'operations', which for the whole of the entry are those of the technical notes: data
#   of one generator for more than a tenth of the training adds to them. The request does not tell which
#   data the additional training was on; all that can have been is taken to have been.
# custom:
#   citation: "Note 1 to ECCN 4E091, Technical Note 3"
_added_operations := (input.item.model.additional_operations + _added_generation) + _added_generators_training if {
	_added_data_missing == set()
}

_added_generation := sum([generator.generation_operations | some generator in _adding])

default _added_generators_training := 0

_added_generators_training := max({generator.generator_training_operations |
	some generator in _adding
	generator.generator_published == false
})

_adding[position] := generator if {
	input.item.model.additional_operations > 0
	some position, generator in input.item.model.synthetic_data
	_adds(generator)
}

_adds(generator) if {
	_limit("synthetic_share") * input.item.model.additional_operations < generator.share * input.item.model.training_operations
}

# Of how many operations in all it is a share is not told.
_adds(generator) if {
	generator.share > 0
	not is_number(input.item.model.training_operations)
}

# Before the entry was in force its first text says what it would have named.
_limit(name) := parameters.value(name)

_limit(name) := data.reference.thresholds.rows[name][0].value if {
	input.as_of < data.reference.thresholds.rows[name][0].valid_from
}

# METADATA
# title: Level of the item
# description: Undefined while a fact that could change it is missing.
# custom:
#   citation: "ECCN 4E091"
level := "none" if {
	some _, _ in excluded
} else := "weights" if {
	missing == set()
}

# METADATA
# title: Facts that the class of a model needs
# description: Empty once an exclusion holds.
# custom:
#   citation: "ECCN 4E091"
missing contains path if {
	excluded == {}
	some path in _missing
}

_missing contains "item.model.training_operations" if not is_number(input.item.model.training_operations)

_missing contains path if {
	_synthetic_data_matters
	some path in _synthetic_data_missing
}

# It only adds to the additional training too: it matters where that alone is not too much.
_missing contains path if {
	input.item.model.derived_from_published == true
	_little_trained
	some path in _added_data_missing
}

_missing contains "item.model.published" if not is_boolean(input.item.model.published)

_missing contains "item.model.derived_from_published" if {
	not is_boolean(input.item.model.derived_from_published)
	not _much_trained
}

_missing contains "item.model.additional_operations" if {
	input.item.model.derived_from_published == true
	not is_number(input.item.model.additional_operations)
}

_missing contains "item.model.best_published_operations" if not _best_published_told

_missing contains "item.model.best_published_operations" if {
	_figure_may_free
	input.item.model.best_published_operations.as_of > input.as_of
}

_missing contains concat(".", ["item.model.best_published_operations", field]) if {
	_figure_may_free
	some field in ["as_of", "source"]
	not input.item.model.best_published_operations[field]
}

# Where the figure is too low for the model nothing more is asked of it.
_figure_may_free if {
	input.item.model.training_operations < input.item.model.best_published_operations.value
	not counted_operations >= input.item.model.best_published_operations.value
}

# METADATA
# title: A figure of a later day that would free the model
# description: From that day on the same figure frees it.
# custom:
#   citation: "Note 2 to ECCN 4E091"
freed_later if {
	counted_operations < input.item.model.best_published_operations.value
	input.item.model.best_published_operations.as_of > input.as_of
}

_best_published_told if is_null(input.item.model.best_published_operations)

_best_published_told if is_number(input.item.model.best_published_operations.value)

# Synthetic data only adds to the count: it matters where the count without it is below a limit.
_synthetic_data_matters if input.item.model.training_operations < _limit("operations_4e091")

_synthetic_data_matters if {
	input.item.model.training_operations < input.item.model.best_published_operations.value
}

_synthetic_data_missing contains path if some path in _data_untold

_synthetic_data_missing contains path if {
	some position, _ in _counted_generators
	some path in _generator_lacks[position]
}

_added_data_missing contains path if {
	input.item.model.additional_operations > 0
	some path in _data_untold
}

_added_data_missing contains path if {
	some position, _ in _adding
	some path in _generator_lacks[position]
}

_data_untold contains "item.model.synthetic_data" if {
	not is_null(input.item.model.synthetic_data)
	not is_array(input.item.model.synthetic_data)
}

_data_untold contains sprintf("item.model.synthetic_data[%d].share", [position]) if {
	some position, generator in input.item.model.synthetic_data
	not is_number(generator.share)
}

_generator_lacks[position] contains sprintf("item.model.synthetic_data[%d].generation_operations", [position]) if {
	some position, generator in input.item.model.synthetic_data
	not is_number(generator.generation_operations)
}

_generator_lacks[position] contains sprintf("item.model.synthetic_data[%d].generator_published", [position]) if {
	some position, generator in input.item.model.synthetic_data
	not is_boolean(generator.generator_published)
}

_generator_lacks[position] contains sprintf("item.model.synthetic_data[%d].generator_training_operations", [position]) if {
	some position, generator in input.item.model.synthetic_data
	generator.generator_published == false
	not is_number(generator.generator_training_operations)
}
