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
value(name) := regime.in_force.values[name]

# METADATA
# title: Provision in force on the day
# custom:
#   citation: "90 FR 4544"
in_force(provision) if {
	some interval
	data.reference.provisions.rows[provision][interval].valid_from <= input.as_of
	input.as_of < data.reference.provisions.rows[provision][interval].valid_to
}
