package ear.license_requirements_memory_and_technology_test

import rego.v2

import data.ear.fixtures_test as fixtures
import data.ear.license_requirements

memory_to(country) := fixtures.to(fixtures.memory, country)

# Technology for 3A090.b of a Chinese developer.
technology := fixtures.changed(fixtures.technology, {"item": {
	"related_eccn": "3A090.b",
	"developer": {"headquarters": "CN", "ultimate_parent_headquarters": "CN"},
}})

sent(origin, destination) := fixtures.changed(fixtures.to(technology, destination), {
	"activity": "reexport",
	"origin": origin,
})

doing(request, activity) := fixtures.changed(request, {"activity": activity})

of(request, facts) := fixtures.changed(request, {"item": facts})

a_level(destination) := of(
	fixtures.to(fixtures.technology, destination),
	{"developer": {"headquarters": "CN", "ultimate_parent_headquarters": "CN"}},
)

reading(request, facts) := fixtures.changed(request, {"readings": facts})

cases := {
	"memory to China": {"request": memory_to("CN"), "applies": {"742.6(a)(6)(i)(B)"}},
	"memory to Macau": {"request": memory_to("MO"), "applies": {"742.6(a)(6)(i)(B)"}},
	"memory to Vietnam": {"request": memory_to("VN"), "applies": set()},
	"memory to Poland": {"request": memory_to("PL"), "applies": set()},
	"memory to China, December 2024": {
		"request": fixtures.changed(memory_to("CN"), {"as_of": "2024-12-31"}),
		"applies": {"742.6(a)(6)(i)(B)"},
	},
	"memory to China, enforced": {
		"request": fixtures.changed(memory_to("CN"), {"posture": "enforced"}),
		"applies": {"742.6(a)(6)(i)(B)"},
	},
	"software for memory": {
		"request": of(memory_to("CN"), {"kind": "software", "eccn": "3D001", "related_eccn": "3A090.c"}),
		"applies": {"742.6(a)(6)(i)(B)"},
	},
	"technology for memory to an engineer": {
		"request": doing(
			of(memory_to("CN"), {"kind": "technology", "eccn": "3E001", "related_eccn": "3A090.c"}),
			"deemed_export",
		),
		"applies": set(),
	},
	"technology from China to Brazil": {"request": sent("CN", "BR"), "applies": {"742.6(a)(6)(ii)"}},
	"technology from Macau to Brazil": {"request": sent("MO", "BR"), "applies": {"742.6(a)(6)(ii)"}},
	"technology exported from China": {
		"request": doing(sent("CN", "BR"), "export"),
		"applies": {"742.6(a)(6)(ii)"},
	},
	"technology from China to A:5": {"request": sent("CN", "PL"), "applies": set()},
	"technology from China to A:6": {"request": sent("CN", "SG"), "applies": set()},
	"technology from China to Vietnam": {
		"request": sent("CN", "VN"),
		"applies": {"742.6(a)(6)(ii)", "742.6(a)(6)(iii)(B)"},
	},
	"technology from Vietnam to Brazil": {"request": sent("VN", "BR"), "applies": set()},
	"technology from the United States": {"request": doing(sent("US", "BR"), "export"), "applies": set()},
	"technology to an engineer": {"request": doing(sent("CN", "BR"), "deemed_reexport"), "applies": set()},
	"technology of an American developer": {
		"request": of(sent("CN", "BR"), {"developer": {
			"headquarters": "US",
			"ultimate_parent_headquarters": "US",
		}}),
		"applies": set(),
	},
	"technology of the a-level to Brazil": {"request": a_level("BR"), "applies": {"742.6(a)(6)(iii)(A)"}},
	"technology of the a-level to Brazil, by its entry": {
		"request": reading(a_level("BR"), {"N3": "ccl_entry"}),
		"applies": set(),
	},
	"technology of the a-level to Vietnam, by its entry": {
		"request": reading(a_level("VN"), {"N3": "ccl_entry"}),
		"applies": {"742.6(a)(6)(iii)(A)"},
	},
	"technology of the a-level to where no table knows, by its entry": {
		"request": reading(a_level("QQ"), {"N3": "ccl_entry"}),
		"applies": set(),
	},
	"technology of the a-level to the Emirates, by its entry": {
		"request": reading(fixtures.changed(a_level("AE"), {"as_of": "2026-08-20"}), {"N3": "ccl_entry"}),
		"applies": {"742.6(a)(6)(iii)(A)"},
	},
	"technology of 4E001 to Brazil, by the entry of 3E001": {
		"request": reading(of(a_level("BR"), {"eccn": "4E001", "related_eccn": "4A090.a"}), {"N3": "ccl_entry"}),
		"applies": {"742.6(a)(6)(iii)(A)"},
	},
	"software of the b-level to Vietnam": {
		"request": of(fixtures.to(fixtures.technology, "VN"), {
			"kind": "software",
			"eccn": "4D090",
			"related_eccn": "4A090.b",
		}),
		"applies": {"742.6(a)(6)(iii)(B)"},
	},
	"software of the b-level to Brazil": {
		"request": of(fixtures.to(fixtures.technology, "BR"), {
			"kind": "software",
			"eccn": "4D090",
			"related_eccn": "4A090.b",
		}),
		"applies": set(),
	},
	"software of the a-level to Brazil, December 2024": {
		"request": fixtures.changed(
			of(fixtures.to(fixtures.technology, "BR"), {"eccn": "5E992", "related_eccn": "5D992.z.1"}),
			{"as_of": "2025-05-14"},
		),
		"applies": set(),
	},
	"software of the a-level to Vietnam, December 2024": {
		"request": fixtures.changed(
			of(fixtures.to(fixtures.technology, "VN"), {"eccn": "5E992", "related_eccn": "5D992.z.1"}),
			{"as_of": "2025-05-14"},
		),
		"applies": {"742.6(a)(6)(iii)"},
	},
}

