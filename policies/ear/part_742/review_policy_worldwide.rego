package ear.review_policy

import rego.v2

import data.ear.country_allocation
import data.ear.country_groups
import data.ear.integrated_circuits
import data.ear.license_requirements
import data.ear.regime
import data.ear.transaction

_worldwide if {
	license_requirements.applies["742.6(a)(6)(iii)(A)"]
	regime.text == "diffusion"
}

# METADATA
# title: Macau and D:5
# description: Also where an allied headquarters would be approved (reading N12).
# custom:
#   citation: "742.6(b)(10)(iii)(A)(1)"
worldwide_review(standing) := {
	"requirement": "742.6(a)(6)(iii)(A)",
	"policy": "presumption_of_denial",
	"citation": "742.6(b)(10)(iii)(A)(1)",
} if {
	standing == "macau_or_d5"
}

# METADATA
# title: Supplement No. 5(a)
# description: >-
#   Destination, headquarters and ultimate parents there; otherwise by readings C4, C5 and N12. A
#   destination is where the item goes besides, too.
# custom:
#   citation: "742.6(b)(10)(iii)(A)(2)"
worldwide_review(standing) := {
	"requirement": "742.6(a)(6)(iii)(A)",
	"policy": "presumption_of_approval",
	"citation": "742.6(b)(10)(iii)(A)(2)",
} if {
	standing == "allied"
}

# METADATA
# title: Within the country allocation
# custom:
#   citation: "742.6(b)(10)(iii)(B)(1)"
worldwide_review(standing) := {
	"requirement": "742.6(a)(6)(iii)(A)",
	"policy": "presumption_of_approval",
	"citation": "742.6(b)(10)(iii)(B)(1)",
} if {
	standing == "within"
}

# METADATA
# title: Beyond the country allocation
# custom:
#   citation: "742.6(b)(10)(iii)(B)(2)"
worldwide_review(standing) := {
	"requirement": "742.6(a)(6)(iii)(A)",
	"policy": "policy_of_denial",
	"citation": "742.6(b)(10)(iii)(B)(2)",
} if {
	standing == "beyond"
}

# METADATA
# title: Nothing tells whether the allocation is met
# custom:
#   citation: "742.6(b)(10)(iii)(B)(1)"
worldwide_review(standing) := {
	"requirement": "742.6(a)(6)(iii)(A)",
	"policy": "indeterminate",
	"citation": "742.6(b)(10)(iii)(B)(1)",
} if {
	standing == "untold"
}

# METADATA
# title: No allocation is stated for the day
# description: The text allocates for 2025 to 2027; later years are left to an annual review.
# custom:
#   citation: "742.6(b)(10)(iii)(B)(2)"
worldwide_review(standing) := {
	"requirement": "742.6(a)(6)(iii)(A)",
	"policy": "not_stated",
	"citation": "742.6(b)(10)(iii)(B)(2)",
} if {
	standing == "unallocated"
}

# METADATA
# title: Headquarters not told, or a destination that no table knows
# custom:
#   citation: "742.6(b)(10)(iii)"
worldwide_review(standing) := {
	"requirement": "742.6(a)(6)(iii)(A)",
	"policy": "indeterminate",
	"citation": "742.6(b)(10)(iii)",
} if {
	standing == "open"
}

# Which one of these paragraphs covers the application, or what keeps it open.
_standing := "allied" if {
	_allied
} else := "open" if {
	input.readings.N12 == "approval_first"
	_approval_open
} else := _side if {
	_side in {"macau_or_d5", "open"}
} else := "untold" if {
	_within_allocation
	_another_allocation
} else := "within" if {
	_within_allocation
} else := "untold" if {
	_room_untold
} else := "beyond" if {
	country_allocation.fits == false
} else := "unallocated" if {
	country_allocation.limit == null
} else := "untold"

_allocated if {
	_side == "elsewhere"
	not _allied
}

# What is licensed to a second country that (B) names is not told, and may be all of its allocation.
_another_allocation if some _ in country_allocation.others

# METADATA
# title: Another allocation that is concerned besides
# description: >-
#   Of several countries outside Supplement No. 5(a) whose entities, or which themselves, receive it; the
#   ledger of a request tells of one.
# custom:
#   citation: "742.6(b)(10)(iii)(B)"
notices contains concat("/", ["other_allocation", country]) if {
	_worldwide
	_allocated
	is_number(country_allocation.limit)
	some country in country_allocation.others
}

_within_allocation if country_allocation.fits == true

_within_allocation if {
	country_allocation.fits == false
	input.readings.C6 == "partial_approval"
	input.ledger.complete == true
	_room_for_one
}

# Of an incomplete ledger what remains is at most what it tells.
_room_untold if {
	input.readings.C6 == "partial_approval"
	not input.ledger.complete == true
	_worldwide
	_allocated
	country_allocation.fits == false
	_room_for_one
}

_room_for_one if country_allocation.row.remaining_tpp >= integrated_circuits.unit_tpp

_c5_touched if {
	_side == "elsewhere"
	_allied_destination
	transaction.outside_headquartered
}

_c4_touched if {
	_side == "elsewhere"
	not _allied_destination
	_every_recipient_allied
}

# The "or" of (B)(1) is met by either limb, where the other one is of Macau or D:5.
_named_for_allocation if {
	country_groups.destination
	not country_groups.destination.macau_or_d5 == true
}

_named_for_allocation if {
	not transaction.macau_or_d5_headquartered
	transaction.headquarters_missing == set()
}

# METADATA
# title: Readings that the answer touches
# custom:
#   citation: "742.6(b)(10)(iii)"
touches contains "C4" if {
	_c4_touched
	_worldwide
}

touches contains "C5" if {
	_c5_touched
	_worldwide
}

touches contains "C6" if {
	_allocated
	country_allocation.fits == false
	_worldwide
	_room_for_one
}

touches contains id if {
	_side == "macau_or_d5"
	_worldwide
	some id in _touched_in_macau_or_d5
}

_touched_in_macau_or_d5 contains "C7" if _named_for_allocation

_touched_in_macau_or_d5 contains "N12" if _named_for_approval

_touched_in_macau_or_d5 contains "N12" if _approval_open

touches contains "N13" if {
	_worldwide
	_allocated
}
