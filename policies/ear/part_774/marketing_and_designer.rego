package ear.integrated_circuits

import rego.v2

# METADATA
# title: Designed or marketed for use in a datacenter
# description: >-
#   Where the item is, or any circuit that it holds, or is presumed to be.
# custom:
#   citation: "740.8(a)"
for_datacenter if input.item.datacenter == true

for_datacenter if {
	kind == "holder"
	some circuit in circuits
	circuit.told.datacenter == true
	not _below_a(circuit)
}

for_datacenter if _presumed

# METADATA
# title: Marketing that is not told
# custom:
#   citation: "740.8(a)"
for_datacenter_missing contains concat(".", [circuit.path, "datacenter"]) if {
	not for_datacenter
	some circuit in circuits
	not is_boolean(circuit.told.datacenter)
	not _below_a(circuit)
}

for_datacenter_missing contains "item.integrated_circuits" if {
	_no_circuits_told
	not for_datacenter
}

# The unit that holds them is an item of its own.
for_datacenter_missing contains "item.datacenter" if {
	kind == "holder"
	not for_datacenter
	not is_boolean(input.item.datacenter)
}

# Software of a .z paragraph is asked itself, as a circuit would be.
for_datacenter_missing contains "item.datacenter" if {
	kind == "other"
	not is_boolean(input.item.datacenter)
}

# METADATA
# title: Designer who is neither approved nor authorized
# description: Of any circuit that meets 3A090.a or that no figures class.
# custom:
#   citation: "Note 1 to ECCN 3A090.a, 740.27(a)(1)"
designer_neither if {
	input.item.designer == "neither"
	kind == "circuit"
}

designer_neither if {
	kind == "holder"
	some circuit in circuits
	circuit.told.designer == "neither"
	not _below_a(circuit)
}

# METADATA
# title: Every designer is told, and approved or authorized
# custom:
#   citation: "Note 1 to ECCN 3A090.a, 740.27(a)(1)"
designed if {
	not designer_neither
	designer_missing == set()
}

# METADATA
# title: Designers that are not told
# custom:
#   citation: "Note 1 to ECCN 3A090.a, 740.27(a)(1)"
designer_missing contains "item.designer" if {
	not input.item.designer
	kind == "circuit"
}

designer_missing contains path if {
	kind == "holder"
	some path in _designers_untold
}

_designers_untold contains concat(".", [circuit.path, "designer"]) if {
	some circuit in circuits
	not circuit.told.designer
	not _below_a(circuit)
}

_designers_untold contains "item.integrated_circuits" if _no_circuits_told

# Where no circuit meets 3A090.a by its figures, the stated class governs and every designer matters.
_below_a(circuit) if {
	startswith(decided_by, "3A090.a")
	circuit.paragraph != "unknown"
	not startswith(circuit.paragraph, "3A090.a")
}
