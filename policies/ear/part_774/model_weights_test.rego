package ear.model_weights_test

import rego.v2

import data.ear.fixtures_test as fixtures
import data.ear.model_weights

# The model of `fixtures.weights` (2e26 operations, not published) with other facts.
model(changes) := fixtures.changed(fixtures.weights, {"item": {"model": changes}})

generator(changes) := object.union(
	{
		"share": 0.2,
		"generation_operations": 1e25,
		"generator_published": false,
		"generator_training_operations": 5e25,
	},
	changes,
)

counts := {
	"training alone": {"synthetic_data": null, "counted": 2e26},
	"with generation and the training of the generator": {"synthetic_data": [generator({})], "counted": 2.6e26},
	"a published generator's training does not count": {
		"synthetic_data": [generator({"generator_published": true})],
		"counted": 2.1e26,
	},
	"a tenth of the data is too little to count": {"synthetic_data": [generator({"share": 0.1})], "counted": 2e26},
	"more than a tenth counts": {"synthetic_data": [generator({"share": 0.101})], "counted": 2.6e26},
	"of several generators the largest training counts": {
		"synthetic_data": [generator({}), generator({"generator_training_operations": 7e25})],
		"counted": 2.9e26,
	},
}

test_before_the_entry_its_first_text_is_read if {
	small := fixtures.changed(model({"training_operations": 9.9e25, "synthetic_data": []}), {"as_of": "2024-12-10"})
	model_weights.level == "none" with input as small
	more := fixtures.changed(small, {"item": {"model": {"synthetic_data": [generator({})]}}})
	model_weights.level == "weights" with input as more
	model_weights.counted_operations == 1.59e26 with input as more
}

test_operations_counted[name] if {
	some name, case in counts
	model_weights.counted_operations == case.counted with input as model({"synthetic_data": case.synthetic_data})
}

best(operations) := {"best_published_operations": {
	"value": operations,
	"source": "the developer's paper",
	"as_of": "2025-07-01",
}}

derived(training, additional) := {
	"training_operations": training,
	"derived_from_published": true,
	"additional_operations": additional,
}

figure(changes) := object.union(best(2.1e26), {"best_published_operations": changes})

# What a figure of the best published model lacks, asked where it would free the model.
figures := {
	"of a later day": {"model": figure({"as_of": "2025-07-02"}), "asks": {""}},
	"of no day": {"model": best(2.1e26), "without": ["as_of"], "asks": {".as_of"}},
	"of no source": {"model": best(2.1e26), "without": ["source"], "asks": {".source"}},
	"a bare number": {"model": best(2.1e26), "without": ["as_of", "source"], "asks": {".as_of", ".source"}},
	"a bare number that is too low": {"model": best(2e26), "without": ["as_of", "source"], "asks": set()},
	"of a later day, and too low": {
		"model": object.union(best(2e26), {"best_published_operations": {"as_of": "2025-07-02"}}),
		"asks": set(),
	},
}

test_a_figure_that_would_free_the_model_is_asked_for_its_day_and_source[name] if {
	some name, case in figures
	request := fixtures.without(
		model(case.model),
		[concat("/", ["item/model/best_published_operations", field]) | some field in object.get(case, "without", [])],
	)
	asked := {concat("", ["item.model.best_published_operations", field]) | some field in case.asks}
	model_weights.missing == asked with input as request
	object.keys(model_weights.excluded) == set() with input as request
}

# What takes a model out of the entry; nothing does where the set is empty.
exclusions := {
	"as many operations as the entry controls": {"model": {"training_operations": 1e26}, "excluded": set()},
	"fewer": {"model": {"training_operations": 9.9e25}, "excluded": {"4E091/operations"}},
	"fewer, until synthetic data is counted": {
		"model": {"training_operations": 9.9e25, "synthetic_data": [generator({})]},
		"excluded": set(),
	},
	"published": {"model": {"published": true}, "excluded": {"4E091/note_1"}},
	"derived, 2.5e25 more": {"model": derived(1.1e26, 2.5e25), "excluded": {"4E091/note_1"}},
	"derived, more than 2.5e25 and than a quarter": {"model": derived(1.1e26, 2.6e25), "excluded": set()},
	"derived, a quarter of the published training": {"model": derived(2.5e26, 5e25), "excluded": {"4E091/note_1"}},
	"derived, more than a quarter": {"model": derived(2.5e26, 5.1e25), "excluded": set()},
	"said not to be derived": {
		"model": object.union(derived(2.5e26, 5e25), {"derived_from_published": false}),
		"excluded": set(),
	},
	"as many as the best published": {"model": best(2e26), "excluded": set()},
	"fewer than the best published": {"model": best(2.1e26), "excluded": {"4E091/note_2"}},
	"fewer than the best published, by a figure of the day before": {
		"model": figure({"as_of": "2025-06-30"}),
		"excluded": {"4E091/note_2"},
	},
	"out in every way": {
		"model": object.union(best(2.1e26), {"published": true, "training_operations": 5e25}),
		"excluded": {"4E091/operations", "4E091/note_1", "4E091/note_2"},
	},
}

test_what_takes_a_model_out_of_the_entry[name] if {
	some name, case in exclusions
	object.keys(model_weights.excluded) == case.excluded with input as model(case.model)
}

