# METADATA
# title: What a validated end user may do with chips and models
# description: >-
#   Paragraphs 4, 7 and 8 of Supplement No. 10: to whom chips go, which models are trained on them,
#   and where weights go and are stored.
# scope: package
# custom:
#   citation: "Supplement No. 10 to part 748, paragraphs 4, 7 and 8"
package ear.supplement_10_use

import rego.v2

import data.ear.classification
import data.ear.country_groups
import data.ear.facility
import data.ear.holder
import data.ear.parameters
import data.ear.transaction

# METADATA
# title: No other party located or headquartered in Macau or Country Group D:5
# description: >-
#   Nor the end user itself located there. The paragraph is about chips, assemblies and computers that
#   meet 3A090.a or 4A090.a.
# custom:
#   citation: "Supplement No. 10 to part 748, paragraph 4.a"
unmet contains "748.S10/4/transfer" if {
	_chips
	_reaches_macau_or_d5
}

# METADATA
# title: No high risk of diversion of chips to Macau or Country Group D:5
# description: Of other items the red flag of Supplement No. 3 to part 732 alone is told.
# custom:
#   citation: "Supplement No. 10 to part 748, paragraph 4.c"
unmet contains "748.S10/4/diversion" if {
	input.end_use.diversion_risk == true
	_chips
}

# METADATA
# title: No training of models of ECCN 4E091 outside Supplement No. 5(a), or as infrastructure for outsiders
# description: >-
#   Unless BIS authorized it, or it is fine-tuning within a quarter of the training of the model.
#   Interfaces and inference are not prohibited, but a larger share that is told of them is training.
#   Who is told as the customer of its own training is served by its infrastructure all the same.
#   What is trained on the item is trained in part where the item stands, whatever place is told.
# custom:
#   citation: "Supplement No. 10 to part 748, paragraph 7"
unmet contains "748.S10/7/training" if {
	_trained_outside
	input.end_use.training.bis_authorization == false
	_large_share
}

_chips if {
	classification.level == "a"
	classification.form == "commodity"
}

_reaches_macau_or_d5 if facility.macau_or_d5_located

# A company told apart from the holder counts as it is told, though it bears the same name.
_reaches_macau_or_d5 if {
	some path, party in transaction.counterparties
	country_groups.countries[party.headquarters].macau_or_d5 == true
	path != holder.path
}

_reaches_macau_or_d5 if country_groups.countries[facility.owner.headquarters].macau_or_d5 == true

_trained_outside if {
	_training_restricted
	some country in _training_places
	country_groups.countries[country]
	not country_groups.supplement_5a(country)
}

_trained_outside if {
	_training_restricted
	_for_outsider
}

_training_places contains input.end_use.training.location

_training_places contains _item_stands

_item_stands := input.facility.location if {
	input.facility.location
} else := input.destination

_trained_inside if {
	country_groups.supplement_5a(input.end_use.training.location)
	country_groups.supplement_5a(_item_stands)
}

_for_outsider if {
	_served
	some field in _outsider_fields
	country_groups.countries[input.end_use.training.customer[field]]
	not country_groups.supplement_5a(input.end_use.training.customer[field])
}

_served if input.end_use.training.service == "iaas"

_served if {
	input.end_use.training.service == "own"
	is_object(input.end_use.training.customer)
}

# Full training or fine-tuning that neither BIS nor its own small share has freed.
_training_restricted if {
	_training_asked
	input.end_use.training.model_4e091 == true
	_trains
	not input.end_use.training.bis_authorization == true
	not _fine_tuning
}

_trains if input.end_use.training.service in {"own", "iaas"}

_trains if _large_share

_large_share if {
	input.end_use.training.fine_tuning_share > parameters.values.veu_fine_tuning_share
}

_fine_tuning if {
	input.end_use.training.fine_tuning_share <= parameters.values.veu_fine_tuning_share
}

_training_asked if input.end_use.purpose in {"data_center", "model_training"}

# What is told of training counts, whatever the purpose.
_training_asked if is_object(input.end_use.training)

default _outsider_fields := ["headquarters", "location", "ultimate_parent_headquarters"]

_outsider_fields := ["headquarters"] if input.readings.N18 == "as_worded"

# METADATA
# title: Facts that decide these uses
# custom:
#   citation: "Supplement No. 10 to part 748, paragraphs 4, 7 and 8"
missing contains path if {
	some path in transaction.headquarters_missing
	endswith(path, ".headquarters")
	path != concat(".", [holder.path, "headquarters"])
	_chips
}

missing contains "facility.owner.headquarters" if {
	owner := facility.owner
	not country_groups.countries[owner.headquarters]
	_chips
}

missing contains "end_use.diversion_risk" if {
	not is_boolean(input.end_use.diversion_risk)
	_chips
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
_training_free if {
	input.end_use.training.service in {"api", "inference"}
	not _large_share
}

_training_free if input.end_use.training.bis_authorization == true

_training_free if _fine_tuning

_training_free if {
	_trained_inside
	input.end_use.training.service in {"own", "api", "inference"}
	not _served
}

_training_free if {
	_trained_inside
	_served
	every field in _outsider_fields {
		country_groups.supplement_5a(input.end_use.training.customer[field])
	}
}

_training_missing contains "end_use.training.service" if {
	input.end_use.training.model_4e091 == true
	not input.end_use.training.service
	not input.end_use.training.bis_authorization == true
	not _fine_tuning
}

_training_missing contains "end_use.training.location" if {
	_training_restricted
	not _trained_outside
	not country_groups.countries[input.end_use.training.location]
}

_training_missing contains concat(".", ["end_use.training.customer", field]) if {
	_training_restricted
	_served
	not _trained_outside
	some field in _outsider_fields
	not country_groups.countries[input.end_use.training.customer[field]]
}

_training_missing contains "end_use.training.bis_authorization" if {
	_trained_outside
	not is_boolean(input.end_use.training.bis_authorization)
}

_training_missing contains "end_use.training.fine_tuning_share" if {
	_trained_outside
	not is_number(input.end_use.training.fine_tuning_share)
}

# METADATA
# title: Readings that the answer touches
# description: Who is an outsider, where only location or parent of the customer lies outside.
# custom:
#   citation: "Supplement No. 10 to part 748, paragraph 7"
touches contains "N18" if {
	_training_restricted
	_served
	country_groups.supplement_5a(input.end_use.training.customer.headquarters)
	some field in ["location", "ultimate_parent_headquarters"]
	country_groups.countries[input.end_use.training.customer[field]]
	not country_groups.supplement_5a(input.end_use.training.customer[field])
}
