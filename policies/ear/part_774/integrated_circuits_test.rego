package ear.integrated_circuits_test

import rego.v2

import data.ear.fixtures_test as fixtures
import data.ear.integrated_circuits

request(item) := {"as_of": "2025-07-01", "item": item}

# What each item is taken for: one circuit, or something that holds circuits.
items := {
	"circuit by kind": {"kind": "integrated_circuit"},
	"circuit by kind, of 4A090.a": {"kind": "integrated_circuit", "eccn": "4A090.a"},
	"circuit by kind, with no circuit in its list": {"kind": "integrated_circuit", "integrated_circuits": []},
	"circuits, whatever the kind": {"kind": "integrated_circuit", "integrated_circuits": [{"tpp": 5000}]},
	"circuits of a commodity by its ECCN, software by kind": {
		"kind": "software",
		"eccn": "4A090.b",
		"integrated_circuits": [{"tpp": 5000}],
	},
	"circuits of software": {"kind": "software", "integrated_circuits": [{"tpp": 5000}]},
	"computer by kind": {"kind": "computer"},
	"assembly by kind": {"kind": "electronic_assembly"},
	"component by kind": {"kind": "component"},
	"equipment by kind": {"kind": "equipment"},
	"software": {"kind": "software"},
	"weights": {"kind": "model_weights"},
	"circuits and no kind": {"integrated_circuits": [{"tpp": 5000}]},
	"null for circuits and no kind": {"integrated_circuits": null, "tpp": 5000},
	"4A090.a and no kind": {"eccn": "4A090.a"},
	"3A090.a and no kind": {"eccn": "3A090.a"},
	"figures and no kind": {"tpp": 5000},
}

test_a_circuit_is_bare_by_kind_or_where_nothing_says_otherwise if {
	{name | some name, item in items; integrated_circuits.kind == "circuit" with input.item as item} == {
		"circuit by kind",
		"circuit by kind, of 4A090.a",
		"circuit by kind, with no circuit in its list",
		"null for circuits and no kind",
		"3A090.a and no kind",
		"figures and no kind",
	}
}

test_circuits_are_held_by_kind_by_circuits_or_by_a_stated_4a if {
	{name | some name, item in items; integrated_circuits.kind == "holder" with input.item as item} == {
		"computer by kind",
		"assembly by kind",
		"component by kind",
		"equipment by kind",
		"circuits and no kind",
		"circuits, whatever the kind",
		"circuits of a commodity by its ECCN, software by kind",
		"4A090.a and no kind",
	}
}

