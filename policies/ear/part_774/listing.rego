package ear.part_774.classification

import rego.v2

# METADATA
# title: Position of the row of the ECCN used that is in force
# custom:
#   citation: "Supplement No. 1 to part 774"
entry := stated_entry if {
	not _derived_governs
} else := interval if {
	_derived_governs
	some interval
	data.reference.eccns.rows[eccn][interval].valid_from <= input.as_of
	input.as_of < data.reference.eccns.rows[eccn][interval].valid_to
}

# METADATA
# title: Exceptions that list the item
# description: >-
#   By symbol: listed, or the id of the conflict whose second reading lists it. Of software and
#   technology by what it is for. NAC stands for NAC and ACA, which have one list.
# custom:
#   citation: "740.8(a), 740.27(a), 740.28(b), 740.29(b)"
listed := data.reference.eccns.rows[eccn][entry].eligible

listed := data.reference.eccns.rows[eccn][entry].related[input.item.related_eccn].eligible

# METADATA
# title: Paragraphs that the amended lists tie to an approved or authorized designer
# custom:
#   citation: "740.27(a)(1), 90 FR 5298, 740.28(b), 90 FR 5298"
designer_listed if data.reference.eccns.rows[eccn][entry].designer

# METADATA
# title: Controlled for missile technology reasons
# custom:
#   citation: "740.2(a)(5)"
missile_technology if data.reference.eccns.rows[eccn][entry].missile_technology

# METADATA
# title: Encryption items that must meet License Exception ENC too
# custom:
#   citation: "740.8(a)(3)"
encryption if data.reference.eccns.rows[eccn][entry].encryption
