package ear.specification_test

import rego.v2

import data.ear.integrated_circuits

request(item) := {"as_of": "2025-07-01", "item": object.union({"kind": "integrated_circuit", "datacenter": true}, item)}

# H100 SXM5 by its datasheet: 989.5 TFLOPS at 16 bit, twice that at 8 bit, and twice again with sparsity.
peaks := [
	{"bits": 64, "tera_operations": 66.9},
	{"bits": 16, "tera_operations": 989.5, "sparse": false},
	{"bits": 16, "tera_operations": 1979, "sparse": true},
]

sheets := {
	"the highest product, without sparsity": {"item": {"specification": {"peaks": peaks}}, "tpp": 15832},
	"a stated TPP below it gives way": {"item": {"tpp": 15000, "specification": {"peaks": peaks}}, "tpp": 15832},
	"a stated TPP above it stands": {"item": {"tpp": 16000, "specification": {"peaks": peaks}}, "tpp": 16000},
	"the stated TPP where no rates are told": {"item": {"tpp": 16000, "specification": {}}, "tpp": 16000},
	"the stated TPP without a datasheet": {"item": {"tpp": 16000, "specification": null}, "tpp": 16000},
	"rounded to a thousandth": {
		"item": {"specification": {"peaks": [{"bits": 3, "tera_operations": 0.3333333}]}},
		"tpp": 1,
	},
	"sparse rates alone tell nothing": {
		"item": {"specification": {"peaks": [{"bits": 16, "tera_operations": 1979, "sparse": true}]}},
		"tpp": null,
	},
	"no rates and nothing stated": {"item": {"specification": {"peaks": null}}, "tpp": null},
	"nothing told": {"item": {}, "tpp": null},
}

test_tpp_of_a_circuit[name] if {
	some name, case in sheets
	[circuit.tpp | some circuit in integrated_circuits.circuits] == [case.tpp] with input as request(case.item)
}

# What a datasheet computes to exactly, and a thousandth of a TPP below it.
on_a_line := {
	"5.92 of 464 mm2": {"tpp": 2746.88, "areas": [464], "on": "a", "below": "b"},
	"5.92 of 469.2 mm2": {"tpp": 2777.664, "areas": [469.2], "on": "a", "below": "b"},
	"5.92 of 553.7 mm2": {"tpp": 3277.904, "areas": [553.7], "on": "a", "below": "b"},
	"5.92 of 283.7 mm2": {"tpp": 1679.504, "areas": [283.7], "on": "a", "below": "b"},
	"5.92 of 412.7 mm2 in two dies": {"tpp": 2443.184, "areas": [412.6, 0.1], "on": "a", "below": "b"},
	"3.2 of 513.9 mm2": {"tpp": 1644.48, "areas": [513.9], "on": "b", "below": "none"},
	"3.2 of 701.7 mm2": {"tpp": 2245.44, "areas": [701.7], "on": "b", "below": "none"},
	"3.2 of 512.25 mm2": {"tpp": 1639.2, "areas": [512.25], "on": "b", "below": "none"},
	"3.2 of 510.7 mm2 in two dies": {"tpp": 1634.24, "areas": [310.7, 200], "on": "b", "below": "none"},
	"1.6 of 1513.9 mm2": {"tpp": 2422.24, "areas": [1513.9], "on": "b", "below": "none"},
	"1.6 of 1701.7 mm2 in two dies": {"tpp": 2722.72, "areas": [1600.6, 101.1], "on": "b", "below": "none"},
}

by_figures(tpp, areas) := request({"specification": {
	"peaks": [{"bits": 1, "tera_operations": tpp}],
	"dies": [die(area, true) | some area in areas],
}})

test_a_density_on_a_line_is_on_it[name] if {
	some name, case in on_a_line
	integrated_circuits.level == case.on with input as by_figures(case.tpp, case.areas)
	integrated_circuits.level == case.below with input as by_figures(case.tpp - 0.001, case.areas)
}

# A rate in one of its halves could be the highest, whatever the others are.
halves := {
	"bit length untold": {
		"peaks": [{"bits": 64, "tera_operations": 20}, {"tera_operations": 989.5}],
		"asks": {"item.specification.peaks[1].bits"},
	},
	"rate untold": {
		"peaks": [{"bits": 64, "tera_operations": 20}, {"bits": 16}],
		"asks": {"item.specification.peaks[1].tera_operations"},
	},
	"both untold": {
		"peaks": [{}],
		"asks": {"item.specification.peaks[0].bits", "item.specification.peaks[0].tera_operations"},
	},
	"both untold of a sparse rate": {
		"peaks": [{"bits": 64, "tera_operations": 20}, {"sparse": true}],
		"asks": {"item.specification.peaks[1].bits", "item.specification.peaks[1].tera_operations"},
	},
	"rate untold of a sparse rate beside the one of dense matrices": {
		"peaks": [{"bits": 64, "tera_operations": 20}, {"bits": 64, "sparse": true}],
		"asks": set(),
	},
}

