package ear.integrated_circuits

import rego.v2

import data.ear.parameters

# METADATA
# title: Facts that the class of a circuit needs
# custom:
#   citation: "ECCN 3A090"
missing contains path if {
	not _no_circuits_told
	some circuit in circuits
	circuit.paragraph == "unknown"
	some path in _lacks[circuit.path]
}

missing contains path if some path in _peaks_untold

missing contains "item.integrated_circuits" if _no_circuits_told

# By the path of the circuit. Density and marketing matter once its TPP is told.
_lacks[circuit.path] contains concat(".", [circuit.path, "tpp"]) if {
	some circuit in circuits
	is_null(circuit.tpp)
	_peaks_untold == set()
}

_lacks[circuit.path] contains path if {
	some circuit in circuits
	is_null(circuit.tpp)
	some path in _peaks_untold
}

_lacks[circuit.path] contains concat(".", [circuit.path, "performance_density"]) if {
	some circuit in circuits
	is_number(circuit.tpp)
	circuit.density == "untold"
	not _half_a_die_told(circuit)
}

_lacks[circuit.path] contains path if {
	some circuit in circuits
	is_number(circuit.tpp)
	circuit.density == "untold"
	_half_a_die_told(circuit)
	some path in _dies_untold
}

_lacks[circuit.path] contains concat(".", [circuit.path, "datacenter"]) if {
	some circuit in circuits
	is_number(circuit.tpp)
	not is_boolean(circuit.told.datacenter)
}

_half_a_die_told(circuit) if {
	circuit.path == "item"
	some _ in _dies_untold
}

# METADATA
# title: Facts whose value could still give a level
# description: >-
#   By the level, where the figures leave it open. What holds circuits of which none is told is a by
#   its own figures, or nothing.
# custom:
#   citation: "ECCN 3A090, ECCN 4A090"
could_give.a contains path if {
	some circuit in circuits
	_may_meet_a(circuit)
	some path in _lacks[circuit.path]
}

could_give.b contains path if {
	not _no_circuits_told
	some circuit in circuits
	circuit.paragraph == "unknown"
	some path in _lacks[circuit.path]
}

# METADATA
# title: Figures of a circuit are told
# description: A TPP, or a rate of a datasheet. Without any the ECCN is all that is told.
# custom:
#   citation: "ECCN 3A090, ECCN 4A090"
figures_told if {
	some circuit in circuits
	is_number(circuit.tpp)
}

figures_told if {
	kind == "circuit"
	is_number(input.item.tpp)
}

figures_told if {
	kind == "circuit"
	some _ in input.item.specification.peaks
}

_some_may_meet_a if {
	"unknown" in paragraphs
	some circuit in circuits
	_may_meet_a(circuit)
}

_may_meet_a(circuit) if {
	circuit.paragraph == "unknown"
	is_null(circuit.tpp)
}

_may_meet_a(circuit) if {
	circuit.paragraph == "unknown"
	circuit.tpp >= parameters.values.tpp_3a090_a2
	not circuit.told.datacenter == false
	_by_density(circuit.tpp, circuit.density) in {"unknown", "3A090.a.2"}
}
