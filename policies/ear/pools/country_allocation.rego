# METADATA
# title: The allocation of a country
# description: >-
#   TPP of items that meet 3A090.a licensed to a destination, cumulatively from 2025. Supplement
#   No. 5(a), Macau and D:5 have none.
# scope: package
# custom:
#   citation: "742.6(b)(10)(iii)(B)"
package ear.country_allocation

import rego.v2

import data.ear.classification
import data.ear.country_groups
import data.ear.parameters
import data.ear.pools
import data.ear.regime
import data.ear.transaction

# METADATA
# title: A license would draw on an allocation
# description: On that of its destination whoever it is for, Macau or D:5 headquarters included.
# custom:
#   citation: "742.6(b)(10)(iii)(B)"
concerned if {
	classification.level == "a"
	regime.text == "diffusion"
	_place
}

concerned if {
	classification.level == "a"
	regime.text == "diffusion"
	not transaction.macau_or_d5
	key
}

# METADATA
# title: The destination is subject to an allocation
# description: >-
#   Commodities licensed to it count from 2025, whichever text asked for the license. A destination is
#   where the item goes besides, too.
# custom:
#   citation: "742.6(b)(10)(iii)(B)(1)"
subject if {
	period
	_place
}

# METADATA
# title: Country for which a license counts
# description: >-
#   The destination; of one in Supplement No. 5(a) where the item goes besides, else the country of the
#   group (reading C5).
# custom:
#   citation: "742.6(b)(10)(iii)(B)(1)"
counted_for := _place if {
	period
} else := key if {
	period
	_allied_destination_capped
	not transaction.macau_or_d5_headquartered
}

# METADATA
# title: Period of the allocation
# description: Undefined on a day for which the text allocates nothing.
# custom:
#   citation: "742.6(b)(10)(iii)(B)(1)"
period := row.period if {
	some row in data.reference.thresholds.rows.country_allocation_tpp
	row.valid_from <= input.as_of
	input.as_of < row.valid_to
}

# METADATA
# title: Country whose allocation it is
# description: >-
#   The destination; for a destination of Supplement No. 5(a), the country outside it where the item
#   goes besides, else the country of the parent outside it, else of the headquarters outside it
#   (reading C5). Of several the one whose ledger is told, else the first by name; the others are told
#   besides.
# custom:
#   citation: "742.6(b)(10)(iii)(B)"
key := input.destination if {
	country_groups.destination.outside_supplement_5a == true
} else := _place if {
	some _ in _places_besides
} else := input.ledger.country if {
	input.ledger.country in _countries_of_entities
} else := min(_outside_parents) if {
	_allied_destination_capped
} else := min(_outside_headquarters) if {
	_allied_destination_capped
}

_place := input.destination if {
	country_groups.destination.allocated == true
} else := input.ledger.country if {
	input.ledger.country in _places_besides
} else := min(_places_besides)

_places_besides contains country if {
	country_groups.destination.supplement_5a == true
	some country in transaction.outside_elsewhere
	country_groups.countries[country].allocated == true
}

_allied_destination_capped if {
	country_groups.destination.supplement_5a == true
	not input.readings.C5 == "allied_destination_approved"
}

_outside_parents contains party.ultimate_parent_headquarters if {
	some party in transaction.users
	country_groups.countries[party.ultimate_parent_headquarters].outside_supplement_5a == true
}

_outside_headquarters contains party.headquarters if {
	some party in transaction.users
	country_groups.countries[party.headquarters].outside_supplement_5a == true
}

# METADATA
# title: Readings by which a license counts for the country
# description: Of a destination of Supplement No. 5(a), whatever the license was asked for.
# custom:
#   citation: "742.6(b)(10)(iii)(B)(1)"
touches contains "C5" if {
	period
	classification.level == "a"
	classification.form == "commodity"
	country_groups.destination.supplement_5a == true
	not transaction.macau_or_d5_headquartered
	not _place
	some _ in (_outside_parents | _outside_headquarters)
}

