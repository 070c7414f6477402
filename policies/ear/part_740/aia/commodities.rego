# METADATA
# title: AIA for chips and what holds them
# description: >-
#   To entities located, headquartered and parented in Supplement No. 5(a), with a certification.
#   Designers, training and certification are matters of the commodities of (a)(1) only, not of the
#   software and technology for them.
# scope: package
# custom:
#   citation: "740.27(a)(1)"
package ear.aia_commodities

import rego.v2

import data.ear.classification
import data.ear.country_groups
import data.ear.integrated_circuits
import data.ear.parameters
import data.ear.restrictions
import data.ear.transaction

# METADATA
# title: Restrictions on all License Exceptions
# custom:
#   citation: "740.2"
unmet contains id if some id in restrictions.unmet

# METADATA
# title: Not behind the gate, which admits AIA only for model weights
# custom:
#   citation: "740.2(a)(9)(ii)"
unmet contains "740.2(a)(9)(ii)/gate" if restrictions.gate

# METADATA
# title: Approved or authorized designer
# description: Of every circuit that meets 3A090.a, on a board as in a box (reading N9).
# custom:
#   citation: "740.27(a)(1), 90 FR 5298"
unmet contains "740.27(a)(1)/designer" if {
	integrated_circuits.designer_neither
	_designer_matters
}

# METADATA
# title: Located in Supplement No. 5(a)
# description: >-
#   The destination, every recipient, and where the item will stand with who is told to operate it; a
#   branch is where it stands. A release to a person goes to no data center.
# custom:
#   citation: "740.27(a)"
unmet contains "740.27(a)/location" if country_groups.destination.outside_supplement_5a == true

unmet contains "740.27(a)/location" if {
	some party in transaction.users
	country_groups.countries[party.location].outside_supplement_5a == true
}

unmet contains "740.27(a)/location" if {
	country_groups.countries[input.facility.location].outside_supplement_5a == true
	not transaction.deemed
}

# METADATA
# title: Headquartered in Supplement No. 5(a)
# description: Every recipient, and who is told to operate the items.
# custom:
#   citation: "740.27(a)"
unmet contains "740.27(a)/headquarters" if {
	some party in transaction.users
	country_groups.countries[party.headquarters].outside_supplement_5a == true
}

# METADATA
# title: Ultimate parent headquartered in Supplement No. 5(a)
# description: Of every recipient, and of who is told to operate the items.
# custom:
#   citation: "740.27(a)"
unmet contains "740.27(a)/ultimate_parent" if {
	some party in transaction.users
	country_groups.countries[party.ultimate_parent_headquarters].outside_supplement_5a == true
}

# METADATA
# title: Not to train models of ECCN 4E091 for outsiders
# description: >-
#   Headquartered, located or parented outside Supplement No. 5(a), or trained there, unless BIS
#   authorized it. As the paragraphs are worded (reading N18) the parent counts of infrastructure
#   alone, and the place of the training not at all.
# custom:
#   citation: "740.27(a), (b)(2)(iii)"
unmet contains "740.27(a)/training" if {
	input.end_use.training.bis_authorization == false
	_training_for_outsider
}

_designer_matters if {
	not input.readings.N9 == "as_listed"
	classification.form == "commodity"
}

_designer_matters if classification.designer_listed

_training_for_outsider if {
	_training_asked
	_trains_for_others
	some field in _outsider_fields
	country_groups.countries[input.end_use.training.customer[field]].outside_supplement_5a == true
}

_training_for_outsider if {
	input.end_use.training.model_4e091 == true
	_trained_elsewhere
	_training_asked
	not input.end_use.training.bis_authorization == true
	country_groups.countries[input.end_use.training.location]
}

# What is trained on the item where it will not stand, told or not known to be inside.
_trained_elsewhere if {
	input.end_use.training.location
	input.end_use.training.service in {"iaas", "own"}
	not input.readings.N18 == "as_worded"
	not country_groups.supplement_5a(input.end_use.training.location)
}

_training_asked if {
	input.end_use.purpose in {"data_center", "model_training"}
	classification.form == "commodity"
}

