package ear.aia_commodities_test

import rego.v2

import data.ear.aia_commodities as commodities
import data.ear.fixtures_test as fixtures

_to_germany := fixtures.to(fixtures.h100, "DE")

_boards := fixtures.to(fixtures.boards, "DE")

_circuit_of_no_approved_designer := {
	"count": 8,
	"tpp": 15832,
	"performance_density": 19.45,
	"datacenter": true,
	"designer": "neither",
}

_conditions := {
	"insider with a certification": {
		"request": _to_germany,
		"unmet": set(),
	},
	"restriction on all exceptions": {
		"request": fixtures.changed(_to_germany, {"end_use": {"bis_informed": true}}),
		"unmet": {"744.23(b)/informed"},
	},
	"destination outside": {
		"request": fixtures.changed(_to_germany, {"destination": "PL"}),
		"unmet": {"740.27(a)/location"},
	},
	"office outside": {
		"request": fixtures.changed(_to_germany, {"parties": {"recipient": {"location": "PL"}}}),
		"unmet": {"740.27(a)/location"},
	},
	"headquartered outside": {
		"request": fixtures.changed(_to_germany, {"parties": {"recipient": {"headquarters": "PL"}}}),
		"unmet": {"740.27(a)/headquarters"},
	},
	"parented outside": {
		"request": fixtures.changed(_to_germany, {"parties": {"recipient": {"ultimate_parent_headquarters": "PL"}}}),
		"unmet": {"740.27(a)/ultimate_parent"},
	},
	"one recipient of three outside": {
		"request": fixtures.changed(_to_germany, {"parties": {"purchaser": {
			"location": "FR",
			"headquarters": "PL",
			"ultimate_parent_headquarters": "FR",
			"listed": [],
		}}}),
		"unmet": {"740.27(a)/headquarters"},
	},
	"intermediate consignee outside is no recipient": {
		"request": fixtures.changed(_to_germany, {"parties": {"intermediate_consignee": {
			"location": "PL",
			"headquarters": "PL",
			"ultimate_parent_headquarters": "PL",
			"listed": [],
		}}}),
		"unmet": set(),
	},
	"intermediate consignee headquartered in China": {
		"request": fixtures.changed(_to_germany, {"parties": {"intermediate_consignee": {
			"location": "DE",
			"headquarters": "CN",
			"ultimate_parent_headquarters": "DE",
			"listed": [],
		}}}),
		"unmet": {"740.2(a)(9)(ii)/gate"},
	},
	"to Vietnam behind the gate": {
		"request": fixtures.changed(_to_germany, {"destination": "VN"}),
		"unmet": {"740.2(a)(9)(ii)/gate", "740.27(a)/location"},
	},
}

test_condition[name] if {
	some name, case in _conditions
	commodities.unmet == case.unmet with input as case.request
}

_designers := {
	"of a chip": {
		"request": fixtures.changed(_to_germany, {"item": {"designer": "neither"}}),
		"unmet": {"740.27(a)(1)/designer"},
		"n9": set(),
	},
	"of a chip, where only the listed chips are read": {
		"request": fixtures.changed(_to_germany, {"item": {"designer": "neither"}, "readings": {"N9": "as_listed"}}),
		"unmet": {"740.27(a)(1)/designer"},
		"n9": set(),
	},
	"of a board": {
		"request": fixtures.changed(_boards, {"item": {"integrated_circuits": [_circuit_of_no_approved_designer]}}),
		"unmet": {"740.27(a)(1)/designer"},
		"n9": {"N9"},
	},
	"of a board, where only the listed chips are read": {
		"request": fixtures.changed(_boards, {
			"item": {"integrated_circuits": [_circuit_of_no_approved_designer]},
			"readings": {"N9": "as_listed"},
		}),
		"unmet": set(),
		"n9": {"N9"},
	},
	"of a small chip on the board of a large one": {
		"request": fixtures.changed(_boards, {"item": {"integrated_circuits": [
			{"count": 8, "tpp": 15832, "performance_density": 19.45, "datacenter": true, "designer": "approved"},
			{"count": 1, "tpp": 100, "performance_density": 0.5, "datacenter": true, "designer": "neither"},
		]}}),
		"unmet": set(),
		"n9": set(),
	},
}

test_designer_approved_or_authorized[name] if {
	some name, case in _designers
	commodities.unmet == case.unmet with input as case.request
	commodities.touches & {"N9"} == case.n9 with input as case.request
}

test_exactly_the_submission_amount_touches_n11 if {
	exactly := fixtures.changed(_to_germany, {"ledger": {"consignee_aia_tpp": 251416800}})
	commodities.touches == {"C2", "N5", "N11"} with input as exactly
	commodities.touches == {"C2", "N5"} with input as fixtures.changed(exactly, {"ledger": {"consignee_aia_tpp": 251416801}})
}

