package ear.license_requirements

import rego.v2

import data.ear.classification
import data.ear.country_groups
import data.ear.developed_technology
import data.ear.transaction

# METADATA
# title: High bandwidth memory
# description: Items of 3A090.c, and software and technology for them, to Macau and Country Group D:5.
# custom:
#   citation: "742.6(a)(6)(i)(B)"
#   carries: "740.2(a)(9)(ii), Note 1"
applies["742.6(a)(6)(i)(B)"] := "742.6(a)(6)(i)(B)" if {
	classification.level == "c"
	_to_macau_or_d5
	not transaction.deemed
}

_to_macau_or_d5 if country_groups.destination.macau_or_d5 == true

_to_macau_or_d5 if transaction.macau_or_d5_located

missing contains path if {
	classification.level == "c"
	not _to_macau_or_d5
	not transaction.deemed
	some path in transaction.locations_missing
}

# METADATA
# title: Technology developed by entities of Macau and D:5
# description: >-
#   Exported from abroad, from Macau or D:5, to any destination but those of A:5 and A:6. An export
#   that leaves from there is from abroad whatever the request calls it.
# custom:
#   citation: "742.6(a)(6)(ii)"
applies["742.6(a)(6)(ii)"] := "742.6(a)(6)(ii)" if {
	input.item.related_eccn
	_sent_from_abroad
	country_groups.countries[input.origin].macau_or_d5 == true
	developed_technology.described("742.6(a)(6)(ii)") == "yes"
}

_sent_from_abroad if {
	input.activity in {"export", "reexport"}
	not country_groups.destination.a5_or_a6 == true
}

missing contains path if {
	input.item.related_eccn
	_sent_from_abroad
	some path in _technology_missing
}

# METADATA
# title: Technology developed, or leaving from, where D:5 is contested
# custom:
#   citation: "742.6(a)(6)(ii)"
technology_contested if {
	_sent_from_abroad
	country_groups.countries[input.origin].d5_contested == true
	developed_technology.described("742.6(a)(6)(ii)") != "no"
}

technology_contested if {
	_sent_from_abroad
	developed_technology.developer == "contested"
	developed_technology.described("742.6(a)(6)(ii)") != "no"
	country_groups.countries[input.origin].macau_or_d5 == true
}

_technology_missing := developed_technology.missing("742.6(a)(6)(ii)") if {
	country_groups.countries[input.origin].macau_or_d5 == true
} else := {"origin"} if {
	not country_groups.countries[input.origin]
	developed_technology.described("742.6(a)(6)(ii)") != "no"
}
