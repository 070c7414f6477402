package ear.license_application_test

import rego.v2

import data.ear.fixtures_test as fixtures
import data.ear.license_application

chip(eccn) := fixtures.changed(fixtures.h100, {"item": {"eccn": eccn}})

boards := {"748.S2(c)(3)/purchase_order", "748.S2(c)(4)/aggregate_tpp"}

cases := {
	"3A090.a chip to Poland, which has an allocation": {
		"request": fixtures.h100,
		"obligations": (boards | {"748.S2(c)(4)/one_country", "750.7(g)/one_year"}),
	},
	"named more closely": {
		"request": chip("3A090.a.1"),
		"obligations": (boards | {"748.S2(c)(4)/one_country", "750.7(g)/one_year"}),
	},
	"boards of 4A090.a": {
		"request": fixtures.boards,
		"obligations": (boards | {"748.S2(c)(4)/one_country", "750.7(g)/one_year"}),
	},
	"3A090.a chip to Germany, which has none": {
		"request": fixtures.to(fixtures.h100, "DE"),
		"obligations": (boards | {"750.7(g)/one_year"}),
	},
	"3A090.a chip to China, which has none": {
		"request": fixtures.to(fixtures.h100, "CN"),
		"obligations": (boards | {"750.7(g)/one_year"}),
	},
	"3A090.b chip, which no paragraph of the supplement names": {
		"request": fixtures.to(fixtures.a40, "VN"),
		"obligations": {"750.7(g)/four_years"},
	},
	"model weights, which are no commodity": {
		"request": fixtures.weights,
		"obligations": {"750.7(g)/four_years"},
	},
	"on the first day of compliance": {
		"request": fixtures.changed(fixtures.to(fixtures.h100, "VN"), {"as_of": "2025-05-15"}),
		"obligations": (boards | {"748.S2(c)(4)/one_country", "750.7(g)/one_year"}),
	},
	"the day before it": {
		"request": fixtures.changed(fixtures.to(fixtures.h100, "VN"), {"as_of": "2025-05-14"}),
		"obligations": set(),
	},
	"as BIS enforces it": {
		"request": fixtures.changed(fixtures.to(fixtures.h100, "VN"), {"posture": "enforced"}),
		"obligations": set(),
	},
}

test_what_an_application_holds[name] if {
	some name, case in cases
	{row.id | some row in license_application.obligations} == case.obligations with input as case.request
}

test_each_is_due_with_the_application if {
	rows := license_application.obligations with input as fixtures.h100
	{[row.when, row.due, row.by] | some row in rows} == {["application", null, "exporter"]}
}

# A case that is undefined leaves its whole table undefined, and a test over no case passes.
test_tables_hold_cases if count(cases) > 0
