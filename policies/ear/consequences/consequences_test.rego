package ear.consequences_test

import rego.v2

import data.ear.consequences
import data.ear.fixtures_test as fixtures
import data.ear.part_748.fixtures_test as claims

# A hundred H100 are 1,583,200 TPP: to Germany by AIA, to Poland by LPP.
german := fixtures.to(fixtures.h100, "DE")

# More than a consignee may get in a year: 26,914,400 TPP.
many := fixtures.changed(fixtures.h100, {"item": {"quantity": 1700}})

licensed(request, expires_on) := fixtures.changed(request, {"documents": {"license": {
	"issued_on": "2025-01-01",
	"expires_on": expires_on,
	"covers_this_shipment": true,
}}})

# A U.S. company puts its Polish site to the limit of the company that operates it.
lent := fixtures.changed(fixtures.h100, {
	"parties": {"recipient": {"headquarters": "US"}},
	"documents": {"lpp_applied_to_operator": true},
	"facility": {"operator": {"ultimate_parent": "Operator Holding"}},
	"ledger": {"operator_year_lpp_tpp": 0},
})

notified := fixtures.changed(fixtures.to(fixtures.rtx_4090, "CN"), {"documents": {"nac_notification": {
	"submitted_on": "2025-05-20",
	"registered_on": "2025-05-21",
	"outcome": "confirmed",
	"covers_this_shipment": true,
}}})

producing := fixtures.changed(fixtures.to(fixtures.h100, "VN"), {"end_use": {
	"purpose": "production",
	"ultimate_customer": {"location": "US", "headquarters": "US", "ultimate_parent_headquarters": "US"},
}})

on(request, day) := fixtures.changed(request, {"as_of": day})

growth(sum_name, key, period, tpp) := {"sum": sum_name, "key": key, "period": period, "tpp": tpp}

# What the obligations of several cases are.
of_aia := {
	"740.27(b)(1)/furnish_eccn",
	"740.27(b)(2)/certification",
	"740.27(b)(3)/shipment_notice",
	"740.27(c)/submission",
	"762.2(b)(58)/records",
}

of_lpp := {
	"740.29(f)/certification",
	"740.29(g)(1)/certification_copy",
	"740.29(g)(2)/limit_reached",
	"762.2(b)(60)/records",
}

of_application := {
	"748.S2(c)(3)/purchase_order",
	"748.S2(c)(4)/aggregate_tpp",
	"748.S2(c)(4)/one_country",
	"750.7(g)/one_year",
}

of_validated_end_user := {
	"748.15(a)(5)/material_change",
	"748.15(e)/certification",
	"748.15(f)(1)(ii)/end_user_report",
	"748.15(g)/notice_timeframe",
	"748.15(g)/shipment_notice",
	"748.S10/10.a/chip_accounting",
	"748.S10/10.b/aggregate_compute",
	"748.S10/11/breach_notice",
	"748.S10/11/records",
	"748.S10/14/attestation",
	"748.S10/16/theft_report",
	"748.S10/3/foreign_ties",
}

# The pools drawn on, as [pool, key, fits], the sums that grow and the obligations.
cases := {
	"AIA": {
		"request": german,
		"pools": [],
		"counts": {
			growth("consignee_aia", "Group Holding", null, 1583200),
			growth("consignee_year_all", "Group Holding", "2025", 1583200),
		},
		"obligations": of_aia,
	},
	"AIA, ultimate parent untold": {
		"request": fixtures.without(german, ["parties/recipient/ultimate_parent"]),
		"pools": [],
		"counts": {
			growth("consignee_aia", null, null, 1583200),
			growth("consignee_year_all", null, "2025", 1583200),
		},
		"obligations": of_aia,
	},
	"AIA, quantity untold": {
		"request": fixtures.without(german, ["item/quantity"]),
		"pools": [],
		"counts": set(),
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
			growth("consignee_year_all", "Group Holding", "2025", 1583200),
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
		"counts": set(),
		"obligations": set(),
	},
	"no license required by the text of December 2024": {
		"request": on(many, "2025-02-03"),
		"pools": [],
		"counts": {growth("consignee_year_all", "Group Holding", "2025", 26914400)},
		"obligations": set(),
	},
	"nothing received by a deemed export": {
		"request": fixtures.changed(many, {"activity": "deemed_export"}),
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
	[[row.pool, row.key, row.fits] | some row in consequences.follows.pools] == case.pools with input as case.request
}

test_the_sums_that_a_transaction_adds_to[name] if {
	some name, case in cases
	{row | some row in consequences.follows.counts} == case.counts with input as case.request
}

test_the_obligations_are_those_of_what_was_relied_on[name] if {
	some name, case in cases
	{row.id | some row in consequences.follows.obligations} == case.obligations with input as case.request
}

test_flags_are_told_with_their_sources if {
	request := fixtures.changed(german, {
		"item": {"general_prohibition_10": true},
		"end_use": {"diversion_risk": true},
	})
	{row | some row in consequences.raised} == {
		{"id": "736.2(b)(10)", "citation": "736.2(b)(10)"},
		{"id": "732.S3/diversion", "citation": "Supplement No. 3 to part 732"},
	} with input as request
}

# A case that is undefined leaves its whole table undefined, and a test over no case passes.
test_tables_hold_cases if {
	every table in [cases, questions] {
		count(table) > 0
	}
}
