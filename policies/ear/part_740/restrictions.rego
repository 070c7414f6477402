# METADATA
# title: Restrictions on all License Exceptions
# description: >-
#   What closes every license exception at once, and the gate that leaves only named exceptions to
#   Macau, Country Group D:5 and the entities headquartered there.
# scope: package
# custom:
#   citation: "740.2"
package ear.restrictions

import rego.v2

import data.ear.classification
import data.ear.country_groups
import data.ear.embargoes
import data.ear.end_use
import data.ear.transaction

# METADATA
# title: Not informed by BIS that a license is required
# custom:
#   citation: "744.23(b)"
unmet contains "744.23(b)/informed" if input.end_use.bis_informed == true

# METADATA
# title: Not technology that 744.23 holds by its developer
# description: No exception overcomes that prohibition; those of 740.2(a)(9)(ii) overcome (a)(3)(i) alone.
# custom:
#   citation: "744.23(c)"
unmet contains "744.23(c)/no_exception" if {
	input.item.related_eccn
	end_use.applies["744.23(a)(3)(ii)"]
}

# METADATA
# title: No end use or end user of concern under part 744
# description: Otherwise a general prohibition applies that no exception of this rule lifts.
# custom:
#   citation: "740.2(a)(2)"
unmet contains "740.2(a)(2)/part_744" if input.end_use.part_744 == "concern"

# METADATA
# title: No party on a list of the U.S. Government
# custom:
#   citation: "740.2(a)(2)"
unmet contains "740.2(a)(2)/listed_party" if end_use.listed_party

# METADATA
# title: Not a sanctioned destination
# description: >-
#   Cuba, Iran, North Korea, Syria, the Crimea, Donetsk and Luhansk regions of Ukraine, Russia and
#   Belarus, unless part 746 lists the exception, which it does for none of these.
# custom:
#   citation: "740.2(a)(6)"
unmet contains "740.2(a)(6)/sanctioned_destination" if country_groups.destination.sanctioned == true

unmet contains "740.2(a)(6)/sanctioned_destination" if is_string(input.destination_region)

unmet contains "740.2(a)(6)/sanctioned_destination" if {
	some country in transaction.elsewhere
	country_groups.countries[country].sanctioned == true
}

# METADATA
# title: No license requirement under part 746
# description: The exporter's own review found one, for which part 746 lists none of these exceptions.
# custom:
#   citation: "740.2(a)(6)"
unmet contains "740.2(a)(6)/part_746" if input.end_use.part_746 == "concern"

# METADATA
# title: Not controlled for missile technology reasons
# description: >-
#   Only parts of TMP, RPL, GOV, TSU, AVS and APR are left, and only to destinations outside Country
#   Groups D:4 and D:5.
# custom:
#   citation: "740.2(a)(5)"
unmet contains "740.2(a)(5)/missile_technology" if classification.missile_technology

# METADATA
# title: No party on the Unverified List
# description: Of all parties that 748.5 describes, the exporter among them.
# custom:
#   citation: "740.2(a)(17)"
unmet contains "740.2(a)(17)/unverified_list" if "unverified_list" in end_use.lists

unmet contains "740.2(a)(17)/unverified_list" if "unverified_list" in input.parties.exporter.listed

# METADATA
# title: The destination limb of the gate
# description: >-
#   The Country Groups, and the United Arab Emirates, which the Commerce Control List names beside
#   them from the day that they stand in A:5; the text of the paragraph of that day was not seen.
# custom:
#   citation: "740.2(a)(9)(ii)"
gate_by_destination if country_groups.destination.behind_the_gate == true

gate_by_destination if {
	some country in transaction.elsewhere
	country_groups.behind_the_gate(country)
}

# METADATA
# title: The gate
# description: >-
#   To Country Groups D:1, D:4 and D:5, and to entities headquartered in Macau or D:5 wherever
#   located, only the exceptions that the paragraph names may be used.
# custom:
#   citation: "740.2(a)(9)(ii), 740.2(a)(9)(ii)(A)"
gate if {
	gate_by_destination
	not computer_not_named
}

gate if {
	transaction.macau_or_d5
	_gate_of_parties
}

_gate_of_parties if {
	transaction.macau_or_d5_headquartered
	not computer_not_named
}

_gate_of_parties if transaction.macau_or_d5_located

_behind_the_gate if gate_by_destination

_behind_the_gate if transaction.macau_or_d5_headquartered

# METADATA
# title: A computer that the gate does not name
# description: >-
#   Of the .z paragraphs (B) names integrated circuits, electronic assemblies and components; the gate
#   is taken to hold for their computers and equipment all the same (reading N2).
# custom:
#   citation: "740.2(a)(9)(ii)(B)"
computer_not_named if {
	input.readings.N2 == "gate_as_worded"
	_computer_of_z
}

computer_not_named if _kind_decides

computer_not_named if _entry_decides

_kind_decides if {
	input.readings.N2 == "gate_as_worded"
	not input.item.kind
	classification.form == "commodity"
	contains(classification.eccn, ".z.")
}

_computer_of_z if {
	input.item.kind in {"computer", "equipment"}
	classification.form == "commodity"
	contains(classification.eccn, ".z.")
}

# Whether the ECCN that is not told is of a .z paragraph.
_entry_decides if {
	input.readings.N2 == "gate_as_worded"
	_of_a_z_paragraph
}

_of_a_z_paragraph if {
	not input.item.kind in {"integrated_circuit", "electronic_assembly", "component"}
	some code, _ in classification.may_be
	contains(code, ".z.")
}

# METADATA
# title: Facts that the gate needs
# custom:
#   citation: "740.2(a)(9)(ii)(B)"
gate_missing contains "item.kind" if {
	input.readings.N2 == "gate_as_worded"
	_kind_decides
	_behind_the_gate
}

gate_missing contains "item.eccn" if {
	input.readings.N2 == "gate_as_worded"
	_entry_decides
	_behind_the_gate
}

# METADATA
# title: Facts that every license exception needs
# custom:
#   citation: "740.2(a)"
missing contains path if some path in end_use.review_missing

missing contains path if {
	input.item.related_eccn
	some path in end_use.technology_missing
}

# It may be controlled for missile technology reasons.
missing contains "item.eccn" if {
	some row in classification.may_be
	row.missile_technology
}

missing contains path if some path in embargoes.review_missing

missing contains path if some path in embargoes.missing

missing contains "destination" if not country_groups.destination

missing contains "origin" if {
	input.activity in {"reexport", "deemed_reexport"}
	not country_groups.countries[input.origin]
}

missing contains "parties.exporter.listed" if {
	is_object(input.parties.exporter)
	not input.parties.exporter.listed
}

# An export or a release that leaves from a country that no table knows.
missing contains "origin" if {
	input.activity in {"export", "deemed_export"}
	input.origin
	not country_groups.countries[input.origin]
}

# METADATA
# title: Facts that the exceptions need, with those about where every party is
# custom:
#   citation: "740.2, 740.27(a), 740.28(c), 740.29(c)"
missing_with_parties := (missing | transaction.headquarters_missing) | transaction.locations_missing

# METADATA
# title: Readings that the answer touches
# custom:
#   citation: "740.2(a)(9)(ii)"
touches contains "N2" if {
	input.item.kind in {"computer", "equipment"}
	_computer_of_z
	_listed_behind_the_gate
}

touches contains "N2" if {
	_of_a_z_paragraph
	_listed_behind_the_gate
}

# The exceptions that it closes list no item of level b.
_listed_behind_the_gate if {
	classification.level == "a"
	_behind_the_gate
}
