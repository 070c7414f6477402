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

# TPP on 5.92, 3.2 and 1.6 of an area.
_on_a_line contains [density, area, amounts.to_thousandths(density * area)] if {
	some density in [5.92, 3.2, 1.6]
	some area in [464, 469.2, 553.7, 283.7, 412.7, 701.7, 512.25, 510.7, 0.5, 46225, 999999.9]
}

test_a_quotient_on_a_line_is_on_it[sprintf("%v of %v mm2", [density, area])] if {
	some [density, area, tpp] in _on_a_line
	amounts.to_trillionths(tpp / area) == density
}

test_a_thousandth_of_a_tpp_off_it_is_off_it[sprintf("%v of %v mm2", [density, area])] if {
	some [density, area, tpp] in _on_a_line
	amounts.to_trillionths((tpp - 0.001) / area) < density
	amounts.to_trillionths((tpp + 0.001) / area) > density
}

# 5.92 times 999999.998 is 5919999.98816: the nearest that a figure to three decimals comes to it.
test_the_least_that_three_decimals_express_is_told_apart if {
	amounts.to_trillionths(5919999.988 / 999999.998) < 5.92
	amounts.to_trillionths(5919999.989 / 999999.998) > 5.92
}

test_the_tables_hold_cases if {
	count(_cases) > 0
	count(_on_a_line) == 33
}
