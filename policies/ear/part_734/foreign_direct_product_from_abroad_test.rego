package ear.foreign_direct_product_test

import rego.v2

import data.ear.fixtures_test as fixtures
import data.ear.foreign_direct_product

export(request) := fixtures.changed(fixtures.without(request, ["origin"]), {"activity": "export"})

# A ground of 734.9 only adds what is made abroad, and the share of 734.4 is measured in that.
leaving := {
	"an export": export(outside(fixtures.h100, "734.9(h)(1)")),
	"an export from the United States": fixtures.changed(
		export(outside(fixtures.h100, "734.9(h)(1)")),
		{"origin": "US"},
	),
	"a deemed export": fixtures.changed(
		export(outside(fixtures.h100, "734.9(h)")),
		{"activity": "deemed_export"},
	),
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
	"a deemed export from abroad": fixtures.changed(outside(fixtures.h100, "734.9(h)(1)"), {"activity": "deemed_export"}),
	"a transfer": fixtures.changed(outside(fixtures.h100, "734.9(h)(1)"), {"activity": "transfer_in_country"}),
	"another agency": export(outside(fixtures.h100, "734.3(b)")),
	"weights of another agency": export(outside(model(abroad), "734.3(b)(1)")),
	"software of another agency": export(outside(software, "734.3(b)")),
	"published software": export(outside(software, "734.7")),
	"published software of no kind told": export(fixtures.without(outside(software, "734.7"), ["item/kind"])),
	"published technology": export(outside(technology("3E001", "3A090.a"), "734.7(a)")),
	"software of no entry, published": export(outside(item(software, {"eccn": "EAR99"}), "734.7")),
	"published weights of no kind told": export(fixtures.without(
		outside(item(fixtures.weights, {"model": object.union(abroad, {"published": true})}), "734.7"),
		["item/kind"],
	)),
	"published weights": export(outside(
		item(fixtures.weights, {"model": object.union(abroad, {"published": true})}),
		"734.7",
	)),
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

# A case that is undefined leaves its whole table undefined, and a test over no case passes.
test_the_tables_of_where_it_comes_from_hold_cases if {
	every table in [leaving, coming] {
		count(table) > 0
	}
}
