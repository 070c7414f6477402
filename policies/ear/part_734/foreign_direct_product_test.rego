package ear.part_734.foreign_direct_product_test

import rego.v2

import data.ear.fixtures_test as fixtures
import data.ear.part_734.foreign_direct_product

item(request, facts) := fixtures.changed(request, {"item": facts})

# Sent on from abroad: what leaves the United States is subject whatever 734.9 says.
outside(request, basis) := fixtures.changed(
	item(request, {"subject_to_ear": {"value": false, "basis": basis}}),
	{"activity": "reexport", "origin": "TW"},
)

inside(request, basis) := item(request, {"subject_to_ear": {"value": true, "basis": basis}})

model(facts) := outside(item(fixtures.weights, {"model": facts}), "734.9(l)")

abroad := {"trained_in": "PL", "trained_on_ear_items": false}

software := item(fixtures.h100, {"kind": "software", "eccn": "5D002.z.1.a"})

technology(heading, related) := item(fixtures.h100, {"kind": "technology", "eccn": heading, "related_eccn": related})

# Whether a rule reaches an item that is found to be outside, and what that finding contradicts.
findings := {
	"chips of neither U.S. technology nor U.S. plant": {
		"request": outside(fixtures.h100, "734.9(h)(1)"),
		"reach": "no",
		"contradictions": set(),
	},
	"chips of another agency": {
		"request": outside(fixtures.h100, "734.3(b)(1)"),
		"reach": "no",
		"contradictions": set(),
	},
	"chips, by the rule at large": {
		"request": outside(fixtures.h100, "734.9(h)"),
		"reach": "no",
		"contradictions": set(),
	},
	"chips, by their place in the list": {
		"request": outside(fixtures.h100, "734.9(h)(1)(i)(B)(1)"),
		"reach": "yes",
		"contradictions": {"734.9(h)/product_scope"},
	},
	"chips, by the section at large": {
		"request": outside(fixtures.h100, "734.9"),
		"reach": "yes",
		"contradictions": {"734.9(h)/product_scope"},
	},
	"chips, by destination": {
		"request": outside(fixtures.h100, "734.9(h)(2)(i)"),
		"reach": "yes",
		"contradictions": {"734.9(h)/product_scope"},
	},
	"chips, by their share of U.S. content": {
		"request": outside(fixtures.h100, "734.4"),
		"reach": "yes",
		"contradictions": {"734.9(h)/product_scope"},
	},
	"chips, de minimis": {
		"request": outside(fixtures.h100, "de_minimis_excluded"),
		"reach": "yes",
		"contradictions": {"734.9(h)/product_scope"},
	},
	"computers": {
		"request": outside(item(fixtures.boards, {"kind": "computer", "eccn": "5A992.z.1"}), "734.9(h)(1)(i)(B)(2)"),
		"reach": "yes",
		"contradictions": {"734.9(h)/product_scope"},
	},
	"chips, by the rule with words around it": {
		"request": outside(fixtures.h100, "15 CFR 734.9(h)(2)(i)"),
		"reach": "yes",
		"contradictions": {"734.9(h)/product_scope"},
	},
	"chips, by what 734.3(a) says is subject": {
		"request": outside(fixtures.h100, "734.3(a)(3)"),
		"reach": "yes",
		"contradictions": {"734.9(h)/product_scope"},
	},
	"software is in no list": {"request": outside(software, "734.4"), "reach": "no", "contradictions": set()},
	"chips below every line": {
		"request": outside(item(fixtures.a40, {"eccn": "EAR99", "tpp": 100}), "734.4"),
		"reach": "no",
		"contradictions": set(),
	},
	"model trained abroad on other items": {"request": model(abroad), "reach": "no", "contradictions": set()},
	"model trained abroad on EAR items": {
		"request": model(object.union(abroad, {"trained_on_ear_items": true})),
		"reach": "yes",
		"contradictions": {"734.9(l)/product_scope"},
	},
	"model trained on EAR items nobody says where": {
		"request": model({"trained_on_ear_items": true}),
		"reach": "yes",
		"contradictions": {"734.9(l)/product_scope"},
	},
	"model trained at home": {
		"request": model(object.union(abroad, {"trained_in": "US"})),
		"reach": "yes",
		"contradictions": {"734.9(l)/foreign_produced"},
	},
}

test_a_finding_is_held_against_the_product_scope[name] if {
	some name, case in findings
	foreign_direct_product.claimed_outside with input as case.request
	foreign_direct_product.reach == case.reach with input as case.request
	foreign_direct_product.contradictions == case.contradictions with input as case.request
	foreign_direct_product.missing == set() with input as case.request
}

