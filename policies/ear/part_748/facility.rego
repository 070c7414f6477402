# METADATA
# title: The data center of a validated end user
# description: Where it stands, whose it is and who operates it.
# scope: package
# custom:
#   citation: "748.15(d)(2)(i)"
package ear.part_748.facility

import rego.v2

import data.ear.country_groups
import data.ear.part_748.holder

# METADATA
# title: Data center in the destination
# description: Shares and allocations are counted by the country where the items are installed.
# custom:
#   citation: "748.15(d)(2)(i)"
unmet contains "748.15(d)(2)(i)/facility_location" if {
	country_groups.known(input.facility.location)
	input.facility.location != input.destination
}

# METADATA
# title: The validated end user's own facility
# description: Rented floor space is not its own (reading N25).
# custom:
#   citation: "748.15(d)(2)(i)"
unmet contains "748.15(d)(2)(i)/own_facility" if {
	not input.readings.N25 == "own"
	_owned_by_holder == false
}

# METADATA
# title: An operator other than the owner holds an authorization of its own
# custom:
#   citation: "748.15(a)(2)(ii)(A) and (iii)(A)"
unmet contains "748.15(a)(2)/operator_authorization" if {
	_operated_by_holder == false
	input.facility.operator_veu == false
}

_owned_by_holder := holder.named(input.facility.owner)

_operated_by_holder := holder.named(input.facility.operator)

# METADATA
# title: Facts about the data center
# custom:
#   citation: "748.15(d)(2)(i)"
missing contains "facility.location" if not country_groups.known(input.facility.location)

missing contains name if {
	some field in _asked
	not is_boolean(holder.named(input.facility[field]))
	some name in holder.name_missing(concat(".", ["facility", field]), object.get(input, ["facility", field], {}))
}

missing contains "facility.operator_veu" if {
	_operated_by_holder == false
	not is_boolean(input.facility.operator_veu)
}

_asked contains "owner" if not input.readings.N25 == "own"

_asked contains "operator" if not input.facility.operator_veu == true

# METADATA
# title: Readings that the answer touches
# custom:
#   citation: "748.15(d)(2)(i)"
touches contains "N25" if _owned_by_holder == false
