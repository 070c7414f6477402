package ear.regime_test

import rego.v2

import data.ear.regime

test_the_codified_text_is_asked_for_unless_told_otherwise if {
	regime.posture == "codified" with input as {"as_of": "2025-07-01"}
}

test_the_posture_of_the_request_is_taken if {
	regime.posture == "enforced" with input as {"as_of": "2025-07-01", "posture": "enforced"}
}

# The row in force, and the text that answers under each posture.
days := {
	"2022-10-07": {"row": "oct7-2022", "codified": "unknown", "enforced": "unknown"},
	"2024-11-30": {"row": "dcveu-2024", "codified": "unknown", "enforced": "unknown"},
	"2024-12-01": {"row": "dcveu-2024", "codified": "unknown", "enforced": "unknown"},
	"2024-12-02": {"row": "fdp-2024/1", "codified": "december_2024", "enforced": "december_2024"},
	"2025-01-13": {"row": "dif-unpublished", "codified": "december_2024", "enforced": "december_2024"},
	"2025-05-14": {"row": "announced", "codified": "december_2024", "enforced": "december_2024"},
	"2025-05-15": {"row": "not-enforced/1", "codified": "diffusion", "enforced": "december_2024"},
	"2026-01-14": {"row": "not-enforced/4", "codified": "diffusion", "enforced": "december_2024"},
	"2026-01-15": {"row": "china-lane/1", "codified": "diffusion", "enforced": "december_2024"},
	"2027-12-31": {"row": "stale/3", "codified": "diffusion", "enforced": "december_2024"},
	"2028-01-01": {"row": "stale/4", "codified": "diffusion", "enforced": "december_2024"},
	"9999-12-30": {"row": "stale/4", "codified": "diffusion", "enforced": "december_2024"},
}

test_one_row_is_in_force[day] if {
	some day, case in days
	data.reference.regime.rows[regime.position].id == case.row with input as {"as_of": day}
}

test_the_codified_text_answers[day] if {
	some day, case in days
	regime.text == case.codified with input as {"as_of": day}
}

test_the_enforced_text_answers[day] if {
	some day, case in days
	regime.text == case.enforced with input as {"as_of": day, "posture": "enforced"}
}

holding(rows, day) := {key: position |
	some key, intervals in rows
	some position, interval in intervals
	interval.valid_from <= day
	day < interval.valid_to
}

held(groups, day) := {country |
	some country, row in data.reference.countries.rows
	some group, _ in holding(row.groups, day)
	group in groups
}

# What the tables say on the day, read from their dated rows.
dated(day) := {
	"lists": {
		"macau_or_d5": (held({"D:5"}, day) | object.keys(holding(data.reference.named_destinations.rows["740.2(a)(9)(ii)"], day))),
		"d1_d4_d5": held({"D:1", "D:4", "D:5"}, day) - held({"A:5", "A:6"}, day),
		"d1_or_d4": held({"D:1", "D:4"}, day),
		"a5_or_a6": held({"A:5", "A:6"}, day),
		"sanctioned": (held({"E:1", "E:2"}, day) | object.keys(holding(data.reference.named_destinations.rows["740.2(a)(6)"], day))),
		"supplement_5a": allied(day),
		"outside_supplement_5a": object.keys(data.reference.countries.rows) - allied(day),
		"d5_contested": {country | some country, row in data.reference.countries.rows; row.d5_by_note == "contested"},
	},
	"named": {[paragraph, country] |
		some paragraph, rows in data.reference.named_destinations.rows
		some country, _ in holding(rows, day)
	},
	"eccns": holding(data.reference.eccns.rows, day),
	"values": {name: data.reference.thresholds.rows[name][position].value |
		some name, position in holding(data.reference.thresholds.rows, day)
	},
}

allied(day) := object.keys(holding(data.reference.supplement_5.rows.a, day))

