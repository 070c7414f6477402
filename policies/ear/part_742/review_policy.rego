# METADATA
# title: License review policy
# description: How an application would be reviewed, requirement by requirement; the most restrictive governs.
# scope: package
# custom:
#   citation: "742.6(b)"
package ear.review_policy

import rego.v2

import data.ear.country_allocation
import data.ear.country_groups
import data.ear.embargoes
import data.ear.end_use
import data.ear.end_use_review
import data.ear.license_requirements
import data.ear.transaction

# METADATA
# title: Most restrictive policy
# description: Denial before case by case before approval; undefined where no application is reviewed.
# custom:
#   citation: "742.6(b)"
policy := review.policy if {
	count(reviews) == 1
	some review in reviews
} else := order[min({rank | some review in reviews; some rank; order[rank] == review.policy})] if {
	order := [
		"policy_of_denial",
		"presumption_of_denial",
		"indeterminate",
		"case_by_case",
		"not_stated",
		"presumption_of_approval",
	]
}

# METADATA
# title: Policies of each requirement that applies
# custom:
#   citation: "742.6(b)"
reviews contains review if {
	some requirement, _ in license_requirements.applies
	some review in _reviews_of(requirement)
}

reviews contains review if {
	license_requirements.text_of_december_2024
	some review in december_2024_reviews
}

reviews contains review if {
	some requirement, citation in end_use.applies
	review := end_use_review_of(requirement, citation)
}

_reviews_of(requirement) := {worldwide_review(_standing)} if {
	requirement == "742.6(a)(6)(iii)(A)"
	_worldwide
}

_reviews_of(requirement) := b_level_reviews if requirement == "742.6(a)(6)(iii)(B)"

_reviews_of(requirement) := memory_reviews if requirement == "742.6(a)(6)(i)(B)"

_reviews_of(requirement) := technology_reviews if requirement == "742.6(a)(6)(ii)"

_reviews_of(requirement) := weights_reviews if requirement == "742.6(a)(13)"

# METADATA
# title: Model weights for end users outside Supplement No. 5(a)
# description: Headquartered there, or with an ultimate parent headquartered there.
# custom:
#   citation: "742.6(b)(14)"
weights_reviews contains {
	"requirement": "742.6(a)(13)",
	"policy": "presumption_of_denial",
	"citation": "742.6(b)(14)",
} if {
	_end_user_outside
}

# METADATA
# title: Model weights for end users of Supplement No. 5(a)
# description: The paragraph states no policy for them.
# custom:
#   citation: "742.6(b)(14)"
weights_reviews contains {
	"requirement": "742.6(a)(13)",
	"policy": "not_stated",
	"citation": "742.6(b)(14)",
} if {
	not _end_user_outside
	not _end_user_open
}

# METADATA
# title: Headquarters of the end user not told
# custom:
#   citation: "742.6(b)(14)"
weights_reviews contains {
	"requirement": "742.6(a)(13)",
	"policy": "indeterminate",
	"citation": "742.6(b)(14)",
} if {
	not _end_user_outside
	_end_user_open
}

_end_user_outside if {
	some field in ["headquarters", "ultimate_parent_headquarters"]
	country_groups.countries[transaction.end_user_entity[field]].outside_supplement_5a == true
}

_end_user_outside if _end_user_employed_by_nobody

# A person whom nobody employs is headquartered nowhere, and so in no destination listed there.
_end_user_employed_by_nobody if {
	transaction.nobody_headquartered
	transaction.end_user_entity_path == "employee.employer"
}

_end_user_open if {
	some field in ["headquarters", "ultimate_parent_headquarters"]
	not country_groups.countries[transaction.end_user_entity[field]]
}

# METADATA
# title: Readings that a review of weights touches
# description: >-
#   C9 where the end user's parent is in Macau or D:5, C10 where headquarters and parent lie on
#   different sides of Supplement No. 5(a): the exception looks at either, the review at both.
# custom:
#   citation: "740.27(a)(3), 742.6(b)(14)"
touches contains id if {
	license_requirements.applies["742.6(a)(13)"]
	some id in _touched_by_weights
}

_touched_by_weights contains "C10" if _sides == {true, false}

_touched_by_weights contains "C9" if {
	country_groups.countries[transaction.end_user_entity.headquarters].supplement_5a == true
	country_groups.countries[transaction.end_user_entity.ultimate_parent_headquarters].macau_or_d5 == true
}

_sides contains country_groups.supplement_5a(transaction.end_user_entity[field]) if {
	some field in ["headquarters", "ultimate_parent_headquarters"]
	country_groups.countries[transaction.end_user_entity[field]]
}

# METADATA
# title: What the headquarters test and the test of the developer hold
# custom:
#   citation: "742.6(b)(10)(iv)(B), 744.23(d)"
end_use_review_of(requirement, _) := headquarters_review(requirement) if startswith(requirement, "744.23(a)(3)")

# METADATA
# title: What BIS informs of
# custom:
#   citation: "744.23(d)"
end_use_review_of(requirement, _) := object.union({"requirement": requirement}, end_use_review.policy) if {
	requirement == "744.23(b)"
}

# METADATA
# title: Requirements for which no policy is stated here
# custom:
#   citation: "15 CFR part 744"
end_use_review_of(requirement, citation) := {
	"requirement": requirement,
	"policy": "not_stated",
	"citation": citation,
} if {
	requirement in {"744/end_use", "744/listed_party"}
}

# METADATA
# title: Requirements of part 746
# custom:
#   citation: "15 CFR part 746"
reviews contains {
	"requirement": requirement,
	"policy": "not_stated",
	"citation": citation,
} if {
	some requirement, citation in embargoes.applies
}

# Where destination and headquarters are: in Macau or D:5, not all known, or all elsewhere.
_side := "macau_or_d5" if {
	transaction.macau_or_d5
} else := "elsewhere" if {
	country_groups.destination
	transaction.headquarters_missing == set()
	transaction.locations_missing == set()
} else := "open"

_side_missing := transaction.headquarters_missing | transaction.locations_missing

# METADATA
# title: Facts that the review policy needs
# custom:
#   citation: "742.6(b)"
missing contains path if {
	_side == "open"
	_reviewed_by_side
	some path in _side_missing
}

missing contains path if {
	end_use.applies["744.23(b)"]
	some path in end_use_review.missing
}

missing contains "destination" if {
	_side == "open"
	_reviewed_by_side
	not country_groups.destination
}

_reviewed_by_side if _worldwide

_reviewed_by_side if license_requirements.applies["742.6(a)(6)(iii)"]

missing contains path if {
	input.readings.N12 == "approval_first"
	_worldwide
	_approval_open
	some path in _approval_missing
}

missing contains path if {
	_worldwide
	_allocated
	some path in country_allocation.missing
}

missing contains "ledger.complete" if _room_untold

missing contains concat(".", [transaction.end_user_entity_path, field]) if {
	license_requirements.applies["742.6(a)(13)"]
	not _end_user_employed_by_nobody
	some field in ["headquarters", "ultimate_parent_headquarters"]
	not country_groups.countries[transaction.end_user_entity[field]]
}
