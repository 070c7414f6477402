package system.log_test

import rego.v2

import data.system.log

_request := {
	"request_id": "line 1",
	"as_of": "2025-07-01",
	"destination": "BR",
	"item": {"eccn": "3A090.a", "quantity": 5, "subject_to_ear": {"value": true, "basis": "Jane Doe says"}},
	"parties": {"recipient": {
		"name": "Consignee SA",
		"ultimate_parent": "Parent AG",
		"headquarters": "BR",
		"listed": ["entity_list"],
		"government_controlled": null,
		"contact": [{"who": "Jane Doe"}, "Jane Doe"],
	}},
	"ledger": {"source": "books of Consignee SA"},
}

_kept := {
	"request_id": "line 1",
	"as_of": "2025-07-01",
	"destination": "BR",
	"item": {"eccn": "3A090.a", "quantity": 5, "subject_to_ear": {"value": true, "basis": "withheld"}},
	"parties": {"recipient": {
		"name": "withheld",
		"ultimate_parent": "withheld",
		"headquarters": "BR",
		"listed": ["entity_list"],
		"government_controlled": null,
		"contact": [{"who": "withheld"}, "withheld"],
	}},
	"ledger": {"source": "withheld"},
}

_decision := {"outcome": "license_exception", "pools": [{"pool": "consignee_year", "key": "Parent AG"}]}

_decision_kept := {"outcome": "license_exception", "pools": [{"pool": "consignee_year", "key": "withheld"}]}

_masks(part, document) := {value |
	some {"op": "upsert", "path": path, "value": value} in log.mask with input as {part: document}
	path == sprintf("/%s", [part])
}

test_masked[name] if {
	some name, [part, document, wanted] in {
		"a request": ["input", _request, _kept],
		"a batch, whatever its keys": [
			"input",
			{"requests": {"a/b ~1": _request}},
			{"requests": {"a/b ~1": _kept}},
		],
		"a decision": ["result", _decision, _decision_kept],
		"decisions": ["result", {"a/b ~1": _decision}, {"a/b ~1": _decision_kept}],
		"a text": ["input", "Jane Doe", "withheld"],
		"a list": ["input", ["Jane Doe", 1], ["withheld", 1]],
		"a number": ["input", 1, 1],
		"null": ["input", null, null],
	}
	_masks(part, document) == {wanted}
}

test_what_is_not_there_is_not_put_there if {
	count(log.mask) == 0 with input as {"path": "ear/decision"}
}

test_the_operator_may_want_names if {
	count(log.mask) == 0 with input as {"input": _request, "result": _decision}
		with data.operator as {"log_names": true}
}

test_the_operator_does_not_want_names_by_another_word[name] if {
	some name, operator in {"a string": {"log_names": "true"}, "false": {"log_names": false}, "nothing": {}}
	count(log.mask) == 2 with input as {"input": _request, "result": _decision} with data.operator as operator
}
