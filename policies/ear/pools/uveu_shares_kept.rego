package ear.uveu_shares

import rego.v2

import data.ear.holder
import data.ear.integrated_circuits
import data.ear.uveu_chips as chips

# Null where it cannot be told.
_kept(share, before, more, most) if {
	is_number(before)
	is_number(more)
	whole
	before + more <= most
} else := null if {
	_sender_untold
	_total_decides(share, before, more)
} else := null if {
	chips.least_tpp
	_class_decides(before, more, most)
} else := false if {
	is_null(more)
	_nothing_left(share, before, most)
} else := false if {
	_exceeds(before, more, most)
} else := null

# How many chips come is not told, and there is room for none.
_nothing_left(share, before, most) if {
	not _moved_inside(share)
	is_number(most)
	max([0, before]) >= most
}

# Chips that may meet 3A090.a are too many only if they do.
_class_decides(before, more, most) if {
	_exceeds(before, more, most)
	not _exceeds(before, chips.least_tpp, most)
}

# Whether what is sent is in the total before may be all that decides.
_sender_untold if {
	input.readings.N26 == "after"
	not holder.sent_within
	not holder.group_told
}

# What is not told to stand there is at least nothing.
_exceeds(before, more, most) if {
	is_number(most)
	is_number(more)
	max([0, before]) + more > most
}

# METADATA
# title: The total before and after decides
# custom:
#   citation: "Supplement No. 10 to part 748, paragraph 6"
total_matters if {
	not _all_fit
	some share, row in table
	not row.fits == true
	not holder.sent_within
	_total_decides(share, row.used_tpp, row.requested_tpp)
}

# What fits by the total after need not fit by the total before.
total_matters if {
	input.readings.N26 == "after"
	some share, row in table
	not holder.sent_within
	_total_decides(share, row.used_tpp, row.requested_tpp)
}

_total_decides(share, before, more) if {
	is_number(before)
	is_number(more)
	is_number(input.veu.compute.total_tpp)
	before + more > limit(share, input.veu.compute.total_tpp)
	before + more <= limit(share, input.veu.compute.total_tpp + chips.requested_tpp)
}

# METADATA
# title: Facts that the shares need
# custom:
#   citation: "Supplement No. 10 to part 748, paragraph 6"
missing contains path if {
	not _all_fit
	some path in _open
}

# Where each share is kept, all is told.
_all_fit if {
	every row in table {
		row.fits == true
	}
}

_open contains "veu.compute.total_tpp" if not is_number(input.veu.compute.total_tpp)

_open contains "veu.compute.by_country" if not whole

_open contains path if {
	_sender_untold
	some share, row in table
	_total_decides(share, row.used_tpp, row.requested_tpp)
	some path in holder.group_missing
}

_open contains path if {
	chips.least_tpp
	some row in table
	_class_decides(row.used_tpp, row.requested_tpp, row.limit_tpp)
	some path in integrated_circuits.missing
}

_open contains path if {
	not chips.requested_tpp
	some row in table
	is_null(row.requested_tpp)
	some path in chips.missing
}
