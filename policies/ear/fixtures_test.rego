# METADATA
# title: Requests that the tests of the rules begin with
# description: >-
#   Each tells every fact that any provision asks of it, so that a test changes or takes away the one
#   fact that it is about. Recipients are one neutral company; the amounts are real chips.
# scope: package
# custom:
#   citation: "90 FR 4544"
package ear.fixtures_test

import rego.v2

# A hundred H100 SXM5 (989.5 dense TFLOPS at 16 bit, 814 mm2) to a Polish company: 1,583,200 TPP.
h100 := {
	"as_of": "2025-07-01",
	"activity": "export",
	"origin": "US",
	"destination": "PL",
	"item": {
		"kind": "integrated_circuit",
		"eccn": "3A090.a",
		"quantity": 100,
		"tpp": 15832,
		"performance_density": 19.45,
		"datacenter": true,
		"designer": "approved",
		"other_controls_cleared": true,
	},
	"shipment": {"lines": 1},
	"parties": {"recipient": {
		"name": "Consignee SA",
		"kind": "commercial_firm",
		"location": "PL",
		"headquarters": "PL",
		"ultimate_parent": "Group Holding",
		"ultimate_parent_headquarters": "PL",
		"government_controlled": false,
		"listed": [],
	}},
	"end_use": {
		"purpose": "data_center",
		"part_744": "none",
		"part_746": "none",
		"bis_informed": false,
		"training": null,
	},
	"documents": {
		"purchase_order": "held",
		"aia_certification": {"signed_on": "2025-06-20", "submitted_on": "2025-06-25"},
		"lpp_certification": {"signed_on": "2025-06-20", "calendar_year": 2025},
		"lpp_applied_to_operator": false,
	},
	"ledger": {
		"source": "supplier records",
		"as_of": "2025-06-30",
		"complete": true,
		"country": "PL",
		"country_licensed_tpp": 0,
		"consignee_year_lpp_tpp": 0,
		"consignee_year_all_tpp": 0,
		"consignee_aia_tpp": 0,
	},
}

# Ten RTX 4090 (660.6 TOPS at 8 bit, 608 mm2): 3A090.a by TPP, not designed or marketed for datacenters.
rtx_4090 := changed(h100, {
	"item": {"quantity": 10, "tpp": 5284.8, "performance_density": 8.69, "datacenter": false},
	"end_use": {"purpose": "consumer"},
})

# A hundred A40 (149.7 TFLOPS at 16 bit, 628 mm2): 3A090.b.
a40 := changed(h100, {"item": {"eccn": "3A090.b", "tpp": 2395.2, "performance_density": 3.81}})

# A hundred boards of eight H100 each: 12,665,600 TPP.
boards := changed(
	without(h100, ["item/tpp", "item/performance_density", "item/datacenter", "item/designer"]),
	{"item": {
		"kind": "electronic_assembly",
		"eccn": "4A090.a",
		"integrated_circuits": [{
			"count": 8,
			"tpp": 15832,
			"performance_density": 19.45,
			"datacenter": true,
			"designer": "approved",
		}],
	}},
)

# Technology of 3E001 for 3A090.a, developed by a Polish company for the production of such chips.
technology := changed(
	without(h100, ["item"]),
	{"item": {
		"kind": "technology",
		"eccn": "3E001",
		"related_eccn": "3A090.a",
		"for_production_of": "3A090.a",
		"developer": {"headquarters": "PL", "ultimate_parent_headquarters": "PL"},
		"received_under": "none",
		"other_controls_cleared": true,
	}},
)

# Stacks of high bandwidth memory of 3A090.c to a Polish company.
memory := changed(
	without(h100, ["item"]),
	{"item": {"kind": "integrated_circuit", "eccn": "3A090.c", "quantity": 100, "other_controls_cleared": true}},
)

# The weights of an unpublished model trained with 2e26 operations, to a secured facility of the company.
weights := changed(without(h100, ["item", "shipment"]), {
	"item": {
		"kind": "model_weights",
		"eccn": "4E091",
		"quantity": 1,
		"model": {
			"training_operations": 2e26,
			"synthetic_data": null,
			"published": false,
			"derived_from_published": false,
			"best_published_operations": null,
		},
		"other_controls_cleared": true,
	},
	"facility": {"location": "PL", "supplement_10": [14, 15, 18], "attested_on": "2025-05-01"},
	"end_use": {"purpose": "weights_storage"},
})

# The request with the facts of `changes` in the place of its own: objects are merged, all else is replaced.
changed(request, changes) := object.union(request, changes)

# The request without the facts at `paths`, written as `item/tpp`.
without(request, paths) := json.remove(request, paths)

# The request to another country, where the recipient is located, headquartered and parented too.
to(request, country) := changed(request, {
	"destination": country,
	"parties": {"recipient": {
		"location": country,
		"headquarters": country,
		"ultimate_parent_headquarters": country,
	}},
	"ledger": {"country": country},
})
