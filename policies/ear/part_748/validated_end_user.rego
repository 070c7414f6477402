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
# description: Absent means not claimed.
# custom:
#   citation: "748.15(a)(1)"
claimed if input.veu.type

# METADATA
# title: Whether a Universal authorization carries the transaction
# custom:
#   citation: "748.15(a)(2)(ii)"
default uveu_available := "no"

uveu_available := "not_modelled" if input.veu.type == "uveu"

# METADATA
# title: Whether a National authorization carries the transaction
# custom:
#   citation: "748.15(a)(2)(iii)"
default nveu_available := "no"

nveu_available := "not_modelled" if input.veu.type == "nveu"

# METADATA
# title: Universal validated end user
# description: Identified in Supplement No. 7 to part 748, or holding a BIS authorization letter.
# custom:
#   citation: "748.15(a)(1)"
uveu_unmet contains "748.15(a)(1)/validated_end_user" if uveu_available == "no"

# METADATA
# title: National validated end user
# description: Identified in Supplement No. 7 to part 748, or holding a BIS authorization letter.
# custom:
#   citation: "748.15(a)(1)"
nveu_unmet contains "748.15(a)(1)/validated_end_user" if nveu_available == "no"
