# METADATA
# title: License Exception Artificial Intelligence Authorization
# description: >-
#   Advanced computing items to entities located, headquartered and parented in the destinations of
#   Supplement No. 5(a), and model weights to entities headquartered or parented there.
# scope: package
# custom:
#   symbol: AIA
#   citation: "740.27"
package ear.aia

import rego.v2

import data.ear.aia_commodities as commodities
import data.ear.aia_model_weights as model_weights
import data.ear.classification
import data.ear.country_groups

# METADATA
# title: Eligible commodity
# custom:
#   citation: "740.27(a)(1)"
_not_listed contains "740.27(a)(1)/item" if not _software_or_technology

# METADATA
# title: Eligible software or technology
# description: The list leaves 3E001 out.
# custom:
#   citation: "740.27(a)(2)(i) and (ii)"
_not_listed contains "740.27(a)(2)(i)/item" if _software_or_technology

_software_or_technology if classification.form in {"software", "technology"}

# METADATA
# title: Conditions for chips, what holds them, their software and technology, and for model weights
# custom:
#   citation: "740.27(a)(1) and (3)"
unmet := commodities.unmet if {
	classification.listed.AIA == "listed"
} else := model_weights.unmet if {
	classification.level == "weights"
} else := _not_listed

# METADATA
# title: Facts that AIA needs
# custom:
#   citation: "740.27"
missing := commodities.missing if {
	classification.listed.AIA == "listed"
} else := model_weights.missing if {
	classification.level == "weights"
}

# METADATA
# title: Whether AIA carries the transaction, as the decision tells it
# description: What it needs is told while no condition is broken.
# custom:
#   citation: "740.27"
row := {"symbol": "AIA", "citation": "740.27", "available": "no", "unmet": broken, "missing": []} if {
	broken := unmet
	broken != set()
} else := {"symbol": "AIA", "citation": "740.27", "available": "yes", "unmet": [], "missing": []} if {
	missing == set()
	notices == set()
} else := {"symbol": "AIA", "citation": "740.27", "available": "unknown", "unmet": [], "missing": missing}

# METADATA
# title: What no source tells
# description: Whether weights would be stored in Country Group D:5, where its table and its note differ.
# custom:
#   citation: "740.27(a)(3)(i)"
notices contains "unknown/d5_by_note" if {
	classification.level == "weights"
	unmet == set()
	country_groups.countries[input.facility.location].d5_contested == true
}

# METADATA
# title: What comes with AIA for chips
# custom:
#   citation: "740.27(b), (c)"
obligations := commodities.obligations if {
	classification.listed.AIA == "listed"
} else := set()

# METADATA
# title: Readings that the answer touches
# custom:
#   citation: "740.27"
touches := commodities.touches if {
	classification.listed.AIA == "listed"
} else := model_weights.touches if {
	classification.level == "weights"
} else := set()
