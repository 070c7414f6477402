package ear.veu_obligations_test

import rego.v2

import data.ear.fixtures_test as fixtures
import data.ear.veu_fixtures_test as claims
import data.ear.veu_obligations

# Of both kinds, with the day on which they are due by 2026-05-10.
shared := {
	"748.15(e)/certification": "2026-05-10",
	"748.15(g)/notice_timeframe": "2026-05-10",
	"748.15(g)/shipment_notice": null,
	"748.15(f)(1)(ii)/end_user_report": "2026-07-15",
	"748.15(a)(5)/material_change": null,
	"748.S10/3/foreign_ties": null,
	"748.S10/10.a/chip_accounting": "2026-08-01",
	"748.S10/10.b/aggregate_compute": "2026-08-01",
	"748.S10/11/breach_notice": null,
	"748.S10/14/attestation": "2026-06-01",
	"748.S10/16/theft_report": null,
}

of_universal := {
	"748.15(a)(2)(ii)(A)/new_location_notice": null,
	"748.S10/5/move_notice": null,
}

in_may(request) := fixtures.changed(request, {"as_of": "2026-05-10"})

told(request) := found if {
	found := {row.id: row.due | some row in veu_obligations.obligations} with input as request
}

test_duties_and_their_days if {
	told(claims.national) == shared
	told(in_may(claims.universal)) == object.union(shared, of_universal)
}

test_a_reexporter_reports_too if {
	told(claims.moved(claims.national, "DE"))["748.15(f)(1)(i)/reexport_report"] == "2026-07-15"
}

test_who_exports_from_abroad_reports_too if {
	sent := fixtures.changed(claims.moved(claims.national, "DE"), {"activity": "export"})
	told(sent)["748.15(f)(1)(i)/reexport_report"] == "2026-07-15"
	not "748.15(f)(1)(i)/reexport_report" in object.keys(told(claims.national))
}

test_a_transfer_asks_no_certification_and_no_notice if {
	told(claims.within(claims.national)) == object.remove(
		shared,
		["748.15(e)/certification", "748.15(g)/notice_timeframe", "748.15(g)/shipment_notice"],
	)
}

test_security_has_a_day_before_it_is_due if {
	early := fixtures.changed(fixtures.without(claims.national, ["facility/attested_on"]), {"as_of": "2026-01-14"})
	told(early)["748.15(a)(2)/security_deadline"] == "2026-01-15"
	told(early)["748.S10/14/attestation"] == null
}

attested(day) := fixtures.changed(claims.universal, {"as_of": "2025-07-01", "facility": {"attested_on": day}})

test_an_attestation_is_due_no_sooner_than_the_paragraph_that_asks_for_it if {
	{day: told(attested(day))["748.S10/14/attestation"] | some day in ["2024-01-01", "2024-09-01", "2025-01-15", "2025-01-16"]} == {
		"2024-01-01": "2026-01-15",
		"2024-09-01": "2026-01-15",
		"2025-01-15": "2026-01-15",
		"2025-01-16": "2026-01-16",
	}
}

as_worded(destination) := fixtures.changed(
	claims.universal,
	{"destination": destination, "readings": {"N17": "as_worded"}},
)

test_as_worded_only_facilities_of_insiders_are_accounted_for if {
	not "748.S10/10.a/chip_accounting" in object.keys(told(as_worded("MY")))
	"748.S10/10.a/chip_accounting" in object.keys(told(as_worded("DE")))
}
