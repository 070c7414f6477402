package ear.review_policy

import rego.v2

import data.ear.country_groups
import data.ear.end_use
import data.ear.end_use_review
import data.ear.license_requirements
import data.ear.transaction

# METADATA
# title: Items that meet 3A090.b, outside Macau and D:5
# custom:
#   citation: "742.6(b)(10)(iv)(A)"
b_level_reviews contains {
	"requirement": "742.6(a)(6)(iii)(B)",
	"policy": "presumption_of_approval",
	"citation": "742.6(b)(10)(iv)(A)",
} if {
	_b_level_approved
}

# METADATA
# title: Items that meet 3A090.b, Macau and D:5
# description: Where destination and headquarters point both ways, denial (reading N14).
# custom:
#   citation: "742.6(b)(10)(iv)(B)"
b_level_reviews contains {
	"requirement": "742.6(a)(6)(iii)(B)",
	"policy": "presumption_of_denial",
	"citation": "742.6(b)(10)(iv)(B)",
} if {
	_side == "macau_or_d5"
	not _b_level_approved
	not _b_level_open
}

# METADATA
# title: Headquarters not told
# custom:
#   citation: "742.6(b)(10)(iv)"
b_level_reviews contains {
	"requirement": "742.6(a)(6)(iii)(B)",
	"policy": "indeterminate",
	"citation": "742.6(b)(10)(iv)",
} if {
	_b_level_open
}

_b_level_open if {
	_side == "open"
	not _b_level_approved
}

_b_level_open if {
	input.readings.N14 == "approval_first"
	_b_level_perhaps_both_ways
}

_b_level_approved if {
	_side == "elsewhere"
}

_b_level_approved if {
	input.readings.N14 == "approval_first"
	_b_level_both_ways
}

# Approval is for such a destination, whoever it is for.
_b_level_approved if {
	input.readings.N14 == "approval_first"
	_b_level_elsewhere_untold
}

_b_level_elsewhere_untold if {
	_side == "open"
	country_groups.destination
	not country_groups.destination.macau_or_d5 == true
}

# To Macau or D:5, or to a party located there, for an entity of neither.
_b_level_both_ways if {
	_side == "macau_or_d5"
	not transaction.macau_or_d5_headquartered
	transaction.headquarters_missing == set()
}

# What goes to Macau or D:5 may be for an entity of neither.
_b_level_perhaps_both_ways if {
	country_groups.destination.macau_or_d5 == true
	not transaction.macau_or_d5_headquartered
	some _ in transaction.headquarters_missing
}

# A destination that no table knows may be one that is approved, whoever it is for.
_b_level_perhaps_both_ways if {
	_side == "macau_or_d5"
	not country_groups.destination
	not _b_level_both_ways
}

_b_level_both_ways if {
	country_groups.destination
	not country_groups.destination.macau_or_d5 == true
	transaction.macau_or_d5_headquartered
}

# A party is located there, of a transaction that is declared for elsewhere.
_b_level_both_ways if {
	country_groups.destination
	not country_groups.destination.macau_or_d5 == true
	transaction.macau_or_d5_located
}

# METADATA
# title: Entities headquartered in Macau or D:5, elsewhere, and their technology
# description: >-
#   742.6(b)(10)(iv)(B) reaches items that meet 3A090.b too; denial unless the request reads 744.23(d)
#   first (reading N14). All else by 744.23(d).
# custom:
#   citation: "742.6(b)(10)(iv)(B), 744.23(d)"
headquarters_review(requirement) := {
	"requirement": requirement,
	"policy": "presumption_of_denial",
	"citation": "742.6(b)(10)(iv)(B)",
} if {
	requirement == "744.23(a)(3)(i)(A)"
	not license_requirements.text_of_december_2024
	not input.readings.N14 == "approval_first"
} else := object.union({"requirement": requirement}, end_use_review.policy)

# METADATA
# title: Facts that the review of items that meet 3A090.b needs
# custom:
#   citation: "742.6(b)(10)(iv)"
missing contains path if {
	license_requirements.applies["742.6(a)(6)(iii)(B)"]
	_b_level_open
	some path in _side_missing
}

missing contains "destination" if {
	license_requirements.applies["742.6(a)(6)(iii)(B)"]
	_b_level_open
	not country_groups.destination
}

# METADATA
# title: Readings that the answer touches
# custom:
#   citation: "742.6(b)(10)(iv)"
touches contains "N14" if {
	license_requirements.applies["742.6(a)(6)(iii)(B)"]
	_b_level_approval_may_come_first
}

_b_level_approval_may_come_first if _b_level_both_ways

_b_level_approval_may_come_first if _b_level_perhaps_both_ways

_b_level_approval_may_come_first if _b_level_elsewhere_untold

touches contains "N14" if {
	end_use.applies["744.23(a)(3)(i)(A)"]
	not license_requirements.text_of_december_2024
}
