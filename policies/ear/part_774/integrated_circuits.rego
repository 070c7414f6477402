# METADATA
# title: Integrated circuits of ECCN 3A090, and what holds them
# description: >-
#   The class of each circuit of the item from its total processing performance (TPP), performance
#   density and marketing. A board or computer is classed by any circuit that it holds (4A090), while
#   its TPP is the sum over all of them.
# scope: package
# custom:
#   citation: "ECCN 3A090, ECCN 4A090"
package ear.part_774.integrated_circuits

import rego.v2

import data.ear.parameters

_holders := {"computer", "electronic_assembly", "component", "equipment"}

# METADATA
# title: Item that is one integrated circuit
# custom:
#   citation: "ECCN 3A090"
bare if input.item.kind == "integrated_circuit"

bare if {
	not input.item.kind
	not input.item.integrated_circuits
	not _holder_stated
}

_holder_stated if startswith(input.item.eccn, "4A")

# METADATA
# title: Item that holds integrated circuits
# custom:
#   citation: "ECCN 4A090"
holder if _holders[input.item.kind]

holder if {
	not input.item.kind
	input.item.integrated_circuits
}

holder if {
	not input.item.kind
	_holder_stated
}

# METADATA
# title: Circuits by request path
# custom:
#   citation: "ECCN 4A090"
circuits["item"] := input.item if bare

circuits[sprintf("item.integrated_circuits[%d]", [position])] := circuit if {
	holder
	some position, circuit in input.item.integrated_circuits
}

# METADATA
# title: Total processing performance of each circuit
# description: As stated, and as the technical notes compute it from the datasheet; the higher of both where they differ.
# custom:
#   citation: "ECCN 3A090, Technical Notes 1 to 3"
tpp[path] := circuit.tpp if {
	some path, circuit in circuits
	circuit.tpp
	not _computed_tpp
}

tpp["item"] := max({_computed_tpp} | {stated | stated := input.item.tpp}) if bare

# METADATA
# title: TPP from a datasheet
# description: >-
#   The highest product of bit length and dense tera operations a second. Datasheets count a
#   multiply-accumulate as two operations, as the formula does.
# custom:
#   citation: "ECCN 3A090, Technical Notes 1 to 3"
_computed_tpp := max(_dense_products)

_dense_products contains round((peak.bits * peak.tera_operations) * 1000) / 1000 if {
	bare
	some peak in input.item.specification.peaks
	not peak.sparse == true
}

# METADATA
# title: Performance density of each circuit
# description: TPP divided by the area in square millimetres of the dies with non-planar transistors; null where there is none.
# custom:
#   citation: "ECCN 3A090, Technical Note 4"
density[path] := circuit.performance_density if {
	some path, circuit in circuits
	not _computed_density_known
}

density["item"] := _computed_density if _computed_density_known

_computed_density_known if {
	bare
	not _density_stated
	count(input.item.specification.dies) > 0
	every die in input.item.specification.dies {
		is_boolean(die.non_planar)
		is_number(die.area_mm2)
	}
	tpp.item
}

_density_stated if is_number(input.item.performance_density)

_density_stated if is_null(input.item.performance_density)

_computed_density := tpp.item / _applicable_die_area if _applicable_die_area > 0

_computed_density := null if _applicable_die_area == 0

_applicable_die_area := sum([die.area_mm2 |
	some die in input.item.specification.dies
	die.non_planar == true
])

# METADATA
# title: Paragraph of ECCN 3A090 that describes each circuit
# description: Undefined while a fact that could change it is missing.
# custom:
#   citation: "ECCN 3A090.a and .b"
paragraph[path] := "3A090.a.1" if {
	some path, performance in tpp
	performance >= parameters.value.tpp_3a090_a1
}

paragraph[path] := "none" if {
	some path, performance in tpp
	performance < parameters.value.tpp_3a090_a2
}

paragraph[path] := "none" if {
	some path, performance in tpp
	performance < parameters.value.datacenter_note_tpp
	circuits[path].datacenter == false
	not _presumed
}

paragraph[path] := described if {
	some path, described in _described
	circuits[path].datacenter == true
	not _presumed
}

paragraph[path] := "none" if {
	some path, described in _described
	described == "none"
	not _presumed
}

paragraph["item"] := "3A090.a" if {
	_presumed
	not tpp.item >= parameters.value.tpp_3a090_a1
}

# METADATA
# title: What TPP and density alone describe
# custom:
#   citation: "ECCN 3A090.a.2, b.1 and b.2"
_described[path] := _by_density(performance, density[path]) if {
	some path, performance in tpp
	performance >= parameters.value.tpp_3a090_a2
	performance < parameters.value.tpp_3a090_a1
}

_by_density(_, performance_density) := "none" if is_null(performance_density)

_by_density(_, performance_density) := "3A090.a.2" if {
	is_number(performance_density)
	performance_density >= parameters.value.density_3a090_a2
}

_by_density(performance, performance_density) := _below_a2(performance, performance_density) if {
	is_number(performance_density)
	performance_density < parameters.value.density_3a090_a2
}

