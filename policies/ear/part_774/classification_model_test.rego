package ear.part_774.classification_test

import rego.v2

import data.ear.fixtures_test as fixtures
import data.ear.part_774.classification

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
		"level": ["weights"],
		"eccn": ["4E091"],
		"decided_by": ["4E091"],
	},
	"technology of a": {
		"item": {"kind": "technology", "eccn": "3E001", "related_eccn": "3A090.a"},
		"level": ["a"],
		"eccn": ["3E001"],
		"decided_by": ["3A090.a"],
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
		"level": ["a"],
		"eccn": ["3A090.a"],
		"decided_by": ["3A090.a.1"],
	},
	"a circuit that could be of a": {"item": untold, "level": [], "eccn": [], "decided_by": []},
	"an ECCN of b without a kind": {
		"item": {"eccn": "3E001", "related_eccn": "3A090.b"},
		"level": ["weights"],
		"eccn": ["4E091"],
		"decided_by": ["4E091"],
	},
	"an ECCN of a without a kind": {"item": {"eccn": "3A090.a"}, "level": ["a"], "eccn": ["3A090.a"], "decided_by": []},
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
	classification.level == "weights" with input as {"as_of": "2025-05-15", "item": technology}
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
	every table in [beside_a_model] {
		count(table) > 0
	}
}
