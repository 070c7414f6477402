package ear.classification_test

import rego.v2

import data.ear.classification
import data.ear.fixtures_test as fixtures

# A model told beside another kind of item; agrees is false of each.
beside_a_model := {
	"software that the rule does not name": {
		"item": {"kind": "software", "eccn": "EAR99"},
		"level": ["weights"],
		"eccn": ["4E091"],
		"decided_by": ["4E091"],
	},
	"software of a code that no table knows": {
		"item": {"kind": "software", "eccn": "9D999"},
		"level": ["weights"],
		"eccn": ["4E091"],
		"decided_by": ["4E091"],
	},
	"technology of b": {
		"item": {"kind": "technology", "eccn": "3E001", "related_eccn": "3A090.b"},
		"level": [],
		"eccn": ["3E001"],
		"decided_by": [],
	},
	"technology of a": {
		"item": {"kind": "technology", "eccn": "3E001", "related_eccn": "3A090.a"},
		"level": [],
		"eccn": ["3E001"],
		"decided_by": [],
	},
	"technology for what is not told": {
		"item": {"kind": "technology", "eccn": "3E001"},
		"level": [],
		"eccn": ["3E001"],
		"decided_by": [],
	},
	"software without an ECCN": {"item": {"kind": "software"}, "level": [], "eccn": [], "decided_by": []},
	"a computer that the rule does not name": {
		"item": {"kind": "computer", "eccn": "4A994"},
		"level": ["weights"],
		"eccn": ["4E091"],
		"decided_by": ["4E091"],
	},
	"a circuit below every paragraph": {
		"item": below,
		"level": ["weights"],
		"eccn": ["4E091"],
		"decided_by": ["4E091"],
	},
	"a circuit of a": {
		"item": a_level,
		"level": [],
		"eccn": ["3A090.a"],
		"decided_by": ["3A090.a.1"],
	},
	"a circuit that could be of a": {"item": untold, "level": [], "eccn": [], "decided_by": []},
	"an ECCN of b without a kind": {
		"item": {"eccn": "3E001", "related_eccn": "3A090.b"},
		"level": [],
		"eccn": ["3E001"],
		"decided_by": [],
	},
	"an ECCN of a without a kind": {"item": {"eccn": "3A090.a"}, "level": [], "eccn": ["3A090.a"], "decided_by": []},
	"stated as weights": {
		"item": {"kind": "software", "eccn": "4E091"},
		"level": ["weights"],
		"eccn": ["4E091"],
		"decided_by": [],
	},
}

with_model(item) := object.union(item, {"model": fixtures.weights.item.model})

test_a_model_beside_another_kind_governs_where_it_is_stricter[name] if {
	some name, case in beside_a_model
	told := request(with_model(case.item))
	[level | level := classification.level] == case.level with input as told
	[eccn | eccn := classification.eccn] == case.eccn with input as told
	[decided_by | decided_by := classification.decided_by] == case.decided_by with input as told
	classification.agrees == false with input as told
}

# Before 4E091 has to be complied with, b is the stricter.
test_a_model_beside_another_kind_governs_by_the_day if {
	technology := with_model(beside_a_model["technology of b"].item)
	classification.level == "b" with input as {"as_of": "2025-05-14", "item": technology}
	not classification.level with input as {"as_of": "2025-05-15", "item": technology}
}

