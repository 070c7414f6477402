package ear.transaction_test

import rego.v2

import data.ear.aia_commodities as commodities
import data.ear.consequences
import data.ear.fixtures_test as fixtures
import data.ear.license_requirements
import data.ear.restrictions
import data.ear.review_policy
import data.ear.transaction

# A hundred H100 for Poland whose recipient is located elsewhere, and chips of 3A090.b and 3A090.c.
located(country) := fixtures.changed(fixtures.h100, {"parties": {"recipient": {"location": country}}})

of_item(request, item) := fixtures.changed(fixtures.without(request, ["item"]), {"item": item})

b_level(request) := of_item(request, {
	"kind": "integrated_circuit",
	"eccn": "3A090.b",
	"quantity": 10,
	"tpp": 2395.2,
	"performance_density": 3.81,
	"datacenter": true,
})

memory(request) := of_item(request, {"kind": "integrated_circuit", "eccn": "3A090.c", "quantity": 10})

standing(facility) := fixtures.changed(fixtures.h100, {"facility": facility})

operator := {
	"name": "Operator SA",
	"headquarters": "CN",
	"ultimate_parent_headquarters": "CN",
	"listed": [],
}

ways := {
	"export": {"activity": "export", "destination": "DE"},
	"export from the United States": {"activity": "export", "origin": "US", "destination": "DE"},
	"export from Brazil": {"activity": "export", "origin": "BR", "destination": "DE"},
	"export from nobody knows where": {"activity": "export", "origin": "QQ", "destination": "DE"},
	"reexport": {"activity": "reexport", "origin": "BR", "destination": "DE"},
	"transfer": {"activity": "transfer_in_country", "origin": "DE", "destination": "DE"},
}

test_an_export_from_abroad_is_a_reexport if {
	found := {name |
		some name, move in ways
		transaction.reexported with input as object.union(move, {"as_of": "2025-07-01"})
	}
	found == {"export from Brazil", "export from nobody knows where", "reexport"}
}

places := {
	"where it is declared": {"request": fixtures.h100, "elsewhere": set()},
	"where the recipient is": {"request": located("VN"), "elsewhere": {"VN"}},
	"where the end user is": {
		"request": fixtures.changed(fixtures.h100, {"parties": {"end_user": {"location": "RU"}}}),
		"elsewhere": {"RU"},
	},
	"where the data center is": {"request": standing({"location": "UZ"}), "elsewhere": {"UZ"}},
	"not where the purchaser is": {
		"request": fixtures.changed(fixtures.h100, {"parties": {"purchaser": {"location": "VN"}}}),
		"elsewhere": set(),
	},
	"of a release to a person nowhere": {
		"request": fixtures.changed(located("VN"), {"activity": "deemed_export", "facility": {"location": "UZ"}}),
		"elsewhere": set(),
	},
}

test_countries_beside_the_destination[name] if {
	some name, case in places
	transaction.elsewhere == case.elsewhere with input as case.request
}

test_countries_outside_supplement_5a_beside_the_destination if {
	transaction.outside_elsewhere == {"VN"} with input as located("VN")
	transaction.outside_elsewhere == set() with input as located("DE")
	transaction.outside_elsewhere == set() with input as located("ZZ")
}

operators := {
	"another company of which no more is told": {"operator": {"name": "Operator SA"}, "is": {"name": "Operator SA"}},
	"another company": {"operator": operator, "is": operator},
	"located as told": {
		"operator": object.union(operator, {"location": "PL"}),
		"is": object.union(operator, {"location": "PL"}),
	},
}

test_who_operates_is_a_party[name] if {
	some name, case in operators
	transaction.counterparties["facility.operator"] == case.is with input as standing({
		"location": "DE",
		"operator": case.operator,
	})
}

recipient := fixtures.h100.parties.recipient.name

test_where_an_operator_is_located_is_asked if {
	"facility.operator.location" in transaction.locations_missing with input as standing({
		"location": "DE",
		"operator": operator,
	})
	transaction.locations_missing == set() with input as standing({
		"location": "DE",
		"operator": object.union(operator, {"location": "DE"}),
	})
	transaction.locations_missing == set() with input as standing({
		"location": "DE",
		"operator": {"name": recipient, "headquarters": "PL"},
	})
}

test_an_operator_of_the_recipients_name_is_the_recipient if {
	not transaction.counterparties["facility.operator"] with input as standing({"operator": {"name": recipient}})
}

test_what_is_told_anew_of_an_operator_of_that_name_counts if {
	request := standing({"operator": {"name": recipient, "headquarters": "CN"}})
	transaction.macau_or_d5_headquartered with input as request
	transaction.counterparties["facility.operator"].location == "PL" with input as request
}

test_what_is_told_anew_of_the_ultimate_consignee_counts if {
	transaction.counterparties["facility.operator"].headquarters == "CN" with input as fixtures.changed(fixtures.h100, {
		"parties": {"ultimate_consignee": {"name": "Consignee Two"}, "end_user": {"name": "User"}},
		"facility": {"operator": {"name": "Consignee Two", "headquarters": "CN"}},
	})
}

test_a_place_that_no_table_knows_is_asked if {
	"facility.location" in transaction.locations_missing with input as standing({"location": "ZZ"})
}

