# METADATA
# title: AIA for model weights
# description: To entities headquartered or parented in Supplement No. 5(a), stored in a secured facility.
# scope: package
# custom:
#   citation: "740.27(a)(3)"
package ear.aia_model_weights

import rego.v2

import data.ear.calendar
import data.ear.country_groups
import data.ear.parameters
import data.ear.restrictions
import data.ear.transaction

# METADATA
# title: Restrictions on all License Exceptions
# custom:
#   citation: "740.2"
unmet contains id if some id in restrictions.unmet

# METADATA
# title: Weights to entities headquartered or parented in Supplement No. 5(a)
# description: >-
#   Never parented in Macau or D:5 (reading C9). Who is told to operate the facility obtains what is
#   stored there. Of a release to a natural person the entity is the employer; without one nobody is
#   headquartered there.
# custom:
#   citation: "740.27(a)(3)"
unmet contains "740.27(a)(3)/headquarters" if {
	some party in _obtaining
	_outside_for_weights(party)
}

unmet contains "740.27(a)(3)/headquarters" if transaction.nobody_headquartered

# METADATA
# title: Behind the gate, weights to entities headquartered in Supplement No. 5(a)
# description: An ultimate parent there does not help, unless the request reads it so (reading N1).
# custom:
#   citation: "740.2(a)(9)(ii)"
unmet contains "740.2(a)(9)(ii)/gate" if {
	restrictions.gate
	not input.readings.N1 == "headquarters_or_parent"
	some party in _obtaining
	country_groups.countries[party.headquarters].outside_supplement_5a == true
}

# METADATA
# title: Weights to entities located outside Macau and D:5
# custom:
#   citation: "740.27(a)(3)(i)"
unmet contains "740.27(a)(3)(i)/location" if country_groups.macau_or_d5(input.facility.location)

unmet contains "740.27(a)(3)(i)/location" if {
	transaction.macau_or_d5
	country_groups.destination.macau_or_d5 == true
}

unmet contains "740.27(a)(3)(i)/location" if {
	transaction.macau_or_d5
	some party in transaction.recipients
	country_groups.macau_or_d5(party.location)
}

unmet contains "740.27(a)(3)(i)/location" if {
	some employer in transaction.employers
	country_groups.macau_or_d5(employer.location)
}

# METADATA
# title: No intermediate consignee in, or headquartered in, Macau or D:5
# description: A nexus in any role but the exporter's counts against a transaction behind the gate.
# custom:
#   citation: "740.2(a)(9)(ii)"
unmet contains "740.2(a)(9)(ii)/gate" if {
	input.parties.intermediate_consignee
	some field in _seats
	country_groups.macau_or_d5(input.parties.intermediate_consignee[field])
}

unmet contains "740.2(a)(9)(ii)/gate" if country_groups.macau_or_d5(input.parties.intermediate_consignee.location)

# METADATA
# title: No operator of the data center headquartered in Macau or D:5
# custom:
#   citation: "740.2(a)(9)(ii)"
unmet contains "740.2(a)(9)(ii)/gate" if {
	input.facility.operator
	some field in ["location", "headquarters"]
	country_groups.macau_or_d5(transaction.counterparties["facility.operator"][field])
}

unmet contains "740.2(a)(9)(ii)/gate" if {
	input.facility.operator
	some field in _seats
	country_groups.macau_or_d5(transaction.counterparties["facility.operator"][field])
}

# By reading C9 a parent there does not count.
default _seats := ["headquarters", "ultimate_parent_headquarters"]

_seats := ["headquarters"] if input.readings.C9 == "headquarters_or_parent"

# METADATA
# title: Weights stored in a facility that complies with paragraphs 14, 15 and 18
# description: From the first day (reading N4), whether or not the facility is a validated end user's.
# custom:
#   citation: "740.27(a)(3)(ii)"
unmet contains "740.27(a)(3)(ii)/facility" if is_null(input.facility)

