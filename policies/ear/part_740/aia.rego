# METADATA
# title: License Exception Artificial Intelligence Authorization
# description: >-
#   Advanced computing items to entities located, headquartered and parented in the destinations of
#   Supplement No. 5(a), and model weights to entities headquartered or parented there.
# scope: package
# custom:
#   symbol: AIA
#   citation: "740.27"
package ear.part_740.aia

import rego.v2

import data.ear.calendar
import data.ear.country_groups
import data.ear.parameters
import data.ear.part_740.restrictions
import data.ear.part_774.classification
import data.ear.part_774.integrated_circuits
import data.ear.transaction

_weights if classification.level == "weights"

# METADATA
# title: Eligible item
# custom:
#   citation: "740.27(a)(1)"
unmet contains "740.27(a)(1)/item" if not classification.level in {"a", "weights"}

# METADATA
# title: Restrictions on all License Exceptions
# custom:
#   citation: "740.2"
unmet contains id if {
	_eligible
	some id in restrictions.unmet
}

# METADATA
# title: The gate admits AIA only for model weights
# custom:
#   citation: "740.2(a)(9)(ii)"
unmet contains "740.2(a)(9)(ii)/gate" if {
	restrictions.gate
	not _weights
}

# METADATA
# title: Approved or authorized designer
# description: Of every circuit that meets 3A090.a, on a board as in a box (reading N9).
# custom:
#   citation: "740.27(a)(1)"
unmet contains "740.27(a)(1)/designer" if {
	_designer_matters
	integrated_circuits.designer_neither
}

# METADATA
# title: Located in Supplement No. 5(a)
# description: The destination and every recipient; a branch is where it stands.
# custom:
#   citation: "740.27(a)"
unmet contains "740.27(a)/location" if {
	_commodity
	some country in _locations
	country_groups.known(country)
	not country_groups.supplement_5a(country)
}

# METADATA
# title: Headquartered in Supplement No. 5(a)
# custom:
#   citation: "740.27(a)"
unmet contains "740.27(a)/headquarters" if {
	_commodity
	some party in transaction.recipients
	country_groups.known(party.headquarters)
	not country_groups.supplement_5a(party.headquarters)
}

# METADATA
# title: Ultimate parent headquartered in Supplement No. 5(a)
# custom:
#   citation: "740.27(a)"
unmet contains "740.27(a)/ultimate_parent" if {
	_commodity
	some party in transaction.recipients
	country_groups.known(party.ultimate_parent_headquarters)
	not country_groups.supplement_5a(party.ultimate_parent_headquarters)
}

# METADATA
# title: Not to train models of ECCN 4E091 for outsiders
# description: >-
#   Headquartered, located or parented outside Supplement No. 5(a), unless BIS authorized it
#   (reading N18).
# custom:
#   citation: "740.27(a)"
unmet contains "740.27(a)/training" if {
	_commodity
	_training_for_outsider
}

# METADATA
# title: Certification of the ultimate consignee
# custom:
#   citation: "740.27(a)"
unmet contains "740.27(a)/certification" if {
	_commodity
	is_null(input.documents.aia_certification)
}

# METADATA
# title: Certification signed before use
# custom:
#   citation: "740.27(b)(2)"
unmet contains "740.27(b)(2)/signed_before_use" if {
	_commodity
	input.documents.aia_certification.signed_on > input.as_of
}

# METADATA
# title: Certification submitted to BIS before the first shipment
# description: Always and at once, unless the request takes both readings C2 and N5 otherwise.
# custom:
#   citation: "740.27(a)"
unmet contains "740.27(a)/submission" if {
	_commodity
	_submission_due
	input.documents.aia_certification.submitted_on > input.as_of
}

# METADATA
# title: Weights to entities headquartered or parented in Supplement No. 5(a)
# description: Never parented in Macau or D:5 (reading C9).
# custom:
#   citation: "740.27(a)(3)"
unmet contains "740.27(a)(3)/headquarters" if {
	_weights
	some party in transaction.recipients
	_outside_for_weights(party)
}

# METADATA
# title: Behind the gate, weights to entities headquartered in Supplement No. 5(a)
# description: An ultimate parent there does not help, unless the request reads it so (reading N1).
# custom:
#   citation: "740.2(a)(9)(ii)"
unmet contains "740.2(a)(9)(ii)/gate" if {
	_weights
	restrictions.gate
	not input.readings.N1 == "headquarters_or_parent"
	some party in transaction.recipients
	country_groups.known(party.headquarters)
	not country_groups.supplement_5a(party.headquarters)
}

# METADATA
# title: Weights to entities located outside Macau and D:5
# custom:
#   citation: "740.27(a)(3)(i)"
unmet contains "740.27(a)(3)(i)/location" if {
	_weights
	some country in _weights_locations
	country_groups.macau_or_d5(country)
}

