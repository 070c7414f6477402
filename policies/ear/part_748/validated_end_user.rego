# METADATA
# title: Authorization Validated End-User
# description: >-
#   Whether a Universal or National authorization is claimed. Their conditions are not modelled yet:
#   a claim is told as such and authorizes nothing here.
# scope: package
# custom:
#   citation: "748.15"
package ear.part_748.validated_end_user

import rego.v2

# METADATA
# title: Claimed authorization
# custom:
#   citation: "748.15(a)(1)"
claimed contains upper(input.veu.type)

# METADATA
# title: Whether the authorization carries the transaction
# custom:
#   citation: "748.15(a)(1)"
available[symbol] := "not_modelled" if some symbol in claimed

available[symbol] := "no" if {
	some symbol in ["UVEU", "NVEU"]
	not claimed[symbol]
}

# METADATA
# title: Validated end user
# description: Identified in Supplement No. 7 to part 748, or holding a BIS authorization letter.
# custom:
#   citation: "748.15(a)(1)"
unmet[symbol] := ["748.15(a)(1)/validated_end_user"] if available[symbol] == "no"

unmet[symbol] := [] if available[symbol] == "not_modelled"

# METADATA
# title: Claim that no rule decides yet
# custom:
#   citation: "748.15"
notices contains "not_modelled/748.15" if count(claimed) > 0
