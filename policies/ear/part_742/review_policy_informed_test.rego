package ear.review_policy_test

import rego.v2

import data.ear.fixtures_test as fixtures
import data.ear.review_policy

owned(request, owner) := fixtures.changed(request, {"parties": {"recipient": {"majority_owner_headquarters": owner}}})

informed(request) := fixtures.changed(request, {"end_use": {"bis_informed": true}})

# What BIS informs of is reviewed as 744.23 says, by end user, item and destination.
notices := {
	"3A090.b to Poland": {
		"request": owned(fixtures.a40, "PL"),
		"review": {"policy": "presumption_of_approval", "citation": "744.23(d)(2)"},
		"asks": set(),
	},
	"3A090.b to Poland, owner untold": {
		"request": fixtures.a40,
		"review": {"policy": "indeterminate", "citation": "744.23(d)(2)"},
		"asks": {"parties.recipient.majority_owner_headquarters"},
	},
	"3A090.b to Poland, of a Chinese owner": {
		"request": owned(fixtures.a40, "CN"),
		"review": {"policy": "case_by_case", "citation": "744.23(d)(3)(i)"},
		"asks": set(),
	},
	"an item of China that is not settled": {
		"request": fixtures.without(fixtures.to(fixtures.a40, "CN"), ["item"]),
		"review": {"policy": "indeterminate", "citation": "744.23(d)(3)(i)"},
		"asks": {"item.eccn"},
	},
	"an item of China that is not settled, and is technology": {
		"request": fixtures.changed(
			fixtures.without(fixtures.to(fixtures.a40, "CN"), ["item"]),
			{"item": {"eccn": "3E001"}},
		),
		"review": {"policy": "presumption_of_denial", "citation": "744.23(d)(1)"},
		"asks": set(),
	},
}

test_what_bis_informs_of_is_reviewed[name] if {
	some name, case in notices
	found := {review |
		some review in review_policy.reviews with input as informed(case.request)
		review.requirement == "744.23(b)"
	}
	found == {object.union(case.review, {"requirement": "744.23(b)"})}
	case.asks - review_policy.missing == set() with input as informed(case.request)
}

test_notices_hold_cases if count(notices) > 0
