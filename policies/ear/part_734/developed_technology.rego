# METADATA
# title: Technology developed by entities of Macau and D:5
# description: >-
#   What 742.6(a)(6)(ii) and 744.23(a)(3)(ii) have in common: technology of an entry that each names,
#   subject to the EAR as a direct product, developed by an entity headquartered or parented in Macau
#   or D:5, for the production of listed commodities.
# scope: package
# custom:
#   citation: "734.9(h)(1)(i)(B)(1) and (h)(2)(ii)"
package ear.developed_technology

import rego.v2

import data.ear.classification
import data.ear.country_groups
import data.ear.foreign_direct_product
import data.ear.listed_items

# METADATA
# title: Whether a paragraph describes the technology
# description: >-
#   yes, no or unknown, from what the technology is for, how it came under the EAR, its developer
#   and its product.
# custom:
#   citation: "742.6(a)(6)(ii), 744.23(a)(3)(ii)"
described(paragraph) := "no" if {
	not _for_listed_entry(paragraph)
} else := "no" if {
	_another_ground
} else := "no" if {
	developer == "elsewhere"
} else := "no" if {
	_production(paragraph) == "other"
} else := "unknown" if {
	developer in {"untold", "contested"}
} else := "unknown" if {
	_production(paragraph) == "untold"
} else := "yes"

# METADATA
# title: Facts that decide it
# custom:
#   citation: "742.6(a)(6)(ii), 744.23(a)(3)(ii)"
missing(paragraph) := {path | some path in _missing(paragraph)} if {
	described(paragraph) == "unknown"
} else := set()

_missing(paragraph) := array.concat(_developer_missing, _production_missing(paragraph))

_for_listed_entry(paragraph) if {
	classification.form == "technology"
	listed_items.listed(concat("/", [paragraph, classification.heading]), input.item.related_eccn)
}

# METADATA
# title: Subject to the EAR on another ground
# description: >-
#   What 734.3(a) says is subject, or the product of a plant. Where no such ground is told, the technology
#   is taken to be a direct product: no other rule of 734.9 that the sources tell is about technology, and
#   only a finding that it is subject shows the ground on which it is.
# custom:
#   citation: "734.9(h)(1)(i)"
_another_ground if {
	strings.any_prefix_match(foreign_direct_product.ground, {"734.3(a)", "734.9(h)(1)(ii)"})
	input.item.subject_to_ear.value == true
}

# METADATA
# title: Where the developer is headquartered or parented
# custom:
#   citation: "734.9(h)(2)(ii)"
developer := "macau_or_d5" if {
	some field in ["headquarters", "ultimate_parent_headquarters"]
	country_groups.countries[input.item.developer[field]].macau_or_d5 == true
} else := "contested" if {
	some field in ["headquarters", "ultimate_parent_headquarters"]
	country_groups.countries[input.item.developer[field]].d5_contested == true
} else := "untold" if {
	count(_developer_missing) > 0
} else := "elsewhere"

_developer_missing := [concat(".", ["item.developer", field]) |
	developer_open
	some field in ["headquarters", "ultimate_parent_headquarters"]
	not country_groups.countries[input.item.developer[field]]
]

developer_open if {
	every field in ["headquarters", "ultimate_parent_headquarters"] {
		not country_groups.countries[input.item.developer[field]].macau_or_d5 == true
	}
}

# METADATA
# title: What the technology is for the production of
# custom:
#   citation: "742.6(a)(6)(ii), 744.23(a)(3)(ii)(D)"
_production(paragraph) := "listed" if {
	listed_items.listed(concat("", [paragraph, "/production"]), input.item.for_production_of)
} else := "untold" if {
	count(_production_missing(paragraph)) > 0
} else := "other"

_production_missing(paragraph) := ["item.for_production_of"] if {
	not input.item.for_production_of
} else := ["item.for_production_of"] if {
	listed_items.coarse(concat("", [paragraph, "/production"]), input.item.for_production_of)
} else := []
