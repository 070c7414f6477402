package ear.review_policy

import rego.v2

import data.ear.classification
import data.ear.country_groups
import data.ear.integrated_circuits
import data.ear.parameters
import data.ear.transaction

# METADATA
# title: Chips of lower performance from the United States to China and Macau
# description: >-
#   From January 15, 2026 reviewed case by case where the applicant meets conditions that a request
#   cannot tell (U.S. supply, security of the recipient, testing in the United States, volume). The
#   policy stays as it is without them; the answer says that the lane exists. What leaves from abroad
#   has none, whatever the request calls it.
# custom:
#   citation: "742.6(b)(10), 91 FR 1684"
notices contains "lane/case_by_case" if {
	classification.level == "a"
	input.activity == "export"
	country_groups.destination.named_beside_groups["91 FR 1684"] == true
	not transaction.from_abroad
	input.item.memory_bandwidth_gbps < parameters.values.china_lane_bandwidth_gbps
	count(integrated_circuits.circuits) > 0
	every circuit in integrated_circuits.circuits {
		circuit.tpp < parameters.values.china_lane_tpp
		is_number(circuit.tpp)
	}
}
