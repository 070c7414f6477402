package ear.review_policy_b_level_test

import rego.v2

import data.ear.fixtures_test as fixtures
import data.ear.review_policy

b_review(policy, citation) := {"requirement": "742.6(a)(6)(iii)(B)", "policy": policy, "citation": citation}

approved := b_review("presumption_of_approval", "742.6(b)(10)(iv)(A)")

denied := b_review("presumption_of_denial", "742.6(b)(10)(iv)(B)")

elsewhere(policy, citation) := {"requirement": "744.23(a)(3)(i)(A)", "policy": policy, "citation": citation}

# A hundred A40 (3A090.b) to a company of `home` in `destination`.
sent(destination, home) := to_company(fixtures.a40, destination, home)

to_company(request, destination, home) := fixtures.changed(fixtures.to(request, destination), {"parties": {"recipient": {
	"headquarters": home,
	"ultimate_parent_headquarters": home,
}}})

located(request, country) := fixtures.changed(request, {"parties": {"recipient": {"location": country}}})

first(request) := fixtures.changed(request, {"readings": {"N14": "approval_first"}})

enforced(request) := fixtures.changed(request, {"posture": "enforced"})

before_the_rule(request) := fixtures.changed(request, {"as_of": "2025-01-12"})

# Bought by a Chinese company for an end user headquartered in `home` and majority-owned from `owner`.
bought(home, owner) := fixtures.changed(fixtures.a40, {"parties": {
	"purchaser": {"headquarters": "CN", "ultimate_parent_headquarters": "CN"},
	"end_user": {"headquarters": home, "ultimate_parent_headquarters": home, "majority_owner_headquarters": owner},
}})

