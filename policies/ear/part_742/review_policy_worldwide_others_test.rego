package ear.review_policy_worldwide_test

import rego.v2

import data.ear.fixtures_test as fixtures
import data.ear.review_policy

# To Germany, for a Polish company and a Brazilian end user, with the ledger of `country`.
_of_two_countries(country, changes) := fixtures.changed(
	fixtures.changed(sent("DE", "PL"), {
		"parties": {"end_user": {"location": "DE", "headquarters": "BR", "ultimate_parent_headquarters": "BR"}},
		"ledger": {"country": country},
	}),
	changes,
)

_untold := review("indeterminate", "742.6(b)(10)(iii)(B)(1)")

_both := {
	"room in one": {"request": _of_two_countries("BR", {}), "review": _untold, "notices": {"other_allocation/PL"}},
	"room in the other": {"request": _of_two_countries("PL", {}), "review": _untold, "notices": {"other_allocation/BR"}},
	"none in one": {
		"request": _of_two_countries("BR", {"ledger": {"country_licensed_tpp": 790000000}}),
		"review": beyond,
		"notices": {"other_allocation/PL"},
	},
	"none in the other": {
		"request": _of_two_countries("PL", {"ledger": {"country_licensed_tpp": 790000000}}),
		"review": beyond,
		"notices": {"other_allocation/BR"},
	},
	"room for some in one, C6 the other way": {
		"request": _of_two_countries("PL", {
			"ledger": {"country_licensed_tpp": 789984168},
			"readings": {"C6": "partial_approval"},
		}),
		"review": _untold,
		"notices": {"other_allocation/BR"},
	},
	"the ledger of neither": {
		"request": _of_two_countries("DE", {}),
		"review": _untold,
		"notices": {"other_allocation/PL"},
	},
	"after the last year allocated": {
		"request": _of_two_countries("PL", {"as_of": "2028-01-01"}),
		"review": review("not_stated", "742.6(b)(10)(iii)(B)(2)"),
		"notices": set(),
	},
	"C5 the other way": {
		"request": _of_two_countries("PL", {"readings": {"C5": "allied_destination_approved"}}),
		"review": allied,
		"notices": set(),
	},
	"of the text of December 2024": {
		"request": _of_two_countries("PL", {"as_of": "2025-05-14"}),
		"review": null,
		"notices": set(),
	},
}

test_two_allocations[name] if {
	some name, case in _both
	_reviews_of(case.request) == {review | some review in [case.review]; review != null}
	review_policy.notices == case.notices with input as case.request
}

_reviews_of(request) := {review |
	some review in review_policy.reviews with input as request
	review.requirement == "742.6(a)(6)(iii)(A)"
}

# A case that is undefined leaves its whole table undefined, and a test over no case passes.
test_the_table_of_two_allocations_holds_cases if count(_both) > 0
