package ear.consequences_test

import rego.v2

import data.ear.consequences
import data.ear.fixtures_test as fixtures
import data.ear.veu_fixtures_test as claims

# Conflicts inside the rule that an answer touches, by the reading taken.
questions := {
	"none": {"request": fixtures.a40, "readings": {}},
	"AIA": {"request": german, "readings": {"C2": "submit_always", "N5": "submit_first"}},
	"AIA, read otherwise": {
		"request": fixtures.changed(german, {"readings": {"C2": "submit_from_253m"}}),
		"readings": {"C2": "submit_from_253m", "N5": "submit_first"},
	},
	"LPP to Vietnam": {
		"request": fixtures.to(fixtures.h100, "VN"),
		"readings": {"C1": "lpp_not_listed", "N13": "licensed_total"},
	},
	"LPP to Vietnam, read otherwise": {
		"request": fixtures.changed(fixtures.to(fixtures.h100, "VN"), {"readings": {"C1": "lpp_available"}}),
		"readings": {"C1": "lpp_available"},
	},
	"a review": {"request": many, "readings": {"N13": "licensed_total"}},
	"no review before a license is required": {"request": fixtures.h100, "readings": {}},
	"a requirement alone": {
		"request": on(fixtures.changed(fixtures.h100, {"parties": {"recipient": {"headquarters": "CN"}}}), "2025-05-14"),
		"readings": {"N23": "reported"},
	},
	"a flag of a service": {
		"request": fixtures.changed(german, {
			"activity": "service",
			"end_use": {"training": {
				"model_4e091": true,
				"service": "iaas",
				"customer": {"location": "PL", "headquarters": "DE", "ultimate_parent_headquarters": "DE"},
			}},
		}),
		"readings": {"N18": "any_nexus"},
	},
	"a validated end user": {
		"request": claims.universal,
		"readings": {"N17": "report_all", "N21": "listed_or_letter"},
	},
	"what came under AIA before compliance": {
		"request": on(
			fixtures.changed(
				fixtures.to(fixtures.rtx_4090, "VN"),
				{"activity": "reexport", "origin": "DE", "item": {"received_under": "AIA"}},
			),
			"2025-03-03",
		),
		"readings": {"N24": "no"},
	},
	"facts missing before compliance": {
		"request": on(fixtures.without(fixtures.to(fixtures.rtx_4090, "VN"), ["documents/purchase_order"]), "2025-05-14"),
		"readings": {},
	},
}

test_the_readings_taken_are_told[name] if {
	some name, case in questions
	{row.id: row.reading | some row in consequences.open_questions} == case.readings with input as case.request
}
