# METADATA
# title: License Exception Low Processing Performance
# description: Exports and reexports to one ultimate consignee, within a yearly TPP of its whole group.
# scope: package
# custom:
#   symbol: LPP
#   citation: "740.29"
package ear.lpp

import rego.v2

import data.ear.calendar
import data.ear.classification
import data.ear.consignee_year
import data.ear.country_groups
import data.ear.parameters
import data.ear.restrictions
import data.ear.transaction

# METADATA
# title: Eligible commodity
# description: The list leaves 5A002.z out, which other paragraphs name (reading C3).
# custom:
#   citation: "740.29(b)"
unmet contains "740.29(b)/item" if _eligible == false

# METADATA
# title: Export or reexport
# description: A transfer (in-country) cannot use LPP.
# custom:
#   citation: "740.29(a)"
unmet contains "740.29(a)/activity" if input.activity == "transfer_in_country"

# METADATA
# title: Restrictions on all License Exceptions
# custom:
#   citation: "740.2"
unmet contains id if {
	some id in restrictions.unmet
	_eligible
}

# METADATA
# title: Not behind the gate, which does not name LPP
# description: >-
#   Country Groups D:1 and D:4 as destination, unless the request reads 740.29(c) as the later and
#   special paragraph (reading C1).
# custom:
#   citation: "740.2(a)(9)(ii)"
unmet contains "740.2(a)(9)(ii)/gate" if {
	restrictions.gate_by_destination
	_eligible
	not input.readings.C1 == "lpp_available"
	not restrictions.computer_not_named
}

# METADATA
# title: Nothing for Macau and D:5
# custom:
#   citation: "740.2(a)(9)(ii), 740.29(c)(1) and (2)"
unmet contains id if {
	transaction.macau_or_d5
	_eligible
	some id in _closed_to_macau_or_d5
}

# METADATA
# title: No entity headquartered in Macau or D:5
# custom:
#   citation: "740.2(a)(9)(ii)"
_closed_to_macau_or_d5 contains "740.2(a)(9)(ii)/gate" if {
	transaction.macau_or_d5_headquartered
	not restrictions.computer_not_named
}

# METADATA
# title: Not to Macau or D:5
# custom:
#   citation: "740.29(c)(1)"
_closed_to_macau_or_d5 contains "740.29(c)/destination" if country_groups.destination.macau_or_d5 == true

_closed_to_macau_or_d5 contains "740.29(c)/destination" if transaction.macau_or_d5_located

# METADATA
# title: Ultimate consignee not headquartered or parented in Macau or D:5
# custom:
#   citation: "740.29(c)(2)"
_closed_to_macau_or_d5 contains "740.29(c)/headquarters" if {
	some field in ["headquarters", "ultimate_parent_headquarters"]
	country_groups.macau_or_d5(transaction.entities[transaction.ultimate_consignee_path][field])
}

# METADATA
# title: Yearly limit of the consignee's group
# description: Of exports and reexports; what is transferred (in-country) counts against none.
# custom:
#   citation: "740.29(a)"
unmet contains "740.29(a)/limit" if {
	_eligible
	consignee_year.fits == false
	not input.activity == "transfer_in_country"
}

# METADATA
# title: Directly to the ultimate consignee
# description: >-
#   Intermediate consignees are allowed unless the request reads the paragraph otherwise (reading
#   N20).
# custom:
#   citation: "740.29(a)"
unmet contains "740.29(a)/direct" if {
	input.readings.N20 == "direct_only"
	through_intermediate
	_eligible
}

# METADATA
# title: No end use or end user prohibited under part 744
# custom:
#   citation: "740.29(e)"
unmet contains "740.29(e)/part_744" if {
	input.end_use.part_744 == "concern"
	_eligible
}

# METADATA
# title: Certification of the ultimate consignee
# custom:
#   citation: "740.29(f)"
unmet contains "740.29(f)/certification" if {
	is_null(input.documents.lpp_certification)
	_eligible
}

unmet contains "740.29(f)/certification" if {
	is_null(input.documents)
	_eligible
}

# METADATA
# title: Certification signed before use
# custom:
#   citation: "740.29(f)"
unmet contains "740.29(f)/signed_before_use" if {
	input.documents.lpp_certification.signed_on > input.as_of
	_eligible
}

