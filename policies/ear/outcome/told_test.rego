package ear.outcome_test

import rego.v2

import data.ear.consequences
import data.ear.fixtures_test as fixtures
import data.ear.outcome
import data.ear.report
import data.ear.veu_fixtures_test as claims

test_a_notice_of_bis_comes_before_the_item if {
	report.told(outcome.outcome).missing_facts == {"item.eccn", "item.tpp"} with input as unsettled
	report.told(outcome.outcome).review_policy == "indeterminate" with input as unsettled
	[row.symbol | some row in report.told(outcome.outcome).considered] == ["LICENSE"] with input as unsettled
	undated := fixtures.changed(unsettled, {"documents": {"license": object.remove(valid, ["expires_on"])}})
	outcome.outcome == "indeterminate" with input as undated
	report.told(outcome.outcome).missing_facts == {"documents.license.expires_on"} with input as undated
}

test_the_provisions_of_the_text_that_answers_are_considered if {
	codified := {row.symbol | some row in report.told(outcome.outcome).considered} with input as german
	codified == {"AIA", "ACA", "NAC", "ACM", "LPP", "UVEU", "NVEU", "LICENSE", "TMP", "RPL", "GOV", "TSU"}
	early := {row.symbol | some row in report.told(outcome.outcome).considered} with input as rows["gaming to Vietnam before compliance"].request
	early == {"ACA", "NAC", "LICENSE", "TMP", "RPL", "GOV", "TSU"}
}

# What is told of an application: nothing where none is needed.
reviewed := {
	"high volume": {
		"policy": "presumption_of_approval",
		"citations": {"742.6(b)(10)(iii)(B)(1)"},
	},
	"3A090.b for a Chinese company": {
		"policy": "presumption_of_denial",
		"citations": {"742.6(b)(10)(iv)(B)"},
	},
	"weights, enforced, and BIS has informed": {"policy": "indeterminate", "citations": {"744.23(d)(2)"}},
	"volume untold": {"policy": null, "citations": set()},
	"allied": {"policy": null, "citations": set()},
}

test_how_an_application_would_be_reviewed[name] if {
	some name, case in reviewed
	report.told(outcome.outcome).review_policy == case.policy with input as rows[name].request
	{review.citation | some review in report.told(outcome.outcome).reviews} == case.citations with input as rows[name].request
}

# Facts asked of each request that could come out otherwise.
asked := {
	"class untold, with a license, and whether BIS has informed untold": {
		"request": fixtures.without(rows["an item that is not settled, informed, with a license"].request, ["end_use/bis_informed"]),
		"asks": {"end_use.bis_informed", "item.eccn", "item.tpp"},
	},
	"class untold": {
		"request": rows["class untold"].request,
		"asks": {"item.eccn", "item.tpp"},
	},
	"before the first text": {
		"request": fixtures.without(on(german, "2024-12-01"), ["item/eccn", "item/tpp"]),
		"asks": set(),
	},
	"transfer to another country": {"request": rows["transfer to another country"].request, "asks": {"origin"}},
	"reexport within a country": {"request": rows["reexport within a country"].request, "asks": {"origin"}},
	"export to the United States from where no table knows": {
		"request": rows["export to the United States from where no table knows"].request,
		"asks": {"origin", "item.received_under"},
	},
	"transfer to the United States from another country": {
		"request": rows["transfer to the United States from another country"].request,
		"asks": {"origin"},
	},
	"not subject to the EAR, by one limb": {
		"request": rows["not subject to the EAR, by one limb"].request,
		"asks": {"item.subject_to_ear.basis"},
	},
	"3A090.b somewhere in Ukraine": {
		"request": rows["3A090.b somewhere in Ukraine"].request,
		"asks": {"destination_region"},
	},
	"service on a thing untold": {
		"request": doing(rows["class untold"].request, "service"),
		"asks": set(),
	},
	"not subject to the EAR, on no ground": {
		"request": rows["not subject to the EAR, on no ground"].request,
		"asks": {"item.subject_to_ear.basis"},
	},
	"transfer of a thing that is not subject to the EAR": {
		"request": item(rows["transfer to another country"].request, {"subject_to_ear": {"value": false, "basis": "734.3(b)"}}),
		"asks": set(),
	},
	"transfer of a thing untold": {
		"request": fixtures.without(rows["transfer to another country"].request, ["item/eccn", "item/tpp"]),
		"asks": {"item.eccn", "item.tpp"},
	},
	"volume untold": {"request": uncertain, "asks": {"ledger.consignee_year_all_tpp", "ledger.as_of"}},
	"no requirement, lists untold": {
		"request": rows["3A090.b, lists untold"].request,
		"asks": {"parties.recipient.listed"},
	},
	"no requirement, destination unknown": {
		"request": rows["3A090.b to where no table knows"].request,
		"asks": {"destination"},
	},
	"no requirement, other controls untold": {
		"request": rows["3A090.b, other controls untold"].request,
		"asks": {"item.other_controls_cleared"},
	},
	"an entry not modelled": {"request": rows["an entry not modelled"].request, "asks": set()},
	"weights, enforced": {"request": rows["weights, enforced"].request, "asks": set()},
	"weights, enforced, and BIS has informed": {
		"request": rows["weights, enforced, and BIS has informed"].request,
		"asks": {"parties.recipient.majority_owner_headquarters"},
	},
	"license required, review untold": {
		"request": fixtures.without(many, ["ledger"]),
		"asks": {"ledger.country", "ledger.country_licensed_tpp", "ledger.as_of"},
	},
	"license required, review told": {"request": many, "asks": set()},
	"permitted": {"request": german, "asks": set()},
}

