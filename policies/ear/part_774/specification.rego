package ear.integrated_circuits

import rego.v2

import data.ear.amounts
import data.ear.parameters

# METADATA
# title: Total processing performance of a bare circuit
# description: >-
#   As stated, and as computed from the datasheet; the higher of both where they differ. Null where a
#   rate that is not told could be the highest.
# custom:
#   citation: "ECCN 3A090, Technical Notes 1 to 3"
_bare_tpp := max(array.concat([null], array.concat([stated | stated := input.item.tpp], _products))) if {
	is_object(input.item.specification)
	_peaks_untold == set()
	not _sparse_matters
} else := null if {
	is_object(input.item.specification)
} else := told if {
	told := input.item.tpp
} else := null

_products := [product |
	some peak in input.item.specification.peaks
	not peak.sparse == true
	product := amounts.to_thousandths(peak.bits * peak.tera_operations)
]

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
	_own_figures_count
	some position, peak in input.item.specification.peaks
	not peak.sparse == true
	some field in ["bits", "tera_operations"]
	not is_number(peak[field])
}

_own_figures_count if kind == "circuit"

_own_figures_count if _circuits_told

# Half a sparse rate matters as a whole one does.
_peaks_untold contains sprintf("item.specification.peaks[%d].%s", [position, field]) if {
	_higher_matters
	some position, peak in input.item.specification.peaks
	peak.sparse == true
	not peak.bits in _dense_bits
	some field in ["bits", "tera_operations"]
	not is_number(peak[field])
}

# A rate of dense matrices is at most the sparse one, which bounds it where nothing else tells it.
_sparse_matters if {
	_higher_matters
	max(_sparse_products) > max(_products)
	max(_sparse_products) >= parameters.values.tpp_3a090_a2
}

_higher_matters if {
	_own_figures_count
	not is_number(input.item.tpp)
	max(_products) < parameters.values.tpp_3a090_a1
}

# Of the bit lengths that have no rate of dense matrices.
_sparse_products := [product |
	some peak in input.item.specification.peaks
	peak.sparse == true
	not peak.bits in _dense_bits
	product := amounts.to_thousandths(peak.bits * peak.tera_operations)
]

_dense_bits := {peak.bits |
	some peak in input.item.specification.peaks
	not peak.sparse == true
}

# METADATA
# title: Performance density of a bare circuit
# description: >-
#   As stated, and as computed: the TPP that governs, divided by the area in square millimetres of the
#   dies with non-planar transistors. The higher of both where they differ.
# custom:
#   citation: "ECCN 3A090, Technical Note 4"
_bare_density := told if {
	not is_object(input.item.specification)
	told := input.item.performance_density
} else := "untold" if {
	not is_object(input.item.specification)
} else := "untold" if {
	some _ in _dies_untold
	not input.item.performance_density >= parameters.values.density_3a090_a2
} else := max(_densities) if {
	some _ in _densities
} else := "untold"

_densities := array.concat(
	[stated | stated := input.item.performance_density],
	[computed | computed := _computed_density],
)

_computed_density := null if {
	_dies_told
	_applicable_die_area == 0
} else := amounts.to_trillionths(_bare_tpp / _applicable_die_area) if {
	_dies_told
}

_dies_told if {
	is_number(_bare_tpp)
	is_array(input.item.specification.dies)
	count(input.item.specification.dies) > 0
	_dies_untold == set()
}

# A die whose process or area is not told could make the circuit denser than is stated.
_dies_untold contains sprintf("item.specification.dies[%d].non_planar", [position]) if {
	some position, die in input.item.specification.dies
	not is_boolean(die.non_planar)
}

_dies_untold contains sprintf("item.specification.dies[%d].area_mm2", [position]) if {
	some position, die in input.item.specification.dies
	not die.non_planar == false
	not is_number(die.area_mm2)
}

_applicable_die_area := sum([die.area_mm2 |
	some die in input.item.specification.dies
	die.non_planar == true
])

# METADATA
# title: Figures stated of a circuit that its datasheet contradicts
# description: >-
#   TPP to a thousandth. Performance density to a hundredth, as the entry states it, with null for a
#   circuit without a non-planar die.
# custom:
#   citation: "ECCN 3A090, Technical Notes 1 to 4"
figures_disagree if {
	circuits[0].path == "item"
	_peaks_untold == set()
	amounts.to_thousandths(input.item.tpp) != max(_products)
	not _stated_within_sparse
}

figures_disagree if {
	circuits[0].path == "item"
	stated := input.item.performance_density
	_to_hundredths(stated) != _to_hundredths(_computed_density)
}

# What is stated may be the rate of dense matrices of a bit length that has only the sparse one.
_stated_within_sparse if {
	input.item.tpp > max(_products)
	input.item.tpp <= max(_sparse_products)
}

_to_hundredths(density) := round(density * 100) if {
	is_number(density)
} else := null
