# METADATA
# title: Provisions considered
# description: >-
#   One row for every provision that could have authorized the transaction, in the order in which
#   they are relied on, and the first that carries it.
# scope: package
# custom:
#   citation: "90 FR 4544"
package ear.considered

import rego.v2

import data.ear.aca
import data.ear.acm
import data.ear.aia
import data.ear.classification
import data.ear.country_groups
import data.ear.license
import data.ear.lpp
import data.ear.nac
import data.ear.regime
import data.ear.validated_end_user

# METADATA
# title: Rows
# description: >-
#   What the text that answers offers, then what it leaves open and this policy does not decide. A
#   provision of 90 FR 4544 whose conditions are met, but that nobody may yet say is relied on, stays
#   open.
# custom:
#   citation: "740.27, 740.8, 740.28, 740.29, 748.15, 750.7"
rows := array.flatten([
	_decided,
	[
		{"symbol": "TMP", "citation": "740.9(a)(6)", "available": "not_modelled", "unmet": [], "missing": []},
		{"symbol": "RPL", "citation": "740.10", "available": "not_modelled", "unmet": [], "missing": []},
		{"symbol": "GOV", "citation": "740.11(b)", "available": "not_modelled", "unmet": [], "missing": []},
		{"symbol": "TSU", "citation": "740.13(a) and (c)", "available": "not_modelled", "unmet": [], "missing": []},
	],
	[{"symbol": "HBM", "citation": "740.25", "available": "not_modelled", "unmet": [], "missing": []} | _memory],
	_validated_end_user,
])

_decided := [_open_to_reliance(row) | some row in _of_the_rule] if {
	regime.reliance_unknown
} else := _of_the_rule if {
	regime.diffusion_provisions
} else := [aca.row, nac.row, license.row]

_of_the_rule := array.flatten([aia.row, aca.row, nac.row, acm.row, lpp.row, _validated_end_users, license.row])

# What is not claimed is not looked into.
_validated_end_users := [
	{"symbol": "UVEU", "citation": "748.15", "available": "no", "unmet": ["748.15(a)(1)/validated_end_user"], "missing": []},
	{"symbol": "NVEU", "citation": "748.15", "available": "no", "unmet": ["748.15(a)(1)/validated_end_user"], "missing": []},
] if {
	validated_end_user.unclaimed == {"748.15(a)(1)/validated_end_user"}
} else := [validated_end_user.uveu_row, validated_end_user.nveu_row]

_open_to_reliance(row) := object.union(row, {"available": "unknown"}) if {
	row.available == "yes"
	row.symbol in _of_diffusion
} else := row

_not_refused := [row | some row in _decided; row.available != "no"]

_of_diffusion := {"AIA", "ACM", "LPP", "UVEU", "NVEU"}

# METADATA
# title: License Exception High Bandwidth Memory
# description: Left open for memory alone, not for software and technology for it.
# custom:
#   citation: "740.2(a)(9)(ii)"
_memory if {
	classification.level == "c"
	not input.item.related_eccn
}

# METADATA
# title: Validated end users that this policy does not decide
# description: >-
#   The General VEU Authorization of 90 FR 4544, and the authorization for data centers of the text
#   before it.
# custom:
#   citation: "748.15(b)(1)"
#   carries: "748.15(b)(1)"
_validated_end_user := [{"symbol": "VEU", "citation": "748.15(b)(1)", "available": "not_modelled", "unmet": [], "missing": []}] if {
	country_groups.destination.named_beside_groups["748.15(b)(1)"] == true
	regime.diffusion_provisions
} else := [{"symbol": "VEU", "citation": "748.15", "available": "not_modelled", "unmet": [], "missing": []}] if {
	input.veu.type
	not regime.diffusion_provisions
	validated_end_user.data_center_claimed
} else := []

# METADATA
# title: Provision relied on, and its paragraph
# description: The first that carries the transaction; undefined where none does.
# custom:
#   citation: "740.27, 740.8, 740.28, 740.29, 748.15, 750.7"
relied_on := [{"symbol": row.symbol, "citation": row.citation} |
	some row in _not_refused
	row.available == "yes"
][0]

# METADATA
# title: Some provision may carry the transaction
# custom:
#   citation: "90 FR 4544"
open if {
	some row in _not_refused
	row.available == "unknown"
}

# METADATA
# title: Facts that could let a provision carry it
# custom:
#   citation: "90 FR 4544"
missing contains path if {
	some row in _decided
	some path in row.missing
}

# METADATA
# title: What nobody can say of a provision whose conditions are met
# custom:
#   citation: "740.27, 740.28, 740.29, 748.15"
notices contains "unknown/reliance" if {
	input.posture == "enforced"
	regime.reliance_unknown
	some row in _decided
	row.symbol in _of_diffusion
	row.available != "no"
}

# For other destinations there is no General authorization.
notices contains "not_modelled/748.15" if {
	input.veu.type == "general"
	country_groups.destination.named_beside_groups["748.15(b)(1)"] == true
}

# The data center authorization of October 2024 (89 FR 80080) is not among the sources.
notices contains "not_modelled/748.15" if {
	input.veu.type
	not regime.diffusion_provisions
	validated_end_user.data_center_claimed
}

notices contains notice if {
	input.veu.type
	regime.diffusion_provisions
	some notice in validated_end_user.notices
}

notices contains notice if {
	aia.row.available == "unknown"
	regime.diffusion_provisions
	some notice in aia.notices
}

notices contains notice if {
	acm.row.available == "unknown"
	regime.diffusion_provisions
	some notice in acm.notices
}

notices contains "unknown/day_of_receipt" if {
	input.readings.N6 == "year_of_receipt"
	regime.diffusion_provisions
	lpp.day_of_receipt_needed
}
