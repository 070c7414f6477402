# METADATA
# title: The data center of a validated end user
# description: Where it stands, whose it is and who operates it.
# scope: package
# custom:
#   citation: "748.15(d)(2)(i)"
package ear.facility

import rego.v2

import data.ear.country_groups
import data.ear.holder
import data.ear.transaction

# METADATA
# title: Data center in the destination
# description: Shares and allocations are counted by the country where the items are installed.
# custom:
#   citation: "748.15(d)(2)(i)"
unmet contains "748.15(d)(2)(i)/facility_location" if {
	input.facility.location != input.destination
	country_groups.countries[input.facility.location]
}

# METADATA
# title: The validated end user's own facility
# description: Rented floor space is not its own (reading N25).
# custom:
#   citation: "748.15(d)(2)(i)"
unmet contains "748.15(d)(2)(i)/own_facility" if {
	_owned_by_holder == false
	not input.readings.N25 == "own"
}

unmet contains "748.15(d)(2)(i)/own_facility" if is_null(input.facility)

# METADATA
# title: Owner of the data center, told apart from who receives
# description: >-
#   Chips that stand in its data center are in its hands as in those of who operates it. An owner of the
#   holder's name counts as it is told.
# custom:
#   citation: "Supplement No. 10 to part 748, paragraph 4"
owner := transaction.told_apart(input.facility.owner) if is_object(input.facility.owner)

# METADATA
# title: A party, the data center or its owner located in Macau or Country Group D:5
# custom:
#   citation: "748.15(b)(2), Supplement No. 10 to part 748, paragraph 4.a"
macau_or_d5_located if transaction.macau_or_d5_located

macau_or_d5_located if country_groups.countries[owner.location].macau_or_d5 == true

# METADATA
# title: An operator other than the owner of the items holds an authorization of its own
# description: The items are the holder's, whoever owns the building.
# custom:
#   citation: "748.15(a)(2)(ii)(A) and (iii)(A)"
unmet contains "748.15(a)(2)/operator_authorization" if {
	input.facility.operator_veu == false
	_operated_apart == true
}

# METADATA
# title: An operator that may hold a Universal authorization
# description: >-
#   Who is headquartered and parented outside Supplement No. 5(a) holds none, whatever is told of
#   it.
# custom:
#   citation: "748.15(a)(2)(ii)(A), (b)(2)(i)"
unmet contains "748.15(a)(2)/operator_authorization" if {
	input.veu.type == "uveu"
	country_groups.countries[_operator.headquarters].outside_supplement_5a == true
	country_groups.countries[_operator.ultimate_parent_headquarters].outside_supplement_5a == true
}

# METADATA
# title: An operator that may hold an authorization of either kind
# description: Ownership from Macau or Country Group D:5 is control by a foreign interest of concern.
# custom:
#   citation: "748.15(a)(2)(ii)(A) and (iii)(A), Supplement No. 10 to part 748, paragraph 13"
unmet contains "748.15(a)(2)/operator_authorization" if {
	operator := _operator
	some field in ["headquarters", "ultimate_parent_headquarters"]
	country_groups.countries[operator[field]].macau_or_d5 == true
}

_owned_by_holder := input.facility.owner.name == holder.party.name

# Told by its name alone, it is the receiver of that name. The holder itself needs no other
# authorization, unless what is told of it as the operator differs.
_operator := transaction.as_told(input.facility.operator) if {
	_operated_apart == true
	is_object(input.facility.operator)
} else := told if {
	not _operated_apart == false
	told := transaction.counterparties["facility.operator"]
} else := told if {
	told := transaction.counterparties["facility.operator"]
	itself := holder.party
	some field in ["headquarters", "ultimate_parent_headquarters"]
	told[field] != itself[field]
}

# The holder has its own. Undefined where a name that would tell is missing.
_operated_apart := input.facility.operator.name != holder.party.name if {
	holder.party.name
} else if {
	# Whoever the holder is: in its own facility it bears the name of the owner.
	not input.readings.N25 == "own"
	input.facility.operator.name != input.facility.owner.name
}

# METADATA
# title: Facts about the data center
# description: A place that no table knows is asked for with the other locations of the transaction.
# custom:
#   citation: "748.15(d)(2)(i)"
missing contains "facility.location" if not input.facility.location

missing contains path if {
	not is_boolean(_owned_by_holder)
	some path in _ownership_missing
}

# By reading N25 it may be rented, but not of whom it pleases.
_ownership_missing contains "facility.owner.name" if not is_object(input.facility.owner)

_ownership_missing contains name if {
	not input.readings.N25 == "own"
	some name in holder.name_missing("facility.owner", object.get(input, ["facility", "owner"], {}))
}

missing contains path if {
	owner
	some path in _owner_missing
}

_owner_missing contains "facility.owner.location" if not country_groups.countries[owner.location]

_owner_missing contains "facility.owner.listed" if not owner.listed

# A holder of the operator's name operates it itself.
missing contains path if {
	not _operated_apart == false
	some path in _operation_missing
}

# Who holds an authorization of its own is asked for what is told of it.
_operation_missing contains "facility.operator.name" if not is_object(input.facility.operator)

_operation_missing contains name if {
	not input.facility.operator_veu == true
	some name in holder.name_missing("facility.operator", object.get(input, ["facility", "operator"], {}))
}

_operation_missing contains concat(".", ["facility.operator", field]) if {
	not input.facility.operator_veu == false
	told := _operator
	some field in ["headquarters", "ultimate_parent_headquarters"]
	not country_groups.countries[told[field]]
}

_operation_missing contains "facility.operator_veu" if {
	_operated_apart == true
	not is_boolean(input.facility.operator_veu)
}

# METADATA
# title: Readings that the answer touches
# custom:
#   citation: "748.15(d)(2)(i)"
touches contains "N25" if _owned_by_holder == false
