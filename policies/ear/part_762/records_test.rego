package ear.records_test

import rego.v2

import data.ear.records

# Paragraph that asks for the records, and who keeps them.
cases := {
	"AIA": {["762.2(b)(58)/records", "exporter"]},
	"ACM": {["762.2(b)(59)/records", "exporter"]},
	"LPP": {["762.2(b)(60)/records", "exporter"]},
	"ACA": {["762.2(b)(5)/records", "exporter"]},
	"NAC": {["762.2(b)(5)/records", "exporter"]},
	"LICENSE": {["762.2(b)(28)/records", "exporter"]},
	"UVEU": {["748.15(e)/records", "exporter"], ["748.S10/11/records", "veu"]},
	"NVEU": {["748.15(e)/records", "exporter"], ["748.S10/11/records", "veu"]},
}

test_records_are_kept_of_whatever_is_relied_on[symbol] if {
	some symbol, case in cases
	{[row.id, row.by] | some row in records.obligations[symbol]} == case
}

test_no_day_is_known_from_which_the_years_run[symbol] if {
	some symbol, _ in cases
	every row in records.obligations[symbol] {
		row.when == "retention"
		is_null(row.due)
	}
}

# A case that is undefined leaves its whole table undefined, and a test over no case passes.
test_tables_hold_cases if count(cases) > 0
