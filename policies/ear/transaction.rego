# METADATA
# title: The transaction
# description: >-
#   Facts that several sections read: the parties by role and where they are headquartered, and the
#   processing performance that the transaction moves.
# scope: package
# custom:
#   citation: "748.5"
package ear.transaction

import rego.v2

import data.ear.amounts
import data.ear.country_groups
import data.ear.integrated_circuits

# METADATA
# title: Deemed export or deemed reexport
# custom:
#   citation: "742.6(a)(6)(iv)"
deemed if startswith(input.activity, "deemed_")

# METADATA
# title: A deemed reexport, however it is called
# description: A release that takes place abroad is one.
# custom:
#   citation: "734.20"
deemed_reexport if input.activity == "deemed_reexport"

deemed_reexport if {
	input.activity == "deemed_export"
	from_abroad
}

# METADATA
# title: Sent on from where it was received
# description: An export that leaves from abroad is a reexport, whatever the request calls it.
# custom:
#   citation: "740.27(b)(2)(iv)"
onward if input.activity == "reexport"

onward if input.activity == "transfer_in_country"

onward if {
	input.activity == "export"
	from_abroad
}

# METADATA
# title: Leaves from abroad
# description: >-
#   A country other than the United States is told, known to the tables or not. An export of which no
#   origin is told leaves from the United States.
# custom:
#   citation: "15 CFR part 734"
from_abroad if {
	input.origin
	not country_groups.countries[input.origin].named_beside_groups["15 CFR part 734"] == true
}

# METADATA
# title: An origin that contradicts the act
# description: >-
#   A transfer (in-country) leaves no country, and a reexport goes from one foreign country to another,
#   also where the request calls it an export. A deemed reexport takes place abroad.
# custom:
#   citation: "15 CFR part 734"
contradicted if {
	input.activity == "transfer_in_country"
	input.origin != input.destination
}

contradicted if {
	input.origin
	input.activity in {"export", "reexport"}
	input.origin == input.destination
	from_abroad
}

contradicted if {
	input.activity in {"reexport", "deemed_reexport"}
	input.origin
	not from_abroad
}

contradicted if {
	input.activity == "deemed_reexport"
	not input.origin
	some person in recipients
	country_groups.countries[person.location].named_beside_groups["15 CFR part 734"] == true
}

# METADATA
# title: Recipients by request path
# description: >-
#   Purchaser, ultimate consignee and end user. `recipient` stands for each of them that is not
#   named.
# custom:
#   citation: "734.9(h)(2)(ii), Note 5"
recipients := {"parties.recipient": input.parties.recipient} if {
	not _some_role_named
} else := _named if {
	input.parties.purchaser
	input.parties.ultimate_consignee
	input.parties.end_user
} else := object.union(_named, {"parties.recipient": object.get(input, ["parties", "recipient"], {})})

_some_role_named if input.parties.purchaser

_some_role_named if input.parties.ultimate_consignee

_some_role_named if input.parties.end_user

_named := {concat(".", ["parties", role]): party |
	some role in ["purchaser", "ultimate_consignee", "end_user"]
	party := input.parties[role]
	not _no_purchaser(role, party)
}

_no_purchaser(role, party) if {
	role == "purchaser"
	is_null(party)
}

# METADATA
# title: Every party but the exporter
# description: Who operates the data center where the item will stand is one of those that get it.
# custom:
#   citation: "734.9(h)(2)(ii), Note 5"
counterparties := users if {
	not deemed
	not input.parties.intermediate_consignee
} else := object.union_n([recipients, _intermediate_consignee, employers, _operators])

default _intermediate_consignee := {}

_intermediate_consignee := {"parties.intermediate_consignee": input.parties.intermediate_consignee} if {
	is_object(input.parties.intermediate_consignee)
}

default _operators := {}

_operators := {"facility.operator": told_apart(input.facility.operator)} if is_object(input.facility.operator)

# METADATA
# title: Recipients, and who will operate the items
# description: Where the operator of the data center is told apart from who receives.
# custom:
#   citation: "740.27(a), 742.6(b)(10)(iii), 748.5"
users := object.union(recipients, _operators) if {
	is_object(input.facility.operator)
} else := recipients