_lacking := {
	"a training that BIS did not authorize is told": {
		"request": _training,
		"missing": set(),
	},
	"nothing": {
		"request": _to_germany,
		"missing": set(),
	},
	"what all exceptions ask": {
		"request": fixtures.without(_to_germany, ["end_use/part_744"]),
		"missing": {"end_use.part_744"},
	},
	"headquarters, parent and location": {
		"request": fixtures.changed(_to_germany, {"parties": {"recipient": {
			"location": "QQ",
			"headquarters": "QQ",
			"ultimate_parent_headquarters": "QQ",
		}}}),
		"missing": {
			"parties.recipient.location",
			"parties.recipient.headquarters",
			"parties.recipient.ultimate_parent_headquarters",
		},
	},
	"designer": {
		"request": fixtures.without(_to_germany, ["item/designer"]),
		"missing": {"item.designer"},
	},
	"designer on a board": {
		"request": fixtures.without(_boards, ["item/integrated_circuits/0/designer"]),
		"missing": {"item.integrated_circuits[0].designer"},
	},
	"designer on a board, where only the listed chips are read": {
		"request": fixtures.changed(
			fixtures.without(_boards, ["item/integrated_circuits/0/designer"]),
			{"readings": {"N9": "as_listed"}},
		),
		"missing": set(),
	},
	"purpose": {
		"request": fixtures.without(_to_germany, ["end_use/purpose"]),
		"missing": {"end_use.purpose"},
	},
	"whether a model is trained": {
		"request": fixtures.without(_to_germany, ["end_use/training"]),
		"missing": {"end_use.training"},
	},
	"training is not asked of consumers": {
		"request": fixtures.changed(
			fixtures.without(_to_germany, ["end_use/training"]),
			{"end_use": {"purpose": "consumer"}},
		),
		"missing": set(),
	},
	"which model is trained": {
		"request": fixtures.without(_trained({"customer": {"location": "PL"}}), ["end_use/training/model_4e091"]),
		"missing": {"end_use.training.model_4e091"},
	},
	"which model is trained, or in which service": {
		"request": fixtures.without(_trained({"customer": {"location": "PL"}}), ["end_use/training/model_4e091", "end_use/training/service"]),
		"missing": {"end_use.training.model_4e091", "end_use.training.service"},
	},
	"nothing of a model for an insider": {
		"request": fixtures.without(_training, ["end_use/training/model_4e091"]),
		"missing": set(),
	},
	"nothing of a model that is used": {
		"request": fixtures.without(_trained({"service": "inference"}), ["end_use/training/model_4e091"]),
		"missing": set(),
	},
	"nothing of a model that BIS authorized": {
		"request": fixtures.without(_trained({"bis_authorization": true}), ["end_use/training/model_4e091"]),
		"missing": set(),
	},
	"nothing of the model of one's own": {
		"request": fixtures.without(_trained({"service": "own"}), ["end_use/training/model_4e091", "end_use/training/customer"]),
		"missing": set(),
	},
	"the model of one's own with an outsider as its customer": {
		"request": fixtures.without(_trained({"service": "own", "customer": {"location": "PL"}}), ["end_use/training/model_4e091"]),
		"missing": {"end_use.training.model_4e091"},
	},
	"how the computing is offered": {
		"request": fixtures.without(_training, ["end_use/training/service"]),
		"missing": {"end_use.training.service"},
	},
	"for whom the model is trained": {
		"request": fixtures.without(_training, ["end_use/training/customer"]),
		"missing": {
			"end_use.training.customer.headquarters",
			"end_use.training.customer.location",
			"end_use.training.customer.ultimate_parent_headquarters",
		},
	},
	"for whom the model is trained, where the words are read": {
		"request": fixtures.changed(
			fixtures.without(_trained({"service": "own", "customer": {}}), [
				"end_use/training/customer/headquarters",
				"end_use/training/customer/location",
				"end_use/training/customer/ultimate_parent_headquarters",
			]),
			{"readings": {"N18": "as_worded"}},
		),
		"missing": {"end_use.training.customer.headquarters", "end_use.training.customer.location"},
	},
	"where the model is trained": {
		"request": _trained_alone({"location": "QQ"}),
		"missing": {"end_use.training.location"},
	},
	"which model is trained in Poland": {
		"request": fixtures.without(_trained_alone({"location": "PL"}), ["end_use/training/model_4e091"]),
		"missing": {"end_use.training.model_4e091"},
	},
	"which model is trained for an insider in Poland": {
		"request": fixtures.without(_trained({"location": "PL"}), ["end_use/training/model_4e091"]),
		"missing": {"end_use.training.model_4e091"},
	},
	"authorization of BIS for a training in Poland": {
		"request": fixtures.without(_trained_alone({"location": "PL"}), ["end_use/training/bis_authorization"]),
		"missing": {"end_use.training.bis_authorization"},
	},
	"nothing of a training that BIS authorized": {
		"request": fixtures.without(
			_trained({"bis_authorization": true}),
			["end_use/training/customer", "end_use/training/service"],
		),
		"missing": set(),
	},
	"authorization of BIS for an outsider": {
		"request": fixtures.without(
			_trained({"customer": {"headquarters": "PL"}}),
			["end_use/training/bis_authorization"],
		),
		"missing": {"end_use.training.bis_authorization"},
	},
	"authorization of BIS is not asked for an insider": {
		"request": fixtures.without(_training, ["end_use/training/bis_authorization"]),
		"missing": set(),
	},
}

test_fact_that_aia_needs_for_chips[name] if {
	some name, case in _lacking
	commodities.unmet == set() with input as case.request
	commodities.missing == case.missing with input as case.request
}

# A case that is undefined leaves its whole table undefined, and a test over no case passes.
test_tables_hold_cases if {
	every table in [_conditions, _designers, _trainings, _lacking] {
		count(table) > 0
	}
}

test_an_authorization_that_bis_refused_is_told if {
	commodities.missing == set() with input as _trained({"customer": {"headquarters": "PL"}})
}
