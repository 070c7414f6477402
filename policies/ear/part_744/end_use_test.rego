package ear.end_use_test

import rego.v2

import data.ear.end_use
import data.ear.fixtures_test as fixtures

headquarters_test := "744.23(a)(3)(i)(A)"

# The request with a recipient that is located where it was, and headquartered and parented in China.
chinese_owned(request) := fixtures.changed(request, {"parties": {"recipient": {
	"headquarters": "CN",
	"ultimate_parent_headquarters": "CN",
}}})

on(request, day) := fixtures.changed(request, {"as_of": day})

# Requests, of which some meet the headquarters test.
companies := {
	"3A090.b, Polish company": fixtures.a40,
	"3A090.b, Chinese company in Poland": chinese_owned(fixtures.a40),
	"3A090.b, Chinese parent alone": fixtures.changed(
		fixtures.a40,
		{"parties": {"recipient": {"ultimate_parent_headquarters": "CN"}}},
	),
	"3A090.b, company of Macau in Poland": fixtures.changed(
		fixtures.a40,
		{"parties": {"recipient": {"headquarters": "MO"}}},
	),
	"3A090.b, Chinese company in Vietnam": chinese_owned(fixtures.to(fixtures.a40, "VN")),
	"3A090.b, to a Chinese employee in Poland": fixtures.changed(
		chinese_owned(fixtures.a40),
		{"activity": "deemed_export"},
	),
	"software of 5D002.z, released to an employee of a Chinese company": fixtures.changed(
		of("software", "5D002.z.1.b"),
		{"activity": "deemed_export"},
	),
	"software of 5D992.z, released abroad to an employee of a Chinese company": released("none"),
	"software of 5D992.z, in a release of 734.20": released("734.20(a)"),
	"software of 5D992.z, released abroad, untold how": fixtures.without(released("none"), ["employee"]),
	"software of the a-level, released before January 13, 2025": fixtures.changed(
		on(of("software", "5D992.z.1"), "2025-01-12"),
		{"activity": "deemed_export"},
	),
	"server of 5A992.z, told to be released": fixtures.changed(
		of("computer", "5A992.z.2"),
		{"activity": "deemed_export"},
	),
	"3A090.a, Chinese company in Poland": chinese_owned(fixtures.h100),
	"3A090.a, last day of the text before": on(chinese_owned(fixtures.h100), "2025-01-12"),
	"EAR99, last day of the text before": fixtures.changed(
		on(chinese_owned(fixtures.h100), "2025-01-12"),
		{"item": {"eccn": "EAR99", "tpp": 100}},
	),
	"3A090.a, first day of the text of 2025": on(chinese_owned(fixtures.h100), "2025-01-13"),
	"3A090.b, last day of the text before": on(chinese_owned(fixtures.a40), "2025-01-12"),
	"weights, Chinese company in Poland": chinese_owned(fixtures.weights),
	"software of 5D002.z, Chinese company in Poland": of("software", "5D002.z.1.b"),
	"software of 5D992.z, Chinese company in Poland": of("software", "5D992.z.2"),
	"software of 3D001, Chinese company in Poland": for_item("software", "3D001", "3A090.b"),
	"software of 4D001, Chinese company in Poland": for_item("software", "4D001", "4A003.z.1.b"),
	"software of 4D090, Chinese company in Poland": for_item("software", "4D090", "4A090.b"),
	"software of 5D002, Chinese company in Poland": for_item("software", "5D002", "5A002.z.1.b"),
	"technology of 3E001, Chinese company in Poland": for_item("technology", "3E001", "3A090.b"),
	"technology of 4E001, Chinese company in Poland": for_item("technology", "4E001", "4A090.b"),
	"technology of 5E002, Chinese company in Poland": for_item("technology", "5E002", "5A002.z.1.b"),
	"technology of 5E992, Chinese company in Poland": for_item("technology", "5E992", "5A992.z.2"),
	"server of 5A992.z, Chinese company in Poland": of("computer", "5A992.z.2"),
	"memory, Chinese company in Poland": chinese_owned(fixtures.memory),
}