test_facts_are_asked_that_could_change_the_outcome[name] if {
	some name, case in asked
	{path | some path in report.told(outcome.outcome).missing_facts} == case.asks with input as case.request
}

notices := {
	"an entry not modelled": {"not_modelled/3E001"},
	"weights, enforced": {"unknown/4E091_enforcement"},
	"weights, enforced, and BIS has informed": {"unknown/4E091_enforcement"},
	"to where D:5 is contested": {"unknown/d5_by_note"},
	"headquartered where D:5 is contested": {"unknown/d5_by_note"},
	"technology from where D:5 is contested": {"unknown/d5_by_note"},
	"an export of technology from where D:5 is contested": {"unknown/d5_by_note"},
	"an export of technology from China, developed where D:5 is contested": {"unknown/d5_by_note"},
	"technology from China, developed where D:5 is contested": {"unknown/d5_by_note"},
	"weights before they were controlled, to where D:5 is contested": set(),
	"weights, enforced before compliance": set(),
	"service": set(),
	"before the first text": set(),
	"allied": set(),
}

test_notices_say_what_nobody_answers[name] if {
	some name, expected in notices
	consequences.notices == expected with input as rows[name].request
}

test_a_validated_end_user_may_be_relied_on if {
	outcome.outcome == "validated_end_user" with input as claims.universal
	report.told(outcome.outcome).authorization == {"symbol": "UVEU", "citation": "748.15"} with input as claims.universal
	report.told(outcome.outcome).missing_facts == [] with input as claims.universal
	report.told(outcome.outcome).authorization == {"symbol": "NVEU", "citation": "748.15"} with input as claims.national
	revoked := fixtures.changed(claims.universal, {"veu": {"status": "revoked"}})
	outcome.outcome == "license_required" with input as revoked
}

test_a_general_validated_end_user_is_told_as_not_modelled if {
	request := fixtures.changed(fixtures.to(many, "IN"), {"veu": {"type": "general"}})
	consequences.notices == {"not_modelled/748.15"} with input as request
	outcome.outcome == "license_required" with input as request
}

test_nothing_is_told_of_provisions_where_none_is_needed if {
	consequences.notices == set() with input as fixtures.changed(fixtures.a40, {"veu": {"type": "uveu"}})
}

test_the_lane_to_china_is_told_where_a_license_is_required if {
	request := item(on(fixtures.to(fixtures.h100, "CN"), "2026-01-15"), {"memory_bandwidth_gbps": 4800})
	consequences.notices == {"lane/case_by_case"} with input as request
}
