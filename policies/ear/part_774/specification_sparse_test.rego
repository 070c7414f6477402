# METADATA
# title: Tests of rates that a datasheet tells only with sparsity
# scope: package
# custom:
#   citation: "ECCN 3A090, Technical Notes 1 to 3"
package ear.specification_sparse_test

import rego.v2

import data.ear.integrated_circuits

request(item) := {"as_of": "2025-07-01", "item": object.union({"kind": "integrated_circuit", "datacenter": false}, item)}

dense(bits, rate) := {"bits": bits, "tera_operations": rate, "sparse": false}

sparse(bits, rate) := {"bits": bits, "tera_operations": rate, "sparse": true}

# The TPP that the rates give, or null where a rate of dense matrices that is not told could be higher.
rates := {
	"a bit length with its sparse rate alone": {"peaks": [dense(64, 34), sparse(16, 1979)], "tpp": null},
	"one with both": {"peaks": [dense(64, 34), dense(16, 120), sparse(16, 1979)], "tpp": 2176},
	"no higher than what is told": {"peaks": [dense(64, 34), sparse(16, 136)], "tpp": 2176},
	"a thousandth higher": {"peaks": [dense(64, 34), sparse(1, 2176.001)], "tpp": null},
	"the highest of several": {"peaks": [dense(64, 34), sparse(16, 100), sparse(8, 500)], "tpp": null},
	"beside what is enough": {"peaks": [dense(64, 75), sparse(16, 1979)], "tpp": 4800},
	"beside what is a thousandth short of it": {"peaks": [dense(1, 4799.999), sparse(16, 1979)], "tpp": null},
	"1600": {"peaks": [dense(32, 10), sparse(8, 200)], "tpp": null},
	"a thousandth below 1600": {"peaks": [dense(32, 10), sparse(1, 1599.999)], "tpp": 320},
	"sparse rates alone": {"peaks": [sparse(16, 1979)], "tpp": null},
}

test_a_rate_of_dense_matrices_that_is_not_told_is_not_lower[name] if {
	some name, case in rates
	told := request({"specification": {"peaks": case.peaks}})
	[circuit.tpp | some circuit in integrated_circuits.circuits] == [case.tpp] with input as told
	asked := {"item.tpp" | case.tpp == null}
	integrated_circuits.missing == asked with input as told
	integrated_circuits.unit_tpp_missing == asked with input as told
	level := [level | level := integrated_circuits.level] with input as told
	count(level) == 1 - count(asked)
}

# A TPP that is stated, whether the datasheet contradicts it, and what is taken.
statements := {
	"within the sparse rate": {"tpp": 15832, "taken": 15832, "disagree": false},
	"at the sparse rate": {"tpp": 31664, "taken": 31664, "disagree": false},
	"above it": {"tpp": 31664.01, "taken": 31664.01, "disagree": true},
	"as the rates of dense matrices": {"tpp": 2176, "taken": 2176, "disagree": false},
	"below them": {"tpp": 2000, "taken": 2176, "disagree": true},
}

test_a_stated_tpp_is_taken_as_told[name] if {
	some name, case in statements
	told := request({"tpp": case.tpp, "specification": {"peaks": [dense(64, 34), sparse(16, 1979)]}})
	[circuit.tpp | some circuit in integrated_circuits.circuits] == [case.taken] with input as told
	disagreement := {true | integrated_circuits.figures_disagree} with input as told
	disagreement == {true | case.disagree == true}
}

# Half a sparse rate, and what is asked of it.
halves := {
	"no rate": {
		"item": {"specification": {"peaks": [dense(64, 34), {"bits": 16, "sparse": true}]}},
		"asks": {"item.specification.peaks[1].tera_operations"},
	},
	"no bit length": {
		"item": {"specification": {"peaks": [dense(64, 34), {"tera_operations": 1979, "sparse": true}]}},
		"asks": {"item.specification.peaks[1].bits"},
	},
	"beside what is enough": {
		"item": {"specification": {"peaks": [dense(64, 75), {"sparse": true}]}},
		"asks": set(),
	},
	"beside a stated TPP": {
		"item": {"tpp": 100, "specification": {"peaks": [dense(64, 10), {"sparse": true}]}},
		"asks": set(),
	},
}

test_half_a_sparse_rate_is_asked_where_it_matters[name] if {
	some name, case in halves
	integrated_circuits.missing == case.asks with input as request(case.item)
}

# What holds circuits is a by the figures of one of them, whatever the others are.
test_sparse_rates_beside_what_holds_circuits_take_nothing_from_it if {
	sheet := {
		"peaks": [dense(64, 34), sparse(16, 1979)],
		"dies": [{"area_mm2": 300, "non_planar": true}],
	}
	told := {"as_of": "2025-07-01", "item": {"kind": "component", "datacenter": true, "specification": sheet}}
	integrated_circuits.level == "a" with input as told
}

# A case that is undefined leaves its whole table undefined, and a test over no case passes.
test_tables_hold_cases if {
	every table in [rates, statements, halves] {
		count(table) > 0
	}
}
