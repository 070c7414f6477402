package ear.aia_commodities

import rego.v2

import data.ear.classification
import data.ear.parameters
import data.ear.transaction

# METADATA
# title: Certification of the ultimate consignee
# custom:
#   citation: "740.27(a)"
unmet contains "740.27(a)/certification" if {
	is_null(input.documents.aia_certification)
	classification.form == "commodity"
}

unmet contains "740.27(a)/certification" if {
	is_null(input.documents)
	classification.form == "commodity"
}

# METADATA
# title: Certification signed before use
# custom:
#   citation: "740.27(b)(2)"
unmet contains "740.27(b)(2)/signed_before_use" if {
	input.documents.aia_certification.signed_on > input.as_of
	classification.form == "commodity"
}

# METADATA
# title: Certification submitted to BIS before the first shipment
# description: Always and at once, unless the request takes both readings C2 and N5 otherwise.
# custom:
#   citation: "740.27(a)"
unmet contains "740.27(a)/submission" if {
	input.documents.aia_certification.submitted_on > input.as_of
	_submission_due
	classification.form == "commodity"
}

# What was submitted before it was signed was no certification.
unmet contains "740.27(a)/submission" if {
	input.documents.aia_certification.submitted_on < input.documents.aia_certification.signed_on
	_submission_due
	classification.form == "commodity"
}

_submission_due if not input.readings.C2 == "submit_from_253m"

_submission_due if not input.readings.N5 == "submit_at_threshold"

_submission_due if _threshold_met

_threshold_met if {
	not input.readings.N11 == "more_than"
	_cumulative_tpp >= parameters.values.aia_submission_tpp
}

_threshold_met if _cumulative_tpp > parameters.values.aia_submission_tpp

_cumulative_tpp := input.ledger.consignee_aia_tpp + transaction.requested_tpp

missing contains path if {
	not _certified
	classification.form == "commodity"
	some path in _certification_missing
}

_certified if {
	input.documents.aia_certification.signed_on
	input.documents.aia_certification.submitted_on
}

_certification_missing contains "documents.aia_certification" if not is_object(input.documents.aia_certification)

_certification_missing contains "documents.aia_certification.signed_on" if {
	not input.documents.aia_certification.signed_on
	is_object(input.documents.aia_certification)
}

_certification_missing contains "documents.aia_certification.submitted_on" if {
	not input.documents.aia_certification.submitted_on
	is_object(input.documents.aia_certification)
	_submission_due
}

missing contains path if {
	input.readings.C2 == "submit_from_253m"
	input.readings.N5 == "submit_at_threshold"
	not _submission_due
	classification.form == "commodity"
	some path in _cumulative_missing
}

_cumulative_missing contains "ledger.consignee_aia_tpp" if not is_number(input.ledger.consignee_aia_tpp)

# A lower bound does not tell that the threshold is not met.
_cumulative_missing contains "ledger.complete" if not input.ledger.complete == true

_cumulative_missing contains path if some path in transaction.requested_tpp_missing

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
}

# METADATA
# title: Obtain the certification of the ultimate consignee
# custom:
#   citation: "740.27(b)(2)"
#   carries: "740.27(b)(2)"
obligations contains {
	"id": "740.27(b)(2)/certification",
	"when": "before_first",
	"due": input.as_of,
	"by": "exporter",
	"citation": "740.27(b)(2)",
} if classification.form == "commodity"

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
	classification.form == "commodity"
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
	input.readings.C2 == "submit_from_253m"
	input.readings.N5 == "submit_at_threshold"
	classification.form == "commodity"
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
}

# METADATA
# title: Readings that the answer touches
# description: Where AIA is open but for the condition that they decide.
# custom:
#   citation: "740.27"
touches contains id if {
	unmet in {set(), {"740.27(a)/submission"}}
	classification.form == "commodity"
	some id in ["C2", "N5"]
}
