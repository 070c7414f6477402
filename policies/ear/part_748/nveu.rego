# METADATA
# title: National Validated End User
# description: >-
#   Data centers in the one country of the authorization, within the installed base that the table
#   allows in the quarter.
# scope: package
# custom:
#   symbol: NVEU
#   citation: "748.15"
package ear.part_748.nveu

import rego.v2

import data.ear.country_groups
import data.ear.part_748.data_center
import data.ear.part_748.facility
import data.ear.part_748.holder
import data.ear.part_748.supplement_10
import data.ear.part_748.supplement_10_use
import data.ear.pools.nveu as allocation

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
	every field in _nexus {
		country_groups.known(holder.party[field])
		not _eligible(holder.party[field])
	}
}

unmet contains "748.15(b)(2)(ii)/headquarters" if {
	_excluded
	not input.readings.N19 == "as_worded"
}

# METADATA
# title: Not headquartered or parented in Macau or Country Group D:5
# description: Ownership from there is control by a foreign interest of concern, whatever makes one eligible.
# custom:
#   citation: "Supplement No. 10 to part 748, paragraph 13"
unmet contains "748.S10/13/headquarters" if {
	some field in ["headquarters", "ultimate_parent_headquarters"]
	country_groups.of(holder.party[field]).macau_or_d5 == true
}

# METADATA
# title: One country
# description: Every additional country needs an authorization of its own.
# custom:
#   citation: "748.15(a)(2)(iii)(A)"
unmet contains "748.15(a)(2)(iii)(A)/one_country" if {
	is_array(input.veu.authorized_destinations)
	count(input.veu.authorized_destinations) > 1
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
	_no_arrangement(country)
}

# METADATA
# title: Within the installed base of the quarter
# custom:
#   citation: "748.15(a)(2)(iii)(B)"
unmet contains "748.15(a)(2)(iii)(B)/allocation" if {
	allocation.concerned
	allocation.fits == false
}

_nexus := ["headquarters", "ultimate_parent_headquarters", "location"]

_eligible(country) if {
	country_groups.a_b_or_d1_to_d4(country)
	not country_groups.macau_or_d5(country)
}

_excluded if {
	some field in _nexus
	country_groups.of(holder.party[field]).macau_or_d5 == true
}

_governments contains input.destination if {
	not input.readings.C8 == "own_government"
	_outside(input.destination)
}

_governments contains holder.party.headquarters if {
	not input.readings.C8 == "host_government"
	_outside(holder.party.headquarters)
}

_outside(country) if country_groups.of(country).outside_supplement_5a == true

_no_arrangement(country) if input.veu.arrangements[country] == false

_no_arrangement(_) if is_null(input.veu.arrangements)

# METADATA
# title: Facts that a National authorization needs
# description: Empty once a condition is broken.
# custom:
#   citation: "748.15"
missing contains path if {
	unmet == set()
	some path in union({
		data_center.missing,
		facility.missing,
		supplement_10.missing,
		supplement_10_use.missing,
		_allocation_missing,
		_missing,
	})
}

_allocation_missing contains path if {
	is_number(allocation.limit)
	some path in allocation.missing
}

_missing contains concat(".", [holder.path, field]) if {
	some field in ["headquarters", "ultimate_parent_headquarters"]
	not country_groups.known(holder.party[field])
}

_missing contains concat(".", [holder.path, "location"]) if {
	not country_groups.known(holder.party.location)
	not _eligible_wherever_located
}

# By reading N19 one nexus to the Country Groups is enough.
_eligible_wherever_located if {
	input.readings.N19 == "as_worded"
	some field in ["headquarters", "ultimate_parent_headquarters"]
	_eligible(holder.party[field])
}

# Whose government it is whose arrangement is asked.
_missing contains concat(".", [holder.path, "headquarters"]) if {
	not country_groups.known(holder.party.headquarters)
	not input.readings.C8 == "host_government"
}

_missing contains concat(".", ["veu.arrangements", country]) if {
	some country in _governments
	not is_boolean(input.veu.arrangements[country])
}

# METADATA
# title: Whether a National authorization carries the transaction
# custom:
#   citation: "748.15"
available := "no" if {
	unmet != set()
} else := "yes" if {
	missing == set()
	notices == set()
} else := "unknown"

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
	allocation.concerned
	is_null(allocation.limit)
}

# METADATA
# title: Readings that the answer touches
# custom:
#   citation: "748.15, Supplement No. 10 to part 748"
touches contains id if some id in data_center.touches

touches contains id if some id in facility.touches

touches contains id if some id in supplement_10_use.touches

touches contains "C8" if {
	holder.party.headquarters != input.destination
	some country in {holder.party.headquarters, input.destination}
	_outside(country)
	not input.veu.arrangements[country] == true
}

touches contains "N17" if _outside(input.destination)

touches contains "N19" if {
	_excluded
	some field in _nexus
	_eligible(holder.party[field])
}
