package ear.amounts_test

import rego.v2

import data.ear.amounts

_cases := {
	"whole": {"amount": 15832, "found": 15832},
	"nothing": {"amount": 0, "found": 0},
	"below nothing": {"amount": -3, "found": -3},
	"a tenth, three times": {"amount": 5284.8 * 3, "found": 15854.4},
	"rounded up": {"amount": 0.0015, "found": 0.002},
	"rounded down": {"amount": 0.0014, "found": 0.001},
}

test_an_amount_is_rounded_to_a_thousandth[name] if {
	some name, case in _cases
	amounts.to_thousandths(case.amount) == case.found
}

test_the_table_holds_cases if count(_cases) > 0
