package ear.aia_commodities_test

import rego.v2

import data.ear.aia_commodities as commodities
import data.ear.fixtures_test as fixtures

# Infrastructure for the training of a 4E091 model by a German customer.
_training := fixtures.changed(_to_germany, {"end_use": {"training": {
	"model_4e091": true,
	"service": "iaas",
	"bis_authorization": false,
	"customer": {"location": "DE", "headquarters": "DE", "ultimate_parent_headquarters": "DE"},
}}})

_trained(change) := fixtures.changed(_training, {"end_use": {"training": change}})

_trained_alone(change) := fixtures.without(
	_trained(object.union({"service": "own"}, change)),
	["end_use/training/customer"],
)

_trainings := {
	"for a customer in no table": {
		"request": _trained({"customer": {"headquarters": "QQ"}}),
		"unmet": set(),
		"n18": set(),
	},
	"for an insider": {
		"request": _training,
		"unmet": set(),
		"n18": set(),
	},
	"for a customer located outside": {
		"request": _trained({"customer": {"location": "PL"}}),
		"unmet": {"740.27(a)/training"},
		"n18": set(),
	},
	"for a customer headquartered outside": {
		"request": _trained({"customer": {"headquarters": "PL"}}),
		"unmet": {"740.27(a)/training"},
		"n18": set(),
	},
	"for a customer parented outside": {
		"request": _trained({"customer": {"ultimate_parent_headquarters": "PL"}}),
		"unmet": {"740.27(a)/training"},
		"n18": set(),
	},
	"for a customer parented outside, where the words are read": {
		"request": fixtures.changed(
			_trained({"customer": {"ultimate_parent_headquarters": "PL"}}),
			{"readings": {"N18": "as_worded"}},
		),
		"unmet": {"740.27(a)/training"},
		"n18": set(),
	},
	"its own, with a customer parented outside": {
		"request": _trained({"customer": {"ultimate_parent_headquarters": "PL"}, "service": "own"}),
		"unmet": {"740.27(a)/training"},
		"n18": {"N18"},
	},
	"its own, with a customer parented outside, where the words are read": {
		"request": fixtures.changed(
			_trained({"customer": {"ultimate_parent_headquarters": "PL"}, "service": "own"}),
			{"readings": {"N18": "as_worded"}},
		),
		"unmet": set(),
		"n18": {"N18"},
	},
	"its own, trained in Poland": {
		"request": _trained_alone({"location": "PL"}),
		"unmet": {"740.27(a)/training"},
		"n18": {"N18"},
	},
	"its own, trained in Poland, where the words are read": {
		"request": fixtures.changed(_trained_alone({"location": "PL"}), {"readings": {"N18": "as_worded"}}),
		"unmet": set(),
		"n18": {"N18"},
	},
	"its own, trained in Poland with the authorization of BIS": {
		"request": _trained_alone({"location": "PL", "bis_authorization": true}),
		"unmet": set(),
		"n18": set(),
	},
	"its own, of a smaller model, trained in Poland": {
		"request": _trained_alone({"location": "PL", "model_4e091": false}),
		"unmet": set(),
		"n18": set(),
	},
	"its own, trained in France": {
		"request": _trained_alone({"location": "FR"}),
		"unmet": set(),
		"n18": set(),
	},
	"its own, trained where no table knows": {
		"request": _trained_alone({"location": "QQ"}),
		"unmet": set(),
		"n18": set(),
	},
	"for an insider, trained in Poland": {
		"request": _trained({"location": "PL"}),
		"unmet": {"740.27(a)/training"},
		"n18": {"N18"},
	},
	"through an interface, from Poland": {
		"request": _trained({"service": "api", "location": "PL"}),
		"unmet": set(),
		"n18": set(),
	},
	"for an outsider with the authorization of BIS": {
		"request": _trained({"customer": {"headquarters": "PL"}, "bis_authorization": true}),
		"unmet": set(),
		"n18": set(),
	},
	"for an outsider, of a smaller model": {
		"request": _trained({"customer": {"headquarters": "PL"}, "model_4e091": false}),
		"unmet": set(),
		"n18": set(),
	},
	"its own, with an outsider told as its customer": {
		"request": _trained({"customer": {"headquarters": "PL"}, "service": "own"}),
		"unmet": {"740.27(a)/training"},
		"n18": {"N18"},
	},
	"its own, with an insider told as its customer": {
		"request": _trained({"service": "own"}),
		"unmet": set(),
		"n18": {"N18"},
	},
	"its own": {
		"request": fixtures.without(_trained({"service": "own"}), ["end_use/training/customer"]),
		"unmet": set(),
		"n18": set(),
	},
	"through an interface": {
		"request": _trained({"customer": {"headquarters": "PL"}, "service": "api"}),
		"unmet": set(),
		"n18": set(),
	},
	"for an outsider, where the purpose is no training": {
		"request": fixtures.changed(
			_trained({"customer": {"headquarters": "PL"}}),
			{"end_use": {"purpose": "consumer"}},
		),
		"unmet": {"740.27(a)/training"},
		"n18": set(),
	},
	"for an outsider, where it is the purpose": {
		"request": fixtures.changed(
			_trained({"customer": {"headquarters": "PL"}}),
			{"end_use": {"purpose": "model_training"}},
		),
		"unmet": {"740.27(a)/training"},
		"n18": set(),
	},
}

test_training_for_outsiders_needs_the_authorization_of_bis[name] if {
	some name, case in _trainings
	commodities.unmet == case.unmet with input as case.request
	commodities.touches & {"N18"} == case.n18 with input as case.request
}
