package ear.consequences

import rego.v2

import data.ear.calendar
import data.ear.outcome
import data.ear.part_774.classification
import data.ear.pools.consignee_year
import data.ear.pools.country_allocation
import data.ear.transaction

# METADATA
# title: Sums that the transaction adds to
# custom:
#   citation: "740.27(c), 740.29(h)(2), 742.6(b)(10)(iii)(B)(1)"
counts contains {"sum": "country_licensed", "key": country_allocation.key, "period": "2025-2027", "tpp": transaction.requested_tpp} if {
	outcome.outcome in {"license_required", "licensed"}
	country_allocation.concerned
}

counts contains {"sum": "consignee_year_lpp", "key": consignee_year.key, "period": calendar.year, "tpp": transaction.requested_tpp} if {
	_relied_on == "LPP"
	not consignee_year.lent
}

counts contains {"sum": "operator_year_lpp", "key": consignee_year.key, "period": calendar.year, "tpp": transaction.requested_tpp} if {
	_relied_on == "LPP"
	consignee_year.lent
}

counts contains {"sum": "consignee_year_all", "key": _ultimate_parent, "period": calendar.year, "tpp": transaction.requested_tpp} if {
	_relied_on
	_a_level_commodity
}

counts contains {"sum": "consignee_aia", "key": _ultimate_parent, "period": null, "tpp": transaction.requested_tpp} if {
	_relied_on == "AIA"
	_a_level_commodity
}

_a_level_commodity if {
	classification.level == "a"
	transaction.requested_tpp
}

default _ultimate_parent := null

_ultimate_parent := transaction.ultimate_consignee.ultimate_parent
