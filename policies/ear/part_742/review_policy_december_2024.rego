package ear.review_policy

import rego.v2

import data.ear.classification
import data.ear.integrated_circuits
import data.ear.license_requirements

# METADATA
# title: Outside Macau and D:5, text of December 2024
# custom:
#   citation: "742.6(b)(10)(iii)(A), 89 FR 96790"
december_2024_reviews contains {
	"requirement": requirement,
	"policy": "presumption_of_approval",
	"citation": "742.6(b)(10)(iii)(A), 89 FR 96790",
} if {
	some requirement in _december_2024_requirements
	_side == "elsewhere"
}

# METADATA
# title: Macau and D:5, text of December 2024
# custom:
#   citation: "742.6(b)(10)(iii)(B), 89 FR 96790"
december_2024_reviews contains {
	"requirement": requirement,
	"policy": "presumption_of_denial",
	"citation": "742.6(b)(10)(iii)(B), 89 FR 96790",
} if {
	some requirement in _december_2024_requirements
	_side == "macau_or_d5"
	not _case_by_case
	not _marketing_open
}

# METADATA
# title: Marketing not told, text of December 2024
# custom:
#   citation: "742.6(b)(10)(iii)(B), 89 FR 96790"
december_2024_reviews contains {
	"requirement": requirement,
	"policy": "indeterminate",
	"citation": "742.6(b)(10)(iii)(B), 89 FR 96790",
} if {
	some requirement in _december_2024_requirements
	_side == "macau_or_d5"
	_marketing_open
}

# METADATA
# title: Not for datacenters though 3A090.a, or for datacenters though 3A090.b
# custom:
#   citation: "742.6(b)(10)(iii)(B)(1) and (2), 89 FR 96790"
december_2024_reviews contains {
	"requirement": requirement,
	"policy": "case_by_case",
	"citation": "742.6(b)(10)(iii)(B)(1) and (2), 89 FR 96790",
} if {
	some requirement in _december_2024_requirements
	_side == "macau_or_d5"
	_case_by_case
}

# METADATA
# title: Headquarters not told, text of December 2024
# custom:
#   citation: "742.6(b)(10)(iii), 89 FR 96790"
december_2024_reviews contains {
	"requirement": requirement,
	"policy": "indeterminate",
	"citation": "742.6(b)(10)(iii), 89 FR 96790",
} if {
	some requirement in _december_2024_requirements
	_side == "open"
}

_december_2024_requirements contains requirement if {
	some requirement, _ in license_requirements.applies
	startswith(requirement, "742.6(a)(6)(iii)")
}

# What the paragraph excepts from denial is a commodity.
_marketing_open if {
	classification.form == "commodity"
	not integrated_circuits.for_datacenter
	count(integrated_circuits.for_datacenter_missing) > 0
}

missing contains path if {
	license_requirements.text_of_december_2024
	_side == "macau_or_d5"
	_marketing_open
	some _ in _december_2024_requirements
	some path in integrated_circuits.for_datacenter_missing
}

_case_by_case if {
	classification.level == "a"
	classification.form == "commodity"
	not integrated_circuits.for_datacenter
	not _marketing_open
}

_case_by_case if {
	classification.level == "b"
	classification.form == "commodity"
	integrated_circuits.for_datacenter
}