# METADATA
# title: A company of the data center, where it is told apart from who receives
# description: >-
#   Not told, it is what is told of the party of its name; where the data center stands it need not
#   be.
# custom:
#   citation: "748.5"
told_apart(company) := as_told(company) if _told_anew(company)

_told_anew(company) if {
	some field in ["location", "headquarters", "ultimate_parent_headquarters", "listed"]
	company[field]
}

_told_anew(company) if {
	not company.name == end_user.name
	not company.name == ultimate_consignee.name
}

# METADATA
# title: A company of the data center, with what is told of the party of its name
# custom:
#   citation: "748.5"
as_told(company) := object.union(end_user, company) if {
	end_user.name == company.name
} else := object.union(ultimate_consignee, company) if {
	ultimate_consignee.name == company.name
} else := company

# METADATA
# title: Request path of the ultimate consignee
# custom:
#   citation: "748.5"
ultimate_consignee_path := "parties.ultimate_consignee" if {
	input.parties.ultimate_consignee
} else := "parties.recipient"

# METADATA
# title: Request path of the end user
# custom:
#   citation: "748.5"
end_user_path := "parties.end_user" if {
	input.parties.end_user
} else := "parties.recipient"

# METADATA
# title: Ultimate consignee
# custom:
#   citation: "748.5"
ultimate_consignee := named if {
	named := input.parties.ultimate_consignee
} else := recipients["parties.recipient"]

# METADATA
# title: End user
# custom:
#   citation: "748.5"
end_user := named if {
	named := input.parties.end_user
} else := recipients["parties.recipient"]

# METADATA
# title: Countries where a party is headquartered or its ultimate parent is
# custom:
#   citation: "740.2(a)(9)(ii)"
headquarters contains party[field] if {
	some party in entities
	some field in ["headquarters", "ultimate_parent_headquarters"]
}

# METADATA
# title: Macau or D:5 headquarters of any party but the exporter
# custom:
#   citation: "740.2(a)(9)(ii)"
macau_or_d5_headquartered if {
	some country in headquarters
	country_groups.countries[country].macau_or_d5 == true
}

# METADATA
# title: Headquarters, of any party but the exporter, that D:5 may name or not
# custom:
#   citation: "740.2(a)(9)(ii)"
contested_headquartered if {
	some country in headquarters
	country_groups.countries[country].d5_contested == true
}

# METADATA
# title: Headquarters that are not told
# custom:
#   citation: "740.2(a)(9)(ii)"
headquarters_missing contains concat(".", [path, field]) if {
	some path, party in entities
	some field in ["headquarters", "ultimate_parent_headquarters"]
	not country_groups.countries[party[field]]
}

# METADATA
# title: Headquarters, or ultimate parent, outside Supplement No. 5(a) of who receives or will operate the items
# custom:
#   citation: "740.27(a), 742.6(b)(10)(iii)"
outside_headquartered if {
	some party in users
	some field in ["headquarters", "ultimate_parent_headquarters"]
	country_groups.countries[party[field]].outside_supplement_5a == true
}

# METADATA
# title: Total processing performance of the transaction
# description: Quantity times the TPP of a unit, to a thousandth of a TPP.
# custom:
#   citation: "748.S2(c)(4)"
requested_tpp := amounts.to_thousandths(input.item.quantity * integrated_circuits.unit_tpp)

# METADATA
# title: What is missing to know it
# custom:
#   citation: "748.S2(c)(4)"
requested_tpp_missing contains "item.quantity" if not input.item.quantity

requested_tpp_missing contains path if {
	not integrated_circuits.unit_tpp
	some path in integrated_circuits.unit_tpp_missing
}

# METADATA
# title: Aggregate TPP of the shipment
# description: >-
#   Of all items of the shipment that meet 3A090.a, of which this transaction is at least a part; its
#   own amount where it is the only line.
# custom:
#   citation: "740.29(g)(3)"
shipment_tpp := max([input.shipment.aggregate_tpp, requested_tpp]) if {
	input.shipment.aggregate_tpp
} else := requested_tpp if {
	input.shipment.lines == 1
}
