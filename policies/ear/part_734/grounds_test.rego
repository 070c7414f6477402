package ear.foreign_direct_product_test

import rego.v2

import data.ear.fixtures_test as fixtures
import data.ear.foreign_direct_product

limbs := {"734.9(h)(1)(i)", "734.9(h)(1)(i)(A)", "734.9(h)(1)(ii)", "734.9(h)(1)(ii)(A)"}

test_one_limb_leaves_the_other_open[limb] if {
	some limb in limbs
	foreign_direct_product.reach == "unknown" with input as outside(fixtures.h100, limb)
	foreign_direct_product.missing == {"item.subject_to_ear.basis"} with input as outside(fixtures.h100, limb)
	foreign_direct_product.contradictions == set() with input as outside(fixtures.h100, limb)
}

test_one_limb_with_words_is_one_limb[limb] if {
	some limb in limbs
	basis := concat("", [limb, " : it is none"])
	foreign_direct_product.reach == "unknown" with input as outside(fixtures.h100, basis)
}

both_limbs := {
	"734.9(h)(1)(i) and (ii)", "734.9(h)(1)(i), (ii)", "734.9(h)(1)(i)(A) and (ii)(A)", "734.9(h)(1)(ii) and (i)",
	"734.9(h)(1)(i), and 734.9(h)(1)(ii): none of both", "15 CFR 734.9(h)(1)(ii)(A) and 734.9(h)(1)(i)(A)",
}

test_both_limbs_answer_the_rule[basis] if {
	some basis in both_limbs
	foreign_direct_product.ground == "734.9(h)(1)" with input as outside(fixtures.h100, basis)
	foreign_direct_product.reach == "no" with input as outside(fixtures.h100, basis)
}

# Neither one limb twice, nor a choice between them, nor places in their lists.
not_both_limbs := {
	"734.9(h)(1)(i) or (ii)", "734.9(h)(1)(i) and (i)", "734.9(h)(1) and (ii)", "734.9(h)(1)(i)(B) and (ii)(B)",
	"734.9(h)(1)(i)(A) and (ii)(B)", "734.9(h)(1) is met", "734.9(h)(1), 734.4",
}

test_what_names_not_both_limbs_is_refused[basis] if {
	some basis in not_both_limbs
	foreign_direct_product.reach == "yes" with input as outside(fixtures.h100, basis)
}

test_one_limb_is_enough_where_no_list_holds_the_item[limb] if {
	some limb in limbs
	foreign_direct_product.reach == "no" with input as outside(software, limb)
}

test_nothing_is_said_of_an_item_without_a_class if {
	foreign_direct_product.reach == "unknown" with input as fixtures.without(
		outside(fixtures.h100, "734.9(h)(1)"),
		["item/eccn", "item/tpp"],
	)
}

# A rule given as the ground on which the item is subject.
grounds := {
	"chips": {"request": inside(fixtures.h100, "734.9(h)"), "contradictions": set()},
	"chips by the rule for weights": {
		"request": inside(fixtures.h100, "734.9(l)"),
		"contradictions": {"734.9(l)/product_scope"},
	},
	"software": {"request": inside(software, "734.9(h)"), "contradictions": {"734.9(h)/product_scope"}},
	"technology for 3A090": {
		"request": inside(technology("3E001", "3A090.a"), "734.9(h)(2)(ii)"),
		"contradictions": set(),
	},
	"technology for 4A090": {
		"request": inside(technology("4E001", "4A090.b"), "734.9(h)"),
		"contradictions": set(),
	},
	"technology for 3A001.z": {
		"request": inside(technology("3E001", "3A001.z.1.a"), "734.9(h)"),
		"contradictions": {"734.9(h)/product_scope"},
	},
	"weights": {"request": inside(fixtures.weights, "734.9(l)"), "contradictions": set()},
	"weights by the rule for chips": {
		"request": inside(fixtures.weights, "734.9(h)"),
		"contradictions": {"734.9(h)/product_scope"},
	},
	"weights trained on other items": {
		"request": inside(item(fixtures.weights, {"model": abroad}), "734.9(l)"),
		"contradictions": {"734.9(l)/product_scope"},
	},
	"weights trained at home": {
		"request": inside(item(fixtures.weights, {"model": {"trained_in": "US"}}), "734.9(l)"),
		"contradictions": {"734.9(l)/foreign_produced"},
	},
	"another ground": {"request": inside(fixtures.h100, "734.3(a)(2)"), "contradictions": set()},
}

test_a_ground_is_held_against_the_product_scope[name] if {
	some name, case in grounds
	foreign_direct_product.contradictions == case.contradictions with input as case.request
}

# A case that is undefined leaves its whole table undefined, and a test over no case passes.
test_the_table_of_grounds_holds_cases if count(grounds) > 0
