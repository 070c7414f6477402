package ear.foreign_direct_product_test

import rego.v2

import data.ear.fixtures_test as fixtures
import data.ear.foreign_direct_product

on_ear_items := {"trained_in": "PL", "trained_on_ear_items": true}

weights(facts, basis) := outside(item(fixtures.weights, {"model": facts}), basis)

# Weights that are found to be outside, whether the rule for them reaches them, and what is asked.
of_weights := {
	"trained abroad on other items": {"request": weights(abroad, "734.9(l)"), "reach": "no", "asks": set()},
	"on what is subject": {
		"request": weights(abroad, "734.3(a)(2)"),
		"reach": "unknown",
		"asks": {"item.subject_to_ear.basis"},
	},
	"on no ground": {
		"request": fixtures.without(weights(abroad, ""), ["item/subject_to_ear/basis"]),
		"reach": "unknown",
		"asks": {"item.subject_to_ear.basis"},
	},
	"as published, which they are not": {
		"request": weights(abroad, "734.7"),
		"reach": "unknown",
		"asks": {"item.subject_to_ear.basis"},
	},
	"as published, untold": {
		"request": fixtures.without(weights(abroad, "734.7"), ["item/model/published"]),
		"reach": "unknown",
		"asks": {"item.model.published"},
	},
	"as published, untold, trained on EAR items": {
		"request": fixtures.without(weights(on_ear_items, "734.7"), ["item/model/published", "item/model/trained_in"]),
		"reach": "unknown",
		"asks": {"item.model.published"},
	},
	"as published, untold, trained at home": {
		"request": fixtures.without(weights({"trained_in": "US"}, "734.7"), ["item/model/published"]),
		"reach": "unknown",
		"asks": {"item.model.published"},
	},
	"published, trained on EAR items": {
		"request": weights(object.union(on_ear_items, {"published": true}), "734.7"),
		"reach": "no",
		"asks": set(),
	},
	"of another agency, trained on EAR items": {
		"request": weights(on_ear_items, "734.3(b)(1)"),
		"reach": "no",
		"asks": set(),
	},
	"of another agency, trained at home": {
		"request": weights({"trained_in": "US"}, "734.3(b)"),
		"reach": "no",
		"asks": set(),
	},
	"on no ground, training untold": {
		"request": fixtures.without(weights({}, ""), ["item/subject_to_ear/basis"]),
		"reach": "unknown",
		"asks": {"item.subject_to_ear.basis", "item.model.trained_in", "item.model.trained_on_ear_items"},
	},
}

test_the_ground_of_weights_is_read[name] if {
	some name, case in of_weights
	foreign_direct_product.reach == case.reach with input as case.request
	foreign_direct_product.missing == case.asks with input as case.request
	foreign_direct_product.contradictions == set() with input as case.request
}

# A case that is undefined leaves its whole table undefined, and a test over no case passes.
test_the_table_of_weights_holds_cases if count(of_weights) > 0
