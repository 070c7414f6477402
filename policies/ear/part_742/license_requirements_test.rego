package ear.license_requirements_test

import rego.v2

import data.ear.fixtures_test as fixtures
import data.ear.license_requirements

on(request, day) := fixtures.changed(request, {"as_of": day})

enforced(request) := fixtures.changed(request, {"posture": "enforced"})

deemed(request) := fixtures.changed(request, {"activity": "deemed_export"})

headquartered(request, country) := fixtures.changed(request, {"parties": {"recipient": {"headquarters": country}}})

employee(request, facts) := fixtures.changed(request, {"employee": facts})

# An export to a permanent regular employee whose employer is at home in `headquarters` and parented in `parent`.
permanent(headquarters, parent) := employee(deemed(fixtures.weights), {
	"permanent_regular_employee": true,
	"employer": {"headquarters": headquarters, "ultimate_parent_headquarters": parent},
})

release(paragraph) := employee(
	fixtures.changed(fixtures.weights, {"activity": "deemed_reexport"}),
	{"not_deemed_reexport": paragraph, "permanent_regular_employee": false},
)

# The paragraphs that require a license.
requirements := {
	"3A090.a to Poland": {"request": fixtures.h100, "applies": {"742.6(a)(6)(iii)(A)"}},
	"3A090.a to Germany": {"request": fixtures.to(fixtures.h100, "DE"), "applies": {"742.6(a)(6)(iii)(A)"}},
	"3A090.a to China": {"request": fixtures.to(fixtures.h100, "CN"), "applies": {"742.6(a)(6)(iii)(A)"}},
	"3A090.a to an employee": {"request": deemed(fixtures.h100), "applies": set()},
	"3A090.a to Poland, day before compliance": {"request": on(fixtures.h100, "2025-05-14"), "applies": set()},
	"3A090.a to Poland, enforced": {"request": enforced(fixtures.h100), "applies": set()},
	"3A090.a to Vietnam, enforced": {
		"request": enforced(fixtures.to(fixtures.h100, "VN")),
		"applies": {"742.6(a)(6)(iii)"},
	},
	"3A090.a to a Chinese company in Poland, enforced": {
		"request": enforced(headquartered(fixtures.h100, "CN")),
		"applies": {"742.6(a)(6)(iii)(A)"},
	},
	"3A090.a to a Chinese company in Vietnam, enforced": {
		"request": enforced(headquartered(fixtures.to(fixtures.h100, "VN"), "CN")),
		"applies": {"742.6(a)(6)(iii)"},
	},
	"3A090.a to a Chinese company in Poland, before the rule": {
		"request": on(headquartered(fixtures.h100, "CN"), "2025-01-12"),
		"applies": set(),
	},
	"3A090.a to a Chinese employee in Poland, enforced": {
		"request": enforced(deemed(headquartered(fixtures.h100, "CN"))),
		"applies": set(),
	},
	"3A090.b to Poland": {"request": fixtures.a40, "applies": set()},
	"3A090.b to Vietnam": {"request": fixtures.to(fixtures.a40, "VN"), "applies": {"742.6(a)(6)(iii)(B)"}},
	"3A090.b to Vietnam, before compliance": {
		"request": on(fixtures.to(fixtures.a40, "VN"), "2025-05-14"),
		"applies": {"742.6(a)(6)(iii)"},
	},
	"3A090.b to an employee in Vietnam, enforced": {
		"request": enforced(deemed(fixtures.to(fixtures.a40, "VN"))),
		"applies": set(),
	},
	"3A090.b to an employee in Vietnam": {"request": deemed(fixtures.to(fixtures.a40, "VN")), "applies": set()},
	"3A090.b to the Emirates in A:5": {
		"request": on(fixtures.to(fixtures.a40, "AE"), "2026-07-23"),
		"applies": {"742.6(a)(6)(iii)(B)"},
	},
	"weights to Germany": {"request": fixtures.to(fixtures.weights, "DE"), "applies": {"742.6(a)(13)"}},
	"weights, day before compliance": {"request": on(fixtures.weights, "2025-05-14"), "applies": set()},
	"weights to a foreign employer's employee": {
		"request": permanent("PL", "PL"),
		"applies": {"742.6(a)(13)"},
	},
	"weights to an allied employer's employee": {"request": permanent("DE", "PL"), "applies": set()},
	"weights to an employee of an allied parent": {"request": permanent("PL", "DE"), "applies": set()},
	"weights to an employee untold": {"request": deemed(fixtures.weights), "applies": set()},
	"weights to an employee of a foreign employer, untold of which kind": {
		"request": fixtures.without(permanent("PL", "PL"), ["employee/permanent_regular_employee"]),
		"applies": {"742.6(a)(13)"},
	},
	"weights to an employee of an allied employer, untold of which kind": {
		"request": fixtures.without(permanent("PL", "DE"), ["employee/permanent_regular_employee"]),
		"applies": set(),
	},
	"weights in a release of 734.20": {"request": release("734.20(b)"), "applies": set()},
	"weights in another release": {"request": release("none"), "applies": {"742.6(a)(13)"}},
	"EAR99": {"request": fixtures.changed(fixtures.h100, {"item": {"eccn": "EAR99", "tpp": 100}}), "applies": set()},
}

