package ear.foreign_direct_product_test

import rego.v2

import data.ear.fixtures_test as fixtures
import data.ear.foreign_direct_product

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
	"chips of neither limb, in words": {
		"request": outside(fixtures.h100, "734.9(h)(1): neither limb of the product scope is met"),
		"reach": "no",
		"contradictions": set(),
	},
	"chips of neither limb, with blanks": {
		"request": outside(fixtures.h100, "15 CFR 734.9 (h)(1) "),
		"reach": "no",
		"contradictions": set(),
	},
	"chips of another agency, in words": {
		"request": outside(fixtures.h100, "734.3(b): Department of State"),
		"reach": "no",
		"contradictions": set(),
	},
	"chips, by what 734.3(a) says is subject, with blanks": {
		"request": outside(fixtures.h100, "734.3 (a)(1)"),
		"reach": "yes",
		"contradictions": {"734.9(h)/product_scope"},
	},
	"published technology": {
		"request": outside(technology("3E001", "3A090.a"), "734.7"),
		"reach": "no",
		"contradictions": set(),
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

# What no source knows as a ground, for chips, of which none is information, and for whatever they hold.
no_grounds := {
	"734.", "734", "734.2", "734.3", "734.3(b)(2)", "734.3(b)(4)", "734.7", "734.7(a)", "734.8", "734.13(a)(1)", "734.20(b)",
	"734.40", "734.90", "734.7 and 734.9(h)(1)(i)", "734.3(b) and 734.9(h)(1)", ": 734.7", "published",
}

test_what_is_no_ground_is_asked[basis] if {
	some basis in no_grounds
	every request in [outside(fixtures.h100, basis), export(outside(fixtures.h100, basis))] {
		foreign_direct_product.reach == "unknown" with input as request
		foreign_direct_product.missing == {"item.subject_to_ear.basis"} with input as request
		foreign_direct_product.contradictions == set() with input as request
		not foreign_direct_product.ground with input as request
	}
}

# An item that no list of 734.9 holds is outside on a ground as well.
unlisted_without_ground := {
	"software": outside(software, "734.13(a)(1)"),
	"software, ground untold": fixtures.without(outside(software, ""), ["item/subject_to_ear/basis"]),
	"software that is subject": outside(software, "734.3(a)(2)"),
	"software that is subject, leaving the United States": export(outside(software, "734.3(a)(1)")),
	"a chip below every line": export(outside(item(fixtures.a40, {"eccn": "EAR99", "tpp": 100}), "734.3(a)(1)")),
	"a chip below every line, published": export(outside(item(fixtures.a40, {"eccn": "EAR99", "tpp": 100}), "734.7")),
	"published software told as a computer": outside(item(software, {"kind": "computer"}), "734.7"),
	"weights trained abroad on other items": export(outside(item(fixtures.weights, {"model": abroad}), "734.3(a)(1)")),
	"weights that are not published": export(outside(item(fixtures.weights, {"model": abroad}), "734.7")),
}

test_an_item_of_no_list_is_outside_on_a_ground[name] if {
	some name, request in unlisted_without_ground
	foreign_direct_product.reach == "unknown" with input as request
	foreign_direct_product.missing == {"item.subject_to_ear.basis"} with input as request
	foreign_direct_product.contradictions == set() with input as request
}

# What tells whether the item is information that is published.
published_untold := {
	"weights": {
		"request": fixtures.without(
			export(outside(item(fixtures.weights, {"model": abroad}), "734.7")),
			["item/model/published"],
		),
		"missing": {"item.model.published"},
	},
	"weights below every line": {
		"request": fixtures.without(
			export(outside(item(fixtures.weights, {"model": {"training_operations": 1e20}}), "734.7")),
			["item/model/published", "item/eccn"],
		),
		"missing": {"item.model.published"},
	},
	"what is of no entry and no kind": {
		"request": fixtures.without(
			export(outside(item(fixtures.a40, {"eccn": "EAR99", "tpp": 100}), "734.7")),
			["item/kind"],
		),
		"missing": {"item.kind"},
	},
}

test_whether_the_item_is_published_information_is_asked[name] if {
	some name, case in published_untold
	foreign_direct_product.reach == "unknown" with input as case.request
	foreign_direct_product.missing == case.missing with input as case.request
}

test_the_tables_hold_cases if {
	every table in [findings, open_facts, unlisted_without_ground, published_untold] {
		count(table) > 0
	}
}
