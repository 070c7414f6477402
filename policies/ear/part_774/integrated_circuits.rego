# METADATA
# title: Integrated circuits of ECCN 3A090, and what holds them
# description: >-
#   The class of each circuit of the item from its total processing performance (TPP), performance
#   density and marketing. A board or computer is classed by any circuit that it holds (4A090), while
#   its TPP is the sum over all of them.
# scope: package
# custom:
#   citation: "ECCN 3A090, ECCN 4A090"
package ear.integrated_circuits

import rego.v2

import data.ear.amounts
import data.ear.parameters

# METADATA
# title: What the item is to these entries
# description: >-
#   One integrated circuit, what holds integrated circuits, or other. A commodity of which circuits are
#   told holds them, whatever kind it is told to be. An item whose kind is not told is what its figures
#   or its ECCN make it. A kind that holds no circuit beside the ECCN of a commodity is taken for a
#   circuit: the ECCN is believed, and the figures asked.
# custom:
#   citation: "ECCN 3A090, ECCN 4A090"
kind := "holder" if {
	input.item.integrated_circuits[0]
	_kind != "other"
} else := _kind

_kind := as_told if {
	as_told := {
		"integrated_circuit": "circuit",
		"computer": "holder",
		"electronic_assembly": "holder",
		"component": "holder",
		"equipment": "holder",
	}[input.item.kind]
} else := _kind_by_eccn

_kind_by_eccn := "circuit" if {
	input.item.kind
	substring(input.item.eccn, 0, 2) in {"3A", "4A", "5A"}
} else := "holder" if {
	not input.item.kind
	is_array(input.item.integrated_circuits)
} else := "holder" if {
	not input.item.kind
	substring(input.item.eccn, 0, 2) in {"4A", "5A"}
} else := "circuit" if {
	not input.item.kind
	not substring(input.item.eccn, 1, 1) in {"D", "E"}
} else := "other"

# METADATA
# title: Circuits of the item
# description: >-
#   Of each its request path, what the request says of it, its TPP (null where not told), its
#   performance density (null where it has none, undefined where not told), and the paragraph of
#   ECCN 3A090 that describes it, none, or unknown while a fact that could change it is missing.
# custom:
#   citation: "ECCN 3A090.a and .b, ECCN 4A090"
circuits := array.concat(_held, [object.union(_itself, {"told": one_more}) |
	stated_beside_circuits
	one_more := object.union(input.item, {"count": 1})
]) if {
	_circuits_told
} else := [_itself] if {
	kind == "circuit"
} else := [object.union(_itself, {"paragraph": _at_least(_itself.paragraph)})] if {
	kind == "holder"
	is_number(_bare_tpp)
} else := []

_circuits_told if {
	input.item.integrated_circuits[0]
	kind == "holder"
}

_held := [{
	"path": sprintf("item.integrated_circuits[%d]", [position]),
	"told": circuit,
	"tpp": performance,
	"density": density,
	"paragraph": _paragraph(performance, density, circuit),
} |
	some position, circuit in input.item.integrated_circuits
	performance := object.get(circuit, "tpp", null)
	density := object.get(circuit, "performance_density", "untold")
]

_itself := {
	"path": "item",
	"told": input.item,
	"tpp": _bare_tpp,
	"density": _bare_density,
	"paragraph": _bare_paragraph,
}

# METADATA
# title: Figures of the item that are those of none of its circuits
# description: >-
#   Told of one circuit, they are of one more than are told: what is told is not silenced. The TPP of the
#   unit, which is the sum, is none.
# custom:
#   citation: "ECCN 4A090"
stated_beside_circuits if {
	_circuits_told
	_figures_of_its_own
	not _bare_tpp in {circuit.tpp | some circuit in _held}
	not _bare_tpp == _sum_held
}

_figures_of_its_own if is_number(_bare_tpp)

_figures_of_its_own if is_object(input.item.specification)

_figures_of_its_own if input.item.kind == "integrated_circuit"

_sum_held := amounts.to_thousandths(sum([product |
	some circuit in _held
	is_number(circuit.tpp)
	product := circuit.told.count * circuit.tpp
]))

_bare_paragraph := "3A090.a" if {
	input.item.note_1_presumption == "not_overcome"
	parameters.in_force("3A090/note_1")
} else := _paragraph(_bare_tpp, _bare_density, input.item)

_at_least(paragraph) := paragraph if {
	startswith(paragraph, "3A090.a")
} else := "unknown"

# METADATA
# title: Presumption for a front-end fabricator or OSAT company
# description: A logic circuit whose maker cannot overcome the presumption is 3A090.a and for datacenters.
# custom:
#   citation: "Note 1 to ECCN 3A090.a"
_presumed if {
	input.item.note_1_presumption == "not_overcome"
	kind == "circuit"
	parameters.in_force("3A090/note_1")
}