# What leaves the reach open.
open_facts := {
	"ground untold": {
		"request": fixtures.without(outside(fixtures.h100, ""), ["item/subject_to_ear/basis"]),
		"missing": {"item.subject_to_ear.basis"},
	},
	"no ground of the regulation": {
		"request": outside(fixtures.h100, "foreign made"),
		"missing": {"item.subject_to_ear.basis"},
	},
	"chips from a place untold": {
		"request": fixtures.without(outside(fixtures.h100, "734.9(h)(1)"), ["origin"]),
		"missing": {"origin"},
	},
	"chips of neither limb, exported from a place that no table knows": {
		"request": fixtures.changed(outside(fixtures.h100, "734.9(h)(1)"), {"activity": "export", "origin": "QQ"}),
		"missing": {"origin"},
	},
	"chips of another agency, from a place untold": {
		"request": fixtures.without(outside(fixtures.h100, "734.3(b)(1)"), ["origin"]),
		"missing": {"origin"},
	},
	"chips of another agency, from a place that no table knows": {
		"request": fixtures.changed(outside(fixtures.h100, "734.3(b)(1)"), {"origin": "QQ"}),
		"missing": {"origin"},
	},
	"software from a place that no table knows": {
		"request": fixtures.changed(outside(software, "734.4"), {"origin": "QQ"}),
		"missing": {"origin"},
	},
	"place of training untold": {
		"request": model({"trained_on_ear_items": false}),
		"missing": {"item.model.trained_in"},
	},
	"place of training unknown": {
		"request": model({"trained_in": "QQ", "trained_on_ear_items": false}),
		"missing": {"item.model.trained_in"},
	},
	"items of training untold": {
		"request": model({"trained_in": "PL"}),
		"missing": {"item.model.trained_on_ear_items"},
	},
	"training untold": {
		"request": model({}),
		"missing": {"item.model.trained_in", "item.model.trained_on_ear_items"},
	},
}

test_what_leaves_the_reach_open_is_asked[name] if {
	some name, case in open_facts
	foreign_direct_product.reach == "unknown" with input as case.request
	foreign_direct_product.missing == case.missing with input as case.request
}

export(request) := fixtures.changed(fixtures.without(request, ["origin"]), {"activity": "export"})

# A ground of 734.9 only adds what is made abroad, and the share of 734.4 is measured in that.
leaving := {
	"an export": export(outside(fixtures.h100, "734.9(h)(1)")),
	"an export from the United States": fixtures.changed(
		export(outside(fixtures.h100, "734.9(h)(1)")),
		{"origin": "US"},
	),
	"a deemed export": fixtures.changed(outside(fixtures.h100, "734.9(h)"), {"activity": "deemed_export"}),
	"a reexport from the United States": fixtures.changed(outside(fixtures.h100, "734.9(h)"), {"origin": "US"}),
	"a deemed reexport there": fixtures.changed(
		outside(fixtures.h100, "734.9(h)"),
		{"activity": "deemed_reexport", "origin": "US"},
	),
	"the share of U.S. content": export(outside(item(fixtures.a40, {"eccn": "EAR99", "tpp": 100}), "734.4")),
	"de minimis": export(outside(software, "de_minimis_excluded")),
	"one limb alone": export(outside(fixtures.h100, "734.9(h)(1)(i)(A)")),
	"weights trained abroad on other items": export(model(abroad)),
	"weights of which nothing is told": export(model({})),
	"software, which no list holds": export(outside(software, "734.9(h)(1)")),
	"a chip below every line": export(outside(
		item(fixtures.a40, {"eccn": "EAR99", "tpp": 100}),
		"734.9(h)(1)",
	)),
}

test_what_leaves_the_united_states_is_subject_whatever_is_said_of_what_is_made_abroad[name] if {
	some name, request in leaving
	foreign_direct_product.reach == "yes" with input as request
	foreign_direct_product.contradictions == {"734.9/foreign_produced"} with input as request
}

coming := {
	"an export from abroad": fixtures.changed(export(outside(fixtures.h100, "734.9(h)(1)")), {"origin": "TW"}),
	"a deemed reexport": fixtures.changed(outside(fixtures.h100, "734.9(h)(1)"), {"activity": "deemed_reexport"}),
	"a transfer": fixtures.changed(outside(fixtures.h100, "734.9(h)(1)"), {"activity": "transfer_in_country"}),
	"another ground": export(outside(fixtures.h100, "734.7")),
	"weights, another ground": export(outside(model(abroad), "734.7")),
}

test_what_comes_from_abroad_or_on_another_ground_is_judged_by_it[name] if {
	some name, request in coming
	foreign_direct_product.reach == "no" with input as request
	foreign_direct_product.contradictions == set() with input as request
}

test_of_what_leaves_the_united_states_the_ground_is_asked[name] if {
	some name in ["an export", "weights trained abroad on other items", "a chip below every line"]
	request := fixtures.without(leaving[name], ["item/subject_to_ear/basis"])
	foreign_direct_product.reach == "unknown" with input as request
	foreign_direct_product.missing == {"item.subject_to_ear.basis"} with input as request
}

test_the_tables_hold_cases if {
	every table in [findings, open_facts, grounds, leaving, coming] {
		count(table) > 0
	}
}

limbs := {"734.9(h)(1)(i)", "734.9(h)(1)(i)(A)", "734.9(h)(1)(ii)", "734.9(h)(1)(ii)(A)"}

test_one_limb_leaves_the_other_open[limb] if {
	some limb in limbs
	foreign_direct_product.reach == "unknown" with input as outside(fixtures.h100, limb)
	foreign_direct_product.missing == {"item.subject_to_ear.basis"} with input as outside(fixtures.h100, limb)
	foreign_direct_product.contradictions == set() with input as outside(fixtures.h100, limb)
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
