package ear.review_policy_worldwide_test

import rego.v2

import data.ear.fixtures_test as fixtures
import data.ear.review_policy

review(policy, citation) := {"requirement": "742.6(a)(6)(iii)(A)", "policy": policy, "citation": citation}

denied := review("presumption_of_denial", "742.6(b)(10)(iii)(A)(1)")

allied := review("presumption_of_approval", "742.6(b)(10)(iii)(A)(2)")

within := review("presumption_of_approval", "742.6(b)(10)(iii)(B)(1)")

beyond := review("policy_of_denial", "742.6(b)(10)(iii)(B)(2)")

# A hundred H100 (1,583,200 TPP) to a company of `home` in `destination`.
sent(destination, home) := fixtures.changed(fixtures.to(fixtures.h100, destination), {"parties": {"recipient": {
	"headquarters": home,
	"ultimate_parent_headquarters": home,
}}})

reading(request, readings) := fixtures.changed(request, {"readings": readings})

licensed(tpp) := fixtures.changed(fixtures.h100, {"ledger": {"country_licensed_tpp": tpp}})

parented(request, country) := fixtures.changed(
	request,
	{"parties": {"recipient": {"ultimate_parent_headquarters": country}}},
)

# To China, bought by a company of `home`, the headquarters of the other recipients untold.
bought_from(home) := fixtures.changed(
	fixtures.without(sent("CN", "CN"), ["parties/recipient/headquarters"]),
	{"parties": {"purchaser": {"headquarters": home, "ultimate_parent_headquarters": home}}},
)

