# METADATA
# title: Amounts of total processing performance
# description: TPP is counted to a thousandth; what binary fractions add to its decimal places is no amount.
# scope: package
# custom:
#   citation: "748.S2(c)(4)"
package ear.amounts

import rego.v2

# METADATA
# title: An amount to the nearest thousandth
# description: What is whole needs no rounding, which costs several times the comparison.
# custom:
#   citation: "748.S2(c)(4)"
to_thousandths(amount) := amount if {
	floor(amount) == amount
} else := round(amount * 1000) / 1000

# METADATA
# title: A quotient freed of what binary fractions take from it
# description: >-
#   2746.88 over 464 is 5.92, which a binary division misses. Of figures to a thousandth, with an area of
#   up to a million square millimetres, a quotient that is no figure of the entry differs from it by
#   twenty times what this rounds away, so that what is below stays below.
# custom:
#   citation: "ECCN 3A090, Technical Note 4"
to_trillionths(quotient) := round(quotient * 1000000000000) / 1000000000000
