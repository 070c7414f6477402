package ear.restrictions

import rego.v2

import data.ear.classification
import data.ear.country_groups
import data.ear.parameters
import data.ear.transaction

# METADATA
# title: Items received under AIA stay with insiders
# description: >-
#   The consignee certified that they go to no entity headquartered, located or parented outside
#   Supplement No. 5(a) without prior authorization from BIS (reading N24).
# custom:
#   citation: "740.27(b)(2)(iv)"
unmet contains "740.27(b)(2)(iv)/prior_authorization" if {
	input.item.received_under == "AIA"
	sent_on_to_outsider
	not input.readings.N24 == "yes"
}

# METADATA
# title: Items received under AIA go on to an outsider
# description: What the consignee certified is about the commodities of 740.27(a)(1) only.
# custom:
#   citation: "740.27(b)(2)(iv)"
sent_on_to_outsider if {
	input.item.received_under == "AIA"
	transaction.onward
	classification.form == "commodity"
	_outsider
}

_outsider if country_groups.destination.outside_supplement_5a == true

_outsider if transaction.outside_headquartered

_outsider if {
	some _ in transaction.outside_elsewhere
}

_outsider if {
	some party in transaction.users
	country_groups.countries[party.location].outside_supplement_5a == true
}

# METADATA
# title: Items received by a validated end user are sent on under a separate authorization
# description: >-
#   A data center authorization permits it only to its own authorized locations, or where a separate
#   authorization is obtained. That an exception is one is not read into it, as with AIA (reading N24).
# custom:
#   citation: "748.15(d)(2)(iii)"
unmet contains "748.15(d)(2)(iii)/separate_authorization" if {
	input.item.received_under in {"UVEU", "NVEU"}
	transaction.onward
	not input.readings.N24 == "yes"
}

# METADATA
# title: Under what the items were received
# custom:
#   citation: "740.27(b)(2)(iv), 748.15(d)(2)(iii)"
missing contains "item.received_under" if {
	input.activity in {"reexport", "transfer_in_country"}
	parameters.in_force("90 FR 4544")
	not input.item.received_under
}

missing contains "item.received_under" if {
	input.activity == "export"
	input.origin
	transaction.from_abroad
	parameters.in_force("90 FR 4544")
	not input.item.received_under
}

missing contains path if {
	input.item.received_under == "AIA"
	transaction.onward
	classification.form == "commodity"
	not _outsider
	some path in _outsider_missing
}

_outsider_missing contains concat(".", [path, field]) if {
	some path, party in transaction.users
	some field in ["location", "headquarters", "ultimate_parent_headquarters"]
	not country_groups.countries[party[field]]
}

# METADATA
# title: Readings that the answer touches
# custom:
#   citation: "740.27(b)(2)(iv)"
touches contains "N24" if {
	input.item.received_under == "AIA"
	sent_on_to_outsider
}

touches contains "N24" if {
	input.item.received_under in {"UVEU", "NVEU"}
	transaction.onward
}
