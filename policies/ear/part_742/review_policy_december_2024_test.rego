package ear.review_policy_december_2024_test

import rego.v2

import data.ear.fixtures_test as fixtures
import data.ear.review_policy

review(policy, citation) := {"requirement": "742.6(a)(6)(iii)", "policy": policy, "citation": citation}

approved := review("presumption_of_approval", "742.6(b)(10)(iii)(A), 89 FR 96790")

denied := review("presumption_of_denial", "742.6(b)(10)(iii)(B), 89 FR 96790")

by_case := review("case_by_case", "742.6(b)(10)(iii)(B)(1) and (2), 89 FR 96790")

enforced(request) := fixtures.changed(request, {"posture": "enforced"})

market(request, datacenter) := fixtures.changed(request, {"item": {"datacenter": datacenter}})

cases := {
	"3A090.a to Vietnam": {"request": fixtures.to(fixtures.h100, "VN"), "reviews": {approved}},
	"3A090.b to Vietnam": {"request": fixtures.to(fixtures.a40, "VN"), "reviews": {approved}},
	"3A090.a for datacenters to China": {"request": fixtures.to(fixtures.h100, "CN"), "reviews": {denied}},
	"3A090.a for datacenters to Macau": {"request": fixtures.to(fixtures.h100, "MO"), "reviews": {denied}},
	"3A090.a not for datacenters to China": {"request": fixtures.to(fixtures.rtx_4090, "CN"), "reviews": {by_case}},
	"3A090.a to China, marketing untold": {
		"request": fixtures.without(fixtures.to(fixtures.rtx_4090, "CN"), ["item/datacenter"]),
		"reviews": {review("indeterminate", "742.6(b)(10)(iii)(B), 89 FR 96790")},
	},
	"3A090.b for datacenters to China": {"request": fixtures.to(fixtures.a40, "CN"), "reviews": {by_case}},
	"software for 3A090.a to China, marketing untold": {
		"request": fixtures.changed(
			fixtures.without(fixtures.to(fixtures.h100, "CN"), ["item/datacenter"]),
			{"item": {"kind": "software", "eccn": "3D001", "related_eccn": "3A090.a"}},
		),
		"reviews": {denied},
	},
	"3A090.b not for datacenters to China": {
		"request": market(fixtures.to(fixtures.a40, "CN"), false),
		"reviews": {denied},
	},
	"3A090.a to a Chinese company in Vietnam": {
		"request": fixtures.changed(fixtures.to(fixtures.h100, "VN"), {"parties": {"recipient": {"headquarters": "CN"}}}),
		"reviews": {denied},
	},
	"3A090.a to Vietnam, headquarters untold": {
		"request": fixtures.without(fixtures.to(fixtures.h100, "VN"), ["parties/recipient/headquarters"]),
		"reviews": {review("indeterminate", "742.6(b)(10)(iii), 89 FR 96790")},
	},
	"3A090.a to a Chinese company in Poland": {
		"request": fixtures.changed(fixtures.h100, {"parties": {"recipient": {"headquarters": "CN"}}}),
		"reviews": {object.union(denied, {"requirement": "742.6(a)(6)(iii)(A)"})},
	},
	"3A090.a to Poland": {"request": fixtures.h100, "reviews": set()},
}

test_what_is_enforced_is_reviewed_by_the_text_of_december_2024[name] if {
	some name, case in cases
	review_policy.reviews == case.reviews with input as enforced(case.request)
}

test_that_text_is_not_the_codified_one_any_more[name] if {
	some name, case in cases
	codified := review_policy.reviews with input as case.request
	count([row | some row in codified; contains(row.citation, "89 FR 96790")]) == 0
}

test_that_text_was_codified_until_compliance if {
	request := fixtures.changed(fixtures.to(fixtures.h100, "VN"), {"as_of": "2025-05-14"})
	review_policy.reviews == {approved} with input as request
}

# A case that is undefined leaves its whole table undefined, and a test over no case passes.
test_tables_hold_cases if count(cases) > 0