unmet contains "740.27(a)(3)(ii)/facility" if {
	is_null(input.facility.supplement_10)
	facility_due
}

unmet contains "740.27(a)(3)(ii)/facility" if {
	is_array(input.facility.supplement_10)
	not object.subset(input.facility.supplement_10, {14, 15, 18})
	facility_due
}

# METADATA
# title: Attested within a year by a third-party assessment organization
# custom:
#   citation: "740.27(a)(3)(ii), Supplement No. 10 to part 748, paragraph 14.b"
unmet contains "740.27(a)(3)(ii)/attestation" if {
	_attestation_outside_year
	facility_due
}

_obtaining := object.union(
	transaction.receiving_entities,
	{"facility.operator": transaction.counterparties["facility.operator"]},
) if {
	input.facility.operator
} else := transaction.receiving_entities

_outside_for_weights(party) if {
	country_groups.countries[party.headquarters].outside_supplement_5a == true
	country_groups.countries[party.ultimate_parent_headquarters].outside_supplement_5a == true
}

_outside_for_weights(party) if {
	country_groups.macau_or_d5(party.ultimate_parent_headquarters)
	not input.readings.C9 == "headquarters_or_parent"
}

# METADATA
# title: The facility has to comply with paragraphs 14, 15 and 18
# description: From the first day, or by reading N4 from January 15, 2026.
# custom:
#   citation: "740.27(a)(3)(ii)"
facility_due if not input.readings.N4 == "delayed_2026_01_15"

facility_due if parameters.in_force("748.S10/14_15_18")

_attestation_outside_year if input.facility.attested_on > input.as_of

_attestation_outside_year if {
	calendar.shift(input.facility.attested_on, parameters.values.attestation_years, 0, 0) < input.as_of
}

missing contains "facility.location" if not country_groups.countries[input.facility.location]

# Another's data center may be operated by its owner.
missing contains "facility.operator" if {
	is_object(input.facility.owner)
	not is_object(input.facility.operator)
	not is_null(input.facility.operator)
	not input.facility.owner.name == transaction.end_user.name
	not input.facility.owner.name == transaction.ultimate_consignee.name
}

missing contains "facility.supplement_10" if {
	not is_array(input.facility.supplement_10)
	not is_null(input.facility.supplement_10)
	facility_due
}

missing contains "facility.attested_on" if {
	not input.facility.attested_on
	facility_due
}

# METADATA
# title: Facts that AIA needs for model weights
# custom:
#   citation: "740.27(a)(3)"
missing contains path if some path in restrictions.missing_with_parties

# METADATA
# title: Readings that the answer touches
# custom:
#   citation: "740.27(a)(3)"
touches contains "N1" if {
	restrictions.gate
	some party in _obtaining
	country_groups.countries[party.headquarters].outside_supplement_5a == true
	country_groups.supplement_5a(party.ultimate_parent_headquarters)
}

touches contains "N4" if {
	unmet == set()
	not parameters.in_force("748.S10/14_15_18")
}

touches contains "N4" if {
	some id in unmet
	startswith(id, "740.27(a)(3)(ii)/")
	not is_null(input.facility)
	not parameters.in_force("748.S10/14_15_18")
}

touches contains "C9" if {
	transaction.macau_or_d5
	some party in _obtaining
	country_groups.supplement_5a(party.headquarters)
	country_groups.macau_or_d5(party.ultimate_parent_headquarters)
}

touches contains "C9" if {
	input.parties.intermediate_consignee
	country_groups.macau_or_d5(input.parties.intermediate_consignee.ultimate_parent_headquarters)
}

touches contains "C10" if {
	some party in _obtaining
	country_groups.supplement_5a(party.headquarters) != country_groups.supplement_5a(party.ultimate_parent_headquarters)
	country_groups.countries[party.headquarters]
	country_groups.countries[party.ultimate_parent_headquarters]
	not country_groups.macau_or_d5(party.ultimate_parent_headquarters)
}
