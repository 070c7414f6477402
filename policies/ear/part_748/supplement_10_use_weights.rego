package ear.supplement_10_use

import rego.v2

import data.ear.classification
import data.ear.country_groups
import data.ear.holder
import data.ear.transaction

# METADATA
# title: What is asked of weights alone
# custom:
#   citation: "Supplement No. 10 to part 748, paragraph 8"
unmet contains id if {
	classification.level == "weights"
	some id in _unmet_by_weights
}

# METADATA
# title: Weights stored in Supplement No. 5(a), or in a facility of an entity of such a country
# description: Owned or operated by an entity headquartered or parented there.
# custom:
#   citation: "Supplement No. 10 to part 748, paragraph 8"
_unmet_by_weights contains "748.S10/8/weights_storage" if {
	_stored_outside
	every place in _keepers {
		country_groups.countries[place.country]
		not country_groups.supplement_5a(place.country)
	}
}

# METADATA
# title: Weights pass no other party headquartered or parented in Macau or Country Group D:5
# description: >-
#   They go to facilities of Supplement No. 5(a) or of its entities, and who buys or forwards them holds
#   them in its own. The data center itself is decided by its owner or its operator.
# custom:
#   citation: "Supplement No. 10 to part 748, paragraph 8"
_unmet_by_weights contains "748.S10/8/transfer" if {
	some party in _weights_pass
	some field in _seats
	country_groups.macau_or_d5(party[field])
}

_stored_outside if {
	country_groups.countries[input.facility.location]
	not country_groups.supplement_5a(input.facility.location)
}

_keepers := [{"path": concat(".", ["facility", role, field]), "country": object.get(input, ["facility", role, field], null)} |
	some role in ["owner", "operator"]
	some field in _seats
]

_kept_by_ally if {
	some place in _keepers
	country_groups.supplement_5a(place.country)
}

_weights_pass[path] := party if {
	some path, party in transaction.counterparties
	not path in {holder.path, "facility.operator"}
}

_seats := ["headquarters", "ultimate_parent_headquarters"]

# METADATA
# title: Facts that decide where weights go and are stored
# custom:
#   citation: "Supplement No. 10 to part 748, paragraph 8"
missing contains path if {
	classification.level == "weights"
	some path in _weights_missing
}

_weights_missing contains place.path if {
	_stored_outside
	not _kept_by_ally
	some place in _keepers
	not country_groups.countries[place.country]
}

_weights_missing contains concat(".", [path, field]) if {
	some path, party in _weights_pass
	some field in _seats
	not country_groups.countries[party[field]]
}
