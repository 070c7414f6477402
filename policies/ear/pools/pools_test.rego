package ear.pools.pools_test

import rego.v2

import data.ear.fixtures_test as fixtures
import data.ear.pools

# A hundred H100, 1,583,200 TPP, and a ledger that is complete or not.
drawing(complete) := fixtures.changed(fixtures.h100, {"ledger": {"complete": complete}})

untold_quantity := fixtures.without(fixtures.h100, ["item/quantity"])

cases := {
	"all of what is left": {"request": drawing(true), "used": 16800, "limit": 1600000, "fits": true},
	"more than is left": {"request": drawing(true), "used": 16800.001, "limit": 1600000, "fits": false},
	"fits by a lower bound": {"request": drawing(false), "used": 0, "limit": 1600000, "fits": null},
	"does not fit by a lower bound": {"request": drawing(false), "used": 16801, "limit": 1600000, "fits": false},
	"completeness untold": {
		"request": fixtures.without(fixtures.h100, ["ledger/complete"]),
		"used": 0,
		"limit": 1600000,
		"fits": null,
	},
	"used untold": {"request": drawing(true), "used": null, "limit": 1600000, "fits": null},
	"used untold, too large by itself": {"request": drawing(true), "used": null, "limit": 1500000, "fits": false},
	"quantity untold": {"request": untold_quantity, "used": 0, "limit": 1600000, "fits": null},
	"no ledger": {
		"request": fixtures.without(fixtures.h100, ["ledger"]),
		"used": null,
		"limit": 1600000,
		"fits": null,
	},
}

test_a_transaction_fits_where_the_whole_is_known[name] if {
	some name, case in cases
	pools.fits(case.used, case.limit) == case.fits with input as case.request
}

rooms := {
	"nothing used": {"request": drawing(true), "used": 0, "limit": 1600000, "room": true},
	"a thousandth left": {"request": drawing(true), "used": 1599999.999, "limit": 1600000, "room": true},
	"met": {"request": drawing(true), "used": 1600000, "limit": 1600000, "room": false},
	"met by a lower bound": {"request": drawing(false), "used": 1600000, "limit": 1600000, "room": false},
	"some left by a lower bound": {"request": drawing(false), "used": 0, "limit": 1600000, "room": null},
	"used untold": {"request": drawing(true), "used": null, "limit": 1600000, "room": null},
}

test_a_pool_has_room_until_it_is_met[name] if {
	some name, case in rooms
	pools.room(case.used, case.limit) == case.room with input as case.request
}

remainders := {
	"nothing used": {"used": 0, "limit": 26900000, "remaining": 26900000},
	"some used": {"used": 15854.4, "limit": 26900000, "remaining": 26884145.6},
	"a thousandth left": {"used": 26899999.999, "limit": 26900000, "remaining": 0.001},
	"all used": {"used": 26900000, "limit": 26900000, "remaining": 0},
	"more than all used": {"used": 30000000, "limit": 26900000, "remaining": 0},
	"used untold": {"used": null, "limit": 26900000, "remaining": null},
	"no limit": {"used": 0, "limit": null, "remaining": null},
}

test_what_is_left[name] if {
	some name, case in remainders
	pools.remaining(case.used, case.limit) == case.remaining
}

test_what_is_drawn_is_null_where_untold if {
	pools.requested_tpp == 1583200 with input as fixtures.h100
	pools.requested_tpp == null with input as untold_quantity
}

untold := {"source": null, "as_of": null, "complete": null}

ledgers := {
	"told": {
		"request": fixtures.h100,
		"ledger": {"source": "supplier records", "as_of": "2025-06-30", "complete": true},
	},
	"in part": {"request": {"ledger": {"source": "BIS"}}, "ledger": object.union(untold, {"source": "BIS"})},
	"null": {"request": {"ledger": null}, "ledger": untold},
	"absent": {"request": {}, "ledger": untold},
}

test_the_ledger_tells_where_the_amounts_come_from[name] if {
	some name, case in ledgers
	pools.ledger == case.ledger with input as case.request
}

# A case that is undefined leaves its whole table undefined, and a test over no case passes.
test_tables_hold_cases if {
	every table in [cases, rooms, remainders, ledgers] {
		count(table) > 0
	}
}
