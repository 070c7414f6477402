package ear.outcome_test

import rego.v2

import data.ear.fixtures_test as fixtures
import data.ear.outcome

allied := {"headquarters": "DE", "ultimate_parent_headquarters": "DE", "listed": []}

employed(employer) := {"permanent_regular_employee": true, "employer": employer, "not_deemed_reexport": "none"}

# Released to an Ethiopian in the United States.
released(request, employer) := fixtures.changed(request, {
	"activity": "deemed_export",
	"destination": "ET",
	"parties": {"recipient": {"kind": "individual"}},
	"employee": employed(employer),
})

of(kind, eccn, facts) := fixtures.changed(
	fixtures.without(fixtures.h100, ["item"]),
	{"item": object.union({"kind": kind, "eccn": eccn, "other_controls_cleared": true}, facts)},
)

ethiopian := {"headquarters": "ET", "ultimate_parent_headquarters": "ET", "listed": []}

to_ethiopia := fixtures.changed(
	recipient(fixtures.to(many, "ET"), {"headquarters": "ET", "ultimate_parent_headquarters": "ET"}),
	{"documents": {"lpp_certification": null}},
)

with_license(request) := fixtures.changed(request, {"documents": {"license": valid}})

# Where Country Group D:5 may name a country or not, and whether that leaves the answer open.
contested := {
	"weights, to a regular employee of an allied employer": {
		"request": released(fixtures.weights, object.union(allied, {"location": "ET"})),
		"outcome": "no_license_required",
	},
	"weights, to an employee of an Ethiopian employer": {
		"request": released(fixtures.weights, ethiopian),
		"outcome": "indeterminate",
		"open": true,
	},
	"weights, to an employee of whom nothing is told": {
		"request": fixtures.without(released(fixtures.weights, allied), ["employee/permanent_regular_employee"]),
		"outcome": "indeterminate",
		"open": true,
		"asks": {"employee.permanent_regular_employee"},
	},
	"weights, to an employee of whom BIS has informed": {
		"request": informed(released(fixtures.weights, allied)),
		"outcome": "indeterminate",
		"open": true,
	},
	"software of 3D001": {
		"request": released(of("software", "3D001", {"related_eccn": "3A090.a"}), ethiopian),
		"outcome": "no_license_required",
	},
	"technology of 3E001, whose developer is untold": {
		"request": released(of("technology", "3E001", {"related_eccn": "3A090.a"}), ethiopian),
		"outcome": "no_license_required",
	},
	"software of the a-level": {
		"request": released(of("software", "5D992.z.1", {}), ethiopian),
		"outcome": "no_license_required",
	},
	"software of the b-level": {
		"request": released(of("software", "5D992.z.2", {}), ethiopian),
		"outcome": "indeterminate",
		"open": true,
	},
	"technology of 3E001, exported": {
		"request": fixtures.to(of("technology", "3E001", {"related_eccn": "3A090.a"}), "ET"),
		"outcome": "indeterminate",
		"open": true,
	},
	"chips, to who is located there": {
		"request": recipient(german, {"location": "ET"}),
		"outcome": "indeterminate",
		"open": true,
	},
	"chips, with a license": {"request": with_license(to_ethiopia), "outcome": "licensed"},
	"chips, without one": {"request": to_ethiopia, "outcome": "indeterminate", "open": true},
	"chips, with a license whose last day is untold": {
		"request": fixtures.without(with_license(to_ethiopia), ["documents/license/expires_on"]),
		"outcome": "indeterminate",
		"open": true,
		"asks": {"documents.license.expires_on"},
	},
	"chips, with a license for others": {
		"request": fixtures.changed(with_license(to_ethiopia), {"documents": {"license": {"covers_this_shipment": false}}}),
		"outcome": "indeterminate",
		"open": true,
	},
	"chips of 3A090.b, of which D:5 alone says whether they need the license": {
		"request": with_license(fixtures.changed(to_ethiopia, {"item": fixtures.a40.item})),
		"outcome": "indeterminate",
		"open": true,
	},
	"technology from there, with a license": {
		"request": with_license(fixtures.changed(of("technology", "3E001", {"related_eccn": "3A090.a"}), {
			"activity": "reexport",
			"origin": "ET",
			"item": {
				"developer": {"headquarters": "CN", "ultimate_parent_headquarters": "CN"},
				"for_production_of": "3A090.a",
				"received_under": "none",
			},
			"end_use": {"purpose": "other"},
		})),
		"outcome": "licensed",
	},
}

test_a_contested_country_leaves_open_what_it_decides[name] if {
	some name, case in contested
	outcome.outcome == case.outcome with input as case.request
	[true | "unknown/d5_by_note" in outcome.unanswered] == [true | case.open] with input as case.request
}

test_what_could_settle_it_is_asked[name] if {
	some name, case in {name: case | some name, case in contested; case.open == true}
	{path | some path in outcome.missing} == object.get(case, "asks", set()) with input as case.request
}

# A case that is undefined leaves its whole table undefined, and a test over no case passes.
test_tables_of_contested_countries_hold_cases if count(contested) > 0
