package ear.deemed_reexports_test

import rego.v2

import data.ear.deemed_reexports
import data.ear.fixtures_test as fixtures

claimed(request, paragraph, country) := fixtures.changed(request, {
	"activity": "deemed_reexport",
	"origin": "DE",
	"destination": country,
	"employee": {"not_deemed_reexport": paragraph},
})

enforced(request) := fixtures.changed(request, {"posture": "enforced"})

developed := fixtures.changed(claimed(fixtures.technology, "734.20(a)", "BR"), {
	"origin": "CN",
	"item": {"developer": {"headquarters": "CN", "ultimate_parent_headquarters": "CN"}},
})

claims := {
	"weights, to a nationality without a license": {
		"request": claimed(fixtures.weights, "734.20(a)", "DE"),
		"contradictions": {"734.20(a)/license"},
	},
	"weights, where 4E091 is not enforced": {
		"request": enforced(claimed(fixtures.weights, "734.20(a)", "DE")),
		"paragraph": "734.20(a)",
	},
	"chips, to a nationality without a license": {
		"request": claimed(fixtures.h100, "734.20(a)", "DE"),
		"paragraph": "734.20(a)",
	},
	"technology held by its developer": {"request": developed, "contradictions": {"734.20(a)/license"}},
	"technology held by its developer, from Brazil": {
		"request": fixtures.changed(developed, {"origin": "BR"}),
		"paragraph": "734.20(a)",
	},
	"weights, to a Polish national": {
		"request": claimed(fixtures.weights, "734.20(b)", "PL"),
		"paragraph": "734.20(b)",
	},
	"weights, to a Chinese national": {
		"request": claimed(fixtures.weights, "734.20(b)", "CN"),
		"contradictions": {"734.20(b)/nationality"},
	},
	"weights, to a national of Singapore, in A:6": {
		"request": claimed(fixtures.weights, "734.20(b)", "SG"),
		"contradictions": {"734.20(b)/nationality"},
	},
	"weights, to an Emirati before A:5 named them": {
		"request": fixtures.changed(claimed(fixtures.weights, "734.20(b)", "AE"), {"as_of": "2026-07-22"}),
		"contradictions": {"734.20(b)/nationality"},
	},
	"weights, to an Emirati once A:5 names them": {
		"request": fixtures.changed(claimed(fixtures.weights, "734.20(b)", "AE"), {"as_of": "2026-07-23"}),
		"paragraph": "734.20(b)",
	},
	"weights, to a national of where no table knows": {"request": claimed(fixtures.weights, "734.20(b)", "QQ")},
	"weights, to screened staff": {
		"request": claimed(fixtures.weights, "734.20(c)", "CN"),
		"paragraph": "734.20(c)",
	},
	"weights, by none": {"request": claimed(fixtures.weights, "none", "CN")},
	"a deemed export": {"request": fixtures.changed(
		claimed(fixtures.weights, "734.20(a)", "CN"),
		{"activity": "deemed_export", "origin": "US"},
	)},
	"a deemed export from abroad, to screened staff": {
		"request": fixtures.changed(claimed(fixtures.weights, "734.20(c)", "CN"), {"activity": "deemed_export"}),
		"paragraph": "734.20(c)",
	},
	"a deemed export from abroad, to a nationality without a license": {
		"request": fixtures.changed(claimed(fixtures.weights, "734.20(a)", "CN"), {"activity": "deemed_export"}),
		"contradictions": {"734.20(a)/license"},
	},
}

test_a_claim_is_followed_unless_what_is_told_contradicts_it[name] if {
	some name, case in claims
	[paragraph | paragraph := deemed_reexports.paragraph] == [paragraph | paragraph := case.paragraph] with input as case.request
	deemed_reexports.contradictions == object.get(case, "contradictions", set()) with input as case.request
}

test_of_what_needs_a_license_everywhere_only_two_paragraphs_take_out if {
	found := {name | some name, case in claims; deemed_reexports.lifts_worldwide with input as case.request}
	found == {name | some name, case in claims; case.paragraph in {"734.20(b)", "734.20(c)"}}
}

test_what_is_not_told_is_asked_of_the_employed_alone if {
	deemed_reexports.untold with input as fixtures.without(claims["weights, by none"].request, ["employee"])
	not deemed_reexports.untold with input as claims["weights, by none"].request
	not deemed_reexports.untold with input as fixtures.changed(fixtures.weights, {
		"activity": "deemed_reexport",
		"employee": null,
	})
	not deemed_reexports.untold with input as fixtures.changed(fixtures.weights, {"activity": "deemed_export"})
	deemed_reexports.untold with input as fixtures.changed(fixtures.weights, {"activity": "deemed_export", "origin": "DE"})
}

test_the_table_holds_cases if count(claims) > 0
