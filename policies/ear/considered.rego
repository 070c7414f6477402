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

import data.ear.country_groups
import data.ear.part_740.aca
import data.ear.part_740.acm
import data.ear.part_740.aia
import data.ear.part_740.lpp
import data.ear.part_740.nac
import data.ear.part_748.validated_end_user
import data.ear.part_750.license
import data.ear.part_774.classification
import data.ear.regime

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
	_memory_exception,
	_validated_end_user,
])

_decided := [_open_to_reliance(row) | some row in array.concat(_exceptions, _claims)] if {
	input.posture == "enforced"
	regime.reliance_unknown
} else := array.concat(_exceptions, _claims) if {
	regime.diffusion_provisions
} else := [aca.row, nac.row, _license]

_exceptions := [aia.row, aca.row, nac.row, acm.row, lpp.row]

# What is not claimed is not looked into.
_claims := _claimed if {
	is_object(input.veu)
} else := _claimed if {
	is_object(input.documents.license)
} else := [
	{"symbol": "UVEU", "citation": "748.15", "available": "no", "unmet": validated_end_user.unclaimed, "missing": []},
	{"symbol": "NVEU", "citation": "748.15", "available": "no", "unmet": validated_end_user.unclaimed, "missing": []},
	{"symbol": "LICENSE", "citation": "750.7", "available": "no", "unmet": license.unmet, "missing": []},
]

_claimed := [
	{
		"symbol": "UVEU",
		"citation": "748.15",
		"available": validated_end_user.uveu_available,
		"unmet": validated_end_user.uveu_unmet,
		"missing": validated_end_user.uveu_missing,
	},
	{
		"symbol": "NVEU",
		"citation": "748.15",
		"available": validated_end_user.nveu_available,
		"unmet": validated_end_user.nveu_unmet,
		"missing": validated_end_user.nveu_missing,
	},
	_license,
]

_license := {
	"symbol": "LICENSE",
	"citation": "750.7",
	"available": license.available,
	"unmet": license.unmet,
	"missing": license.missing,
}

_open_to_reliance(row) := object.union(row, {"available": "unknown"}) if {
	row.available == "yes"
	row.symbol in {"AIA", "ACM", "LPP", "UVEU", "NVEU"}
} else := row

# METADATA
# title: License Exception High Bandwidth Memory
# description: Left open for memory alone, not for software and technology for it.
# custom:
#   citation: "740.2(a)(9)(ii)"
_memory_exception := [{"symbol": "HBM", "citation": "740.25", "available": "not_modelled", "unmet": [], "missing": []}] if {
	classification.level == "c"
	not input.item.related_eccn
} else := []

# METADATA
# title: Validated end users that this policy does not decide
# description: >-
#   The General VEU Authorization of 90 FR 4544, and the authorization for data centers of the text
#   before it.
# custom:
#   citation: "748.15(b)(1)"
#   carries: "748.15(b)(1)"
_validated_end_user := [{"symbol": "VEU", "citation": "748.15(b)(1)", "available": "not_modelled", "unmet": [], "missing": []}] if {
	country_groups.named_beside_groups("748.15(b)(1)", input.destination)
	regime.diffusion_provisions
} else := [{"symbol": "VEU", "citation": "748.15", "available": "not_modelled", "unmet": [], "missing": []}] if {
	input.veu.type
	validated_end_user.data_center_claimed
	not regime.diffusion_provisions
} else := []

# METADATA
# title: Provision relied on, and its paragraph
# description: The first that carries the transaction; undefined where none does.
# custom:
#   citation: "740.27, 740.8, 740.28, 740.29, 748.15, 750.7"
relied_on := {"symbol": "AIA", "citation": "740.27"} if {
	_reliable
	aia.row.available == "yes"
} else := {"symbol": "ACA", "citation": "740.8"} if {
	aca.row.available == "yes"
} else := {"symbol": "NAC", "citation": "740.8"} if {
	nac.row.available == "yes"
} else := {"symbol": "ACM", "citation": "740.28"} if {
	_reliable
	acm.row.available == "yes"
} else := {"symbol": "LPP", "citation": "740.29"} if {
	_reliable
	lpp.row.available == "yes"
} else := {"symbol": "UVEU", "citation": "748.15"} if {
	input.veu.type == "uveu"
	_reliable
	validated_end_user.uveu_available == "yes"
} else := {"symbol": "NVEU", "citation": "748.15"} if {
	input.veu.type == "nveu"
	_reliable
	validated_end_user.nveu_available == "yes"
} else := {"symbol": "LICENSE", "citation": "750.7"} if {
	input.documents.license
	license.available == "yes"
}

# The provisions of 90 FR 4544 answer, and may be relied on.
_reliable if {
	regime.diffusion_provisions
	not regime.reliance_unknown
}

# METADATA
# title: Some provision may carry the transaction
# custom:
#   citation: "90 FR 4544"
open if aca.row.available == "unknown"

open if nac.row.available == "unknown"

open if {
	input.documents.license
	license.available == "unknown"
}

open if {
	regime.diffusion_provisions
	"unknown" in {aia.row.available, acm.row.available, lpp.row.available}
}

open if {
	is_object(input.veu)
	regime.diffusion_provisions
	"unknown" in {validated_end_user.uveu_available, validated_end_user.nveu_available}
}

open if {
	input.posture == "enforced"
	regime.reliance_unknown
	some row in rows
	row.available == "unknown"
}

# METADATA
# title: Facts that could let a provision carry it
# custom:
#   citation: "90 FR 4544"
missing contains path if some path in aca.row.missing

missing contains path if some path in nac.row.missing

missing contains path if {
	input.documents.license
	some path in license.missing
}

missing contains path if {
	regime.diffusion_provisions
	some paths in [aia.row.missing, acm.row.missing, lpp.row.missing]
	some path in paths
}

missing contains path if {
	is_object(input.veu)
	regime.diffusion_provisions
	some paths in [validated_end_user.uveu_missing, validated_end_user.nveu_missing]
	some path in paths
}

# METADATA
# title: What nobody can say of a provision whose conditions are met
# custom:
#   citation: "740.27, 740.28, 740.29, 748.15"
notices contains "unknown/reliance" if {
	input.posture == "enforced"
	regime.reliance_unknown
	some row in rows
	row.symbol in {"AIA", "ACM", "LPP", "UVEU", "NVEU"}
	row.available != "no"
}

notices contains "not_modelled/748.15" if input.veu.type == "general"

# The data center authorization of October 2024 (89 FR 80080) is not among the sources.
notices contains "not_modelled/748.15" if {
	input.veu.type
	validated_end_user.data_center_claimed
	not regime.diffusion_provisions
}

notices contains notice if {
	input.veu.type
	regime.diffusion_provisions
	some notice in validated_end_user.notices
}

notices contains notice if {
	regime.diffusion_provisions
	some found in [aia.notices, acm.notices]
	some notice in found
}

notices contains "unknown/day_of_receipt" if {
	input.readings.N6 == "year_of_receipt"
	regime.diffusion_provisions
	lpp.day_of_receipt_needed
}
