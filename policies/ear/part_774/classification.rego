# METADATA
# title: Classification
# description: >-
#   The ECCN and level that the decision uses: as stated, as derived from the figures, and the
#   stricter of both where they disagree.
# scope: package
# custom:
#   citation: "Supplement No. 1 to part 774"
package ear.part_774.classification

import rego.v2

import data.ear.part_774.integrated_circuits
import data.ear.part_774.model_weights

# METADATA
# title: Position of the row of the stated ECCN that is in force
# custom:
#   citation: "Supplement No. 1 to part 774"
stated_entry := interval if {
	some interval
	data.reference.eccns.rows[input.item.eccn][interval].valid_from <= input.as_of
	input.as_of < data.reference.eccns.rows[input.item.eccn][interval].valid_to
}

# METADATA
# title: Level of the stated ECCN
# description: none for an ECCN that the rule does not name, unknown for a paragraph too coarse to tell.
# custom:
#   citation: "742.6(a)(6)(iii)"
stated_level := data.reference.eccns.rows[input.item.eccn][stated_entry].level

stated_level := "none" if {
	input.item.eccn
	not is_number(stated_entry)
}

# METADATA
# title: Level derived from the figures
# custom:
#   citation: "ECCN 3A090, 4A090, 4E091"
derived_level := model_weights.level if _is_model

derived_level := integrated_circuits.level if {
	not _is_model
	integrated_circuits.level
}

_is_model if input.item.kind == "model_weights"

_is_model if {
	not input.item.kind
	is_object(input.item.model)
}

_is_model if {
	not input.item.kind
	input.item.eccn == "4E091"
}

_strictness := {"a": 4, "weights": 4, "c": 3, "b": 2, "unknown": 1, "none": 0}

# METADATA
# title: Level used
# description: The stricter of the stated and the derived one; undefined while both are unknown.
# custom:
#   citation: "742.6(a)(6)(iii)"
level := derived_level if {
	_derived_governs
} else := stated_level if {
	stated_level != "unknown"
}

_derived_governs if {
	derived_level
	not input.item.eccn
}

_derived_governs if _strictness[derived_level] > _strictness[stated_level]

# METADATA
# title: ECCN used
# custom:
#   citation: "Supplement No. 1 to part 774"
eccn := _derived_eccn if {
	_derived_governs
} else := input.item.eccn

_derived_eccn := concat("", ["3A090.", derived_level]) if {
	derived_level in {"a", "b"}
	integrated_circuits.bare
}

_derived_eccn := concat("", ["4A090.", derived_level]) if {
	derived_level in {"a", "b"}
	integrated_circuits.holder
}

_derived_eccn := "4E091" if derived_level == "weights"

# METADATA
# title: Where the classification comes from
# custom:
#   citation: "Supplement No. 1 to part 774"
source := "derived" if {
	_derived_governs
} else := "stated"

# METADATA
# title: Whether the stated and the derived class agree
# description: Null where only one of them is known.
# custom:
#   citation: "Supplement No. 1 to part 774"
default agrees := null

agrees := stated_level == derived_level if stated_level != "unknown"

# METADATA
# title: An entry whose own rules this policy decides
# custom:
#   citation: "90 FR 4544"
modelled if {
	some interval
	data.reference.eccns.rows[eccn][interval].modelled
}

modelled if level == "none"

# METADATA
# title: Facts that the classification needs
# description: Empty once the level is known.
# custom:
#   citation: "Supplement No. 1 to part 774"
missing contains path if {
	not level
	some path in _missing
}

_missing contains "item.eccn" if stated_level == "unknown"

_missing contains "item.eccn" if {
	not input.item.eccn
	input.item.kind in {"software", "technology", "equipment"}
}

_missing contains path if {
	not input.item.eccn
	_is_model
	some path in model_weights.missing
}

_missing contains path if {
	not input.item.eccn
	not _is_model
	some path in integrated_circuits.missing
}

# METADATA
# title: Facts that class the item
# custom:
#   citation: "ECCN 3A090, 4A090, 4E091"
decided_by := integrated_circuits.decided_by if not _is_model

decided_by := "4E091" if {
	_is_model
	level == "weights"
}

# METADATA
# title: TPP of a unit
# custom:
#   citation: "748.S2(c)(4)"
unit_tpp := integrated_circuits.unit_tpp

unit_tpp_missing := integrated_circuits.unit_tpp_missing
