package ear.consequences_test

import rego.v2

import data.ear.consequences
import data.ear.fixtures_test as fixtures
import data.ear.veu_fixtures_test as claims

# Last day of an answer; the rows of the regime end on 2025-09-28 and on 2026-01-14.
published_later(day) := fixtures.changed(fixtures.without(fixtures.weights, ["item/eccn"]), {"item": {"model": {
	"best_published_operations": {"value": 3e26, "source": "a paper", "as_of": day},
}}})

in_august(facts) := on(fixtures.changed(claims.national, {"facility": {"attested_on": "2026-05-01"}, "veu": facts}), "2026-08-15")

validity := {
	"to the end of the row": {"request": german, "until": "2025-09-28"},
	"to the end of the year for which it counts": {
		"request": on(fixtures.without(german, ["documents/lpp_certification", "ledger"]), "2025-12-01"),
		"until": "2025-12-31",
	},
	"a ledger to the end of its year, where LPP is open": {
		"request": on(fixtures.without(german, ["documents/lpp_certification"]), "2025-12-01"),
		"until": "2025-12-31",
	},
	"a ledger of an earlier year": {
		"request": on(fixtures.without(german, ["documents/lpp_certification"]), "2026-01-01"),
		"until": "2026-01-14",
	},
	"a ledger whose year is full to its end, whatever is relied on": {
		"request": on(
			fixtures.changed(
				fixtures.without(german, ["documents/lpp_certification"]),
				{"ledger": {"consignee_year_all_tpp": 26900000}},
			),
			"2025-12-01",
		),
		"until": "2025-12-31",
	},
	"a ledger to the end of its year, where nothing is received yet": {
		"request": on(fixtures.without(german, ["documents/lpp_certification", "documents/aia_certification"]), "2025-12-01"),
		"until": "2025-12-31",
	},
	"a ledger whose year is full to its end, where nothing is received yet": {
		"request": on(
			fixtures.changed(
				fixtures.without(german, ["documents/lpp_certification", "documents/aia_certification"]),
				{"ledger": {"consignee_year_all_tpp": 26900000}},
			),
			"2025-12-01",
		),
		"until": "2025-12-31",
	},
	"a certification for LPP to the end of its year": {"request": on(german, "2025-12-01"), "until": "2025-12-31"},
	"which no answer without a requirement looks at": {
		"request": on(fixtures.a40, "2025-12-01"),
		"until": "2026-01-14",
	},
	"LPP to the end of the year": {
		"request": on(fixtures.h100, "2025-12-01"),
		"until": "2025-12-31",
	},
	"LPP to the end of the row": {"request": fixtures.h100, "until": "2025-09-28"},
	"a full year of the consignee to its end": {
		"request": on(fixtures.without(many, ["documents/lpp_certification"]), "2025-12-01"),
		"until": "2025-12-31",
	},
	"to the last day of the license": {"request": licensed(many, "2025-08-31"), "until": "2025-08-31"},
	"a license that expired the day before, perhaps a holiday": {
		"request": licensed(many, "2025-06-30"),
		"until": "2025-07-06",
	},
	"a license that expired a week before": {"request": licensed(many, "2025-06-24"), "until": "2025-09-28"},
	"a license beyond the end of the row": {"request": licensed(many, "2026-12-31"), "until": "2025-09-28"},
	"a license still to come": {
		"request": fixtures.changed(licensed(many, "2026-12-31"), {"documents": {"license": {"issued_on": "2025-07-03"}}}),
		"until": "2025-07-02",
	},
	"a certification for AIA signed later": {
		"request": fixtures.changed(german, {"documents": {"aia_certification": {"signed_on": "2025-07-04"}}}),
		"until": "2025-07-03",
	},
	"a certification for AIA submitted later": {
		"request": fixtures.changed(german, {"documents": {"aia_certification": {"submitted_on": "2025-07-05"}}}),
		"until": "2025-07-04",
	},
	"a certification for LPP signed later": {
		"request": fixtures.changed(fixtures.h100, {"documents": {"lpp_certification": {"signed_on": "2025-07-06"}}}),
		"until": "2025-07-05",
	},
	"a certification of a validated end user signed later": {
		"request": fixtures.changed(many, {"documents": {"veu_certification": {"signed_on": "2025-07-07"}}}),
		"until": "2025-07-06",
	},
	"a location of a validated end user that BIS was told of lately": {
		"request": fixtures.changed(claims.universal, {"facility": {"new_location": true, "notified_on": "2025-09-04"}}),
		"until": "2026-03-02",
	},
	"the day before a notification has waited": {
		"request": on(notified, "2025-06-01"),
		"until": "2025-06-14",
	},
	"the day before a registration has waited, the submission untold": {
		"request": on(fixtures.without(notified, ["documents/nac_notification/submitted_on"]), "2025-06-01"),
		"until": "2025-06-14",
	},
	"a notification that has waited": {"request": on(notified, "2025-06-15"), "until": "2025-06-16"},
	"weights to the end of the attestation": {
		"request": fixtures.changed(fixtures.to(fixtures.weights, "DE"), {"facility": {"attested_on": "2024-08-15"}}),
		"until": "2025-08-15",
	},
	"weights, the attestation over": {
		"request": fixtures.changed(fixtures.to(fixtures.weights, "DE"), {"facility": {"attested_on": "2024-06-30"}}),
		"until": "2025-09-28",
	},
	"weights, the attestation to come": {
		"request": fixtures.changed(fixtures.to(fixtures.weights, "DE"), {"facility": {"attested_on": "2025-08-15"}}),
		"until": "2025-08-14",
	},
	"weights freed by a figure that is still to come": {
		"request": published_later("2025-08-15"),
		"until": "2025-08-14",
	},
	"weights not freed by it": {
		"request": fixtures.changed(
			published_later("2025-08-15"),
			{"item": {"model": {"best_published_operations": {"value": 2e26}}}},
		),
		"until": "2025-09-28",
	},
	"chips whatever the attestation": {
		"request": fixtures.changed(german, {"facility": {"attested_on": "2024-08-15"}}),
		"until": "2025-09-28",
	},
	"chips of a validated end user, whose attestation is looked at from January 15, 2026": {
		"request": fixtures.changed(many, {"facility": {"attested_on": "2024-08-15"}, "veu": {"type": "uveu"}}),
		"until": "2025-09-28",
	},
	"to the day before that one, the attestation to come": {
		"request": on(fixtures.changed(many, {"facility": {"attested_on": "2026-01-10"}, "veu": {"type": "uveu"}}), "2026-01-02"),
		"until": "2026-01-14",
	},
	"chips of a validated end user, from that day": {
		"request": fixtures.changed(claims.universal, {"facility": {"attested_on": "2025-03-31"}}),
		"until": "2026-03-31",
	},
	"chips of a validated end user, from that day, the attestation to come": {
		"request": fixtures.changed(claims.universal, {"facility": {"attested_on": "2026-03-05"}}),
		"until": "2026-03-04",
	},
	"chips of a general validated end user": {
		"request": fixtures.changed(claims.universal, {"facility": {"attested_on": "2025-03-31"}, "veu": {"type": "general"}}),
		"until": "2026-05-11",
	},
	"weights, by a reading that asks no attestation before January 15, 2026": {
		"request": fixtures.changed(
			fixtures.to(fixtures.weights, "DE"),
			{"facility": {"attested_on": "2024-08-15"}, "readings": {"N4": "delayed_2026_01_15"}},
		),
		"until": "2025-09-28",
	},
	"weights, by that reading from that day": {
		"request": on(
			fixtures.changed(
				fixtures.to(fixtures.weights, "DE"),
				{"facility": {"attested_on": "2025-01-25"}, "readings": {"N4": "delayed_2026_01_15"}},
			),
			"2026-01-16",
		),
		"until": "2026-01-25",
	},
	"weights of a national authorization, of which no allocation is looked at": {
		"request": claims.stored(in_august({})),
		"until": "2026-10-09",
	},
	"a national authorization in the same quarter": {"request": in_august({}), "until": "2026-09-30"},
	"one that waits for no notice, whatever is told of it": {
		"request": fixtures.changed(in_august({}), {"facility": {"new_location": true, "notified_on": "2026-02-22"}}),
		"until": "2026-09-30",
	},
	"no authorization claimed, whatever notice is told": {
		"request": fixtures.changed(fixtures.h100, {"facility": {"new_location": true, "notified_on": "2025-01-20"}}),
		"until": "2025-09-28",
	},
	"one that is revoked, whatever the quarter": {
		"request": in_august({"status": "revoked"}),
		"until": "2026-10-09",
	},
	"one that is revoked, and whose full allocation is told": {
		"request": in_august({"status": "revoked", "compute": {"by_country": {"MY": 3481500000}}}),
		"until": "2026-09-30",
	},
	"a full allocation to the end of the quarter": {
		"request": in_august({"compute": {"by_country": {"MY": 3481500000}}}),
		"until": "2026-09-30",
	},
	"a national authorization after the table": {
		"request": on(fixtures.changed(claims.national, {"facility": {"attested_on": "2027-06-01"}}), "2028-01-03"),
		"until": "2028-06-01",
	},
	"a national authorization to the end of the quarter": {
		"request": on(fixtures.changed(many, {"veu": {"type": "nveu"}}), "2025-08-01"),
		"until": "2025-09-28",
	},
	"a national authorization to the end of a quarter within the row": {
		"request": on(fixtures.changed(many, {"veu": {"type": "nveu"}}), "2026-03-31"),
		"until": "2026-03-31",
	},
	"open in the last row": {"request": on(fixtures.a40, "2028-01-01"), "until": null},
	"in the last row, to the end of the year for which it counts": {
		"request": on(fixtures.without(german, ["documents/lpp_certification"]), "2028-01-01"),
		"until": "2028-12-31",
	},
	"LPP by the year of receipt, to the last day of November": {
		"request": on(
			fixtures.changed(fixtures.h100, {"readings": {"N6": "year_of_receipt"}, "ledger": {"as_of": "2025-10-30"}}),
			"2025-11-30",
		),
		"until": "2025-11-30",
	},
	"before the first row": {"request": on(german, "2022-10-06"), "until": null},
}

test_how_long_the_answer_holds[name] if {
	some name, case in validity
	consequences.valid_until == case.until with input as case.request
}

# A case that is undefined leaves its whole table undefined, and a test over no case passes.
test_the_table_of_last_days_holds_cases if count(validity) > 0