# Figures of one circuit, the paragraph that describes it, and what is asked while that is unknown.
figures := {
	"4800 is enough by itself": {"told": {"tpp": 4800}, "paragraph": "3A090.a.1"},
	"4800 is enough outside datacenters": {"told": {"tpp": 4800, "datacenter": false}, "paragraph": "3A090.a.1"},
	"below 4800 the density counts": {
		"told": {"tpp": 4799.999, "performance_density": 5.92, "datacenter": true},
		"paragraph": "3A090.a.2",
	},
	"1600 and dense": {
		"told": {"tpp": 1600, "performance_density": 5.92, "datacenter": true},
		"paragraph": "3A090.a.2",
	},
	"below 1600 no density counts": {
		"told": {"tpp": 1599.999, "performance_density": 50, "datacenter": true},
		"paragraph": "none",
	},
	"below 1600 nothing more is asked": {"told": {"tpp": 1599.999}, "paragraph": "none"},
	"less dense than a.2": {
		"told": {"tpp": 4799.999, "performance_density": 5.919, "datacenter": true},
		"paragraph": "3A090.b.1",
	},
	"2400 and 1.6": {"told": {"tpp": 2400, "performance_density": 1.6, "datacenter": true}, "paragraph": "3A090.b.1"},
	"2400 and below 1.6": {
		"told": {"tpp": 2400, "performance_density": 1.599, "datacenter": true},
		"paragraph": "none",
	},
	"below 2400, 3.2": {
		"told": {"tpp": 2399.999, "performance_density": 3.2, "datacenter": true},
		"paragraph": "3A090.b.2",
	},
	"below 2400 and below 3.2": {
		"told": {"tpp": 2399.999, "performance_density": 3.199, "datacenter": true},
		"paragraph": "none",
	},
	"1600 and 3.2": {"told": {"tpp": 1600, "performance_density": 3.2, "datacenter": true}, "paragraph": "3A090.b.2"},
	"not for datacenters, below 4800": {
		"told": {"tpp": 4799.999, "performance_density": 19, "datacenter": false},
		"paragraph": "none",
	},
	"not for datacenters, density not asked": {"told": {"tpp": 4799.999, "datacenter": false}, "paragraph": "none"},
	"no die of a non-planar process": {
		"told": {"tpp": 4799.999, "performance_density": null, "datacenter": true},
		"paragraph": "none",
	},
	"sparse enough, marketing not asked": {"told": {"tpp": 3000, "performance_density": 1.5}, "paragraph": "none"},
	"nothing told": {"told": {}, "paragraph": "unknown", "asks": {"tpp"}},
	"TPP not told": {
		"told": {"performance_density": 19, "datacenter": true},
		"paragraph": "unknown",
		"asks": {"tpp"},
	},
	"density not told": {
		"told": {"tpp": 3000, "datacenter": true},
		"paragraph": "unknown",
		"asks": {"performance_density"},
	},
	"marketing not told": {
		"told": {"tpp": 3000, "performance_density": 2},
		"paragraph": "unknown",
		"asks": {"datacenter"},
	},
	"density and marketing not told": {
		"told": {"tpp": 3000},
		"paragraph": "unknown",
		"asks": {"performance_density", "datacenter"},
	},
}

asked(case, path) := {concat(".", [path, field]) | some field in object.get(case, "asks", set())}

test_paragraph_of_a_bare_circuit[name] if {
	some name, case in figures
	item := object.union({"kind": "integrated_circuit"}, case.told)
	integrated_circuits.paragraphs == {case.paragraph} with input as request(item)
	integrated_circuits.missing == asked(case, "item") with input as request(item)
}

test_paragraph_of_a_held_circuit[name] if {
	some name, case in figures
	item := {"kind": "computer", "integrated_circuits": [{"tpp": 100}, case.told]}
	integrated_circuits.paragraphs == {"none", case.paragraph} with input as request(item)
	integrated_circuits.missing == asked(case, "item.integrated_circuits[1]") with input as request(item)
}

a_1 := {"tpp": 5000}

a_2 := {"tpp": 2000, "performance_density": 6, "datacenter": true}

b_1 := {"tpp": 3000, "performance_density": 2, "datacenter": true}

b_2 := {"tpp": 2000, "performance_density": 4, "datacenter": true}

none := {"tpp": 100}

unknown := {"tpp": 3000, "datacenter": true}

# The level of a board by the circuits that it holds, and the paragraph that decided; [] while undefined.
boards := {
	"any circuit of a": {"holds": [none, b_1, a_2], "level": ["a"], "decided_by": ["3A090.a.2"]},
	"a.1 before a.2": {"holds": [a_2, a_1], "level": ["a"], "decided_by": ["3A090.a.1"]},
	"a, whatever the unknown one is": {"holds": [unknown, a_1], "level": ["a"], "decided_by": ["3A090.a.1"]},
	"any circuit of b": {"holds": [none, b_2, b_1], "level": ["b"], "decided_by": ["3A090.b.1"]},
	"b, unless the unknown one is a": {"holds": [unknown, b_2], "level": [], "decided_by": ["3A090.b.2"]},
	"b, where the unknown one is b or none": {
		"holds": [{"count": 1, "tpp": 2400, "performance_density": 1.61}, b_2],
		"level": ["b"],
		"decided_by": ["3A090.b.2"],
	},
	"none of either": {"holds": [none, none], "level": ["none"], "decided_by": []},
	"none, unless the unknown one is": {"holds": [none, unknown], "level": [], "decided_by": []},
	"no circuit told": {"holds": [], "level": [], "decided_by": []},
}

