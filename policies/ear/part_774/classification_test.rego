package ear.classification_test

import rego.v2

import data.ear.classification
import data.ear.fixtures_test as fixtures

request(item) := {"as_of": "2025-07-01", "item": item}

# Figures of a circuit of each level.
a_level := {"kind": "integrated_circuit", "tpp": 5000, "datacenter": true}

b_level := {"kind": "integrated_circuit", "tpp": 3000, "performance_density": 2, "datacenter": true}

below := {"kind": "integrated_circuit", "tpp": 100}

untold := {"kind": "integrated_circuit", "tpp": 3000}

stating(item, eccn) := object.union(item, {"eccn": eccn})

# Stated ECCN against figures: the stricter class governs.
classes := {
	"stated, confirmed": {
		"item": stating(a_level, "3A090.a"),
		"level": "a",
		"eccn": "3A090.a",
		"source": "stated",
		"agrees": true,
	},
	"stated, contradicted from below": {
		"item": stating(b_level, "3A090.a"),
		"level": "a",
		"eccn": "3A090.a",
		"source": "stated",
		"agrees": false,
	},
	"stated, contradicted from above": {
		"item": stating(a_level, "3A090.b"),
		"level": "a",
		"eccn": "3A090.a",
		"source": "derived",
		"agrees": false,
	},
	"stated, figures not told": {
		"item": stating({"kind": "integrated_circuit"}, "3A090.b"),
		"level": "b",
		"eccn": "3A090.b",
		"source": "stated",
		"agrees": null,
	},
	"not named by the rule, confirmed": {
		"item": stating(below, "EAR99"),
		"level": "none",
		"eccn": "EAR99",
		"source": "stated",
		"agrees": true,
	},
	"not named by the rule, contradicted": {
		"item": stating(b_level, "EAR99"),
		"level": "b",
		"eccn": "3A090.b",
		"source": "derived",
		"agrees": false,
	},
	"too coarse, told by the figures": {
		"item": stating(a_level, "3A090"),
		"level": "a",
		"eccn": "3A090.a",
		"source": "derived",
		"agrees": null,
	},
	"derived alone": {"item": a_level, "level": "a", "eccn": "3A090.a", "source": "derived", "agrees": null},
	"derived of a board": {
		"item": {"kind": "computer", "integrated_circuits": [b_level]},
		"level": "b",
		"eccn": "4A090.b",
		"source": "derived",
		"agrees": null,
	},
	"derived of a model": {
		"item": json.remove(fixtures.weights.item, ["eccn"]),
		"level": "weights",
		"eccn": "4E091",
		"source": "derived",
		"agrees": null,
	},
	"derived of a model by its facts": {
		"item": json.remove(fixtures.weights.item, ["eccn", "kind"]),
		"level": "weights",
		"eccn": "4E091",
		"source": "derived",
		"agrees": null,
	},
	"stated of a model": {
		"item": json.remove(fixtures.weights.item, ["kind"]),
		"level": "weights",
		"eccn": "4E091",
		"source": "stated",
		"agrees": true,
	},
	"a computer of an encryption paragraph, contradicted from above": {
		"item": {"kind": "computer", "eccn": "5A002.z.3.b", "integrated_circuits": [a_level]},
		"level": "a",
		"eccn": "5A002.z.3.a",
		"source": "derived",
		"agrees": false,
	},
	"a computer of an encryption paragraph, contradicted from below": {
		"item": {"kind": "computer", "eccn": "5A002.z.3.a", "integrated_circuits": [b_level]},
		"level": "a",
		"eccn": "5A002.z.3.a",
		"source": "stated",
		"agrees": false,
	},
	"a heading that has one paragraph a level": {
		"item": {"kind": "computer", "eccn": "4A004", "integrated_circuits": [a_level]},
		"level": "a",
		"eccn": "4A004.z.1",
		"source": "derived",
		"agrees": null,
	},
	"a paragraph without a level beside such paragraphs": {
		"item": {"eccn": "5A992.c", "integrated_circuits": [b_level]},
		"level": "b",
		"eccn": "5A992.z.2",
		"source": "derived",
		"agrees": false,
	},
	"a computer without a kind or figures": {
		"item": {"eccn": "5A992.z.1"},
		"level": "a",
		"eccn": "5A992.z.1",
		"source": "stated",
		"agrees": null,
	},
	"a kind that its ECCN does not hold": {
		"item": {"kind": "software", "eccn": "3A090.b", "tpp": 5000},
		"level": "a",
		"eccn": "3A090.a",
		"source": "derived",
		"agrees": false,
	},
	"stated figures that the datasheet contradicts": {
		"item": object.union(b_level, {"specification": {"dies": [{"area_mm2": 500, "non_planar": true}]}}),
		"level": "a",
		"eccn": "3A090.a",
		"source": "derived",
		"agrees": false,
	},
	"stated figures that the datasheet contradicts without another class": {
		"item": object.union(
			stating(b_level, "3A090.b"),
			{"specification": {"dies": [{"area_mm2": 1000, "non_planar": true}]}},
		),
		"level": "b",
		"eccn": "3A090.b",
		"source": "stated",
		"agrees": false,
	},
	"high bandwidth memory with figures that mean nothing for it": {
		"item": stating(below, "3A090.c"),
		"level": "c",
		"eccn": "3A090.c",
		"source": "stated",
		"agrees": null,
	},
	"high bandwidth memory with the figures of a processor": {
		"item": stating(a_level, "3A090.c"),
		"level": "a",
		"eccn": "3A090.a",
		"source": "derived",
		"agrees": false,
	},
	"stated without a kind, contradicted": {
		"item": {"eccn": "3A090.b", "tpp": 5000},
		"level": "a",
		"eccn": "3A090.a",
		"source": "derived",
		"agrees": false,
	},
	"high bandwidth memory": {
		"item": {"eccn": "3A090.c"},
		"level": "c",
		"eccn": "3A090.c",
		"source": "stated",
		"agrees": null,
	},
}

