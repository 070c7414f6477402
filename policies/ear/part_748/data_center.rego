# METADATA
# title: Data Center VEU Authorizations
# description: >-
#   What Universal and National authorizations ask alike of the authorization, the item and its use.
# scope: package
# custom:
#   citation: "748.15(a) to (e)"
package ear.data_center

import rego.v2

import data.ear.classification
import data.ear.country_groups
import data.ear.end_use
import data.ear.facility
import data.ear.holder
import data.ear.transaction

# METADATA
# title: Identified in Supplement No. 7 to part 748, or holding a BIS authorization letter
# custom:
#   citation: "748.15(a)(1)"
unmet contains "748.15(a)(1)/listed_or_letter" if input.veu.listed_or_letter == false

# METADATA
# title: The end user and the ultimate consignee are validated end users
# description: >-
#   The holder is one of them, and the other is the holder too, or operates the data center under an
#   authorization of its own.
# custom:
#   citation: "748.15(a)(1)"
unmet contains "748.15(a)(1)/holder" if holder.receivers_validated == false

# METADATA
# title: Authorization not suspended or revoked
# custom:
#   citation: "748.15(a)(4)"
unmet contains "748.15(a)(4)/status" if input.veu.status in {"suspended", "revoked"}

# METADATA
# title: Item among the ECCNs of the authorization
# description: An authorized paragraph covers the paragraphs below it.
# custom:
#   citation: "748.15(a)(2)(i)"
unmet contains "748.15(a)(2)(i)/eccn" if {
	not classification.eccn in input.veu.authorized_eccns
	input.veu.authorized_eccns
	not _eccn_authorized
}

# METADATA
# title: Not controlled for missile technology or crime control reasons, and no 600 series item
# custom:
#   citation: "748.15(c)(1) and (2)"
unmet contains "748.15(c)/item" if data.reference.veu_excluded_items.rows[classification.eccn].reason

# METADATA
# title: Necessary for a data center
# description: For a data center, to train models there, or to store their weights there.
# custom:
#   citation: "748.15(c)(2)"
unmet contains "748.15(c)(2)/data_center" if {
	input.end_use.purpose
	not input.end_use.purpose in {"data_center", "model_training", "weights_storage"}
}

# METADATA
# title: Exported or reexported as an item
# description: A release to a person, which is a deemed act, stands in no data center.
# custom:
#   citation: "748.15"
unmet contains "748.15/deemed" if transaction.deemed

# METADATA
# title: Data centers anywhere but in Macau and Country Group D:5
# description: What goes to a party that stands there goes to such a destination.
# custom:
#   citation: "748.15(b)(2)"
unmet contains "748.15(b)(2)/location" if {
	country_groups.destination.macau_or_d5 == true
}

unmet contains "748.15(b)(2)/location" if facility.macau_or_d5_located

# METADATA
# title: Authorized destination
# custom:
#   citation: "748.15(d)(2)(i)"
#   carries: "748.15(d), Note 1"
unmet contains "748.15(d)(2)(i)/authorized_destination" if {
	not input.destination in input.veu.authorized_destinations
	input.veu.authorized_destinations
}

unmet contains "748.15(d)(2)(i)/authorized_destination" if {
	input.facility.location != input.destination
	not input.facility.location in input.veu.authorized_destinations
	input.veu.authorized_destinations
}

# METADATA
# title: Not to a region under embargo
# description: The authorization lifts no requirement of part 746.
# custom:
#   citation: "746.6"
unmet contains "746.6/region" if is_string(input.destination_region)

# METADATA
# title: No license requirement under part 746
# description: The exporter's own review found one, which the authorization does not lift.
# custom:
#   citation: "15 CFR part 746"
unmet contains "746/concern" if input.end_use.part_746 == "concern"

# METADATA
# title: No activity described in part 744
# custom:
#   citation: "748.15(d)(2)"
unmet contains "748.15(d)(2)/part_744" if input.end_use.part_744 == "concern"

# METADATA
# title: No party on a list of the U.S. Government
# custom:
#   citation: "748.15(d)(2)"
#   carries: "748.S10/4.b"
unmet contains "748.15(d)(2)/listed_party" if end_use.listed_party

# Not told for the owner, it is what is told of the party of its name.
unmet contains "748.15(d)(2)/listed_party" if {
	some list in input.facility.owner.listed
	list != "unverified_list"
}

# METADATA
# title: Not informed by BIS that a license is required
# custom:
#   citation: "744.23(b)"
unmet contains "744.23(b)/informed" if input.end_use.bis_informed == true

# METADATA
# title: Not an item that 744.23 holds by the headquarters of a party or of its developer
# description: >-
#   Only license exceptions are named as what overcomes that prohibition, and the prohibitions that
#   named General validated end users are taken out of are others (748.15(d)(1)).
# custom:
#   citation: "744.23(a)(3)"
unmet contains "744.23(a)(3)/no_authorization" if {
	transaction.macau_or_d5_headquartered
	some paragraph in ["744.23(a)(3)(i)(A)", "744.23(a)(3)(i)(B)"]
	end_use.applies[paragraph]
}

unmet contains "744.23(a)(3)/no_authorization" if {
	input.item.related_eccn
	end_use.applies["744.23(a)(3)(ii)"]
}

# METADATA
# title: Moved on by the same validated end user
# description: >-
#   Transfers (in-country), unless the request lets others make them too (reading N15), and whatever
#   was received under such an authorization.
# custom:
#   citation: "748.15(d)(2)(iii)"
unmet contains "748.15(d)(2)(iii)/same_validated_end_user" if {
	_of_same_user
	holder.sends == false
}

_eccn_authorized if _authorized(classification.eccn)

# The paragraph that holds it, where its ECCN is not told, may be among them.
_eccn_authorized if {
	some code, _ in classification.may_be
	_authorized(code)
}

_authorized(code) if code in input.veu.authorized_eccns

_authorized(code) if {
	some eccn in input.veu.authorized_eccns
	startswith(code, concat("", [eccn, "."]))
}

_of_same_user if {
	input.activity == "transfer_in_country"
	not input.readings.N15 == "any_transfer"
}

_of_same_user if {
	transaction.onward
	input.item.received_under in {"UVEU", "NVEU"}
}

# METADATA
# title: Readings that the answer touches
# custom:
#   citation: "748.15(a)(1), 748.15(d)(2)(iii)"
touches contains "N21" if input.veu.listed_or_letter == true

touches contains "N15" if {
	input.activity == "transfer_in_country"
	holder.sends == false
}

# METADATA
# title: What no source tells
# description: By reading N21 a letter is not enough, and the claim does not say which of the two it is.
# custom:
#   citation: "748.15(a)(1)"
notices contains "unknown/supplement_7_listing" if {
	input.veu.listed_or_letter == true
	input.readings.N21 == "listed_only"
}

# METADATA
# title: An owner of the data center where Country Group D:5 is contested
# custom:
#   citation: "748.15(b)(2), Supplement No. 10 to part 748, paragraph 4"
notices contains "unknown/d5_by_note" if {
	owner := facility.owner
	_contested(owner)
}

_contested(owner) if country_groups.countries[owner.location].d5_contested == true

_contested(owner) if {
	country_groups.countries[owner.headquarters].d5_contested == true
	classification.level == "a"
	classification.form == "commodity"
}
