package ear.uveu_test

import rego.v2

import data.ear.fixtures_test as fixtures
import data.ear.uveu
import data.ear.veu_fixtures_test as claims

changed(changes) := fixtures.changed(claims.universal, changes)

without(paths) := fixtures.without(claims.universal, paths)

new(notified_on) := changed({"facility": {"new_location": true, "notified_on": notified_on}})

moved(notified_on) := fixtures.changed(
	claims.moved(claims.universal, "DE"),
	{"facility": {"move_notified_on": notified_on}},
)

by_country(countries) := fixtures.changed(
	without(["veu/compute/by_country"]),
	{"veu": {"compute": {"by_country": countries}}},
)

broken := {
	"nothing": {"request": claims.universal, "unmet": set()},
	"a claim of the other kind": {
		"request": changed({"veu": {"type": "nveu"}}),
		"unmet": {"748.15(a)(2)(ii)(A)/universal"},
	},
	"a general claim": {
		"request": changed({"veu": {"type": "general"}}),
		"unmet": {"748.15(a)(1)/validated_end_user"},
	},
	"what all such authorizations ask": {
		"request": changed({"veu": {"status": "revoked"}}),
		"unmet": {"748.15(a)(4)/status"},
	},
	"the facility": {
		"request": changed({"facility": {"owner": {"name": "Landlord Sdn"}}}),
		"unmet": {"748.15(d)(2)(i)/own_facility"},
	},
	"the guidelines": {
		"request": changed({"facility": {"attested_on": "2025-03-01"}}),
		"unmet": {"748.S10/14/attestation"},
	},
	"the use": {"request": changed({"end_use": {"diversion_risk": true}}), "unmet": {"748.S10/4/diversion"}},
	"bought by a Chinese company": {
		"request": changed({
			"item": {"eccn": "3A090.b", "tpp": 2395.2, "performance_density": 3.81},
			"destination": "BR",
			"facility": {"location": "BR"},
			"parties": {"purchaser": claims.chinese_buyer},
			"veu": {"authorized_eccns": ["3A090"]},
		}),
		"unmet": {"744.23(a)(3)/no_authorization"},
	},
	"only headquartered inside": {
		"request": changed({"parties": {"recipient": {"ultimate_parent_headquarters": "BR"}}}),
		"unmet": set(),
	},
	"only parented inside": {
		"request": changed({"parties": {"recipient": {"headquarters": "BR"}}}),
		"unmet": set(),
	},
	"neither": {
		"request": changed({"parties": {"recipient": {"headquarters": "BR", "ultimate_parent_headquarters": "BR"}}}),
		"unmet": {"748.15(b)(2)(i)/headquarters"},
	},
	"parented in China": {
		"request": changed({"parties": {"recipient": {"ultimate_parent_headquarters": "CN"}}}),
		"unmet": {"748.S10/13/headquarters"},
	},
	"notified 180 days before": {"request": new("2025-09-03"), "unmet": set()},
	"notified 179 days before": {"request": new("2025-09-04"), "unmet": {"748.15(a)(2)(ii)(A)/new_location"}},
	"moved 60 days after the notice": {"request": moved("2026-01-01"), "unmet": set()},
	"moved 59 days after the notice": {"request": moved("2026-01-02"), "unmet": {"748.S10/5/move_notice"}},
	"moved 59 days after the notice, called an export": {
		"request": fixtures.changed(moved("2026-01-02"), {"activity": "export"}),
		"unmet": {"748.S10/5/move_notice"},
	},
	"moved 59 days after the notice, from the United States": {
		"request": fixtures.changed(moved("2026-01-02"), {"activity": "export", "origin": "US"}),
		"unmet": set(),
	},
	"weights moved 59 days after the notice": {
		"request": fixtures.changed(claims.stored(moved("2026-01-02")), {"item": {"received_under": "UVEU"}}),
		"unmet": set(),
	},
	"over 7 percent": {
		"request": changed({"veu": {"compute": {"by_country": {"MY": 68416801, "BR": 119999999}}}}),
		"unmet": {"748.S10/6/single_country"},
	},
	"over 25 percent": {
		"request": by_country({"US": 600000000, "DE": 151583199, "MY": 60000000, "BR": 188416801}),
		"unmet": {"748.S10/6/outside_supplement_5a"},
	},
	"over half": {
		"request": by_country({"US": 501583199, "DE": 430000001, "MY": 68416800}),
		"unmet": {"748.S10/6/outside_united_states"},
	},
}

test_each_condition_is_broken_by_its_fact[name] if {
	some name, case in broken
	uveu.unmet == case.unmet with input as case.request
}

