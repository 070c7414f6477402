# METADATA
# title: License Exception Advanced Compute Manufacturing
# description: >-
#   Advanced computing items to private sector end users who develop, produce or store such items
#   for customers outside Macau and Country Group D:5.
# scope: package
# custom:
#   symbol: ACM
#   citation: "740.28"
package ear.acm

import rego.v2

import data.ear.classification
import data.ear.country_groups
import data.ear.integrated_circuits
import data.ear.restrictions
import data.ear.transaction

# METADATA
# title: Eligible item
# custom:
#   citation: "740.28(b)"
unmet contains "740.28(b)/item" if _eligible == false

# METADATA
# title: Development, production or storage of eligible items
# custom:
#   citation: "740.28(a)"
unmet contains "740.28(a)/purpose" if {
	input.end_use.purpose
	not _purpose_fits
}

# METADATA
# title: Restrictions on all License Exceptions
# custom:
#   citation: "740.2"
unmet contains id if {
	some id in restrictions.unmet
	_eligible
}

# METADATA
# title: Approved or authorized designer
# description: Of every circuit that meets 3A090.a, on a board as in a box (reading N9).
# custom:
#   citation: "740.28(b), 90 FR 5298"
unmet contains "740.28(b)/designer" if {
	integrated_circuits.designer_neither
	_designer_matters
}

# METADATA
# title: Customers outside Macau and D:5
# description: Location, headquarters and ultimate parent of the ultimate customer (reading N10).
# custom:
#   citation: "740.28(a)"
unmet contains "740.28(a)/customers" if {
	input.end_use.ultimate_customer
	some field in _customer_fields
	country_groups.macau_or_d5(input.end_use.ultimate_customer[field])
}

# METADATA
# title: Customers to whom the items are ultimately destined
# description: The request says that there is none; the paragraph is for items that have one.
# custom:
#   citation: "740.28(a)"
unmet contains "740.28(a)/customers" if is_null(input.end_use.ultimate_customer)

# METADATA
# title: Nothing for Macau and D:5
# custom:
#   citation: "740.28(c)"
unmet contains id if {
	transaction.macau_or_d5
	some id in _closed_to_macau_or_d5
}

# METADATA
# title: Not to Macau or D:5
# custom:
#   citation: "740.28(c)"
_closed_to_macau_or_d5 contains "740.28(c)/destination" if country_groups.destination.macau_or_d5 == true

_closed_to_macau_or_d5 contains "740.28(c)/destination" if transaction.macau_or_d5_located

# METADATA
# title: Not headquartered or parented in Macau or D:5
# description: The paragraph names the ultimate consignee; a nexus in any role but the exporter's counts.
# custom:
#   citation: "740.28(c)"
_closed_to_macau_or_d5 contains "740.28(c)/headquarters" if transaction.macau_or_d5_headquartered

# METADATA
# title: Private sector end user
# description: >-
#   An individual or commercial firm, with its parents and sister companies, that no government
#   other than that of the United States owns, controls or acts through.
# custom:
#   citation: "740.28(d)"
unmet contains "740.28(d)/private_sector" if transaction.end_user.kind in {"government", "other"}

unmet contains "740.28(d)/private_sector" if transaction.end_user.government_controlled == true

default _eligible := false

_eligible if classification.listed.ACM == "listed"

# Named by one of the two texts only (reading N8).
_eligible if {
	classification.listed.ACM == "N8"
	_n8_lists
}

_n8_lists if input.readings.N8 == "first_list"

_purpose_fits if input.end_use.purpose in {"development", "production", "storage_before_export"}

_designer_matters if {
	not input.readings.N9 == "as_listed"
	classification.level == "a"
	classification.form == "commodity"
}

_designer_matters if classification.designer_listed

default _customer_fields := ["location", "headquarters", "ultimate_parent_headquarters"]

_customer_fields := ["location"] if input.readings.N10 == "location_only"

# METADATA
# title: Facts that ACM needs
# custom:
#   citation: "740.28"
missing contains path if some path in restrictions.missing_with_parties

missing contains "end_use.purpose" if not input.end_use.purpose

missing contains concat(".", [transaction.end_user_path, "kind"]) if not transaction.end_user.kind

missing contains concat(".", [transaction.end_user_path, "government_controlled"]) if {
	not is_boolean(transaction.end_user.government_controlled)
}

missing contains concat(".", ["end_use.ultimate_customer", field]) if {
	some field in _customer_fields
	not country_groups.countries[input.end_use.ultimate_customer[field]]
}

missing contains path if {
	_designer_matters
	some path in integrated_circuits.designer_missing
}

# The amended list may tie it to its designer, or not.
missing contains "item.eccn" if {
	input.readings.N9 == "as_listed"
	not integrated_circuits.designed
	some row in classification.may_be
	row.designer
}

# One of the two lists may leave it out.
missing contains "item.eccn" if {
	not input.readings.N8 == "first_list"
	some row in classification.may_be
	row.eligible.ACM == "N8"
}

# METADATA
# title: Whether ACM carries the transaction, as the decision tells it
# description: What it needs is told while no condition is broken.
# custom:
#   citation: "740.28"
row := {"symbol": "ACM", "citation": "740.28", "available": "no", "unmet": broken, "missing": []} if {
	broken := unmet
	broken != set()
} else := {"symbol": "ACM", "citation": "740.28", "available": "yes", "unmet": [], "missing": []} if {
	missing == set()
	notices == set()
} else := {"symbol": "ACM", "citation": "740.28", "available": "unknown", "unmet": [], "missing": missing}

# METADATA
# title: What no source tells
# description: Whether a customer stands in Country Group D:5, where its table and its note differ.
# custom:
#   citation: "740.28(a)"
notices contains "unknown/d5_by_note" if {
	unmet == set()
	some field in _customer_fields
	country_groups.countries[input.end_use.ultimate_customer[field]].d5_contested == true
}

# METADATA
# title: Account for the items of each facility
# description: What came in and went out, with records updated at least every six months.
# custom:
#   citation: "740.28(e)"
obligations contains {
	"id": "740.28(e)/accounting",
	"when": "periodic",
	"due": null,
	"by": "exporter",
	"citation": "740.28(e)",
}

# METADATA
# title: Readings that the answer touches
# custom:
#   citation: "740.28"
touches contains id if {
	_purpose_fits
	some id in _touched
}

_touched contains "N9" if {
	integrated_circuits.designer_neither
	classification.level == "a"
	not classification.designer_listed
}

_touched contains "N8" if classification.listed.ACM == "N8"

_touched contains "N8" if {
	some row in classification.may_be
	row.eligible.ACM == "N8"
}

_touched contains "N10" if {
	country_groups.countries[input.end_use.ultimate_customer.location]
	not country_groups.macau_or_d5(input.end_use.ultimate_customer.location)
	some field in ["headquarters", "ultimate_parent_headquarters"]
	country_groups.macau_or_d5(input.end_use.ultimate_customer[field])
}
