# METADATA
# title: Foreign direct product rules
# description: >-
#   Whether a finding that the item is not subject to the EAR holds against the rules for advanced
#   computing items (h) and for model weights (l). Both reach any location worldwide, so what they
#   leave open is how the item was made. An item is subject unless the request finds otherwise.
# scope: package
# custom:
#   citation: "734.9"
package ear.foreign_direct_product

import rego.v2

import data.ear.classification
import data.ear.country_groups
import data.ear.listed_items
import data.ear.transaction

# METADATA
# title: Found not to be subject to the EAR
# custom:
#   citation: "734.9"
claimed_outside if input.item.subject_to_ear.value == false

# METADATA
# title: Whether a foreign direct product rule reaches the item all the same
# description: >-
#   yes, no or unknown. What leaves the United States is subject whatever is said of what is made
#   abroad: 734.9 only adds such items, and a share of U.S. content (734.4) is measured in them
#   alone. What leaves it is outside on another ground, or not at all. Otherwise the lists of (h)
#   decide for advanced computing items and their technology, unless the request gives a ground that
#   answers them; software is in no list of (h), and its ground is asked all the same.
# custom:
#   citation: "734.9(h) and (l)"
#   carries: "734.9(h)(2)(i), 734.9(l)(2)"
reach := "yes" if {
	_leaves_the_united_states
	_of_what_is_made_abroad
} else := "unknown" if {
	_ground_for_leaving
} else := "unknown" if {
	_perhaps_leaves_the_united_states
	_product_scope == "no"
} else := _product_scope

_of_what_is_made_abroad if strings.any_prefix_match(ground, {"734.9", "734.4"})

# What 734.3(a) says is subject puts out nothing that no list of 734.9 holds.
_of_what_is_outside if {
	ground
	not startswith(ground, "734.3(a)")
}

_ground_for_leaving if {
	_leaves_the_united_states
	not ground
}

_ground_for_leaving if {
	_leaves_the_united_states
	_product_scope == "no"
	not _of_what_is_outside
}

_product_scope := "no" if {
	classification.level == "none"
} else := "unknown" if {
	not classification.level
} else := _reach_of_weights if {
	classification.level == "weights"
} else := "unknown" if {
	not ground
} else := "no" if {
	not _advanced_computing_scope
	_of_what_is_outside
} else := "unknown" if {
	not _advanced_computing_scope
} else := "no" if {
	_ground_answers
} else := "unknown" if {
	_ground_of_one_limb
} else := "yes"

# METADATA
# title: Facts that decide it
# custom:
#   citation: "734.9(h) and (l)"
missing contains _asked_of_ground if {
	reach == "unknown"
	_product_scope == "unknown"
	classification.level != "weights"
}

missing contains _asked_of_ground if {
	_ground_for_leaving
	not _of_what_is_made_abroad
}

default _asked_of_ground := "item.subject_to_ear.basis"

_asked_of_ground := "item.kind" if {
	_named in _published
	classification.level == "none"
	not input.item.kind
} else := "item.model.published" if {
	_named in _published
	_weights_told
	not is_boolean(input.item.model.published)
}

missing contains "origin" if {
	_perhaps_leaves_the_united_states
	_product_scope == "no"
}

missing contains _asked_of_ground if {
	_product_scope == "unknown"
	classification.level == "weights"
	not _of_what_is_outside
}

missing contains "item.model.trained_in" if {
	_product_scope == "unknown"
	classification.level == "weights"
	not input.item.model.trained_on_ear_items == true
	not country_groups.countries[input.item.model.trained_in]
}

missing contains "item.model.trained_on_ear_items" if {
	_product_scope == "unknown"
	classification.level == "weights"
	not trained_at_home
	not is_boolean(input.item.model.trained_on_ear_items)
}

# An export or a release that leaves from abroad is a reexport, whatever the request calls it.
_leaves_the_united_states if {
	input.activity in {"export", "deemed_export"}
	not transaction.from_abroad
}