asked := {
	"nothing": {"request": claims.universal, "missing": set(), "available": "yes"},
	"nothing more, once broken": {
		"request": fixtures.changed(without(["facility/location"]), {"veu": {"status": "revoked"}}),
		"missing": set(),
		"available": "no",
	},
	"of each part": {
		"request": without([
			"veu/status",
			"facility/location",
			"facility/attested_on",
			"end_use/diversion_risk",
			"veu/compute/total_tpp",
			"parties/recipient/headquarters",
		]),
		"missing": {
			"veu.status",
			"facility.location",
			"facility.attested_on",
			"end_use.diversion_risk",
			"veu.compute.total_tpp",
			"veu.compute.by_country",
			"parties.recipient.headquarters",
		},
		"available": "unknown",
	},
	"whether the location is new": {
		"request": without(["facility/new_location"]),
		"missing": {"facility.new_location", "facility.notified_on"},
		"available": "unknown",
	},
	"not whether the location is new, where the notice is old enough": {
		"request": fixtures.without(new("2025-09-03"), ["facility/new_location"]),
		"missing": set(),
		"available": "yes",
	},
	"whether the location is new, where the notice is not": {
		"request": fixtures.without(new("2025-09-04"), ["facility/new_location"]),
		"missing": {"facility.new_location"},
		"available": "unknown",
	},
	"when BIS was notified of it": {
		"request": fixtures.without(new("2025-01-01"), ["facility/notified_on"]),
		"missing": {"facility.notified_on"},
		"available": "unknown",
	},
	"when BIS was notified of the move": {
		"request": claims.moved(claims.universal, "DE"),
		"missing": {"facility.move_notified_on"},
		"available": "unknown",
	},
	"when BIS was notified of the move, called an export": {
		"request": fixtures.changed(claims.moved(claims.universal, "DE"), {"activity": "export"}),
		"missing": {"facility.move_notified_on"},
		"available": "unknown",
	},
	"nothing of a move of weights": {"request": claims.stored(claims.moved(claims.universal, "DE")), "missing": set(), "available": "yes"},
	"under what weights were received, or who sends them, and no notice": {
		"request": fixtures.without(claims.stored(claims.moved(claims.universal, "DE")), ["parties/exporter"]),
		"missing": {"item.received_under", "parties.exporter.name"},
		"available": "unknown",
	},
	"who reexports, called an export": {
		"request": fixtures.changed(
			fixtures.without(claims.moved(claims.universal, "DE"), ["parties/exporter"]),
			{"activity": "export"},
		),
		"missing": {"facility.move_notified_on", "parties.exporter.name"},
		"available": "unknown",
	},
	"who reexports": {
		"request": fixtures.without(claims.moved(claims.universal, "DE"), ["parties/exporter"]),
		"missing": {"facility.move_notified_on", "parties.exporter.name"},
		"available": "unknown",
	},
	"nothing, where the letter is not enough": {
		"request": changed({"readings": {"N21": "listed_only"}}),
		"missing": set(),
		"available": "unknown",
	},
}

test_what_is_not_told_is_asked[name] if {
	some name, case in asked
	{path | some path in uveu.row.missing} == case.missing with input as case.request
	uveu.row.available == case.available with input as case.request
}

test_notices_to_bis_grow_old_enough if {
	new := fixtures.changed(claims.universal, {"facility": {"new_location": true, "notified_on": "2026-01-01"}})
	uveu.first_days == {"2026-06-30"} with input as new
	moving := fixtures.changed(claims.moved(claims.universal, "DE"), {"facility": {"move_notified_on": "2026-01-02"}})
	uveu.first_days == {"2026-03-03"} with input as moving
	uveu.first_days == set() with input as claims.universal
}

test_only_a_notice_of_chips_has_a_first_day if {
	uveu.first_days == {"2026-03-03"} with input as moved("2026-01-02")
	uveu.first_days == set() with input as claims.stored(moved("2026-01-02"))
}

test_its_pools_are_three_shares if {
	count(uveu.pools) == 3 with input as claims.universal
}

# For a customer that is headquartered in the United States and located in Brazil.
training := changed({"end_use": {"training": {
	"model_4e091": true,
	"location": "US",
	"service": "iaas",
	"bis_authorization": false,
	"fine_tuning_share": 1,
	"customer": {"headquarters": "US", "ultimate_parent_headquarters": "US", "location": "BR"},
}}})

questions := {
	"to Malaysia": {"request": claims.universal, "touches": {"N17", "N21"}},
	"to Germany": {"request": changed({"destination": "DE"}), "touches": {"N21"}},
	"training for others": {"request": training, "touches": {"N17", "N18", "N21"}},
	"rented": {
		"request": changed({"facility": {"owner": {"name": "Landlord Sdn"}}}),
		"touches": {"N17", "N21", "N25"},
	},
	"only parented inside": {
		"request": changed({"parties": {"recipient": {"headquarters": "BR"}}}),
		"touches": {"N16", "N17", "N21"},
	},
	"where the total decides": {
		"request": changed({"veu": {"compute": {"by_country": {"MY": 68500000}}}}),
		"touches": {"N17", "N21", "N26"},
	},
}

test_readings_that_it_touches[name] if {
	some name, case in questions
	uveu.touches == case.touches with input as case.request
}

# A case that is undefined leaves its whole table undefined, and a test over no case passes.
test_tables_hold_cases if {
	every table in [broken, asked, questions] {
		count(table) > 0
	}
}
