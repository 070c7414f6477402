package ear.uveu_shares

import rego.v2

import data.ear.country_groups
import data.ear.holder
import data.ear.pools
import data.ear.transaction
import data.ear.uveu_chips as chips

# METADATA
# title: What this transaction adds, by share
# description: >-
#   Where chips of the holder, a parent or a subsidiary stand there already, only what is more than is
#   told to stand where they come from; null where the amount is not told.
# custom:
#   citation: "Supplement No. 10 to part 748, paragraph 6"
added := {share: _beyond(share) | some share in concerned} if {
	holder.sent_within
} else := {share: _moved | some share in concerned}

_beyond(share) := pools.beyond(_moved, _standing_at_start) if {
	_stands_already(share)
} else := _moved

_moved_inside(share) if {
	holder.sent_within
	_stands_already(share)
}

default _moved := null

_moved := chips.requested_tpp

# Null where nothing tells it: a country that is left out of an incomplete list.
default _standing_at_start := null

_standing_at_start := input.veu.compute.by_country[_start] if {
	input.veu.compute.by_country[_start]
} else := 0 if {
	whole
}

_start := input.destination if {
	input.activity == "transfer_in_country"
} else := input.origin

_stands_already(_) if input.activity == "transfer_in_country"

_stands_already("outside_supplement_5a") if {
	transaction.reexported
	country_groups.countries[input.origin].outside_supplement_5a == true
}

_stands_already("outside_united_states") if {
	transaction.reexported
	country_groups.countries[input.origin]
	not _american(input.origin)
}
