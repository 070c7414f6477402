package ear.classification

import rego.v2

import data.ear.integrated_circuits
import data.ear.regime

# The row of the ECCN used that is in force.
_row := _stated_row if {
	source == "stated"
} else := data.reference.eccns.rows[eccn][regime.in_force.eccns[eccn]]

# METADATA
# title: Exceptions that list the item
# description: >-
#   By symbol: listed, or the id of the conflict whose second reading lists it. Of software and
#   technology by what it is for. NAC stands for NAC and ACA, which have one list.
# custom:
#   citation: "740.8(a), 740.27(a), 740.28(b), 740.29(b)"
listed := itself if {
	itself := _row.eligible
} else := _row.related[_purpose].eligible

# Where its own paragraph governs, software is what is for the commodities of that level.
_purpose := min([purpose | some purpose, said in _row.related; said.level == _own_level]) if {
	_own_level_stricter
} else := input.item.related_eccn

# METADATA
# title: Paragraphs that the amended lists tie to an approved or authorized designer
# description: Not where no ECCN of the tables is told, and another entry may hold the item.
# custom:
#   citation: "740.27(a)(1), 90 FR 5298, 740.28(b), 90 FR 5298"
designer_listed if {
	_row.designer
	stated_entry
}

# METADATA
# title: Controlled for missile technology reasons
# custom:
#   citation: "740.2(a)(5)"
missile_technology if _row.missile_technology

# METADATA
# title: Encryption items that must meet License Exception ENC too
# custom:
#   citation: "740.8(a)(3)"
encryption if _row.encryption

# METADATA
# title: Paragraphs that may hold an item whose ECCN is not told, or in no table
# description: >-
#   Its figures tell the level, not which entry describes it: a .z paragraph holds what 3A001, 4A003,
#   4A004, 4A005, 5A002, 5A004 or 5A992 describes. By ECCN the row in force, of that level and kind;
#   none where the tables know the ECCN that is told.
# custom:
#   citation: "Supplement No. 1 to part 774"
may_be[code] := row if {
	not stated_entry
	source == "derived"
	level in {"a", "b"}
	some code, position in regime.in_force.eccns
	row := data.reference.eccns.rows[code][position]
	row.level == level
	_kind in row.kinds
}

_kind := input.item.kind if {
	input.item.kind
} else := {"circuit": "integrated_circuit", "holder": "computer"}[integrated_circuits.kind]
