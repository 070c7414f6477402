package ear.consignee_year_test

import rego.v2

import data.ear.consignee_year
import data.ear.fixtures_test as fixtures

# What was received, by what is told of it and of which year.
amounts := {
	"receipts under LPP, of which more are told than of all": {
		"request": fixtures.changed(received, {"ledger": {"consignee_year_lpp_tpp": 21000000}}),
		"key": "Group Holding",
		"used": 21000000,
	},
	"not known of receipts under LPP alone": {
		"request": fixtures.without(received, ["ledger/consignee_year_all_tpp"]),
		"key": "Group Holding",
		"used": null,
	},
	"receipts under LPP alone, by reading N7": {
		"request": fixtures.changed(
			fixtures.without(received, ["ledger/consignee_year_all_tpp"]),
			{"readings": {"N7": "lpp_only"}},
		),
		"key": "Group Holding",
		"used": 5000000,
	},
	"told on the first day of the year": {
		"request": fixtures.changed(received, {"ledger": {"as_of": "2025-01-01"}}),
		"key": "Group Holding",
		"used": 20000000,
	},
	"told of no day": {
		"request": fixtures.without(received, ["ledger/as_of"]),
		"key": "Group Holding",
		"used": null,
	},
	"told of the year before": {
		"request": fixtures.changed(received, {"ledger": {"as_of": "2024-12-31"}}),
		"key": "Group Holding",
		"used": null,
	},
	"told of the next year": {
		"request": fixtures.changed(received, {"ledger": {"as_of": "2026-01-01"}}),
		"key": "Group Holding",
		"used": null,
	},
	"told of the operator's year before": {
		"request": fixtures.changed(applied(true), {"ledger": {"as_of": "2024-12-31"}}),
		"key": "Operator Holding",
		"used": null,
	},
}

test_the_larger_amount_of_the_year_of_the_act_counts[name] if {
	some name, case in amounts
	consignee_year.key == case.key with input as case.request
	consignee_year.used == case.used with input as case.request
}

# 1,583,200 TPP on top of it.
fitting_as_told := {
	"not by what came under LPP": {
		"request": fixtures.changed(holding(0), {"ledger": {"consignee_year_lpp_tpp": 26900000}}),
		"fits": false,
	},
	"not by what came under LPP, told alone": {
		"request": fixtures.changed(
			fixtures.without(fixtures.h100, ["ledger/consignee_year_all_tpp"]),
			{"ledger": {"consignee_year_lpp_tpp": 26900000}},
		),
		"fits": false,
	},
	"by what came under LPP, told alone": {
		"request": fixtures.without(fixtures.h100, ["ledger/consignee_year_all_tpp"]),
		"fits": null,
	},
	"a full year before": {
		"request": fixtures.changed(holding(26900000), {"ledger": {"as_of": "2024-12-31"}}),
		"fits": null,
	},
	"too large for any year, told of another": {
		"request": fixtures.changed(holding(0), {"item": {"quantity": 1700}, "ledger": {"as_of": "2024-12-31"}}),
		"fits": false,
	},
	"whose year is not known, and both were full the year before": {
		"request": fixtures.changed(lending.untold, {"ledger": {
			"as_of": "2024-12-31",
			"consignee_year_all_tpp": 26900000,
			"operator_year_lpp_tpp": 26900000,
		}}),
		"fits": null,
	},
}

test_a_transaction_fits_into_what_is_told_of_the_year[name] if {
	some name, case in fitting_as_told
	consignee_year.fits == case.fits with input as case.request
}

asked_of_the_ledger := {
	"the year that the ledger tells of": {
		"request": fixtures.changed(received, {"ledger": {"as_of": "2024-12-31"}}),
		"asks": {"ledger.as_of"},
	},
	"the same of a ledger that is not the whole": {
		"request": fixtures.changed(received, {"ledger": {"as_of": "2024-12-31", "complete": false}}),
		"asks": {"ledger.as_of"},
	},
}

test_the_year_of_the_ledger_is_asked[name] if {
	some name, case in asked_of_the_ledger
	consignee_year.missing == case.asks with input as case.request
}

# A case that is undefined leaves its whole table undefined, and a test over no case passes.
test_tables_of_what_is_told_hold_cases if {
	every table in [amounts, fitting_as_told, asked_of_the_ledger] {
		count(table) > 0
	}
}
