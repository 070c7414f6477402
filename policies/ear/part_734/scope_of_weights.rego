package ear.foreign_direct_product

import rego.v2

import data.ear.country_groups

# METADATA
# title: Product scope of the rule for model weights
# description: >-
#   Produced outside the United States, or trained further there, on items subject to the EAR. A
#   model trained in the United States is not foreign-produced, and stays subject. Neither is asked of
#   weights that another agency controls or that are published, and of all others the ground is.
# custom:
#   citation: "734.9(l)(1), Note 7"
_reach_of_weights := "no" if {
	_ground_beside_the_rules
} else := "unknown" if {
	_publication_untold
} else := "yes" if {
	trained_at_home
} else := "yes" if {
	input.item.model.trained_on_ear_items == true
} else := "unknown" if {
	not input.item.model.trained_on_ear_items == false
} else := "unknown" if {
	not country_groups.countries[input.item.model.trained_in]
} else := "no" if {
	_of_what_is_outside
} else := "unknown"

_publication_untold if {
	_named in _published
	not is_boolean(input.item.model.published)
}

_beside_the_rules_or_untold if _ground_beside_the_rules

_beside_the_rules_or_untold if _publication_untold

# METADATA
# title: Trained in the United States
# custom:
#   citation: "734.9(l)(1)"
trained_at_home if country_groups.countries[input.item.model.trained_in].named_beside_groups["734.9(l)(1)"] == true
