package ear.classification

import rego.v2

import data.ear.integrated_circuits
import data.ear.model_weights

# METADATA
# title: Facts that the classification needs
# description: Empty once the level is known.
# custom:
#   citation: "Supplement No. 1 to part 774"
missing contains path if {
	not level
	some path in _missing
}

_missing contains "item.eccn" if {
	stated_level == "unknown"
	not _asks_related
	not _for_something_else
}

# The figures tell the paragraph of an entry.
_missing contains path if {
	stated_level == "unknown"
	_stated_row.levels
	some path in integrated_circuits.missing
}

_missing contains "item.eccn" if _memory_with_figures

_missing contains "item.eccn" if {
	source == "derived"
	not _derived_named
}

# An ECCN of software or technology without what it is for, or with a heading or another entry's item.
_missing contains "item.related_eccn" if _asks_related

_asks_related if {
	stated_level == "unknown"
	_stated_row.related
	not _for_something_else
}

_missing contains "item.eccn" if {
	not input.item.eccn
	not input.item.model
}

_missing contains "item.eccn" if {
	not input.item.eccn
	input.item.kind in {"software", "technology", "equipment"}
}

_missing contains path if {
	not input.item.eccn
	_is_model
	some path in model_weights.missing
}

_missing contains path if {
	not input.item.eccn
	not _is_model
	some path in integrated_circuits.missing
}

_missing contains path if some path in _could_be_stricter

# Facts not told whose value could make what is derived from the figures stricter than what is stated.
_could_be_stricter contains path if {
	input.item.eccn
	not derived_level
	integrated_circuits.figures_told
	not _is_model
	some level_open in _stricter_than[stated_level]
	some path in integrated_circuits.could_give[level_open]
}

_could_be_stricter contains path if {
	model_or_another
	some path in {"item.eccn", "item.kind"}
}

_could_be_stricter contains path if {
	input.item.model
	_model_could_govern
	some path in model_weights.missing
}

_stricter_than := {"none": {"a", "b"}, "b": {"a"}}
