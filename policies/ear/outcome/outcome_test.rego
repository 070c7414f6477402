package ear.outcome_test

import rego.v2

import data.ear.fixtures_test as fixtures
import data.ear.outcome
import data.ear.report

german := fixtures.to(fixtures.h100, "DE")

item(request, facts) := fixtures.changed(request, {"item": facts})

recipient(request, facts) := fixtures.changed(request, {"parties": {"recipient": facts}})

on(request, day) := fixtures.changed(request, {"as_of": day})

doing(request, activity) := fixtures.changed(request, {"activity": activity})

informed(request) := fixtures.changed(request, {"end_use": {"bis_informed": true}})

# More H100 to Poland than any consignee may get in a year, and a license for them.
many := item(fixtures.h100, {"quantity": 1700})

licensed := fixtures.changed(many, {"documents": {"license": valid}})

valid := {"issued_on": "2025-06-01", "expires_on": "2026-05-31", "covers_this_shipment": true}

# A chip of which BIS has informed the exporter, and whose paragraph no figure tells.
unsettled := informed(fixtures.without(fixtures.h100, ["item/eccn", "item/tpp"]))

# An item that no ECCN of the rule describes.
ear99 := item(fixtures.a40, {"eccn": "EAR99", "tpp": 100})

# Chips whose Polish consignee may have reached its limit.
uncertain := fixtures.without(fixtures.h100, ["ledger"])

rows := object.union(answered, unanswered)

