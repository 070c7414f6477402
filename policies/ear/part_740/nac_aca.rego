# METADATA
# title: License Exceptions Notified Advanced Computing and Advanced Computing Authorized
# description: >-
#   What both demand, for items below the datacenter line. NAC goes to Macau, D:5 and entities
#   headquartered there and needs notice; ACA goes everywhere else.
# scope: package
# custom:
#   citation: "740.8"
package ear.nac_aca

import rego.v2

import data.ear.classification
import data.ear.integrated_circuits
import data.ear.restrictions
import data.ear.transaction

# METADATA
# title: Eligible item
# custom:
#   citation: "740.8(a)"
unmet contains "740.8(a)/item" if not classification.listed.NAC == "listed"

# METADATA
# title: Not designed or marketed for datacenters while meeting 3A090.a
# custom:
#   citation: "740.8(a)"
unmet contains "740.8(a)/datacenter" if {
	_for_datacenter
	classification.listed.NAC == "listed"
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
# title: Written purchase order
# description: Before each export, reexport or transfer; commercial samples are exempt.
# custom:
#   citation: "740.8(a)(1)"
unmet contains "740.8(a)(1)/purchase_order" if {
	input.documents.purchase_order in {"none", null}
	_eligible
}

unmet contains "740.8(a)(1)/purchase_order" if {
	is_null(input.documents)
	_eligible
}

# METADATA
# title: Encryption items that meet License Exception ENC too
# description: Items of 5A002.z, 5A004.z and 5D002.z.
# custom:
#   citation: "740.8(a)(3)"
unmet contains "740.8(a)(3)/encryption" if {
	input.documents.enc_requirements_met in {false, null}
	classification.encryption
	_eligible
}

unmet contains "740.8(a)(3)/encryption" if {
	is_null(input.documents)
	classification.encryption
	_eligible
}

# METADATA
# title: No license requirement under part 744
# custom:
#   citation: "740.8(b)"
unmet contains "740.8(b)/part_744" if {
	input.end_use.part_744 == "concern"
	_eligible
}

# METADATA
# title: No license requirement under part 746
# custom:
#   citation: "740.8(b)"
unmet contains "740.8(b)/part_746" if {
	input.end_use.part_746 == "concern"
	_eligible
}

_eligible if {
	classification.listed.NAC == "listed"
	not _for_datacenter
}

_for_datacenter if {
	classification.level == "a"
	integrated_circuits.for_datacenter
}

# METADATA
# title: Facts that both exceptions need
# custom:
#   citation: "740.8"
missing contains path if some path in restrictions.missing

# It may be a sanctioned destination.
missing contains path if some path in transaction.elsewhere_missing

missing contains path if {
	classification.level == "a"
	some path in integrated_circuits.for_datacenter_missing
}

missing contains "documents.enc_requirements_met" if {
	_encryption_possible
	not is_boolean(input.documents.enc_requirements_met)
	not is_null(input.documents.enc_requirements_met)
}

missing contains "item.eccn" if {
	not input.documents.enc_requirements_met == true
	_encryption_untold
}

_encryption_possible if classification.encryption

_encryption_possible if _encryption_untold

_encryption_untold if {
	some row in classification.may_be
	row.encryption
}

missing contains "documents.purchase_order" if not input.documents.purchase_order

missing contains "end_use.part_746" if not input.end_use.part_746

# METADATA
# title: Hold a written purchase order
# custom:
#   citation: "740.8(a)(1)"
obligations contains {
	"id": "740.8(a)(1)/purchase_order",
	"when": "before_each",
	"due": input.as_of,
	"by": "exporter",
	"citation": "740.8(a)(1)",
} if {
	input.documents.purchase_order == "held"
}