test_the_paragraphs_that_require_a_license[name] if {
	some name, case in requirements
	object.keys(license_requirements.applies) == case.applies with input as case.request
}

test_a_requirement_of_december_2024_names_its_text if {
	license_requirements.applies == {"742.6(a)(6)(iii)": "742.6(a)(6)(iii), 89 FR 96790"} with input as enforced(fixtures.to(
		fixtures.a40,
		"VN",
	))
}

test_the_text_of_december_2024_answers_where_the_rule_is_not_enforced if {
	license_requirements.text_of_december_2024 with input as enforced(fixtures.h100)
	not license_requirements.text_of_december_2024 with input as fixtures.h100
}

# Why a requirement that names the item does not apply.
exclusions := {
	"export": {"request": fixtures.h100, "excluded": {}},
	"chips to an employee": {"request": deemed(fixtures.h100), "excluded": {"742.6(a)(6)(iv)": "742.6(a)(6)(iv)"}},
	"chips of 3A090.b to an employee": {
		"request": fixtures.changed(fixtures.a40, {"activity": "deemed_reexport"}),
		"excluded": {"742.6(a)(6)(iv)": "742.6(a)(6)(iv)"},
	},
	"weights to an allied employer's employee": {
		"request": permanent("DE", "PL"),
		"excluded": {"742.6(a)(13)": "742.6(a)(13)"},
	},
	"weights to an employee of an allied parent": {
		"request": permanent("PL", "DE"),
		"excluded": {"742.6(a)(13)": "742.6(a)(13)"},
	},
	"weights to an allied employer's employee, day before compliance": {
		"request": on(permanent("DE", "PL"), "2025-05-14"),
		"excluded": {},
	},
	"weights to an allied employer's employee, day of compliance": {
		"request": on(permanent("DE", "PL"), "2025-05-15"),
		"excluded": {"742.6(a)(13)": "742.6(a)(13)"},
	},
	"weights to a temporary employee": {
		"request": fixtures.changed(permanent("DE", "DE"), {"employee": {"permanent_regular_employee": false}}),
		"excluded": {},
	},
	"weights exported to an allied firm": {
		"request": fixtures.changed(permanent("DE", "DE"), {"activity": "export"}),
		"excluded": {},
	},
	"release of 734.20(a), of what needs a license everywhere": {"request": release("734.20(a)"), "excluded": {}},
	"release of 734.20(b) to a Polish national": {
		"request": release("734.20(b)"),
		"excluded": {"734.20(b)": "734.20(b)"},
	},
	"release of 734.20(b) to a Brazilian national": {
		"request": fixtures.changed(release("734.20(b)"), {"destination": "BR"}),
		"excluded": {},
	},
	"release of 734.20(c)": {"request": release("734.20(c)"), "excluded": {"734.20(c)": "734.20(c)"}},
	"other release": {"request": release("none"), "excluded": {}},
	"not for datacenters": {
		"request": fixtures.changed(
			fixtures.without(fixtures.rtx_4090, ["item/eccn"]),
			{"item": {"tpp": 4799}},
		),
		"excluded": {"3A090/datacenter_note": "Note 2 to ECCN 3A090"},
	},
	"not for datacenters, stated as 3A090.a all the same": {
		"request": fixtures.changed(fixtures.rtx_4090, {"item": {"tpp": 4799}}),
		"excluded": {},
	},
	"published model, stated as 4E091 all the same": {
		"request": fixtures.changed(fixtures.weights, {"item": {"model": {"published": true}}}),
		"excluded": {},
	},
	"published model": {
		"request": fixtures.changed(
			fixtures.without(fixtures.weights, ["item/eccn"]),
			{"item": {"model": {"published": true}}},
		),
		"excluded": {"4E091/note_1": "Note 1 to ECCN 4E091"},
	},
}

