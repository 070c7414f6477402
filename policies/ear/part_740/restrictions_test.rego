package ear.restrictions_test

import rego.v2

import data.ear.fixtures_test as fixtures
import data.ear.restrictions

# A reexport from Germany to a Japanese company of what had gone to Germany under AIA.
_reexport := fixtures.changed(fixtures.to(fixtures.h100, "JP"), {
	"activity": "reexport",
	"origin": "DE",
	"item": {"received_under": "AIA"},
})

test_an_ordinary_transaction_breaks_no_restriction_and_lacks_no_fact if {
	restrictions.unmet == set() with input as fixtures.h100
	restrictions.missing == set() with input as fixtures.h100
	restrictions.touches == set() with input as fixtures.h100
}

_restrictions := {
	"BIS informed the exporter": {
		"changes": {"end_use": {"bis_informed": true}},
		"unmet": {"744.23(b)/informed"},
	},
	"concern under part 744": {
		"changes": {"end_use": {"part_744": "concern"}},
		"unmet": {"740.2(a)(2)/part_744"},
	},
	"recipient on the Entity List": {
		"changes": {"parties": {"recipient": {"listed": ["entity_list"]}}},
		"unmet": {"740.2(a)(2)/listed_party"},
	},
	"intermediate consignee among the specially designated nationals": {
		"changes": {"parties": {"intermediate_consignee": {"headquarters": "DE", "listed": ["sdn"]}}},
		"unmet": {"740.2(a)(2)/listed_party"},
	},
	"recipient on the Unverified List": {
		"changes": {"parties": {"recipient": {"listed": ["unverified_list"]}}},
		"unmet": {"740.2(a)(17)/unverified_list"},
	},
	"recipient on both kinds of list": {
		"changes": {"parties": {"recipient": {"listed": ["unverified_list", "meu_list"]}}},
		"unmet": {"740.2(a)(2)/listed_party", "740.2(a)(17)/unverified_list"},
	},
	"exporter on the Unverified List": {
		"changes": {"parties": {"exporter": {"listed": ["unverified_list"]}}},
		"unmet": {"740.2(a)(17)/unverified_list"},
	},
	"listed exporter is no recipient": {
		"changes": {"parties": {"exporter": {"listed": ["entity_list"]}}},
		"unmet": set(),
	},
	"Iran in E:1": {
		"changes": {"destination": "IR"},
		"unmet": {"740.2(a)(6)/sanctioned_destination"},
	},
	"Cuba in E:2": {
		"changes": {"destination": "CU"},
		"unmet": {"740.2(a)(6)/sanctioned_destination"},
	},
	"Russia by name": {
		"changes": {"destination": "RU"},
		"unmet": {"740.2(a)(6)/sanctioned_destination"},
	},
	"Belarus by name": {
		"changes": {"destination": "BY"},
		"unmet": {"740.2(a)(6)/sanctioned_destination"},
	},
	"occupied region of Ukraine": {
		"changes": {"destination": "UA", "destination_region": "UA-donetsk"},
		"unmet": {"740.2(a)(6)/sanctioned_destination"},
	},
	"rest of Ukraine": {
		"changes": {"destination": "UA", "destination_region": null},
		"unmet": set(),
	},
	"concern under part 746": {
		"changes": {"end_use": {"part_746": "concern"}},
		"unmet": {"740.2(a)(6)/part_746"},
	},
	"China is no sanctioned destination": {
		"changes": {"destination": "CN"},
		"unmet": set(),
	},
}

test_restriction_on_all_exceptions[name] if {
	some name, case in _restrictions
	restrictions.unmet == case.unmet with input as fixtures.changed(fixtures.h100, case.changes)
}

_prior_authorization := {"740.27(b)(2)(iv)/prior_authorization"}

_onward := {
	"goes to a destination in no table": {
		"changes": {"destination": "QQ"},
		"unmet": set(),
	},
	"stays with insiders": {
		"changes": {},
		"unmet": set(),
	},
	"leaves the countries of Supplement No. 5(a)": {
		"changes": {"destination": "PL"},
		"unmet": _prior_authorization,
	},
	"goes to an office outside": {
		"changes": {"parties": {"recipient": {"location": "PL"}}},
		"unmet": _prior_authorization,
	},
	"goes to an entity headquartered outside": {
		"changes": {"parties": {"recipient": {"headquarters": "PL"}}},
		"unmet": _prior_authorization,
	},
	"goes to an entity parented outside": {
		"changes": {"parties": {"recipient": {"ultimate_parent_headquarters": "PL"}}},
		"unmet": _prior_authorization,
	},
	"transfer within Germany to an entity headquartered outside": {
		"changes": {
			"activity": "transfer_in_country",
			"destination": "DE",
			"parties": {"recipient": {"headquarters": "PL"}},
		},
		"unmet": _prior_authorization,
	},
	"had been received under another exception": {
		"changes": {"destination": "PL", "item": {"received_under": "LPP"}},
		"unmet": set(),
	},
	"export from Germany": {
		"changes": {"activity": "export", "destination": "PL"},
		"unmet": _prior_authorization,
	},
	"export from the United States": {
		"changes": {"activity": "export", "origin": "US", "destination": "PL"},
		"unmet": set(),
	},
}

test_what_was_received_under_aia_stays_with_insiders[name] if {
	some name, case in _onward
	restrictions.unmet == case.unmet with input as fixtures.changed(_reexport, case.changes)
}

