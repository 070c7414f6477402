package ear.decisions_test

import rego.v2

import data.ear
import data.ear.fixtures_test as fixtures

# Each alone fits into the consignee's year; both together would not.
requests := {
	"first": fixtures.changed(fixtures.h100, {"request_id": "first", "item": {"quantity": 1000}}),
	"second": fixtures.changed(fixtures.h100, {"request_id": "second", "item": {"quantity": 1000}}),
	"china": fixtures.to(fixtures.h100, "CN"),
	"least": {"as_of": "2025-07-01", "activity": "export", "destination": "PL", "item": {}},
}

test_each_request_gets_the_decision_that_it_gets_alone if {
	answers := ear.decisions with input as {"requests": requests}
	object.keys(answers) == object.keys(requests)
	every id, request in requests {
		alone := ear.decision with input as request
		answers[id] == alone
	}
}

test_what_one_draws_another_does_not_see if {
	answers := ear.decisions with input as {"requests": requests}
	{id: answer.outcome | some id, answer in answers} == {
		"first": "license_exception",
		"second": "license_exception",
		"china": "license_required",
		"least": "indeterminate",
	}
}

test_no_requests_get_no_decisions if ear.decisions == {} with input as {"requests": {}}
