package ear.consignee_year_test

import rego.v2

import data.ear.consignee_year
import data.ear.fixtures_test as fixtures

# A consignee that has received 20,000,000 TPP, 5,000,000 of it under LPP.
received := fixtures.changed(fixtures.h100, {"ledger": {
	"consignee_year_all_tpp": 20000000,
	"consignee_year_lpp_tpp": 5000000,
	"operator_year_lpp_tpp": 1000000,
}})

# The same, for a U.S. company's site in Poland that another company operates.
operated := fixtures.changed(received, {
	"parties": {"recipient": {"ultimate_parent_headquarters": "US"}},
	"facility": {"operator": {"ultimate_parent": "Operator Holding"}},
})

applied(value) := fixtures.changed(operated, {"documents": {"lpp_applied_to_operator": value}})

lending := {
	"by an allied consignee": applied(true),
	"not by an allied consignee": applied(false),
	"null by an allied consignee": applied(null),
	"untold": fixtures.without(operated, ["documents/lpp_applied_to_operator"]),
	"not to an operator of its own group": fixtures.changed(
		applied(true),
		{"facility": {"operator": {"ultimate_parent": "Group Holding"}}},
	),
	"not by an allied company of another parent": fixtures.changed(
		applied(true),
		{"parties": {"recipient": {"headquarters": "US", "ultimate_parent_headquarters": "BR"}}},
	),
	"by another consignee": fixtures.changed(received, {"documents": {"lpp_applied_to_operator": true}}),
}

test_only_an_allied_consignee_may_put_it_to_the_operators_limit if {
	{name | some name, request in lending; consignee_year.lent with input as request} == {"by an allied consignee"}
}

# Whose year it is, and what that group has received.
years := {
	"all receipts of the consignee": {"request": received, "key": "Group Holding", "used": 20000000},
	"receipts under LPP by reading N7": {
		"request": fixtures.changed(received, {"readings": {"N7": "lpp_only"}}),
		"key": "Group Holding",
		"used": 5000000,
	},
	"all receipts by the other reading": {
		"request": fixtures.changed(received, {"readings": {"N7": "all_receipts"}}),
		"key": "Group Holding",
		"used": 20000000,
	},
	"those of the operator": {"request": applied(true), "key": "Operator Holding", "used": 1000000},
	"those of the operator by either reading": {
		"request": fixtures.changed(applied(true), {"readings": {"N7": "lpp_only"}}),
		"key": "Operator Holding",
		"used": 1000000,
	},
	"untold": {
		"request": fixtures.without(received, ["ledger", "parties"]),
		"key": null,
		"used": null,
	},
	"untold of the operator": {
		"request": fixtures.without(applied(true), ["ledger", "facility"]),
		"key": null,
		"used": null,
	},
}

test_whose_year_it_is_and_what_was_received[name] if {
	some name, case in years
	consignee_year.key == case.key with input as case.request
	consignee_year.used == case.used with input as case.request
}

limits := {
	"2025-01-12": [],
	"2025-01-13": [26900000],
	"2031-01-01": [26900000],
}

test_the_limit_is_the_same_in_every_year_of_the_rule[day] if {
	some day, told in limits
	[limit | limit := consignee_year.limit] == told with input as {"as_of": day}
}

holding(tpp) := fixtures.changed(fixtures.h100, {"ledger": {"consignee_year_all_tpp": tpp}})

# 1,583,200 TPP on top of what was received.
fitting := {
	"to the last TPP": {"request": holding(25316800), "fits": true},
	"one too many": {"request": holding(25316801), "fits": false},
	"not known": {"request": fixtures.without(fixtures.h100, ["ledger"]), "fits": null},
	"no amount of the year": {
		"request": fixtures.without(fixtures.h100, ["ledger/consignee_year_all_tpp", "ledger/consignee_year_lpp_tpp"]),
		"fits": null,
	},
	"not known how many, and full": {"request": fixtures.without(holding(26900000), ["item/quantity"]), "fits": false},
	"not known how many, and room for one TPP": {
		"request": fixtures.without(holding(26899999), ["item/quantity"]),
		"fits": null,
	},
	"the operator's year, where the consignee's is full": {
		"request": fixtures.changed(applied(true), {"ledger": {"consignee_year_all_tpp": 26900000}}),
		"fits": true,
	},
	"whose year is not known, and its amount is full": {
		"request": fixtures.changed(lending.untold, {"ledger": {"consignee_year_all_tpp": 26900000}}),
		"fits": null,
	},
	"whose year is not known, and both are full": {
		"request": fixtures.changed(lending.untold, {"ledger": {
			"consignee_year_all_tpp": 26900000,
			"operator_year_lpp_tpp": 26900000,
		}}),
		"fits": false,
	},
	"whose year is not known, and only the consignee's is told, and full": {
		"request": fixtures.changed(
			fixtures.without(lending.untold, ["ledger/operator_year_lpp_tpp"]),
			{"ledger": {"consignee_year_all_tpp": 26900000}},
		),
		"fits": null,
	},
	"too large for any year, and no receipts are told": {
		"request": fixtures.changed(fixtures.without(lending.untold, ["ledger"]), {"item": {"quantity": 1700}}),
		"fits": false,
	},
	"whose year is not known, and both have room": {"request": lending.untold, "fits": null},
	"whose year is not known, for a headquarters that is not told": {
		"request": fixtures.without(
			fixtures.changed(applied(true), {"ledger": {"consignee_year_all_tpp": 26900000}}),
			["parties/recipient/ultimate_parent_headquarters"],
		),
		"fits": null,
	},
	"whose year is not known, for a parent that is not told": {
		"request": fixtures.without(
			fixtures.changed(applied(true), {"ledger": {"operator_year_lpp_tpp": 26900000}}),
			["parties/recipient/ultimate_parent"],
		),
		"fits": null,
	},
	"too large for any year": {
		"request": fixtures.changed(lending.untold, {"item": {"quantity": 1700}}),
		"fits": false,
	},
	"before the rule": {"request": fixtures.changed(fixtures.h100, {"as_of": "2025-01-12"}), "fits": null},
}