# METADATA
# title: Weights stored in a facility that complies with paragraphs 14, 15 and 18
# description: From the first day (reading N4), whether or not the facility is a validated end user's.
# custom:
#   citation: "740.27(a)(3)(ii)"
unmet contains "740.27(a)(3)(ii)/facility" if {
	_weights
	_facility_due
	some paragraph in [14, 15, 18]
	not paragraph in input.facility.supplement_10
	_told(input.facility.supplement_10)
}

# METADATA
# title: Attested within a year by a third-party assessment organization
# custom:
#   citation: "740.27(a)(3)(ii), Supplement No. 10 to part 748, paragraph 14.b"
unmet contains "740.27(a)(3)(ii)/attestation" if {
	_weights
	_facility_due
	_attestation_outside_year
}

_eligible if _commodity

_eligible if _weights

_commodity if classification.level == "a"

_designer_matters if {
	_commodity
	not input.readings.N9 == "as_listed"
}

_designer_matters if {
	_commodity
	startswith(classification.eccn, "3A090")
}

_locations contains input.destination

_locations contains party.location if some party in transaction.recipients

_weights_locations contains country if some country in _locations

_weights_locations contains input.facility.location

_training_for_outsider if {
	_training_asked
	_trains_for_others
	some field in _outsider_fields
	country_groups.known(input.end_use.training.customer[field])
	not country_groups.supplement_5a(input.end_use.training.customer[field])
}

_training_asked if input.end_use.purpose in {"data_center", "model_training"}

_trains_for_others if {
	input.end_use.training.model_4e091 == true
	input.end_use.training.service == "iaas"
	not input.end_use.training.bis_authorization == true
}

default _outsider_fields := ["headquarters", "location", "ultimate_parent_headquarters"]

_outsider_fields := ["headquarters", "location"] if input.readings.N18 == "as_worded"

_submission_due if not input.readings.C2 == "submit_from_253m"

_submission_due if not input.readings.N5 == "submit_at_threshold"

_submission_due if _threshold_met

_threshold_met if {
	not input.readings.N11 == "more_than"
	_cumulative_tpp >= parameters.value("aia_submission_tpp")
}

_threshold_met if _cumulative_tpp > parameters.value("aia_submission_tpp")

_cumulative_tpp := input.ledger.consignee_aia_tpp + transaction.requested_tpp

_outside_for_weights(party) if {
	country_groups.known(party.headquarters)
	not country_groups.supplement_5a(party.headquarters)
	country_groups.known(party.ultimate_parent_headquarters)
	not country_groups.supplement_5a(party.ultimate_parent_headquarters)
}

_outside_for_weights(party) if {
	country_groups.macau_or_d5(party.ultimate_parent_headquarters)
	not input.readings.C9 == "headquarters_or_parent"
}

_facility_due if not input.readings.N4 == "delayed_2026_01_15"

_facility_due if parameters.in_force("748.S10/14_15_18")

_told(list) if is_array(list)

_told(list) if is_null(list)

_attestation_outside_year if input.facility.attested_on > input.as_of

_attestation_outside_year if {
	calendar.shift(input.facility.attested_on, parameters.value("attestation_years"), 0, 0) < input.as_of
}

# METADATA
# title: Facts that AIA needs
# description: Empty once a condition is broken.
# custom:
#   citation: "740.27"
missing contains path if {
	count(unmet) == 0
	some path in _missing
}

_missing contains path if some path in restrictions.missing

_missing contains path if some path in transaction.headquarters_missing

_missing contains concat(".", [path, "location"]) if {
	some path, party in transaction.recipients
	not country_groups.known(party.location)
}

_missing contains path if {
	_designer_matters
	some path in integrated_circuits.designer_missing
}

_missing contains "end_use.purpose" if {
	_commodity
	not input.end_use.purpose
}

_missing contains path if {
	_commodity
	_training_asked
	some path in _training_missing
}

_training_missing contains "end_use.training" if {
	not is_null(input.end_use.training)
	not is_object(input.end_use.training)
}

_training_missing contains "end_use.training.model_4e091" if {
	is_object(input.end_use.training)
	not is_boolean(input.end_use.training.model_4e091)
}

_training_missing contains "end_use.training.service" if {
	input.end_use.training.model_4e091 == true
	not input.end_use.training.bis_authorization == true
	not input.end_use.training.service
}

_training_missing contains concat(".", ["end_use.training.customer", field]) if {
	_trains_for_others
	some field in _outsider_fields
	not country_groups.known(input.end_use.training.customer[field])
}

_missing contains "documents.aia_certification" if {
	_commodity
	not is_object(input.documents.aia_certification)
}

_missing contains "documents.aia_certification.signed_on" if {
	_commodity
	is_object(input.documents.aia_certification)
	not input.documents.aia_certification.signed_on
}

