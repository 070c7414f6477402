package ear.country_allocation_test

import rego.v2

import data.ear.country_allocation
import data.ear.fixtures_test as fixtures

untold := {
	"nothing": {"request": fixtures.h100, "asks": set()},
	"the ledger": {
		"request": fixtures.without(fixtures.h100, ["ledger"]),
		"asks": {"ledger.country", "ledger.country_licensed_tpp", "ledger.as_of"},
	},
	"the country": {"request": fixtures.without(fixtures.h100, ["ledger/country"]), "asks": {"ledger.country"}},
	"the day of the ledger": {"request": fixtures.without(fixtures.h100, ["ledger/as_of"]), "asks": {"ledger.as_of"}},
	"a ledger from the first day of the period on": {
		"request": fixtures.changed(fixtures.h100, {"ledger": {"as_of": "2025-01-01"}}),
		"asks": set(),
	},
	"a ledger of the last day of the period": {
		"request": fixtures.changed(fixtures.h100, {"as_of": "2027-12-01", "ledger": {"as_of": "2027-12-31"}}),
		"asks": set(),
	},
	"a ledger of the day after": {
		"request": fixtures.changed(fixtures.h100, {"as_of": "2027-12-01", "ledger": {"as_of": "2028-01-01"}}),
		"asks": {"ledger.as_of"},
	},
	"a ledger of the day before": {
		"request": fixtures.changed(fixtures.h100, {"ledger": {"as_of": "2024-12-31"}}),
		"asks": {"ledger.as_of"},
	},
	"the country, another": {
		"request": fixtures.changed(fixtures.h100, {"ledger": {"country": "BR"}}),
		"asks": {"ledger.country"},
	},
	"the amount": {
		"request": fixtures.without(fixtures.h100, ["ledger/country_licensed_tpp"]),
		"asks": {"ledger.country_licensed_tpp"},
	},
	"whether it is complete": {
		"request": fixtures.without(fixtures.h100, ["ledger/complete"]),
		"asks": {"ledger.complete"},
	},
	"whether it is complete, already exceeded": {
		"request": fixtures.without(licensed(790000000), ["ledger/complete"]),
		"asks": set(),
	},
	"the quantity": {"request": fixtures.without(fixtures.h100, ["item/quantity"]), "asks": {"item.quantity"}},
	"whether it is complete, where nothing is allocated": {
		"request": fixtures.changed(fixtures.without(fixtures.h100, ["ledger/complete"]), {"as_of": "2028-01-01"}),
		"asks": set(),
	},
	"all of it, where nothing is allocated": {
		"request": fixtures.changed(fixtures.without(fixtures.h100, ["ledger", "item/quantity"]), {"as_of": "2028-01-01"}),
		"asks": set(),
	},
}

test_what_the_allocation_lacks_is_asked[name] if {
	some name, case in untold
	country_allocation.missing == case.asks with input as case.request
}

# A case that is undefined leaves its whole table undefined, and a test over no case passes.
test_the_table_of_what_is_asked_holds_cases if count(untold) > 0
