package ear.nveu_test

import rego.v2

import data.ear.fixtures_test as fixtures
import data.ear.nveu
import data.ear.veu_fixtures_test as claims

changed(changes) := fixtures.changed(claims.national, changes)

without(paths) := fixtures.without(claims.national, paths)

# A company headquartered and parented in another country, with these arrangements.
of(country, arrangements) := changed({
	"parties": {"recipient": {"headquarters": country, "ultimate_parent_headquarters": country}},
	"veu": {"arrangements": arrangements},
})

read(request, id, reading) := fixtures.changed(request, {"readings": {id: reading}})

emirati := of("AE", {"MY": true, "AE": false})

chinese := of("CN", {"MY": true, "CN": true})

_arrangement := "748.S10/12/arrangement"

_headquarters := "748.15(b)(2)(ii)/headquarters"

_ownership := "748.S10/13/headquarters"

in_china := changed({"parties": {"recipient": {"location": "CN"}}})

broken := {
	"nothing": {"request": claims.national, "unmet": set()},
	"a claim of the other kind": {
		"request": changed({"veu": {"type": "uveu"}, "facility": {"operator": {"headquarters": "US"}}}),
		"unmet": {"748.15(a)(2)(iii)(A)/national"},
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
			"parties": {"purchaser": claims.chinese_buyer},
			"veu": {"authorized_eccns": ["3A090"]},
		}),
		"unmet": {"744.23(a)(3)/no_authorization"},
	},
	"Chinese in Malaysia": {"request": chinese, "unmet": {_headquarters, _ownership}},
	"Chinese in Malaysia, as worded": {"request": read(chinese, "N19", "as_worded"), "unmet": {_ownership}},
	"parented in China, as worded": {
		"request": fixtures.changed(read(claims.national, "N19", "as_worded"), {"parties": {"recipient": {"ultimate_parent_headquarters": "CN"}}}),
		"unmet": {_ownership},
	},
	"Malaysian in China": {"request": in_china, "unmet": {_headquarters, "748.15(b)(2)/location", "748.S10/4/transfer"}},
	"Malaysian in China, as worded": {
		"request": read(in_china, "N19", "as_worded"),
		"unmet": {"748.15(b)(2)/location", "748.S10/4/transfer"},
	},
	"Chinese in China, as worded": {
		"request": fixtures.changed(read(chinese, "N19", "as_worded"), {"parties": {"recipient": {"location": "CN"}}}),
		"unmet": {_headquarters, _ownership, "748.15(b)(2)/location", "748.S10/4/transfer"},
	},
	"two countries": {
		"request": changed({"veu": {"authorized_destinations": ["MY", "SG"]}}),
		"unmet": {"748.15(a)(2)(iii)(A)/one_country"},
	},
	"no arrangement": {"request": changed({"veu": {"arrangements": {"MY": false}}}), "unmet": {_arrangement}},
	"none with anybody": {"request": changed({"veu": {"arrangements": null}}), "unmet": {_arrangement}},
	"American": {"request": of("US", {"MY": true}), "unmet": set()},
	"Emirati": {"request": emirati, "unmet": {_arrangement}},
	"Emirati, by the destination": {"request": read(emirati, "C8", "host_government"), "unmet": set()},
	"Emirati, by its government": {"request": read(emirati, "C8", "own_government"), "unmet": {_arrangement}},
	"Emirati with both": {"request": of("AE", {"MY": true, "AE": true}), "unmet": set()},
	"over the allocation": {
		"request": changed({"veu": {"compute": {"by_country": {"MY": 2688666801}}}}),
		"unmet": {"748.15(a)(2)(iii)(B)/allocation"},
	},
	"over it with weights, which do not count": {
		"request": fixtures.changed(claims.stored(claims.national), {
			"facility": {"location": "MY", "operator": {"headquarters": "US", "listed": []}},
			"veu": {"compute": {"by_country": {"MY": 9999999999}}},
		}),
		"unmet": set(),
	},
}

test_each_condition_is_broken_by_its_fact[name] if {
	some name, case in broken
	nveu.unmet == case.unmet with input as case.request
}

in_2028 := changed({"as_of": "2028-01-03", "facility": {"attested_on": "2027-06-01"}})

