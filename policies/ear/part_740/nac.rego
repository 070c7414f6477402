# METADATA
# title: License Exception Notified Advanced Computing
# description: To Macau, D:5 and entities headquartered there, after a notification to BIS.
# scope: package
# custom:
#   symbol: NAC
#   citation: "740.8(a)"
package ear.nac

import rego.v2

import data.ear.calendar
import data.ear.country_groups
import data.ear.nac_aca
import data.ear.parameters
import data.ear.transaction

# METADATA
# title: Conditions of NAC and ACA
# custom:
#   citation: "740.8"
unmet contains id if some id in nac_aca.unmet

# METADATA
# title: Export or reexport
# description: A transfer (in-country) cannot use NAC; nor is a release to a person read into its words.
# custom:
#   citation: "740.8(a)"
unmet contains "740.8(a)/activity" if {
	input.activity in {"transfer_in_country", "deemed_export", "deemed_reexport"}
}

# METADATA
# title: To Macau, D:5 or an entity headquartered there
# description: >-
#   What goes to a party located there goes there. Where D:5 may name a country or not, the condition is
#   neither met nor broken.
# custom:
#   citation: "740.8(a)"
unmet contains "740.8(a)/destination" if {
	country_groups.destination
	not transaction.macau_or_d5
	transaction.locations_missing == set()
	transaction.headquarters_missing == set()
	not transaction.d5_contested
}

# METADATA
# title: Notification to BIS
# custom:
#   citation: "740.8(c)(1)"
unmet contains "740.8(c)(1)/notification" if is_null(input.documents.nac_notification)

unmet contains "740.8(c)(1)/notification" if is_null(input.documents)

# METADATA
# title: Twenty-five calendar days before
# description: Counted from the later of submission and registration.
# custom:
#   citation: "740.8(c)(1)"
unmet contains "740.8(c)(1)/waiting_period" if {
	input.documents.nac_notification
	input.as_of < first_day
}

# METADATA
# title: Answered by BIS
# custom:
#   citation: "740.8(c)(2)"
unmet contains "740.8(c)(2)/pending" if input.documents.nac_notification.outcome == "pending"

# METADATA
# title: No license required by the answer of BIS
# custom:
#   citation: "740.8(c)(2)"
unmet contains "740.8(c)(2)/license_required" if {
	input.documents.nac_notification.outcome == "license_required"
}

# METADATA
# title: Covered by the notification
# description: Same items, same end user, within the quantity and value notified.
# custom:
#   citation: "740.8(a)(2)"
unmet contains "740.8(a)(2)/coverage" if input.documents.nac_notification.covers_this_shipment == false

# METADATA
# title: First day on which the shipment may leave
# custom:
#   citation: "740.8(c)(1), (c)(2)"
first_day := calendar.shift(max(_days), 0, 0, parameters.values.nac_notice_days)

_days contains input.documents.nac_notification.submitted_on

_days contains input.documents.nac_notification.registered_on

# METADATA
# title: Facts that NAC needs
# custom:
#   citation: "740.8"
missing contains path if some path in nac_aca.missing

missing contains path if {
	some path in (transaction.headquarters_missing | transaction.locations_missing)
	not transaction.macau_or_d5
}

missing contains "documents.nac_notification" if not is_object(input.documents.nac_notification)

missing contains concat(".", ["documents.nac_notification", field]) if {
	is_object(input.documents.nac_notification)
	some field in ["submitted_on", "registered_on", "outcome"]
	not input.documents.nac_notification[field]
}

missing contains "documents.nac_notification.covers_this_shipment" if {
	is_object(input.documents.nac_notification)
	not is_boolean(input.documents.nac_notification.covers_this_shipment)
}

# METADATA
# title: Whether NAC carries the transaction, as the decision tells it
# description: What it needs is told while no condition is broken.
# custom:
#   citation: "740.8(a)"
row := {"symbol": "NAC", "citation": "740.8", "available": "no", "unmet": broken, "missing": []} if {
	broken := unmet
	broken != set()
} else := {"symbol": "NAC", "citation": "740.8", "available": "yes", "unmet": [], "missing": []} if {
	missing == set()
	not transaction.d5_contested
} else := {"symbol": "NAC", "citation": "740.8", "available": "unknown", "unmet": [], "missing": missing}

# METADATA
# title: Confirmed before the twenty-fifth day
# description: BIS confirms on the twenty-fifth day; an earlier confirmation contradicts the dates given.
# custom:
#   citation: "740.8(c)(2)"
confirmed_early if {
	input.documents.nac_notification.outcome == "confirmed"
	input.as_of < first_day
}

# METADATA
# title: What comes with NAC and ACA
# custom:
#   citation: "740.8"
obligations contains obligation if some obligation in nac_aca.obligations

# METADATA
# title: Notify BIS
# description: A completed application in SNAP-R, at least twenty-five calendar days before.
# custom:
#   citation: "740.8(c)(1)"
obligations contains {
	"id": "740.8(c)(1)/notification",
	"when": "before_first",
	"due": calendar.shift(input.as_of, 0, 0, 0 - parameters.values.nac_notice_days),
	"by": "exporter",
	"citation": "740.8(c)(1)",
}

# METADATA
# title: What the notification must hold
# description: >-
#   TPP, performance density, data sheet, approvals for the end user in the past 12 months, memory
#   bandwidth, and the computing cluster with its aggregate TPP and users.
# custom:
#   citation: "740.8(c)(1)(i) to (vi)"
#   carries: "740.8(c)(1)(i) to (vi)"
obligations contains {
	"id": "740.8(c)(1)/notification_content",
	"when": "before_first",
	"due": calendar.shift(input.as_of, 0, 0, 0 - parameters.values.nac_notice_days),
	"by": "exporter",
	"citation": "740.8(c)(1)(i) to (vi)",
}
