# METADATA
# title: License review of end-use and end-user controls
# description: >-
#   How an application under 744.23 would be reviewed. That a foreign-made item outside the
#   requirement performs the same function ((d)(3)(ii)) is not asked and never assumed.
# scope: package
# custom:
#   citation: "744.23(d)"
package ear.part_744.review_policy

import rego.v2

import data.ear.country_groups
import data.ear.listed_items
import data.ear.part_774.classification
import data.ear.part_774.integrated_circuits
import data.ear.transaction

# METADATA
# title: Policy and its paragraph
# description: The end users of (d)(2) and the items of (d)(3)(i) are taken out of the denial of (d)(1).
# custom:
#   citation: "744.23(d)"
policy := {"policy": "presumption_of_approval", "citation": "744.23(d)(2)"} if {
	_end_user_in_group
	_owner == "elsewhere"
} else := {"policy": "indeterminate", "citation": "744.23(d)(2)"} if {
	_end_user_in_group
	_owner == "untold"
} else := {"policy": "indeterminate", "citation": "744.23(d)(2)"} if {
	_end_user_untold
	_owner != "macau_or_d5"
} else := {"policy": "indeterminate", "citation": "744.23(d)(2)"} if {
	country_groups.groups_unknown(transaction.end_user_entity.headquarters)
	_owner != "macau_or_d5"
} else := {"policy": "case_by_case", "citation": "744.23(d)(3)(i)"} if {
	_listed_item
	not _datacenter_line
	not _marketing_open
} else := {"policy": "indeterminate", "citation": "744.23(d)(3)(i)"} if {
	_listed_item
	_marketing_open
} else := {"policy": "presumption_of_denial", "citation": "744.23(d)(1)"} if {
	_macau_or_d5
} else := {"policy": "indeterminate", "citation": "744.23(d)(1)"} if {
	count(transaction.headquarters_missing) > 0
} else := {"policy": "indeterminate", "citation": "744.23(d)(1)"} if {
	not country_groups.known(input.destination)
} else := {"policy": "case_by_case", "citation": "744.23(d)(3)(iii)"}

# METADATA
# title: Facts that the policy needs
# custom:
#   citation: "744.23(d)"
missing contains concat(".", [transaction.end_user_entity_path, "majority_owner_headquarters"]) if {
	policy.citation == "744.23(d)(2)"
	policy.policy == "indeterminate"
	_owner == "untold"
}

missing contains concat(".", [transaction.end_user_entity_path, "headquarters"]) if {
	policy.citation == "744.23(d)(2)"
	policy.policy == "indeterminate"
	_end_user_untold
}

missing contains path if {
	policy.citation == "744.23(d)(3)(i)"
	policy.policy == "indeterminate"
	some path in integrated_circuits.for_datacenter_missing
}

missing contains path if {
	policy.citation == "744.23(d)(1)"
	policy.policy == "indeterminate"
	some path in transaction.headquarters_missing
}

missing contains "destination" if {
	policy.citation == "744.23(d)(1)"
	policy.policy == "indeterminate"
	not country_groups.known(input.destination)
}

_end_user_in_group if country_groups.of(transaction.end_user_entity.headquarters).a5_or_a6 == true

_end_user_in_group if {
	country_groups.of(transaction.end_user_entity.headquarters).named_beside_groups["744.23(d)(2)"] == true
}

_end_user_untold if not is_string(transaction.end_user_entity.headquarters)

_owner := "untold" if {
	not country_groups.known(transaction.end_user_entity.majority_owner_headquarters)
} else := "macau_or_d5" if {
	country_groups.of(transaction.end_user_entity.majority_owner_headquarters).macau_or_d5 == true
} else := "elsewhere"

_listed_item if {
	classification.level in {"a", "b", "c"}
	listed_items.listed("744.23(d)(3)(i)", classification.eccn)
}

_datacenter_line if {
	classification.level == "a"
	integrated_circuits.for_datacenter
}

_marketing_open if {
	classification.level == "a"
	count(integrated_circuits.for_datacenter_missing) > 0
}

_macau_or_d5 if country_groups.of(input.destination).macau_or_d5 == true

_macau_or_d5 if transaction.macau_or_d5_headquartered
