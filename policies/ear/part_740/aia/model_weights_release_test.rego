package ear.aia_model_weights_test

import rego.v2

import data.ear.aia_model_weights as model_weights
import data.ear.fixtures_test as fixtures
import data.ear.review_policy

_employer(country, parent) := {
	"location": country,
	"headquarters": country,
	"ultimate_parent_headquarters": parent,
	"listed": [],
}

# Released in the United States to an engineer, whose own headquarters say nothing.
_released(destination, employer) := fixtures.changed(
	fixtures.without(fixtures.weights, ["parties"]),
	{
		"activity": "deemed_export",
		"destination": destination,
		"parties": {"recipient": {"kind": "individual", "location": "US", "headquarters": "CN", "listed": []}},
		"facility": {"location": "US"},
		"employee": {"permanent_regular_employee": false, "employer": employer},
	},
)

_releases := {
	"to an engineer of an allied company": {"request": _released("IN", _employer("US", "US")), "policy": "not_stated"},
	"to an engineer of a company with an allied parent": {
		"request": _released("IN", _employer("PL", "US")),
		"policy": "presumption_of_denial",
	},
	"to an engineer of a Polish company": {
		"request": _released("IN", _employer("PL", "PL")),
		"unmet": {"740.27(a)(3)/headquarters"},
		"policy": "presumption_of_denial",
	},
	"to an engineer of a Chinese company": {
		"request": _released("IN", _employer("CN", "CN")),
		"unmet": {"740.27(a)(3)/headquarters", "740.2(a)(9)(ii)/gate", "740.27(a)(3)(i)/location"},
		"policy": "presumption_of_denial",
	},
	"to an engineer of a company with a Chinese parent": {
		"request": _released("IN", _employer("US", "CN")),
		"unmet": {"740.27(a)(3)/headquarters"},
		"policy": "presumption_of_denial",
	},
	"to a Vietnamese engineer of a company with an allied parent": {
		"request": _released("VN", _employer("PL", "US")),
		"unmet": {"740.2(a)(9)(ii)/gate"},
		"policy": "presumption_of_denial",
	},
	"to a Chinese engineer of an allied company": {
		"request": _released("CN", _employer("US", "US")),
		"unmet": {"740.27(a)(3)(i)/location"},
		"policy": "not_stated",
	},
	"to an engineer whom nobody employs": {
		"request": _released("IN", null),
		"unmet": {"740.27(a)(3)/headquarters"},
		"policy": "presumption_of_denial",
	},
	"to an engineer of a company that is listed": {
		"request": _released("IN", object.union(_employer("US", "US"), {"listed": ["entity_list"]})),
		"unmet": {"740.2(a)(2)/listed_party"},
		"policy": "not_stated",
	},
	"to an engineer of a company of which nothing is told": {
		"request": _released("IN", {}),
		"asks": {
			"employee.employer.headquarters",
			"employee.employer.ultimate_parent_headquarters",
			"employee.employer.location",
			"employee.employer.listed",
		},
		"policy": "indeterminate",
	},
}

test_the_entity_of_a_release_is_the_employer[name] if {
	some name, case in _releases
	model_weights.unmet == object.get(case, "unmet", set()) with input as case.request
	model_weights.missing == object.get(case, "asks", set()) with input as case.request
	{review.policy | some review in review_policy.weights_reviews} == {case.policy} with input as case.request
}

test_the_table_of_releases_holds_cases if count(_releases) > 0
