# METADATA
# title: License review of end-use and end-user controls
# description: >-
#   How an application under 744.23 would be reviewed. That a foreign-made item outside the
#   requirement performs the same function ((d)(3)(ii)) is not asked and never assumed.
# scope: package
# custom:
#   citation: "744.23(d)"
package ear.end_use_review

import rego.v2

import data.ear.classification
import data.ear.country_groups
import data.ear.integrated_circuits
import data.ear.listed_items
import data.ear.transaction

# METADATA
# title: Policy and its paragraph
# description: The end users of (d)(2) and the items of (d)(3)(i) are taken out of the denial of (d)(1).
# custom:
#   citation: "744.23(d)"
policy := {"policy": "presumption_of_approval", "citation": "744.23(d)(2)"} if {
	_end_users_approved == "yes"
} else := {"policy": "indeterminate", "citation": "744.23(d)(2)"} if {
	_end_users_approved == "unknown"
} else := {"policy": "case_by_case", "citation": "744.23(d)(3)(i)"} if {
	_listed_item
	not _datacenter_line
	not _marketing_open
} else := {"policy": "case_by_case", "citation": "744.23(d)(3)(iii)"} if {
	_macau_or_d5 == "no"
} else := {"policy": "indeterminate", "citation": "744.23(d)(3)(i)"} if {
	_listed_item
	_marketing_open
} else := {"policy": "indeterminate", "citation": "744.23(d)(1)"} if {
	_macau_or_d5 == "unknown"
} else := {"policy": "indeterminate", "citation": "744.23(d)(3)(i)"} if {
	_perhaps_listed
} else := {"policy": "presumption_of_denial", "citation": "744.23(d)(1)"}

# METADATA
# title: Facts that the policy needs
# custom:
#   citation: "744.23(d)"
missing contains concat(".", [path, "majority_owner_headquarters"]) if {
	policy.citation == "744.23(d)(2)"
	policy.policy == "indeterminate"
	some path, end_user in _end_users
	_asked(path, end_user)
	not country_groups.countries[end_user.majority_owner_headquarters]
}

missing contains concat(".", [path, "headquarters"]) if {
	policy.citation == "744.23(d)(2)"
	policy.policy == "indeterminate"
	some path, end_user in _end_users
	_asked(path, end_user)
	not is_string(end_user.headquarters)
}

# Of an operator that bears the end user's name what is told of that one is enough.
_asked(path, _) if path != "facility.operator"

_asked(_, end_user) if not end_user.name == transaction.end_user_entity.name

missing contains path if {
	policy.citation == "744.23(d)(3)(i)"
	policy.policy == "indeterminate"
	_listed_item
	some path in integrated_circuits.for_datacenter_missing
}

missing contains path if {
	policy.citation == "744.23(d)(3)(i)"
	policy.policy == "indeterminate"
	_perhaps_listed
	some path in classification.missing
}

missing contains path if {
	policy.citation == "744.23(d)(1)"
	policy.policy == "indeterminate"
	some path in transaction.headquarters_missing
}

missing contains "destination" if {
	policy.citation == "744.23(d)(1)"
	policy.policy == "indeterminate"
	not country_groups.destination
}

# Who will operate the items uses them, too.
_end_users := object.union(
	{transaction.end_user_entity_path: transaction.end_user_entity},
	object.filter(transaction.users, ["facility.operator"]),
)

# Whether (d)(2) describes all of them.
_end_users_approved := "no" if {
	some end_user in _end_users
	is_string(end_user.headquarters)
	not _perhaps_in_group(end_user)
} else := "no" if {
	some end_user in _end_users
	country_groups.countries[end_user.majority_owner_headquarters].macau_or_d5 == true
} else := "unknown" if {
	some end_user in _end_users
	not _in_group(end_user)
} else := "unknown" if {
	some end_user in _end_users
	not country_groups.countries[end_user.majority_owner_headquarters]
} else := "unknown" if {
	some end_user in _end_users
	country_groups.countries[end_user.majority_owner_headquarters].d5_contested == true
} else := "yes"

_perhaps_in_group(end_user) if _in_group(end_user)

_perhaps_in_group(end_user) if country_groups.groups_unknown(end_user.headquarters)

_in_group(end_user) if country_groups.countries[end_user.headquarters].a5_or_a6 == true

_in_group(end_user) if country_groups.countries[end_user.headquarters].named_beside_groups["744.23(d)(2)"] == true

_listed_item if {
	classification.level in {"a", "b", "c"}
	listed_items.listed("744.23(d)(3)(i)", classification.eccn)
}

# An item of which it is not settled what describes it.
_perhaps_listed if {
	not classification.level
	not _other_item
}

# Figures may yet put a commodity into a listed entry, whatever ECCN is told.
_other_item if {
	classification.form != "commodity"
	not listed_items.listed("744.23(d)(3)(i)", classification.eccn)
	not listed_items.coarse("744.23(d)(3)(i)", classification.eccn)
	not _weights_or_another
}

_other_item if {
	input.item.kind in {"technology", "model_weights"}
	not classification.eccn
	not classification.model_or_another
}

_other_item if {
	is_object(input.item.model)
	not classification.eccn
	not classification.model_or_another
}

_weights_or_another if {
	classification.form == "weights"
	classification.model_or_another
}

_datacenter_line if {
	classification.level == "a"
	integrated_circuits.for_datacenter
}

_marketing_open if {
	classification.level == "a"
	count(integrated_circuits.for_datacenter_missing) > 0
}

# The destination, or the headquarters of any party but the exporter.
_macau_or_d5 := "yes" if {
	country_groups.destination.macau_or_d5 == true
} else := "yes" if {
	transaction.macau_or_d5_headquartered
} else := "unknown" if {
	count(transaction.headquarters_missing) > 0
} else := "unknown" if {
	not country_groups.destination
} else := "unknown" if {
	country_groups.destination.d5_contested == true
} else := "unknown" if {
	transaction.contested_headquartered
} else := "no"