# What is called a reexport is not one for that.
_leaves_the_united_states if {
	input.activity in {"reexport", "deemed_reexport"}
	input.origin
	not transaction.from_abroad
}

_perhaps_leaves_the_united_states if {
	input.activity in {"reexport", "deemed_reexport"}
	not country_groups.countries[input.origin]
}

_perhaps_leaves_the_united_states if {
	input.origin
	not country_groups.countries[input.origin]
}

# METADATA
# title: Product scope of the rule for advanced computing items
# description: >-
#   The item itself, or technology of 3E001 and 4E001 for the entries that the paragraph names.
# custom:
#   citation: "734.9(h)(1)(i)(B)"
#   carries: "734.9(h)(1)(i)(B), (ii)(B)"
_advanced_computing_scope if listed_items.listed("734.9(h)(1)", classification.eccn)

_advanced_computing_scope if {
	input.item.related_eccn
	listed_items.listed(concat("/", ["734.9(h)(1)", substring(input.item.eccn, 0, 5)]), input.item.related_eccn)
}

# METADATA
# title: Ground that answers the rule for advanced computing items
# description: >-
#   The paragraph as a whole, that the item is neither a direct product of listed technology or
#   software nor of such a plant, or a ground outside the rule. Its place in a list of (B), the
#   destination of (2), the share of U.S. content (734.4), and what 734.3(a) says is subject, say nothing
#   of how it was made.
# custom:
#   citation: "734.9(h)(1)"
_ground_answers if ground in {"734.9(h)", "734.9(h)(1)"}

_ground_answers if _ground_beside_the_rules

_ground_beside_the_rules if ground in _another_agency

_ground_beside_the_rules if ground in _published

# METADATA
# title: Ground that answers one limb of the rule for advanced computing items
# description: >-
#   The product scope is met by either limb: that the item is no direct product of (i) leaves open
#   whether a plant of (ii) made it, and the other way round.
# custom:
#   citation: "734.9(h)(1)(i)(A) and (ii)(A)"
_ground_of_one_limb if {
	ground in {
		"734.9(h)(1)(i)",
		"734.9(h)(1)(i)(A)",
		"734.9(h)(1)(ii)",
		"734.9(h)(1)(ii)(A)",
	}
}

# METADATA
# title: Contradictions between the ground given and the product scope
# description: >-
#   A finding that the item is not subject where the rule reaches it, or, of one that leaves the United
#   States, by what is said of items made abroad; or a rule given as the ground of an item that its list
#   does not hold. The item is then taken to be subject.
# custom:
#   citation: "734.9(h)(1), 734.9(l)(1)"
contradictions contains "734.9(l)/foreign_produced" if {
	input.item.subject_to_ear
	classification.level == "weights"
	_weights_claimed
	trained_at_home
	not _beside_the_rules_or_untold
}

contradictions contains "734.9(l)/product_scope" if {
	claimed_outside
	classification.level == "weights"
	input.item.model.trained_on_ear_items == true
	not _beside_the_rules_or_untold
}

contradictions contains "734.9(l)/product_scope" if {
	startswith(ground, "734.9(l)")
	not claimed_outside
	not _in_scope_of_weights
}

contradictions contains "734.9(h)/product_scope" if {
	claimed_outside
	classification.level != "weights"
	_product_scope == "yes"
}

contradictions contains "734.9/foreign_produced" if {
	claimed_outside
	_leaves_the_united_states
	_of_what_is_made_abroad
}

contradictions contains "734.9(h)/product_scope" if {
	startswith(ground, "734.9(h)")
	not claimed_outside
	not _advanced_computing_scope
}

_weights_claimed if claimed_outside

_weights_claimed if startswith(ground, "734.9(l)")

_in_scope_of_weights if {
	classification.level == "weights"
	not input.item.model.trained_on_ear_items == false
}

# METADATA
# title: Readings that the ground touches
# description: The paragraph sends weights to the review policy of (b)(10); theirs is (b)(14).
# custom:
#   citation: "734.9(l), 742.6(b)(14)"
touches contains "N22" if {
	startswith(ground, "734.9(l)")
	classification.level == "weights"
}