ukraine := {
	"by destination": fixtures.to(fixtures.h100, "UA"),
	"by a release to a Ukrainian": fixtures.changed(fixtures.to(fixtures.h100, "UA"), {"activity": "deemed_export"}),
	"by its recipient": located("UA"),
	"by its end user": fixtures.changed(fixtures.h100, {"parties": {"end_user": {"location": "UA"}}}),
	"by its ultimate consignee": fixtures.changed(
		fixtures.h100,
		{"parties": {"ultimate_consignee": {"location": "UA"}}},
	),
	"by where it will stand": standing({"location": "UA"}),
}

not_to_ukraine := {
	"to Poland": fixtures.h100,
	"a release to an employee there": fixtures.changed(located("UA"), {"activity": "deemed_export"}),
	"through a purchaser there": fixtures.changed(fixtures.h100, {"parties": {"purchaser": {"location": "UA"}}}),
	"for a recipient that stands for the purchaser alone": fixtures.changed(located("UA"), {"parties": {
		"ultimate_consignee": {"location": "PL"},
		"end_user": {"location": "PL"},
	}}),
}

test_what_goes_to_ukraine if {
	every request in ukraine {
		transaction.to_ukraine with input as request
	}
	every request in not_to_ukraine {
		not transaction.to_ukraine with input as request
	}
}

requirements := {
	"3A090.b to Poland": {"request": b_level(fixtures.h100), "applies": {}},
	"3A090.b to who is in Viet Nam": {"request": b_level(located("VN")), "applies": {"742.6(a)(6)(iii)(B)"}},
	"3A090.b to who is in China": {"request": b_level(located("CN")), "applies": {"742.6(a)(6)(iii)(B)"}},
	"3A090.b to a purchaser in China": {
		"request": b_level(fixtures.changed(fixtures.h100, {"parties": {"purchaser": {"location": "CN"}}})),
		"applies": {"742.6(a)(6)(iii)(B)"},
	},
	"3A090.b to who is in the Emirates in August 2026": {
		"request": fixtures.changed(b_level(located("AE")), {"as_of": "2026-08-01"}),
		"applies": {"742.6(a)(6)(iii)(B)"},
	},
	"3A090.c to Poland": {"request": memory(fixtures.h100), "applies": {}},
	"3A090.c to who is in China": {"request": memory(located("CN")), "applies": {"742.6(a)(6)(i)(B)"}},
	"3A090.c to a data center in China": {
		"request": memory(standing({"location": "CN"})),
		"applies": {"742.6(a)(6)(i)(B)"},
	},
}

test_a_requirement_is_about_where_it_goes[name] if {
	some name, case in requirements
	object.keys(license_requirements.applies) == {id | some id in case.applies} with input as case.request
}

test_where_it_goes_is_asked[level] if {
	some level, request in {
		"b": b_level(located("PL")),
		"c": memory(located("PL")),
		"a, as enforced": fixtures.changed(located("PL"), {"posture": "enforced"}),
	}
	license_requirements.missing == set() with input as request
	untold := fixtures.without(request, ["parties/recipient/location"])
	license_requirements.missing == {"parties.recipient.location"} with input as untold
}

test_who_is_in_china_is_reviewed_as_china if {
	{review.policy | some review in review_policy.reviews} == {"presumption_of_denial"} with input as located("CN")
}

closed := {
	"to Viet Nam": {"request": located("VN"), "gate": true, "unmet": set()},
	"to Russia": {"request": located("RU"), "gate": true, "unmet": {"740.2(a)(6)/sanctioned_destination"}},
	"to Cuba": {"request": located("CU"), "gate": true, "unmet": {"740.2(a)(6)/sanctioned_destination"}},
	"to Germany": {"request": located("DE"), "gate": false, "unmet": set()},
}

test_what_is_closed_to_where_it_goes[name] if {
	some name, case in closed
	restrictions.unmet == case.unmet with input as case.request
	[gate | gate := restrictions.gate_by_destination] == [true | case.gate] with input as case.request
}

test_the_lists_of_an_exporter_that_is_told_are_asked if {
	request := fixtures.changed(fixtures.h100, {"parties": {"exporter": {"location": "US"}}})
	"parties.exporter.listed" in restrictions.missing with input as request
}

test_a_lower_bound_does_not_tell_that_the_threshold_is_not_met if {
	request := fixtures.changed(fixtures.to(fixtures.h100, "DE"), {
		"documents": {"aia_certification": {"submitted_on": null}},
		"readings": {"C2": "submit_from_253m", "N5": "submit_at_threshold"},
		"ledger": {"complete": false, "consignee_aia_tpp": 0},
	})
	"ledger.complete" in commodities.missing with input as request
}

test_a_license_that_counts_by_a_reading_tells_it if {
	{"id": "C5", "reading": "outside_headquarters_capped"} in consequences.open_questions with input as fixtures.changed(
		fixtures.to(fixtures.h100, "DE"),
		{
			"posture": "enforced",
			"parties": {"recipient": {
				"headquarters": "PL",
				"ultimate_parent_headquarters": "PL",
				"listed": ["entity_list"],
			}},
			"documents": {"license": {
				"issued_on": "2025-06-01",
				"expires_on": "2026-05-31",
				"covers_this_shipment": true,
			}},
		},
	)
}

# A case that is undefined leaves its whole table undefined, and a test over no case passes.
test_tables_of_places_hold_cases if {
	every table in [places, operators, ukraine, not_to_ukraine, requirements, closed] {
		count(table) > 0
	}
}
