# METADATA
# title: Holder of a data center authorization
# description: >-
#   Which party of the transaction is the validated end user, and who else is. Parties are the same
#   where they are one role, or bear the same name.
# scope: package
# custom:
#   citation: "748.15(a)(1)"
package ear.holder

import rego.v2

import data.ear.transaction

# METADATA
# title: Request path of the holder
# description: The role that the claim names; `recipient` where that role is not given by itself.
# custom:
#   citation: "748.15(a)(1)"
path := "parties.recipient" if {
	input.veu.holder in {"purchaser", "ultimate_consignee", "end_user"}
	not is_object(input.parties[input.veu.holder])
} else := concat(".", ["parties", input.veu.holder])

# METADATA
# title: Holder
# custom:
#   citation: "748.15(a)(1)"
default party := {}

party := input.parties.recipient if {
	path == "parties.recipient"
} else := input.parties[input.veu.holder]

# METADATA
# title: Whether a role is filled by the holder
# description: Undefined where a name that would tell is missing.
# custom:
#   citation: "748.15(a)(1)"
fills(other_path, other) if {
	other_path == path
} else := other.name == party.name

# METADATA
# title: Whether who receives is a validated end user
# description: >-
#   The holder, or who operates the data center for it: an operator that is not the owner must itself
#   have such an authorization. Undefined where a fact that would tell is missing.
# custom:
#   citation: "748.15(a)(1), (a)(2)(ii)(A) and (iii)(A)"
validated(other_path, other) if {
	fills(other_path, other) == true
} else if {
	input.facility.operator_veu == true
	other.name == input.facility.operator.name
} else := false if {
	fills(other_path, other) == false
	_no_validated_operator(other)
}

_no_validated_operator(_) if input.facility.operator_veu == false

_no_validated_operator(_) if is_null(input.facility)

_no_validated_operator(_) if is_null(input.facility.operator)

_no_validated_operator(other) if other.name != input.facility.operator.name

# METADATA
# title: Whether the holder receives the items
# description: >-
#   As end user, as ultimate consignee or as both. Undefined where a name that would tell is
#   missing.
# custom:
#   citation: "748.15(a)(1)"
receives if {
	some other_path, other in receivers
	fills(other_path, other) == true
} else := false if {
	every other_path, other in receivers {
		fills(other_path, other) == false
	}
}

# METADATA
# title: Whether the end user and the ultimate consignee are validated end users
# description: >-
#   The holder is one of them, and each is the holder or operates for it. Undefined where a fact that
#   would tell is missing.
# custom:
#   citation: "748.15(a)(1)"
receivers_validated if {
	holds_alone
} else := false if {
	receives == false
} else := false if {
	some other_path, other in receivers
	validated(other_path, other) == false
}

# METADATA
# title: The holder is the end user and the ultimate consignee by its role
# custom:
#   citation: "748.15(a)(1)"
holds_alone if {
	holding := path
	transaction.end_user_path == holding
	transaction.ultimate_consignee_path == holding
}

# METADATA
# title: Facts that would tell whether who receives is a validated end user
# custom:
#   citation: "748.15(a)(1), (a)(2)(ii)(A) and (iii)(A)"
receivers_missing contains name if {
	some other_path, other in receivers
	not is_boolean(fills(other_path, other))
	not _whoever_holds(other_path, other)
	some name in name_missing(other_path, other)
}

receivers_missing contains "facility.operator.name" if {
	some other_path, other in receivers
	not is_boolean(validated(other_path, other))
	not input.facility.operator.name
}

# The operator, beside somebody that is told to be the holder.
_whoever_holds(other_path, other) if {
	receives == true
	validated(other_path, other) == true
}

# METADATA
# title: Whether the holder sends the items itself
# custom:
#   citation: "748.15(d)(2)(iii)"
sends if {
	input.veu.holder == "exporter"
} else := input.parties.exporter.name == party.name

# METADATA
# title: Sent by the holder, a parent or a subsidiary of it
# description: >-
#   Its ultimate parent, or a company whose ultimate parent it is. Of two companies that only have the
#   same ultimate parent neither need be the other's subsidiary or parent.
# custom:
#   citation: "Supplement No. 10 to part 748, paragraph 6"
sent_within if sends == true

sent_within if input.parties.exporter.name == party.ultimate_parent

sent_within if input.parties.exporter.ultimate_parent == party.name

# METADATA
# title: Sent by a company of another group
# description: Only where names and ultimate parents of both are told.
# custom:
#   citation: "Supplement No. 10 to part 748, paragraph 6"
sent_from_outside if {
	group_told
	not sent_within
	exporter.ultimate_parent != party.ultimate_parent
}

# METADATA
# title: Names and ultimate parents are told
# custom:
#   citation: "Supplement No. 10 to part 748, paragraph 6"
group_told if {
	every found in [exporter, party] {
		is_string(found.name)
		is_string(found.ultimate_parent)
	}
}

# METADATA
# title: Names and ultimate parents that would tell whether it is sent from outside the group
# custom:
#   citation: "Supplement No. 10 to part 748, paragraph 6"
group_missing contains concat(".", [one, field]) if {
	some one, found in {"parties.exporter": exporter, path: party}
	some field in ["name", "ultimate_parent"]
	not is_string(found[field])
}

# METADATA
# title: Exporter, reexporter or transferor
# custom:
#   citation: "748.5"
exporter := object.get(input, ["parties", "exporter"], {})

# METADATA
# title: Names that would tell who is the holder
# custom:
#   citation: "748.15(a)(1)"
name_missing(other_path, other) := {concat(".", [one, "name"]) |
	some one, found in {other_path: other, path: party}
	not is_string(found.name)
}

# METADATA
# title: Those to whom the items go
# custom:
#   citation: "748.15(a)(1)"
receivers := {
	transaction.end_user_path: transaction.end_user,
	transaction.ultimate_consignee_path: transaction.ultimate_consignee,
}

# METADATA
# title: Whose pool
# description: What its key says before the place; nothing where no name is told.
# custom:
#   citation: "748.15(a)(2)"
default prefix := ""

prefix := concat("", [party.name, "/"])

# METADATA
# title: Pool in the destination
# description: The name of the holder and the place; the place alone where no name is told.
# custom:
#   citation: "748.15(a)(2)"
key := concat("", [prefix, input.destination])
