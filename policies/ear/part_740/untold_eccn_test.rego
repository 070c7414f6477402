# METADATA
# title: Tests of what the license exceptions ask of an item whose ECCN is not told
# scope: package
# custom:
#   citation: "740.2(a)(5), 740.8(a)(3), 740.27(a)(1), 740.28(b), 740.29(b)"
package ear.untold_eccn_test

import rego.v2

import data.ear.acm
import data.ear.aia_commodities as commodities
import data.ear.fixtures_test as fixtures
import data.ear.lpp
import data.ear.nac_aca
import data.ear.restrictions

circuit := fixtures.without(fixtures.h100, ["item/eccn"])

holding(kind, told) := fixtures.changed(
	fixtures.without(circuit, ["item"]),
	{"item": {"kind": kind, "quantity": 1, "integrated_circuits": [object.union({"count": 8, "tpp": 15832, "performance_density": 19.45}, told)]}},
)

board := holding("electronic_assembly", {"datacenter": true, "designer": "authorized"})

read(request, readings) := fixtures.changed(request, {"readings": readings})

asked := {
	"every exception, of a circuit that may be of 3A001.z.2": {"request": circuit, "by": {"restrictions", "acm", "lpp", "nac_aca", "aia"}},
	"a circuit of the entry 3A090": {"request": fixtures.changed(circuit, {"item": {"eccn": "3A090"}}), "by": set()},
	"a board that may be of 5A002.z, or of 4A004.z": {"request": board, "by": {"acm", "lpp", "nac_aca"}},
	"a board, where both are listed": {
		"request": read(board, {"C3": "z_5a002_eligible", "N8": "first_list"}),
		"by": {"nac_aca"},
	},
	"a board that meets the requirements of ENC": {
		"request": fixtures.changed(board, {"documents": {"enc_requirements_met": true}}),
		"by": {"acm", "lpp"},
	},
	"a board of another designer, as the lists are worded": {
		"request": read(
			holding("electronic_assembly", {"datacenter": true, "designer": "neither"}),
			{"N9": "as_listed", "C3": "z_5a002_eligible", "N8": "first_list"},
		),
		"by": {"acm", "nac_aca", "aia"},
	},
	"a board of an authorized one": {
		"request": read(board, {"N9": "as_listed", "C3": "z_5a002_eligible", "N8": "first_list"}),
		"by": {"nac_aca"},
	},
}

said(request) := names if {
	names := {name |
		some name, missing in {
			"restrictions": restrictions.missing,
			"acm": acm.missing,
			"lpp": lpp.missing,
			"nac_aca": nac_aca.missing,
			"aia": commodities.missing,
		}
		"item.eccn" in missing
	} with input as request
}

test_the_eccn_is_asked_where_it_could_matter[name] if {
	some name, case in asked
	said(case.request) == case.by
}

# To Vietnam, behind the gate.
computer := fixtures.changed(
	holding("computer", {"datacenter": true, "designer": "authorized"}),
	{"destination": "VN", "readings": {"N2": "gate_as_worded"}},
)

test_the_gate_names_no_computer_of_a_z_paragraph if {
	restrictions.gate_missing == {"item.eccn"} with input as computer
	not restrictions.gate with input as computer
	restrictions.touches == {"N2"} with input as computer
	restrictions.gate_missing == set() with input as fixtures.changed(computer, {"item": {"eccn": "4A090"}})
	restrictions.gate with input as fixtures.changed(computer, {"item": {"eccn": "4A090"}})
	restrictions.gate_missing == set() with input as fixtures.changed(computer, {"item": {"kind": "electronic_assembly"}})
	restrictions.gate_missing == set() with input as fixtures.changed(computer, {"destination": "BR"})
}

test_readings_of_the_lists_are_touched if {
	"C3" in lpp.touches with input as board
	"N8" in acm.touches with input as fixtures.changed(board, {"end_use": {"purpose": "production"}})
}

# A case that is undefined leaves its whole table undefined, and a test over no case passes.
test_the_table_of_what_is_asked_holds_cases if count(asked) > 0
