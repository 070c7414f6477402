package ear.review_policy

import rego.v2

import data.ear.country_groups
import data.ear.transaction

# Who is named for the presumption of approval of 742.6(b)(10)(iii)(A)(2).
_allied_destination if {
	country_groups.destination.supplement_5a == true
	transaction.outside_elsewhere == set()
}

_every_recipient_allied if not _a_recipient_elsewhere

_a_recipient_elsewhere if {
	some party in transaction.users
	not _allied_party(party)
}

_allied_party(party) if country_groups.countries[party.headquarters].supplement_5a == true

_allied_party(party) if country_groups.countries[party.ultimate_parent_headquarters].supplement_5a == true

# Denial and approval both cover it: approval only if the request reads it so.
_allied if {
	input.readings.N12 == "approval_first"
	_side == "macau_or_d5"
	_named_for_approval
}

_allied if {
	_side == "elsewhere"
	_allied_destination
	not transaction.outside_headquartered
}

_allied if {
	input.readings.C5 == "allied_destination_approved"
	_c5_touched
}

_allied if {
	input.readings.C4 == "allied_headquarters_approved"
	_c4_touched
}

# What is denied may be named for approval too, by a country that no table knows or by headquarters not told.
_approval_open if {
	_side == "macau_or_d5"
	not _named_for_approval
	_perhaps_named
}

_perhaps_named if {
	not country_groups.destination
	transaction.outside_elsewhere == set()
}

_perhaps_named if _allied_destination

_perhaps_named if _every_recipient_perhaps_allied

_every_recipient_perhaps_allied if not _a_recipient_surely_elsewhere

_a_recipient_surely_elsewhere if {
	some party in transaction.users
	country_groups.countries[party.headquarters].outside_supplement_5a == true
	country_groups.countries[party.ultimate_parent_headquarters].outside_supplement_5a == true
}

# A destination may decide it alone, headquarters only where every recipient may be allied.
_approval_missing contains "destination" if {
	not country_groups.destination
	transaction.outside_elsewhere == set()
}

_approval_missing contains path if {
	_allied_destination
	some path in transaction.elsewhere_missing
}

_approval_missing contains concat(".", [path, field]) if {
	_every_recipient_perhaps_allied
	some path, party in transaction.users
	not _allied_party(party)
	some field in ["headquarters", "ultimate_parent_headquarters"]
	not country_groups.countries[party[field]]
}

_named_for_approval if {
	_allied_destination
	transaction.elsewhere_missing == set()
}

_named_for_approval if _every_recipient_allied
