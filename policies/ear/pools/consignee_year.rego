# METADATA
# title: The year of the consignee's group
# description: >-
#   TPP that the group of the ultimate parent receives in a calendar year, keyed by that parent: for
#   LPP the ultimate consignee is the ultimate parent. One headquartered in Supplement No. 5(a) may put
#   it to the limit of a different entity that will operate the items.
# scope: package
# custom:
#   citation: "740.29(a), (d), (h)"
package ear.consignee_year

import rego.v2

import data.ear.calendar
import data.ear.country_groups
import data.ear.parameters
import data.ear.pools
import data.ear.transaction

# METADATA
# title: Ultimate parent whose year it is
# custom:
#   citation: "740.29(h)(1)"
default key := null

key := transaction.ultimate_consignee.ultimate_parent if not lent

key := input.facility.operator.ultimate_parent if lent

# METADATA
# title: Put to the limit of the operator
# custom:
#   citation: "740.29(a)"
lent if {
	country_groups.countries[transaction.ultimate_consignee.ultimate_parent_headquarters].supplement_5a == true
	input.documents.lpp_applied_to_operator == true
	transaction.ultimate_consignee.ultimate_parent
	not _own_operator
}

_own_operator if input.facility.operator.ultimate_parent == transaction.ultimate_consignee.ultimate_parent

# METADATA
# title: TPP received in the year so far
# description: >-
#   In all shipments, or under LPP only (reading N7). What came under LPP is a part of all that came,
#   and counts where more of it is told. What is told of another year, or of no day, is not told of
#   this one.
# custom:
#   citation: "740.29(d), (h)(2)"
default used := null

used := _received if is_number(input.ledger[_field])

# No less than this was received in the year.
default _received := null

_received := input.ledger.operator_year_lpp_tpp if {
	lent
	_of_the_year
}

_received := _own_received if not lent

_own_received := null if {
	not _of_the_year
} else := max([input.ledger.consignee_year_all_tpp, input.ledger.consignee_year_lpp_tpp]) if {
	not input.readings.N7 == "lpp_only"
} else := input.ledger.consignee_year_lpp_tpp if {
	is_number(input.ledger.consignee_year_lpp_tpp)
} else := input.ledger.consignee_year_all_tpp if {
	not input.readings.N7 == "lpp_only"
}

_of_the_year if substring(input.ledger.as_of, 0, 4) == calendar.year

_field := "operator_year_lpp_tpp" if {
	lent
} else := "consignee_year_lpp_tpp" if {
	input.readings.N7 == "lpp_only"
} else := "consignee_year_all_tpp"

# METADATA
# title: Yearly limit
# description: Undefined on a day for which the text sets none.
# custom:
#   citation: "740.29(a)"
limit := parameters.values.lpp_consignee_year_tpp

# METADATA
# title: Whether this transaction fits
# custom:
#   citation: "740.29(d)"
fits := false if {
	# More than a year allows, whosever year it is.
	transaction.requested_tpp > limit
} else := null if {
	not input.ledger.consignee_year_all_tpp
	not input.ledger.consignee_year_lpp_tpp
	not input.ledger.operator_year_lpp_tpp
} else := pools.fits(used, limit) if {
	is_number(used)
	not _lending_untold
} else := false if {
	is_number(_least)
	pools.fits(_least, limit) == false
} else := null

# Whose year it is may not be told: then both have to hold too much.
_least := _received if {
	not _lending_untold
} else := min({_own_received, input.ledger.operator_year_lpp_tpp}) if {
	is_number(_own_received)
	is_number(input.ledger.operator_year_lpp_tpp)
} else := null

# METADATA
# title: Facts that the pool needs
# custom:
#   citation: "740.29(d)"
missing contains concat(".", ["ledger", _field]) if not is_number(input.ledger[_field])

missing contains "ledger.as_of" if not _of_the_year

missing contains path if some path in transaction.requested_tpp_missing

# The consignee certifies what its own group received, and nothing of the operator.
missing contains "ledger.complete" if {
	lent
	is_number(used)
	is_null(fits)
	transaction.requested_tpp
}

# A certification signed before the year cannot tell what was received in it.
missing contains "ledger.complete" if {
	is_null(fits)
	is_number(used)
	input.documents.lpp_certification.signed_on < concat("-", [calendar.year, "01-01"])
	transaction.requested_tpp
}

missing contains _key_path if is_null(key)

missing contains "documents.lpp_applied_to_operator" if {
	_lending_untold
	not input.documents.lpp_applied_to_operator == true
}

_key_path := "facility.operator.ultimate_parent" if {
	lent
} else := concat(".", [transaction.ultimate_consignee_path, "ultimate_parent"])

_lending_untold if {
	not country_groups.countries[transaction.ultimate_consignee.ultimate_parent_headquarters].outside_supplement_5a == true
	not _own_operator
	not is_boolean(input.documents.lpp_applied_to_operator)
	not is_null(input.documents.lpp_applied_to_operator)
	not is_null(input.documents)
}

_lending_untold if {
	not _own_operator
	not country_groups.countries[transaction.ultimate_consignee.ultimate_parent_headquarters]
	input.documents.lpp_applied_to_operator == true
}

# Whether the operator is a different entity.
_lending_untold if {
	not transaction.ultimate_consignee.ultimate_parent
	not country_groups.countries[transaction.ultimate_consignee.ultimate_parent_headquarters].outside_supplement_5a == true
	input.documents.lpp_applied_to_operator == true
}

# METADATA
# title: The pool as the decision tells it
# custom:
#   citation: "740.29(d)"
row := {
	"pool": "consignee_year",
	"key": key,
	"period": calendar.year,
	"basis": "received",
	"limit_tpp": limit,
	"used_tpp": used,
	"requested_tpp": pools.requested_tpp,
	"remaining_tpp": pools.remaining(used, limit),
	"fits": fits,
	"denominator_tpp": null,
	"ledger": pools.ledger,
}
