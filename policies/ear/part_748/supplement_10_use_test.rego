package ear.supplement_10_use_test

import rego.v2

import data.ear.fixtures_test as fixtures
import data.ear.supplement_10_use as uses
import data.ear.veu_fixtures_test as claims

changed(changes) := fixtures.changed(claims.universal, changes)

# Chips that stand in Germany, beside the place of the training.
training(facts) := fixtures.changed(standing("DE"), {"end_use": {"training": object.union(
	{"model_4e091": true, "location": "US", "service": "own", "bis_authorization": false, "fine_tuning_share": 1},
	facts,
)}})

standing(country) := changed({"destination": country, "facility": {"location": country}})

in_malaysia(request) := fixtures.changed(request, {"destination": "MY", "facility": {"location": "MY"}})

# Served there, without a word on fine-tuning.
shareless(location, service) := fixtures.without(
	training({"location": location, "service": service}),
	["end_use/training/fine_tuning_share"],
)

# A customer within Supplement No. 5(a), but for `facts`.
serving(facts) := training({"service": "iaas", "customer": object.union(
	{"headquarters": "US", "ultimate_parent_headquarters": "US", "location": "US"},
	facts,
)})

own := {"end_use": {"training": {"service": "own"}}}

trained := {
	"in the United States for itself": {"request": training({}), "unmet": set(), "touched": set()},
	"in Malaysia": {"request": training({"location": "MY"}), "unmet": {"748.S10/7/training"}, "touched": set()},
	"in the United States, on chips in Malaysia": {
		"request": in_malaysia(training({})),
		"unmet": {"748.S10/7/training"},
		"touched": set(),
	},
	"in the United States, on chips that go to Malaysia and stand nowhere": {
		"request": fixtures.without(in_malaysia(training({})), ["facility/location"]),
		"unmet": {"748.S10/7/training"},
		"touched": set(),
	},
	"in a place not told, on chips in Malaysia": {
		"request": fixtures.without(in_malaysia(training({})), ["end_use/training/location"]),
		"unmet": {"748.S10/7/training"},
		"touched": set(),
	},
	"for a customer not told, on chips in Malaysia": {
		"request": in_malaysia(training({"service": "iaas"})),
		"unmet": {"748.S10/7/training"},
		"touched": set(),
	},
	"in the United States, on chips in Malaysia, fine-tuning by a quarter": {
		"request": in_malaysia(training({"fine_tuning_share": 0.25})),
		"unmet": set(),
		"touched": set(),
	},
	"in Malaysia, a smaller model": {
		"request": training({"location": "MY", "model_4e091": false}),
		"unmet": set(),
		"touched": set(),
	},
	"in Malaysia, fine-tuning by a quarter": {
		"request": training({"location": "MY", "fine_tuning_share": 0.25}),
		"unmet": set(),
		"touched": set(),
	},
	"in Malaysia, fine-tuning by more": {
		"request": training({"location": "MY", "fine_tuning_share": 0.26}),
		"unmet": {"748.S10/7/training"},
		"touched": set(),
	},
	"in Malaysia, authorized": {
		"request": training({"location": "MY", "bis_authorization": true}),
		"unmet": set(),
		"touched": set(),
	},
	"in Malaysia, for an interface": {"request": shareless("MY", "api"), "unmet": set(), "touched": set()},
	"in Malaysia, for inference": {"request": shareless("MY", "inference"), "unmet": set(), "touched": set()},
	"in Malaysia, by an interface, fine-tuning by a quarter": {
		"request": training({"location": "MY", "service": "api", "fine_tuning_share": 0.25}),
		"unmet": set(),
		"touched": set(),
	},
	"in Malaysia, by an interface, fine-tuning by more": {
		"request": training({"location": "MY", "service": "api", "fine_tuning_share": 0.26}),
		"unmet": {"748.S10/7/training"},
		"touched": set(),
	},
	"in Malaysia, by inference that fine-tunes by more": {
		"request": training({"location": "MY", "service": "inference", "fine_tuning_share": 0.26}),
		"unmet": {"748.S10/7/training"},
		"touched": set(),
	},
	"in Malaysia, by an interface, fine-tuning by more, authorized": {
		"request": training({"location": "MY", "service": "api", "bis_authorization": true}),
		"unmet": set(),
		"touched": set(),
	},
	"in the United States, by an interface, fine-tuning by more": {
		"request": training({"service": "api"}),
		"unmet": set(),
		"touched": set(),
	},
	"in Malaysia, for weights storage": {
		"request": fixtures.changed(training({"location": "MY"}), {"end_use": {"purpose": "weights_storage"}}),
		"unmet": {"748.S10/7/training"},
		"touched": set(),
	},
	"for a U.S. customer": {"request": serving({}), "unmet": set(), "touched": set()},
	"for a customer headquartered in Brazil": {
		"request": serving({"headquarters": "BR"}),
		"unmet": {"748.S10/7/training"},
		"touched": set(),
	},
	"for a customer located in Brazil": {"request": serving({"location": "BR"}), "unmet": {"748.S10/7/training"}, "touched": {"N18"}},
	"for a customer parented in Brazil": {
		"request": serving({"ultimate_parent_headquarters": "BR"}),
		"unmet": {"748.S10/7/training"},
		"touched": {"N18"},
	},
	"for itself, and a U.S. customer": {
		"request": fixtures.changed(serving({}), own),
		"unmet": set(),
		"touched": set(),
	},
	"for itself, and a customer headquartered in Brazil": {
		"request": fixtures.changed(serving({"headquarters": "BR"}), own),
		"unmet": {"748.S10/7/training"},
		"touched": set(),
	},
	"for itself, and no customer": {"request": training({"customer": null}), "unmet": set(), "touched": set()},
	"for a customer parented in Brazil, as worded": {
		"request": fixtures.changed(
			serving({"ultimate_parent_headquarters": "BR"}),
			{"readings": {"N18": "as_worded"}},
		),
		"unmet": set(),
		"touched": {"N18"},
	},
}

