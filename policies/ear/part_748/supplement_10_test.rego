package ear.supplement_10_test

import rego.v2

import data.ear.fixtures_test as fixtures
import data.ear.supplement_10
import data.ear.veu_fixtures_test as claims

changed(changes) := fixtures.changed(claims.universal, changes)

always := {
	1: "748.S10/1/track_record",
	2: "748.S10/2/military_ties",
	3: "748.S10/3/technology_ties",
	9: "748.S10/9/prohibited_uses",
	13: "748.S10/13/ownership",
	16: "748.S10/16/transit_security",
	17: "748.S10/17/disposal",
}

from_january_2026 := {
	14: "748.S10/14/baseline_security",
	15: "748.S10/15/ai_cybersecurity",
	18: "748.S10/18/personnel_security",
}

meeting(paragraphs, day) := changed({"as_of": day, "facility": {"supplement_10": paragraphs}})

told := [1, 2, 3, 9, 13, 14, 15, 16, 17, 18]

test_each_paragraph_has_to_be_met[id] if {
	some number, id in object.union(always, from_january_2026)
	others := [other | some other in told; other != number]
	supplement_10.unmet == {id} with input as meeting(others, "2026-01-15")
}

test_three_paragraphs_have_until_january_15 if {
	others := object.keys(always)
	supplement_10.unmet == set() with input as meeting([n | some n in others], "2026-01-14")
	supplement_10.unmet == {id | some id in from_january_2026} with input as meeting([n | some n in others], "2026-01-15")
}

test_none_is_met_where_the_request_says_so if {
	every_id := {id | some ids in [always, from_january_2026]; some id in ids}
	supplement_10.unmet == every_id with input as meeting(null, "2026-03-02")
	supplement_10.unmet == every_id with input as meeting([4, 5, 6, 7, 8, 10, 11, 12, 19], "2026-03-02")
}

attestations := {
	"2025-03-01": {"748.S10/14/attestation"},
	"2025-03-02": set(),
	"2026-03-02": set(),
	"2026-03-03": {"748.S10/14/attestation"},
}

test_the_attestation_is_good_for_a_year[day] if {
	some day, unmet in attestations
	supplement_10.unmet == unmet with input as changed({"facility": {"attested_on": day}})
}

test_nothing_has_to_be_attested_before if {
	supplement_10.unmet == set() with input as changed({"as_of": "2026-01-14", "facility": {"attested_on": "2020-01-01"}})
}

test_what_is_not_told_is_asked if {
	supplement_10.missing == set() with input as claims.universal
	bare := fixtures.without(claims.universal, ["facility"])
	supplement_10.missing == {"facility.supplement_10", "facility.attested_on"} with input as bare
	supplement_10.missing == {"facility.supplement_10"} with input as fixtures.changed(bare, {"as_of": "2026-01-14"})
}

# A case that is undefined leaves its whole table undefined, and a test over no case passes.
test_tables_hold_cases if {
	every table in [always, from_january_2026, attestations] {
		count(table) > 0
	}
}
