# METADATA
# title: License
# description: A license in hand that covers the shipment on the day, and what an application for one must hold.
# scope: package
# custom:
#   symbol: LICENSE
#   citation: "750.7"
package ear.part_750.license

import rego.v2

import data.ear.country_groups
import data.ear.part_774.classification
import data.ear.pools.country_allocation
import data.ear.regime

# METADATA
# title: License in hand
# description: Absent means not claimed.
# custom:
#   citation: "750.7"
unmet contains "750.7/license" if not is_object(input.documents.license)

# METADATA
# title: License that covers this shipment
# custom:
#   citation: "750.7"
unmet contains "750.7/coverage" if input.documents.license.covers_this_shipment == false

# METADATA
# title: License already issued
# custom:
#   citation: "750.7"
unmet contains "750.7/not_issued" if input.documents.license.issued_on > input.as_of

# METADATA
# title: License still valid
# custom:
#   citation: "750.7(g)"
unmet contains "750.7(g)/expired" if input.documents.license.expires_on < input.as_of

# METADATA
# title: Facts that a license in hand needs
# description: Empty once a condition is broken.
# custom:
#   citation: "750.7"
missing contains concat(".", ["documents.license", field]) if {
	count(unmet) == 0
	some field in ["issued_on", "expires_on"]
	not input.documents.license[field]
}

missing contains "documents.license.covers_this_shipment" if {
	count(unmet) == 0
	not is_boolean(input.documents.license.covers_this_shipment)
}

missing contains "destination" if {
	count(unmet) == 0
	not country_groups.known(input.destination)
}

# METADATA
# title: Whether a license carries the transaction
# custom:
#   citation: "750.7"
available := "no" if {
	count(unmet) > 0
} else := "yes" if {
	count(missing) == 0
} else := "unknown"

# METADATA
# title: Keep the records of the license
# description: Five years from the latest of the events of 762.6(a).
# custom:
#   citation: "762.6(a)"
obligations contains {
	"id": "762.6(a)/records",
	"when": "retention",
	"due": null,
	"by": "exporter",
	"citation": "762.6(a)",
}

# METADATA
# title: Purchase order with the application
# description: Or an equivalent contract; the licensed quantity is generally limited to it.
# custom:
#   citation: "748.S2(c)(3)"
application contains {
	"id": "748.S2(c)(3)/purchase_order",
	"when": "application",
	"due": null,
	"by": "exporter",
	"citation": "Supplement No. 2 to part 748, paragraph (c)(3)",
} if {
	_commodity
}

# METADATA
# title: Aggregate TPP in block 22(j)
# description: By adding the TPP of each integrated circuit of the export item.
# custom:
#   citation: "748.S2(c)(4)"
application contains {
	"id": "748.S2(c)(4)/aggregate_tpp",
	"when": "application",
	"due": null,
	"by": "exporter",
	"citation": "Supplement No. 2 to part 748, paragraph (c)(4)",
} if {
	_commodity
}

# METADATA
# title: One application for each country with an allocation
# custom:
#   citation: "748.S2(c)(4)"
application contains {
	"id": "748.S2(c)(4)/one_country",
	"when": "application",
	"due": null,
	"by": "exporter",
	"citation": "Supplement No. 2 to part 748, paragraph (c)(4)",
} if {
	country_allocation.concerned
}

# METADATA
# title: License generally valid for one year
# custom:
#   citation: "750.7(g)"
application contains {
	"id": "750.7(g)/one_year",
	"when": "application",
	"due": null,
	"by": "exporter",
	"citation": "750.7(g)",
} if {
	regime.text == "diffusion"
	classification.level == "a"
}

_commodity if {
	regime.text == "diffusion"
	classification.level in {"a", "b"}
}
