# METADATA
# title: License Exception Advanced Computing Authorized
# description: Any destination but Macau, D:5 and entities headquartered there, and transfers within those.
# scope: package
# custom:
#   symbol: ACA
#   citation: "740.8(a)"
package ear.aca

import rego.v2

import data.ear.country_groups
import data.ear.nac_aca
import data.ear.regime
import data.ear.transaction

# METADATA
# title: Conditions of NAC and ACA
# custom:
#   citation: "740.8"
unmet contains id if some id in nac_aca.unmet

# METADATA
# title: Destination and entities outside Macau and D:5
# description: Transfers (in-country) within Macau and D:5 are covered all the same.
# custom:
#   citation: "740.8(a)"
unmet contains "740.8(a)/destination" if {
	transaction.macau_or_d5
	not _transfer_within
	not _perhaps_within
}

# METADATA
# title: Country Groups D:1 and D:4 only, text of December 2024
# custom:
#   citation: "740.8(a), 89 FR 23884"
unmet contains "740.8(a)/destination" if {
	regime.text == "december_2024"
	country_groups.destination
	not country_groups.destination.d1_or_d4 == true
}

_transfer_within if {
	input.activity == "transfer_in_country"
	country_groups.destination.macau_or_d5 == true
}

_perhaps_within if {
	input.activity == "transfer_in_country"
	not country_groups.destination
}

# METADATA
# title: Facts that ACA needs
# custom:
#   citation: "740.8(a)"
missing contains path if some path in nac_aca.missing

missing contains path if {
	not _transfer_within
	some path in transaction.headquarters_missing
}

missing contains path if {
	not _transfer_within
	some path in transaction.locations_missing
}

# METADATA
# title: Whether ACA carries the transaction, as the decision tells it
# description: What it needs is told while no condition is broken.
# custom:
#   citation: "740.8(a)"
row := {"symbol": "ACA", "citation": "740.8", "available": "no", "unmet": broken, "missing": []} if {
	broken := unmet
	broken != set()
} else := {"symbol": "ACA", "citation": "740.8", "available": "yes", "unmet": [], "missing": []} if {
	missing == set()
	not _groups_unknown
} else := {"symbol": "ACA", "citation": "740.8", "available": "unknown", "unmet": [], "missing": missing}

# The notice of the regime says so: by the text of December 2024 D:1 and D:4 are what ACA is for.
_groups_unknown if {
	regime.text == "december_2024"
	country_groups.groups_unknown(input.destination)
}

# METADATA
# title: What comes with ACA
# custom:
#   citation: "740.8"
obligations contains obligation if some obligation in nac_aca.obligations