of(kind, eccn) := chinese_owned(fixtures.changed(fixtures.memory, {"item": {"kind": kind, "eccn": eccn}}))

# Software of the b-level released in Singapore.
released(how) := fixtures.changed(of("software", "5D992.z.2"), {
	"activity": "deemed_reexport",
	"origin": "SG",
	"employee": {
		"not_deemed_reexport": how,
		"employer": {"headquarters": "PL", "ultimate_parent_headquarters": "PL", "listed": []},
	},
})

for_item(kind, eccn, related) := fixtures.changed(of(kind, eccn), {"item": {"related_eccn": related}})

test_items_for_entities_headquartered_in_macau_or_d5_elsewhere if {
	{name | some name, request in companies; headquarters_test in object.keys(end_use.applies) with input as request} == {
		"3A090.b, Chinese company in Poland",
		"3A090.b, Chinese parent alone",
		"3A090.b, company of Macau in Poland",
		"3A090.a, last day of the text before",
		"3A090.b, last day of the text before",
		"software of 5D002.z, Chinese company in Poland",
		"software of 5D992.z, Chinese company in Poland",
		"server of 5A992.z, Chinese company in Poland",
		"software of 5D002.z, released to an employee of a Chinese company",
		"software of 5D992.z, released abroad to an employee of a Chinese company",
		"software of the a-level, released before January 13, 2025",
	}
}

# Memory and technology, and the paragraph of 744.23(a)(3) that holds them.
developed(facts) := fixtures.changed(fixtures.technology, object.union(
	{
		"activity": "reexport",
		"origin": "VN",
		"item": {"developer": {"headquarters": "CN", "ultimate_parent_headquarters": "CN"}},
	},
	facts,
))

others := {
	"memory of a Polish company": {"request": fixtures.memory, "applies": set()},
	"memory of a Chinese company in Poland": {
		"request": chinese_owned(fixtures.memory),
		"applies": {"744.23(a)(3)(i)(B)"},
	},
	"memory of a Chinese company in Vietnam": {
		"request": chinese_owned(fixtures.to(fixtures.memory, "VN")),
		"applies": {"744.23(a)(3)(i)(B)"},
	},
	"memory of a Chinese company in China": {
		"request": chinese_owned(fixtures.to(fixtures.memory, "CN")),
		"applies": set(),
	},
	"memory of a Chinese company in Macau": {
		"request": chinese_owned(fixtures.to(fixtures.memory, "MO")),
		"applies": set(),
	},
	"software for memory of a Chinese company": {
		"request": for_item("software", "3D001", "3A090.c"),
		"applies": set(),
	},
	"technology from Vietnam": {"request": developed({}), "applies": {"744.23(a)(3)(ii)"}},
	"technology from Macau": {"request": developed({"origin": "MO"}), "applies": {"744.23(a)(3)(ii)"}},
	"technology from Israel, of D:4 and A:6": {"request": developed({"origin": "IL"}), "applies": set()},
	"technology from Brazil": {"request": developed({"origin": "BR"}), "applies": set()},
	"technology exported": {"request": developed({"activity": "export", "origin": "US"}), "applies": set()},
	"technology exported from Vietnam": {
		"request": developed({"activity": "export"}),
		"applies": {"744.23(a)(3)(ii)"},
	},
	"technology exported from Brazil": {
		"request": developed({"activity": "export", "origin": "BR"}),
		"applies": set(),
	},
	"technology released in the United States": {
		"request": developed({"activity": "deemed_export", "origin": "US"}),
		"applies": set(),
	},
	"technology within Vietnam": {
		"request": developed({"activity": "transfer_in_country", "destination": "VN"}),
		"applies": {"744.23(a)(3)(ii)"},
	},
	"technology within Vietnam, origin untold": {
		"request": fixtures.without(
			developed({"activity": "transfer_in_country", "destination": "VN"}),
			["origin"],
		),
		"applies": {"744.23(a)(3)(ii)"},
	},
	"technology within Poland": {
		"request": developed({"activity": "transfer_in_country", "origin": "PL"}),
		"applies": set(),
	},
	"technology of a Polish developer": {
		"request": developed({"item": {"developer": {
			"headquarters": "PL",
			"ultimate_parent_headquarters": "PL",
		}}}),
		"applies": set(),
	},
	"technology to an engineer in Vietnam": {
		"request": developed({"activity": "deemed_reexport", "employee": {"not_deemed_reexport": "none"}}),
		"applies": {"744.23(a)(3)(ii)"},
	},
	"technology to an engineer in Vietnam, untold how": {
		"request": developed({"activity": "deemed_reexport"}),
		"applies": set(),
	},
	"technology in a release of 734.20": {
		"request": developed({"activity": "deemed_reexport", "employee": {"not_deemed_reexport": "734.20(c)"}}),
		"applies": set(),
	},
}