test_why_a_requirement_does_not_apply[name] if {
	some name, case in exclusions
	license_requirements.excluded == case.excluded with input as case.request
}

# What the requirements of a request lack.
untold := {
	"nothing": {"request": fixtures.h100, "asks": set()},
	"a destination that no table knows": {
		"request": fixtures.changed(fixtures.h100, {"destination": "QQ"}),
		"asks": {"destination"},
	},
	"headquarters, codified": {
		"request": fixtures.without(fixtures.h100, ["parties/recipient/headquarters"]),
		"asks": set(),
	},
	"headquarters, enforced": {
		"request": enforced(fixtures.without(fixtures.h100, ["parties/recipient/headquarters"])),
		"asks": {"parties.recipient.headquarters"},
	},
	"headquarters, enforced, with a parent in China": {
		"request": enforced(fixtures.changed(
			fixtures.without(fixtures.h100, ["parties/recipient/headquarters"]),
			{"parties": {"recipient": {"ultimate_parent_headquarters": "CN"}}},
		)),
		"asks": set(),
	},
	"headquarters, enforced, in Vietnam": {
		"request": enforced(fixtures.without(fixtures.to(fixtures.h100, "VN"), ["parties/recipient/headquarters"])),
		"asks": set(),
	},
	"the employee": {
		"request": deemed(fixtures.weights),
		"asks": {"employee.permanent_regular_employee"},
	},
	"the employee of a reexport": {
		"request": fixtures.changed(fixtures.weights, {"activity": "deemed_reexport"}),
		"asks": {"employee.permanent_regular_employee", "employee.not_deemed_reexport"},
	},
	"nobody is employed": {
		"request": fixtures.changed(fixtures.weights, {"activity": "deemed_reexport", "employee": null}),
		"asks": set(),
	},
	"nobody employs": {"request": employee(deemed(fixtures.weights), {"employer": null}), "asks": set()},
	"the employer": {
		"request": employee(deemed(fixtures.weights), {"permanent_regular_employee": true}),
		"asks": {"employee.employer.headquarters", "employee.employer.ultimate_parent_headquarters"},
	},
	"the employer of a temporary employee": {
		"request": employee(deemed(fixtures.weights), {"permanent_regular_employee": false}),
		"asks": set(),
	},
	"the parent of an allied employer": {
		"request": fixtures.without(permanent("DE", "DE"), ["employee/employer/ultimate_parent_headquarters"]),
		"asks": set(),
	},
	"the employee, of an item outside the rule": {
		"request": deemed(fixtures.changed(fixtures.h100, {"item": {"eccn": "EAR99", "tpp": 100}})),
		"asks": set(),
	},
	"the employee, of a chip": {"request": deemed(fixtures.h100), "asks": set()},
}

test_what_the_requirements_lack_is_asked[name] if {
	some name, case in untold
	license_requirements.missing == case.asks with input as case.request
}

# The headquarters limb between the effective day and the day of compliance (reading N23).
days := {
	"before the rule": on(headquartered(fixtures.h100, "CN"), "2025-01-12"),
	"first day of the rule": on(headquartered(fixtures.h100, "CN"), "2025-01-13"),
	"last day before compliance": on(headquartered(fixtures.h100, "CN"), "2025-05-14"),
	"Polish company": on(fixtures.h100, "2025-05-14"),
	"compliance": on(headquartered(fixtures.h100, "CN"), "2025-05-15"),
	"compliance, enforced": enforced(on(headquartered(fixtures.h100, "CN"), "2025-05-15")),
}

test_the_headquarters_limb_before_compliance_is_a_reading if {
	touched := {name | some name, request in days; "N23" in license_requirements.touches with input as request}
	touched == {"first day of the rule", "last day before compliance"}
}

# A case that is undefined leaves its whole table undefined, and a test over no case passes.
test_tables_hold_cases if {
	every table in [requirements, exclusions, untold, days] {
		count(table) > 0
	}
}
