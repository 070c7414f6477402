# METADATA
# title: License requirements for regional stability
# description: >-
#   Which paragraphs of 742.6(a) require a license for the item and destination, under the text that
#   answers, and why one that names the item does not apply.
# scope: package
# custom:
#   citation: "742.6(a)"
package ear.license_requirements

import rego.v2

import data.ear.classification
import data.ear.country_groups
import data.ear.deemed_reexports
import data.ear.integrated_circuits
import data.ear.listed_items
import data.ear.model_weights
import data.ear.parameters
import data.ear.regime
import data.ear.transaction

# METADATA
# title: Worldwide license requirement
# description: >-
#   Items that meet 3A090.a or 4A090.a, and software and technology for them, to or within any
#   destination worldwide.
# custom:
#   citation: "742.6(a)(6)(iii)(A)"
applies["742.6(a)(6)(iii)(A)"] := "742.6(a)(6)(iii)(A)" if {
	_worldwide_scope
	not _narrowed_by_entry
}

_worldwide_scope if {
	classification.level == "a"
	regime.text == "diffusion"
	not transaction.deemed
}

# METADATA
# title: Headquarters limb of the worldwide requirement
# description: >-
#   Where the destination limb is not enforced, the requirement goes on for entities headquartered
#   or parented in Macau or D:5 (BIS guidance of May 31, 2026).
# custom:
#   citation: "742.6(a)(6)(iii)(A)"
applies[worldwide] := worldwide if {
	regime.text == "december_2024"
	_headquarters_limb_in_force
	transaction.macau_or_d5_headquartered

	# One key that is a variable: OPA keeps the whole of what applies once it was read, which it puts
	# together anew at every reading where all keys are constants.
	worldwide := "742.6(a)(6)(iii)(A)"
}

# METADATA
# title: Country Groups D:1, D:4 and D:5
# description: Items that meet 3A090.b or 4A090.b, and software and technology for them.
# custom:
#   citation: "742.6(a)(6)(iii)(B)"
applies["742.6(a)(6)(iii)(B)"] := "742.6(a)(6)(iii)(B)" if {
	classification.level == "b"
	regime.text == "diffusion"
	_destination_in_scope
	not transaction.deemed
}

# METADATA
# title: Country Groups D:1, D:4 and D:5, text of December 2024
# description: Items that meet 3A090.a, 3A090.b, 4A090.a or 4A090.b, and software and technology for them.
# custom:
#   citation: "742.6(a)(6)(iii), 89 FR 96790"
applies["742.6(a)(6)(iii)"] := "742.6(a)(6)(iii), 89 FR 96790" if {
	regime.text == "december_2024"
	classification.level in {"a", "b"}
	_destination_in_scope
	not transaction.deemed
}

# METADATA
# title: Artificial intelligence model weights
# description: Items of ECCN 4E091, to all destinations worldwide.
# custom:
#   citation: "742.6(a)(13)"
applies["742.6(a)(13)"] := "742.6(a)(13)" if {
	classification.level == "weights"
	regime.text == "diffusion"
	excluded == {}
	missing == set()
}

# METADATA
# title: The text of December 2024 answers
# custom:
#   citation: "89 FR 96790"
text_of_december_2024 if regime.text == "december_2024"

_destination_in_scope if country_groups.destination.d1_d4_d5 == true

_destination_in_scope if country_groups.destination.named_beside_groups["742.6(a)(6)(iii)(B)"] == true

_destination_in_scope if transaction.macau_or_d5_located

_destination_in_scope if {
	some country in transaction.elsewhere
	country_groups.countries[country].d1_d4_d5 == true
}

_destination_in_scope if {
	some country in transaction.elsewhere
	country_groups.countries[country].named_beside_groups["742.6(a)(6)(iii)(B)"] == true
}

# Requirements that depend on where the item goes.
_by_destination if {
	classification.level == "b"
	not transaction.deemed
}

_by_destination if {
	regime.text == "december_2024"
	classification.level == "a"
	not transaction.deemed
}

_by_destination if {
	input.readings.N3 == "ccl_entry"
	_worldwide_scope
	_outside_its_entry
}

# Asked under the text of December 2024 alone.
_headquarters_limb_in_force if {
	classification.level == "a"
	parameters.in_force("90 FR 4544")
	not transaction.deemed
	not _destination_in_scope
}

