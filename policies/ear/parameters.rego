# METADATA
# title: Values that the regulation states
# description: The value of each dated row of the table of thresholds that is in force on the day of the act.
# scope: package
# custom:
#   citation: "90 FR 4544"
package ear.parameters

import rego.v2

import data.ear.regime

# METADATA
# title: Value in force on the day
# description: Undefined on a day for which the regulation states none.
# custom:
#   citation: "90 FR 4544"
value(name) := values[name]

# METADATA
# title: Values in force on the day
# description: By name; one that the regulation does not state on the day is not among them.
# custom:
#   citation: "90 FR 4544"
values := regime.in_force.values

# METADATA
# title: Provision in force on the day
# custom:
#   citation: "90 FR 4544"
in_force(provision) if {
	some row in data.reference.provisions.rows[provision]
	row.valid_from <= input.as_of
	input.as_of < row.valid_to
}