# METADATA
# title: Certification of the calendar year of the shipment
# custom:
#   citation: "740.29(f)(iii)"
unmet contains "740.29(f)(iii)/calendar_year" if {
	format_int(input.documents.lpp_certification.calendar_year, 10) != calendar.year
	_eligible
}

default _eligible := false

_eligible if classification.listed.LPP == "listed"

_eligible if {
	classification.listed.LPP == "C3"
	_c3_lists
}

_c3_lists if input.readings.C3 == "z_5a002_eligible"

# METADATA
# title: Facts that LPP needs
# custom:
#   citation: "740.29"
missing contains path if some path in restrictions.missing_with_parties

missing contains path if {
	input.readings.N2 == "gate_as_worded"
	some path in restrictions.gate_missing
}

# The list may leave it out.
missing contains "item.eccn" if {
	not input.readings.C3 == "z_5a002_eligible"
	_of_5a002
}

missing contains path if some path in consignee_year.missing

missing contains "documents.lpp_certification" if not is_object(input.documents.lpp_certification)

missing contains "documents.lpp_certification.signed_on" if {
	is_object(input.documents.lpp_certification)
	not input.documents.lpp_certification.signed_on
}

missing contains "documents.lpp_certification.calendar_year" if {
	is_object(input.documents.lpp_certification)
	not input.documents.lpp_certification.calendar_year
}

missing contains "shipment.aggregate_tpp" if {
	not is_number(input.shipment.aggregate_tpp)
	not input.shipment.lines == 1
	not _large_by_itself
}

# What is a part of a shipment may be more than asks for a notice already.
_large_by_itself if transaction.requested_tpp > parameters.values.lpp_prior_notice_tpp

# METADATA
# title: Whether LPP carries the transaction, as the decision tells it
# description: >-
#   What it needs is told while no condition is broken. Where the whole of the consignee's year is
#   known only to others, the certification of the current year stands for it.
# custom:
#   citation: "740.29"
row := {"symbol": "LPP", "citation": "740.29", "available": "no", "unmet": broken, "missing": []} if {
	broken := unmet
	broken != set()
} else := {"symbol": "LPP", "citation": "740.29", "available": "yes", "unmet": [], "missing": []} if {
	missing == set()
	not _year_of_receipt_unknown
} else := {"symbol": "LPP", "citation": "740.29", "available": "unknown", "unmet": [], "missing": missing}

# METADATA
# title: A December shipment may be received in the next year
# description: Under reading N6 the year of receipt counts, and the request cannot tell it.
# custom:
#   citation: "740.29(h)(2)"
_year_of_receipt_unknown if {
	input.readings.N6 == "year_of_receipt"
	substring(input.as_of, 5, 2) == "12"
}

# METADATA
# title: Day of receipt not told
# custom:
#   citation: "740.29(h)(2)"
day_of_receipt_needed if {
	_year_of_receipt_unknown
	unmet == set()
}

# METADATA
# title: Through an intermediate consignee
# custom:
#   citation: "740.29(d)"
through_intermediate if is_object(input.parties.intermediate_consignee)

# METADATA
# title: Readings that the answer touches
# custom:
#   citation: "740.29"
touches contains "C1" if {
	restrictions.gate_by_destination
	_eligible
	not country_groups.destination.macau_or_d5 == true
	not transaction.macau_or_d5_headquartered
}

touches contains "C3" if {
	_of_5a002
	not country_groups.destination.macau_or_d5 == true
	not transaction.macau_or_d5_headquartered
}

_of_5a002 if classification.listed.LPP == "C3"

_of_5a002 if {
	some row in classification.may_be
	row.eligible.LPP == "C3"
}

# Where LPP is open but for the condition that a reading decides.
touches contains id if {
	row.unmet in {[], {"740.29(a)/direct"}, {"740.29(a)/limit"}}
	some id in _touched
}

_touched contains "N20" if is_object(input.parties.intermediate_consignee)

_touched contains "N6" if substring(input.as_of, 5, 2) == "12"

# Two amounts that differ, or one that is told alone: the reading decides which of them counts.
_touched contains "N7" if {
	object.get(input, ["ledger", "consignee_year_all_tpp"], null) != object.get(input, ["ledger", "consignee_year_lpp_tpp"], null)
	not consignee_year.lent
}

_touched contains "N11" if transaction.shipment_tpp == parameters.values.lpp_prior_notice_tpp