test_a_model_is_of_the_entry_unless_something_takes_it_out[name] if {
	some name, case in exclusions
	levels := {true: "weights", false: "none"}
	model_weights.level == levels[case.excluded == set()] with input as model(case.model)
}

test_an_exclusion_names_its_paragraph if {
	model_weights.excluded == {"4E091/note_1": "Note 1 to ECCN 4E091"} with input as model({"published": true})
	model_weights.excluded == {"4E091/note_2": "Note 2 to ECCN 4E091"} with input as model(best(2.1e26))
	model_weights.excluded == {"4E091/operations": "ECCN 4E091"} with input as model({"training_operations": 1e25})
}

# The fixture without facts of the model, what is asked then, and the level ([] while undefined).
untold := {
	"nothing": {"without": [], "asks": set(), "level": ["weights"]},
	"operations": {
		"without": ["training_operations"],
		"asks": {"item.model.training_operations"},
		"level": [],
	},
	"publication": {"without": ["published"], "asks": {"item.model.published"}, "level": []},
	"descent": {
		"without": ["derived_from_published"],
		"asks": {"item.model.derived_from_published"},
		"level": [],
	},
	"the best published model": {
		"without": ["best_published_operations"],
		"asks": {"item.model.best_published_operations"},
		"level": [],
	},
	"synthetic data that can only add": {"without": ["synthetic_data"], "asks": set(), "level": ["weights"]},
}

test_what_a_model_lacks_is_asked[name] if {
	some name, case in untold
	request := fixtures.without(fixtures.weights, [concat("/", ["item/model", field]) | some field in case.without])
	model_weights.missing == case.asks with input as request
	[level | level := model_weights.level] == case.level with input as request
}

test_of_no_model_everything_is_asked_that_could_matter if {
	model_weights.missing == {
		"item.model.training_operations",
		"item.model.published",
		"item.model.derived_from_published",
		"item.model.best_published_operations",
	} with input as fixtures.without(fixtures.weights, ["item/model"])
}

test_nothing_is_asked_once_an_exclusion_holds if {
	request := fixtures.without(model({"published": true}), [
		"item/model/training_operations",
		"item/model/best_published_operations",
	])
	model_weights.missing == set() with input as request
	model_weights.level == "none" with input as request
}

test_descent_is_not_asked_of_a_model_that_was_trained_too_much_for_it if {
	untold_descent := fixtures.without(model({"training_operations": 1.26e26}), ["item/model/derived_from_published"])
	much := fixtures.changed(untold_descent, {"item": {"model": {"additional_operations": 2.6e25}}})
	model_weights.missing == set() with input as much

	much_with_data := fixtures.changed(untold_descent, {"item": {"model": {"additional_operations": 2.5e25, "synthetic_data": [{
		"share": 0.5,
		"generation_operations": 1e25,
		"generator_published": true,
	}]}}})
	model_weights.missing == set() with input as much_with_data

	little := fixtures.changed(untold_descent, {"item": {"model": {"additional_operations": 2.5e25}}})
	model_weights.missing == {"item.model.derived_from_published"} with input as little
}

test_additional_operations_are_asked_of_a_derived_model if {
	model_weights.missing == {"item.model.additional_operations"} with input as model({"derived_from_published": true})
}

# Below a limit, facts of synthetic data could carry the model over it.
below := {
	"the entry's": {"training_operations": 9e25},
	"the best published model's": object.union(best(3e26), {"training_operations": 2e26}),
}

test_synthetic_data_is_asked_below_a_limit[name] if {
	some name, changes in below
	request := fixtures.without(model(changes), ["item/model/synthetic_data"])
	model_weights.missing == {"item.model.synthetic_data"} with input as request
	not model_weights.level with input as request
}

generators := {
	"nothing told": {"generator": {}, "asks": {"share"}},
	"a share that counts": {"generator": {"share": 0.2}, "asks": {"generation_operations", "generator_published"}},
	"a share that does not": {"generator": {"share": 0.1}, "asks": set()},
	"a share that does not, not published": {"generator": {"share": 0.1, "generator_published": false}, "asks": set()},
	"published": {
		"generator": {"share": 0.2, "generation_operations": 1e24, "generator_published": true},
		"asks": set(),
	},
	"not published": {
		"generator": {"share": 0.2, "generation_operations": 1e24, "generator_published": false},
		"asks": {"generator_training_operations"},
	},
}

test_what_a_generator_lacks_is_asked_below_a_limit[name] if {
	some name, case in generators
	request := model({"training_operations": 9e25, "synthetic_data": [generator({"share": 0.05}), case.generator]})
	asks := {concat(".", ["item.model.synthetic_data[1]", field]) | some field in case.asks}
	model_weights.missing == asks with input as request
}

test_above_every_limit_synthetic_data_is_not_asked if {
	request := model({"synthetic_data": [{}]})
	model_weights.missing == set() with input as request
	model_weights.level == "weights" with input as request
}

# A case that is undefined leaves its whole table undefined, and a test over no case passes.
test_tables_hold_cases if {
	every table in [counts, figures, exclusions, untold, below, generators] {
		count(table) > 0
	}
}
