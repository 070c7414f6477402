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
# title: Rows under 90 FR 4544
# custom:
#   citation: "740.27, 740.8, 740.28, 740.29, 748.15, 750.7"
rows := array.concat(
	[
		{"symbol": "AIA", "citation": "740.27", "available": _aia_available, "unmet": aia.unmet, "missing": aia.missing},
		{"symbol": "ACA", "citation": "740.8", "available": aca.available, "unmet": aca.unmet, "missing": aca.missing},
		{"symbol": "NAC", "citation": "740.8", "available": nac.available, "unmet": nac.unmet, "missing": nac.missing},
		{"symbol": "ACM", "citation": "740.28", "available": _acm_available, "unmet": acm.unmet, "missing": acm.missing},
		{"symbol": "LPP", "citation": "740.29", "available": _lpp_available, "unmet": lpp.unmet, "missing": lpp.missing},
		{"symbol": "UVEU", "citation": "748.15", "available": _uveu_available, "unmet": validated_end_user.uveu_unmet, "missing": validated_end_user.uveu_missing},
		{"symbol": "NVEU", "citation": "748.15", "available": _nveu_available, "unmet": validated_end_user.nveu_unmet, "missing": validated_end_user.nveu_missing},
		{"symbol": "LICENSE", "citation": "750.7", "available": license.available, "unmet": license.unmet, "missing": license.missing},
	],
	not_modelled,
) if {
	regime.diffusion_provisions
}

# METADATA
# title: Rows under the text of December 2024
# custom:
#   citation: "89 FR 96790, 740.8, 750.7"
rows := array.concat(
	[
		{"symbol": "ACA", "citation": "740.8", "available": aca.available, "unmet": aca.unmet, "missing": aca.missing},
		{"symbol": "NAC", "citation": "740.8", "available": nac.available, "unmet": nac.unmet, "missing": nac.missing},
		{"symbol": "LICENSE", "citation": "750.7", "available": license.available, "unmet": license.unmet, "missing": license.missing},
	],
	not_modelled,
) if {
	not regime.diffusion_provisions
}

_aia_available := _reliable(aia.available)

_acm_available := _reliable(acm.available)

_lpp_available := _reliable(lpp.available)

_uveu_available := _reliable(validated_end_user.uveu_available)

_nveu_available := _reliable(validated_end_user.nveu_available)

# A provision whose conditions are met but that nobody may yet say is relied on stays open.
_reliable(available) := "unknown" if {
	available == "yes"
	regime.reliance_unknown
} else := available

# METADATA
# title: Provisions that the text leaves open and this policy does not decide
# custom:
#   citation: "740.2(a)(9)(ii), 748.15(b)(1)"
#   carries: "748.15(b)(1)"
not_modelled := array.concat(_open_exceptions, _open_validated_end_user)

# License Exception HBM is left open for memory alone, not for software and technology for it.

_open_exceptions := array.concat(_open_to_all, [{
	"symbol": "HBM",
	"citation": "740.25",
	"available": "not_modelled",
	"unmet": [],
	"missing": [],
}]) if {
	classification.level == "c"
	not input.item.related_eccn
} else := _open_to_all

_open_to_all := [
	{"symbol": "TMP", "citation": "740.9(a)(6)", "available": "not_modelled", "unmet": [], "missing": []},
	{"symbol": "RPL", "citation": "740.10", "available": "not_modelled", "unmet": [], "missing": []},
	{"symbol": "GOV", "citation": "740.11(b)", "available": "not_modelled", "unmet": [], "missing": []},
	{"symbol": "TSU", "citation": "740.13(a) and (c)", "available": "not_modelled", "unmet": [], "missing": []},
]

default _open_validated_end_user := []

_open_validated_end_user := [{"symbol": "VEU", "citation": "748.15", "available": "not_modelled", "unmet": [], "missing": []}] if {
	validated_end_user.data_center_claimed
	not regime.diffusion_provisions
}

_open_validated_end_user := [{
	"symbol": "VEU",
	"citation": "748.15(b)(1)",
	"available": "not_modelled",
	"unmet": [],
	"missing": [],
}] if {
	regime.diffusion_provisions
	country_groups.named_beside_groups("748.15(b)(1)", input.destination)
}

# METADATA
# title: Provision relied on, and its paragraph
# description: The first that carries the transaction; undefined where none does.
# custom:
#   citation: "740.27, 740.8, 740.28, 740.29, 748.15, 750.7"
relied_on := {"symbol": "AIA", "citation": "740.27"} if {
	_carries(_aia_available)
} else := {"symbol": "ACA", "citation": "740.8"} if {
	aca.available == "yes"
} else := {"symbol": "NAC", "citation": "740.8"} if {
	nac.available == "yes"
} else := {"symbol": "ACM", "citation": "740.28"} if {
	_carries(_acm_available)
} else := {"symbol": "LPP", "citation": "740.29"} if {
	_carries(_lpp_available)
} else := {"symbol": "UVEU", "citation": "748.15"} if {
	_carries(_uveu_available)
} else := {"symbol": "NVEU", "citation": "748.15"} if {
	_carries(_nveu_available)
} else := {"symbol": "LICENSE", "citation": "750.7"} if {
	license.available == "yes"
}

_carries(available) if {
	available == "yes"
	regime.diffusion_provisions
}

# METADATA
# title: Some provision may carry the transaction
# custom:
#   citation: "90 FR 4544"
open if "unknown" in {aca.available, nac.available, license.available}

open if {
	regime.diffusion_provisions
	"unknown" in {_aia_available, _acm_available, _lpp_available, _uveu_available, _nveu_available}
}

# METADATA
# title: Facts that could let a provision carry it
# custom:
#   citation: "90 FR 4544"
missing contains path if {
	some paths in [aca.missing, nac.missing, license.missing]
	some path in paths
}

missing contains path if {
	regime.diffusion_provisions
	some paths in [
		aia.missing,
		acm.missing,
		lpp.missing,
		validated_end_user.uveu_missing,
		validated_end_user.nveu_missing,
	]
	some path in paths
}

# METADATA
# title: What nobody can say of a provision whose conditions are met
# custom:
#   citation: "740.27, 740.28, 740.29, 748.15"
notices contains "unknown/reliance" if {
	regime.reliance_unknown
	some available in [
		aia.available,
		acm.available,
		lpp.available,
		validated_end_user.uveu_available,
		validated_end_user.nveu_available,
	]
	available != "no"
}

notices contains "not_modelled/748.15" if input.veu.type == "general"

# The data center authorization of October 2024 (89 FR 80080) is not among the sources.
notices contains "not_modelled/748.15" if {
	validated_end_user.data_center_claimed
	not regime.diffusion_provisions
}

notices contains notice if {
	regime.diffusion_provisions
	some notice in validated_end_user.notices
}

notices contains "unknown/day_of_receipt" if {
	regime.diffusion_provisions
	lpp.day_of_receipt_needed
}
