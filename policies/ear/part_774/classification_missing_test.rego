package ear.classification_test

import rego.v2

import data.ear.classification

# What an item lacks while its level is unknown.
lacking := {
	"an ECCN too coarse and no figures": {
		"item": {"kind": "integrated_circuit", "eccn": "3A090"},
		"asks": {"item.eccn", "item.tpp"},
	},
	"an ECCN too coarse and figures that leave it open": {
		"item": stating(untold, "3A090"),
		"asks": {"item.eccn", "item.performance_density", "item.datacenter"},
	},
	"high bandwidth memory with the figures of 3A090.b": {
		"item": stating(b_level, "3A090.c"),
		"asks": {"item.eccn"},
	},
	"a heading that has several paragraphs a level": {
		"item": {"kind": "computer", "eccn": "5A002", "integrated_circuits": [a_level]},
		"asks": {"item.eccn"},
	},
	"a paragraph without a level beside several": {
		"item": {"kind": "computer", "eccn": "5A002.a", "integrated_circuits": [a_level]},
		"asks": {"item.eccn"},
	},
	"software": {"item": {"kind": "software"}, "asks": {"item.eccn"}},
	"technology": {"item": {"kind": "technology"}, "asks": {"item.eccn"}},
	"software under a code that no table knows, with the figures of 3A090.a": {
		"item": object.union(a_level, {"kind": "software", "eccn": "3A099.a"}),
		"asks": {"item.eccn"},
	},
	"equipment": {"item": {"kind": "equipment"}, "asks": {"item.eccn", "item.integrated_circuits"}},
	"a circuit": {"item": untold, "asks": {"item.eccn", "item.performance_density", "item.datacenter"}},
	"a board": {"item": {"kind": "computer"}, "asks": {"item.eccn", "item.integrated_circuits"}},
	"a model": {
		"item": {"kind": "model_weights", "model": {"training_operations": 2e26, "published": false}},
		"asks": {"item.model.derived_from_published", "item.model.best_published_operations"},
	},
}

test_what_an_item_lacks_is_asked[name] if {
	some name, case in lacking
	classification.missing == case.asks with input as request(case.item)
	not classification.level with input as request(case.item)
}

test_nothing_is_asked_once_the_level_is_known[name] if {
	some name, case in classes
	classification.missing == set() with input as request(case.item)
}
