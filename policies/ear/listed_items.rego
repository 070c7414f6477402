# METADATA
# title: Items that a paragraph lists
# description: >-
#   An ECCN is listed by its first paragraph letter (5A992.z of 5A992.z.1) or by its first five
#   characters (3A090 of 3A090.a.1). A list has a name of its own where a paragraph holds several.
# scope: package
# custom:
#   citation: "734.9(h), 742.6(a)(6)(ii), 744.23(a)(3)"
package ear.listed_items

import rego.v2

# METADATA
# title: The list holds the ECCN on the day of the act
# custom:
#   citation: "734.9(h), 742.6(a)(6)(ii), 744.23(a)(3)"
listed(list, eccn) if {
	some length in [5, 7]
	some interval
	data.reference.listed_items.rows[list][substring(eccn, 0, length)][interval].valid_from <= input.as_of
	input.as_of < data.reference.listed_items.rows[list][substring(eccn, 0, length)][interval].valid_to
} else := false

# METADATA
# title: An ECCN too coarse to tell whether the list holds it
# custom:
#   citation: "734.9(h), 742.6(a)(6)(ii), 744.23(a)(3)"
coarse(list, eccn) if {
	not listed(list, eccn)
	some item, _ in data.reference.listed_items.rows[list]
	startswith(item, concat("", [eccn, "."]))
} else := false
