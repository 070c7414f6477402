# METADATA
# title: Allocation of a National Validated End User
# description: >-
#   The installed base that one National Validated End User may have in one country, by quarter,
#   net of attrition. The table ends with 2027.
# scope: package
# custom:
#   citation: "748.15(a)(2)(iii)(B)"
package ear.nveu_allocation

import rego.v2

import data.ear.calendar
import data.ear.classification
import data.ear.holder
import data.ear.pools
import data.ear.transaction

# METADATA
# title: Counted in the installed base
# description: >-
#   Commodities of 3A090.a, 4A090.a and the corresponding .z paragraphs; no other item has computing
#   power.
# custom:
#   citation: "748.15(a)(2)(iii)(B)"
concerned if {
	classification.level == "a"
	classification.form == "commodity"
}

# METADATA
# title: Allocation of the quarter
# description: Null for a quarter for which the table states none.
# custom:
#   citation: "Table 1 to 748.15(a)(2)(iii)(B)"
limit := stated if {
	stated := data.reference.nveu_allocations.rows[calendar.quarter].allocation_tpp
} else := null

# METADATA
# title: Installed base before this transaction
# description: Null where it is not told of the country; that none is told there is said by an amount of 0.
# custom:
#   citation: "748.15(a)(2)(iii)(B)"
used := told if {
	told := input.veu.compute.by_country[input.destination]
	is_number(told)
} else := null

# METADATA
# title: What this transaction adds
# description: >-
#   Where the holder moves chips within the country, only what is more than the installed base that is
#   told, and so cannot have been in it.
# custom:
#   citation: "748.15(a)(2)(iii)(B)"
added := pools.beyond(pools.requested_tpp, used) if {
	_moved_by_holder
} else := pools.requested_tpp

_moved_by_holder if {
	input.activity == "transfer_in_country"
	holder.sends == true
}

# METADATA
# title: Facts that the allocation needs
# custom:
#   citation: "748.15(a)(2)(iii)(B)"
missing contains concat(".", ["veu.compute.by_country", input.destination]) if {
	concerned
	is_null(used)
}

missing contains path if {
	concerned
	is_null(added)
	some path in transaction.requested_tpp_missing
}

# METADATA
# title: The allocation as the decision tells it
# custom:
#   citation: "748.15(a)(2)(iii)(B)"
row := {
	"pool": "nveu",
	"key": holder.key,
	"period": calendar.quarter,
	"basis": "installed",
	"limit_tpp": most,
	"used_tpp": before,
	"requested_tpp": more,
	"remaining_tpp": pools.remaining(before, most),
	"fits": _kept(before, more, most),
	"denominator_tpp": null,
	"ledger": null,
} if {
	most := limit
	before := used
	more := added
}

# Null where it cannot be told.
_kept(before, more, most) if {
	is_number(before)
	is_number(more)
	is_number(most)
	before + more <= most
} else := false if {
	is_number(most)
	is_number(more)
	more > most
} else := false if {
	is_null(more)
	not _moved_by_holder
	is_number(most)
	is_number(before)
	before >= most
} else := null if {
	null in {before, more, most}
} else := false
