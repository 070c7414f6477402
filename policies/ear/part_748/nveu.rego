# METADATA
# title: National Validated End User
# description: >-
#   Data centers in the one country of the authorization, within the installed base that the table
#   allows in the quarter.
# scope: package
# custom:
#   symbol: NVEU
#   citation: "748.15"
package ear.nveu

import rego.v2

import data.ear.country_groups
import data.ear.data_center
import data.ear.facility
import data.ear.holder
import data.ear.nveu_allocation as allocation
import data.ear.supplement_10
import data.ear.supplement_10_use

# METADATA
# title: National validated end user
# description: Identified in Supplement No. 7 to part 748, or holding a BIS authorization letter.
# custom:
#   citation: "748.15(a)(1)"
unmet contains "748.15(a)(1)/validated_end_user" if input.veu.type == "general"

# METADATA
# title: A National authorization, not one of the other kind
# custom:
#   citation: "748.15(a)(2)(iii)(A)"
unmet contains "748.15(a)(2)(iii)(A)/national" if input.veu.type == "uveu"

# METADATA
# title: What data center authorizations ask alike
# custom:
#   citation: "748.15(a) to (e)"
unmet contains id if some id in data_center.unmet

# METADATA
# title: The data center
# custom:
#   citation: "748.15(d)(2)(i)"
unmet contains id if some id in facility.unmet

# METADATA
# title: Guidelines
# custom:
#   citation: "Supplement No. 10 to part 748"
unmet contains id if some id in supplement_10.unmet

unmet contains id if some id in supplement_10_use.unmet

# METADATA
# title: Headquartered, parented or located in Country Groups A, B or D:1 to D:4
# description: >-
#   And in none of the three ways in Macau or D:5, unless the request takes one of them as enough
#   (reading N19). What other paragraphs say of each of the three remains.
# custom:
#   citation: "748.15(b)(2)(ii)"
unmet contains "748.15(b)(2)(ii)/headquarters" if {
	_eligible == set()

	# All three are told.
	count(_nexus) == 3
}

unmet contains "748.15(b)(2)(ii)/headquarters" if {
	_excluded != set()
	not input.readings.N19 == "as_worded"
}

# METADATA
# title: Not headquartered or parented in Macau or Country Group D:5
# description: Ownership from there is control by a foreign interest of concern, whatever makes one eligible.
# custom:
#   citation: "Supplement No. 10 to part 748, paragraph 13"
unmet contains "748.S10/13/headquarters" if {
	_excluded != set()
	some field in ["headquarters", "ultimate_parent_headquarters"]
	field in _excluded
}

# METADATA
# title: One country
# description: Every additional country needs an authorization of its own.
# custom:
#   citation: "748.15(a)(2)(iii)(A)"
unmet contains "748.15(a)(2)(iii)(A)/one_country" if {
	input.veu.authorized_destinations[1]
}

# METADATA
# title: Arrangement of the governments with the United States
# description: >-
#   Of the government of the destination and of that of the end user's headquarters, each unless in
#   Supplement No. 5(a) (reading C8).
# custom:
#   citation: "748.15(a)(2)(iii)(A), Supplement No. 10 to part 748, paragraph 12"
unmet contains "748.S10/12/arrangement" if {
	some country in _governments
	input.veu.arrangements[country] == false
}

unmet contains "748.S10/12/arrangement" if {
	is_null(input.veu.arrangements)
	some _ in _governments
}

# METADATA
# title: Within the installed base of the quarter
# custom:
#   citation: "748.15(a)(2)(iii)(B)"
unmet contains "748.15(a)(2)(iii)(B)/allocation" if {
	allocation.row.fits == false
	allocation.concerned
}

# What the lists say of the holder's countries, as far as these are told.
_nexus := {field: lists |
	party := holder.party
	some field in ["headquarters", "ultimate_parent_headquarters", "location"]
	lists := country_groups.countries[party[field]]
}

_excluded := {field |
	some field, lists in _nexus
	lists.macau_or_d5 == true
}

_eligible := {field |
	some field, lists in _nexus
	not lists.macau_or_d5 == true
	not lists.outside_a_b_and_d1_to_d4 == true
}

_governments contains input.destination if {
	not input.readings.C8 == "own_government"
	country_groups.destination.outside_supplement_5a == true
}

_governments contains holder.party.headquarters if {
	_nexus.headquarters.outside_supplement_5a == true
	not input.readings.C8 == "host_government"
}

# METADATA
# title: Facts that a National authorization needs
# custom:
#   citation: "748.15"
missing := union({
	data_center.missing,
	facility.missing,
	supplement_10.missing,
	supplement_10_use.missing,
	_missing,
})

# Of a quarter without an allocation nothing is asked.
_missing contains path if {
	row := allocation.row
	is_null(row.fits)
	is_number(row.limit_tpp)
	some path in allocation.missing
}

# The headquarters also tells whose government it is whose arrangement is asked.
_missing contains concat(".", [holder.path, field]) if {
	some field in ({"headquarters", "ultimate_parent_headquarters", "location"} - object.keys(_nexus))
	not _eligible_wherever(field)
}

# By reading N19 one nexus to the Country Groups is enough.
_eligible_wherever("location") if {
	input.readings.N19 == "as_worded"
	_eligible != set()
}

_missing contains concat(".", ["veu.arrangements", country]) if {
	some country in _governments
	not is_boolean(input.veu.arrangements[country])
}

# METADATA
# title: Whether a National authorization carries the transaction, as the decision tells it
# description: What it needs is told while no condition is broken.
# custom:
#   citation: "748.15"
row := {"symbol": "NVEU", "citation": "748.15", "available": "no", "unmet": unmet, "missing": []} if {
	unmet != set()
} else := {"symbol": "NVEU", "citation": "748.15", "available": "yes", "unmet": [], "missing": []} if {
	missing == set()
	notices == set()
} else := {"symbol": "NVEU", "citation": "748.15", "available": "unknown", "unmet": [], "missing": missing}

# METADATA
# title: Pools
# custom:
#   citation: "748.15(a)(2)(iii)(B)"
pools := [allocation.row] if {
	allocation.concerned
} else := []

# METADATA
# title: What no source tells
# description: No allocation is stated for a quarter after the table.
# custom:
#   citation: "748.15(a)(2)(iii)(B)"
notices contains notice if some notice in data_center.notices

notices contains "unknown/nveu_allocation" if {
	is_null(allocation.row.limit_tpp)
	allocation.concerned
}

# METADATA
# title: Readings that the answer touches
# custom:
#   citation: "748.15, Supplement No. 10 to part 748"
touches contains id if some id in data_center.touches

touches contains id if some id in facility.touches

touches contains id if some id in supplement_10_use.touches

touches contains "C8" if {
	seat := holder.party.headquarters
	seat != input.destination
	some country in {seat, input.destination}
	country_groups.countries[country].outside_supplement_5a == true
	not input.veu.arrangements[country] == true
}

touches contains "N17" if country_groups.destination.outside_supplement_5a == true

touches contains "N19" if {
	_excluded != set()
	_eligible != set()
}
