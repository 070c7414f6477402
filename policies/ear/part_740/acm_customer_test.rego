package ear.acm_test

import rego.v2

import data.ear.acm
import data.ear.fixtures_test as fixtures

_customers := {
	"in and of China, which no reading helps": {
		"request": _customer({"location": "CN", "headquarters": "CN"}),
		"unmet": {"740.28(a)/customers"},
		"touches": set(),
	},
	"headquartered in China, located in no table": {
		"request": _customer({"location": "QQ", "headquarters": "CN"}),
		"unmet": {"740.28(a)/customers"},
		"touches": set(),
	},
	"German": {
		"request": _production,
		"unmet": set(),
		"touches": set(),
	},
	"none": {
		"request": _customer(null),
		"unmet": {"740.28(a)/customers"},
		"touches": set(),
	},
	"not told": {
		"request": fixtures.without(_production, ["end_use/ultimate_customer"]),
		"unmet": set(),
		"touches": set(),
	},
	"in China": {
		"request": _customer({"location": "CN"}),
		"unmet": {"740.28(a)/customers"},
		"touches": set(),
	},
	"headquartered in Macau": {
		"request": _customer({"headquarters": "MO"}),
		"unmet": {"740.28(a)/customers"},
		"touches": {"N10"},
	},
	"parented in China": {
		"request": _customer({"ultimate_parent_headquarters": "CN"}),
		"unmet": {"740.28(a)/customers"},
		"touches": {"N10"},
	},
	"parented in China, where location alone is read": {
		"request": fixtures.changed(
			_customer({"ultimate_parent_headquarters": "CN"}),
			{"readings": {"N10": "location_only"}},
		),
		"unmet": set(),
		"touches": {"N10"},
	},
	"in China, where location alone is read": {
		"request": fixtures.changed(_customer({"location": "CN"}), {"readings": {"N10": "location_only"}}),
		"unmet": {"740.28(a)/customers"},
		"touches": set(),
	},
	"parented in China, for a purpose that ends the matter": {
		"request": fixtures.changed(
			_customer({"ultimate_parent_headquarters": "CN"}),
			{"end_use": {"purpose": "consumer"}},
		),
		"unmet": {"740.28(a)/purpose", "740.28(a)/customers"},
		"touches": set(),
	},
}

test_ultimate_customer[name] if {
	some name, case in _customers
	acm.unmet == case.unmet with input as case.request
	acm.touches == case.touches with input as case.request
}
