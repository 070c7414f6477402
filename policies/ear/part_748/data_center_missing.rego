package ear.data_center

import rego.v2

import data.ear.classification
import data.ear.country_groups
import data.ear.embargoes
import data.ear.end_use
import data.ear.holder
import data.ear.transaction

# METADATA
# title: Facts that a data center authorization needs
# custom:
#   citation: "748.15"
missing contains "veu.holder" if not input.veu.holder

missing contains "veu.status" if not input.veu.status

missing contains "item.eccn" if {
	some code, _ in classification.may_be
	_not_eligible(code)
}

_not_eligible(code) if not _authorized(code)

_not_eligible(code) if data.reference.veu_excluded_items.rows[code].reason

missing contains "veu.listed_or_letter" if not is_boolean(input.veu.listed_or_letter)

missing contains "veu.authorized_eccns" if not input.veu.authorized_eccns

missing contains "veu.authorized_destinations" if not input.veu.authorized_destinations

missing contains path if {
	not holder.holds_alone
	some path in holder.receivers_missing
}

missing contains name if {
	_of_same_user
	not is_boolean(holder.sends)
	some name in holder.name_missing("parties.exporter", holder.exporter)
}

missing contains "end_use.purpose" if not input.end_use.purpose

missing contains path if some path in end_use.missing

missing contains path if some path in embargoes.review_missing

missing contains path if some path in embargoes.missing

missing contains "destination" if not country_groups.destination

missing contains "origin" if {
	input.activity == "reexport"
	not country_groups.countries[input.origin]
}

# An export that leaves from a country that no table knows.
missing contains "origin" if {
	input.activity == "export"
	input.origin
	not country_groups.countries[input.origin]
}

missing contains path if some path in transaction.locations_missing

missing contains path if {
	transaction.onward
	not input.item.received_under
	not _of_same_user
	not holder.sends == true
	some path in ({"item.received_under"} | _sender_missing)
}

# Whether the holder sends it itself, which may be told instead.
_sender_missing := holder.name_missing("parties.exporter", holder.exporter) if {
	not is_boolean(holder.sends)
} else := set()