# A table changes on the first day of a row or not at all.
test_the_index_says_what_the_dated_tables_say[day] if {
	some day in {row.valid_from | some row in data.reference.regime.rows}
	found := regime.in_force with input as {"as_of": day}
	tables := dated(day)
	lists := {list: {country | some country, row in found.countries; row[list]} | some list, _ in tables.lists}
	named := {[paragraph, country] |
		some country, row in found.countries
		some paragraph, _ in row.named_beside_groups
	}
	{"lists": lists, "named": named, "eccns": found.eccns, "values": found.values} == tables
}

test_a_month_that_lies_in_one_row_names_it[month] if {
	some month, position in data.reference.regime_months.whole
	data.reference.regime_months.rows[month] == [position]
}

test_no_row_is_in_force_before_the_first if not regime.position with input as {"as_of": "2022-10-06"}

test_no_text_answers_before_the_first_row if regime.text == "unknown" with input as {"as_of": "2022-10-06"}

requests := {
	"codified before compliance": {"as_of": "2025-05-14", "posture": "codified"},
	"enforced before compliance": {"as_of": "2025-05-14", "posture": "enforced"},
	"codified since compliance": {"as_of": "2025-05-15", "posture": "codified"},
	"enforced since compliance": {"as_of": "2025-05-15", "posture": "enforced"},
}

test_reliance_is_unknown_only_where_the_rule_is_not_enforced if {
	{name | some name, request in requests; regime.reliance_unknown with input as request} == {"enforced since compliance"}
}

test_enforcement_of_weights_is_unknown_only_where_the_rule_is_not_enforced if {
	{name | some name, request in requests; regime.weights_unknown with input as request} == {"enforced since compliance"}
}

test_the_provisions_answer_also_where_only_reliance_is_unknown if {
	found := {name | some name, request in requests; regime.diffusion_provisions with input as request}
	found == {"codified since compliance", "enforced since compliance"}
}

test_the_notices_of_the_day_are_told if {
	regime.answer.told.notices == ["a100_letters", "740.8/text_of_april_2024"] with input as {"as_of": "2025-01-01"}
}

# On one day, what is told of each posture alone.
postures := {
	"codified": {"tells": "supplement_10/14_15_18_due", "not": "uae/a_level_enforced_unknown"},
	"enforced": {"tells": "uae/a_level_enforced_unknown", "not": "supplement_10/14_15_18_due"},
}

test_some_notices_are_of_one_posture[posture] if {
	some posture, case in postures
	notices := regime.answer.told.notices with input as {"as_of": "2026-07-23", "posture": posture}
	case.tells in notices
	not case.not in notices
}

test_the_notices_of_a_row_without_answer_are_not_told if {
	regime.answer.told.notices == ["unknown/text"] with input as {"as_of": "2024-11-30"}
}

# Day of the act, day from which it is aboard.
voyages := {
	"the first day of the clause": {"day": "2025-05-15", "aboard": "2025-05-15", "saved": true},
	"the last day of the clause": {"day": "2025-06-16", "aboard": "2025-05-15", "saved": true},
	"the day after the clause": {"day": "2025-06-17", "aboard": "2025-05-15", "saved": false},
	"the day before the clause": {"day": "2025-05-14", "aboard": "2025-05-14", "saved": false},
	"aboard long before": {"day": "2025-06-01", "aboard": "2025-03-01", "saved": true},
	"aboard the day after": {"day": "2025-06-01", "aboard": "2025-05-16", "saved": false},
}

test_the_savings_clause_reaches_what_was_aboard[name] if {
	some name, case in voyages
	request := {"as_of": case.day, "shipment": {"aboard_carrier_on": case.aboard}}
	told := [true | regime.aboard_on_the_first_day] with input as request
	count(told) > 0 == case.saved
}

test_the_savings_clause_needs_to_know_of_a_carrier if {
	not regime.aboard_on_the_first_day with input as {"as_of": "2025-05-20"}
}

# A case that is undefined leaves its whole table undefined, and a test over no case passes.
test_tables_hold_cases if {
	every table in [days, requests, postures, voyages] {
		count(table) > 0
	}
}
