package ear.transaction_test

import rego.v2

import data.ear.transaction

engineer := {"kind": "individual", "location": "US", "headquarters": "CN", "listed": []}

us_company := {"location": "US", "headquarters": "US", "ultimate_parent_headquarters": "US", "listed": []}

releases := {
	"to an engineer of a company": {
		"told": {"parties": {"recipient": engineer}, "employee": {"employer": us_company}},
		"counterparties": {"parties.recipient": engineer, "employee.employer": us_company},
		"entities": {"employee.employer": us_company},
		"end_user": us_company,
		"asks": set(),
	},
	"to an engineer of a company that is not told": {
		"told": {"parties": {"recipient": engineer}},
		"counterparties": {"parties.recipient": engineer, "employee.employer": {}},
		"entities": {"employee.employer": {}},
		"end_user": {},
		"asks": {"employee.employer.headquarters", "employee.employer.ultimate_parent_headquarters"},
	},
	"to an engineer without employment": {
		"told": {"parties": {"recipient": engineer}, "employee": null},
		"counterparties": {"parties.recipient": engineer},
		"entities": {},
		"end_user": {},
		"nobody": true,
		"asks": set(),
	},
	"to an engineer whom nobody employs": {
		"told": {"parties": {"recipient": engineer}, "employee": {"employer": null}},
		"counterparties": {"parties.recipient": engineer},
		"entities": {},
		"end_user": {},
		"nobody": true,
		"asks": set(),
	},
	"to a company, for its engineer": {
		"told": {"parties": {"recipient": object.union(us_company, {"kind": "commercial_firm"})}, "employee": null},
		"counterparties": {"parties.recipient": object.union(us_company, {"kind": "commercial_firm"})},
		"entities": {"parties.recipient": object.union(us_company, {"kind": "commercial_firm"})},
		"end_user": object.union(us_company, {"kind": "commercial_firm"}),
		"asks": set(),
	},
	"to whom it is not told": {
		"told": {"parties": {"recipient": {"location": "US"}}, "employee": {"employer": us_company}},
		"counterparties": {"parties.recipient": {"location": "US"}, "employee.employer": us_company},
		"entities": {"parties.recipient": {"location": "US"}, "employee.employer": us_company},
		"end_user": {"location": "US"},
		"asks": {
			"parties.recipient.kind",
			"parties.recipient.headquarters",
			"parties.recipient.ultimate_parent_headquarters",
		},
	},
	"to an engineer, through an intermediate": {
		"told": {
			"parties": {"recipient": engineer, "intermediate_consignee": us_company},
			"employee": {"employer": us_company},
		},
		"counterparties": {
			"parties.recipient": engineer,
			"parties.intermediate_consignee": us_company,
			"employee.employer": us_company,
		},
		"entities": {"parties.intermediate_consignee": us_company, "employee.employer": us_company},
		"end_user": us_company,
		"asks": set(),
	},
}

release(told, activity) := object.union(told, {"as_of": "2025-07-01", "activity": activity, "destination": "IN"})

test_the_employer_gets_what_is_released_to_its_employee[name] if {
	some name, case in releases
	every activity in ["deemed_export", "deemed_reexport"] {
		request := release(case.told, activity)
		transaction.counterparties == case.counterparties with input as request
		transaction.entities == case.entities with input as request
		object.remove(transaction.entities, ["parties.intermediate_consignee"]) == transaction.receiving_entities with input as request
		transaction.end_user_entity == case.end_user with input as request
		transaction.headquarters_missing == case.asks with input as request
	}
}

test_a_person_whom_nobody_employs_is_headquartered_nowhere if {
	every activity in ["deemed_export", "deemed_reexport"] {
		found := {name | some name, case in releases; transaction.nobody_headquartered with input as release(case.told, activity)}
		found == {name | some name, case in releases; case.nobody == true}
	}
}

test_what_is_exported_has_no_employer if {
	request := release({"parties": {"recipient": engineer}, "employee": {"employer": us_company}}, "export")
	transaction.counterparties == {"parties.recipient": engineer} with input as request
	transaction.entities == {"parties.recipient": engineer} with input as request
	transaction.receiving_entities == {"parties.recipient": engineer} with input as request
	transaction.end_user_entity_path == "parties.recipient" with input as request
	transaction.headquarters == {"CN"} with input as request
}

test_the_table_of_releases_holds_cases if count(releases) > 0
