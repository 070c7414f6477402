package ear.supplement_10_use_test

import rego.v2

import data.ear.fixtures_test as fixtures
import data.ear.supplement_10_use as uses
import data.ear.veu_fixtures_test as claims

through(location, headquarters) := changed({"parties": {"intermediate_consignee": {
	"name": "Forwarder Ltd",
	"location": location,
	"headquarters": headquarters,
	"ultimate_parent_headquarters": "CN",
	"listed": [],
}}})

routes := {
	"direct": {"request": claims.universal, "unmet": set()},
	"through Singapore": {"request": through("SG", "SG"), "unmet": set()},
	"through Macau": {"request": through("MO", "PT"), "unmet": {"748.S10/4/transfer"}},
	"through a Chinese company in Singapore": {"request": through("SG", "CN"), "unmet": {"748.S10/4/transfer"}},
	"to a data center whose owner is headquartered in China": {
		"request": changed({"facility": {"owner": {"headquarters": "CN"}}}),
		"unmet": {"748.S10/4/transfer"},
	},
	"to a data center whose owner is located in Macau": {
		"request": changed({"facility": {"owner": {"location": "MO"}}}),
		"unmet": {"748.S10/4/transfer"},
	},
	"weights to a data center whose owner is located in Macau": {
		"request": fixtures.changed(claims.stored(claims.universal), {"facility": {"owner": {"location": "MO"}}}),
		"unmet": set(),
	},
	"to a data center whose operator is headquartered in China": {
		"request": changed({"facility": {"operator": {"headquarters": "CN"}}}),
		"unmet": {"748.S10/4/transfer"},
	},
	"at a risk of diversion": {
		"request": changed({"end_use": {"diversion_risk": true}}),
		"unmet": {"748.S10/4/diversion"},
	},
	"weights, at a risk of diversion": {
		"request": fixtures.changed(claims.stored(claims.universal), {"end_use": {"diversion_risk": true}}),
		"unmet": set(),
	},
	"chips of 3A090.b, at a risk of diversion": {
		"request": fixtures.changed(claims.universal, {
			"item": {"eccn": "3A090.b", "tpp": 2395.2, "performance_density": 3.81},
			"end_use": {"diversion_risk": true},
		}),
		"unmet": set(),
	},
}

test_chips_go_to_nobody_of_macau_or_d5[name] if {
	some name, case in routes
	uses.unmet == case.unmet with input as case.request
}
