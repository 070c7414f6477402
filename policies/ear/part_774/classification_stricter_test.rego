package ear.classification_test

import rego.v2

import data.ear.classification
import data.ear.fixtures_test as fixtures

circuit(told) := object.union({"kind": "integrated_circuit"}, told)

holding(eccn, circuits) := {"kind": "computer", "eccn": eccn, "integrated_circuits": circuits}

# A stated class beside figures: what they lack, where it could make them stricter than what is stated.
beside_figures := {
	"none, dense enough for a, marketing untold": {
		"item": circuit({"eccn": "EAR99", "tpp": 3000, "performance_density": 6}),
		"asks": {"item.datacenter"},
	},
	"none, dense enough for b, marketing untold": {
		"item": circuit({"eccn": "3A991", "tpp": 3000, "performance_density": 2}),
		"asks": {"item.datacenter"},
	},
	"none, density untold": {
		"item": circuit({"eccn": "EAR99", "tpp": 3000, "datacenter": true}),
		"asks": {"item.performance_density"},
	},
	"none, density and marketing untold": {
		"item": circuit({"eccn": "EAR99", "tpp": 1600}),
		"asks": {"item.performance_density", "item.datacenter"},
	},
	"none, half a die": {
		"item": circuit({"eccn": "EAR99", "tpp": 3000, "datacenter": true, "specification": {"dies": [{"area_mm2": 1}]}}),
		"asks": {"item.specification.dies[0].non_planar"},
	},
	"none, half a rate": {
		"item": circuit({"eccn": "EAR99", "tpp": 5000, "specification": {"peaks": [{"bits": 8}]}}),
		"asks": {"item.specification.peaks[0].tera_operations"},
	},
	"none, a sparse rate alone": {
		"item": circuit({"eccn": "EAR99", "specification": {"peaks": [
			{"bits": 16, "tera_operations": 1979, "sparse": true},
		]}}),
		"asks": {"item.tpp"},
	},
	"none, without a kind": {
		"item": {"eccn": "3A001.a.7", "tpp": 3000, "performance_density": 6},
		"asks": {"item.datacenter"},
	},
	"b, could be a": {
		"item": circuit({"eccn": "3A090.b", "tpp": 3000, "performance_density": 5.92}),
		"asks": {"item.datacenter"},
	},
	"b, density untold": {
		"item": circuit({"eccn": "3A001.z.1.b", "tpp": 3000, "datacenter": true}),
		"asks": {"item.performance_density"},
	},
	"none of a board, of one circuit": {
		"item": holding("EAR99", [{"tpp": 100}, {"tpp": 3000, "performance_density": 2}]),
		"asks": {"item.integrated_circuits[1].datacenter"},
	},
	"none of a board that holds b": {
		"item": holding("EAR99", [b_level, {"tpp": 3000, "datacenter": true}]),
		"asks": {"item.integrated_circuits[1].performance_density"},
	},
	"none of a board, one circuit without figures": {
		"item": holding("EAR99", [{"tpp": 100}, {"count": 8}]),
		"asks": {"item.integrated_circuits[1].tpp"},
	},
	"b of a board, one circuit could be a and one b": {
		"item": holding("4A090.b", [{"tpp": 3000, "performance_density": 2}, {"tpp": 3000, "performance_density": 6}]),
		"asks": {"item.integrated_circuits[1].datacenter"},
	},
	"none of a unit, by one of its circuits": {
		"item": {"kind": "component", "eccn": "3A991", "tpp": 3000, "performance_density": 6},
		"asks": {"item.datacenter"},
	},
	"none, a model": {
		"item": {"kind": "model_weights", "eccn": "EAR99", "model": untold_model},
		"asks": of_the_model,
	},
	"none, a model without a kind": {"item": {"eccn": "EAR99", "model": untold_model}, "asks": of_the_model},
	"none, a model beside software": {
		"item": {"kind": "software", "eccn": "EAR99", "model": untold_model},
		"asks": of_the_model,
	},
	"b, a model beside technology": {
		"item": {"kind": "technology", "eccn": "3E001", "related_eccn": "3A090.b", "model": untold_model},
		"asks": of_the_model,
	},
	"a, a model beside a circuit": {
		"item": object.union(a_level, {"eccn": "3A090.a", "model": untold_model}),
		"asks": of_the_model,
	},
	"none by its figures, a model beside a circuit": {
		"item": object.union(below, {"model": untold_model}),
		"asks": of_the_model,
	},
}