test_memory_and_technology_of_macau_and_d5[name] if {
	some name, case in others
	object.keys(end_use.applies) == case.applies with input as case.request
}

# What a request without some facts lacks.
untold := {
	"nothing": {"request": fixtures.a40, "asks": set()},
	"headquarters, memory": {
		"request": fixtures.without(fixtures.memory, ["parties/recipient/headquarters"]),
		"asks": {"parties.recipient.headquarters"},
	},
	"the exporter's review": {
		"request": fixtures.without(fixtures.a40, ["end_use"]),
		"asks": {"end_use.part_744", "end_use.bis_informed"},
	},
	"lists": {
		"request": fixtures.without(fixtures.a40, ["parties/recipient/listed"]),
		"asks": {"parties.recipient.listed"},
	},
	"whether a release of software to a Chinese company is one": {
		"request": fixtures.without(released("none"), ["employee/not_deemed_reexport"]),
		"asks": {"employee.not_deemed_reexport"},
	},
	"whether a release of software is one, and headquarters": {
		"request": fixtures.changed(
			fixtures.without(released("none"), ["employee/not_deemed_reexport", "parties/recipient/headquarters"]),
			{"parties": {"recipient": {"ultimate_parent_headquarters": "PL"}}},
		),
		"asks": {"employee.not_deemed_reexport", "parties.recipient.headquarters"},
	},
	"whether a release of software to a Polish company is one": {
		"request": fixtures.changed(
			fixtures.without(released("none"), ["employee/not_deemed_reexport"]),
			{"parties": {"recipient": {"headquarters": "PL", "ultimate_parent_headquarters": "PL"}}},
		),
		"asks": set(),
	},
	"lists of an intermediate consignee": {
		"request": fixtures.changed(fixtures.h100, {"parties": {"intermediate_consignee": {"name": "Forwarder SA"}}}),
		"asks": {"parties.intermediate_consignee.listed"},
	},
	"the parties of a chip of 3A090.b": {
		"request": fixtures.without(fixtures.a40, ["parties"]),
		"asks": {
			"parties.recipient.listed",
			"parties.recipient.headquarters",
			"parties.recipient.ultimate_parent_headquarters",
		},
	},
	"the parties of a chip of 3A090.a": {
		"request": fixtures.without(fixtures.h100, ["parties"]),
		"asks": {"parties.recipient.listed"},
	},
	"a parent, headquartered in China": {
		"request": fixtures.without(
			chinese_owned(fixtures.a40),
			["parties/recipient/ultimate_parent_headquarters"],
		),
		"asks": set(),
	},
	"a parent, in Vietnam": {
		"request": fixtures.without(
			fixtures.to(fixtures.a40, "VN"),
			["parties/recipient/ultimate_parent_headquarters"],
		),
		"asks": set(),
	},
}

test_what_the_requirements_of_part_744_lack_is_asked[name] if {
	some name, case in untold
	end_use.missing == case.asks with input as case.request
}

test_headquarters_are_no_finding_of_the_review if {
	end_use.review_missing == {"end_use.part_744", "end_use.bis_informed", "parties.recipient.listed"} with input as {
		"as_of": "2025-07-01",
		"activity": "export",
		"destination": "PL",
		"item": {"eccn": "3A090.b"},
	}
}

# A case that is undefined leaves its whole table undefined, and a test over no case passes.
test_tables_hold_cases if {
	every table in [companies, untold] {
		count(table) > 0
	}
}