cases := {
	"Poland": {"request": fixtures.a40, "reviews": set(), "touches": set()},
	"Vietnam": {"request": sent("VN", "VN"), "reviews": {approved}, "touches": set()},
	"China": {"request": sent("CN", "CN"), "reviews": {denied}, "touches": set()},
	"China, N14 the other way": {"request": first(sent("CN", "CN")), "reviews": {denied}, "touches": set()},
	"Chinese company in Vietnam": {"request": sent("VN", "CN"), "reviews": {denied}, "touches": {"N14"}},
	"Chinese company in Vietnam, N14 the other way": {
		"request": first(sent("VN", "CN")),
		"reviews": {approved},
		"touches": {"N14"},
	},
	"Vietnamese company in China": {"request": sent("CN", "VN"), "reviews": {denied}, "touches": {"N14"}},
	"Vietnamese company in China, N14 the other way": {
		"request": first(sent("CN", "VN")),
		"reviews": {approved},
		"touches": {"N14"},
	},
	"Vietnamese company's office in China, declared for Vietnam": {
		"request": located(sent("VN", "VN"), "CN"),
		"reviews": {denied},
		"touches": {"N14"},
	},
	"Vietnamese company's office in China, declared for Vietnam, N14 the other way": {
		"request": first(located(sent("VN", "VN"), "CN")),
		"reviews": {approved},
		"touches": {"N14"},
	},
	"Vietnamese company's office in China, declared for no known country": {
		"request": located(sent("QQ", "VN"), "CN"),
		"reviews": {denied},
		"touches": {"N14"},
	},
	"Vietnamese company's office in China, declared for no known country, N14 the other way": {
		"request": first(located(sent("QQ", "VN"), "CN")),
		"reviews": {approved},
		"touches": {"N14"},
	},
	"office in China of a company that does not tell, declared for Vietnam, N14 the other way": {
		"request": first(fixtures.without(
			located(sent("VN", "VN"), "CN"),
			["parties/recipient/headquarters"],
		)),
		"reviews": {approved},
		"touches": {"N14"},
	},
	"Chinese company's office in China, declared for no known country": {
		"request": located(sent("QQ", "CN"), "CN"),
		"reviews": {denied, elsewhere("presumption_of_denial", "742.6(b)(10)(iv)(B)")},
		"touches": {"N14"},
	},
	"Chinese company's office in China, declared for no known country, N14 the other way": {
		"request": first(located(sent("QQ", "CN"), "CN")),
		"reviews": {
			b_review("indeterminate", "742.6(b)(10)(iv)"),
			elsewhere("case_by_case", "744.23(d)(3)(i)"),
		},
		"touches": {"N14"},
	},
	"company in China, headquarters untold": {
		"request": fixtures.without(sent("CN", "VN"), ["parties/recipient/headquarters"]),
		"reviews": {denied},
		"touches": {"N14"},
	},
	"company in China, headquarters untold, N14 the other way": {
		"request": first(fixtures.without(sent("CN", "VN"), ["parties/recipient/headquarters"])),
		"reviews": {b_review("indeterminate", "742.6(b)(10)(iv)")},
		"touches": {"N14"},
	},
	"company of a Chinese group in China, headquarters untold, N14 the other way": {
		"request": first(fixtures.without(sent("CN", "CN"), ["parties/recipient/headquarters"])),
		"reviews": {denied},
		"touches": set(),
	},
	"company in Vietnam, headquarters untold": {
		"request": fixtures.without(sent("VN", "VN"), ["parties/recipient/headquarters"]),
		"reviews": {b_review("indeterminate", "742.6(b)(10)(iv)")},
		"touches": {"N14"},
	},
	"company in Vietnam, headquarters untold, N14 the other way": {
		"request": first(fixtures.without(sent("VN", "VN"), ["parties/recipient/headquarters"])),
		"reviews": {b_review("presumption_of_approval", "742.6(b)(10)(iv)(A)")},
		"touches": {"N14"},
	},
	"Chinese company in Poland": {
		"request": sent("PL", "CN"),
		"reviews": {elsewhere("presumption_of_denial", "742.6(b)(10)(iv)(B)")},
		"touches": {"N14"},
	},
	"Chinese company in Poland, N14 the other way": {
		"request": first(sent("PL", "CN")),
		"reviews": {elsewhere("case_by_case", "744.23(d)(3)(i)")},
		"touches": {"N14"},
	},
	"American end user of a Chinese purchaser": {
		"request": bought("US", "US"),
		"reviews": {elsewhere("presumption_of_denial", "742.6(b)(10)(iv)(B)")},
		"touches": {"N14"},
	},
	"American end user of a Chinese purchaser, N14 the other way": {
		"request": first(bought("US", "US")),
		"reviews": {elsewhere("presumption_of_approval", "744.23(d)(2)")},
		"touches": {"N14"},
	},
	"end user of A:6": {
		"request": first(bought("SG", "SG")),
		"reviews": {elsewhere("presumption_of_approval", "744.23(d)(2)")},
		"touches": {"N14"},
	},
	"end user of A:5 with a Chinese owner": {
		"request": first(bought("DE", "CN")),
		"reviews": {elsewhere("case_by_case", "744.23(d)(3)(i)")},
		"touches": {"N14"},
	},
	"end user of A:5, owner untold": {
		"request": first(fixtures.without(
			bought("DE", "DE"),
			["parties/end_user/majority_owner_headquarters"],
		)),
		"reviews": {elsewhere("indeterminate", "744.23(d)(2)")},
		"touches": {"N14"},
	},
	"end user of neither group": {
		"request": first(bought("BR", "BR")),
		"reviews": {elsewhere("case_by_case", "744.23(d)(3)(i)")},
		"touches": {"N14"},
	},
	"Chinese company in Poland, enforced": {
		"request": enforced(sent("PL", "CN")),
		"reviews": {elsewhere("case_by_case", "744.23(d)(3)(i)")},
		"touches": set(),
	},
	"datacenter chips for a Chinese company in Poland, before the rule": {
		"request": before_the_rule(to_company(fixtures.h100, "PL", "CN")),
		"reviews": {elsewhere("presumption_of_denial", "744.23(d)(1)")},
		"touches": set(),
	},
	"gaming chips for a Chinese company in Poland, before the rule": {
		"request": before_the_rule(to_company(fixtures.rtx_4090, "PL", "CN")),
		"reviews": {elsewhere("case_by_case", "744.23(d)(3)(i)")},
		"touches": set(),
	},
}

test_chips_of_b_are_reviewed_by_destination_and_headquarters[name] if {
	some name, case in cases
	review_policy.reviews == case.reviews with input as case.request
}

test_the_reading_that_a_review_of_b_touches[name] if {
	some name, case in cases
	review_policy.touches == case.touches with input as case.request
}

test_a_destination_that_no_table_knows_is_asked_where_it_may_be_approved if {
	request := located(sent("QQ", "CN"), "CN")
	"destination" in review_policy.missing with input as first(request)
	not "destination" in review_policy.missing with input as request
}

# A case that is undefined leaves its whole table undefined, and a test over no case passes.
test_tables_hold_cases if count(cases) > 0
