package ear.integrated_circuits_test

import rego.v2

import data.ear.integrated_circuits

_small := {"count": 2, "tpp": 2500, "performance_density": 3.3, "datacenter": true, "designer": "approved"}

held(figures) := request(object.union({"kind": "computer", "integrated_circuits": [_small]}, figures))

# What an item tells of itself beside its circuits, the level that both give, and the TPP of the unit.
stated_beside := {
	"none": {"figures": {}, "level": "b", "tpp": 5000},
	"those of a circuit": {"figures": {"tpp": 2500}, "level": "b", "tpp": 5000},
	"their sum": {"figures": {"tpp": 5000}, "level": "b", "tpp": 5000},
	"of 3A090.a.1": {"figures": {"tpp": 15832}, "level": "a", "tpp": 20832},
	"of 3A090.a.2": {
		"figures": {"tpp": 1600, "performance_density": 5.92, "datacenter": true},
		"level": "a",
		"tpp": 6600,
	},
	"too small for any paragraph": {"figures": {"tpp": 1000}, "level": "b", "tpp": 6000},
	"without density": {"figures": {"tpp": 3000}, "level": "open", "tpp": 8000},
	"of a datasheet": {
		"figures": {"specification": {"peaks": [{"bits": 16, "tera_operations": 989.5}]}},
		"level": "a",
		"tpp": 20832,
	},
	"of half a datasheet": {
		"figures": {"specification": {"peaks": [{"bits": 16}]}},
		"level": "open",
		"tpp": "open",
	},
	"beside a circuit of an untold TPP": {
		"figures": {"tpp": 1000, "integrated_circuits": [_small, {"count": 1}]},
		"level": "open",
		"tpp": "open",
	},
	"of a circuit by kind": {"figures": {"kind": "integrated_circuit"}, "level": "open", "tpp": "open"},
	"of a maker that has not overcome the presumption": {
		"figures": {"kind": "integrated_circuit", "note_1_presumption": "not_overcome"},
		"level": "a",
		"tpp": "open",
	},
}

test_figures_beside_circuits_that_have_others_are_not_silenced[name] if {
	some name, case in stated_beside
	{level | level := integrated_circuits.level} == {case.level} - {"open"} with input as held(case.figures)
	{tpp | tpp := integrated_circuits.unit_tpp} == {case.tpp} - {"open"} with input as held(case.figures)
}

test_figures_of_none_of_the_circuits_are_named if {
	alike := {"none", "those of a circuit", "their sum"}
	every name, case in stated_beside {
		{true | integrated_circuits.stated_beside_circuits} == {true | not name in alike} with input as held(case.figures)
	}
}

test_what_half_a_datasheet_beside_circuits_lacks_is_asked if {
	half := held({"specification": {"peaks": [{"bits": 16}]}})
	integrated_circuits.missing == {"item.specification.peaks[0].tera_operations"} with input as half
	integrated_circuits.unit_tpp_missing == integrated_circuits.missing with input as half
}

# A case that is undefined leaves its whole table undefined, and a test over no case passes.
test_the_table_of_figures_beside_circuits_holds_cases if count(stated_beside) > 0
