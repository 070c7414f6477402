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

import data.ear.part_740.aca
import data.ear.part_740.acm
import data.ear.part_740.aia
import data.ear.part_740.lpp
import data.ear.part_740.nac
import data.ear.part_748.validated_end_user
import data.ear.part_750.license
import data.ear.regime

# METADATA
# title: Rows of the provisions that this policy decides
# custom:
#   citation: "740.27, 740.8, 740.28, 740.29, 748.15, 750.7"
row["AIA"] := {
	"symbol": "AIA",
	"citation": "740.27",
	"available": _relied(aia.available),
	"unmet": aia.unmet,
	"missing": aia.missing,
} if {
	regime.diffusion_provisions
}

row["ACA"] := {
	"symbol": "ACA",
	"citation": "740.8",
	"available": aca.available,
	"unmet": aca.unmet,
	"missing": aca.missing,
}

row["NAC"] := {
	"symbol": "NAC",
	"citation": "740.8",
	"available": nac.available,
	"unmet": nac.unmet,
	"missing": nac.missing,
}

row["ACM"] := {
	"symbol": "ACM",
	"citation": "740.28",
	"available": _relied(acm.available),
	"unmet": acm.unmet,
	"missing": acm.missing,
} if {
	regime.diffusion_provisions
}

row["LPP"] := {
	"symbol": "LPP",
	"citation": "740.29",
	"available": _relied(lpp.available),
	"unmet": lpp.unmet,
	"missing": lpp.missing,
} if {
	regime.diffusion_provisions
}

row[symbol] := {
	"symbol": symbol,
	"citation": "748.15",
	"available": available,
	"unmet": validated_end_user.unmet[symbol],
	"missing": [],
} if {
	regime.diffusion_provisions
	some symbol, available in validated_end_user.available
	symbol != "GENERAL"
}

row["LICENSE"] := {
	"symbol": "LICENSE",
	"citation": "750.7",
	"available": license.available,
	"unmet": license.unmet,
	"missing": license.missing,
}

# A provision whose conditions are met but that nobody may yet say is relied on stays open.
_relied(available) := "unknown" if {
	available == "yes"
	regime.reliance_unknown
} else := available

# METADATA
# title: Rows in the order of reliance
# custom:
#   citation: "90 FR 4544"
rows := array.concat([row[symbol] | some symbol in _order; row[symbol]], not_modelled)

_order := ["AIA", "ACA", "NAC", "ACM", "LPP", "UVEU", "NVEU", "LICENSE"]

# METADATA
# title: Provisions that the text leaves open and this policy does not decide
# custom:
#   citation: "740.2(a)(9)(ii)"
not_modelled := array.concat(_open, [_not_modelled("VEU", "748.15(b)(1)") | input.destination in {"CN", "HK", "IN"}])

_open := [
	_not_modelled("TMP", "740.9(a)(6)"),
	_not_modelled("RPL", "740.10"),
	_not_modelled("GOV", "740.11(b)"),
	_not_modelled("TSU", "740.13(a) and (c)"),
]

_not_modelled(symbol, citation) := {
	"symbol": symbol,
	"citation": citation,
	"available": "not_modelled",
	"unmet": [],
	"missing": [],
}

# METADATA
# title: Provision relied on
# description: The first that carries the transaction; undefined where none does.
# custom:
#   citation: "90 FR 4544"
relied_on := [symbol | some symbol in _order; row[symbol].available == "yes"][0]

# METADATA
# title: What nobody can say of a provision whose conditions are met
# custom:
#   citation: "740.27, 740.28, 740.29"
notices contains "unknown/reliance" if {
	regime.reliance_unknown
	some available in [aia.available, acm.available, lpp.available]
	available != "no"
}

notices contains notice if {
	regime.diffusion_provisions
	some notice in validated_end_user.notices
}

notices contains notice if {
	regime.diffusion_provisions
	some notice in lpp.notices
}

# METADATA
# title: Some provision may carry the transaction
# custom:
#   citation: "90 FR 4544"
open if {
	some symbol in _order
	row[symbol].available == "unknown"
}

# METADATA
# title: Facts that could let a provision carry it
# custom:
#   citation: "90 FR 4544"
missing contains path if {
	some symbol in _order
	row[symbol].available == "unknown"
	some path in row[symbol].missing
}
