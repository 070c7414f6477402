package ear.flags

import rego.v2

import data.ear.calendar
import data.ear.license
import data.ear.outcome
import data.ear.transaction

# METADATA
# title: Whether the license describes the end use or end user of concern under part 744
# description: >-
#   A license authorizes the end uses and the parties of its application alone; that it covers the
#   shipment says nothing of what the exporter's own review found since.
# custom:
#   citation: "750.7(a)(1), 15 CFR part 744"
raised["750.7(a)(1)/part_744"] := "750.7(a)(1), 15 CFR part 744" if {
	input.end_use.part_744 == "concern"
	outcome.basis == "LICENSE"
}

# METADATA
# title: Whether the license describes what part 746 asks one for
# description: The exporter's own review found a requirement of that part.
# custom:
#   citation: "750.7(a)(1), 15 CFR part 746"
raised["750.7(a)(1)/part_746"] := "750.7(a)(1), 15 CFR part 746" if {
	input.end_use.part_746 == "concern"
	outcome.basis == "LICENSE"
}

# METADATA
# title: Whether the license was granted for a party whose export privileges are denied, or whose property is blocked
# description: >-
#   Of every party but the exporter, which has a flag of its own. An order that denies privileges, or
#   blocks property, stands beside the license, and is not among what is decided here.
# custom:
#   citation: "750.7(a)(1), 15 CFR part 744"
raised["750.7(a)(1)/listed_party"] := "750.7(a)(1), 15 CFR part 744" if {
	is_object(input.documents.license)
	some party in transaction.counterparties
	some list in party.listed
	list in {"denied_persons", "sdn"}
	outcome.basis == "LICENSE"
}

# METADATA
# title: Whether the last day of the license was a legal holiday, and this is the first business day after it
# description: >-
#   Then it is valid to midnight of this day. Which days are holidays, Federal or State, no table tells,
#   so the license is taken to have expired. Asked for six days: they are every other day of the week
#   once, and are never all weekends and holidays. Nothing else keeps the license from carrying it.
# custom:
#   citation: "750.7(g)"
raised["750.7(g)/legal_holiday"] := "750.7(g)" if {
	input.documents.license.expires_on < input.as_of
	input.documents.license.expires_on >= calendar.shift(input.as_of, 0, 0, -6)
	license.unmet == {"750.7(g)/expired"}
	outcome.outcome in {"license_required", "indeterminate"}
	outcome.rests_on_requirement
}
