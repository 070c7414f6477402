# METADATA
# title: Universal Validated End User
# description: >-
#   Data centers anywhere but in Macau and Country Group D:5, for one headquartered or parented in
#   Supplement No. 5(a), within shares of its total computing power.
# scope: package
# custom:
#   symbol: UVEU
#   citation: "748.15"
package ear.uveu

import rego.v2

import data.ear.calendar
import data.ear.classification
import data.ear.country_groups
import data.ear.data_center
import data.ear.facility
import data.ear.holder
import data.ear.parameters
import data.ear.supplement_10
import data.ear.supplement_10_use
import data.ear.transaction
import data.ear.uveu_shares as shares

# METADATA
# title: Universal validated end user
# description: Identified in Supplement No. 7 to part 748, or holding a BIS authorization letter.
# custom:
#   citation: "748.15(a)(1)"
unmet contains "748.15(a)(1)/validated_end_user" if input.veu.type == "general"

# METADATA
# title: A Universal authorization, not one of the other kind
# custom:
#   citation: "748.15(a)(2)(ii)(A)"
unmet contains "748.15(a)(2)(ii)(A)/universal" if input.veu.type == "nveu"

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
# title: Headquartered or parented in Supplement No. 5(a)
# custom:
#   citation: "748.15(b)(2)(i)"
unmet contains "748.15(b)(2)(i)/headquarters" if {
	_seats.headquarters.outside_supplement_5a == true
	_seats.ultimate_parent_headquarters.outside_supplement_5a == true
}

# METADATA
# title: Not headquartered or parented in Macau or Country Group D:5
# description: Ownership from there is control by a foreign interest of concern.
# custom:
#   citation: "Supplement No. 10 to part 748, paragraph 13"
unmet contains "748.S10/13/headquarters" if {
	some lists in _seats
	lists.macau_or_d5 == true
}

# METADATA
# title: BIS notified of a new location 180 days before
# custom:
#   citation: "748.15(a)(2)(ii)(A)"
unmet contains "748.15(a)(2)(ii)(A)/new_location" if _location_from > input.as_of

# METADATA
# title: BIS notified of a move of chips between countries 60 days before
# description: Alone or on a board or in a computer; software, technology and weights are none.
# custom:
#   citation: "Supplement No. 10 to part 748, paragraph 5"
unmet contains "748.S10/5/move_notice" if _move_from > input.as_of

# METADATA
# title: Not more than 7 percent of its computing power in one country outside Supplement No. 5(a)
# custom:
#   citation: "Supplement No. 10 to part 748, paragraph 6"
unmet contains "748.S10/6/single_country" if shares.table.single_country.fits == false

# METADATA
# title: Not more than 25 percent of its computing power outside Supplement No. 5(a)
# custom:
#   citation: "Supplement No. 10 to part 748, paragraph 6"
unmet contains "748.S10/6/outside_supplement_5a" if shares.table.outside_supplement_5a.fits == false

# METADATA
# title: Not more than half of its computing power outside the United States, if headquartered there
# custom:
#   citation: "Supplement No. 10 to part 748, paragraph 6"
unmet contains "748.S10/6/outside_united_states" if shares.table.outside_united_states.fits == false

_location_from := _location_noticed if input.facility.new_location == true

_location_noticed := calendar.shift(input.facility.notified_on, 0, 0, parameters.values.uveu_new_location_days)

_move_from := _move_noticed if _moves_between_countries

_move_noticed := calendar.shift(input.facility.move_notified_on, 0, 0, parameters.values.uveu_move_days)

# METADATA
# title: First days on which a notice to BIS is old enough
# description: Where it is needed, or may be.
# custom:
#   citation: "748.15(a)(2)(ii)(A), Supplement No. 10 to part 748, paragraph 5"
first_days contains _location_noticed if not input.facility.new_location == false

first_days contains _move_noticed if {
	transaction.reexported
	classification.form == "commodity"
	not holder.sends == false
}

_fields := {"headquarters", "ultimate_parent_headquarters"}

# What the lists say of the holder's countries, as far as these are told.
_seats := {field: lists |
	party := holder.party
	some field in _fields
	lists := country_groups.countries[party[field]]
}

_moves_between_countries if {
	transaction.reexported
	classification.form == "commodity"
	holder.sends == true
}

# METADATA
# title: Facts that a Universal authorization needs
# custom:
#   citation: "748.15"
missing := union({
	data_center.missing,
	facility.missing,
	supplement_10.missing,
	supplement_10_use.missing,
	shares.missing,
	_missing,
})

_missing contains concat(".", [holder.path, field]) if {
	some field in (_fields - object.keys(_seats))
}

_missing contains path if {
	not input.facility.new_location == false
	some path in _location_missing
}

# A notice that is old enough serves a new location and one that is not.
_location_missing contains "facility.new_location" if {
	not is_boolean(input.facility.new_location)
	not _location_noticed <= input.as_of
}

_location_missing contains "facility.notified_on" if not input.facility.notified_on

_missing contains path if {
	transaction.reexported
	classification.form == "commodity"
	some path in _move_missing
}

_move_missing contains "facility.move_notified_on" if {
	not holder.sends == false
	not input.facility.move_notified_on
}

_move_missing contains name if {
	not is_boolean(holder.sends)
	not _move_noticed <= input.as_of
	some name in holder.name_missing("parties.exporter", holder.exporter)
}

# METADATA
# title: Whether a Universal authorization carries the transaction, as the decision tells it
# description: What it needs is told while no condition is broken.
# custom:
#   citation: "748.15"
row := {"symbol": "UVEU", "citation": "748.15", "available": "no", "unmet": unmet, "missing": []} if {
	unmet != set()
} else := {"symbol": "UVEU", "citation": "748.15", "available": "yes", "unmet": [], "missing": []} if {
	missing == set()
	notices == set()
} else := {"symbol": "UVEU", "citation": "748.15", "available": "unknown", "unmet": [], "missing": missing}

# METADATA
# title: Pools
# custom:
#   citation: "748.15(a)(2)(ii)(B)"
pools := shares.rows

# METADATA
# title: What no source tells
# custom:
#   citation: "748.15(a)(1)"
notices := data_center.notices

# METADATA
# title: Readings that the answer touches
# custom:
#   citation: "748.15, Supplement No. 10 to part 748"
touches contains id if some id in data_center.touches

touches contains id if some id in facility.touches

touches contains id if some id in supplement_10_use.touches

touches contains "N16" if {
	shares.outside
	shares.only_parented
}

touches contains "N26" if shares.total_matters

touches contains "N17" if country_groups.destination.outside_supplement_5a == true