# What is told of training counts, whatever the purpose.
_training_asked if {
	is_object(input.end_use.training)
	classification.form == "commodity"
}

_trains_for_others if {
	input.end_use.training.model_4e091 == true
	_for_a_customer
	not input.end_use.training.bis_authorization == true
}

_for_a_customer if input.end_use.training.service == "iaas"

# Own training has no customer: who is told all the same is one.
_for_a_customer if {
	input.end_use.training.service == "own"
	is_object(input.end_use.training.customer)
}

default _outsider_fields := ["headquarters", "location", "ultimate_parent_headquarters"]

_outsider_fields := ["headquarters", "location"] if {
	input.readings.N18 == "as_worded"
	input.end_use.training.service == "own"
}

# METADATA
# title: Facts that AIA needs for chips and what holds them
# custom:
#   citation: "740.27(a)"
missing contains path if some path in restrictions.missing_with_parties

missing contains path if {
	input.readings.N2 == "gate_as_worded"
	some path in restrictions.gate_missing
}

missing contains path if {
	some path in integrated_circuits.designer_missing
	_designer_matters
}

# The amended list may tie it to its designer, or not.
missing contains "item.eccn" if {
	input.readings.N9 == "as_listed"
	not integrated_circuits.designed
	some row in classification.may_be
	row.designer
}

missing contains "end_use.purpose" if {
	not input.end_use.purpose
	classification.form == "commodity"
}

missing contains path if {
	not is_null(input.end_use.training)
	_training_asked
	some path in _training_missing
}

_training_missing contains "end_use.training" if not is_object(input.end_use.training)

_training_missing contains "end_use.training.model_4e091" if {
	is_object(input.end_use.training)
	not is_boolean(input.end_use.training.model_4e091)
	not _training_free
}

_training_missing contains "end_use.training.service" if {
	is_object(input.end_use.training)
	not is_boolean(input.end_use.training.model_4e091)
	not _training_free
	not input.end_use.training.service
}

# Whatever the model.
_training_free if input.end_use.training.service in {"api", "inference"}

_training_free if {
	input.end_use.training.service == "own"
	not is_object(input.end_use.training.customer)
	not _trained_elsewhere
}

_training_free if input.end_use.training.bis_authorization == true

_training_free if {
	_for_a_customer
	not _trained_elsewhere
	every field in _outsider_fields {
		country_groups.supplement_5a(input.end_use.training.customer[field])
	}
}

_training_missing contains "end_use.training.service" if {
	input.end_use.training.model_4e091 == true
	not input.end_use.training.bis_authorization == true
	not input.end_use.training.service
}

_training_missing contains "end_use.training.bis_authorization" if {
	input.end_use.training.model_4e091 == true
	_training_for_outsider
	not is_boolean(input.end_use.training.bis_authorization)
}

_training_missing contains "end_use.training.location" if {
	input.end_use.training.model_4e091 == true
	_trained_elsewhere
	not input.end_use.training.bis_authorization == true
	not country_groups.countries[input.end_use.training.location]
}

_training_missing contains concat(".", ["end_use.training.customer", field]) if {
	input.end_use.training.model_4e091 == true
	_trains_for_others
	some field in _outsider_fields
	not country_groups.countries[input.end_use.training.customer[field]]
}

# METADATA
# title: Readings that the answer touches
# custom:
#   citation: "740.27(a)"
touches contains "N9" if {
	integrated_circuits.designer_neither
	not classification.designer_listed
}

touches contains "N11" if {
	input.ledger.consignee_aia_tpp
	_cumulative_tpp == parameters.values.aia_submission_tpp
}

touches contains "N18" if {
	input.end_use.training.model_4e091 == true
	input.end_use.training.service == "own"
	_training_asked
	_trains_for_others
}

touches contains "N18" if {
	input.end_use.training.model_4e091 == true
	input.end_use.training.service in {"iaas", "own"}
	_training_asked
	not input.end_use.training.bis_authorization == true
	country_groups.countries[input.end_use.training.location].outside_supplement_5a == true
}
