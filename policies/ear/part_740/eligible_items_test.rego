# METADATA
# title: Tests of the lists of items
# description: Which items each exception names, and what it asks of them alone.
# scope: package
# custom:
#   citation: "740.2(a)(5), 740.8(a), 740.27(a), 740.28(b), 740.29(b)"
package ear.eligible_items_test

import rego.v2

import data.ear.acm
import data.ear.aia
import data.ear.fixtures_test as fixtures
import data.ear.lpp
import data.ear.nac_aca

# An item without circuits to a German company that stores such items, under readings.
_item(item, readings) := fixtures.changed(fixtures.without(fixtures.to(fixtures.h100, "DE"), ["item"]), {
	"item": object.union({"quantity": 1}, item),
	"readings": readings,
	"end_use": {
		"purpose": "storage_before_export",
		"ultimate_customer": {"location": "DE", "headquarters": "DE", "ultimate_parent_headquarters": "DE"},
	},
})

_for(eccn, what) := {"eccn": eccn, "related_eccn": what, "datacenter": false}

_named(eccn) := {"eccn": eccn, "datacenter": false}

_everywhere := {"AIA", "ACM", "LPP", "NAC"}

# Exceptions that name the item, by its ECCN, what it is for, and the readings taken.
_lists := {
	"3A090.a": {"item": _named("3A090.a"), "readings": {}, "named": _everywhere},
	"3A090.b": {"item": _named("3A090.b"), "readings": {}, "named": {"ACM", "NAC"}},
	"3A001.z.4.a": {"item": _named("3A001.z.4.a"), "readings": {}, "named": _everywhere},
	"4A003.z.2.a": {"item": _named("4A003.z.2.a"), "readings": {}, "named": _everywhere},
	"4A003.z.2.b": {"item": _named("4A003.z.2.b"), "readings": {}, "named": {"ACM", "NAC"}},
	"4A004.z.1": {"item": _named("4A004.z.1"), "readings": {}, "named": {"AIA", "LPP", "NAC"}},
	"4A004.z.1, first list": {
		"item": _named("4A004.z.1"),
		"readings": {"N8": "first_list"},
		"named": _everywhere,
	},
	"5A002.z.5.a": {"item": _named("5A002.z.5.a"), "readings": {}, "named": {"AIA", "ACM", "NAC"}},
	"5A002.z.5.a, named beside the list": {
		"item": _named("5A002.z.5.a"),
		"readings": {"C3": "z_5a002_eligible"},
		"named": _everywhere,
	},
	"5A002.z.5.b": {"item": _named("5A002.z.5.b"), "readings": {}, "named": {"NAC"}},
	"5A002.z.5.b, first list": {
		"item": _named("5A002.z.5.b"),
		"readings": {"N8": "first_list"},
		"named": {"ACM", "NAC"},
	},
	"5A992.z.1": {"item": _named("5A992.z.1"), "readings": {}, "named": _everywhere},
	"5D002.z.3.a": {"item": _named("5D002.z.3.a"), "readings": {}, "named": {"AIA", "ACM", "NAC"}},
	"5D992.z.2": {"item": _named("5D992.z.2"), "readings": {}, "named": {"ACM", "NAC"}},
	"3D001 for 3A001.z.1.a": {"item": _for("3D001", "3A001.z.1.a"), "readings": {}, "named": {"AIA", "ACM"}},
	"3D001 for 3A090.a": {"item": _for("3D001", "3A090.a"), "readings": {}, "named": {"AIA"}},
	"3E001 for 3A090.a": {"item": _for("3E001", "3A090.a"), "readings": {}, "named": {"ACM"}},
	"4D090 for 4A090.a": {"item": _for("4D090", "4A090.a"), "readings": {}, "named": {"AIA", "ACM"}},
	"4E001 for 4A090.b": {"item": _for("4E001", "4A090.b"), "readings": {}, "named": {"ACM"}},
	"5D002 for 5A002.z.1.a": {"item": _for("5D002", "5A002.z.1.a"), "readings": {}, "named": set()},
	"5E002 for 5D002.z.1.a": {"item": _for("5E002", "5D002.z.1.a"), "readings": {}, "named": {"AIA", "ACM"}},
}

_names(request) := {exception |
	some exception, unmet in {
		"AIA": aia.unmet & {"740.27(a)(1)/item", "740.27(a)(2)(i)/item"},
		"ACM": acm.unmet & {"740.28(b)/item"},
		"LPP": lpp.unmet & {"740.29(b)/item"},
		"NAC": nac_aca.unmet & {"740.8(a)/item"},
	} with input as request
	count(unmet) == 0
}

test_each_exception_names_its_items[name] if {
	some name, case in _lists
	_names(_item(case.item, case.readings)) == case.named
}

# Readings that the lists leave open.
_touched := {
	"3A090.a": {"item": _named("3A090.a"), "touches": set()},
	"4A004.z.1": {"item": _named("4A004.z.1"), "touches": {"N8"}},
	"5A002.z.5.a": {"item": _named("5A002.z.5.a"), "touches": {"C3"}},
	"5A002.z.5.b": {"item": _named("5A002.z.5.b"), "touches": {"N8"}},
}

