package ear.uveu_chips_test

import rego.v2

import data.ear.fixtures_test as fixtures
import data.ear.uveu_chips as chips
import data.ear.veu_fixtures_test as claims

holding(circuits) := fixtures.changed(
	fixtures.without(claims.universal, ["item"]),
	{"item": {"kind": "electronic_assembly", "eccn": "4A090.a", "quantity": 10, "integrated_circuits": circuits}},
)

_large := {"count": 2, "tpp": 4800, "performance_density": null, "datacenter": true}

_dense := {"count": 3, "tpp": 1600, "performance_density": 5.92, "datacenter": true}

_below := {"count": 1, "tpp": 4799, "performance_density": 5.91, "datacenter": true}

_small := {"count": 1, "tpp": 1000, "performance_density": 1, "datacenter": true}

_marketed_otherwise := {"count": 1, "tpp": 4799, "performance_density": 6, "datacenter": false}

cases := {
	"chips by themselves": {"request": claims.universal, "tpp": {1583200}, "missing": set()},
	"chips of an untold quantity": {
		"request": fixtures.without(claims.universal, ["item/quantity"]),
		"tpp": set(),
		"missing": {"item.quantity"},
	},
	"a board of chips that all meet 3A090.a": {"request": holding([_large, _dense]), "tpp": {144000}, "missing": set()},
	"beside a chip of 3A090.b": {"request": holding([_large, _below]), "tpp": {96000}, "missing": set()},
	"beside a chip below 3A090": {"request": holding([_dense, _small]), "tpp": {48000}, "missing": set()},
	"beside a chip not for datacenters": {
		"request": holding([_large, _marketed_otherwise]),
		"tpp": {96000},
		"missing": set(),
	},
	"beside chips of which how many is not told": {
		"request": holding([_large, object.remove(_small, ["count"])]),
		"tpp": {96000},
		"missing": set(),
	},
	"beside a chip that may meet it": {
		"request": holding([_large, object.remove(_below, ["performance_density"])]),
		"tpp": {143990},
		"missing": set(),
	},
	"beside a chip of untold performance": {
		"request": holding([_large, object.remove(_small, ["tpp"])]),
		"tpp": set(),
		"missing": {"item.integrated_circuits[1].tpp"},
	},
	"chips of which how many is not told": {
		"request": holding([object.remove(_large, ["count"]), _small]),
		"tpp": set(),
		"missing": {"item.integrated_circuits[0].count"},
	},
	"an untold quantity": {
		"request": fixtures.without(holding([_large, _small]), ["item/quantity"]),
		"tpp": set(),
		"missing": {"item.quantity"},
	},
	"none that meets it, stated otherwise": {"request": holding([_below, _small]), "tpp": {57990}, "missing": set()},
	"no circuits": {"request": holding([]), "tpp": set(), "missing": {"item.integrated_circuits"}},
}

test_the_least_of_them_is_what_surely_meets_it if {
	chips.least_tpp == 96000 with input as holding([_large, object.remove(_below, ["performance_density"]), _small])
	not chips.least_tpp with input as holding([_large, _small])
	not chips.least_tpp with input as claims.universal
}

test_the_chips_that_meet_3a090_a_are_counted[name] if {
	some name, case in cases
	{tpp | tpp := chips.requested_tpp} == case.tpp with input as case.request
	chips.missing == case.missing with input as case.request
}

# A case that is undefined leaves its whole table undefined, and a test over no case passes.
test_tables_hold_cases if count(cases) > 0
