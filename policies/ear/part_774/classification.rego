# METADATA
# title: Classification
# description: >-
#   The ECCN and level that the decision uses: as stated, as derived from the figures, and the
#   stricter of both where they disagree.
# scope: package
# custom:
#   citation: "Supplement No. 1 to part 774"
package ear.classification

import rego.v2

import data.ear.integrated_circuits
import data.ear.model_weights
import data.ear.regime

# METADATA
# title: Position of the row of the stated ECCN that is in force
# custom:
#   citation: "Supplement No. 1 to part 774"
stated_entry := regime.in_force.eccns[input.item.eccn]

# METADATA
# title: Level of the stated ECCN
# description: >-
#   Of software and technology the level of what it is for, or that of its own paragraph where it is
#   stricter. none for an ECCN that the rule does not name, unknown for a paragraph too coarse to tell,
#   or that no table knows.
# custom:
#   citation: "742.6(a)(6)(iii)"
stated_level := _own_level if {
	input.item.related_eccn
	_own_level_stricter
} else := of_related if {
	of_related := _stated_row.related[input.item.related_eccn].level
} else := "none" if {
	input.item.related_eccn
	_for_something_else
	not _stated_row.others_open
} else := of_paragraph if {
	of_paragraph := _stated_row.level
} else := "unknown" if {
	_paragraph_unknown
} else := "none" if {
	input.item.eccn
}

_stated_row := row if {
	row := data.reference.eccns.rows[input.item.eccn][stated_entry]
} else := _entry_above

# Only 4D090.a and 4D090.b, which the entry for their technology names and gives levels of their own.
_own_level := named.related[input.item.eccn].level if {
	startswith(input.item.eccn, "4D090.")
	named := data.reference.eccns.rows["4E001"][regime.in_force.eccns["4E001"]]
}

_own_level_stricter if {
	input.item.related_eccn
	own := _strictness[_own_level]
	own > _strictness[_level_of_purpose]
}

_level_of_purpose := _stated_row.related[input.item.related_eccn].level

_level_of_purpose := "none" if _for_something_else

# METADATA
# title: Software or technology for what the rule does not name
# description: >-
#   It is outside the rule, but for the parts of an entry that stay behind 740.2(a)(9)(i). A paragraph
#   that no table knows, of an entry of the rule, may be meant for one of the rule.
# custom:
#   citation: "742.6(a)(6)(iii), 740.2(a)(9)(i)"
_for_something_else if {
	input.item.related_eccn
	_stated_row.related
	not data.reference.eccns.rows[input.item.related_eccn]
	not _stated_row.related[input.item.related_eccn]
	not _below_an_entry(input.item.related_eccn)
}

# METADATA
# title: Level derived from the figures
# description: >-
#   Of the circuits or the model, by the kind of item; of a model told beside another kind where it
#   governs.
# custom:
#   citation: "ECCN 3A090, 4A090, 4E091"
derived_level := "weights" if {
	is_object(input.item.model)
	_model_governs
} else := integrated_circuits.level if {
	input.item.kind in {"integrated_circuit", "computer", "electronic_assembly", "component", "equipment"}
} else := model_weights.level if {
	_is_model
} else := integrated_circuits.level if {
	not _is_model
}

# Weights beside another level of the rule are not compared: `model_or_another` asks which of both it is.
_strictness := {"a": 5, "c": 4, "b": 3, "weights": 2, "unknown": 1, "none": 0}

# METADATA
# title: The tables know the stated ECCN
# description: Or its entry, of software and technology, whose level is that of what they are for.
# custom:
#   citation: "Supplement No. 1 to part 774"
known if is_number(stated_entry)

known if _entry_above

_entry_above := entry if {
	_paragraph_unknown
	entry := data.reference.eccns.rows[_stated_heading][regime.in_force.eccns[_stated_heading]]
	entry.related
}

_paragraph_unknown if _below_an_entry(input.item.eccn)

