# METADATA
# title: What follows from the outcome
# description: Pools drawn on, sums that grow, what must be filed, readings taken, and how long the answer holds.
# scope: package
# custom:
#   citation: "90 FR 4544"
package ear.consequences

import rego.v2

import data.ear.calendar
import data.ear.flags
import data.ear.outcome
import data.ear.parameters
import data.ear.part_740.aca
import data.ear.part_740.acm
import data.ear.part_740.aia
import data.ear.part_740.lpp
import data.ear.part_740.nac
import data.ear.part_740.restrictions
import data.ear.part_742.license_requirements
import data.ear.part_742.review_policy
import data.ear.part_748.license_application
import data.ear.part_750.license
import data.ear.part_762.records
import data.ear.part_774.classification
import data.ear.pools.consignee_year
import data.ear.pools.country_allocation
import data.ear.regime as rules
import data.ear.transaction

_relied_on := outcome.authorization.symbol

_license_required if outcome.outcome == "license_required"

# METADATA
# title: Pools
# description: >-
#   Of what was relied on; with a license required, the allocation that a license would draw on and
#   every pool that did not fit.
# custom:
#   citation: "740.29(a), 742.6(b)(10)(iii)(B)"
pools := [row | some row in [_country_row, _consignee_row]; is_object(row)]

default _country_row := null

_country_row := country_allocation.row if {
	_license_required
	country_allocation.concerned
}

default _consignee_row := null

_consignee_row := consignee_year.row if _relied_on == "LPP"

_consignee_row := consignee_year.row if {
	_license_required
	"740.29(a)/limit" in lpp.unmet
}

# METADATA
# title: Sums that the transaction adds to
# custom:
#   citation: "740.27(c), 740.29(h)(2), 742.6(b)(10)(iii)(B)(1)"
counts contains {"sum": "country_licensed", "key": country_allocation.key, "period": "2025-2027", "tpp": transaction.requested_tpp} if {
	outcome.outcome in {"license_required", "licensed"}
	country_allocation.concerned
}

counts contains {"sum": "consignee_year_lpp", "key": consignee_year.key, "period": calendar.year, "tpp": transaction.requested_tpp} if {
	_relied_on == "LPP"
	not consignee_year.lent
}

counts contains {"sum": "operator_year_lpp", "key": consignee_year.key, "period": calendar.year, "tpp": transaction.requested_tpp} if {
	_relied_on == "LPP"
	consignee_year.lent
}

counts contains {"sum": "consignee_year_all", "key": _ultimate_parent, "period": calendar.year, "tpp": transaction.requested_tpp} if {
	_relied_on
	_a_level_commodity
}

counts contains {"sum": "consignee_aia", "key": _ultimate_parent, "period": null, "tpp": transaction.requested_tpp} if {
	_relied_on == "AIA"
	_a_level_commodity
}

_a_level_commodity if {
	classification.level == "a"
	transaction.requested_tpp
}

default _ultimate_parent := null

_ultimate_parent := transaction.ultimate_consignee.ultimate_parent

# METADATA
# title: Obligations
# description: Of what was relied on, or of the application that is needed.
# custom:
#   citation: "740.8, 740.27, 740.28, 740.29, 748.S2, 750.7, 762.2"
obligations := license_application.obligations if {
	_license_required
} else := _of_reliance | records.obligations[_relied_on] if {
	_relied_on
} else := []

_of_reliance := aia.obligations if {
	_relied_on == "AIA"
} else := lpp.obligations if {
	_relied_on == "LPP"
} else := aca.obligations if {
	_relied_on == "ACA"
} else := nac.obligations if {
	_relied_on == "NAC"
} else := acm.obligations if {
	_relied_on == "ACM"
} else := license.obligations if {
	_relied_on == "LICENSE"
}

# METADATA
# title: Conflicts inside the rule that the answer touches, and the reading taken
# custom:
#   citation: "90 FR 4544"
open_questions := [{"id": id, "reading": _reading(id)} | some id in _touched]

_touched contains id if {
	outcome.rests_on_requirement
	some id in license_requirements.touches
}

_touched contains id if {
	outcome.rests_on_requirement
	rules.diffusion_provisions
	some touches in [restrictions.touches, aia.touches, acm.touches, lpp.touches]
	some id in touches
}

_touched contains id if some id in flags.touches

_touched contains id if {
	_license_required
	some id in review_policy.touches
}

_reading(id) := object.get(input, ["readings", id], data.reference.readings.rows[id].readings[0])

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
	"notices": array.concat(rules.notices, [notice | some notice in outcome.notices]),
}

# METADATA
# title: Last day on which the same facts get the same answer
# description: Null where no dated row or document sets one.
# custom:
#   citation: "90 FR 4544"
default valid_until := null

valid_until := min(_last_days)

_last_days contains day if {
	day := data.reference.regime_months.last_days[rules.position]
	is_string(day)
}

_last_days contains concat("-", [calendar.year, "12-31"]) if _relied_on == "LPP"

_last_days contains concat("-", [calendar.year, "12-31"]) if is_object(_consignee_row)

_last_days contains input.documents.license.expires_on if _relied_on == "LICENSE"

_last_days contains calendar.shift(input.facility.attested_on, parameters.value("attestation_years"), 0, 0) if {
	_relied_on == "AIA"
	classification.level == "weights"
}

# METADATA
# title: Flags
# custom:
#   citation: "Supplement No. 3 to part 732"
raised := [{"id": id, "citation": citation} | some id, citation in flags.raised]
