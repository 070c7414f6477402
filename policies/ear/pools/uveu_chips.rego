# METADATA
# title: Chips that the shares of a Universal Validated End User count
# description: >-
#   The paragraph measures the TPP of chips that meet or exceed the scope of 3A090.a. Of what holds
#   several circuits only those count that meet it, or that may while a fact is missing; where by their
#   figures none does, whatever the item is stated as, all do.
# scope: package
# custom:
#   citation: "Supplement No. 10 to part 748, paragraph 6"
package ear.uveu_chips

import rego.v2

import data.ear.amounts
import data.ear.integrated_circuits
import data.ear.transaction

# METADATA
# title: TPP of the chips that the transaction moves
# description: Undefined where the amount is not told.
# custom:
#   citation: "Supplement No. 10 to part 748, paragraph 6"
requested_tpp := amounts.to_thousandths(input.item.quantity * sum(_amounts)) if {
	_told_apart
	count(_amounts) == count(_chips)
} else := transaction.requested_tpp if not _told_apart

# METADATA
# title: TPP of those of them that meet 3A090.a by what is told
# description: Defined where others may meet it.
# custom:
#   citation: "Supplement No. 10 to part 748, paragraph 6"
least_tpp := amounts.to_thousandths(input.item.quantity * sum(amounts_met)) if {
	_told_apart
	some unsettled in _chips
	unsettled.paragraph == "unknown"
	amounts_met := [performance |
		some chip in _chips
		chip.paragraph != "unknown"
		performance := chip.told.count * chip.tpp
	]
}

# METADATA
# title: What is missing to know it
# custom:
#   citation: "Supplement No. 10 to part 748, paragraph 6"
missing contains path if {
	not _told_apart
	some path in transaction.requested_tpp_missing
}

missing contains "item.quantity" if not input.item.quantity

missing contains concat(".", [chip.path, "tpp"]) if {
	_told_apart
	some chip in _chips
	is_null(chip.tpp)
}

missing contains concat(".", [chip.path, "count"]) if {
	_told_apart
	some chip in _chips
	not is_number(chip.told.count)
}

_told_apart if {
	is_array(input.item.integrated_circuits)
	integrated_circuits.kind == "holder"
	startswith(integrated_circuits.decided_by, "3A090.a")
}

_chips := [circuit |
	some circuit in integrated_circuits.circuits
	_counts(circuit.paragraph)
]

_counts("unknown")

_counts(paragraph) if startswith(paragraph, "3A090.a")

_amounts := [performance |
	some chip in _chips
	is_number(chip.told.count)
	is_number(chip.tpp)
	performance := chip.told.count * chip.tpp
]
