package ear.consequences

import rego.v2

import data.ear.calendar
import data.ear.outcome
import data.ear.part_748.validated_end_user
import data.ear.part_774.classification
import data.ear.pools.consignee_year
import data.ear.pools.country_allocation
import data.ear.regime as rules
import data.ear.transaction

# METADATA
# title: Sums that the transaction adds to when it takes place
# description: >-
#   Of commodities that meet 3A090.a only: items of the b level, software, technology and weights have
#   no sum. A license adds to the allocation of its destination, whatever the review said; LPP,
#   validated end users and the other license exceptions never do.
# custom:
#   citation: "740.27(c), 740.29(h)(2), 742.6(b)(10)(iii)(B)(1)"
counts contains {"sum": "country_licensed", "key": _country_of_license, "period": country_allocation.period, "tpp": transaction.requested_tpp} if {
	_licensed_or_applied_for
	_a_level_commodity
}

counts contains {"sum": "consignee_year_lpp", "key": consignee_year.key, "period": calendar.year, "tpp": transaction.requested_tpp} if {
	_relied_on == "LPP"
	not consignee_year.lent
}

counts contains {"sum": "operator_year_lpp", "key": consignee_year.key, "period": calendar.year, "tpp": transaction.requested_tpp} if {
	_relied_on == "LPP"
	consignee_year.lent
}

# All that the group receives in the year, in whatever way it may come to it (reading N7).
counts contains {"sum": "consignee_year_all", "key": _ultimate_parent, "period": calendar.year, "tpp": transaction.requested_tpp} if {
	_received
	_a_level_commodity
}

counts contains {"sum": "consignee_aia", "key": _ultimate_parent, "period": null, "tpp": transaction.requested_tpp} if {
	_relied_on == "AIA"
	_a_level_commodity
}

counts contains {"sum": "veu_installed", "key": validated_end_user.installed.key, "period": null, "tpp": validated_end_user.installed.tpp} if {
	outcome.outcome == "validated_end_user"
}

# A license counts from 2025 on, whichever text asked for it; an application where the allocation is law.
_licensed_or_applied_for if _relied_on == "LICENSE"

_licensed_or_applied_for if {
	_license_required
	rules.text == "diffusion"
}

_received if _relied_on

_received if {
	outcome.outcome == "no_license_required"
	not transaction.deemed
}

_a_level_commodity if {
	classification.level == "a"
	classification.form == "commodity"
	transaction.requested_tpp
}

# The destination; inside Supplement No. 5(a) the country whose allocation the license would draw on.
_country_of_license := input.destination if {
	country_allocation.subject
} else := country_allocation.key if {
	country_allocation.concerned
}

default _ultimate_parent := null

_ultimate_parent := transaction.ultimate_consignee.ultimate_parent
