package ear.consequences

import rego.v2

import data.ear.aia_model_weights as aia_weights
import data.ear.calendar
import data.ear.classification
import data.ear.flags
import data.ear.lpp
import data.ear.model_weights
import data.ear.nac
import data.ear.nveu
import data.ear.nveu_allocation as allocation
import data.ear.outcome
import data.ear.regime as rules
import data.ear.supplement_10
import data.ear.uveu

# METADATA
# title: Last day on which the same facts get the same answer
# description: >-
#   The earliest end of what the answer looked at: the row of the regime, which ends wherever a
#   dated table changes (the Country Groups, the allocation), the calendar year of LPP, the quarter
#   of a national authorization whose allocation is looked at, the last day of a document, and the
#   day before one that is still to come begins to count. Null where none is known.
# custom:
#   citation: "90 FR 4544"
default valid_until := null

valid_until := min(_last_days)

_last_days contains day if {
	day := rules.answer.last_day
	is_string(day)
}

_last_days contains concat("-", [calendar.year, "12-31"]) if _year_looked_at

# What is received is counted for the year of the act.
_year_looked_at if {
	input.activity in {"export", "reexport"}
	outcome.outcome in {"license_exception", "validated_end_user", "licensed", "no_license_required"}
	some _ in received
}

_year_looked_at if {
	outcome.outcome == "license_required"
	_year_exceeded
}

_year_looked_at if {
	input.documents.lpp_certification.calendar_year
	rules.diffusion_provisions
	outcome.rests_on_requirement
}

# What the ledger tells of a year says nothing of the next.
_year_looked_at if {
	substring(input.ledger.as_of, 0, 4) >= calendar.year
	rules.diffusion_provisions
	outcome.rests_on_requirement
	_ledger_matters
}

_ledger_matters if lpp.row.available == "unknown"

_ledger_matters if "740.29(a)/limit" in lpp.row.unmet

# Where the year of receipt counts, a shipment of December may be received in the next.
_last_days contains concat("-", [calendar.year, "11-30"]) if {
	input.readings.N6 == "year_of_receipt"
	rules.diffusion_provisions
	outcome.basis == "LPP"
}

_last_days contains calendar.last_day_of_quarter if {
	input.veu.type == "nveu"
	rules.diffusion_provisions
	outcome.rests_on_requirement
	allocation.concerned
	is_number(allocation.row.limit_tpp)
	_allocation_matters
}

# Nothing else keeps the authorization from carrying it.
_allocation_matters if nveu.row.available != "no"

_allocation_matters if allocation.row.fits == false

_last_days contains input.documents.license.expires_on if {
	input.documents.license.expires_on >= input.as_of
	outcome.rests_on_requirement
}

# The last day on which the day after a legal holiday is asked for.
_last_days contains calendar.shift(input.documents.license.expires_on, 0, 0, 6) if {
	input.documents.license.expires_on < input.as_of
	flags.raised["750.7(g)/legal_holiday"]
}

_last_days contains day if {
	input.facility.attested_on
	_attestation_matters
	outcome.rests_on_requirement
	day := supplement_10.attested_until
	day >= input.as_of
}

# Before that day a validated end user need not have been attested, whenever it was.
_attestation_matters if {
	input.veu.type in {"uveu", "nveu"}
	supplement_10.security_due
}

_attestation_matters if {
	classification.level == "weights"
	aia_weights.facility_due
}

# The day before a first day that is still to come.
_last_days contains calendar.day_before(input.documents.license.issued_on) if {
	input.documents.license.issued_on > input.as_of
	outcome.rests_on_requirement
}

_last_days contains calendar.day_before(input.documents.aia_certification.signed_on) if {
	input.documents.aia_certification.signed_on > input.as_of
	outcome.rests_on_requirement
}

_last_days contains calendar.day_before(input.documents.aia_certification.submitted_on) if {
	input.documents.aia_certification.submitted_on > input.as_of
	outcome.rests_on_requirement
}

_last_days contains calendar.day_before(input.documents.lpp_certification.signed_on) if {
	input.documents.lpp_certification.signed_on > input.as_of
	outcome.rests_on_requirement
}

_last_days contains calendar.day_before(input.documents.veu_certification.signed_on) if {
	input.documents.veu_certification.signed_on > input.as_of
	outcome.rests_on_requirement
}

_last_days contains calendar.day_before(input.facility.attested_on) if {
	input.facility.attested_on > input.as_of
	_attestation_matters
	outcome.rests_on_requirement
}

# A figure of a later day says nothing of the day of the act, and frees the model from its own on.
_last_days contains calendar.day_before(input.item.model.best_published_operations.as_of) if {
	input.item.model.best_published_operations.as_of > input.as_of
	model_weights.freed_later
	outcome.classified
}

_last_days contains calendar.day_before(nac.first_day) if {
	input.documents.nac_notification
	nac.first_day > input.as_of
	outcome.rests_on_requirement
}

_last_days contains calendar.day_before(day) if {
	input.veu.type == "uveu"
	rules.diffusion_provisions
	outcome.rests_on_requirement
	some day in uveu.first_days
	day > input.as_of
}
