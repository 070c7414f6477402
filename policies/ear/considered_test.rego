package ear.considered_test

import rego.v2

import data.ear.considered
import data.ear.fixtures_test as fixtures
import data.ear.veu_fixtures_test as claims

german := fixtures.to(fixtures.h100, "DE")

chinese := fixtures.to(fixtures.rtx_4090, "CN")

on(request, day) := fixtures.changed(request, {"as_of": day})

# The day before compliance, with certifications that are signed and submitted by then.
early(request) := fixtures.changed(request, {
	"as_of": "2025-05-14",
	"documents": {
		"aia_certification": {"signed_on": "2025-05-01", "submitted_on": "2025-05-02"},
		"lpp_certification": {"signed_on": "2025-05-01"},
	},
})

enforced(request) := fixtures.changed(request, {"posture": "enforced"})

notified := fixtures.changed(chinese, {"documents": {"nac_notification": {
	"submitted_on": "2025-05-20",
	"registered_on": "2025-05-21",
	"outcome": "confirmed",
	"covers_this_shipment": true,
}}})

producing := fixtures.changed(fixtures.to(fixtures.h100, "VN"), {"end_use": {
	"purpose": "production",
	"ultimate_customer": {"location": "US", "headquarters": "US", "ultimate_parent_headquarters": "US"},
}})

licensed := fixtures.changed(fixtures.to(fixtures.h100, "CN"), {"documents": {"license": {
	"issued_on": "2025-01-01",
	"expires_on": "2025-12-31",
	"covers_this_shipment": true,
}}})

# Symbols of the rows, in the order in which they are relied on.
orders := {
	"to Germany": {
		"request": german,
		"symbols": ["AIA", "ACA", "NAC", "ACM", "LPP", "UVEU", "NVEU", "LICENSE", "TMP", "RPL", "GOV", "TSU"],
	},
	"to China": {
		"request": chinese,
		"symbols": ["AIA", "ACA", "NAC", "ACM", "LPP", "UVEU", "NVEU", "LICENSE", "TMP", "RPL", "GOV", "TSU", "VEU"],
	},
	"memory to Macau": {
		"request": fixtures.to(fixtures.memory, "MO"),
		"symbols": ["AIA", "ACA", "NAC", "ACM", "LPP", "UVEU", "NVEU", "LICENSE", "TMP", "RPL", "GOV", "TSU", "HBM"],
	},
	"software for memory to Macau": {
		"request": fixtures.changed(fixtures.to(fixtures.memory, "MO"), {"item": {
			"kind": "software",
			"eccn": "3D001",
			"related_eccn": "3A090.c",
		}}),
		"symbols": ["AIA", "ACA", "NAC", "ACM", "LPP", "UVEU", "NVEU", "LICENSE", "TMP", "RPL", "GOV", "TSU"],
	},
	"to India": {
		"request": fixtures.to(german, "IN"),
		"symbols": ["AIA", "ACA", "NAC", "ACM", "LPP", "UVEU", "NVEU", "LICENSE", "TMP", "RPL", "GOV", "TSU", "VEU"],
	},
	"before compliance": {
		"request": on(chinese, "2025-05-14"),
		"symbols": ["ACA", "NAC", "LICENSE", "TMP", "RPL", "GOV", "TSU"],
	},
	"a validated end user before compliance": {
		"request": on(claiming("uveu"), "2025-05-14"),
		"symbols": ["ACA", "NAC", "LICENSE", "TMP", "RPL", "GOV", "TSU", "VEU"],
	},
	"where reliance is unknown": {
		"request": enforced(german),
		"symbols": ["AIA", "ACA", "NAC", "ACM", "LPP", "UVEU", "NVEU", "LICENSE", "TMP", "RPL", "GOV", "TSU"],
	},
}

test_each_provision_has_a_row_in_order[name] if {
	some name, case in orders
	[row.symbol | some row in considered.rows] == case.symbols with input as case.request
}