test_the_stricter_class_governs[name] if {
	some name, case in classes
	found := {
		"level": classification.level,
		"eccn": classification.eccn,
		"source": classification.source,
		"agrees": classification.agrees,
	} with input as request(case.item)
	found == object.remove(case, ["item"])
}

test_figures_below_every_paragraph_give_no_eccn if {
	classification.level == "none" with input as request(below)
	not classification.eccn with input as request(below)
}

# The row of ECCN 4E091 begins on 2025-01-13: before it the rule named no such ECCN.
test_an_eccn_is_read_on_the_day if {
	classification.stated_level == "none" with input as {"as_of": "2025-01-12", "item": {"eccn": "4E091"}}
	classification.stated_level == "weights" with input as {"as_of": "2025-01-13", "item": {"eccn": "4E091"}}
}

paragraphs := {
	"4A090.a.1": "unknown",
	"3A090.d": "unknown",
	"5A992.z.3": "unknown",
	"3A001.z.9.a": "unknown",
	"4E091.a": "unknown",
	"5A002.a": "none",
	"3A001.a.7": "none",
	"3A991.p": "none",
}

test_a_paragraph_that_no_table_knows_is_not_left_out[eccn] if {
	some eccn, level in paragraphs
	classification.stated_level == level with input as request({"eccn": eccn})
}

of_entries := {"4E001.a": "4A090.a", "4D001.a": "4A004.z.1", "5E002.a": "5A002.z.1.a"}

test_a_paragraph_of_technology_is_read_as_its_entry[eccn] if {
	some eccn, related in of_entries
	item := request({"kind": "technology", "eccn": eccn, "related_eccn": related})
	classification.stated_level == "a" with input as item
	classification.listed with input as item
}

# Items whose own rules are decided here.
modelled := {
	"3A090.a": true,
	"4A090.b": true,
	"4E091": true,
	"EAR99": true,
	"3A090.c": true,
	"4A003.z.1.a": true,
	"5A992.z.1": true,
	"5D992.z.2": true,
}

test_entries_of_chips_computers_and_weights_are_modelled if {
	found := {eccn | some eccn, _ in modelled; classification.modelled with input as request({"eccn": eccn})}
	found == {eccn | some eccn, expected in modelled; expected == true}
}

# The ECCN used tells what the item is, whatever kind the request tells.
forms := {
	"3A090.a": {"heading": "3A090", "form": "commodity"},
	"5A992.z.1": {"heading": "5A992", "form": "commodity"},
	"EAR99": {"heading": "EAR99", "form": "commodity"},
	"5D002.z.9.b": {"heading": "5D002", "form": "software"},
	"3E001": {"heading": "3E001", "form": "technology"},
	"4E091": {"heading": "4E091", "form": "weights"},
}

test_an_item_without_an_eccn_is_taken_for_a_commodity if {
	classification.form == "commodity" with input as request(untold)
}

test_the_eccn_tells_the_form_of_the_item if {
	every eccn, expected in forms {
		found := {"heading": classification.heading, "form": classification.form} with input as request({"eccn": eccn})
		found == expected
	}
}

# A case that is undefined leaves its whole table undefined, and a test over no case passes.
test_tables_hold_cases if {
	every table in [classes, lacking, modelled, forms, paragraphs, of_entries] {
		count(table) > 0
	}
}