answered := {
	"service": {"request": doing(german, "service"), "outcome": "out_of_scope"},
	"export to the United States": {"request": fixtures.to(german, "US"), "outcome": "out_of_scope"},
	"transfer in the United States": {
		"request": fixtures.changed(doing(fixtures.to(german, "US"), "transfer_in_country"), {"origin": "US"}),
		"outcome": "out_of_scope",
	},
	"export from the United States, untold, to the United States": {
		"request": fixtures.without(fixtures.to(german, "US"), ["origin"]),
		"outcome": "out_of_scope",
	},
	"export from abroad to the United States": {
		"request": fixtures.changed(fixtures.to(german, "US"), {"origin": "TW", "item": {"received_under": "none"}}),
		"outcome": "license_exception",
		"by": "AIA",
	},
	"export from abroad to a Chinese company in the United States": {
		"request": recipient(
			fixtures.changed(fixtures.to(german, "US"), {"origin": "TW"}),
			{"headquarters": "CN", "ultimate_parent_headquarters": "CN"},
		),
		"outcome": "license_required",
	},
	"reexport to the United States": {
		"request": item(
			fixtures.changed(doing(fixtures.to(german, "US"), "reexport"), {"origin": "PL"}),
			{"received_under": "none"},
		),
		"outcome": "license_exception",
		"by": "AIA",
	},
	"not subject to the EAR": {
		"request": item(german, {"subject_to_ear": {"value": false, "basis": "734.3(b)"}}),
		"outcome": "not_subject_to_ear",
	},
	"not subject to the EAR, without an ECCN": {
		"request": item(fixtures.without(german, ["item/eccn"]), {"subject_to_ear": {"value": false, "basis": "734.3(b)"}}),
		"outcome": "not_subject_to_ear",
	},
	"not subject to the EAR, of an ECCN that no table knows": {
		"request": item(german, {"eccn": "3A999", "subject_to_ear": {"value": false, "basis": "734.3(b)"}}),
		"outcome": "indeterminate",
	},
	"not subject to the EAR, a model trained at home": {
		"request": item(fixtures.to(fixtures.weights, "DE"), {
			"subject_to_ear": {"value": false, "basis": "734.9(l)"},
			"model": {"trained_in": "US"},
		}),
		"outcome": "license_exception",
		"by": "AIA",
	},
	"subject to the EAR": {
		"request": item(german, {"subject_to_ear": {"value": true}}),
		"outcome": "license_exception",
		"by": "AIA",
	},
	"outside the rule": {"request": ear99, "outcome": "out_of_scope"},
	"outside the rule, and BIS has informed": {"request": informed(ear99), "outcome": "license_required"},
	"outside the rule, informed, with a license": {
		"request": fixtures.changed(informed(ear99), {"documents": licensed.documents}),
		"outcome": "licensed",
		"by": "LICENSE",
	},
	"outside the rule, a concern alone": {
		"request": fixtures.changed(ear99, {"end_use": {"part_744": "concern"}}),
		"outcome": "out_of_scope",
	},
	"weights to Germany": {
		"request": fixtures.to(fixtures.weights, "DE"),
		"outcome": "license_exception",
		"by": "AIA",
	},
	"weights to a Polish company": {"request": fixtures.weights, "outcome": "license_required"},
	"weights before they were controlled, untold of which kind": {
		"request": fixtures.without(on(fixtures.weights, "2025-05-14"), ["item/kind", "item/model/synthetic_data"]),
		"outcome": "out_of_scope",
	},
	"technology from where D:5 is contested, developed elsewhere": {
		"request": fixtures.changed(fixtures.h100, {
			"activity": "reexport",
			"origin": "ET",
			"item": {
				"kind": "technology",
				"eccn": "3E001",
				"related_eccn": "3A090.b",
				"developer": {"headquarters": "PL", "ultimate_parent_headquarters": "PL"},
				"other_controls_cleared": true,
			},
		}),
		"outcome": "no_license_required",
	},
	"weights before they were controlled, to where D:5 is contested": {
		"request": on(fixtures.to(fixtures.weights, "ET"), "2025-05-14"),
		"outcome": "out_of_scope",
	},
	"weights before they were controlled": {
		"request": on(fixtures.weights, "2025-05-14"),
		"outcome": "out_of_scope",
	},
	"weights before they were controlled, and BIS has informed": {
		"request": informed(on(fixtures.weights, "2025-05-14")),
		"outcome": "license_required",
	},
	"weights, enforced, and BIS has informed": {
		"request": informed(fixtures.changed(fixtures.weights, {"posture": "enforced"})),
		"outcome": "license_required",
	},
	"weights, enforced, informed, with a license": {
		"request": fixtures.changed(informed(fixtures.weights), {"posture": "enforced", "documents": {"license": valid}}),
		"outcome": "licensed",
		"by": "LICENSE",
	},
	"weights, enforced before compliance": {
		"request": fixtures.changed(on(fixtures.weights, "2025-05-14"), {"posture": "enforced"}),
		"outcome": "out_of_scope",
	},
	"an item that is not settled, and BIS has informed": {"request": unsettled, "outcome": "license_required"},
	"an item that is not settled, informed, with a license": {
		"request": fixtures.changed(unsettled, {"documents": {"license": valid}}),
		"outcome": "licensed",
		"by": "LICENSE",
	},
	"allied": {"request": german, "outcome": "license_exception", "by": "AIA"},
	"low volume": {"request": fixtures.h100, "outcome": "license_exception", "by": "LPP"},
	"gaming to Vietnam before compliance": {
		"request": on(fixtures.to(fixtures.rtx_4090, "VN"), "2025-05-14"),
		"outcome": "license_exception",
		"by": "ACA",
	},
	"chips to Poland before compliance": {"request": on(fixtures.h100, "2025-05-14"), "outcome": "no_license_required"},
	"gaming": {"request": fixtures.rtx_4090, "outcome": "license_exception", "by": "ACA"},
	"high volume": {"request": many, "outcome": "license_required"},
	"high volume with a license": {"request": licensed, "outcome": "licensed", "by": "LICENSE"},
	"3A090.b to Poland": {"request": fixtures.a40, "outcome": "no_license_required"},
	"3A090.b, other controls not cleared": {
		"request": item(fixtures.a40, {"other_controls_cleared": false}),
		"outcome": "out_of_scope",
	},
	"3A090.b, a concern under part 746": {
		"request": fixtures.changed(fixtures.a40, {"end_use": {"part_746": "concern"}}),
		"outcome": "license_required",
	},
	"3A090.b to a region of Ukraine": {
		"request": fixtures.changed(fixtures.to(fixtures.a40, "UA"), {"destination_region": "UA-donetsk"}),
		"outcome": "license_required",
	},
	"3A090.b elsewhere in Ukraine": {
		"request": fixtures.changed(fixtures.to(fixtures.a40, "UA"), {"destination_region": null}),
		"outcome": "no_license_required",
	},
	"low volume, a concern under part 746": {
		"request": fixtures.changed(fixtures.h100, {"end_use": {"part_746": "concern"}}),
		"outcome": "license_required",
	},
	"outside the rule, a concern under part 746 alone": {
		"request": fixtures.changed(ear99, {"end_use": {"part_746": "concern"}}),
		"outcome": "out_of_scope",
	},
	"3A090.b for a listed party": {
		"request": recipient(fixtures.a40, {"listed": ["entity_list"]}),
		"outcome": "license_required",
	},
	"3A090.b for a Chinese company": {
		"request": fixtures.changed(
			recipient(fixtures.a40, {"headquarters": "CN"}),
			{"documents": {"nac_notification": null}},
		),
		"outcome": "license_required",
	},
}