# METADATA
# title: TPP licensed to the country so far
# description: >-
#   Cumulatively from the first day of the period, of which a ledger of another day, or of none, tells
#   nothing. By reading N13 the amount that the ledger tells is the installed base instead.
# custom:
#   citation: "742.6(b)(10)(iii)(B)(1)"
default used := null

used := input.ledger.country_licensed_tpp if {
	input.ledger.country == key
	_of_the_period
}

_of_the_period if {
	some row
	data.reference.thresholds.rows.country_allocation_tpp[row].period == period
	data.reference.thresholds.rows.country_allocation_tpp[row].valid_from <= input.ledger.as_of
	input.ledger.as_of < data.reference.thresholds.rows.country_allocation_tpp[row].valid_to
}

# On a day without an allocation the amount is told, and measured by nothing.
_of_the_period if not period

# METADATA
# title: Allocation of the country
# description: >-
#   Increased only for a destination that stands in Supplement No. 5(b) on the day, by as much as the
#   ledger of that country tells.
# custom:
#   citation: "742.6(b)(10)(iii)(B)(1) and (C)"
default limit := null

limit := parameters.values.country_allocation_tpp if not _increased

limit := parameters.values.country_allocation_tpp * (1 + increase) if {
	_increased
	increase := min({parameters.values.country_increase_max, input.ledger.country_increase})
}

_increased if {
	input.ledger.country_increase > 0
	input.ledger.country == key
	country_groups.supplement_5b(key)
}

# METADATA
# title: An increase told for a destination that gave no assurances
# description: It contradicts Supplement No. 5(b), and counts for nothing.
# custom:
#   citation: "742.6(b)(10)(iii)(C)"
increase_without_assurances if {
	input.ledger.country_increase > 0
	concerned
	not country_groups.supplement_5b(input.ledger.country)
}

# The destination gave assurances, and the request does not tell by how much its allocation grew.
_increase_open if {
	country_groups.supplement_5b(key)
	not _increase_told
}

_increase_told if {
	is_number(input.ledger.country_increase)
	input.ledger.country == key
}

# METADATA
# title: Whether this transaction fits
# description: >-
#   Software and technology have no TPP and draw nothing: they fit until the allocation is met. Not
#   told where only an increase that is not told could make it fit.
# custom:
#   citation: "742.6(b)(10)(iii)(B)(1)"
fits := null if {
	is_null(limit)
} else := null if {
	_increase_decides
} else := _fits

_fits := pools.fits(used, limit) if {
	classification.form == "commodity"
} else := pools.room(used, limit)

_increase_decides if {
	_fits == false
	_increase_open
}

# METADATA
# title: Facts that the pool needs
# custom:
#   citation: "742.6(b)(10)(iii)(B)(1)"
missing contains "ledger.country" if {
	not input.ledger.country == key
	is_number(limit)
}

missing contains "ledger.country_licensed_tpp" if {
	is_number(limit)
	not is_number(input.ledger.country_licensed_tpp)
}

missing contains "ledger.as_of" if {
	is_number(limit)
	not _of_the_period
}

missing contains "ledger.complete" if {
	is_number(used)
	is_number(limit)
	is_null(fits)
	not _increase_decides
	count(_requested_missing) == 0
}

missing contains path if {
	is_number(limit)
	some path in _requested_missing
}

missing contains "ledger.country_increase" if _increase_decides

default _requested_missing := set()

_requested_missing := transaction.requested_tpp_missing if classification.form == "commodity"

# METADATA
# title: The pool as the decision tells it
# custom:
#   citation: "742.6(b)(10)(iii)(B)(1)"
row := {
	"pool": "country_allocation",
	"key": key,
	"period": _period,
	"basis": _basis,
	"limit_tpp": limit,
	"used_tpp": used,
	"requested_tpp": _requested_tpp,
	"remaining_tpp": pools.remaining(used, limit),
	"fits": fits,
	"denominator_tpp": null,
	"ledger": pools.ledger,
}

default _requested_tpp := 0

_requested_tpp := pools.requested_tpp if classification.form == "commodity"

default _period := null

_period := period

default _basis := "licensed"

_basis := "installed" if input.readings.N13 == "installed_base"