test_a_board_is_classed_by_any_circuit_that_it_holds[name] if {
	some name, case in boards
	item := {"kind": "electronic_assembly", "integrated_circuits": case.holds}
	[level | level := integrated_circuits.level] == case.level with input as request(item)
	[paragraph | paragraph := integrated_circuits.decided_by] == case.decided_by with input as request(item)
}

test_the_circuits_of_a_board_are_asked if {
	integrated_circuits.missing == {"item.integrated_circuits"} with input as request({"kind": "computer"})
	integrated_circuits.missing == {"item.integrated_circuits"} with input as request({"eccn": "4A090.a"})
}

test_software_has_no_circuits if {
	integrated_circuits.circuits == [] with input as request({"kind": "software"})
	not integrated_circuits.level with input as request({"kind": "software"})
}

test_the_densest_circuit_of_the_deciding_paragraph_is_told if {
	item := {"kind": "computer", "integrated_circuits": [
		object.union(b_2, {"performance_density": 5.5}),
		object.union(a_2, {"performance_density": 6.5}),
		object.union(a_2, {"performance_density": 7.5}),
	]}
	integrated_circuits.density_of_deciding == 7.5 with input as request(item)
}

test_no_density_is_told_of_a_circuit_that_has_none if {
	item := {"kind": "integrated_circuit", "tpp": 5000, "performance_density": null}
	not integrated_circuits.density_of_deciding with input as request(item)
}

# TPP of a unit ([] while undefined), and what it lacks.
units := {
	"a circuit": {"item": {"kind": "integrated_circuit", "tpp": 15832}, "tpp": [15832], "asks": set()},
	"a circuit not told": {"item": {"kind": "integrated_circuit"}, "tpp": [], "asks": {"item.tpp"}},
	"a board": {
		"item": {"kind": "computer", "integrated_circuits": [{"tpp": 5284.8, "count": 3}, {"tpp": 100, "count": 2}]},
		"tpp": [16054.4],
		"asks": set(),
	},
	"a board with figures untold": {
		"item": {"kind": "computer", "integrated_circuits": [{"count": 3}, {"tpp": 100}]},
		"tpp": [],
		"asks": {"item.integrated_circuits[0].tpp", "item.integrated_circuits[1].count"},
	},
	"a board without circuits": {
		"item": {"kind": "computer", "integrated_circuits": null},
		"tpp": [],
		"asks": {"item.integrated_circuits"},
	},
}

test_the_tpp_of_a_unit_is_the_sum_over_its_circuits[name] if {
	some name, case in units
	[tpp | tpp := integrated_circuits.unit_tpp] == case.tpp with input as request(case.item)
	integrated_circuits.unit_tpp_missing == case.asks with input as request(case.item)
}

# Without rounding 5284.8 times 3 is 15854.3999999999999995.
test_products_are_rounded_to_a_thousandth if {
	item := {"kind": "computer", "integrated_circuits": [{"tpp": 5284.8, "count": 3}]}
	integrated_circuits.unit_tpp == 15854.4 with input as request(item)
}

test_a_board_of_eight_h100_is_of_a_and_adds_them_up if {
	integrated_circuits.level == "a" with input as fixtures.boards
	integrated_circuits.unit_tpp == 126656 with input as fixtures.boards
}

# A case that is undefined leaves its whole table undefined, and a test over no case passes.
test_tables_hold_cases if {
	every table in [items, figures, boards, marketing, markets, units_for_datacenters, presumptions, designers, units] {
		count(table) > 0
	}
}
