package ear.calendar_test

import rego.v2

import data.ear.calendar

test_the_year_is_that_of_the_act if calendar.year == "2025" with input as {"as_of": "2025-12-31"}

shifts := {
	"thirty days over the end of a month": {"day": "2025-07-15", "by": [0, 0, 30], "to": "2025-08-14"},
	"twenty-five days back over the turn of the year": {"day": "2026-01-10", "by": [0, 0, -25], "to": "2025-12-16"},
	"a month on": {"day": "2025-12-15", "by": [0, 1, 0], "to": "2026-01-15"},
	"a year on": {"day": "2025-06-30", "by": [1, 0, 0], "to": "2026-06-30"},
	"a year on from a leap day": {"day": "2028-02-29", "by": [1, 0, 0], "to": "2029-03-01"},
	"from a day that cannot be counted, long before": {"day": "1000-01-01", "by": [1, 0, 0], "to": "1701-01-01"},
	"from a day that cannot be counted, long after": {"day": "9999-12-31", "by": [0, 0, 180], "to": "2201-06-29"},
	"no day on": {"day": "2025-07-01", "by": [0, 0, 0], "to": "2025-07-01"},
}

test_shift[name] if {
	some name, case in shifts
	[years, months, days] := case.by
	calendar.shift(case.day, years, months, days) == case.to
}

test_the_day_before if {
	calendar.day_before("2025-03-01") == "2025-02-28"
	calendar.day_before("2028-03-01") == "2028-02-29"
	calendar.day_before("2026-01-01") == "2025-12-31"
}

quarters := {
	"2025-01-01": "2025-03-31",
	"2025-02-28": "2025-03-31",
	"2025-03-31": "2025-03-31",
	"2025-04-01": "2025-06-30",
	"2025-05-15": "2025-06-30",
	"2025-06-30": "2025-06-30",
	"2025-07-01": "2025-09-30",
	"2025-08-31": "2025-09-30",
	"2025-09-30": "2025-09-30",
	"2025-10-01": "2025-12-31",
	"2025-11-30": "2025-12-31",
	"2027-12-31": "2027-12-31",
}

test_last_day_of_the_quarter[day] if {
	some day, last in quarters
	calendar.last_day_of_quarter == last with input as {"as_of": day}
}

names := {
	"2025-01-01": "2025-Q1",
	"2025-03-31": "2025-Q1",
	"2026-04-01": "2026-Q2",
	"2026-09-30": "2026-Q3",
	"2027-10-01": "2027-Q4",
	"2027-12-31": "2027-Q4",
}

test_quarter_of_the_act[day] if {
	some day, name in names
	calendar.quarter == name with input as {"as_of": day}
}

reports := {
	"2026-01-01": {"748.15(f)(1)(iii)": "2026-07-15", "748.S10/10": "2026-02-01"},
	"2026-02-01": {"748.15(f)(1)(iii)": "2026-07-15", "748.S10/10": "2026-02-01"},
	"2026-02-02": {"748.15(f)(1)(iii)": "2026-07-15", "748.S10/10": "2026-08-01"},
	"2026-06-30": {"748.15(f)(1)(iii)": "2026-07-15", "748.S10/10": "2026-08-01"},
	"2026-07-01": {"748.15(f)(1)(iii)": "2027-01-15", "748.S10/10": "2026-08-01"},
	"2026-08-01": {"748.15(f)(1)(iii)": "2027-01-15", "748.S10/10": "2026-08-01"},
	"2026-08-02": {"748.15(f)(1)(iii)": "2027-01-15", "748.S10/10": "2027-02-01"},
	"2026-12-31": {"748.15(f)(1)(iii)": "2027-01-15", "748.S10/10": "2027-02-01"},
}

test_an_act_is_reported_by_the_next_day_of_its_calendar[day] if {
	some day, dues in reports
	calendar.reports_due == dues with input as {"as_of": day}
}

# A case that is undefined leaves its whole table undefined, and a test over no case passes.
test_tables_hold_cases if {
	every table in [shifts, quarters, names, reports] {
		count(table) > 0
	}
}
