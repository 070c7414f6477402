package ear.integrated_circuits_test

import rego.v2

import data.ear.integrated_circuits

# Marketing that takes an item out: only where its figures would have put it in.
marketing := {
	"a by its figures": {"tpp": 4000, "performance_density": 6, "datacenter": false},
	"b by its figures": {"tpp": 2000, "performance_density": 4, "datacenter": false},
	"density not told": {"tpp": 2000, "datacenter": false},
	"out by its density": {"tpp": 2000, "performance_density": 1, "datacenter": false},
	"out by its TPP": {"tpp": 1500, "performance_density": 9, "datacenter": false},
	"in by its TPP": {"tpp": 4800, "datacenter": false},
}

test_the_datacenter_note_excludes_what_the_figures_would_include if {
	excluded := {name |
		some name, item in marketing
		integrated_circuits.excluded_by_datacenter_note with input as request(item)
	}
	excluded == {"a by its figures", "b by its figures", "density not told"}
}

# Datacenter marketing of the circuits of one board.
markets := {
	"one of them": {"holds": [{"datacenter": false}, {"datacenter": true}], "for": true, "asks": set()},
	"none of them": {"holds": [{"datacenter": false}, {"datacenter": false}], "for": false, "asks": {"item.datacenter"}},
	"one, whatever the other": {"holds": [{}, {"datacenter": true}], "for": true, "asks": set()},
	"one not told": {
		"holds": [{"datacenter": false}, {}],
		"for": false,
		"asks": {"item.datacenter", "item.integrated_circuits[1].datacenter"},
	},
	"one below 3A090 beside a gaming one of 3A090.a": {
		"holds": [
			{"datacenter": false, "tpp": 5285, "performance_density": 8.7},
			{"datacenter": true, "tpp": 1000, "performance_density": 1},
		],
		"for": false,
		"asks": {"item.datacenter"},
	},
	"one of 3A090.a beside a gaming one": {
		"holds": [
			{"datacenter": false, "tpp": 5285, "performance_density": 8.7},
			{"datacenter": true, "tpp": 5285, "performance_density": 8.7},
		],
		"for": true,
		"asks": set(),
	},
	"one below 3A090, its marketing untold, beside a gaming one of 3A090.a": {
		"holds": [
			{"datacenter": false, "tpp": 5285, "performance_density": 8.7},
			{"tpp": 1000, "performance_density": 1},
		],
		"for": false,
		"asks": {"item.datacenter"},
	},
	"no circuit told": {"holds": [], "for": false, "asks": {"item.datacenter", "item.integrated_circuits"}},
}

test_a_board_is_for_datacenters_where_any_circuit_is if {
	found := {name |
		some name, case in markets
		integrated_circuits.for_datacenter with input as request({"kind": "computer", "integrated_circuits": case.holds})
	}
	found == {name | some name, case in markets; case.for == true}
}

test_marketing_is_asked_while_it_could_matter[name] if {
	some name, case in markets
	integrated_circuits.for_datacenter_missing == case.asks with input as request({
		"kind": "computer",
		"integrated_circuits": case.holds,
	})
}

# What holds circuits may be marketed for datacenters itself, whatever is told of its circuits.
units_for_datacenters := {
	"the unit": {"item": {"datacenter": true, "integrated_circuits": [{"datacenter": false}]}, "for": true},
	"the unit, circuits untold": {"item": {"datacenter": true}, "for": true},
	"a circuit, the unit not": {
		"item": {"datacenter": false, "integrated_circuits": [{"datacenter": true}]},
		"for": true,
	},
	"neither": {"item": {"datacenter": false, "integrated_circuits": [{"datacenter": false}]}, "for": false},
	"no circuit, the unit untold": {"item": {"integrated_circuits": [{"datacenter": false}]}, "for": false},
}

test_a_unit_is_for_datacenters_where_it_or_any_circuit_is if {
	found := {name |
		some name, case in units_for_datacenters
		integrated_circuits.for_datacenter with input as request(object.union({"kind": "computer"}, case.item))
	}
	found == {name | some name, case in units_for_datacenters; case.for == true}
}

test_marketing_of_a_unit_is_asked_where_nothing_is_for_datacenters if {
	asked := {name |
		some name, case in units_for_datacenters
		item := object.union({"kind": "computer"}, case.item)
		missing := integrated_circuits.for_datacenter_missing with input as request(item)
		missing == {"item.datacenter"}
	}
	asked == {"no circuit, the unit untold"}
}

# The presumption of Note 1 came with 90 FR 5298, which has to be complied with from 2025-01-31.
presumed := {"kind": "integrated_circuit", "tpp": 100, "note_1_presumption": "not_overcome"}

presumptions := {
	"before the note": {"as_of": "2025-01-30", "item": presumed},
	"not overcome": {"as_of": "2025-01-31", "item": presumed},
	"overcome": {"as_of": "2025-01-31", "item": object.union(presumed, {"note_1_presumption": "overcome"})},
	"of a board": {
		"as_of": "2025-01-31",
		"item": object.union(presumed, {"kind": "computer", "integrated_circuits": [{"tpp": 100}]}),
	},
}

test_a_circuit_whose_presumption_is_not_overcome_is_of_a_and_for_datacenters if {
	{name | some name, case in presumptions; integrated_circuits.level == "a" with input as case} == {"not overcome"}
	{name | some name, case in presumptions; integrated_circuits.for_datacenter with input as case} == {"not overcome"}
	integrated_circuits.decided_by == "3A090.a" with input as presumptions["not overcome"]
}

test_nothing_is_asked_of_a_presumed_circuit if {
	integrated_circuits.missing == set() with input as {
		"as_of": "2025-01-31",
		"item": json.remove(presumed, ["tpp"]),
	}
}

# Designers of the circuits of one board.
designers := {
	"an outsider's circuit of a": {
		"holds": [object.union(a_1, {"designer": "neither"}), object.union(a_1, {"designer": "approved"})],
		"neither": true,
		"asks": set(),
	},
	"an outsider's circuit below a": {
		"holds": [object.union(b_1, {"designer": "neither"}), object.union(a_1, {"designer": "authorized"})],
		"neither": false,
		"asks": set(),
	},
	"an outsider's circuit that may be of a": {
		"holds": [object.union(unknown, {"designer": "neither"}), object.union(a_1, {"designer": "authorized"})],
		"neither": true,
		"asks": set(),
	},
	"any of them where no figures class the board": {
		"holds": [object.union(b_1, {"designer": "neither"})],
		"neither": true,
		"asks": set(),
	},
	"not told": {"holds": [b_1, a_1], "neither": false, "asks": {"item.integrated_circuits[1].designer"}},
	"no circuit told": {"holds": [], "neither": false, "asks": {"item.integrated_circuits"}},
}

test_the_designer_of_each_circuit_of_a_matters if {
	found := {name |
		some name, case in designers
		integrated_circuits.designer_neither with input as request({"kind": "computer", "integrated_circuits": case.holds})
	}
	found == {name | some name, case in designers; case.neither == true}
}

test_designers_are_asked_of_circuits_of_a[name] if {
	some name, case in designers
	integrated_circuits.designer_missing == case.asks with input as request({
		"kind": "computer",
		"integrated_circuits": case.holds,
	})
}
