# METADATA
# title: Pools
# description: >-
#   What the request's ledger says of each pool before this transaction, what this transaction
#   draws, and whether it fits. Amounts in TPP.
# scope: package
# custom:
#   citation: "740.29(a), 742.6(b)(10)(iii)(B)"
package ear.pools

import rego.v2

import data.ear.amounts
import data.ear.transaction

# METADATA
# title: Whether a transaction fits
# description: >-
#   False where what is known is already exceeded, true where the whole is known and not exceeded,
#   null otherwise: an incomplete ledger gives a lower bound, and an amount that is not told is at
#   least nothing, but more than fits where nothing is left.
# custom:
#   citation: "740.29(d), 742.6(b)(10)(iii)(B)(1)"
fits(used, limit) := false if {
	max([0, used]) + transaction.requested_tpp > limit
} else := false if {
	not transaction.requested_tpp
	is_number(used)
	used >= limit
} else if {
	input.ledger.complete == true
	is_number(used)
	transaction.requested_tpp
} else := null

# METADATA
# title: Whether anything is left
# description: For what draws nothing itself; a pool that is met has no room.
# custom:
#   citation: "742.6(b)(10)(iii)(B)(2)"
room(used, limit) := false if {
	max([0, used]) >= limit
} else if {
	input.ledger.complete == true
	is_number(used)
} else := null

# METADATA
# title: What is moved beyond what is told to stand there
# description: Nothing where that is not told; null where only the amount that is moved is not.
# custom:
#   citation: "748.15(a)(2)(iii)(B), Supplement No. 10 to part 748, paragraph 6"
beyond(moved, standing) := max([0, amounts.to_thousandths(moved - standing)]) if {
	is_number(moved)
	is_number(standing)
} else := 0 if {
	is_null(standing)
} else := null

# METADATA
# title: What is left before this transaction
# custom:
#   citation: "740.29(d), 742.6(b)(10)(iii)(B)(1)"
remaining(used, limit) := max([0, amounts.to_thousandths(limit - used)]) if {
	is_number(used)
	is_number(limit)
} else := null

# METADATA
# title: TPP that this transaction draws
# custom:
#   citation: "748.S2(c)(4)"
default requested_tpp := null

requested_tpp := transaction.requested_tpp

# METADATA
# title: Where the amounts come from
# custom:
#   citation: "740.29(d), 742.6(b)(10)(iii)(B)(1)"
ledger := {
	"source": object.get(input.ledger, "source", null),
	"as_of": object.get(input.ledger, "as_of", null),
	"complete": object.get(input.ledger, "complete", null),
} if {
	is_object(input.ledger)
} else := {"source": null, "as_of": null, "complete": null}
