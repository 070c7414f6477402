package ear.classification

import rego.v2

import data.ear.integrated_circuits

# METADATA
# title: ECCN used
# description: Where the figures govern, the paragraph of their level beside the one stated.
# custom:
#   citation: "Supplement No. 1 to part 774"
eccn := input.item.eccn if {
	source == "stated"
} else := _derived_eccn

_derived_eccn := "4E091" if {
	derived_level == "weights"
} else := _stated_row.levels[derived_level] if {
	_stated_row
} else := data.reference.eccns.rows[_stated_heading][0].levels[derived_level] if {
	not _stated_row
	not contains(input.item.eccn, ".z.")
} else := concat("", ["3A090.", derived_level]) if {
	_by_figures_alone
	derived_level in {"a", "b"}
	integrated_circuits.kind == "circuit"
} else := concat("", ["4A090.", derived_level]) if {
	_by_figures_alone
	derived_level in {"a", "b"}
	integrated_circuits.kind == "holder"
}

_stated_heading := substring(input.item.eccn, 0, 5)

_by_figures_alone if not data.reference.eccns.rows[_stated_heading]

# METADATA
# title: Five characters of the ECCN used
# custom:
#   citation: "Supplement No. 1 to part 774"
heading := substring(eccn, 0, 5)

# METADATA
# title: Commodity, software, technology or model weights
# description: By the ECCN used, whatever kind of item the request tells.
# custom:
#   citation: "Supplement No. 1 to part 774"
form := "commodity" if {
	substring(eccn, 1, 1) in {"A", "B", "C"}
} else := "weights" if {
	heading == "4E091"
} else := "software" if {
	substring(eccn, 1, 1) == "D"
} else := "technology" if {
	substring(eccn, 1, 1) == "E"
} else := "commodity"
