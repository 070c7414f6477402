package ear.review_policy_test

import rego.v2

import data.ear.fixtures_test as fixtures
import data.ear.review_policy

weights_review(policy) := {"requirement": "742.6(a)(13)", "policy": policy, "citation": "742.6(b)(14)"}

not_stated(requirement, citation) := {"requirement": requirement, "policy": "not_stated", "citation": citation}

# The weights of an American company for another end user, told by headquarters and ultimate parent.
used_by(end_user) := fixtures.changed(fixtures.to(fixtures.weights, "US"), {"parties": {"end_user": end_user}})

end_users := {
	"allied": {"end_user": {"headquarters": "DE", "ultimate_parent_headquarters": "US"}, "policy": "not_stated"},
	"headquartered outside": {
		"end_user": {"headquarters": "PL", "ultimate_parent_headquarters": "US"},
		"policy": "presumption_of_denial",
	},
	"parented outside": {
		"end_user": {"headquarters": "US", "ultimate_parent_headquarters": "PL"},
		"policy": "presumption_of_denial",
	},
	"parented outside, headquarters untold": {
		"end_user": {"ultimate_parent_headquarters": "PL"},
		"policy": "presumption_of_denial",
	},
	"allied, parent untold": {"end_user": {"headquarters": "DE"}, "policy": "indeterminate"},
	"headquartered where no table knows": {
		"end_user": {"headquarters": "QQ", "ultimate_parent_headquarters": "US"},
		"policy": "indeterminate",
	},
	"untold": {"end_user": {}, "policy": "indeterminate"},
}

test_weights_are_reviewed_by_the_end_user[name] if {
	some name, case in end_users
	review_policy.reviews == {weights_review(case.policy)} with input as used_by(case.end_user)
	review_policy.policy == case.policy with input as used_by(case.end_user)
}

found := {
	"a concern": {
		"change": {"end_use": {"part_744": "concern"}},
		"review": not_stated("744/end_use", "15 CFR part 744"),
	},
	"a listed party": {
		"change": {"parties": {"recipient": {"listed": ["entity_list"]}}},
		"review": not_stated("744/listed_party", "15 CFR part 744"),
	},
	"a concern under part 746": {
		"change": {"end_use": {"part_746": "concern"}},
		"review": not_stated("746/concern", "15 CFR part 746"),
	},
	"a region of Ukraine": {
		"change": {"destination_region": "UA-crimea"},
		"review": not_stated("746.6", "746.6"),
	},
}

test_no_policy_is_stated_for_what_the_exporter_found[name] if {
	some name, case in found
	review_policy.reviews == {case.review} with input as fixtures.changed(fixtures.a40, case.change)
	review_policy.policy == "not_stated" with input as fixtures.changed(fixtures.a40, case.change)
}

# Requests of two requirements, one of which is what BIS has informed of (744.23(b)).
pairs := {
	"beyond the allocation": {
		"request": fixtures.changed(fixtures.h100, {"ledger": {"country_licensed_tpp": 790000000}}),
		"policy": "policy_of_denial",
	},
	"to China": {"request": fixtures.to(fixtures.h100, "CN"), "policy": "presumption_of_denial"},
	"to Vietnam, headquarters untold": {
		"request": fixtures.without(fixtures.to(fixtures.a40, "VN"), ["parties/recipient/headquarters"]),
		"policy": "indeterminate",
	},
	"gaming to China, enforced": {
		"request": fixtures.changed(fixtures.to(fixtures.rtx_4090, "CN"), {"posture": "enforced"}),
		"policy": "case_by_case",
	},
	"to Germany": {
		"request": owned(fixtures.to(fixtures.h100, "DE"), "DE"),
		"policy": "presumption_of_approval",
	},
	"to Germany, of a Chinese owner": {
		"request": owned(fixtures.to(fixtures.h100, "DE"), "CN"),
		"policy": "case_by_case",
	},
}

test_the_most_restrictive_policy_governs[name] if {
	some name, case in pairs
	count(review_policy.reviews) == 2 with input as informed(case.request)
	review_policy.policy == case.policy with input as informed(case.request)
}

test_without_a_requirement_nothing_is_reviewed if {
	review_policy.reviews == set() with input as fixtures.a40
	not review_policy.policy with input as fixtures.a40
}

test_without_a_requirement_untold_headquarters_change_nothing if {
	review_policy.reviews == set() with input as fixtures.without(fixtures.a40, ["parties/recipient/headquarters"])
}

first(request) := fixtures.changed(request, {"readings": {"N12": "approval_first"}})

