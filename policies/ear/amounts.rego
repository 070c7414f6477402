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
