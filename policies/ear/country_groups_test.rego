package ear.country_groups_test

import rego.v2

import data.ear.country_groups

# QQ is the code of no country.
countries := ["AE", "BR", "BY", "CN", "CU", "CY", "DE", "HK", "IL", "IR", "KH", "MO", "PL", "QQ", "RU", "US", "VN"]

test_only_codes_of_the_tables_are_known if {
	{country | some country in countries; not country_groups.countries[country]} == {"QQ"}
}

# Macau is in no D:5, Hong Kong has China's groups, and Cambodia left D:5 on 2026-02-03.
macau_or_d5 := {
	"2024-12-01": {"MO"},
	"2024-12-02": {"BY", "CN", "CU", "HK", "IR", "KH", "MO", "RU"},
	"2026-02-02": {"BY", "CN", "CU", "HK", "IR", "KH", "MO", "RU"},
	"2026-02-03": {"BY", "CN", "CU", "HK", "IR", "MO", "RU"},
}

test_macau_or_d5[day] if {
	some day, members in macau_or_d5
	{country | some country in countries; country_groups.macau_or_d5(country)} == members with input as {"as_of": day}
}

# Cyprus and Israel are in A:6, which takes Israel out; the Emirates went from D:4 to A:5 on 2026-07-23.
d1_d4_d5 := {
	"2024-12-01": set(),
	"2025-07-01": {"AE", "BY", "CN", "CU", "HK", "IR", "KH", "MO", "RU", "VN"},
	"2026-07-22": {"AE", "BY", "CN", "CU", "HK", "IR", "KH", "MO", "RU", "VN"},
	"2026-07-23": {"BY", "CN", "CU", "HK", "IR", "KH", "MO", "RU", "VN"},
}

test_d1_d4_d5_unless_also_a5_or_a6[day] if {
	some day, members in d1_d4_d5
	{country | some country in countries; country_groups.d1_d4_d5(country)} == members with input as {"as_of": day}
}

# The Emirates are kept by name from the day that they are in A:5.
test_behind_the_gate_are_these_and_what_is_named_beside_them[day] if {
	some day, members in d1_d4_d5
	named := {"AE" | day == "2026-07-23"}
	{country | some country in countries; country_groups.behind_the_gate(country)} == members | named with input as {"as_of": day}
}

test_d1_or_d4_with_or_without_a6 if {
	found := {country | some country in countries; country_groups.countries[country].d1_or_d4} with input as {"as_of": "2025-07-01"}
	found == {"AE", "BY", "CN", "HK", "IL", "IR", "KH", "MO", "RU", "VN"}
}

# Of A, B or D:1 to D:4 are also countries of D:5; Cuba, in D:5 and E:2, stands in D:2 and D:3 too.
test_outside_a_b_and_d1_to_d4[day] if {
	some day, outside in {"2024-12-01": {country | some country in countries} - {"QQ"}, "2025-07-01": set()}
	{country | some country in countries; country_groups.countries[country].outside_a_b_and_d1_to_d4} == outside with input as {"as_of": day}
}

a5_or_a6 := {
	"2024-12-01": set(),
	"2025-07-01": {"CY", "DE", "IL", "PL"},
	"2026-07-23": {"AE", "CY", "DE", "IL", "PL"},
}

test_a5_or_a6[day] if {
	some day, members in a5_or_a6
	{country | some country in countries; country_groups.countries[country].a5_or_a6} == members with input as {"as_of": day}
}

test_macau_is_named_with_d5_before_any_text_that_was_seen if {
	country_groups.macau_or_d5("MO") with input as {"as_of": "2022-01-01"}
}

test_sanctioned_are_terrorist_supporting_embargoed_and_named if {
	found := {country | some country in countries; country_groups.countries[country].sanctioned} with input as {"as_of": "2025-07-01"}
	found == {"BY", "CU", "IR", "RU"}
}

# Poland is in A:5 and not in Supplement No. 5(a); the United States are.
supplement_5a := {
	"2025-01-12": set(),
	"2025-01-13": {"DE", "US"},
}

test_supplement_5a_from_its_effective_day[day] if {
	some day, members in supplement_5a
	{country | some country in countries; country_groups.supplement_5a(country)} == members with input as {"as_of": day}
}

test_supplement_5b_was_published_empty if {
	found := {country | some country in countries; country_groups.supplement_5b(country)} with input as {"as_of": "2025-07-01"}
	found == set()
}

# No destination ever stood in it, so these days are invented.
supplement_5b := {
	"2025-05-31": set(),
	"2025-06-01": {"BR"},
	"2025-06-30": {"BR"},
	"2025-07-01": set(),
}

test_supplement_5b_while_assurances_stand[day] if {
	some day, members in supplement_5b
	found := {country | some country in countries; country_groups.supplement_5b(country)} with input as {"as_of": day}
		with data.reference.supplement_5.rows.b as {"BR": [{"valid_from": "2025-06-01", "valid_to": "2025-07-01"}]}
	found == members
}

# Of every other day the first rows speak, in which only Macau is in a list.
test_a_country_is_known_on_a_day_of_no_row if {
	{country | some country in countries; country_groups.countries[country]} == {country | some country in countries} - {"QQ"}
		with input as {"as_of": "2022-10-06"}
}

named_beside_groups := {
	"2026-07-08": set(),
	"2026-07-09": {"AE"},
}

test_the_emirates_are_named_beside_the_groups[day] if {
	some day, members in named_beside_groups
	{country | some country in countries; country_groups.countries[country].named_beside_groups["742.6(a)(6)(iii)(B)"]} == members with input as {"as_of": day}
}

test_whether_d5_names_a_country_may_be_contested if {
	{country | some country, _ in data.reference.countries.rows; country_groups.countries[country].d5_contested} == {"ET"}
}

test_groups_unknown_while_a_country_moves if {
	days := {day |
		some day in ["2026-07-08", "2026-07-09", "2026-07-22", "2026-07-23"]
		country_groups.groups_unknown("AE") with input as {"as_of": day}
	}
	days == {"2026-07-09", "2026-07-22"}
	not country_groups.groups_unknown("SA") with input as {"as_of": "2026-07-10"}
}

# A case that is undefined leaves its whole table undefined, and a test over no case passes.
test_tables_hold_cases if {
	every table in [macau_or_d5, d1_d4_d5, a5_or_a6, supplement_5a, supplement_5b, named_beside_groups] {
		count(table) > 0
	}
}
