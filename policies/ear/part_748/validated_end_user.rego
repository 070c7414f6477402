# METADATA
# title: Authorization Validated End-User
# description: >-
#   Whether a Universal or National authorization for data centers is claimed, and what its section
#   says of it. A request that claims none is answered here.
# scope: package
# custom:
#   citation: "748.15"
package ear.validated_end_user

import rego.v2

import data.ear.classification
import data.ear.holder
import data.ear.nveu
import data.ear.transaction
import data.ear.uveu
import data.ear.uveu_chips as chips
import data.ear.uveu_shares as shares

# METADATA
# title: Universal or National authorization claimed
# description: Absent means not claimed.
# custom:
#   citation: "748.15(a)(2)"
data_center_claimed if input.veu.type == "uveu"

data_center_claimed if input.veu.type == "nveu"

# METADATA
# title: Validated end user, universal or national
# description: Identified in Supplement No. 7 to part 748, or holding a BIS authorization letter.
# custom:
#   citation: "748.15(a)(1)"
unclaimed contains "748.15(a)(1)/validated_end_user" if not is_object(input.veu)

unclaimed contains "748.15(a)(1)/validated_end_user" if input.veu.type == "general"

# METADATA
# title: Universal validated end user
# description: What the section says of it where it is claimed; otherwise that it is not, or may be.
# custom:
#   citation: "748.15(a)(2)(ii)"
uveu_row := uveu.row if {
	input.veu.type == "uveu"
} else := {"symbol": "UVEU", "citation": "748.15", "available": "no", "unmet": {"748.15(a)(2)(ii)(A)/universal"}, "missing": []} if {
	input.veu.type == "nveu"
} else := {"symbol": "UVEU", "citation": "748.15", "available": "unknown", "unmet": set(), "missing": ["veu.type"]} if {
	_kind_untold
} else := {"symbol": "UVEU", "citation": "748.15", "available": "no", "unmet": unclaimed, "missing": []}

# METADATA
# title: National validated end user
# description: What the section says of it where it is claimed; otherwise that it is not, or may be.
# custom:
#   citation: "748.15(a)(2)(iii)"
nveu_row := nveu.row if {
	input.veu.type == "nveu"
} else := {"symbol": "NVEU", "citation": "748.15", "available": "no", "unmet": {"748.15(a)(2)(iii)(A)/national"}, "missing": []} if {
	input.veu.type == "uveu"
} else := {"symbol": "NVEU", "citation": "748.15", "available": "unknown", "unmet": set(), "missing": ["veu.type"]} if {
	_kind_untold
} else := {"symbol": "NVEU", "citation": "748.15", "available": "no", "unmet": unclaimed, "missing": []}

# Only which authorization it is stands between the facts and their answer.
_kind_untold if {
	not input.veu.type
	is_object(input.veu)
}

# METADATA
# title: Pools that the authorization draws on
# custom:
#   citation: "748.15(a)(2)(ii)(B), 748.15(a)(2)(iii)(B)"
pools := uveu.pools if {
	input.veu.type == "uveu"
} else := nveu.pools if {
	input.veu.type == "nveu"
} else := []

# METADATA
# title: Readings that the answer touches
# custom:
#   citation: "748.15"
touches := uveu.touches if {
	input.veu.type == "uveu"
} else := nveu.touches if {
	input.veu.type == "nveu"
} else := set()

# METADATA
# title: What no source tells of a claimed authorization
# custom:
#   citation: "748.15"
notices := uveu.notices if {
	input.veu.type == "uveu"
} else := nveu.notices if {
	input.veu.type == "nveu"
} else := set()

# METADATA
# title: Installed with the holder by this transaction
# description: >-
#   Of a National authorization items that meet 3A090.a, unless they stand with the holder in the country
#   already; of a Universal one chips, unless its group has them there already.
# custom:
#   citation: "748.15(a)(2)(iii)(B), Supplement No. 10 to part 748, paragraph 6"
installed := {"key": holder.key, "tpp": chips.requested_tpp} if {
	input.veu.type == "uveu"
	classification.level == "a"
	not _moved_within_group
} else := {"key": holder.key, "tpp": transaction.requested_tpp} if {
	input.veu.type == "nveu"
	classification.level == "a"
	not _moved_by_holder
}

_moved_within_group if {
	input.activity == "transfer_in_country"
	holder.sent_within
}

_moved_by_holder if {
	input.activity == "transfer_in_country"
	holder.sends == true
}

# METADATA
# title: The share that is measured on the days of the reports is looked at
# custom:
#   citation: "Supplement No. 10 to part 748, paragraph 6"
half_measured if {
	input.veu.type == "uveu"
	"outside_united_states" in shares.concerned
}