# What is told to be model weights and another item of the rule, on any day.
model_or_another := {
	"a kind of weights, an ECCN of a": {"kind": "model_weights", "eccn": "3A090.a"},
	"a kind of weights, an ECCN of b": {"kind": "model_weights", "eccn": "4A090.b"},
	"a kind of weights, an ECCN of memory": {"kind": "model_weights", "eccn": "3A090.c"},
	"a kind of weights, technology of a": {"kind": "model_weights", "eccn": "3E001", "related_eccn": "3A090.a"},
	"a model that 4E091 describes, an ECCN of b": {
		"kind": "model_weights",
		"eccn": "3A090.b",
		"model": fixtures.weights.item.model,
	},
	"a published model, an ECCN of a": {"kind": "model_weights", "eccn": "3A090.a", "model": {"published": true}},
	"a kind of weights, figures of a chip": {"kind": "model_weights", "eccn": "EAR99", "tpp": 1600},
	"weights, figures of a chip": {"kind": "model_weights", "eccn": "4E091", "tpp": 15832},
	"weights, rates of a chip": {
		"kind": "model_weights",
		"eccn": "4E091",
		"specification": {"peaks": [{"bits": 8, "tera_operations": 1}]},
	},
	"weights, circuits": {"kind": "model_weights", "eccn": "4E091", "integrated_circuits": [{"tpp": 1}]},
	"a published model, figures of a chip": {"kind": "model_weights", "model": {"published": true}, "tpp": 15832},
	"an ECCN of weights, figures of a": stating(a_level, "4E091"),
	"an ECCN of weights, figures of b": stating(b_level, "4E091"),
	"an ECCN of weights, a circuit": {"kind": "integrated_circuit", "eccn": "4E091"},
	"an ECCN of weights, a computer": {"kind": "computer", "eccn": "4E091"},
	"an ECCN of weights, figures without a kind": object.remove(stating(a_level, "4E091"), ["kind"]),
}

test_model_weights_and_another_item_are_never_both[name] if {
	some name, item in model_or_another
	every day in ["2024-12-10", "2025-03-01", "2025-05-15"] {
		classification.model_or_another with input as {"as_of": day, "item": item}
		not classification.level with input as {"as_of": day, "item": item}
		{"item.eccn", "item.kind"} & classification.missing == {"item.eccn", "item.kind"} with input as {"as_of": day, "item": item}
		classification.agrees == false with input as {"as_of": day, "item": item}
	}
}

one_thing := {
	"weights": {"kind": "model_weights", "eccn": "4E091"},
	"weights, a figure of no chip of the rule": {"kind": "model_weights", "eccn": "4E091", "tpp": 1599.999},
	"weights, no circuits": {"kind": "model_weights", "eccn": "4E091", "integrated_circuits": [], "specification": null},
	"weights stated as what the rule does not name": {"kind": "model_weights", "eccn": "EAR99"},
	"weights told as technology": {"kind": "technology", "eccn": "4E091"},
	"a circuit": stating(a_level, "3A090.a"),
	"a published model beside a circuit": object.union(stating(a_level, "3A090.a"), {"model": {"published": true}}),
}

test_what_is_told_to_be_one_thing_is_that[name] if {
	some name, item in one_thing
	not classification.model_or_another with input as request(item)
	classification.level in {"weights", "none", "a"} with input as request(item)
}

test_what_a_model_beside_an_item_of_the_rule_is_is_asked if {
	told := with_model(stating(a_level, "3A090.a"))
	classification.missing == {"item.eccn", "item.kind"} with input as {"as_of": "2025-05-15", "item": told}
	classification.missing == {"item.eccn", "item.kind"} with input as {"as_of": "2025-05-15", "posture": "enforced", "item": told}
	classification.level == "a" with input as {"as_of": "2025-05-14", "item": told}
}

test_a_published_model_beside_another_kind_only_disagrees if {
	told := request({"kind": "software", "eccn": "EAR99", "model": {"published": true}})
	classification.level == "none" with input as told
	classification.eccn == "EAR99" with input as told
	classification.agrees == false with input as told
}

test_a_published_model_contradicts_no_ECCN_without_a_kind if {
	told := request({"eccn": "EAR99", "model": {"published": true}})
	classification.level == "none" with input as told
	classification.agrees == true with input as told
}

test_null_for_a_model_beside_another_kind_is_no_model if {
	classification.agrees == true with input as request(object.union(stating(below, "EAR99"), {"model": null}))
}

# A case that is undefined leaves its whole table undefined, and a test over no case passes.
test_tables_of_models_hold_cases if {
	every table in [beside_a_model, model_or_another, one_thing] {
		count(table) > 0
	}
}
