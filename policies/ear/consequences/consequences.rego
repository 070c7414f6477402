# METADATA
# title: What follows from the outcome
# description: Pools drawn on, sums that grow, what must be filed, readings taken, and how long the answer holds.
# scope: package
# custom:
#   citation: "90 FR 4544"
package ear.consequences

import rego.v2

import data.ear.flags
import data.ear.outcome
import data.ear.part_740.lpp
import data.ear.part_748.validated_end_user
import data.ear.pools.consignee_year
import data.ear.pools.country_allocation
import data.ear.regime as rules

_relied_on := outcome.authorization.symbol

_license_required if outcome.outcome == "license_required"

# METADATA
# title: Pools
# description: >-
#   Of what was relied on; with a license required, the allocation that a license would draw on and
#   every pool that did not fit.
# custom:
#   citation: "740.29(a), 742.6(b)(10)(iii)(B)"
pools := array.concat([row | some row in [_country_row, _consignee_row]; is_object(row)], _validated_end_user_rows)

default _country_row := null

_country_row := country_allocation.row if {
	_license_required
	country_allocation.concerned
}

default _consignee_row := null

_consignee_row := consignee_year.row if _relied_on == "LPP"

_consignee_row := consignee_year.row if {
	_license_required
	rules.diffusion_provisions
	"740.29(a)/limit" in lpp.unmet
}

default _validated_end_user_rows := []

_validated_end_user_rows := validated_end_user.pools if outcome.outcome == "validated_end_user"

_validated_end_user_rows := [row | some row in validated_end_user.pools; row.fits == false] if {
	_license_required
	rules.diffusion_provisions
}

# METADATA
# title: Regime
# description: Nulls on a day before the first row.
# custom:
#   citation: "90 FR 4544"
default regime := {
	"codified": null,
	"enforced": null,
	"version": null,
	"compliance_due": null,
	"stale_after": null,
	"notices": ["unknown/text"],
}

regime := {
	"codified": data.reference.regime.rows[rules.position].codified,
	"enforced": data.reference.regime.rows[rules.position].enforced,
	"version": data.reference.regime.rows[rules.position].version,
	"compliance_due": data.reference.regime.rows[rules.position].compliance_due,
	"stale_after": data.reference.regime.rows[rules.position].stale_after,
	"notices": array.concat(rules.notices, [notice | some notice in _notices]),
}

_notices contains notice if some notice in outcome.notices

# Only where the text that the clause would save from refuses or is open.
_notices contains "savings_clause/shipment" if {
	rules.aboard_on_the_first_day
	rules.text == "diffusion"
	outcome.outcome in {"license_required", "indeterminate"}
}

# METADATA
# title: Flags
# custom:
#   citation: "Supplement No. 3 to part 732"
raised := [{"id": id, "citation": citation} | some id, citation in flags.raised]
