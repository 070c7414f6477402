package ear.review_policy_china_lane_test

import rego.v2

import data.ear.fixtures_test as fixtures
import data.ear.review_policy

# A hundred H200 to China: 15,832 TPP and 4,800 GB/s, below both limits of the lane.
h200 := fixtures.changed(
	fixtures.to(fixtures.h100, "CN"),
	{"as_of": "2026-01-15", "item": {"memory_bandwidth_gbps": 4800}},
)

board(tpp) := fixtures.changed(fixtures.to(fixtures.boards, "CN"), {"as_of": "2026-01-15", "item": {
	"memory_bandwidth_gbps": 4800,
	"integrated_circuits": [{"count": 1, "tpp": 15832}, {"count": 1, "tpp": tpp}],
}})

requests := {
	"to China": h200,
	"to Hong Kong": fixtures.to(h200, "HK"),
	"to Macau": fixtures.to(h200, "MO"),
	"to Vietnam": fixtures.to(h200, "VN"),
	"the day before": fixtures.changed(h200, {"as_of": "2026-01-14"}),
	"export from Taiwan": fixtures.changed(h200, {"origin": "TW"}),
	"export from where no table knows": fixtures.changed(h200, {"origin": "QQ"}),
	"export from where is untold": fixtures.without(h200, ["origin"]),
	"reexport": fixtures.changed(h200, {"activity": "reexport"}),
	"just below 21000 TPP": fixtures.changed(h200, {"item": {"tpp": 20999}}),
	"of 21000 TPP": fixtures.changed(h200, {"item": {"tpp": 21000}}),
	"TPP untold": fixtures.without(h200, ["item/tpp"]),
	"just below 6500 GB/s": fixtures.changed(h200, {"item": {"memory_bandwidth_gbps": 6499}}),
	"of 6500 GB/s": fixtures.changed(h200, {"item": {"memory_bandwidth_gbps": 6500}}),
	"bandwidth untold": fixtures.without(h200, ["item/memory_bandwidth_gbps"]),
	"of 3A090.b": fixtures.changed(fixtures.to(fixtures.a40, "CN"), {
		"as_of": "2026-01-15",
		"item": {"memory_bandwidth_gbps": 696},
	}),
	"board of slower chips": board(20999),
	"board with a faster chip": board(21000),
	"board without chips": fixtures.changed(board(1), {"item": {"integrated_circuits": []}}),
}

test_slower_chips_of_a_have_a_lane_to_china_and_macau if {
	{name | some name, request in requests; review_policy.notices == {"lane/case_by_case"} with input as request} == {
		"to China",
		"to Hong Kong",
		"to Macau",
		"export from where is untold",
		"just below 21000 TPP",
		"just below 6500 GB/s",
		"board of slower chips",
	}
}

test_the_policy_stays_as_it_is_without_the_conditions_of_the_lane if {
	review_policy.policy == "presumption_of_denial" with input as h200
}

# A case that is undefined leaves its whole table undefined, and a test over no case passes.
test_tables_hold_cases if count(requests) > 0
