package ear.review_policy_memory_and_technology_test

import rego.v2

import data.ear.fixtures_test as fixtures
import data.ear.review_policy

memory := fixtures.to(fixtures.memory, "CN")

of(request, home) := fixtures.changed(request, {"parties": {"recipient": {
	"headquarters": home,
	"ultimate_parent_headquarters": home,
}}})

memory_review(policy) := {"requirement": "742.6(a)(6)(i)(B)", "policy": policy, "citation": "742.6(b)(10)(ii)"}

# Technology of a Chinese developer for `related`, reexported from China.
technology(related, destination) := fixtures.changed(fixtures.to(fixtures.technology, destination), {
	"activity": "reexport",
	"origin": "CN",
	"item": {
		"related_eccn": related,
		"developer": {"headquarters": "CN", "ultimate_parent_headquarters": "CN"},
	},
})

row(requirement, policy, citation) := {"requirement": requirement, "policy": policy, "citation": citation}

cases := {
	"memory of a Chinese company": {
		"request": memory,
		"reviews": {memory_review("presumption_of_denial")},
		"asks": set(),
	},
	"memory of a Polish company": {
		"request": of(memory, "PL"),
		"reviews": {memory_review("presumption_of_approval")},
		"asks": set(),
	},
	"memory of a Polish company, parent untold": {
		"request": fixtures.without(of(memory, "PL"), ["parties/recipient/ultimate_parent_headquarters"]),
		"reviews": {memory_review("indeterminate")},
		"asks": {"parties.recipient.ultimate_parent_headquarters"},
	},
	"memory of a Chinese company in Poland": {
		"request": of(fixtures.memory, "CN"),
		"reviews": {row("744.23(a)(3)(i)(B)", "case_by_case", "744.23(d)(3)(i)")},
		"asks": set(),
	},
	"technology to Brazil": {
		"request": technology("3A090.b", "BR"),
		"reviews": {
			row("742.6(a)(6)(ii)", "case_by_case", "744.23(d)(3)(iii)"),
			row("744.23(a)(3)(ii)", "case_by_case", "744.23(d)(3)(iii)"),
		},
		"asks": set(),
	},
	"technology to Vietnam for a Chinese company": {
		"request": of(technology("3A090.b", "VN"), "CN"),
		"reviews": {
			row("742.6(a)(6)(ii)", "presumption_of_denial", "744.23(d)(1)"),
			row("744.23(a)(3)(ii)", "presumption_of_denial", "744.23(d)(1)"),
			row("742.6(a)(6)(iii)(B)", "presumption_of_denial", "742.6(b)(10)(iv)(B)"),
		},
		"asks": set(),
	},
	"technology for memory, to Brazil": {
		"request": technology("3A090.c", "BR"),
		"reviews": {row("742.6(a)(6)(ii)", "case_by_case", "742.6(b)(10)(i)")},
		"asks": set(),
	},
	"technology to a German end user, owner untold": {
		"request": fixtures.changed(technology("3A090.b", "BR"), {"parties": {"end_user": {
			"headquarters": "DE",
			"ultimate_parent_headquarters": "DE",
		}}}),
		"reviews": {
			row("742.6(a)(6)(ii)", "indeterminate", "744.23(d)(2)"),
			row("744.23(a)(3)(ii)", "indeterminate", "744.23(d)(2)"),
		},
		"asks": {"parties.end_user.majority_owner_headquarters"},
	},
}

test_memory_and_technology_have_policies_of_their_own[name] if {
	some name, case in cases
	review_policy.reviews == case.reviews with input as case.request
}

test_what_these_policies_lack_is_asked[name] if {
	some name, case in cases
	review_policy.missing == case.asks with input as case.request
}

test_the_text_of_december_2024_reviews_memory_as_the_rule_does if {
	review_policy.reviews == {memory_review("presumption_of_denial")} with input as fixtures.changed(
		memory,
		{"as_of": "2025-05-14"},
	)
}

# Weights for an end user of `home` whose parent is in `parent`: what the review touches.
sides := {
	"inside": {"home": "DE", "parent": "US", "touches": set()},
	"outside": {"home": "PL", "parent": "BR", "touches": set()},
	"parent outside": {"home": "DE", "parent": "PL", "touches": {"C10"}},
	"headquarters outside": {"home": "PL", "parent": "DE", "touches": {"C10"}},
	"parent in China": {"home": "DE", "parent": "CN", "touches": {"C9", "C10"}},
	"headquarters in China": {"home": "CN", "parent": "DE", "touches": {"C10"}},
}

test_headquarters_and_parent_on_two_sides_touch_the_review_of_weights[name] if {
	some name, case in sides
	review_policy.touches == case.touches with input as fixtures.changed(fixtures.weights, {"parties": {"recipient": {
		"headquarters": case.home,
		"ultimate_parent_headquarters": case.parent,
	}}})
}

test_tables_hold_cases if {
	every table in [cases, sides] {
		count(table) > 0
	}
}
