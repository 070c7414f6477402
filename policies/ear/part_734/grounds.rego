package ear.foreign_direct_product

import rego.v2

import data.ear.classification

# METADATA
# title: Ground of the finding
# description: >-
#   The paragraph of part 734 that it names, whatever is written before it and after a colon;
#   undefined where it names none that the sources know as a ground. That an item is foreign made,
#   or has little U.S. content, is where 734.9 begins, and where or how the act takes place says
#   nothing of the item.
# custom:
#   citation: "734.9, 15 CFR part 734"
ground := "734.4" if {
	input.item.subject_to_ear.basis == "de_minimis_excluded"
} else := "734.9(h)(1)" if {
	regex.match(_both_limbs, _named)
} else := _named if {
	regex.match(_of_what_is_subject, _named)
} else := _named if {
	_named in _another_agency
} else := _named if {
	_named in _published
	_may_be_published
}

# Up to a colon, and without the blanks, which tell one paragraph from another nowhere.
_named := regex.replace(split(_from_the_part, ":")[0], `\s`, "")

_from_the_part := substring(input.item.subject_to_ear.basis, indexof(input.item.subject_to_ear.basis, "734."), -1) if {
	contains(input.item.subject_to_ear.basis, "734.")
}

# What makes an item subject to the EAR, or is measured in what is: with all that is written after it.
_of_what_is_subject := `^734\.(9|4|3\(a\))([^0-9]|$)`

# Of a direct product (i) and of a plant (ii), in either order.
_both_limbs := concat("", [
	`^734\.9\(h\)\(1\)`,
	`(\(i\)(\(A\))?(,|,?and)(734\.9\(h\)\(1\))?\(ii\)|\(ii\)(\(A\))?(,|,?and)(734\.9\(h\)\(1\))?\(i\))`,
	`(\(A\))?$`,
])

# METADATA
# title: Items of the exclusive jurisdiction of another agency
# description: >-
#   All that the sources tell of the paragraph, in 748.3(a), is that it lists the agencies; (b)(1)
#   is taken for that list. What else stands in it was not seen, and is no ground.
# custom:
#   citation: "15 CFR part 734"
_another_agency := {"734.3(b)", "734.3(b)(1)"}

# METADATA
# title: What is published
# description: >-
#   Information alone: no chip, board or computer is. 4E091 does not control weights that are, as
#   defined in 734.7(a), which the request has to say of the model.
# custom:
#   citation: "15 CFR part 734, Note 1 to ECCN 4E091"
_published := {"734.7", "734.7(a)"}

_may_be_published if {
	_information
	not _weights_told
}

_may_be_published if {
	_information
	input.item.model.published == true
}

_weights_told if input.item.kind == "model_weights"

_weights_told if classification.level == "weights"

_information if {
	classification.level == "none"
	input.item.kind in {"software", "technology", "model_weights"}
}

# Of what the rule names the ECCN tells it, unless a thing is told beside it.
_information if {
	classification.level in {"a", "b", "c", "weights"}
	classification.form != "commodity"
	not input.item.kind in {"integrated_circuit", "computer", "electronic_assembly", "component", "equipment"}
}
