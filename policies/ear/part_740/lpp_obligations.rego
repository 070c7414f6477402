package ear.lpp

import rego.v2

import data.ear.calendar
import data.ear.parameters
import data.ear.transaction

# METADATA
# title: Obtain the certification of the ultimate consignee
# custom:
#   citation: "740.29(f)"
#   carries: "740.29(f)"
obligations contains {
	"id": "740.29(f)/certification",
	"when": "before_first",
	"due": input.as_of,
	"by": "exporter",
	"citation": "740.29(f)",
}

# METADATA
# title: Send BIS a copy of the certification
# description: By email to EARReports@bis.doc.gov, subject line "LPP Shipment", within 30 days of the export.
# custom:
#   citation: "740.29(g)(1)"
obligations contains {
	"id": "740.29(g)(1)/certification_copy",
	"when": "after",
	"due": calendar.shift(input.as_of, 0, 0, parameters.values.lpp_certification_copy_days),
	"by": "exporter",
	"citation": "740.29(g)(1)",
}

# METADATA
# title: Tell BIS when the yearly limit is reached
# description: By email to EARReports@bis.doc.gov, subject line "LPP TPP Limit Reached".
# custom:
#   citation: "740.29(g)(2)"
obligations contains {
	"id": "740.29(g)(2)/limit_reached",
	"when": "on_event",
	"due": null,
	"by": "consignee",
	"citation": "740.29(g)(2)",
}

# METADATA
# title: Notify BIS before a large shipment
# description: By email to EARReports@bis.doc.gov, subject line "LPP Shipment"; no waiting period is stated.
# custom:
#   citation: "740.29(g)(3)"
obligations contains {
	"id": "740.29(g)(3)/prior_notice",
	"when": "before_each",
	"due": input.as_of,
	"by": "exporter",
	"citation": "740.29(g)(3)",
} if {
	_large_shipment
}

_large_shipment if {
	transaction.shipment_tpp >= parameters.values.lpp_prior_notice_tpp
	not input.readings.N11 == "more_than"
}

_large_shipment if transaction.shipment_tpp > parameters.values.lpp_prior_notice_tpp

_large_shipment if _large_by_itself