test_the_one_outcome[name] if {
	some name, case in rows
	outcome.outcome == case.outcome with input as case.request
}

test_what_was_relied_on_is_told_of_permissions_alone[name] if {
	some name, case in rows
	symbols := [symbol | symbol := report.told(outcome.outcome).authorization.symbol] with input as case.request
	symbols == [symbol | symbol := case.by]
}

test_nothing_relied_on_is_null if report.told(outcome.outcome).authorization == null with input as many

# Whether a requirement is what the outcome is about.
rests := {
	"gaming to Vietnam before compliance",
	"allied",
	"weights to Germany",
	"weights to a Polish company",
	"low volume",
	"gaming",
	"high volume",
	"high volume with a license",
	"volume untold",
	"reexport to the United States",
	"export from abroad to the United States",
	"export from abroad to a Chinese company in the United States",
	"export to the United States from where no table knows",
	"3A090.b, a concern under part 746",
	"3A090.b to a region of Ukraine",
	"low volume, a concern under part 746",
	"not subject to the EAR, of an ECCN that no table knows",
	"subject to the EAR",
	"not subject to the EAR, a model trained at home",
	"outside the rule, and BIS has informed",
	"weights before they were controlled, and BIS has informed",
	"outside the rule, informed, with a license",
	"weights, enforced, and BIS has informed",
	"weights, enforced, informed, with a license",
	"an item that is not settled, and BIS has informed",
	"an item that is not settled, informed, with a license",
	"3A090.b for a listed party",
	"3A090.b for a Chinese company",
}

test_the_outcome_rests_on_a_requirement if {
	{name | some name, case in rows; outcome.rests_on_requirement with input as case.request} == rests
}

test_provisions_are_considered_where_it_does if {
	{name | some name, case in rows; report.told(outcome.outcome).considered != [] with input as case.request} == rests
}

test_requirements_may_come_from_either_part if {
	outcome.requirements != [] with input as german
	outcome.requirements != [] with input as rows["3A090.b for a listed party"].request
	outcome.requirements == [] with input as fixtures.a40
}

test_an_act_under_a_known_text_is_classified if {
	found := {name | some name, case in rows; not outcome.classified with input as case.request}
	found == {
		"service",
		"export to the United States",
		"export from the United States, untold, to the United States",
		"transfer in the United States",
		"before the first text",
	}
}

# A case that is undefined leaves its whole table undefined, and a test over no case passes.
test_tables_hold_cases if {
	every table in [rows, reviewed, asked, notices] {
		count(table) > 0
	}
}