test_half_a_rate_is_asked_for_its_other_half[name] if {
	some name, case in halves
	item := {"specification": {"peaks": case.peaks}}
	integrated_circuits.missing == case.asks with input as request(item)
	levels := [level | level := integrated_circuits.level] with input as request(item)
	levels == ["none" | case.asks == set()]
}

test_half_a_rate_is_asked_for_the_tpp_of_a_unit_too if {
	item := {"tpp": 5000, "specification": {"peaks": [{"bits": 8}]}}
	integrated_circuits.unit_tpp_missing == {"item.specification.peaks[0].tera_operations"} with input as request(item)
	not integrated_circuits.unit_tpp with input as request(item)
}

die(area, non_planar) := {"area_mm2": area, "non_planar": non_planar}

with_dies(dies) := {"tpp": 4000, "specification": {"dies": dies}}

areas := {
	"TPP over the area": {"item": with_dies([die(800, true)]), "density": 5},
	"over all dies of a non-planar process": {"item": with_dies([die(800, true), die(200, true)]), "density": 4},
	"not over the dies of another": {"item": with_dies([die(800, true), die(200, false)]), "density": 5},
	"none without a die of a non-planar process": {"item": with_dies([die(800, false)]), "density": null},
	"with TPP from the same datasheet": {
		"item": {"specification": {"peaks": [{"bits": 8, "tera_operations": 500}], "dies": [die(800, true)]}},
		"density": 5,
	},
	"a stated density above it stands": {
		"item": object.union(with_dies([die(800, true)]), {"performance_density": 5.5}),
		"density": 5.5,
	},
	"the stated density stands without dies": {
		"item": {"tpp": 4000, "performance_density": 5.5, "specification": {}},
		"density": 5.5,
	},
	"a stated density below it gives way": {
		"item": object.union(with_dies([die(800, true)]), {"performance_density": 4.5}),
		"density": 5,
	},
	"a stated lack of density gives way to a die of a non-planar process": {
		"item": object.union(with_dies([die(800, true)]), {"performance_density": null}),
		"density": 5,
	},
	"a stated lack of density stands without such a die": {
		"item": object.union(with_dies([die(800, false)]), {"performance_density": null}),
		"density": null,
	},
	"a stated density stands without such a die": {
		"item": object.union(with_dies([die(800, false)]), {"performance_density": 4.5}),
		"density": 4.5,
	},
	"a stated density stands beside null for dies": {
		"item": object.union(with_dies(null), {"performance_density": 4.5}),
		"density": 4.5,
	},
	"from the TPP that governs, not the one stated": {
		"item": {
			"tpp": 2000,
			"performance_density": 3,
			"specification": {"peaks": [{"bits": 8, "tera_operations": 500}], "dies": [die(800, true)]},
		},
		"density": 5,
	},
	"from a stated TPP that governs": {
		"item": {
			"tpp": 4400,
			"specification": {"peaks": [{"bits": 8, "tera_operations": 500}], "dies": [die(800, true)]},
		},
		"density": 5.5,
	},
	"a stated density does not stand where half a die could make it higher": {
		"item": object.union(with_dies([die(800, true), {"area_mm2": 200}]), {"performance_density": 4.5}),
		"density": "untold",
	},
	"a stated density of 3A090.a.2 stands whatever the half of a die": {
		"item": object.union(with_dies([die(800, true), {"area_mm2": 200}]), {"performance_density": 5.92}),
		"density": 5.92,
	},
	"a die of another process needs no area": {
		"item": with_dies([die(800, true), {"non_planar": false}]),
		"density": 5,
	},
	"untold without dies": {"item": with_dies([]), "density": "untold"},
	"untold with null for dies": {"item": with_dies(null), "density": "untold"},
	"untold without the area of a die": {
		"item": with_dies([die(800, true), {"non_planar": true}]),
		"density": "untold",
	},
	"untold without the process of a die": {
		"item": with_dies([die(800, true), {"area_mm2": 200}]),
		"density": "untold",
	},
	"untold without a TPP": {"item": {"specification": {"dies": [die(800, true)]}}, "density": "untold"},
	"untold without a datasheet": {"item": {"tpp": 4000}, "density": "untold"},
}