_below_a2(performance, performance_density) := "3A090.b.1" if {
	performance >= parameters.value.tpp_3a090_b1
	performance_density >= parameters.value.density_3a090_b1
} else := "3A090.b.2" if {
	performance >= parameters.value.tpp_3a090_b2
	performance_density >= parameters.value.density_3a090_b2
} else := "none"

# METADATA
# title: Presumption for a front-end fabricator or OSAT company
# description: A logic circuit whose maker cannot overcome the presumption is 3A090.a and for datacenters.
# custom:
#   citation: "Note 1 to ECCN 3A090.a"
_presumed if {
	input.item.note_1_presumption == "not_overcome"
	bare
	parameters.in_force["3A090/note_1"]
}

# METADATA
# title: Level of the item
# description: a where any circuit meets 3A090.a, else b where any meets 3A090.b, else none; undefined while unknown.
# custom:
#   citation: "ECCN 4A090"
level := "a" if _meets_a

level := "b" if {
	not _meets_a
	count(missing) == 0
	_meets_b
}

level := "none" if {
	count(circuits) > 0
	not _meets_a
	not _meets_b
	count(missing) == 0
}

_meets_a if {
	some described in paragraph
	startswith(described, "3A090.a")
}

_meets_b if {
	some described in paragraph
	startswith(described, "3A090.b")
}

# METADATA
# title: Paragraph that decided the level
# custom:
#   citation: "ECCN 3A090"
decided_by := min(_deciding)

_deciding contains described if {
	some described in paragraph
	described != "none"
}

# METADATA
# title: Performance density of the circuit that decided
# description: The highest of those that the deciding paragraph describes.
# custom:
#   citation: "ECCN 3A090, Technical Note 4"
density_of_deciding := max(_deciding_densities)

_deciding_densities contains density[path] if {
	some path, described in paragraph
	described == decided_by
	is_number(density[path])
}

# METADATA
# title: Excluded as not designed or marketed for datacenters
# custom:
#   citation: "Note 2 to ECCN 3A090"
excluded_by_datacenter_note if {
	level == "none"
	some path, performance in tpp
	performance >= parameters.value.tpp_3a090_a2
	performance < parameters.value.datacenter_note_tpp
	circuits[path].datacenter == false
	not _described[path] == "none"
}

# METADATA
# title: Facts that the class of a circuit needs
# custom:
#   citation: "ECCN 3A090"
missing contains concat(".", [path, "tpp"]) if {
	some path, _ in circuits
	not tpp[path]
	not _presumed
}

missing contains concat(".", [path, "performance_density"]) if {
	some path in _undescribed
	not _has_density(circuits[path])
	not _computed_density_known
}

missing contains concat(".", [path, "datacenter"]) if {
	some path in _undescribed
	not is_boolean(circuits[path].datacenter)
}

missing contains "item.integrated_circuits" if {
	holder
	not circuits["item.integrated_circuits[0]"]
}

_undescribed contains path if {
	some path, _ in tpp
	not paragraph[path]
}

_has_density(circuit) if is_number(circuit.performance_density)

_has_density(circuit) if is_null(circuit.performance_density)

# METADATA
# title: Designed or marketed for use in a datacenter
# description: >-
#   Of an item that meets 3A090.a: true where any circuit is, or is presumed to be, false where
#   every circuit is told not to be, undefined otherwise.
# custom:
#   citation: "740.8(a)"
for_datacenter if _presumed

for_datacenter if {
	some circuit in circuits
	circuit.datacenter == true
}

# METADATA
# title: Marketing that is not told
# custom:
#   citation: "740.8(a)"
for_datacenter_missing contains concat(".", [path, "datacenter"]) if {
	not for_datacenter
	some path, circuit in circuits
	not is_boolean(circuit.datacenter)
}

for_datacenter_missing contains "item.integrated_circuits" if {
	holder
	not circuits["item.integrated_circuits[0]"]
}

# METADATA
# title: Circuits whose designer matters
# description: Every circuit that meets 3A090.a or that no figures class.
# custom:
#   citation: "740.27(a)(1)"
designed[path] := circuit if {
	some path, circuit in circuits
	not _below_a[path]
}

_below_a contains path if {
	some path, described in paragraph
	not startswith(described, "3A090.a")
}

# METADATA
# title: TPP of a unit
# description: Of the circuit, or the sum over the circuits that the unit holds, to a thousandth of a TPP.
# custom:
#   citation: "748.S2(c)(4)"
unit_tpp := tpp.item if bare

unit_tpp := round(sum([performance | some path, _ in circuits; performance := circuits[path].count * tpp[path]]) * 1000) / 1000 if {
	holder
	count(unit_tpp_missing) == 0
}

# METADATA
# title: What is missing to know it
# custom:
#   citation: "748.S2(c)(4)"
unit_tpp_missing contains concat(".", [path, "tpp"]) if {
	some path, _ in circuits
	not tpp[path]
}

unit_tpp_missing contains concat(".", [path, "count"]) if {
	holder
	some path, circuit in circuits
	not circuit.count
}

unit_tpp_missing contains "item.integrated_circuits" if {
	holder
	not circuits["item.integrated_circuits[0]"]
}
