package ear.end_use_review_test

import rego.v2

import data.ear.end_use_review
import data.ear.fixtures_test as fixtures

answer(policy, paragraph) := {"policy": policy, "citation": concat("", ["744.23(d)", paragraph])}

# The request for an end user headquartered in `home` with a majority owner in `owner`, bought by a Chinese company.
used_by(request, home, owner) := fixtures.changed(request, {"parties": {
	"purchaser": {"headquarters": "CN", "ultimate_parent_headquarters": "CN"},
	"end_user": {"headquarters": home, "ultimate_parent_headquarters": home, "majority_owner_headquarters": owner},
}})

of(request, eccn) := fixtures.changed(request, {"item": {"kind": "technology", "eccn": eccn}})

chinese(request) := fixtures.changed(request, {"parties": {"recipient": {"headquarters": "CN"}}})

untold(request, fact) := fixtures.without(request, [concat("/", ["parties", fact])])

# Where another company will operate the data center of an American end user.
operated_by(operator) := fixtures.changed(used_by(fixtures.h100, "US", "US"), {"facility": {"operator": object.union(
	{"name": "Operator", "location": "PL", "ultimate_parent_headquarters": "PL", "listed": []},
	operator,
)}})

cases := {
	"American end user, a Chinese operator": {
		"request": operated_by({"headquarters": "CN", "majority_owner_headquarters": "CN"}),
		"policy": answer("presumption_of_denial", "(1)"),
	},
	"American end user, a Polish operator": {
		"request": operated_by({"headquarters": "PL", "majority_owner_headquarters": "PL"}),
		"policy": answer("presumption_of_approval", "(2)"),
	},
	"American end user, a Polish operator, owner untold": {
		"request": operated_by({"headquarters": "PL"}),
		"policy": answer("indeterminate", "(2)"),
		"asks": {"facility.operator.majority_owner_headquarters"},
	},
	"American end user, owner of Ethiopia": {
		"request": used_by(fixtures.h100, "US", "ET"),
		"policy": answer("indeterminate", "(2)"),
	},
	"technology to Ethiopia": {
		"request": of(fixtures.to(fixtures.h100, "ET"), "3E001"),
		"policy": answer("indeterminate", "(1)"),
	},
	"technology to Brazil, headquartered in Ethiopia": {
		"request": of(fixtures.changed(fixtures.to(fixtures.h100, "BR"), {"parties": {"recipient": {"headquarters": "ET"}}}), "3E001"),
		"policy": answer("indeterminate", "(1)"),
	},
	"a heading that may hold a listed item, to China": {
		"request": fixtures.changed(
			fixtures.without(fixtures.to(fixtures.h100, "CN"), ["item"]),
			{"item": {"kind": "integrated_circuit", "eccn": "3A001"}},
		),
		"policy": answer("indeterminate", "(3)(i)"),
		"asks": {"item.eccn"},
	},
	"a server of another entry whose figures may be those of 3A090.b, to China": {
		"request": fixtures.changed(
			fixtures.without(fixtures.to(fixtures.h100, "CN"), ["item"]),
			{"item": {"kind": "computer", "eccn": "5A992.c", "tpp": 1600}},
		),
		"policy": answer("indeterminate", "(3)(i)"),
		"asks": {"item.datacenter", "item.performance_density"},
	},
	"weights that may be a chip, to China": {
		"request": fixtures.changed(
			fixtures.without(fixtures.to(fixtures.h100, "CN"), ["item"]),
			{"item": {"kind": "integrated_circuit", "eccn": "4E091", "tpp": 5000}},
		),
		"policy": answer("indeterminate", "(3)(i)"),
		"asks": {"item.eccn", "item.kind"},
	},
	"weights that may be a component, to China": {
		"request": fixtures.changed(
			fixtures.without(fixtures.to(fixtures.h100, "CN"), ["item"]),
			{"item": {
				"kind": "component",
				"eccn": "4E091",
				"integrated_circuits": [{"count": 2, "datacenter": false, "performance_density": 8, "tpp": 2399}],
			}},
		),
		"policy": answer("indeterminate", "(3)(i)"),
		"asks": {"item.eccn", "item.kind"},
	},
	"technology that may be weights, to China": {
		"request": fixtures.changed(
			fixtures.without(fixtures.to(fixtures.h100, "CN"), ["item"]),
			{"item": {"kind": "technology", "eccn": "3E001", "related_eccn": "3A090.b", "model": {"published": false}}},
		),
		"policy": answer("presumption_of_denial", "(1)"),
	},
	"a model of which no more is told, to China": {
		"request": fixtures.changed(
			fixtures.without(fixtures.to(fixtures.h100, "CN"), ["item"]),
			{"item": {"model": {"published": false}}},
		),
		"policy": answer("presumption_of_denial", "(1)"),
	},
	"weights of a kind, of which no more is told, to China": {
		"request": fixtures.changed(
			fixtures.without(fixtures.to(fixtures.h100, "CN"), ["item"]),
			{"item": {"kind": "model_weights"}},
		),
		"policy": answer("presumption_of_denial", "(1)"),
	},
	"American end user": {"request": used_by(fixtures.h100, "US", "US"), "policy": answer("presumption_of_approval", "(2)")},
	"end user of A:5": {"request": used_by(fixtures.h100, "PL", "BR"), "policy": answer("presumption_of_approval", "(2)")},
	"end user of A:6": {"request": used_by(fixtures.h100, "SG", "SG"), "policy": answer("presumption_of_approval", "(2)")},
	"end user of A:5 in China": {
		"request": fixtures.changed(used_by(fixtures.h100, "PL", "PL"), {"destination": "CN"}),
		"policy": answer("presumption_of_approval", "(2)"),
	},
	"American end user of a Chinese owner": {
		"request": used_by(fixtures.h100, "US", "CN"),
		"policy": answer("presumption_of_denial", "(1)"),
	},
	"American end user of an owner in Macau": {
		"request": used_by(fixtures.a40, "US", "MO"),
		"policy": answer("case_by_case", "(3)(i)"),
	},
	"American end user, owner untold": {
		"request": untold(used_by(fixtures.h100, "US", "US"), "end_user/majority_owner_headquarters"),
		"policy": answer("indeterminate", "(2)"),
		"asks": {"parties.end_user.majority_owner_headquarters"},
	},
	"end user of the Emirates, before they may have moved to A:5": {
		"request": fixtures.changed(used_by(fixtures.a40, "AE", "AE"), {"as_of": "2026-07-08"}),
		"policy": answer("case_by_case", "(3)(i)"),
	},
	"end user of the Emirates, while they may have moved to A:5": {
		"request": fixtures.changed(used_by(fixtures.a40, "AE", "AE"), {"as_of": "2026-07-09"}),
		"policy": answer("indeterminate", "(2)"),
	},
	"end user of the Emirates, while they may have, of a Chinese owner": {
		"request": fixtures.changed(used_by(fixtures.a40, "AE", "CN"), {"as_of": "2026-07-22"}),
		"policy": answer("case_by_case", "(3)(i)"),
	},
	"end user of the Emirates, once they have": {
		"request": fixtures.changed(used_by(fixtures.a40, "AE", "AE"), {"as_of": "2026-07-23"}),
		"policy": answer("presumption_of_approval", "(2)"),
	},
	"end user of neither group": {
		"request": used_by(fixtures.h100, "BR", "BR"),
		"policy": answer("presumption_of_denial", "(1)"),
	},
	"3A090.b": {"request": used_by(fixtures.a40, "BR", "BR"), "policy": answer("case_by_case", "(3)(i)")},
	"not for datacenters": {
		"request": chinese(used_by(fixtures.rtx_4090, "BR", "BR")),
		"policy": answer("case_by_case", "(3)(i)"),
	},
	"marketing untold": {
		"request": fixtures.without(used_by(fixtures.rtx_4090, "BR", "BR"), ["item/datacenter"]),
		"policy": answer("indeterminate", "(3)(i)"),
		"asks": {"item.datacenter"},
	},
	"technology to China": {
		"request": of(fixtures.to(fixtures.h100, "CN"), "3E001"),
		"policy": answer("presumption_of_denial", "(1)"),
	},
	"technology to a Chinese company in Brazil": {
		"request": of(chinese(fixtures.to(fixtures.h100, "BR")), "3E001"),
		"policy": answer("presumption_of_denial", "(1)"),
	},
	"technology to Brazil": {
		"request": of(fixtures.to(fixtures.h100, "BR"), "3E001"),
		"policy": answer("case_by_case", "(3)(iii)"),
	},
	"technology to where no table knows": {
		"request": fixtures.changed(of(fixtures.to(fixtures.h100, "BR"), "3E001"), {"destination": "QQ"}),
		"policy": answer("indeterminate", "(1)"),
		"asks": {"destination"},
	},
	"technology to a Chinese company where no table knows": {
		"request": fixtures.changed(of(chinese(fixtures.to(fixtures.h100, "BR")), "3E001"), {"destination": "QQ"}),
		"policy": answer("presumption_of_denial", "(1)"),
	},
	"technology to where no table knows, parent untold": {
		"request": untold(
			fixtures.changed(of(fixtures.to(fixtures.h100, "BR"), "3E001"), {"destination": "QQ"}),
			"recipient/ultimate_parent_headquarters",
		),
		"policy": answer("indeterminate", "(1)"),
		"asks": {"destination", "parties.recipient.ultimate_parent_headquarters"},
	},
	"technology to Brazil, headquarters untold": {
		"request": untold(of(fixtures.to(fixtures.h100, "BR"), "3E001"), "recipient/headquarters"),
		"policy": answer("indeterminate", "(2)"),
		"asks": {"parties.recipient.headquarters", "parties.recipient.majority_owner_headquarters"},
	},
	"technology to Brazil, headquarters untold, of a Chinese owner": {
		"request": fixtures.changed(
			untold(of(fixtures.to(fixtures.h100, "BR"), "3E001"), "recipient/headquarters"),
			{"parties": {"recipient": {"majority_owner_headquarters": "CN"}}},
		),
		"policy": answer("indeterminate", "(1)"),
		"asks": {"parties.recipient.headquarters"},
	},
	"chips to China, headquarters untold": {
		"request": untold(fixtures.to(fixtures.h100, "CN"), "recipient/headquarters"),
		"policy": answer("indeterminate", "(2)"),
		"asks": {"parties.recipient.headquarters", "parties.recipient.majority_owner_headquarters"},
	},
}

test_an_application_is_reviewed_by_end_user_item_and_destination[name] if {
	some name, case in cases
	end_use_review.policy == case.policy with input as case.request
}

test_what_the_policy_lacks_is_asked[name] if {
	some name, case in cases
	end_use_review.missing == object.get(case, "asks", set()) with input as case.request
}

# Software of the a-level holds no circuit whose marketing could be told.
software(facts) := fixtures.changed(
	fixtures.without(fixtures.to(fixtures.h100, "CN"), ["item"]),
	{"item": object.union({"kind": "software", "eccn": "5D002.z.1.a"}, facts)},
)

test_software_is_asked_of_its_own_marketing if {
	end_use_review.policy == answer("indeterminate", "(3)(i)") with input as software({})
	end_use_review.policy == answer("presumption_of_denial", "(1)") with input as software({"datacenter": true})
	end_use_review.policy == answer("case_by_case", "(3)(i)") with input as software({"datacenter": false})
}

test_tables_hold_cases if count(cases) > 0
