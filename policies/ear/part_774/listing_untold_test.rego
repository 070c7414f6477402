# METADATA
# title: Tests of what an item may be whose ECCN is not told
# scope: package
# custom:
#   citation: "Supplement No. 1 to part 774"
package ear.listing_untold_test

import rego.v2

import data.ear.classification
import data.ear.integrated_circuits

request(item) := {"as_of": "2025-07-01", "item": item}

h100 := {"tpp": 15832, "performance_density": 19.45, "datacenter": true, "designer": "authorized"}

a40 := {"tpp": 2395.2, "performance_density": 3.81, "datacenter": true}

board(circuits) := {"integrated_circuits": [object.union(circuit, {"count": 8}) | some circuit in circuits]}

entries := {
	"a circuit": {"item": object.union(h100, {"kind": "integrated_circuit"}), "may_be": {"3A001", "3A090", "5A002", "5A004", "5A992"}},
	"a circuit by its figures alone": {"item": h100, "may_be": {"3A001", "3A090", "5A002", "5A004", "5A992"}},
	"a computer": {
		"item": object.union(board([h100]), {"kind": "computer"}),
		"may_be": {"4A003", "4A004", "4A005", "4A090", "5A002", "5A004", "5A992"},
	},
	"what holds circuits": {
		"item": board([h100]),
		"may_be": {"4A003", "4A004", "4A005", "4A090", "5A002", "5A004", "5A992"},
	},
	"a component": {
		"item": object.union(board([h100]), {"kind": "component"}),
		"may_be": {"3A001", "4A003", "4A004", "4A005", "4A090", "5A002", "5A004", "5A992"},
	},
	"of a stated entry": {"item": object.union(h100, {"eccn": "3A090"}), "may_be": set()},
	"none": {"item": {"kind": "integrated_circuit", "tpp": 1599}, "may_be": set()},
}

test_entries_that_may_hold_it[name] if {
	some name, case in entries
	found := classification.may_be with input as request(case.item)
	{substring(code, 0, 5) | some code, _ in found} == case.may_be
}

test_only_paragraphs_of_its_level if {
	found := classification.may_be with input as request(object.union(a40, {"kind": "integrated_circuit"}))
	found["3A001.z.2.b"].missile_technology
	found["3A090.b"]
	not found["3A001.z.2.a"]
	not found["3A090.a"]
}

test_the_list_ties_a_stated_paragraph_to_its_designer if {
	classification.designer_listed with input as request(object.union(h100, {"eccn": "3A090.a"}))
	not classification.designer_listed with input as request(h100)
}

designers := {
	"of a circuit": {"item": h100, "designed": true},
	"of a circuit, neither": {"item": object.union(h100, {"designer": "neither"}), "designed": false},
	"of a circuit, not told": {"item": object.remove(h100, ["designer"]), "designed": false},
	"of every circuit": {"item": board([h100, h100]), "designed": true},
	"of one circuit only": {"item": board([h100, object.remove(h100, ["designer"])]), "designed": false},
}

test_designed[name] if {
	some name, case in designers
	found := [true | integrated_circuits.designed] with input as request(case.item)
	found == [true] == case.designed
}

# A case that is undefined leaves its whole table undefined, and a test over no case passes.
test_tables_hold_cases if {
	every table in [entries, designers] {
		count(table) > 0
	}
}
