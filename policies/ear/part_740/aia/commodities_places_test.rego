package ear.aia_commodities_test

import rego.v2

import data.ear.aia_commodities as commodities
import data.ear.fixtures_test as fixtures

_operator := {
	"name": "Operator Ltd",
	"location": "FR",
	"headquarters": "FR",
	"ultimate_parent_headquarters": "FR",
	"listed": [],
}

# Chips to a German company, to a data center that another company operates.
_operated_by(change) := fixtures.changed(_to_germany, {"facility": {"operator": object.union(_operator, change)}})

_standing_in(country) := fixtures.changed(_to_germany, {"facility": {"location": country}})

_places := {
	"stands in France": {"request": _standing_in("FR"), "unmet": set(), "missing": set()},
	"stands in Poland": {"request": _standing_in("PL"), "unmet": {"740.27(a)/location"}, "missing": set()},
	"stands where no table knows": {
		"request": _standing_in("QQ"),
		"unmet": set(),
		"missing": {"facility.location"},
	},
	"software that stands in Poland": {
		"request": fixtures.changed(_standing_in("PL"), {"item": {
			"kind": "software",
			"eccn": "4D090",
			"related_eccn": "4A090.a",
		}}),
		"unmet": {"740.27(a)/location"},
		"missing": set(),
	},
	"released to a person, whatever stands in Poland": {
		"request": fixtures.changed(_standing_in("PL"), {"activity": "deemed_export", "employee": null}),
		"unmet": set(),
		"missing": set(),
	},
	"operated by a French company": {"request": _operated_by({}), "unmet": set(), "missing": set()},
	"operated from Poland": {
		"request": _operated_by({"location": "PL"}),
		"unmet": {"740.27(a)/location"},
		"missing": set(),
	},
	"operated by a company headquartered in Poland": {
		"request": _operated_by({"headquarters": "PL"}),
		"unmet": {"740.27(a)/headquarters"},
		"missing": set(),
	},
	"operated by a company of a Polish group": {
		"request": _operated_by({"ultimate_parent_headquarters": "PL"}),
		"unmet": {"740.27(a)/ultimate_parent"},
		"missing": set(),
	},
	"operated by who receives it, of whom no more is told": {
		"request": fixtures.changed(_to_germany, {"facility": {"operator": {"name": "Consignee SA"}}}),
		"unmet": set(),
		"missing": set(),
	},
	"operated by nobody, said by null": {
		"request": fixtures.changed(_to_germany, {"facility": {"operator": null}}),
		"unmet": set(),
		"missing": set(),
	},
}

test_where_the_items_stand_and_who_operates_them[name] if {
	some name, case in _places
	commodities.unmet == case.unmet with input as case.request
	commodities.missing == case.missing with input as case.request
}

test_the_table_of_places_holds_cases if count(_places) > 0
