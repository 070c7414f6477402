package ear.transaction

import rego.v2

import data.ear.country_groups

# METADATA
# title: Employer of the person to whom a release is made
# description: >-
#   By request path. It gets what is released to its employee. Where it is absent it is not told; null
#   for it, or for the employment, says that there is none.
# custom:
#   citation: "742.6(a)(13)"
default employers := {}

employers := {"employee.employer": object.get(input, ["employee", "employer"], {})} if {
	deemed
	not is_null(input.employee)
	not is_null(input.employee.employer)
}

# METADATA
# title: Parties whose headquarters count
# description: >-
#   Every party but the exporter. In a release a natural person has no headquarters: the entity that
#   the paragraphs ask about is the employer.
# custom:
#   citation: "740.2(a)(9)(ii), 740.27(a)(3)"
entities := counterparties if {
	not deemed
} else := object.remove(counterparties, _persons)

# METADATA
# title: Recipients whose headquarters count
# custom:
#   citation: "740.27(a)(3)"
receiving_entities := object.union(object.remove(recipients, _persons), employers) if {
	deemed
} else := recipients

_persons contains path if {
	some path, party in recipients
	party.kind == "individual"
}

# METADATA
# title: End user whose headquarters count
# custom:
#   citation: "742.6(b)(14), 744.23(d)"
end_user_entity := object.get(employers, "employee.employer", {}) if {
	end_user_entity_path == "employee.employer"
} else := end_user

# METADATA
# title: Request path of the end user whose headquarters count
# custom:
#   citation: "742.6(b)(14), 744.23(d)"
end_user_entity_path := "employee.employer" if {
	deemed
	end_user_path in _persons
} else := end_user_path

# METADATA
# title: A release to a natural person whom nobody employs
# description: No entity gets what is released, so that nobody is headquartered anywhere.
# custom:
#   citation: "740.27(a)(3), 742.6(b)(14)"
nobody_headquartered if {
	deemed
	employers == {}
	some _ in _persons
}

# Who is told to be a natural person has no headquarters that could be asked.
headquarters_missing contains path if {
	deemed
	some path in _kinds_untold
}

_kinds_untold contains concat(".", [path, "kind"]) if {
	some path, party in recipients
	not party.kind
	some field in ["headquarters", "ultimate_parent_headquarters"]
	not country_groups.countries[party[field]]
}
