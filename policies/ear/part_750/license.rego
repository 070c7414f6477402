# METADATA
# title: License
# description: >-
#   A license in hand that covers the shipment on the day, the first and the last day of it
#   included.
# scope: package
# custom:
#   symbol: LICENSE
#   citation: "750.7"
package ear.license

import rego.v2

import data.ear.country_groups

# METADATA
# title: License in hand
# description: Absent means not claimed.
# custom:
#   citation: "750.7"
unmet contains "750.7/license" if not is_object(input.documents.license)

# METADATA
# title: License that covers this shipment
# custom:
#   citation: "750.7(a)(1)"
unmet contains "750.7/coverage" if input.documents.license.covers_this_shipment == false

# METADATA
# title: License already issued
# custom:
#   citation: "750.7"
unmet contains "750.7/not_issued" if input.documents.license.issued_on > input.as_of

# METADATA
# title: License still valid
# description: >-
#   A last day that is a legal holiday is not moved to the next business day, for no table holds the
#   holidays; a flag asks.
# custom:
#   citation: "750.7(g)"
unmet contains "750.7(g)/expired" if input.documents.license.expires_on < input.as_of

# METADATA
# title: Facts that a license in hand needs
# custom:
#   citation: "750.7"
missing contains concat(".", ["documents.license", field]) if {
	some field in ["issued_on", "expires_on"]
	not input.documents.license[field]
}

missing contains "documents.license.covers_this_shipment" if {
	not is_boolean(input.documents.license.covers_this_shipment)
}

missing contains "destination" if not country_groups.destination

# Where it leaves from may contradict that it is a reexport, which a license does not mend.
missing contains "origin" if {
	input.activity in {"reexport", "deemed_reexport"}
	not input.origin
}

# METADATA
# title: Whether a license carries the transaction, as the decision tells it
# description: What it needs is told while no condition is broken.
# custom:
#   citation: "750.7"
row := {"symbol": "LICENSE", "citation": "750.7", "available": "no", "unmet": broken, "missing": []} if {
	broken := unmet
	broken != set()
} else := {"symbol": "LICENSE", "citation": "750.7", "available": "yes", "unmet": [], "missing": []} if {
	missing == set()
} else := {"symbol": "LICENSE", "citation": "750.7", "available": "unknown", "unmet": [], "missing": missing}

# METADATA
# title: Tell the other parties what the license says
# description: >-
#   The parties named on it, of its scope and of the conditions that apply to them, in writing where
#   a condition applies to them.
# custom:
#   citation: "750.7(a)(1)"
obligations contains {
	"id": "750.7(a)(1)/inform_parties",
	"when": "before_first",
	"due": input.as_of,
	"by": "exporter",
	"citation": "750.7(a)(1), 750.7(d)",
}