test_items_received_under_aia_leave_insiders_only_under_the_other_reading_n24 if {
	outward := fixtures.changed(_reexport, {"destination": "PL"})
	restrictions.touches == {"N24"} with input as outward

	read_otherwise := fixtures.changed(outward, {"readings": {"N24": "yes"}})
	restrictions.unmet == set() with input as read_otherwise
	restrictions.touches == {"N24"} with input as read_otherwise

	restrictions.touches == set() with input as _reexport
}

_lacking := {
	"a region of Ukraine is told": {
		"request": fixtures.changed(fixtures.to(fixtures.h100, "UA"), {"destination_region": "UA-crimea"}),
		"missing": set(),
	},
	"headquarters of who gets items received under LPP": {
		"request": fixtures.without(
			fixtures.changed(_reexport, {"item": {"received_under": "LPP"}}),
			["parties/recipient/headquarters"],
		),
		"missing": set(),
	},
	"own review under part 744": {
		"request": fixtures.without(fixtures.h100, ["end_use/part_744"]),
		"missing": {"end_use.part_744"},
	},
	"word from BIS": {
		"request": fixtures.without(fixtures.h100, ["end_use/bis_informed"]),
		"missing": {"end_use.bis_informed"},
	},
	"lists": {
		"request": fixtures.without(fixtures.h100, ["parties/recipient/listed"]),
		"missing": {"parties.recipient.listed"},
	},
	"lists of an intermediate consignee": {
		"request": fixtures.changed(fixtures.h100, {"parties": {"intermediate_consignee": {"location": "DE"}}}),
		"missing": {"parties.intermediate_consignee.listed"},
	},
	"nobody on a list, said by null": {
		"request": fixtures.changed(fixtures.h100, {"parties": {"recipient": {"listed": null}}}),
		"missing": set(),
	},
	"parties": {
		"request": fixtures.without(fixtures.h100, ["parties"]),
		"missing": {"parties.recipient.listed"},
	},
	"destination in no table": {
		"request": fixtures.changed(fixtures.h100, {"destination": "QQ"}),
		"missing": {"destination"},
	},
	"region of Ukraine": {
		"request": fixtures.to(fixtures.h100, "UA"),
		"missing": {"destination_region"},
	},
	"region of Ukraine, where it will stand": {
		"request": fixtures.changed(fixtures.h100, {"facility": {"location": "UA"}}),
		"missing": {"destination_region"},
	},
	"no region of Ukraine, said by null": {
		"request": fixtures.changed(fixtures.to(fixtures.h100, "UA"), {"destination_region": null}),
		"missing": set(),
	},
	"origin of a reexport": {
		"request": fixtures.without(_reexport, ["origin"]),
		"missing": {"origin"},
	},
	"origin in no table": {
		"request": fixtures.changed(_reexport, {"origin": "QQ"}),
		"missing": {"origin"},
	},
	"origin of an export is not asked": {
		"request": fixtures.without(fixtures.h100, ["origin"]),
		"missing": set(),
	},
	"origin of an export, in no table": {
		"request": fixtures.changed(fixtures.h100, {"origin": "QQ"}),
		"missing": {"origin", "item.received_under"},
	},
	"origin of a release, in no table": {
		"request": fixtures.changed(fixtures.h100, {"activity": "deemed_export", "origin": "QQ"}),
		"missing": {"origin", "employee.employer.listed"},
	},
	"what a reexported item was received under": {
		"request": fixtures.without(_reexport, ["item/received_under"]),
		"missing": {"item.received_under"},
	},
	"what a transferred item was received under": {
		"request": fixtures.changed(fixtures.h100, {"activity": "transfer_in_country", "origin": "PL"}),
		"missing": {"item.received_under"},
	},
	"the review under part 746": {
		"request": fixtures.without(fixtures.h100, ["end_use/part_746", "item/other_controls_cleared"]),
		"missing": {"end_use.part_746"},
	},
	"the review under part 746, cleared with the other controls": {
		"request": fixtures.without(fixtures.h100, ["end_use/part_746"]),
		"missing": set(),
	},
	"headquarters of who gets AIA items": {
		"request": fixtures.without(_reexport, ["parties/recipient/headquarters"]),
		"missing": {"parties.recipient.headquarters"},
	},
	"location of who gets AIA items": {
		"request": fixtures.changed(_reexport, {"parties": {"recipient": {"location": "QQ"}}}),
		"missing": {"parties.recipient.location"},
	},
	"location once another nexus is outside": {
		"request": fixtures.changed(
			fixtures.without(_reexport, ["parties/recipient/location"]),
			{"parties": {"recipient": {"headquarters": "PL"}}},
		),
		"missing": set(),
	},
}

test_fact_that_every_exception_needs[name] if {
	some name, case in _lacking
	restrictions.missing == case.missing with input as case.request
}

_missiles := {
	"3A001.z.2.a": {"740.2(a)(5)/missile_technology"},
	"3A001.z.2.b": {"740.2(a)(5)/missile_technology"},
	"3A001.z.1.a": set(),
	"3A090.a": set(),
}

test_items_for_missiles_have_no_exception if {
	every eccn, unmet in _missiles {
		restrictions.unmet == unmet with input as fixtures.changed(fixtures.h100, {"item": {"eccn": eccn}})
	}
}

# A case that is undefined leaves its whole table undefined, and a test over no case passes.
test_tables_hold_cases if {
	every table in [_restrictions, _onward, _gate, _lacking, _gated, _missiles] {
		count(table) > 0
	}
}