test_performance_density_of_a_circuit[name] if {
	some name, case in areas
	[circuit.density | some circuit in integrated_circuits.circuits] == [case.density] with input as request(case.item)
}

# 4000 TPP over 800 mm2 is 5, below 3A090.a.2; over 500 mm2 it is 8.
test_the_computed_density_classes_the_circuit if {
	integrated_circuits.paragraphs == {"3A090.b.1"} with input as request(with_dies([die(800, true)]))
	integrated_circuits.paragraphs == {"3A090.a.2"} with input as request(with_dies([die(500, true)]))
	integrated_circuits.paragraphs == {"none"} with input as request(with_dies([die(500, false)]))
}

# Half of a die is asked for its other half, in place of the density.
half_dies := {
	"process untold": {
		"dies": [die(800, true), {"area_mm2": 200}],
		"asks": {"item.specification.dies[1].non_planar"},
	},
	"area untold": {
		"dies": [{"non_planar": true}, die(800, true)],
		"asks": {"item.specification.dies[0].area_mm2"},
	},
	"both untold": {
		"dies": [{}],
		"asks": {"item.specification.dies[0].area_mm2", "item.specification.dies[0].non_planar"},
	},
	"no die told": {"dies": [], "asks": {"item.performance_density"}},
}

test_half_a_die_is_asked_for_its_other_half[name] if {
	some name, case in half_dies
	integrated_circuits.missing == case.asks with input as request(with_dies(case.dies))
	not integrated_circuits.level with input as request(with_dies(case.dies))
}

test_no_die_is_asked_of_a_stated_density_that_is_enough if {
	item := object.union(with_dies(half_dies["both untold"].dies), {"performance_density": 6})
	integrated_circuits.missing == set() with input as request(item)
	integrated_circuits.level == "a" with input as request(item)
}

test_no_die_is_asked_of_what_holds_circuits_that_are_untold if {
	item := object.union(with_dies(half_dies["both untold"].dies), {"kind": "computer"})
	integrated_circuits.missing == {"item.integrated_circuits"} with input as request(item)
}

# 500 tera operations at 8 bit are 4000 TPP, and 5 over 800 mm2.
sheet := {"peaks": [{"bits": 8, "tera_operations": 500}], "dies": [die(800, true)]}

statements := {
	"nothing stated": {"item": {}, "disagree": false},
	"as computed": {"item": {"tpp": 4000, "performance_density": 5}, "disagree": false},
	"TPP to a thousandth": {"item": {"tpp": 4000.0001}, "disagree": false},
	"TPP above": {"item": {"tpp": 4000.01}, "disagree": true},
	"TPP below": {"item": {"tpp": 3999}, "disagree": true},
	"density to a hundredth": {"item": {"performance_density": 4.998}, "disagree": false},
	"density above": {"item": {"performance_density": 5.01}, "disagree": true},
	"density below": {"item": {"performance_density": 4.99}, "disagree": true},
	"no density": {"item": {"performance_density": null}, "disagree": true},
	"no density, as computed": {
		"item": {"performance_density": null, "specification": {"dies": [die(800, false)]}, "tpp": 4000},
		"disagree": false,
	},
	"a density without a die of a non-planar process": {
		"item": {"performance_density": 5, "specification": {"dies": [die(800, false)]}, "tpp": 4000},
		"disagree": true,
	},
	"beside half a rate": {
		"item": {"tpp": 3000, "performance_density": 3, "specification": {"peaks": [{"bits": 8}]}},
		"disagree": false,
	},
	"without a datasheet": {
		"item": {"tpp": 3000, "performance_density": 3, "specification": null},
		"disagree": false,
	},
	"of what holds other circuits": {
		"item": {"kind": "computer", "tpp": 3000, "integrated_circuits": [{"tpp": 100}]},
		"disagree": false,
	},
}

test_stated_figures_that_the_datasheet_contradicts_are_told if {
	found := {name |
		some name, case in statements
		specification := object.get(case.item, "specification", sheet)
		item := object.union(case.item, {"specification": specification})
		integrated_circuits.figures_disagree with input as request(item)
	}
	found == {name | some name, case in statements; case.disagree == true}
}

# A case that is undefined leaves its whole table undefined, and a test over no case passes.
test_tables_hold_cases if {
	every table in [sheets, on_a_line, halves, areas, half_dies, statements] {
		count(table) > 0
	}
}
