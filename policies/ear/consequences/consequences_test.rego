package ear.consequences_test

import rego.v2

import data.ear.consequences
import data.ear.fixtures_test as fixtures
import data.ear.outcome
import data.ear.veu_fixtures_test as claims

# The pools drawn on, as [pool, key, fits], the sums that grow and the obligations.
cases := {
	"AIA": {
		"request": german,
		"pools": [],
		"counts": {
			growth("consignee_aia", "Consignee SA", null, 1583200),
			growth("consignee_year_all", "Group Holding", "2025", 1583200),
		},
		"obligations": of_aia,
	},
	"AIA, ultimate parent untold": {
		"request": fixtures.without(german, ["parties/recipient/ultimate_parent"]),
		"pools": [],
		"counts": {
			growth("consignee_aia", "Consignee SA", null, 1583200),
			growth("consignee_year_all", null, "2025", 1583200),
		},
		"obligations": of_aia,
	},
	"AIA, name untold": {
		"request": fixtures.without(german, ["parties/recipient/name"]),
		"pools": [],
		"counts": {
			growth("consignee_aia", null, null, 1583200),
			growth("consignee_year_all", "Group Holding", "2025", 1583200),
		},
		"obligations": of_aia,
	},
	"AIA, quantity untold": {
		"request": fixtures.without(german, ["item/quantity"]),
		"pools": [],
		"counts": {
			growth("consignee_aia", "Consignee SA", null, null),
			growth("consignee_year_all", "Group Holding", "2025", null),
		},
		"obligations": of_aia,
	},
	"AIA for weights": {
		"request": fixtures.to(fixtures.weights, "DE"),
		"pools": [],
		"counts": set(),
		"obligations": {"762.2(b)(58)/records"},
	},
	"LPP": {
		"request": fixtures.h100,
		"pools": [["consignee_year", "Group Holding", true]],
		"counts": {
			growth("consignee_year_lpp", "Group Holding", "2025", 1583200),
			growth("consignee_year_all", "Group Holding", "2025", 1583200),
		},
		"obligations": of_lpp,
	},
	"LPP at the operator's limit": {
		"request": lent,
		"pools": [["consignee_year", "Operator Holding", true]],
		"counts": {
			growth("operator_year_lpp", "Operator Holding", "2025", 1583200),
			growth("consignee_year_lpp", "Operator Holding", "2025", 1583200),
			growth("consignee_year_all", "Operator Holding", "2025", 1583200),
		},
		"obligations": of_lpp,
	},
	"ACA": {
		"request": fixtures.rtx_4090,
		"pools": [],
		"counts": {growth("consignee_year_all", "Group Holding", "2025", 52848)},
		"obligations": {"740.8(a)(1)/purchase_order", "762.2(b)(5)/records"},
	},
	"NAC": {
		"request": notified,
		"pools": [],
		"counts": {growth("consignee_year_all", "Group Holding", "2025", 52848)},
		"obligations": {
			"740.8(a)(1)/purchase_order",
			"740.8(c)(1)/notification",
			"740.8(c)(1)/notification_content",
			"762.2(b)(5)/records",
		},
	},
	"ACM": {
		"request": producing,
		"pools": [],
		"counts": {growth("consignee_year_all", "Group Holding", "2025", 1583200)},
		"obligations": {"740.28(e)/accounting", "762.2(b)(59)/records"},
	},
	"license": {
		"request": licensed(many, "2026-12-31"),
		"pools": [],
		"counts": {
			growth("country_licensed", "PL", "2025-2027", 26914400),
			growth("consignee_year_all", "Group Holding", "2025", 26914400),
		},
		"obligations": {"750.7(a)(1)/inform_parties", "762.2(b)(28)/records"},
	},
	"license to a Chinese company in Poland": {
		"request": fixtures.changed(licensed(many, "2026-12-31"), {"parties": {"recipient": {"headquarters": "CN"}}}),
		"pools": [],
		"counts": {
			growth("country_licensed", "PL", "2025-2027", 26914400),
			growth("consignee_year_all", "Group Holding", "2025", 26914400),
		},
		"obligations": {"750.7(a)(1)/inform_parties", "762.2(b)(28)/records"},
	},
	"license to a Polish company in Germany": {
		"request": fixtures.changed(
			licensed(fixtures.to(many, "DE"), "2026-12-31"),
			{"parties": {"recipient": {"headquarters": "PL", "ultimate_parent_headquarters": "PL"}}},
		),
		"pools": [],
		"counts": {
			growth("country_licensed", "PL", "2025-2027", 26914400),
			growth("consignee_year_all", "Group Holding", "2025", 26914400),
		},
		"obligations": {"750.7(a)(1)/inform_parties", "762.2(b)(28)/records"},
	},
	"license by the text of December 2024": {
		"request": on(licensed(fixtures.to(many, "VN"), "2026-12-31"), "2025-02-03"),
		"pools": [],
		"counts": {
			growth("country_licensed", "VN", "2025-2027", 26914400),
			growth("consignee_year_all", "Group Holding", "2025", 26914400),
		},
		"obligations": {"750.7(a)(1)/inform_parties", "762.2(b)(28)/records"},
	},
	"license required by the text of December 2024": {
		"request": on(fixtures.to(many, "VN"), "2025-02-03"),
		"pools": [],
		"counts": {growth("country_licensed", "VN", "2025-2027", 26914400)},
		"obligations": set(),
	},
	"no license required by the text of December 2024": {
		"request": on(many, "2025-02-03"),
		"pools": [],
		"counts": {growth("consignee_year_all", "Group Holding", "2025", 26914400)},
		"obligations": set(),
	},
	"nothing received by a deemed export": {
		"request": fixtures.changed(many, {"activity": "deemed_export", "employee": null}),
		"pools": [],
		"counts": set(),
		"obligations": set(),
	},
	"nothing of what is not subject to the EAR": {
		"request": fixtures.changed(many, {"item": {"subject_to_ear": {"value": false, "basis": "734.3(b)"}}}),
		"pools": [],
		"counts": set(),
		"obligations": set(),
	},
	"nothing of what stays in the United States": {
		"request": fixtures.changed(many, {"destination": "US"}),
		"pools": [],
		"counts": set(),
		"obligations": set(),
	},
	"license to China": {
		"request": licensed(fixtures.to(fixtures.h100, "CN"), "2026-12-31"),
		"pools": [],
		"counts": {growth("consignee_year_all", "Group Holding", "2025", 1583200)},
		"obligations": {"750.7(a)(1)/inform_parties", "762.2(b)(28)/records"},
	},
	"license required for the volume": {
		"request": many,
		"pools": [["country_allocation", "PL", true], ["consignee_year", "Group Holding", false]],
		"counts": {growth("country_licensed", "PL", "2025-2027", 26914400)},
		"obligations": of_application,
	},
	"license required for the missing certification": {
		"request": fixtures.changed(fixtures.h100, {"documents": {"lpp_certification": null}}),
		"pools": [["country_allocation", "PL", true]],
		"counts": {growth("country_licensed", "PL", "2025-2027", 1583200)},
		"obligations": of_application,
	},
	"license required to China": {
		"request": fixtures.to(fixtures.h100, "CN"),
		"pools": [],
		"counts": set(),
		"obligations": {"748.S2(c)(3)/purchase_order", "748.S2(c)(4)/aggregate_tpp", "750.7(g)/one_year"},
	},
	"a universal validated end user": {
		"request": claims.universal,
		"pools": [
			["uveu", "Cloud Operator Inc/MY", true],
			["uveu", "Cloud Operator Inc/outside_supplement_5a", true],
			["uveu", "Cloud Operator Inc/outside_united_states", true],
		],
		"counts": {
			growth("veu_installed", "Cloud Operator Inc/MY", null, 1583200),
			growth("consignee_year_all", "Group Holding", "2026", 1583200),
		},
		"obligations": (of_validated_end_user | {"748.15(a)(2)(ii)(A)/new_location_notice", "748.S10/5/move_notice"}),
	},
	"a national validated end user": {
		"request": claims.national,
		"pools": [["nveu", "National Cloud Bhd/MY", true]],
		"counts": {
			growth("veu_installed", "National Cloud Bhd/MY", null, 1583200),
			growth("consignee_year_all", "Group Holding", "2026", 1583200),
		},
		"obligations": of_validated_end_user,
	},
	"a share that is not kept": {
		"request": fixtures.changed(claims.universal, {"veu": {"compute": {"by_country": {"MY": 68416801}}}}),
		"pools": [["country_allocation", "MY", true], ["uveu", "Cloud Operator Inc/MY", false]],
		"counts": {growth("country_licensed", "MY", "2025-2027", 1583200)},
		"obligations": of_application,
	},
	"a licensed transfer, which is no shipment of an exporter": {
		"request": fixtures.changed(licensed(fixtures.h100, "2026-05-31"), {
			"activity": "transfer_in_country",
			"origin": "PL",
			"item": {"received_under": "license"},
		}),
		"pools": [],
		"counts": {growth("country_licensed", "PL", "2025-2027", 1583200)},
		"obligations": {"750.7(a)(1)/inform_parties", "762.2(b)(28)/records"},
	},
	"no license required": {"request": fixtures.a40, "pools": [], "counts": set(), "obligations": set()},
	"facts missing": {
		"request": fixtures.without(fixtures.h100, ["ledger"]),
		"pools": [],
		"counts": set(),
		"obligations": set(),
	},
}

test_the_pools_drawn_on_and_those_that_did_not_fit[name] if {
	some name, case in cases
	[[row.pool, row.key, row.fits] | some row in consequences.follows(outcome.basis).pools] == case.pools with input as case.request
}

test_the_sums_that_a_transaction_adds_to[name] if {
	some name, case in cases
	{row | some row in consequences.follows(outcome.basis).counts} == case.counts with input as case.request
}

test_the_obligations_are_those_of_what_was_relied_on[name] if {
	some name, case in cases
	{row.id | some row in consequences.follows(outcome.basis).obligations} == case.obligations with input as case.request
}

# A case that is undefined leaves its whole table undefined, and a test over no case passes.
test_nothing_follows_where_nothing_is_authorized if {
	every basis in ["indeterminate", "not_subject_to_ear", "out_of_scope"] {
		consequences.follows(basis) == {"pools": [], "counts": [], "obligations": []}
	}
}

test_tables_hold_cases if {
	every table in [cases, questions] {
		count(table) > 0
	}
}