test_lists_that_differ_are_told[name] if {
	some name, case in _touched
	found := (acm.touches | lpp.touches) & {"C3", "N8"} with input as _item(case.item, {})
	found == case.touches
}

# What is asked of the designer where the lists name it for some paragraphs only (reading N9).
_neither(eccn, readings) := fixtures.changed(_item({"eccn": eccn, "designer": "neither"}, readings), {"item": {
	"kind": "component",
	"integrated_circuits": [{"count": 1, "tpp": 15832, "designer": "neither"}],
}})

_designers := {
	"4A003.z.1.a": {"readings": {}, "asked": true},
	"5A004.z.1.a": {"readings": {}, "asked": true},
	"5A992.z.1": {"readings": {}, "asked": true},
	"5D992.z.1": {"readings": {}, "asked": false},
}

_designers_as_listed := {
	"4A003.z.1.a": {"readings": {"N9": "as_listed"}, "asked": false},
	"5A004.z.1.a": {"readings": {"N9": "as_listed"}, "asked": false},
	"5A992.z.1": {"readings": {"N9": "as_listed"}, "asked": true},
	"5A002.z.4.a": {"readings": {"N9": "as_listed"}, "asked": true},
}

test_designers_are_asked_of_commodities if {
	every designers in [_designers, _designers_as_listed] {
		every eccn, case in designers {
			found := (aia.unmet | acm.unmet) & {"740.27(a)(1)/designer", "740.28(b)/designer"} with input as _neither(
				eccn,
				case.readings,
			)
			count(found) == 2 == case.asked
			count(found) == 0 != case.asked
		}
	}
}

# Software and technology: nothing is certified, no training forbidden, no designer named.
test_software_needs_no_paper_of_the_consignee if {
	request := fixtures.without(
		fixtures.changed(_item(_named("5D992.z.1"), {}), {"documents": {"aia_certification": null}}),
		["end_use/purpose", "end_use/training"],
	)
	aia.unmet == set() with input as request
	count(aia.row.missing) == 0 with input as request
	{obligation.id | some obligation in aia.obligations} == {
		"740.27(b)(1)/furnish_eccn",
		"740.27(b)(3)/shipment_notice",
	} with input as request
}

# NAC and ACA ask of encryption items what License Exception ENC asks, and of software whether it is for datacenters.
_encryption := {
	"not met": {
		"request": fixtures.changed(_item(_named("5D002.z.1.a"), {}), {"documents": {"enc_requirements_met": false}}),
		"unmet": {"740.8(a)(3)/encryption"},
		"missing": set(),
	},
	"none met": {
		"request": fixtures.changed(_item(_named("5D002.z.1.a"), {}), {"documents": {"enc_requirements_met": null}}),
		"unmet": {"740.8(a)(3)/encryption"},
		"missing": set(),
	},
	"met": {
		"request": fixtures.changed(_item(_named("5D002.z.1.a"), {}), {"documents": {"enc_requirements_met": true}}),
		"unmet": set(),
		"missing": set(),
	},
	"not told": {
		"request": _item(_named("5A002.z.1.b"), {}),
		"unmet": set(),
		"missing": {"documents.enc_requirements_met"},
	},
	"of no encryption item": {
		"request": fixtures.changed(_item(_named("5D992.z.1"), {}), {"documents": {"enc_requirements_met": false}}),
		"unmet": set(),
		"missing": set(),
	},
	"software for datacenters": {
		"request": _item({"eccn": "5D992.z.1", "datacenter": true}, {}),
		"unmet": {"740.8(a)/datacenter"},
		"missing": set(),
	},
	"software that does not tell": {
		"request": _item({"eccn": "5D992.z.1"}, {}),
		"unmet": set(),
		"missing": {"item.datacenter"},
	},
}

test_nac_and_aca_ask_encryption_and_datacenters[name] if {
	some name, case in _encryption
	nac_aca.unmet == case.unmet with input as case.request
	nac_aca.missing == case.missing with input as case.request
}

# Listed by all four, and for missiles: none carries it.
test_items_for_missiles_travel_under_none if {
	request := _item(_named("3A001.z.2.a"), {})
	every unmet in [aia.unmet, acm.unmet, lpp.unmet, nac_aca.unmet] {
		"740.2(a)(5)/missile_technology" in unmet
	} with input as request
}

# Reading N2 takes a server out of the gate, which does not name LPP.
test_lpp_goes_where_the_gate_does_not_name_a_server if {
	server := fixtures.changed(fixtures.to(fixtures.boards, "AE"), {"item": {"kind": "computer", "eccn": "5A992.z.1"}})
	lpp.unmet == {"740.2(a)(9)(ii)/gate"} with input as server
	lpp.unmet == set() with input as fixtures.changed(server, {"readings": {"N2": "gate_as_worded"}})
}

# A case that is undefined leaves its whole table undefined, and a test over no case passes.
test_tables_hold_cases if {
	every table in [_lists, _touched, _designers, _designers_as_listed, _encryption] {
		count(table) > 0
	}
}