test_the_paragraphs_that_require_a_license[name] if {
	some name, case in cases
	object.keys(license_requirements.applies) == case.applies with input as case.request
}

test_the_entry_is_why_the_worldwide_requirement_does_not_apply if {
	license_requirements.excluded == {"774.S1/3E001": "ECCN 3E001"} with input as reading(
		a_level("BR"),
		{"N3": "ccl_entry"},
	)
	license_requirements.excluded == {} with input as reading(a_level("VN"), {"N3": "ccl_entry"})
	license_requirements.excluded == {} with input as a_level("BR")
	license_requirements.excluded == {} with input as reading(a_level("QQ"), {"N3": "ccl_entry"})
}

test_software_and_technology_for_memory_are_released_freely if {
	license_requirements.excluded == {"742.6(a)(6)(iv)": "742.6(a)(6)(iv)"} with input as doing(
		of(memory_to("CN"), {"kind": "technology", "eccn": "3E001", "related_eccn": "3A090.c"}),
		"deemed_export",
	)
}

test_the_entry_touches_a_reading_outside_its_groups if {
	license_requirements.touches == {"N3"} with input as a_level("BR")
	license_requirements.touches == {"N3"} with input as a_level("QQ")
	license_requirements.touches == set() with input as a_level("VN")
	license_requirements.touches == set() with input as sent("VN", "BR")
	license_requirements.touches == set() with input as doing(a_level("BR"), "deemed_export")
	license_requirements.touches == set() with input as fixtures.to(fixtures.h100, "BR")
}

untold := {
	"nothing": {"request": sent("CN", "BR"), "asks": set()},
	"origin": {"request": fixtures.without(sent("CN", "BR"), ["origin"]), "asks": {"origin"}},
	"origin of an export": {
		"request": fixtures.without(doing(sent("CN", "BR"), "export"), ["origin"]),
		"asks": {"origin"},
	},
	"origin, to A:5": {"request": fixtures.without(sent("CN", "PL"), ["origin"]), "asks": set()},
	"origin, of a Polish developer": {
		"request": of(fixtures.without(sent("CN", "BR"), ["origin"]), {"developer": {
			"headquarters": "PL",
			"ultimate_parent_headquarters": "PL",
		}}),
		"asks": set(),
	},
	"product": {
		"request": fixtures.without(sent("CN", "BR"), ["item/for_production_of"]),
		"asks": {"item.for_production_of"},
	},
	"product, from Vietnam": {
		"request": fixtures.without(sent("VN", "BR"), ["item/for_production_of"]),
		"asks": set(),
	},
}

test_what_is_lacking_is_asked[name] if {
	some name, case in untold
	license_requirements.missing == case.asks with input as case.request
}

test_tables_hold_cases if {
	every table in [cases, untold] {
		count(table) > 0
	}
}