test_large_models_are_trained_for_insiders_inside[name] if {
	some name, case in trained
	uses.unmet == case.unmet with input as case.request
	uses.missing == set() with input as case.request
	uses.touches == case.touched with input as case.request
}

of_any_model(facts) := fixtures.without(training(facts), ["end_use/training/model_4e091"])

untrained(field) := fixtures.without(training({"location": "MY"}), [concat("/", ["end_use/training", field])])

asked := {
	"the forwarder": {
		"request": changed({"parties": {"intermediate_consignee": {"name": "Forwarder Ltd"}}}),
		"missing": {"parties.intermediate_consignee.headquarters"},
	},
	"the landlord": {
		"request": fixtures.without(
			changed({"facility": {"owner": {"name": "Landlord Sdn"}}}),
			["facility/owner/headquarters"],
		),
		"missing": {"facility.owner.headquarters"},
	},
	"the risk": {
		"request": fixtures.without(claims.universal, ["end_use/diversion_risk"]),
		"missing": {"end_use.diversion_risk"},
	},
	"training": {"request": fixtures.without(claims.universal, ["end_use/training"]), "missing": {"end_use.training"}},
	"the model": {"request": untrained("model_4e091"), "missing": {"end_use.training.model_4e091"}},
	"the model, where inference alone is sold": {
		"request": fixtures.without(shareless("MY", "inference"), ["end_use/training/model_4e091"]),
		"missing": set(),
	},
	"the seats of a customer of its own training": {
		"request": training({"customer": {"headquarters": "US"}}),
		"missing": {"end_use.training.customer.location", "end_use.training.customer.ultimate_parent_headquarters"},
	},
	"the model, where it is trained for a customer in Brazil": {
		"request": fixtures.without(
			training({"customer": {"headquarters": "BR", "location": "BR", "ultimate_parent_headquarters": "BR"}}),
			["end_use/training/model_4e091"],
		),
		"missing": {"end_use.training.model_4e091"},
	},
	"the model, where an interface fine-tunes by more": {
		"request": of_any_model({"location": "MY", "service": "api"}),
		"missing": {"end_use.training.model_4e091"},
	},
	"the model, where an interface fine-tunes it at home": {
		"request": of_any_model({"location": "US", "service": "api"}),
		"missing": set(),
	},
	"the place, where an interface fine-tunes by more": {
		"request": fixtures.without(training({"service": "api"}), ["end_use/training/location"]),
		"missing": {"end_use.training.location"},
	},
	"the authorization, where an interface fine-tunes by more": {
		"request": fixtures.without(
			training({"location": "MY", "service": "api"}),
			["end_use/training/bis_authorization"],
		),
		"missing": {"end_use.training.bis_authorization"},
	},
	"the model, where BIS has authorized": {"request": of_any_model({"location": "MY", "bis_authorization": true}), "missing": set()},
	"the model, where it is fine-tuned": {"request": of_any_model({"location": "MY", "fine_tuning_share": 0.25}), "missing": set()},
	"the model, where it is trained at home": {"request": of_any_model({"location": "US"}), "missing": set()},
	"the model, where it is trained on chips in Malaysia": {
		"request": in_malaysia(of_any_model({"location": "US"})),
		"missing": {"end_use.training.model_4e091"},
	},
	"the model, where an insider trains it": {
		"request": of_any_model({
			"location": "US",
			"service": "iaas",
			"customer": {"location": "DE", "headquarters": "DE", "ultimate_parent_headquarters": "US"},
		}),
		"missing": set(),
	},
	"the service": {"request": untrained("service"), "missing": {"end_use.training.service"}},
	"the model and the service": {
		"request": fixtures.without(untrained("model_4e091"), ["end_use/training/service"]),
		"missing": {"end_use.training.model_4e091", "end_use.training.service"},
	},
	"the place": {"request": untrained("location"), "missing": {"end_use.training.location"}},
	"the authorization, wherever it is trained on chips in Malaysia": {
		"request": in_malaysia(fixtures.without(untrained("location"), ["end_use/training/bis_authorization"])),
		"missing": {"end_use.training.bis_authorization"},
	},
	"the authorization": {"request": untrained("bis_authorization"), "missing": {"end_use.training.bis_authorization"}},
	"the share": {"request": untrained("fine_tuning_share"), "missing": {"end_use.training.fine_tuning_share"}},
	"the customer": {
		"request": training({"service": "iaas"}),
		"missing": {
			"end_use.training.customer.headquarters",
			"end_use.training.customer.location",
			"end_use.training.customer.ultimate_parent_headquarters",
		},
	},
}

test_what_is_not_told_is_asked[name] if {
	some name, case in asked
	uses.missing == case.missing with input as case.request
}

# A case that is undefined leaves its whole table undefined, and a test over no case passes.
test_tables_hold_cases if {
	every table in [routes, trained, asked] {
		count(table) > 0
	}
}
