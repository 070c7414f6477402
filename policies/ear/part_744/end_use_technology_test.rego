package ear.part_744.end_use_test

import rego.v2

import data.ear.fixtures_test as fixtures
import data.ear.part_744.end_use

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
	},
}

test_what_technology_lacks_is_asked[name] if {
	some name, case in technology_untold
	end_use.technology_missing == case.asks with input as case.request
	end_use.missing == case.asks with input as case.request
}

# A case that is undefined leaves its whole table undefined, and a test over no case passes.
test_tables_of_technology_hold_cases if {
	every table in [technology_untold] {
		count(table) > 0
	}
}
