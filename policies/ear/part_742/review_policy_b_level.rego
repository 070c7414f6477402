package ear.part_742.review_policy

import rego.v2

import data.ear.country_groups
import data.ear.parameters
import data.ear.part_742.license_requirements
import data.ear.part_744.end_use
import data.ear.part_774.classification
import data.ear.part_774.integrated_circuits
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
	_macau_or_d5
	not _b_level_approved
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
	_headquarters_open
}

_b_level_approved if {
	not _macau_or_d5
	not _headquarters_open
}

_b_level_approved if {
	input.readings.N14 == "approval_first"
	_b_level_both_ways
}

_b_level_both_ways if {
	country_groups.macau_or_d5(input.destination)
	not transaction.macau_or_d5_headquartered
	count(transaction.headquarters_missing) == 0
}

_b_level_both_ways if {
	country_groups.known(input.destination)
	not country_groups.macau_or_d5(input.destination)
	transaction.macau_or_d5_headquartered
}

# METADATA
# title: Entities headquartered in Macau or D:5, elsewhere
# description: 742.6(b)(10)(iv)(B) reaches the items too; denial unless the request reads 744.23(d) first (reading N14).
# custom:
#   citation: "742.6(b)(10)(iv)(B)"
headquarters_reviews contains {
	"requirement": "744.23(a)(3)(i)(A)",
	"policy": "presumption_of_denial",
	"citation": "742.6(b)(10)(iv)(B)",
} if {
	classification.level == "b"
	parameters.in_force("90 FR 4544")
	not license_requirements.text_of_december_2024
	not input.readings.N14 == "approval_first"
}

# METADATA
# title: End users headquartered in the United States or A:5 or A:6
# custom:
#   citation: "744.23(d)(2)"
headquarters_reviews contains {
	"requirement": "744.23(a)(3)(i)(A)",
	"policy": "presumption_of_approval",
	"citation": "744.23(d)(2)",
} if {
	_by_744_23_d
	_end_user_of_d_2
}

# METADATA
# title: Items below the datacenter line
# custom:
#   citation: "744.23(d)(3)(i)"
headquarters_reviews contains {
	"requirement": "744.23(a)(3)(i)(A)",
	"policy": "case_by_case",
	"citation": "744.23(d)(3)(i)",
} if {
	_by_744_23_d
	not _end_user_of_d_2
	not _datacenter_a
}

# METADATA
# title: Macau, D:5 and entities headquartered there
# custom:
#   citation: "744.23(d)(1)"
headquarters_reviews contains {
	"requirement": "744.23(a)(3)(i)(A)",
	"policy": "presumption_of_denial",
	"citation": "744.23(d)(1)",
} if {
	_by_744_23_d
	not _end_user_of_d_2
	_datacenter_a
}

_by_744_23_d if {
	license_requirements.text_of_december_2024
}

_by_744_23_d if {
	end_use.applies["744.23(a)(3)(i)(A)"]
	input.readings.N14 == "approval_first"
}

_end_user_of_d_2 if {
	_us_a5_or_a6(transaction.end_user.headquarters)
	country_groups.known(transaction.end_user.majority_owner_headquarters)
	not country_groups.macau_or_d5(transaction.end_user.majority_owner_headquarters)
}

_us_a5_or_a6(country) if country == "US"

_us_a5_or_a6(country) if country_groups.a5_or_a6(country)

_datacenter_a if {
	classification.level == "a"
	integrated_circuits.for_datacenter
}

# METADATA
# title: Readings that the answer touches
# custom:
#   citation: "742.6(b)(10)(iv)"
touches contains "N14" if {
	license_requirements.applies["742.6(a)(6)(iii)(B)"]
	_b_level_both_ways
}

touches contains "N14" if {
	end_use.applies["744.23(a)(3)(i)(A)"]
	not license_requirements.text_of_december_2024
}
