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
# title: A day, some years, months and days on
# custom:
#   citation: "740.29(g)(1)"
shift(day, years, months, days) := time.format([
	time.add_date(time.parse_ns("2006-01-02", day), years, months, days),
	"UTC",
	"2006-01-02",
])
