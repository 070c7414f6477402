package ear.part_774.integrated_circuits

import rego.v2

import data.ear.amounts

# METADATA
# title: Total processing performance of a bare circuit
# description: As stated, and as computed from the datasheet; the higher of both where they differ.
# custom:
#   citation: "ECCN 3A090, Technical Notes 1 to 3"
_bare_tpp := max(array.concat([null], array.concat(
	[stated | stated := input.item.tpp],
	[product |
		some peak in input.item.specification.peaks
		not peak.sparse == true
		product := amounts.to_thousandths(peak.bits * peak.tera_operations)
	],
))) if {
	is_object(input.item.specification)
	_peaks_untold == set()
} else := null if {
	is_object(input.item.specification)
} else := told if {
	told := input.item.tpp
} else := null

# METADATA
# title: Bit length that decided
# description: >-
#   The longest whose dense product is the TPP; undefined where a higher TPP is stated, or a
#   presumption decides.
# custom:
#   citation: "ECCN 3A090, Technical Notes 1.c and 2"
deciding_bits := max([peak.bits |
	some peak in input.item.specification.peaks
	not peak.sparse == true
	amounts.to_thousandths(peak.bits * peak.tera_operations) == _bare_tpp
]) if {
	kind == "circuit"
	not _presumed
}

# A dense peak that lacks its bit length or rate could be the highest.
_peaks_untold contains sprintf("item.specification.peaks[%d].%s", [position, field]) if {
	kind == "circuit"
	some position, peak in input.item.specification.peaks
	not peak.sparse == true
	some field in ["bits", "tera_operations"]
	not is_number(peak[field])
}

# METADATA
# title: Performance density of a bare circuit
# description: As stated, else TPP divided by the area in square millimetres of the dies with non-planar transistors.
# custom:
#   citation: "ECCN 3A090, Technical Note 4"
_bare_density := told if {
	told := input.item.performance_density
} else := "untold" if {
	not _dies_told
} else := null if {
	_applicable_die_area == 0
} else := _bare_tpp / _applicable_die_area

_dies_told if {
	is_number(_bare_tpp)
	is_array(input.item.specification.dies)
	count(input.item.specification.dies) > 0
	every die in input.item.specification.dies {
		is_boolean(die.non_planar)
		is_number(die.area_mm2)
	}
}

_applicable_die_area := sum([die.area_mm2 |
	some die in input.item.specification.dies
	die.non_planar == true
])