_missing contains "documents.aia_certification.submitted_on" if {
	_commodity
	is_object(input.documents.aia_certification)
	_submission_due
	not input.documents.aia_certification.submitted_on
}

_missing contains path if {
	_commodity
	not _submission_due
	not _cumulative_tpp
	some path in _cumulative_missing
}

_cumulative_missing contains "ledger.consignee_aia_tpp" if not is_number(input.ledger.consignee_aia_tpp)

_cumulative_missing contains path if some path in transaction.requested_tpp_missing

_missing contains "facility.location" if {
	_weights
	not country_groups.known(input.facility.location)
}

_missing contains "facility.supplement_10" if {
	_weights
	_facility_due
	not _told(input.facility.supplement_10)
}

_missing contains "facility.attested_on" if {
	_weights
	_facility_due
	not input.facility.attested_on
}

# METADATA
# title: Whether AIA carries the transaction
# custom:
#   citation: "740.27"
available := "no" if {
	count(unmet) > 0
} else := "yes" if {
	count(missing) == 0
} else := "unknown"

# METADATA
# title: Furnish the ECCN to the ultimate consignee
# custom:
#   citation: "740.27(b)(1)"
obligations contains {
	"id": "740.27(b)(1)/furnish_eccn",
	"when": "before_first",
	"due": input.as_of,
	"by": "exporter",
	"citation": "740.27(b)(1)",
} if {
	_commodity
}

# METADATA
# title: Obtain the certification of the ultimate consignee
# custom:
#   citation: "740.27(b)(2)"
obligations contains {
	"id": "740.27(b)(2)/certification",
	"when": "before_first",
	"due": input.as_of,
	"by": "exporter",
	"citation": "740.27(b)(2)",
} if {
	_commodity
}

# METADATA
# title: Submit the certification to BIS
# description: By email to EARReports@bis.doc.gov, subject line "AIA Certification".
# custom:
#   citation: "740.27(c)"
obligations contains {
	"id": "740.27(c)/submission",
	"when": "before_first",
	"due": input.as_of,
	"by": "exporter",
	"citation": "740.27(c)",
} if {
	_commodity
	_submission_due
}

# METADATA
# title: Submit the certification to BIS once the threshold is crossed
# description: By email to EARReports@bis.doc.gov, subject line "AIA Certification".
# custom:
#   citation: "740.27(c)"
obligations contains {
	"id": "740.27(c)/submission",
	"when": "on_event",
	"due": null,
	"by": "exporter",
	"citation": "740.27(c)",
} if {
	_commodity
	not _submission_due
}

# METADATA
# title: Tell the ultimate consignee with each shipment
# description: In writing, that the shipment or named items of it are made under AIA.
# custom:
#   citation: "740.27(b)(3)"
obligations contains {
	"id": "740.27(b)(3)/shipment_notice",
	"when": "with_each",
	"due": input.as_of,
	"by": "exporter",
	"citation": "740.27(b)(3)",
} if {
	_commodity
}

# METADATA
# title: Keep the records of AIA
# description: Five years from the latest of the events of 762.6(a).
# custom:
#   citation: "762.2(b)(58)"
obligations contains {
	"id": "762.2(b)(58)/records",
	"when": "retention",
	"due": null,
	"by": "exporter",
	"citation": "762.2(b)(58), 762.6(a)",
}

# METADATA
# title: Readings that the answer touches
# custom:
#   citation: "740.27"
touches contains id if {
	_commodity
	_near
	some id in ["C2", "N5"]
}

# Open but for the condition that the readings decide.
_near if available != "no"

_near if unmet == {"740.27(a)/submission"}

touches contains "N9" if {
	_commodity
	not startswith(classification.eccn, "3A090")
	integrated_circuits.designer_neither
}

touches contains "N11" if {
	_commodity
	_cumulative_tpp == parameters.value("aia_submission_tpp")
}

touches contains "N18" if {
	_training_asked
	_commodity
	_trains_for_others
}

touches contains "N1" if {
	_weights
	restrictions.gate
	some party in transaction.recipients
	country_groups.known(party.headquarters)
	not country_groups.supplement_5a(party.headquarters)
	country_groups.supplement_5a(party.ultimate_parent_headquarters)
}

touches contains "N4" if {
	_weights
	available != "no"
	not parameters.in_force("748.S10/14_15_18")
}

touches contains "N4" if {
	_weights
	not parameters.in_force("748.S10/14_15_18")
	some id in unmet
	startswith(id, "740.27(a)(3)(ii)/")
}

touches contains "C9" if {
	_weights
	some party in transaction.recipients
	country_groups.supplement_5a(party.headquarters)
	country_groups.macau_or_d5(party.ultimate_parent_headquarters)
}
