package ear.classification_test

import rego.v2

import data.ear.classification
import data.ear.fixtures_test as fixtures

# What decided the class, by item.
deciding := {
	"a circuit": {"item": a_level, "paragraphs": ["3A090.a.1"]},
	"a circuit by its datasheet": {
		"item": {"kind": "integrated_circuit", "specification": {"peaks": [
			{"bits": 8, "tera_operations": 660.6},
			{"bits": 16, "tera_operations": 330.3},
			{"bits": 4, "tera_operations": 2642.4, "sparse": true},
		]}},
		"paragraphs": ["3A090.a.1/16_bit"],
	},
	"a circuit by its datasheet, with a higher TPP stated": {
		"item": {
			"kind": "integrated_circuit",
			"tpp": 5000,
			"specification": {"peaks": [{"bits": 8, "tera_operations": 600}]},
		},
		"paragraphs": ["3A090.a.1"],
	},
	"a circuit that is presumed": {
		"item": {
			"kind": "integrated_circuit",
			"note_1_presumption": "not_overcome",
			"specification": {"peaks": [{"bits": 8, "tera_operations": 6}]},
		},
		"paragraphs": ["3A090.a"],
	},
	"technology": {"item": {"eccn": "3E001", "related_eccn": "3A090.b"}, "paragraphs": ["3A090.b"]},
	"a board": {"item": {"kind": "computer", "integrated_circuits": [b_level]}, "paragraphs": ["3A090.b.1"]},
	"a model": {"item": fixtures.weights.item, "paragraphs": ["4E091"]},
	"a published model": {
		"item": {"kind": "model_weights", "model": {"published": true}},
		"paragraphs": [],
	},
	"a stated ECCN": {"item": {"kind": "integrated_circuit", "eccn": "3A090.a"}, "paragraphs": []},
}

test_the_paragraph_that_decided_is_told[name] if {
	some name, case in deciding
	[paragraph | paragraph := classification.decided_by] == case.paragraphs with input as request(case.item)
}

test_the_table_of_what_decided_holds_cases if count(deciding) > 0
