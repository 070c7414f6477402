package ear.consequences_test

import rego.v2

import data.ear.fixtures_test as fixtures

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
	"parties": {"recipient": {"ultimate_parent_headquarters": "US"}},
	"documents": {"lpp_applied_to_operator": true},
	"facility": {"operator": {
		"location": "PL",
		"headquarters": "PL",
		"ultimate_parent": "Operator Holding",
		"ultimate_parent_headquarters": "PL",
		"listed": [],
	}},
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
	"748.15(e)/records",
	"748.S10/11/records",
	"748.S10/14/attestation",
	"748.S10/16/theft_report",
	"748.S10/3/foreign_ties",
}
