package ear.transaction

import rego.v2

import data.ear.country_groups

# METADATA
# title: A reexport, however it is called
# description: An export that leaves from abroad is one.
# custom:
#   citation: "15 CFR part 734"
reexported if input.activity == "reexport"

reexported if {
	input.activity == "export"
	from_abroad
}

# METADATA
# title: Any party but the exporter, or the data center, located in Macau or D:5
# description: What reaches a party there goes there, whatever the destination told.
# custom:
#   citation: "740.2(a)(9)(ii)"
macau_or_d5_located if {
	some party in counterparties
	country_groups.countries[party.location].macau_or_d5 == true
}

macau_or_d5_located if country_groups.countries[input.facility.location].macau_or_d5 == true

# METADATA
# title: Macau or D:5 as destination, location or headquarters
# description: Of the act, or of any party but the exporter.
# custom:
#   citation: "740.2(a)(9)(ii)"
macau_or_d5 if {
	some country in _countries
	country_groups.countries[country].macau_or_d5 == true
}

# METADATA
# title: Destination, location or headquarters that D:5 may name or not
# custom:
#   citation: "740.2(a)(9)(ii)"
d5_contested if {
	some country in _countries
	country_groups.countries[country].d5_contested == true
}

_countries contains input.destination

_countries contains input.facility.location

_countries contains party.location if some party in counterparties

_countries contains country if some country in headquarters

# METADATA
# title: Countries beside the destination to which the act goes
# description: >-
#   Where ultimate consignee and end user are located, and where the item will stand. A release to a
#   person goes to none of them.
# custom:
#   citation: "742.6(a)(6)(iii)"
elsewhere contains ultimate_consignee.location if {
	ultimate_consignee.location != input.destination
	not deemed
}

elsewhere contains end_user.location if {
	end_user.location != input.destination
	not deemed
}

elsewhere contains input.facility.location if {
	input.facility.location != input.destination
	not deemed
}

# METADATA
# title: To Ukraine
# description: By destination, or by where who receives it is located or it will stand.
# custom:
#   citation: "740.2(a)(6)"
to_ukraine if input.destination == "UA"

to_ukraine if "UA" in elsewhere

# METADATA
# title: Countries outside Supplement No. 5(a) to which the act goes besides
# custom:
#   citation: "742.6(b)(10)(iii)(B)"
outside_elsewhere contains country if {
	some country in elsewhere
	country_groups.countries[country].outside_supplement_5a == true
}

# METADATA
# title: Countries to which the act may go besides
# custom:
#   citation: "742.6(a)(6)(iii)"
elsewhere_missing contains concat(".", [ultimate_consignee_path, "location"]) if {
	not country_groups.countries[ultimate_consignee.location]
	not deemed
}

elsewhere_missing contains concat(".", [end_user_path, "location"]) if {
	not country_groups.countries[end_user.location]
	not deemed
}

elsewhere_missing contains "facility.location" if {
	input.facility.location
	not country_groups.countries[input.facility.location]
	not deemed
}

# METADATA
# title: Locations that are not told
# custom:
#   citation: "740.2(a)(9)(ii)"
locations_missing contains concat(".", [path, "location"]) if {
	some path, party in counterparties
	not country_groups.countries[party.location]
}

locations_missing contains "facility.location" if {
	input.facility.location
	not country_groups.countries[input.facility.location]
}