asked := {
	"nothing": {"request": claims.national, "missing": set(), "available": "yes"},
	"nothing more, once broken": {
		"request": fixtures.changed(without(["facility/location"]), {"veu": {"status": "revoked"}}),
		"missing": set(),
		"available": "no",
	},
	"where its parent is": {
		"request": without(["parties/recipient/ultimate_parent_headquarters"]),
		"missing": {"parties.recipient.ultimate_parent_headquarters"},
		"available": "unknown",
	},
	"its headquarters, read as worded, for the arrangement of its government": {
		"request": fixtures.changed(
			without(["parties/recipient/headquarters"]),
			{"readings": {"N19": "as_worded"}},
		),
		"missing": {"parties.recipient.headquarters"},
		"available": "unknown",
	},
	"its headquarters, read as worded, where the host's arrangement is enough": {
		"request": fixtures.changed(
			without(["parties/recipient/headquarters"]),
			{"readings": {"N19": "as_worded", "C8": "host_government"}},
		),
		"missing": {"parties.recipient.headquarters"},
		"available": "unknown",
	},
	"where its parent is, read as worded": {
		"request": fixtures.changed(
			without(["parties/recipient/ultimate_parent_headquarters"]),
			{"readings": {"N19": "as_worded"}},
		),
		"missing": {"parties.recipient.ultimate_parent_headquarters"},
		"available": "unknown",
	},
	"where it is, read as worded": {
		"request": fixtures.changed(
			without(["parties/recipient/location"]),
			{"readings": {"N19": "as_worded"}, "veu": {"holder": "exporter"}, "parties": {"exporter": {
				"name": "National Cloud Bhd",
				"headquarters": "MY",
				"ultimate_parent_headquarters": "MY",
				"listed": [],
			}}},
		),
		"missing": {"parties.recipient.location", "facility.owner.location", "facility.operator.location"},
		"available": "unknown",
	},
	"of each part": {
		"request": without([
			"veu/status",
			"facility/location",
			"facility/attested_on",
			"end_use/diversion_risk",
			"veu/compute",
			"veu/arrangements",
			"parties/recipient/location",
		]),
		"missing": {
			"veu.status",
			"facility.location",
			"facility.attested_on",
			"end_use.diversion_risk",
			"veu.compute.by_country.MY",
			"veu.arrangements.MY",
			"parties.recipient.location",
			"facility.owner.location",
			"facility.operator.location",
		},
		"available": "unknown",
	},
	"nothing, for a quarter without an allocation": {
		"request": fixtures.without(in_2028, ["veu/compute"]),
		"missing": set(),
		"available": "unknown",
	},
}

test_what_is_not_told_is_asked[name] if {
	some name, case in asked
	{path | some path in nveu.row.missing} == case.missing with input as case.request
	nveu.row.available == case.available with input as case.request
}

test_no_source_tells_the_allocation_after_2027 if {
	nveu.notices == set() with input as claims.national
	nveu.notices == {"unknown/nveu_allocation"} with input as in_2028
	strict := read(claims.national, "N21", "listed_only")
	nveu.notices == {"unknown/supplement_7_listing"} with input as strict
}

test_its_pool_is_the_allocation if {
	[row.pool | some row in nveu.pools] == ["nveu"] with input as claims.national
	nveu.pools == [] with input as claims.stored(claims.national)
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
	"of its own country": {"request": claims.national, "touches": {"N17", "N21"}},
	"training for others": {"request": training, "touches": {"N17", "N18", "N21"}},
	"rented": {
		"request": changed({"facility": {"owner": {"name": "Landlord Sdn"}}}),
		"touches": {"N17", "N21", "N25"},
	},
	"Emirati": {"request": emirati, "touches": {"C8", "N17", "N21"}},
	"Chinese": {"request": chinese, "touches": {"N17", "N19", "N21"}},
	"of an untold parent": {
		"request": without(["parties/recipient/ultimate_parent_headquarters"]),
		"touches": {"N17", "N21"},
	},
	"to Germany": {"request": changed({"destination": "DE"}), "touches": {"N21"}},
}

test_readings_that_it_touches[name] if {
	some name, case in questions
	nveu.touches == case.touches with input as case.request
}

# A case that is undefined leaves its whole table undefined, and a test over no case passes.
test_tables_hold_cases if {
	every table in [broken, asked, questions] {
		count(table) > 0
	}
}
