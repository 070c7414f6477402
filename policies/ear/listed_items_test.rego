package ear.listed_items_test

import rego.v2

import data.ear.listed_items

cases := {
	"five characters": {"list": "742.6(a)(6)(ii)/production", "eccn": "3A090.c", "listed": true, "coarse": false},
	"the entry itself": {"list": "742.6(a)(6)(ii)/production", "eccn": "3A090", "listed": true, "coarse": false},
	"first paragraph": {"list": "742.6(a)(6)(ii)/production", "eccn": "5A992.z.1", "listed": true, "coarse": false},
	"other paragraph": {"list": "742.6(a)(6)(ii)/production", "eccn": "5A992.c", "listed": false, "coarse": false},
	"too coarse": {"list": "742.6(a)(6)(ii)/production", "eccn": "3A001", "listed": false, "coarse": true},
	"other entry": {"list": "742.6(a)(6)(ii)/production", "eccn": "3A991", "listed": false, "coarse": false},
	"3A090.c where it is excepted": {
		"list": "744.23(a)(3)(ii)/production",
		"eccn": "3A090.c",
		"listed": false,
		"coarse": false,
	},
	"3A090 where a paragraph of it is excepted": {
		"list": "744.23(a)(3)(ii)/production",
		"eccn": "3A090",
		"listed": false,
		"coarse": true,
	},
	"no such list": {"list": "742.6(a)(6)(ii)/5E002", "eccn": "3A090", "listed": false, "coarse": false},
}

test_an_eccn_is_listed_or_too_coarse_to_tell[name] if {
	some name, case in cases
	listed_items.listed(case.list, case.eccn) == case.listed with input.as_of as "2025-07-01"
	listed_items.coarse(case.list, case.eccn) == case.coarse with input.as_of as "2025-07-01"
}

test_a_list_holds_nothing_before_its_day if {
	not listed_items.listed("734.9(h)(1)", "3A090.a") with input.as_of as "2024-12-01"
	listed_items.listed("734.9(h)(1)", "3A090.a") with input.as_of as "2024-12-02"
}