# Below an entry of the rule, or its paragraph .z, and in no table: nothing says that it is left out.
_below_an_entry(code) if {
	entry := substring(code, 0, 5)
	regime.in_force.eccns[entry]
	not data.reference.eccns.rows[code]
	not _beside_z(code, entry)
}

_beside_z(code, entry) if {
	data.reference.eccns.rows[concat("", [entry, ".z"])]
	not startswith(code, concat("", [entry, ".z"]))
}

# METADATA
# title: Level used
# description: >-
#   The stricter of the stated and the derived one. Undefined while both are unknown, where memory
#   of 3A090.c has the figures of 3A090.b, where the figures do not tell which paragraph holds it, and
#   where a fact that is not told could make them stricter than what is stated.
# custom:
#   citation: "742.6(a)(6)(iii)"
level := stated_level if {
	agrees == true
	not input.item.model
} else := _level_told if {
	_could_be_stricter == set()
}

_level_told := stated_level if {
	agrees == true
} else := derived_level if {
	source == "derived"
	_derived_named
} else := stated_level if {
	source == "stated"
	stated_level != "unknown"
	not _memory_with_figures
}

_derived_governs if {
	derived_level
	not input.item.eccn
}

_derived_governs if _strictness[derived_level] > _strictness[stated_level]

_derived_named if derived_level in {"none", "weights"}

_derived_named if {
	_derived_eccn
	not _unknown_of_another_kind
}

# Software or technology under a code that no table knows: what its figures say names no entry of it.
_unknown_of_another_kind if {
	input.item.kind in {"software", "technology"}
	input.item.eccn
	not is_number(stated_entry)
}

_memory_with_figures if {
	stated_level == "c"
	derived_level == "b"
}

# METADATA
# title: Where the classification comes from
# custom:
#   citation: "Supplement No. 1 to part 774"
source := "stated" if {
	agrees == true
} else := "derived" if {
	_derived_governs
} else := "stated"

# METADATA
# title: Whether the stated and the derived class agree
# description: >-
#   Null where only one of them is known. The figures of 3A090.c are not those of TPP. Stated figures
#   that the datasheet contradicts, or that are those of none of the circuits told, disagree whatever the
#   class, and so does a model told beside another kind of item, a model of 4E091 beside another ECCN, or a paragraph of software beside a
#   purpose of a lower level.
# custom:
#   citation: "Supplement No. 1 to part 774"
agrees := false if {
	_contradicted
} else if {
	stated_level == derived_level
} else := null if {
	stated_level == "unknown"
} else := null if {
	stated_level == "c"
	derived_level == "none"
} else := false if {
	stated_level != derived_level
} else := false if {
	_own_level_stricter
} else := null

_contradicted if model_or_another

_contradicted if {
	input.item.specification
	integrated_circuits.figures_disagree
}

_contradicted if {
	input.item.integrated_circuits[0]
	integrated_circuits.stated_beside_circuits
}

_contradicted if {
	input.item.model
	_model_contradicts
}

# METADATA
# title: A part of its entry that this policy decides
# custom:
#   citation: "742.6(a)(6)(iii), 740.2(a)(9)(i)"
modelled if not _others_open

_others_open if {
	input.item.related_eccn
	_for_something_else
	_stated_row.others_open
}

# METADATA
# title: Facts that class the item
# description: >-
#   Of software and technology what it is for, else the paragraph that the figures meet, with the bit
#   length of the datasheet figure that met it.
# custom:
#   citation: "ECCN 3A090, 4A090, 4E091"
decided_by := sprintf("%s/%d_bit", [integrated_circuits.decided_by, integrated_circuits.deciding_bits]) if {
	is_object(input.item.specification)
	not _is_model
} else := integrated_circuits.decided_by if {
	not _is_model
} else := "4E091" if {
	_is_model
	level == "weights"
} else := input.item.eccn if {
	not _is_model
	_own_level_stricter
} else := input.item.related_eccn if {
	not _is_model
	_stated_row.related
	level != "none"
}