# The first that carries the transaction; [] where none does.
reliances := {
	"allied": {"request": german, "on": [{"symbol": "AIA", "citation": "740.27"}]},
	"gaming": {"request": fixtures.rtx_4090, "on": [{"symbol": "ACA", "citation": "740.8"}]},
	"gaming to China": {"request": notified, "on": [{"symbol": "NAC", "citation": "740.8"}]},
	"production": {"request": producing, "on": [{"symbol": "ACM", "citation": "740.28"}]},
	"low volume": {"request": fixtures.h100, "on": [{"symbol": "LPP", "citation": "740.29"}]},
	"licensed": {"request": licensed, "on": [{"symbol": "LICENSE", "citation": "750.7"}]},
	"allied gaming before small gaming": {
		"request": fixtures.to(fixtures.rtx_4090, "DE"),
		"on": [{"symbol": "AIA", "citation": "740.27"}],
	},
	"universal validated end user": {"request": claims.universal, "on": [{"symbol": "UVEU", "citation": "748.15"}]},
	"national validated end user": {"request": claims.national, "on": [{"symbol": "NVEU", "citation": "748.15"}]},
	"universal validated end user, enforced": {"request": enforced(claims.universal), "on": []},
	"nothing": {"request": fixtures.to(fixtures.h100, "CN"), "on": []},
	"low volume before compliance": {"request": early(fixtures.h100), "on": []},
	"allied before compliance": {"request": early(german), "on": []},
	"low volume, enforced": {"request": enforced(fixtures.h100), "on": []},
	"allied, enforced": {"request": enforced(german), "on": []},
	"production, enforced": {"request": enforced(producing), "on": []},
	"gaming to Vietnam, enforced": {
		"request": enforced(fixtures.to(fixtures.rtx_4090, "VN")),
		"on": [{"symbol": "ACA", "citation": "740.8"}],
	},
	"gaming to China, enforced": {"request": enforced(notified), "on": [{"symbol": "NAC", "citation": "740.8"}]},
	"licensed, enforced": {"request": enforced(licensed), "on": [{"symbol": "LICENSE", "citation": "750.7"}]},
}

test_the_first_that_carries_it_is_relied_on[name] if {
	some name, case in reliances
	[found | found := considered.relied_on] == case.on with input as case.request
}

availability(symbol) := [row.available | some row in considered.rows; row.symbol == symbol]

# A provision of 90 FR 4544 whose conditions are met, and one whose are not, on a day of unknown reliance.
reliable := {
	"allied": {"request": german, "AIA": "yes", "LPP": "yes"},
	"allied, enforced": {"request": enforced(german), "AIA": "unknown", "LPP": "unknown"},
	"low volume, enforced": {"request": enforced(fixtures.h100), "AIA": "no", "LPP": "unknown"},
}

test_nobody_says_whether_reliance_is_possible_where_not_enforced[name] if {
	some name, case in reliable
	availability("AIA") == [case.AIA] with input as case.request
	availability("LPP") == [case.LPP] with input as case.request
}

test_a_row_tells_what_is_unmet_and_what_is_missing if {
	request := fixtures.without(fixtures.h100, ["ledger/consignee_year_all_tpp"])
	rows := {row.symbol: row | some row in considered.rows} with input as request
	rows.AIA == {
		"symbol": "AIA",
		"citation": "740.27",
		"available": "no",
		"unmet": {"740.27(a)/location", "740.27(a)/headquarters", "740.27(a)/ultimate_parent"},
		"missing": [],
	}
	rows.LPP == {
		"symbol": "LPP",
		"citation": "740.29",
		"available": "unknown",
		"unmet": [],
		"missing": {"ledger.consignee_year_all_tpp"},
	}
}

test_provisions_that_are_not_decided_here_are_told_as_such if {
	rows := array.slice(considered.rows, 8, 14) with input as chinese
	{row.available | some row in rows} == {"not_modelled"}
	{row.symbol: row.citation | some row in rows} == {
		"TMP": "740.9(a)(6)",
		"RPL": "740.10",
		"GOV": "740.11(b)",
		"TSU": "740.13(a) and (c)",
		"VEU": "748.15(b)(1)",
	}
}

