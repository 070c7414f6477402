# METADATA
# title: What follows from the outcome
# description: >-
#   Pools drawn on, sums that grow, what must be filed, readings taken, and how long the answer
#   holds.
# scope: package
# custom:
#   citation: "90 FR 4544"
package ear.consequences

import rego.v2

import data.ear.aca
import data.ear.acm
import data.ear.aia
import data.ear.considered
import data.ear.consignee_year
import data.ear.country_allocation
import data.ear.license
import data.ear.license_application
import data.ear.lpp
import data.ear.nac
import data.ear.outcome
import data.ear.records
import data.ear.regime as rules
import data.ear.review_policy
import data.ear.transaction
import data.ear.validated_end_user
import data.ear.veu_obligations

# METADATA
# title: What follows
# description: >-
#   Pools, counts and obligations: of what was relied on, or of the application that is needed; with a
#   license required, the allocation that it would draw on and every pool that did not fit. Compared in
#   the body, where the index of the rule sees it, the basis leaves one of these to be evaluated.
# custom:
#   citation: "740.8, 740.27, 740.28, 740.29, 742.6(b)(10)(iii)(B), 748.S2, 750.7, 762.2"
follows(basis) := {
	"pools": [],
	"counts": (received | received_under_aia),
	"obligations": (aia.obligations | records.obligations.AIA),
} if basis == "AIA"

follows(basis) := {
	"pools": [],
	"counts": received,
	"obligations": (aca.obligations | records.obligations.ACA),
} if basis == "ACA"

follows(basis) := {
	"pools": [],
	"counts": received,
	"obligations": (nac.obligations | records.obligations.NAC),
} if basis == "NAC"

follows(basis) := {
	"pools": [],
	"counts": received,
	"obligations": (acm.obligations | records.obligations.ACM),
} if basis == "ACM"

follows(basis) := {
	"pools": [consignee_year.row],
	"counts": received_under_lpp,
	"obligations": (lpp.obligations | records.obligations.LPP),
} if basis == "LPP"

follows(basis) := {
	"pools": validated_end_user.pools,
	"counts": (received | installed),
	"obligations": (veu_obligations.obligations | records.obligations.UVEU),
} if basis == "UVEU"

follows(basis) := {
	"pools": validated_end_user.pools,
	"counts": (received | installed),
	"obligations": (veu_obligations.obligations | records.obligations.NVEU),
} if basis == "NVEU"

follows(basis) := {
	"pools": [],
	"counts": (received | licensed),
	"obligations": (license.obligations | records.obligations.LICENSE),
} if basis == "LICENSE"

follows(basis) := {
	"pools": array.flatten([
		[row | country_allocation.concerned; row := country_allocation.row],
		[row | _year_exceeded; row := consignee_year.row],
		[row | input.veu.type; rules.diffusion_provisions; some row in validated_end_user.pools; row.fits == false],
	]),
	"counts": licensed,
	"obligations": license_application.obligations,
} if basis == "license_required"

follows(basis) := {"pools": [], "counts": received, "obligations": []} if {
	basis == "no_license_required"
	not transaction.deemed
} else := _nothing if {
	basis == "no_license_required"
}

follows(basis) := _nothing if basis == "indeterminate"

follows(basis) := _nothing if basis == "not_subject_to_ear"

follows(basis) := _nothing if basis == "out_of_scope"

_nothing := {"pools": [], "counts": [], "obligations": []}

_year_exceeded if {
	rules.diffusion_provisions
	"740.29(a)/limit" in lpp.row.unmet
}

# METADATA
# title: Regime
# description: >-
#   What the row in force tells of the day, and after it the notices of the answer. Nulls on a day
#   before the first row.
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

regime := rules.answer.told if {
	notices == set()
} else := object.union(rules.answer.told, {"notices": array.concat(rules.answer.told.notices, sort(notices))})

# METADATA
# title: Notices of the answer
# custom:
#   citation: "90 FR 4544"
notices contains notice if {
	some notice in outcome.unanswered
	outcome.classified
}

notices contains notice if {
	outcome.rests_on_requirement
	some notice in considered.notices
}

notices contains notice if {
	outcome.outcome == "license_required"
	some notice in review_policy.notices
}

# Only where the text that the clause would save from refuses or is open.
notices contains "savings_clause/shipment" if {
	input.shipment.aboard_carrier_on
	outcome.outcome in {"license_required", "indeterminate"}
	rules.aboard_on_the_first_day
	rules.text == "diffusion"
}