test_a_transaction_fits_into_the_year[name] if {
	some name, case in fitting
	consignee_year.fits == case.fits with input as case.request
}

untold := {
	"nothing": {"request": fixtures.h100, "asks": set()},
	"the ledger": {
		"request": fixtures.without(fixtures.h100, ["ledger"]),
		"asks": {"ledger.consignee_year_all_tpp", "ledger.as_of"},
	},
	"the ledger, by reading N7": {
		"request": fixtures.changed(fixtures.without(fixtures.h100, ["ledger"]), {"readings": {"N7": "lpp_only"}}),
		"asks": {"ledger.consignee_year_lpp_tpp", "ledger.as_of"},
	},
	"the ledger of the operator": {
		"request": fixtures.without(applied(true), ["ledger"]),
		"asks": {"ledger.operator_year_lpp_tpp", "ledger.as_of"},
	},
	"the whole of the operator's year": {
		"request": fixtures.changed(applied(true), {"ledger": {"complete": false}}),
		"asks": {"ledger.complete"},
	},
	"the whole of the consignee's, certified before the year began": {
		"request": fixtures.changed(received, {
			"ledger": {"complete": false},
			"documents": {"lpp_certification": {"signed_on": "2024-12-31", "calendar_year": 2025}},
		}),
		"asks": {"ledger.complete"},
	},
	"not the whole of the consignee's, certified on the first day of the year": {
		"request": fixtures.changed(received, {
			"ledger": {"complete": false},
			"documents": {"lpp_certification": {"signed_on": "2025-01-01", "calendar_year": 2025}},
		}),
		"asks": set(),
	},
	"not the whole of the consignee's, for which its certification stands": {
		"request": fixtures.changed(received, {"ledger": {"complete": false}}),
		"asks": set(),
	},
	"nothing of an operator's year that is full": {
		"request": fixtures.changed(applied(true), {"ledger": {"complete": false, "operator_year_lpp_tpp": 26900000}}),
		"asks": set(),
	},
	"the parent": {
		"request": fixtures.without(fixtures.h100, ["parties/recipient/ultimate_parent"]),
		"asks": {"parties.recipient.ultimate_parent"},
	},
	"the parent of a named consignee": {
		"request": fixtures.changed(fixtures.h100, {"parties": {"ultimate_consignee": {"headquarters": "PL"}}}),
		"asks": {"parties.ultimate_consignee.ultimate_parent"},
	},
	"the operator": {
		"request": fixtures.without(applied(true), ["facility"]),
		"asks": {"facility.operator.ultimate_parent"},
	},
	"whether the operator is another": {
		"request": fixtures.without(applied(true), ["parties/recipient/ultimate_parent"]),
		"asks": {"parties.recipient.ultimate_parent"},
	},
	"whose limit it is": {"request": lending.untold, "asks": {"documents.lpp_applied_to_operator"}},
	"whose limit it is, for a headquarters that is not told": {
		"request": fixtures.without(lending.untold, ["parties/recipient/ultimate_parent_headquarters"]),
		"asks": {"documents.lpp_applied_to_operator"},
	},
	"whose headquarters, which others ask": {
		"request": fixtures.without(applied(true), ["parties/recipient/ultimate_parent_headquarters"]),
		"asks": set(),
	},
	"whose limit it is, where the operator is of its own group": {
		"request": fixtures.changed(lending.untold, {"facility": {"operator": {"ultimate_parent": "Group Holding"}}}),
		"asks": set(),
	},
	"whose limit it is, said not to be lent": {"request": applied(null), "asks": set()},
	"whose limit it is, where there is no document": {
		"request": fixtures.changed(lending.untold, {"documents": null}),
		"asks": set(),
	},
	"whose limit it is, of another consignee": {
		"request": fixtures.without(fixtures.h100, ["documents/lpp_applied_to_operator"]),
		"asks": set(),
	},
	"the amount": {
		"request": fixtures.without(fixtures.h100, ["item/quantity", "item/tpp"]),
		"asks": {"item.quantity", "item.tpp"},
	},
}

test_what_the_year_lacks_is_asked[name] if {
	some name, case in untold
	consignee_year.missing == case.asks with input as case.request
}

test_the_row_of_the_year if {
	consignee_year.row == {
		"pool": "consignee_year",
		"key": "Group Holding",
		"period": "2025",
		"basis": "received",
		"limit_tpp": 26900000,
		"used_tpp": 20000000,
		"requested_tpp": 1583200,
		"remaining_tpp": 6900000,
		"fits": true,
		"denominator_tpp": null,
		"ledger": {"source": "supplier records", "as_of": "2025-06-30", "complete": true},
	} with input as received
}

# A case that is undefined leaves its whole table undefined, and a test over no case passes.
test_tables_hold_cases if {
	every table in [lending, years, limits, fitting, untold] {
		count(table) > 0
	}
}
