package ear.review_policy

import rego.v2

import data.ear.end_use
import data.ear.end_use_review
import data.ear.license_requirements
import data.ear.transaction

# METADATA
# title: High bandwidth memory for entities of other headquarters
# custom:
#   citation: "742.6(b)(10)(ii)"
memory_reviews contains {
	"requirement": "742.6(a)(6)(i)(B)",
	"policy": "presumption_of_approval",
	"citation": "742.6(b)(10)(ii)",
} if {
	not transaction.macau_or_d5_headquartered
	transaction.headquarters_missing == set()
}

# METADATA
# title: High bandwidth memory for entities headquartered in Macau or D:5
# custom:
#   citation: "742.6(b)(10)(ii)"
memory_reviews contains {
	"requirement": "742.6(a)(6)(i)(B)",
	"policy": "presumption_of_denial",
	"citation": "742.6(b)(10)(ii)",
} if {
	transaction.macau_or_d5_headquartered
}

# METADATA
# title: High bandwidth memory, headquarters not told
# custom:
#   citation: "742.6(b)(10)(ii)"
memory_reviews contains {
	"requirement": "742.6(a)(6)(i)(B)",
	"policy": "indeterminate",
	"citation": "742.6(b)(10)(ii)",
} if {
	_memory_open
}

_memory_open if {
	not transaction.macau_or_d5_headquartered
	some _ in transaction.headquarters_missing
}

# METADATA
# title: Technology developed by an entity of Macau or D:5
# description: By 744.23(d) where 744.23 applies, else case by case.
# custom:
#   citation: "742.6(b)(10)(i)"
technology_reviews contains object.union({"requirement": "742.6(a)(6)(ii)"}, end_use_review.policy) if {
	_under_744_23
}

technology_reviews contains {
	"requirement": "742.6(a)(6)(ii)",
	"policy": "case_by_case",
	"citation": "742.6(b)(10)(i)",
} if {
	not _under_744_23
}

_under_744_23 if {
	some requirement, _ in end_use.applies
	startswith(requirement, "744.23")
}

# METADATA
# title: Facts that these policies need
# custom:
#   citation: "742.6(b)(10)(i) and (ii), 744.23(d)"
missing contains path if {
	license_requirements.applies["742.6(a)(6)(i)(B)"]
	_memory_open
	some path in transaction.headquarters_missing
}

missing contains path if {
	_under_744_23
	some path in end_use_review.missing
}