untold_model := object.remove(fixtures.weights.item.model, ["published"])

of_the_model := {"item.model.published"}

test_what_could_make_an_item_stricter_than_stated_is_asked[name] if {
	some name, case in beside_figures
	classification.missing == case.asks with input as request(case.item)
	not classification.level with input as request(case.item)
}

# Figures that are not told, or that cannot become stricter than what is stated, change nothing.
believed := {
	"no figures": {"item": circuit({"eccn": "EAR99"}), "level": "none"},
	"a density alone": {"item": circuit({"eccn": "EAR99", "performance_density": 6}), "level": "none"},
	"a board without figures": {"item": holding("EAR99", [{"count": 8}]), "level": "none"},
	"a board without circuits": {"item": {"kind": "computer", "eccn": "EAR99"}, "level": "none"},
	"not for datacenters": {"item": circuit({"eccn": "EAR99", "tpp": 4799, "datacenter": false}), "level": "none"},
	"below 1600": {"item": circuit({"eccn": "EAR99", "tpp": 1599.999}), "level": "none"},
	"not dense enough": {"item": circuit({"eccn": "EAR99", "tpp": 3000, "performance_density": 1.5}), "level": "none"},
	"b, too thin for a": {
		"item": circuit({"eccn": "3A090.b", "tpp": 3000, "performance_density": 5.919}),
		"level": "b",
	},
	"b of a board, too thin for a": {
		"item": holding("4A090.b", [{"tpp": 3000, "performance_density": 5.919}, {"tpp": 100}]),
		"level": "b",
	},
	"a": {"item": circuit({"eccn": "3A090.a", "tpp": 3000}), "level": "a"},
	"memory": {"item": circuit({"eccn": "3A090.c", "tpp": 3000}), "level": "c"},
	"a unit, of which one circuit is not for datacenters": {
		"item": {"kind": "component", "eccn": "3A991", "tpp": 3000, "performance_density": 6, "datacenter": false},
		"level": "none",
	},
	"a unit, of which one circuit is b": {
		"item": {"kind": "component", "eccn": "3A991", "tpp": 3000, "performance_density": 2, "datacenter": true},
		"level": "none",
	},
	"a unit, of which one circuit is below 1600": {
		"item": {"kind": "component", "eccn": "3A991", "tpp": 1599.999, "datacenter": true},
		"level": "none",
	},
	"a model without its operations": {
		"item": {"kind": "model_weights", "eccn": "EAR99", "model": {"published": false}},
		"level": "none",
	},
	"a model stated as weights": {
		"item": {"kind": "model_weights", "eccn": "4E091", "model": untold_model},
		"level": "weights",
	},
}

test_a_stated_class_is_believed_where_nothing_could_make_it_stricter[name] if {
	some name, case in believed
	classification.level == case.level with input as request(case.item)
	classification.missing == set() with input as request(case.item)
}

# Whether 4E091 is enforced is unknown since it has to be complied with; before, a model is nothing.
test_a_model_is_asked_from_the_day_that_it_counts if {
	item := {"kind": "software", "eccn": "EAR99", "model": untold_model}
	classification.level == "none" with input as {"as_of": "2025-05-14", "item": item}
	classification.missing == of_the_model with input as {"as_of": "2025-05-15", "item": item}
	classification.missing == of_the_model with input as {"as_of": "2025-05-15", "posture": "enforced", "item": item}
}

# A case that is undefined leaves its whole table undefined, and a test over no case passes.
test_tables_of_stricter_classes_hold_cases if {
	every table in [beside_figures, believed] {
		count(table) > 0
	}
}
