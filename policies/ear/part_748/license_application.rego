# METADATA
# title: License application
# description: >-
#   What an application for the license that is needed must hold, and how long the license will
#   generally be valid. Told under the text of 90 FR 4544, which brought these paragraphs.
# scope: package
# custom:
#   citation: "Supplement No. 2 to part 748"
package ear.license_application

import rego.v2

import data.ear.classification
import data.ear.country_allocation
import data.ear.regime

# METADATA
# title: Purchase order with the application
# description: >-
#   Or an equivalent contract, one for each application; it may be contingent on approval, and the
#   licensed quantity is generally limited to it.
# custom:
#   citation: "748.S2(c)(3)"
obligations contains {
	"id": "748.S2(c)(3)/purchase_order",
	"when": "application",
	"due": null,
	"by": "exporter",
	"citation": "Supplement No. 2 to part 748, paragraph (c)(3)",
} if {
	_artificial_intelligence_commodity
}

# METADATA
# title: Aggregate TPP in block 22(j)
# description: >-
#   The total of each export item in SNAP-R, by adding the TPP of each integrated circuit; the letter
#   of explanation may support the calculation.
# custom:
#   citation: "748.S2(c)(4)"
obligations contains {
	"id": "748.S2(c)(4)/aggregate_tpp",
	"when": "application",
	"due": null,
	"by": "exporter",
	"citation": "Supplement No. 2 to part 748, paragraph (c)(4)",
} if {
	_artificial_intelligence_commodity
}

# METADATA
# title: One application for each country with an allocation
# description: With the TPP calculated for that country.
# custom:
#   citation: "748.S2(c)(4)"
obligations contains {
	"id": "748.S2(c)(4)/one_country",
	"when": "application",
	"due": null,
	"by": "exporter",
	"citation": "Supplement No. 2 to part 748, paragraph (c)(4)",
} if {
	_artificial_intelligence_commodity
	country_allocation.subject
}

# METADATA
# title: License generally valid for one year
# description: For items listed in 742.6(a)(6)(iii)(A), unless the license states another period.
# custom:
#   citation: "750.7(g)"
obligations contains {
	"id": "750.7(g)/one_year",
	"when": "application",
	"due": null,
	"by": "exporter",
	"citation": "750.7(g)",
} if {
	classification.level == "a"
	regime.text == "diffusion"
}

# METADATA
# title: License generally valid for four years
# description: For every other item, unless the license states another period.
# custom:
#   citation: "750.7(g)"
obligations contains {
	"id": "750.7(g)/four_years",
	"when": "application",
	"due": null,
	"by": "exporter",
	"citation": "750.7(g)",
} if {
	classification.level in {"b", "c", "weights"}
	regime.text == "diffusion"
}

# The heading and first paragraph of the ECCN are its first seven characters: 3A090.a of 3A090.a.1.
_artificial_intelligence_commodity if {
	regime.text == "diffusion"
	some listed in data.reference.listed_items.rows["748.S2(c)(3)"][substring(classification.eccn, 0, 7)]
	listed.valid_from <= input.as_of
	input.as_of < listed.valid_to
}
