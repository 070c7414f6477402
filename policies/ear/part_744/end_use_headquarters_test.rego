package ear.end_use_test

import rego.v2

import data.ear.end_use
import data.ear.fixtures_test as fixtures

related(request, eccn) := fixtures.changed(request, {"item": {"related_eccn": eccn}})

# What a commodity is for tells nothing of it.
stray := {
	"b-level": {"request": related(chinese_owned(fixtures.a40), "3A090.b"), "applies": {headquarters_test}},
	"a-level, last day of the text before": {
		"request": related(on(chinese_owned(fixtures.h100), "2025-01-12"), "3A090.a"),
		"applies": {headquarters_test},
	},
	"memory": {
		"request": related(chinese_owned(fixtures.memory), "3A090.c"),
		"applies": {"744.23(a)(3)(i)(B)"},
	},
	"technology": {"request": for_item("technology", "3E001", "3A090.b"), "applies": set()},
}

test_a_commodity_is_held_whatever_it_is_said_to_be_for[name] if {
	some name, case in stray
	object.keys(end_use.applies) == case.applies with input as case.request
}

heading := for_item("software", "5D002", "5A002.z.1.b")

heading_released := fixtures.changed(released("none"), {"item": {"eccn": "5D002", "related_eccn": "5A002.z.1.b"}})

# Software stated by the heading of the paragraphs that the headquarters test names.
headings := {
	"for a Chinese company": {"request": heading, "asks": {"item.eccn"}, "names": true},
	"for a Polish company": {
		"request": fixtures.changed(heading, {"parties": {"recipient": {
			"headquarters": "PL",
			"ultimate_parent_headquarters": "PL",
		}}}),
		"asks": set(),
		"names": true,
	},
	"for a company whose headquarters are untold": {
		"request": fixtures.changed(
			fixtures.without(heading, ["parties/recipient/headquarters"]),
			{"parties": {"recipient": {"ultimate_parent_headquarters": "PL"}}},
		),
		"asks": {"item.eccn", "parties.recipient.headquarters"},
		"names": true,
	},
	"for a Chinese company, in Vietnam": {"request": fixtures.to(heading, "VN"), "asks": set(), "names": true},
	"of the a-level": {"request": for_item("software", "5D002", "5A002.z.1.a"), "asks": set(), "names": false},
	"of the a-level, last day of the text before": {
		"request": on(for_item("software", "5D002", "5A002.z.1.a"), "2025-01-12"),
		"asks": {"item.eccn"},
		"names": true,
	},
	"software of 4D090": {"request": for_item("software", "4D090", "4A090.b"), "asks": set(), "names": false},
	"released abroad": {"request": heading_released, "asks": {"item.eccn"}, "names": true},
	"released abroad, untold how": {
		"request": fixtures.without(heading_released, ["employee/not_deemed_reexport"]),
		"asks": {"item.eccn", "employee.not_deemed_reexport"},
		"names": true,
	},
	"in a release of 734.20": {
		"request": fixtures.changed(heading_released, {"employee": {"not_deemed_reexport": "734.20(c)"}}),
		"asks": set(),
		"names": false,
	},
	"its paragraph": {"request": of("software", "5D002.z.1.b"), "asks": set(), "names": true},
}

test_software_of_a_heading_is_asked_for_its_paragraph[name] if {
	some name, case in headings
	end_use.missing == case.asks with input as case.request
	[true | end_use.names_item] == [true | case.names] with input as case.request
}

# A release from abroad is a deemed reexport, whatever it is called.
abroad := developed({"activity": "deemed_export", "origin": "CN", "employee": {"not_deemed_reexport": "none"}})

test_technology_released_abroad_is_held_by_its_developer if {
	object.keys(end_use.applies) == {"744.23(a)(3)(ii)"} with input as abroad
	object.keys(end_use.applies) == set() with input as fixtures.changed(abroad, {"origin": "US"})
	end_use.technology_missing == {"employee.not_deemed_reexport"} with input as fixtures.without(abroad, ["employee"])
	end_use.technology_missing == {"origin"} with input as fixtures.changed(abroad, {"origin": "QQ"})
}

# A case that is undefined leaves its whole table undefined, and a test over no case passes.
test_tables_of_headquarters_hold_cases if {
	every table in [stray, headings] {
		count(table) > 0
	}
}
