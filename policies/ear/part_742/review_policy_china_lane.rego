package ear.part_742.review_policy

import rego.v2

import data.ear.parameters
import data.ear.part_742.license_requirements
import data.ear.part_774.classification
import data.ear.part_774.integrated_circuits

# METADATA
# title: Case-by-case lane to China and Macau
# description: Exports from the United States; reexports and transfers stay under a presumption of denial.
# custom:
#   citation: "742.6(b)(10), 91 FR 1684"
_lane_candidate if {
	parameters.in_force("742.6(b)(10)/china_lane")
	classification.level == "a"
	input.activity == "export"
	input.destination in {"CN", "HK", "MO"}
	not _lane_exceeded
}

_lane_exceeded if {
	some circuit in integrated_circuits.circuits
	is_null(circuit.tpp)
}

_lane_exceeded if {
	some circuit in integrated_circuits.circuits
	circuit.tpp >= parameters.value("china_lane_tpp")
}

_china_lane if {
	_lane_candidate
	input.item.memory_bandwidth_gbps < parameters.value("china_lane_bandwidth_gbps")
}

_china_lane_open if {
	_lane_candidate
	not is_number(input.item.memory_bandwidth_gbps)
}

_lane_requirements contains requirement if {
	some requirement, _ in license_requirements.applies
}

# METADATA
# title: Notices of the lane
# custom:
#   citation: "742.6(b)(10), 91 FR 1684"
notices contains "lane/case_by_case" if _china_lane

# METADATA
# title: Facts that the lane needs
# custom:
#   citation: "742.6(b)(10), 91 FR 1684"
missing contains "item.memory_bandwidth_gbps" if _china_lane_open
