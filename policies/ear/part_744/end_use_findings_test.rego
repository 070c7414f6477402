package ear.end_use_test

import rego.v2

import data.ear.end_use
import data.ear.fixtures_test as fixtures

findings := {
	"nothing found": {"change": {}, "applies": set()},
	"informed by BIS": {"change": {"end_use": {"bis_informed": true}}, "applies": {"744.23(b)"}},
	"a concern": {"change": {"end_use": {"part_744": "concern"}}, "applies": {"744/end_use"}},
	"a listed recipient": {
		"change": {"parties": {"recipient": {"listed": ["entity_list"]}}},
		"applies": {"744/listed_party"},
	},
	"a listed intermediate consignee": {
		"change": {"parties": {"intermediate_consignee": {"listed": ["sdn", "unverified_list"]}}},
		"applies": {"744/listed_party"},
	},
	"a listed exporter": {"change": {"parties": {"exporter": {"listed": ["entity_list"]}}}, "applies": set()},
	"an unverified recipient": {
		"change": {"parties": {"recipient": {"listed": ["unverified_list"]}}},
		"applies": set(),
	},
	"on no list": {"change": {"parties": {"recipient": {"listed": null}}}, "applies": set()},
	"all at once": {
		"change": {
			"end_use": {"bis_informed": true, "part_744": "concern"},
			"parties": {"recipient": {"listed": ["denied_persons"], "headquarters": "CN"}},
		},
		"applies": {"744.23(b)", "744/end_use", "744/listed_party", headquarters_test},
	},
}

test_what_the_exporter_found_requires_a_license[name] if {
	some name, case in findings
	object.keys(end_use.applies) == case.applies with input as fixtures.changed(fixtures.a40, case.change)
}

test_a_requirement_names_its_paragraph if {
	end_use.applies == {
		headquarters_test: "744.23(a)(3)(i)(A)",
		"744.23(b)": "744.23(b)",
		"744/end_use": "15 CFR part 744",
		"744/listed_party": "15 CFR part 744",
	} with input as fixtures.changed(fixtures.a40, findings["all at once"].change)
}

# The lists that make a party a listed one, and the one that only closes the license exceptions.
lists := {"entity_list", "entity_list_fn5", "unverified_list", "meu_list", "denied_persons", "sdn", "other"}

listing(list) := fixtures.changed(fixtures.h100, {"parties": {"recipient": {"listed": [list]}}})

test_every_list_but_the_unverified_makes_a_listed_party if {
	{list | some list in lists; end_use.listed_party with input as listing(list)} == lists - {"unverified_list"}
	{list | some list in lists; end_use.lists == {list} with input as listing(list)} == lists
}

# A case that is undefined leaves its whole table undefined, and a test over no case passes.
test_tables_of_the_review_hold_cases if {
	every table in [findings] {
		count(table) > 0
	}
}
