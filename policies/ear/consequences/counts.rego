package ear.consequences

import rego.v2

import data.ear.calendar
import data.ear.classification
import data.ear.consignee_year
import data.ear.country_allocation
import data.ear.pools
import data.ear.transaction
import data.ear.validated_end_user

# METADATA
# title: All that the group of the consignee receives in the year
# description: >-
#   In whatever way it may come to it (reading N7), of commodities that meet 3A090.a only: items of the
#   b level, software, technology and weights have no sum, and a release to a person ships nothing.
#   Shipments are those of exporters and reexporters: a transfer (in-country) is none.
# custom:
#   citation: "740.29(h)(2)"
received contains {"sum": "consignee_year_all", "key": _ultimate_parent, "period": calendar.year, "tpp": pools.requested_tpp} if {
	classification.level == "a"
	classification.form == "commodity"
	not input.activity == "transfer_in_country"
	not transaction.deemed
}

# METADATA
# title: What the consignee receives under AIA
# description: Here the ultimate consignee is the owner of the items itself, not its ultimate parent.
# custom:
#   citation: "740.27(b)(1), (c)"
received_under_aia contains {"sum": "consignee_aia", "key": _owner, "period": null, "tpp": pools.requested_tpp} if {
	classification.level == "a"
	classification.form == "commodity"
}

# METADATA
# title: What the group of the consignee, or of the operator, receives under LPP in the year
# description: What is put to the limit of the operator is received in the operator's year alone.
# custom:
#   citation: "740.29(a), (h)(2)"
received_under_lpp contains {"sum": sum, "key": consignee_year.key, "period": calendar.year, "tpp": pools.requested_tpp} if {
	some sum in ["consignee_year_all", "consignee_year_lpp"]
}

received_under_lpp contains {"sum": "operator_year_lpp", "key": consignee_year.key, "period": calendar.year, "tpp": pools.requested_tpp} if consignee_year.lent

# METADATA
# title: What is licensed to a country
# description: >-
#   A license adds to the allocation of its destination, whatever the review said and whichever text
#   asked for it; LPP, validated end users and the other license exceptions never do.
# custom:
#   citation: "742.6(b)(10)(iii)(B)(1)"
licensed contains {"sum": "country_licensed", "key": country_allocation.counted_for, "period": country_allocation.period, "tpp": pools.requested_tpp} if {
	classification.level == "a"
	classification.form == "commodity"
}

# METADATA
# title: What is installed with a validated end user
# custom:
#   citation: "748.15(a)(2)(iii)(B), Supplement No. 10 to part 748, paragraph 6"
installed contains {"sum": "veu_installed", "key": chips.key, "period": null, "tpp": chips.tpp} if {
	chips := validated_end_user.installed
}

default _ultimate_parent := null

_ultimate_parent := transaction.ultimate_consignee.ultimate_parent

default _owner := null

_owner := transaction.ultimate_consignee.name