# Reviews, and the readings that they touch.
cases := {
	"China": {"request": sent("CN", "CN"), "reviews": {denied}, "touches": set()},
	"Macau": {"request": sent("MO", "MO"), "reviews": {denied}, "touches": set()},
	"Chinese company in Poland": {"request": sent("PL", "CN"), "reviews": {denied}, "touches": {"C7"}},
	"Chinese company in Poland, N12 the other way": {
		"request": reading(sent("PL", "CN"), {"N12": "approval_first"}),
		"reviews": {denied},
		"touches": {"C7"},
	},
	"Chinese company in Germany": {"request": sent("DE", "CN"), "reviews": {denied}, "touches": {"C7", "N12"}},
	"Chinese company in Germany, N12 the other way": {
		"request": reading(sent("DE", "CN"), {"N12": "approval_first"}),
		"reviews": {allied},
		"touches": {"C7", "N12"},
	},
	"German company in China": {"request": sent("CN", "DE"), "reviews": {denied}, "touches": {"C7", "N12"}},
	"German company in China, N12 the other way": {
		"request": reading(sent("CN", "DE"), {"N12": "approval_first"}),
		"reviews": {allied},
		"touches": {"C7", "N12"},
	},
	"German company in Germany": {"request": sent("DE", "DE"), "reviews": {allied}, "touches": set()},
	"German company, standing in France": {
		"request": fixtures.changed(sent("DE", "DE"), {"facility": {"location": "FR"}}),
		"reviews": {allied},
		"touches": set(),
	},
	"German company, standing in Poland": {
		"request": fixtures.changed(sent("DE", "DE"), {"facility": {"location": "PL"}, "ledger": {"country": "PL"}}),
		"reviews": {within},
		"touches": {"C4", "N13"},
	},
	"German company, standing in Poland, whose allocation is not told": {
		"request": fixtures.changed(sent("DE", "DE"), {"facility": {"location": "PL"}}),
		"reviews": {review("indeterminate", "742.6(b)(10)(iii)(B)(1)")},
		"touches": {"C4", "N13"},
	},
	"German company, standing in Poland, C4 the other way": {
		"request": reading(
			fixtures.changed(sent("DE", "DE"), {"facility": {"location": "PL"}}),
			{"C4": "allied_headquarters_approved"},
		),
		"reviews": {allied},
		"touches": {"C4"},
	},
	"Polish company, standing in Poland, C5 the other way": {
		"request": reading(
			fixtures.changed(sent("DE", "PL"), {"facility": {"location": "PL"}, "ledger": {"country": "PL"}}),
			{"C5": "allied_destination_approved"},
		),
		"reviews": {within},
		"touches": {"N13"},
	},
	"Chinese company in Germany, standing in Poland, N12 the other way": {
		"request": reading(
			fixtures.changed(sent("DE", "CN"), {"facility": {"location": "PL"}}),
			{"N12": "approval_first"},
		),
		"reviews": {denied},
		"touches": {"C7"},
	},
	"Chinese company in Germany, located nobody says where, N12 the other way": {
		"request": reading(
			fixtures.without(sent("DE", "CN"), ["parties/recipient/location"]),
			{"N12": "approval_first"},
		),
		"reviews": {review("indeterminate", "742.6(b)(10)(iii)")},
		"touches": {"C7", "N12"},
	},
	"Polish company in Germany, ledger of Poland": {
		"request": fixtures.changed(sent("DE", "PL"), {"ledger": {"country": "PL"}}),
		"reviews": {within},
		"touches": {"C5", "N13"},
	},
	"Polish company in Germany, ledger of Germany": {
		"request": sent("DE", "PL"),
		"reviews": {review("indeterminate", "742.6(b)(10)(iii)(B)(1)")},
		"touches": {"C5", "N13"},
	},
	"Polish company in Germany, C5 the other way": {
		"request": reading(sent("DE", "PL"), {"C5": "allied_destination_approved"}),
		"reviews": {allied},
		"touches": {"C5"},
	},
	"German company in Poland": {"request": sent("PL", "DE"), "reviews": {within}, "touches": {"C4", "N13"}},
	"German company in Poland, C4 the other way": {
		"request": reading(sent("PL", "DE"), {"C4": "allied_headquarters_approved"}),
		"reviews": {allied},
		"touches": {"C4"},
	},
	"Polish company with an allied parent": {
		"request": parented(fixtures.h100, "US"),
		"reviews": {within},
		"touches": {"C4", "N13"},
	},
	"Polish company in Poland": {"request": fixtures.h100, "reviews": {within}, "touches": {"N13"}},
	"Polish company in Poland, C4 the other way": {
		"request": reading(fixtures.h100, {"C4": "allied_headquarters_approved"}),
		"reviews": {within},
		"touches": {"N13"},
	},
	"Polish company in Poland, C5 the other way": {
		"request": reading(fixtures.h100, {"C5": "allied_destination_approved"}),
		"reviews": {within},
		"touches": {"N13"},
	},
	"German company in Germany, through a Chinese forwarder": {
		"request": fixtures.changed(
			sent("DE", "DE"),
			{"parties": {"intermediate_consignee": {"headquarters": "CN", "ultimate_parent_headquarters": "CN"}}},
		),
		"reviews": {denied},
		"touches": {"C7", "N12"},
	},
	"the last of the allocation": {"request": licensed(788416800), "reviews": {within}, "touches": {"N13"}},
	"more than is left": {"request": licensed(788416801), "reviews": {beyond}, "touches": {"C6", "N13"}},
	"more than is left, C6 the other way": {
		"request": reading(licensed(788416801), {"C6": "partial_approval"}),
		"reviews": {within},
		"touches": {"C6", "N13"},
	},
	"room for one, C6 the other way": {
		"request": reading(licensed(789984168), {"C6": "partial_approval"}),
		"reviews": {within},
		"touches": {"C6", "N13"},
	},
	"room for less than one, C6 the other way": {
		"request": reading(licensed(789984169), {"C6": "partial_approval"}),
		"reviews": {beyond},
		"touches": {"N13"},
	},
	"room for one of a ledger that is not the whole, C6 the other way": {
		"request": fixtures.changed(licensed(789984168), {"readings": {"C6": "partial_approval"}, "ledger": {"complete": false}}),
		"reviews": {review("indeterminate", "742.6(b)(10)(iii)(B)(1)")},
		"touches": {"C6", "N13"},
	},
	"nothing left": {"request": licensed(790000000), "reviews": {beyond}, "touches": {"N13"}},
	"nothing left, C6 the other way": {
		"request": reading(licensed(790000000), {"C6": "partial_approval"}),
		"reviews": {beyond},
		"touches": {"N13"},
	},
	"ledger untold": {
		"request": fixtures.without(fixtures.h100, ["ledger"]),
		"reviews": {review("indeterminate", "742.6(b)(10)(iii)(B)(1)")},
		"touches": {"N13"},
	},
	"after the last year allocated": {
		"request": fixtures.changed(fixtures.h100, {"as_of": "2028-01-01"}),
		"reviews": {review("not_stated", "742.6(b)(10)(iii)(B)(2)")},
		"touches": {"N13"},
	},
	"after the last year allocated, to no country that is known": {
		"request": fixtures.changed(fixtures.h100, {"as_of": "2028-01-01", "destination": "QQ"}),
		"reviews": {review("indeterminate", "742.6(b)(10)(iii)")},
		"touches": set(),
	},
	"more than any allocation, to no country that is known": {
		"request": fixtures.changed(fixtures.h100, {"destination": "QQ", "item": {"quantity": 49899}}),
		"reviews": {review("indeterminate", "742.6(b)(10)(iii)")},
		"touches": set(),
	},
	"headquarters untold": {
		"request": fixtures.without(fixtures.h100, ["parties/recipient/headquarters"]),
		"reviews": {review("indeterminate", "742.6(b)(10)(iii)")},
		"touches": set(),
	},
	"headquarters untold, to Germany": {
		"request": fixtures.without(sent("DE", "DE"), ["parties/recipient/headquarters"]),
		"reviews": {review("indeterminate", "742.6(b)(10)(iii)")},
		"touches": set(),
	},
	"parent of a German company in Poland untold, C4 the other way": {
		"request": reading(
			fixtures.without(sent("PL", "DE"), ["parties/recipient/ultimate_parent_headquarters"]),
			{"C4": "allied_headquarters_approved"},
		),
		"reviews": {review("indeterminate", "742.6(b)(10)(iii)")},
		"touches": set(),
	},
	"headquarters untold, to China": {
		"request": fixtures.without(sent("CN", "CN"), ["parties/recipient/headquarters"]),
		"reviews": {denied},
		"touches": {"N12"},
	},
	"headquarters untold, to China, N12 the other way": {
		"request": reading(
			fixtures.without(sent("CN", "CN"), ["parties/recipient/headquarters"]),
			{"N12": "approval_first"},
		),
		"reviews": {review("indeterminate", "742.6(b)(10)(iii)")},
		"touches": {"N12"},
	},
	"headquarters untold, to China, with an allied parent, N12 the other way": {
		"request": reading(
			fixtures.without(sent("CN", "DE"), ["parties/recipient/headquarters"]),
			{"N12": "approval_first"},
		),
		"reviews": {allied},
		"touches": {"N12"},
	},
	"one recipient untold and another German, to China, N12 the other way": {
		"request": reading(bought_from("DE"), {"N12": "approval_first"}),
		"reviews": {review("indeterminate", "742.6(b)(10)(iii)")},
		"touches": {"N12"},
	},
	"one recipient untold and another Chinese, to China, N12 the other way": {
		"request": reading(bought_from("CN"), {"N12": "approval_first"}),
		"reviews": {denied},
		"touches": set(),
	},
	"Chinese company where no table knows": {
		"request": sent("QQ", "CN"),
		"reviews": {denied},
		"touches": {"N12"},
	},
	"Chinese company where no table knows, N12 the other way": {
		"request": reading(sent("QQ", "CN"), {"N12": "approval_first"}),
		"reviews": {review("indeterminate", "742.6(b)(10)(iii)")},
		"touches": {"N12"},
	},
	"3A090.b": {"request": fixtures.a40, "reviews": set(), "touches": set()},
	"not enforced": {
		"request": fixtures.changed(fixtures.h100, {"posture": "enforced"}),
		"reviews": set(),
		"touches": set(),
	},
}

test_chips_of_a_are_reviewed_by_destination_headquarters_and_allocation[name] if {
	some name, case in cases
	review_policy.reviews == case.reviews with input as case.request
}

test_the_readings_that_a_review_touches[name] if {
	some name, case in cases
	review_policy.touches == case.touches with input as case.request
}

# A case that is undefined leaves its whole table undefined, and a test over no case passes.
test_tables_hold_cases if count(cases) > 0
