package ear.nac_aca_test

import rego.v2

import data.ear.fixtures_test as fixtures
import data.ear.nac_aca

_conditions := {
	"model weights need no purchase order": {
		"request": fixtures.changed(fixtures.weights, {"documents": {"purchase_order": "none"}}),
		"unmet": {"740.8(a)/item"},
	},
	"consumer chip of 3A090.a": {
		"request": fixtures.rtx_4090,
		"unmet": set(),
	},
	"3A090.b chip for datacenters": {
		"request": fixtures.a40,
		"unmet": set(),
	},
	"3A090.a chip for datacenters": {
		"request": fixtures.h100,
		"unmet": {"740.8(a)/datacenter"},
	},
	"board with a datacenter chip": {
		"request": fixtures.boards,
		"unmet": {"740.8(a)/datacenter"},
	},
	"model weights": {
		"request": fixtures.weights,
		"unmet": {"740.8(a)/item"},
	},
	"informed by BIS": {
		"request": fixtures.changed(fixtures.rtx_4090, {"end_use": {"bis_informed": true}}),
		"unmet": {"744.23(b)/informed"},
	},
	"no purchase order": {
		"request": fixtures.changed(fixtures.rtx_4090, {"documents": {"purchase_order": "none"}}),
		"unmet": {"740.8(a)(1)/purchase_order"},
	},
	"no purchase order, said by null": {
		"request": fixtures.changed(fixtures.a40, {"documents": {"purchase_order": null}}),
		"unmet": {"740.8(a)(1)/purchase_order"},
	},
	"no document at all": {
		"request": fixtures.changed(fixtures.rtx_4090, {"documents": null}),
		"unmet": {"740.8(a)(1)/purchase_order"},
	},
	"no document at all, of an encryption item": {
		"request": fixtures.changed(fixtures.rtx_4090, {"item": {"eccn": "5A002.z.1.a"}, "documents": null}),
		"unmet": {"740.8(a)(1)/purchase_order", "740.8(a)(3)/encryption"},
	},
	"commercial sample": {
		"request": fixtures.changed(fixtures.rtx_4090, {"documents": {"purchase_order": "commercial_sample"}}),
		"unmet": set(),
	},
	"concern under part 744": {
		"request": fixtures.changed(fixtures.rtx_4090, {"end_use": {"part_744": "concern"}}),
		"unmet": {"740.2(a)(2)/part_744", "740.8(b)/part_744"},
	},
	"concern under part 746": {
		"request": fixtures.changed(fixtures.rtx_4090, {"end_use": {"part_746": "concern"}}),
		"unmet": {"740.2(a)(6)/part_746", "740.8(b)/part_746"},
	},
	"an item that is not eligible is told only that": {
		"request": fixtures.changed(fixtures.h100, {
			"end_use": {"part_744": "concern", "part_746": "concern", "bis_informed": true},
			"documents": {"purchase_order": "none"},
		}),
		"unmet": {"740.8(a)/datacenter"},
	},
}

test_condition_of_both_exceptions[name] if {
	some name, case in _conditions
	nac_aca.unmet == case.unmet with input as case.request
}

_lacking := {
	"nothing": {
		"request": fixtures.rtx_4090,
		"missing": set(),
	},
	"purchase order": {
		"request": fixtures.without(fixtures.rtx_4090, ["documents/purchase_order"]),
		"missing": {"documents.purchase_order"},
	},
	"a purchase order denied is told": {
		"request": fixtures.changed(fixtures.rtx_4090, {"documents": {"purchase_order": null}}),
		"missing": set(),
	},
	"own review under part 746": {
		"request": fixtures.without(fixtures.rtx_4090, ["end_use/part_746"]),
		"missing": {"end_use.part_746"},
	},
	"own review under part 744": {
		"request": fixtures.without(fixtures.rtx_4090, ["end_use/part_744"]),
		"missing": {"end_use.part_744"},
	},
	"marketing of a 3A090.a chip": {
		"request": fixtures.without(fixtures.rtx_4090, ["item/datacenter"]),
		"missing": {"item.datacenter"},
	},
	"marketing of a 3A090.b chip": {
		"request": fixtures.without(fixtures.a40, ["item/datacenter"]),
		"missing": set(),
	},
}

test_fact_that_both_exceptions_need[name] if {
	some name, case in _lacking
	nac_aca.missing == case.missing with input as case.request
}

test_a_purchase_order_held_is_held_before_each_export if {
	nac_aca.obligations == {{
		"id": "740.8(a)(1)/purchase_order",
		"when": "before_each",
		"due": "2025-07-01",
		"by": "exporter",
		"citation": "740.8(a)(1)",
	}} with input as fixtures.rtx_4090
}

test_commercial_samples_need_no_purchase_order if {
	sample := fixtures.changed(fixtures.rtx_4090, {"documents": {"purchase_order": "commercial_sample"}})
	nac_aca.obligations == set() with input as sample
}

# A case that is undefined leaves its whole table undefined, and a test over no case passes.
test_tables_hold_cases if {
	every table in [_conditions, _lacking] {
		count(table) > 0
	}
}
