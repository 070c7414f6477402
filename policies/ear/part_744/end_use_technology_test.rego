package ear.end_use_test

import rego.v2

import data.ear.end_use
import data.ear.fixtures_test as fixtures

technology_untold := {
	"nothing": {"request": developed({}), "asks": set()},
	"developer": {
		"request": fixtures.without(developed({}), ["item/developer"]),
		"asks": {"item.developer.headquarters", "item.developer.ultimate_parent_headquarters"},
	},
	"developer, from Brazil": {
		"request": fixtures.without(developed({"origin": "BR"}), ["item/developer"]),
		"asks": set(),
	},
	"origin": {"request": fixtures.without(developed({}), ["origin"]), "asks": {"origin"}},
	"origin of an export": {
		"request": fixtures.without(developed({"activity": "export"}), ["origin"]),
		"asks": {"origin"},
	},
	"origin of an export, developed in Poland": {
		"request": fixtures.changed(fixtures.without(fixtures.technology, ["origin"]), {"activity": "export"}),
		"asks": set(),
	},
	"whether a release is one": {
		"request": developed({"activity": "deemed_reexport"}),
		"asks": {"employee.not_deemed_reexport"},
		"employer": {"employee.employer.listed"},
	},
}

test_what_technology_lacks_is_asked[name] if {
	some name, case in technology_untold
	end_use.technology_missing == case.asks with input as case.request
	end_use.missing == case.asks | object.get(case, "employer", set()) with input as case.request
}

# Whether the claim of 734.20 takes a release of such technology out; (a) never, because it needs a
# license to any destination worldwide.
claims := {
	"734.20(a)": {"changes": {}, "applies": true},
	"734.20(b)": {"changes": {"destination": "PL"}, "applies": false},
	"734.20(b) to a Brazilian": {"changes": {"destination": "BR"}, "applies": true},
	"734.20(c)": {"changes": {}, "applies": false},
	"none": {"changes": {}, "applies": true},
}

test_a_claim_of_734_20_lifts_a_requirement_worldwide_or_not if {
	found := {name |
		some name, case in claims
		request := fixtures.changed(developed({"activity": "deemed_reexport"}), object.union(
			case.changes,
			{"employee": {"not_deemed_reexport": split(name, " to ")[0]}},
		))
		end_use.applies["744.23(a)(3)(ii)"] with input as request
	}
	found == {name | some name, case in claims; case.applies == true}
}

# A case that is undefined leaves its whole table undefined, and a test over no case passes.
test_tables_of_technology_hold_cases if {
	every table in [technology_untold, claims] {
		count(table) > 0
	}
}
