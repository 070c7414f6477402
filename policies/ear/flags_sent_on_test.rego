package ear.flags_test

import rego.v2

import data.ear.fixtures_test as fixtures
import data.ear.flags
import data.ear.veu_fixtures_test as claims

onward(request, origin, authorization) := fixtures.changed(
	request,
	{"activity": "reexport", "origin": origin, "item": {"received_under": authorization}},
)

licensed(request) := fixtures.changed(request, {"documents": {"license": {
	"issued_on": "2025-06-01",
	"expires_on": "2026-05-31",
	"covers_this_shipment": true,
}}})

# A validated end user sends its own chips to its data center in Malaysia, BIS told in time.
moved := fixtures.changed(claims.moved(claims.universal, "DE"), {"facility": {"move_notified_on": "2026-01-01"}})

# What was received under an authorization, and goes on.
sent_on := {
	"received under AIA, to an outsider": {
		"request": fixtures.changed(fixtures.h100, {"activity": "reexport", "origin": "DE", "item": {"received_under": "AIA"}}),
		"raised": {"740.27(b)(2)(iv)/sent_on"},
	},
	"received under AIA, to an outsider, licensed": {
		"request": licensed(onward(fixtures.h100, "DE", "AIA")),
		"raised": set(),
	},
	"received under AIA, to an outsider by LPP, which N24 reads as an authorization": {
		"request": fixtures.changed(onward(fixtures.h100, "DE", "AIA"), {"readings": {"N24": "yes"}}),
		"raised": set(),
	},
	"received under AIA, to an outsider, no license required": {
		"request": onward(fixtures.a40, "DE", "AIA"),
		"raised": {"740.27(b)(2)(iv)/sent_on"},
	},
	"received under AIA, to an outsider that is a validated end user": {
		"request": fixtures.changed(moved, {"item": {"received_under": "AIA"}}),
		"raised": {"748.S10/6/reporting_dates"},
	},
	"received by a validated end user, and moved by it": {
		"request": fixtures.changed(moved, {"item": {"received_under": "UVEU"}}),
		"raised": {"748.S10/6/reporting_dates"},
	},
	"received by a validated end user, and moved under an authorization that is revoked": {
		"request": fixtures.changed(moved, {"item": {"received_under": "UVEU"}, "veu": {"status": "revoked"}}),
		"raised": {"748.S10/6/reporting_dates", "748.15(d)(2)(iii)/sent_on"},
	},
	"received by a validated end user, and sent on under a license": {
		"request": licensed(onward(german, "JP", "NVEU")),
		"raised": set(),
	},
	"received by a validated end user, and sent on by AIA, which N24 reads as an authorization": {
		"request": fixtures.changed(onward(german, "JP", "UVEU"), {"readings": {"N24": "yes"}}),
		"raised": set(),
	},
	"received by a validated end user, and sent on by none": {
		"request": fixtures.changed(onward(german, "JP", "UVEU"), {"veu": null}),
		"raised": {"748.15(d)(2)(iii)/sent_on"},
	},
	"received by a validated end user, and sent on to a general one": {
		"request": fixtures.changed(onward(german, "JP", "UVEU"), {"veu": {"type": "general"}}),
		"raised": {"748.15(d)(2)(iii)/sent_on"},
	},
	"received under AIA, to an insider": {
		"request": fixtures.changed(german, {"activity": "reexport", "origin": "JP", "item": {"received_under": "AIA"}}),
		"raised": set(),
	},
	"received by a universal validated end user": {
		"request": fixtures.changed(german, {"activity": "reexport", "origin": "JP", "item": {"received_under": "UVEU"}}),
		"raised": {"748.15(d)(2)(iii)/sent_on"},
	},
	"received by a national validated end user": {
		"request": fixtures.changed(german, {"activity": "reexport", "origin": "JP", "item": {"received_under": "NVEU"}}),
		"raised": {"748.15(d)(2)(iii)/sent_on"},
	},
	"received by a validated end user, and exported": {
		"request": fixtures.changed(german, {"item": {"received_under": "UVEU"}}),
		"raised": set(),
	},
}

test_what_is_sent_on_is_told[name] if {
	some name, case in sent_on
	object.keys(flags.raised) == case.raised with input as case.request
}

# A case that is undefined leaves its whole table undefined, and a test over no case passes.
test_the_table_of_what_is_sent_on_holds_cases if count(sent_on) > 0