# Whether some provision may still carry it, and the facts that decide.
undecided := {
	"nothing untold": {"request": fixtures.h100, "open": false, "asks": set()},
	"the year of the consignee": {
		"request": fixtures.without(fixtures.h100, ["ledger"]),
		"open": true,
		"asks": {"ledger.consignee_year_all_tpp", "ledger.as_of"},
	},
	"the year of the consignee, before compliance": {
		"request": early(fixtures.without(fixtures.h100, ["ledger"])),
		"open": false,
		"asks": set(),
	},
	"a purchase order, before compliance": {
		"request": on(
			fixtures.without(fixtures.to(fixtures.rtx_4090, "VN"), ["documents/purchase_order"]),
			"2025-05-14",
		),
		"open": true,
		"asks": {"documents.purchase_order"},
	},
	"a license": {
		"request": fixtures.without(licensed, ["documents/license/expires_on"]),
		"open": true,
		"asks": {"documents.license.expires_on"},
	},
	"a notification to BIS": {
		"request": fixtures.without(notified, ["documents/nac_notification/outcome"]),
		"open": true,
		"asks": {"documents.nac_notification.outcome"},
	},
	"the customer of a production": {
		"request": fixtures.without(producing, ["end_use/ultimate_customer"]),
		"open": true,
		"asks": {
			"end_use.ultimate_customer.headquarters",
			"end_use.ultimate_customer.location",
			"end_use.ultimate_customer.ultimate_parent_headquarters",
		},
	},
	"reliance": {"request": enforced(german), "open": true, "asks": set()},
	"a claim": {
		"request": fixtures.without(claims.universal, ["veu/status"]),
		"open": true,
		"asks": {"veu.status"},
	},
}

test_some_provision_may_carry_it_where_a_fact_or_an_answer_is_missing if {
	found := {name | some name, case in undecided; considered.open with input as case.request}
	found == {name | some name, case in undecided; case.open == true}
}

test_what_could_let_a_provision_carry_it_is_asked[name] if {
	some name, case in undecided
	considered.missing == case.asks with input as case.request
}

claiming(type) := fixtures.changed(fixtures.h100, {"veu": {"type": type}})

december(request) := fixtures.changed(on(request, "2025-12-15"), {"readings": {"N6": "year_of_receipt"}})

notices := {
	"none": {"request": german, "notices": set()},
	"reliance": {"request": enforced(german), "notices": {"unknown/reliance"}},
	"no reliance in question": {"request": enforced(fixtures.to(fixtures.h100, "CN")), "notices": set()},
	"validated end user": {"request": claiming("nveu"), "notices": set()},
	"general validated end user in Poland, where there is none": {"request": claiming("general"), "notices": set()},
	"general validated end user in China": {
		"request": fixtures.to(claiming("general"), "CN"),
		"notices": {"not_modelled/748.15"},
	},
	"general validated end user in India, before compliance": {
		"request": on(fixtures.to(claiming("general"), "IN"), "2025-05-14"),
		"notices": {"not_modelled/748.15"},
	},
	"validated end user before compliance": {
		"request": on(claiming("nveu"), "2025-05-14"),
		"notices": {"not_modelled/748.15"},
	},
	"validated end user, enforced": {"request": enforced(claims.universal), "notices": {"unknown/reliance"}},
	"validated end user whose letter is not enough": {
		"request": fixtures.changed(claims.universal, {"readings": {"N21": "listed_only"}}),
		"notices": {"unknown/supplement_7_listing"},
	},
	"weights stored where D:5 is contested": {
		"request": fixtures.changed(fixtures.to(fixtures.weights, "DE"), {"facility": {"location": "ET"}}),
		"notices": {"unknown/d5_by_note"},
	},
	"customer where D:5 is contested": {
		"request": fixtures.changed(producing, {"end_use": {"ultimate_customer": {"headquarters": "ET"}}}),
		"notices": {"unknown/d5_by_note"},
	},
	"day of receipt": {"request": december(fixtures.h100), "notices": {"unknown/day_of_receipt"}},
	"day of receipt before compliance": {
		"request": fixtures.changed(december(fixtures.h100), {"as_of": "2024-12-15"}),
		"notices": set(),
	},
}

test_notices_say_what_nobody_can_say_of_a_provision[name] if {
	some name, case in notices
	considered.notices == case.notices with input as case.request
}

# A case that is undefined leaves its whole table undefined, and a test over no case passes.
test_tables_hold_cases if {
	every table in [orders, reliances, reliable, undecided, notices] {
		count(table) > 0
	}
}