untold := {
	"nothing": {"request": fixtures.h100, "asks": set()},
	"headquarters": {
		"request": fixtures.without(fixtures.h100, ["parties/recipient/headquarters"]),
		"asks": {"parties.recipient.headquarters"},
	},
	"headquarters, to China": {
		"request": fixtures.without(fixtures.to(fixtures.h100, "CN"), ["parties/recipient/headquarters"]),
		"asks": set(),
	},
	"headquarters, to China, read with approval first": {
		"request": first(fixtures.without(fixtures.to(fixtures.h100, "CN"), ["parties/recipient/headquarters"])),
		"asks": {"parties.recipient.headquarters"},
	},
	"headquarters, to China, with an allied parent, read with approval first": {
		"request": first(fixtures.changed(
			fixtures.without(fixtures.to(fixtures.h100, "CN"), ["parties/recipient/headquarters"]),
			{"parties": {"recipient": {"ultimate_parent_headquarters": "DE"}}},
		)),
		"asks": set(),
	},
	"headquarters of a Chinese group in Germany, read with approval first": {
		"request": first(fixtures.changed(
			fixtures.without(fixtures.to(fixtures.h100, "DE"), ["parties/recipient/headquarters"]),
			{"parties": {"recipient": {"ultimate_parent_headquarters": "CN"}}},
		)),
		"asks": set(),
	},
	"headquarters of one recipient and of a forwarder, to China, read with approval first": {
		"request": first(fixtures.changed(fixtures.without(fixtures.to(fixtures.h100, "CN"), ["parties/recipient"]), {"parties": {
			"purchaser": {"headquarters": "DE"},
			"recipient": {"ultimate_parent_headquarters": "CN"},
			"intermediate_consignee": {"headquarters": "CN"},
		}})),
		"asks": {"parties.recipient.headquarters"},
	},
	"the destination of a Chinese company, read with approval first": {
		"request": first(fixtures.changed(
			fixtures.to(fixtures.h100, "CN"),
			{"destination": "QQ", "parties": {"recipient": {"location": "DE"}}},
		)),
		"asks": {"destination"},
	},
	"nothing of a company in China, read with approval first": {
		"request": first(fixtures.changed(fixtures.to(fixtures.h100, "CN"), {"destination": "QQ"})),
		"asks": set(),
	},
	"where a Chinese company in Germany is, read with approval first": {
		"request": first(fixtures.without(
			fixtures.changed(fixtures.to(fixtures.h100, "CN"), {"destination": "DE"}),
			["parties/recipient/location"],
		)),
		"asks": {"parties.recipient.location"},
	},
	"the destination of a Chinese company": {
		"request": fixtures.changed(fixtures.to(fixtures.h100, "CN"), {"destination": "QQ"}),
		"asks": set(),
	},
	"headquarters, by the text of December 2024": {
		"request": fixtures.changed(
			fixtures.without(fixtures.to(fixtures.h100, "VN"), ["parties/recipient/headquarters"]),
			{"posture": "enforced"},
		),
		"asks": {"parties.recipient.headquarters"},
	},
	"headquarters, of 3A090.b to China": {
		"request": fixtures.without(fixtures.to(fixtures.a40, "CN"), ["parties/recipient/headquarters"]),
		"asks": set(),
	},
	"headquarters, of 3A090.b to China, read with approval first": {
		"request": fixtures.changed(
			fixtures.without(
				fixtures.changed(fixtures.to(fixtures.a40, "CN"), {"parties": {"recipient": {"ultimate_parent_headquarters": "BR"}}}),
				["parties/recipient/headquarters"],
			),
			{"readings": {"N14": "approval_first"}},
		),
		"asks": {"parties.recipient.headquarters"},
	},
	"headquarters, with a parent in China": {
		"request": fixtures.changed(
			fixtures.without(fixtures.h100, ["parties/recipient/headquarters"]),
			{"parties": {"recipient": {"ultimate_parent_headquarters": "CN"}}},
		),
		"asks": set(),
	},
	"the marketing, by the text of December 2024": {
		"request": fixtures.changed(
			fixtures.without(fixtures.to(fixtures.rtx_4090, "CN"), ["item/datacenter"]),
			{"posture": "enforced"},
		),
		"asks": {"item.datacenter"},
	},
	"the marketing, by the text of the rule": {
		"request": fixtures.without(fixtures.to(fixtures.rtx_4090, "CN"), ["item/datacenter"]),
		"asks": set(),
	},
	"the ledger": {
		"request": fixtures.without(fixtures.h100, ["ledger"]),
		"asks": {"ledger.country", "ledger.country_licensed_tpp", "ledger.as_of"},
	},
	"the whole of the ledger, where C6 is read the other way": {
		"request": fixtures.changed(fixtures.h100, {
			"item": {"quantity": 2},
			"readings": {"C6": "partial_approval"},
			"ledger": {"country_licensed_tpp": 789984168, "complete": false},
		}),
		"asks": {"ledger.complete"},
	},
	"the ledger, to Germany": {
		"request": fixtures.without(fixtures.to(fixtures.h100, "DE"), ["ledger"]),
		"asks": set(),
	},
	"the country, before the ledger of any": {
		"request": fixtures.changed(fixtures.without(fixtures.h100, ["ledger"]), {"destination": "QQ"}),
		"asks": {"destination"},
	},
	"the country and the headquarters": {
		"request": fixtures.changed(fixtures.without(fixtures.h100, ["parties/recipient/headquarters"]), {"destination": "QQ"}),
		"asks": {"destination", "parties.recipient.headquarters"},
	},
	"the end user of weights alone": {
		"request": fixtures.changed(fixtures.without(fixtures.to(fixtures.weights, "PL"), ["parties"]), {"parties": {
			"end_user": {"headquarters": "DE"},
			"purchaser": {},
			"ultimate_consignee": {},
		}}),
		"asks": {"parties.end_user.ultimate_parent_headquarters"},
	},
	"the country, after the last year allocated": {
		"request": fixtures.changed(fixtures.h100, {"as_of": "2028-01-01", "destination": "QQ"}),
		"asks": {"destination"},
	},
	"the end user of weights": {
		"request": used_by({"headquarters": "DE"}),
		"asks": {"parties.end_user.ultimate_parent_headquarters"},
	},
	"the end user of weights to China": {
		"request": fixtures.without(fixtures.to(fixtures.weights, "CN"), ["parties"]),
		"asks": {"parties.recipient.headquarters", "parties.recipient.ultimate_parent_headquarters"},
	},
}

test_what_the_review_lacks_is_asked[name] if {
	some name, case in untold
	review_policy.missing == case.asks with input as case.request
}

# A case that is undefined leaves its whole table undefined, and a test over no case passes.
test_tables_hold_cases if {
	every table in [end_users, found, pairs, untold] {
		count(table) > 0
	}
}