# METADATA
# title: Deemed exports and deemed reexports
# custom:
#   citation: "742.6(a)(6)(iv)"
excluded["742.6(a)(6)(iv)"] := "742.6(a)(6)(iv)" if {
	startswith(input.activity, "deemed_")
	classification.level in {"a", "b", "c"}
}

# METADATA
# title: Technology whose entry still names Country Groups
# description: By reading N3 the entry narrows the worldwide requirement to D:1, D:4 and D:5.
# custom:
#   citation: "ECCN 3E001"
excluded["774.S1/3E001"] := "ECCN 3E001" if {
	input.readings.N3 == "ccl_entry"
	_worldwide_scope
	_outside_its_entry
	country_groups.destination
}

_narrowed_by_entry if {
	input.readings.N3 == "ccl_entry"
	_outside_its_entry
}

# A country that no table knows may be outside too: it is asked for.
_outside_its_entry if {
	input.item.related_eccn
	listed_items.listed("774.S1/3E001", classification.eccn)
	not _destination_in_scope
}

# METADATA
# title: Permanent regular employees of allied entities
# description: >-
#   Of an employer headquartered in, or with an ultimate parent headquartered in, Supplement No. 5(a);
#   from the day on which the paragraph has to be complied with.
# custom:
#   citation: "742.6(a)(13)"
#   carries: "734.20(d)(2)"
excluded["742.6(a)(13)"] := "742.6(a)(13)" if {
	classification.level == "weights"
	transaction.deemed
	input.employee.permanent_regular_employee == true
	parameters.in_force("90 FR 4544/compliance")
	_allied_employer
}

# METADATA
# title: Releases that are not deemed reexports
# custom:
#   citation: "734.20(a) to (c)"
excluded[paragraph] := paragraph if {
	input.employee.not_deemed_reexport
	paragraph := deemed_reexports.paragraph
}

# METADATA
# title: Not designed or marketed for datacenters, with a TPP below 4800
# custom:
#   citation: "Note 2 to ECCN 3A090"
excluded["3A090/datacenter_note"] := "Note 2 to ECCN 3A090" if {
	classification.level == "none"
	integrated_circuits.excluded_by_datacenter_note
}

# METADATA
# title: Models that ECCN 4E091 does not describe
# custom:
#   citation: "ECCN 4E091"
excluded[id] := citation if {
	input.item.model
	classification.level == "none"
	some id, citation in model_weights.excluded
}

_allied_employer if country_groups.countries[input.employee.employer.headquarters].supplement_5a == true

_allied_employer if country_groups.countries[input.employee.employer.ultimate_parent_headquarters].supplement_5a == true

_outside_employer if {
	country_groups.countries[input.employee.employer.headquarters]
	country_groups.countries[input.employee.employer.ultimate_parent_headquarters]
	not _allied_employer
}

# METADATA
# title: Facts that decide whether a license is required
# custom:
#   citation: "742.6(a)"
missing contains "destination" if not country_groups.destination

missing contains path if {
	_by_destination
	not _destination_in_scope
	some path in transaction.locations_missing
}

missing contains path if {
	regime.text == "december_2024"
	_headquarters_limb_in_force
	not transaction.macau_or_d5_headquartered
	some path in transaction.headquarters_missing
}

missing contains path if {
	startswith(input.activity, "deemed_")
	classification.level == "weights"
	excluded == {}
	some path in _employee_missing
}

_employee_missing contains "employee.not_deemed_reexport" if deemed_reexports.untold

# Where nobody is employed, or nobody employs, nothing is lifted.
_employee_missing contains "employee.permanent_regular_employee" if {
	not is_boolean(input.employee.permanent_regular_employee)
	not _outside_employer
	some _ in transaction.employers
}

_employee_missing contains concat(".", ["employee.employer", field]) if {
	input.employee.permanent_regular_employee == true
	some _ in transaction.employers
	some field in ["headquarters", "ultimate_parent_headquarters"]
	not country_groups.countries[input.employee.employer[field]]
}

# METADATA
# title: Readings that the answer touches
# description: The headquarters test between the two texts that carry it.
# custom:
#   citation: "742.6(a)(6)(iii)(A)"
touches contains "N23" if {
	regime.text == "december_2024"
	_headquarters_limb_in_force
	transaction.macau_or_d5_headquartered
	not parameters.in_force("90 FR 4544/compliance")
}

touches contains "N3" if {
	input.item.related_eccn
	_worldwide_scope
	_outside_its_entry
}
