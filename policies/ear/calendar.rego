# METADATA
# title: Days
# description: Calendar arithmetic on the day of the act, the legal day in Washington, D.C.
# scope: package
# custom:
#   citation: "15 CFR parts 730 to 774"
package ear.calendar

import rego.v2

# METADATA
# title: Calendar year of the act
# custom:
#   citation: "740.29(a)"
year := substring(input.as_of, 0, 4)

# METADATA
# title: Calendar quarter of the act
# description: Such as 2026-Q2.
# custom:
#   citation: "748.15(a)(2)(iii)(B)"
quarter := concat("-", [year, _quarters[substring(input.as_of, 5, 2)]])

_quarters := {
	"01": "Q1",
	"02": "Q1",
	"03": "Q1",
	"04": "Q2",
	"05": "Q2",
	"06": "Q2",
	"07": "Q3",
	"08": "Q3",
	"09": "Q3",
	"10": "Q4",
	"11": "Q4",
	"12": "Q4",
}

# METADATA
# title: Days on which the act is reported
# description: >-
#   By the paragraph that demands the report, and the periods of its calendar; a period may be reported
#   in the next year.
# custom:
#   citation: "748.15(f)(1)(iii)"
reports_due := {paragraph: due |
	day := substring(input.as_of, 5, 5)
	some paragraph, periods in data.reference.report_calendar.rows
	some period in periods
	period.first <= day
	day <= period.last
	due := _due(period.due, period.years_on)
}

# A day of the same year is that day, unless it is one that OPA cannot count.
_due(day, years) := concat("-", [year, day]) if {
	years == 0
	year <= "2200"
} else := shift(concat("-", [year, day]), years, 0, 0)

# METADATA
# title: A day, some years, months and days on
# description: >-
#   Of a day that OPA cannot count from (it counts nanoseconds in 64 bits, from 1677 to 2262) the
#   nearest century that it can: what lies so far before or after is as far before or after the act,
#   and no condition vanishes because a day cannot be counted.
# custom:
#   citation: "740.29(g)(1)"
shift(day, years, months, days) := time.format([
	time.add_date(time.parse_ns("2006-01-02", max(["1700-01-01", min([day, "2200-12-31"])])), years, months, days),
	"UTC",
	"2006-01-02",
])

# METADATA
# title: The day before
# custom:
#   citation: "750.7(g)"
day_before(day) := shift(day, 0, 0, -1)

# METADATA
# title: Last day of the quarter of the act
# custom:
#   citation: "748.15(a)(2)(iii)(B)"
last_day_of_quarter := concat("-", [year, _ends_of_quarters[substring(input.as_of, 5, 2)]])

_ends_of_quarters := {
	"01": "03-31",
	"02": "03-31",
	"03": "03-31",
	"04": "06-30",
	"05": "06-30",
	"06": "06-30",
	"07": "09-30",
	"08": "09-30",
	"09": "09-30",
	"10": "12-31",
	"11": "12-31",
	"12": "12-31",
}
