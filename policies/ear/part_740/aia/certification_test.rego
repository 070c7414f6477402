package ear.aia_commodities_test

import rego.v2

import data.ear.aia_commodities as commodities
import data.ear.fixtures_test as fixtures

_certified(change) := fixtures.changed(
	fixtures.to(fixtures.h100, "DE"),
	{"documents": {"aia_certification": change}},
)

# Both readings under which the certification is submitted once 253,000,000 TPP were received.
_at_threshold := {"C2": "submit_from_253m", "N5": "submit_at_threshold"}

# The consignee had received `tpp` under AIA before these 1,583,200 TPP; the submission comes after.
_received(tpp, readings) := fixtures.changed(_certified({"submitted_on": "2025-07-02"}), {
	"ledger": {"consignee_aia_tpp": tpp},
	"readings": readings,
})

_certifications := {
	"signed and submitted before": {
		"request": _certified({}),
		"unmet": set(),
	},
	"signed and submitted on the day": {
		"request": _certified({"signed_on": "2025-07-01", "submitted_on": "2025-07-01"}),
		"unmet": set(),
	},
	"none": {
		"request": _certified(null),
		"unmet": {"740.27(a)/certification"},
	},
	"no document at all": {
		"request": fixtures.changed(_certified({}), {"documents": null}),
		"unmet": {"740.27(a)/certification"},
	},
	"signed the day after": {
		"request": _certified({"signed_on": "2025-07-02"}),
		"unmet": {"740.27(b)(2)/signed_before_use", "740.27(a)/submission"},
	},
	"submitted before it was signed": {
		"request": _certified({"signed_on": "2025-06-26"}),
		"unmet": {"740.27(a)/submission"},
	},
	"submitted the day after": {
		"request": _certified({"submitted_on": "2025-07-02"}),
		"unmet": {"740.27(a)/submission"},
	},
}

test_certification[name] if {
	some name, case in _certifications
	commodities.unmet == case.unmet with input as case.request
}

_submissions := {
	"at once, where only reading C2 is taken otherwise": {
		"request": _received(0, {"C2": "submit_from_253m"}),
		"unmet": {"740.27(a)/submission"},
		"touches": {"C2", "N5"},
	},
	"at once, where only reading N5 is taken otherwise": {
		"request": _received(0, {"N5": "submit_at_threshold"}),
		"unmet": {"740.27(a)/submission"},
		"touches": {"C2", "N5"},
	},
	"not below the threshold, where both are": {
		"request": _received(251416799, _at_threshold),
		"unmet": set(),
		"touches": {"C2", "N5"},
	},
	"at the threshold": {
		"request": _received(251416800, _at_threshold),
		"unmet": {"740.27(a)/submission"},
		"touches": {"C2", "N5", "N11"},
	},
	"at the threshold, where more than that is read": {
		"request": _received(251416800, object.union(_at_threshold, {"N11": "more_than"})),
		"unmet": set(),
		"touches": {"C2", "N5", "N11"},
	},
	"above the threshold, where more than that is read": {
		"request": _received(251416801, object.union(_at_threshold, {"N11": "more_than"})),
		"unmet": {"740.27(a)/submission"},
		"touches": {"C2", "N5"},
	},
	"no question of when, where another condition is broken": {
		"request": fixtures.changed(_received(0, {}), {"destination": "PL"}),
		"unmet": {"740.27(a)/location", "740.27(a)/submission"},
		"touches": set(),
	},
}

test_submission_comes_first_unless_both_readings_wait_for_the_threshold[name] if {
	some name, case in _submissions
	commodities.unmet == case.unmet with input as case.request
	commodities.touches == case.touches with input as case.request
}

_papers_lacking := {
	"certification": {
		"request": fixtures.without(_certified({}), ["documents/aia_certification"]),
		"missing": {"documents.aia_certification"},
	},
	"both of its days": {
		"request": fixtures.without(_certified({}), [
			"documents/aia_certification/signed_on",
			"documents/aia_certification/submitted_on",
		]),
		"missing": {"documents.aia_certification.signed_on", "documents.aia_certification.submitted_on"},
	},
	"day of submission, where it is not due": {
		"request": fixtures.without(_received(0, _at_threshold), ["documents/aia_certification/submitted_on"]),
		"missing": set(),
	},
	"day of submission, where the threshold is met": {
		"request": fixtures.without(
			_received(251416800, _at_threshold),
			["documents/aia_certification/submitted_on"],
		),
		"missing": {"documents.aia_certification.submitted_on"},
	},
	"what was received, where the threshold decides": {
		"request": fixtures.without(_received(0, _at_threshold), ["ledger/consignee_aia_tpp", "item/quantity"]),
		"missing": {"ledger.consignee_aia_tpp", "item.quantity"},
	},
	"what was received, where the submission comes first": {
		"request": fixtures.without(_certified({}), ["ledger/consignee_aia_tpp", "item/quantity"]),
		"missing": set(),
	},
}

test_paper_that_aia_needs[name] if {
	some name, case in _papers_lacking
	commodities.missing == case.missing with input as case.request
}

_papers := {
	{
		"id": "740.27(b)(1)/furnish_eccn",
		"when": "before_first",
		"due": "2025-07-01",
		"by": "exporter",
		"citation": "740.27(b)(1)",
	},
	{
		"id": "740.27(b)(2)/certification",
		"when": "before_first",
		"due": "2025-07-01",
		"by": "exporter",
		"citation": "740.27(b)(2)",
	},
	{
		"id": "740.27(b)(3)/shipment_notice",
		"when": "with_each",
		"due": "2025-07-01",
		"by": "exporter",
		"citation": "740.27(b)(3)",
	},
}

_submission(when, due) := {
	"id": "740.27(c)/submission",
	"when": when,
	"due": due,
	"by": "exporter",
	"citation": "740.27(c)",
}

test_papers_of_a_first_shipment if {
	commodities.obligations == _papers | {_submission("before_first", "2025-07-01")} with input as _certified({})
}

test_submission_waits_for_the_threshold_under_both_readings if {
	waiting := _received(0, _at_threshold)
	commodities.obligations == _papers | {_submission("on_event", null)} with input as waiting

	crossed := _received(251416800, _at_threshold)
	commodities.obligations == _papers | {_submission("before_first", "2025-07-01")} with input as crossed
}

# A case that is undefined leaves its whole table undefined, and a test over no case passes.
test_tables_of_certifications_hold_cases if {
	every table in [_certifications, _submissions, _papers_lacking] {
		count(table) > 0
	}
}