# METADATA
# title: Paragraph of ECCN 3A090 that describes a circuit
# description: >-
#   3A090.a.1 by TPP alone. Below it both density and marketing matter: a circuit not designed or
#   marketed for datacenters is out, and so is one whose density meets no paragraph.
# custom:
#   citation: "ECCN 3A090.a and .b, Note 2 to ECCN 3A090"
_paragraph(performance, density, told) := "3A090.a.1" if {
	performance >= parameters.values.tpp_3a090_a1
} else := "unknown" if {
	is_null(performance)
} else := "none" if {
	performance < parameters.values.tpp_3a090_a2
} else := "none" if {
	told.datacenter == false
	performance < parameters.values.datacenter_note_tpp
} else := "none" if {
	_by_density(performance, density) == "none"
} else := "unknown" if {
	not told.datacenter == true
} else := _by_density(performance, density)

_by_density(performance, density) := "unknown" if {
	density == "untold"
} else := "none" if {
	is_null(density)
} else := "3A090.a.2" if {
	density >= parameters.values.density_3a090_a2
} else := "3A090.b.1" if {
	performance >= parameters.values.tpp_3a090_b1
	density >= parameters.values.density_3a090_b1
} else := "3A090.b.2" if {
	performance >= parameters.values.tpp_3a090_b2
	density >= parameters.values.density_3a090_b2
} else := "none"

# METADATA
# title: Paragraphs met
# custom:
#   citation: "ECCN 3A090"
paragraphs := {_bare_paragraph} if {
	kind == "circuit"
} else := {circuit.paragraph | some circuit in circuits}

# METADATA
# title: Level of the item
# description: >-
#   a where any circuit meets 3A090.a, else b where any meets 3A090.b and none may meet 3A090.a, else
#   none; undefined while unknown.
# custom:
#   citation: "ECCN 4A090"
level := "a" if {
	startswith(decided_by, "3A090.a")
} else := "b" if {
	startswith(decided_by, "3A090.b")
	not _some_may_meet_a
} else := "none" if {
	paragraphs == {"none"}
}

# METADATA
# title: Paragraph that decided the level
# custom:
#   citation: "ECCN 3A090"
decided_by := paragraph if {
	kind == "circuit"
	paragraph := _bare_paragraph
	startswith(paragraph, "3A090")
} else := min(paragraphs - {"none", "unknown"})

# METADATA
# title: Performance density of the circuit that decided
# description: The highest of those that the deciding paragraph describes.
# custom:
#   citation: "ECCN 3A090, Technical Note 4"
density_of_deciding := density if {
	kind == "circuit"
	decided_by
	density := _bare_density
	is_number(density)
} else := max([circuit.density |
	some circuit in circuits
	circuit.paragraph == decided_by
	is_number(circuit.density)
])

# METADATA
# title: Excluded as not designed or marketed for datacenters
# custom:
#   citation: "Note 2 to ECCN 3A090"
excluded_by_datacenter_note if {
	level == "none"
	some circuit in circuits
	circuit.told.datacenter == false
	circuit.tpp >= parameters.values.tpp_3a090_a2
	_by_density(circuit.tpp, circuit.density) != "none"
}

_no_circuits_told if {
	kind == "holder"
	not input.item.integrated_circuits[0]
}

# METADATA
# title: TPP of a unit
# description: Of the circuit, or the sum over the circuits that the unit holds, to a thousandth of a TPP.
# custom:
#   citation: "748.S2(c)(4)"
unit_tpp := performance if {
	kind == "circuit"
	performance := _bare_tpp
	is_number(performance)
} else := amounts.to_thousandths(sum(held)) if {
	kind == "holder"
	every_circuit := circuits
	held := [product |
		some circuit in every_circuit
		performance := circuit.tpp
		is_number(performance)
		product := circuit.told.count * performance
	]
	count(held) == count(every_circuit)
	held != []
}

# METADATA
# title: What is missing to know it
# custom:
#   citation: "748.S2(c)(4)"
unit_tpp_missing contains concat(".", [circuit.path, "tpp"]) if {
	some circuit in circuits
	is_null(circuit.tpp)
	_peaks_untold == set()
}

unit_tpp_missing contains path if some path in _peaks_untold

unit_tpp_missing contains concat(".", [circuit.path, "count"]) if {
	is_array(input.item.integrated_circuits)
	kind == "holder"
	some circuit in circuits
	not is_number(circuit.told.count)
}

unit_tpp_missing contains "item.integrated_circuits" if _no_circuits_told
