package ear.model_weights_test

import rego.v2

import data.ear.fixtures_test as fixtures
import data.ear.model_weights

# Of 1.2e26 operations, 2e25 on top of a published model, with data of a generator that took 1e27.
added(changes) := model(object.union(
	{
		"training_operations": 1.2e26,
		"derived_from_published": true,
		"additional_operations": 2e25,
		"synthetic_data": [generator({
			"share": 0.16,
			"generation_operations": 1e24,
			"generator_training_operations": 1e27,
		})],
	},
	changes,
))

made(changes) := {"synthetic_data": [generator(object.union({"generation_operations": 1e24}, changes))]}

free := {"4E091/note_1"}

# Synthetic data counts towards the additional training of Note 1 as it does towards all training.
additional := {
	"a closed generator of much training": {"request": added({}), "excluded": set()},
	"without synthetic data": {"request": added({"synthetic_data": null}), "excluded": free},
	"a published generator": {"request": added(made({"generator_published": true})), "excluded": free},
	"a published generator that worked much": {
		"request": added(made({"generator_published": true, "generation_operations": 6e24})),
		"excluded": set(),
	},
	"a closed generator of little training": {
		"request": added(made({"generator_training_operations": 4e24})),
		"excluded": free,
	},
	"a share of a tenth of the additional training": {
		"request": added(made({"share": 0.0166})),
		"excluded": free,
	},
	"a share of more than a tenth of it": {"request": added(made({"share": 0.0167})), "excluded": set()},
	"no additional training": {"request": added({"additional_operations": 0}), "excluded": free},
	"a quarter of the base, with what made the data": {
		"request": added({"training_operations": 5e26, "additional_operations": 9e25, "synthetic_data": [generator({
			"share": 0.5,
			"generation_operations": 1.25e25,
			"generator_published": true,
		})]}),
		"excluded": free,
	},
	"operations untold, without data": {
		"request": fixtures.without(added({"synthetic_data": []}), ["item/model/training_operations"]),
		"excluded": free,
	},
	"operations untold, a quarter of which it could be": {
		"request": fixtures.without(
			added({"synthetic_data": [], "additional_operations": 2.6e25}),
			["item/model/training_operations"],
		),
		"excluded": set(),
		"asks": {"item.model.training_operations"},
	},
	"operations untold, of which it could be a share": {
		"request": fixtures.without(added(made({"share": 0.01})), ["item/model/training_operations"]),
		"excluded": set(),
		"asks": {"item.model.training_operations"},
	},
	"data untold": {
		"request": fixtures.without(added({}), ["item/model/synthetic_data"]),
		"excluded": set(),
		"asks": {"item.model.synthetic_data"},
	},
	"its share untold": {
		"request": added({"synthetic_data": [object.remove(generator({}), ["share"])]}),
		"excluded": set(),
		"asks": {"item.model.synthetic_data[0].share"},
	},
	"its making untold": {
		"request": added({"synthetic_data": [{"share": 0.05}]}),
		"excluded": set(),
		"asks": {
			"item.model.synthetic_data[0].generation_operations",
			"item.model.synthetic_data[0].generator_published",
		},
	},
	"data untold of what is too much by itself": {
		"request": fixtures.without(added({"additional_operations": 3e25}), ["item/model/synthetic_data"]),
		"excluded": set(),
	},
	"data untold of a quarter": {
		"request": fixtures.without(
			added({"training_operations": 5e26, "additional_operations": 9e25}),
			["item/model/synthetic_data"],
		),
		"excluded": set(),
		"asks": {"item.model.synthetic_data"},
	},
}

test_what_made_synthetic_data_counts_towards_the_additional_training[name] if {
	some name, case in additional
	object.keys(model_weights.excluded) == case.excluded with input as case.request
	model_weights.missing == object.get(case, "asks", set()) with input as case.request
}

# A case that is undefined leaves its whole table undefined, and a test over no case passes.
test_tables_of_additions_hold_cases if count(additional) > 0
