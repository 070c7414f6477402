package ear.country_allocation

import rego.v2

import data.ear.country_groups
import data.ear.transaction

# METADATA
# title: Countries whose allocations are concerned besides
# description: >-
#   In a destination of Supplement No. 5(a), where the item goes to several countries outside it, or to
#   entities of several (reading C5). A ledger tells what is licensed to one country, so what is
#   licensed to these is not told.
# custom:
#   citation: "742.6(b)(10)(iii)(B)"
others contains country if {
	some country in _places_besides
	country != key
}

others contains country if {
	_places_besides == set()
	some country in _countries_of_entities
	country != key
}

# Of each entity the country of its parent outside Supplement No. 5(a), else of its headquarters outside.
_countries_of_entities contains _country_of_entity(party) if {
	_allied_destination_capped
	some party in transaction.users
}

_country_of_entity(party) := party.ultimate_parent_headquarters if {
	country_groups.countries[party.ultimate_parent_headquarters].outside_supplement_5a == true
} else := party.headquarters if {
	country_groups.countries[party.headquarters].outside_supplement_5a == true
}
