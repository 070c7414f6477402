# METADATA
# title: Red flags and contradictions in the facts
# description: What a person should look at; a flag decides nothing.
# scope: package
# custom:
#   citation: "Supplement No. 3 to part 732"
package ear.flags

import rego.v2

import data.ear.classification
import data.ear.country_allocation
import data.ear.country_groups
import data.ear.deemed_reexports
import data.ear.foreign_direct_product
import data.ear.holder
import data.ear.lpp
import data.ear.nac
import data.ear.outcome
import data.ear.parameters
import data.ear.regime
import data.ear.restrictions
import data.ear.transaction
import data.ear.validated_end_user

# METADATA
# title: Training of a model of ECCN 4E091 for an outsider
# description: >-
#   Infrastructure or other computing to assist in the training, for an entity headquartered, parented
#   or located outside Supplement No. 5(a) (reading N18): ask whether the model will be exported;
#   apply, or inform the customer. Computing for inference trains nothing. The flag came with
#   90 FR 4544, and is raised where its text answers.
# custom:
#   citation: "Supplement No. 3 to part 732, red flag 28"
raised["732.S3/28"] := "Supplement No. 3 to part 732, red flag 28" if {
	input.end_use.training.model_4e091 == true
	regime.text == "diffusion"
	_computing_for_training
	some field in _outsider_fields
	country_groups.countries[input.end_use.training.customer[field]]
	not country_groups.supplement_5a(input.end_use.training.customer[field])
}

_computing_for_training if input.end_use.training.service in {"iaas", "api"}

_computing_for_training if {
	input.activity == "service"
	not input.end_use.training.service
}

default _outsider_fields := ["headquarters", "ultimate_parent_headquarters", "location"]

_outsider_fields := ["headquarters", "ultimate_parent_headquarters"] if input.readings.N18 == "as_worded"

# METADATA
# title: Readings that a flag touches
# description: Who is an outsider, where only the location of the customer lies outside.
# custom:
#   citation: "Supplement No. 3 to part 732, red flag 28"
touches contains "N18" if {
	input.end_use.training.model_4e091 == true
	regime.text == "diffusion"
	_computing_for_training
	country_groups.countries[input.end_use.training.customer.location]
	not country_groups.supplement_5a(input.end_use.training.customer.location)
	every field in ["headquarters", "ultimate_parent_headquarters"] {
		country_groups.supplement_5a(input.end_use.training.customer[field])
	}
}

touches contains id if {
	input.item.subject_to_ear
	some id in foreign_direct_product.touches
}

# METADATA
# title: Ground on which the item is subject to the EAR or not contradicts the facts
# description: The item is taken to be subject.
# custom:
#   citation: "734.9"
raised[id] := citation if {
	input.item.subject_to_ear
	some id in foreign_direct_product.contradictions
	citation := split(id, "/")[0]
}

# METADATA
# title: Concern that the item was made in violation
# custom:
#   citation: "736.2(b)(10)"
raised["736.2(b)(10)"] := "736.2(b)(10)" if input.item.general_prohibition_10 == true

# METADATA
# title: High risk of diversion
# custom:
#   citation: "Supplement No. 3 to part 732"
raised["732.S3/diversion"] := "Supplement No. 3 to part 732" if input.end_use.diversion_risk == true

# METADATA
# title: Ultimate customer in, or headquartered in, Macau or D:5
# description: It decides ACM; elsewhere it is a flag.
# custom:
#   citation: "740.28(a)"
raised["740.28(a)/ultimate_customer"] := "740.28(a)" if {
	input.end_use.ultimate_customer
	some field in ["location", "headquarters", "ultimate_parent_headquarters"]
	country_groups.macau_or_d5(input.end_use.ultimate_customer[field])
	outcome.basis != "ACM"
}

# METADATA
# title: A transfer (in-country) that leaves one country for another
# custom:
#   citation: "15 CFR part 734"
raised["734/transfer_origin"] := "15 CFR part 734" if {
	input.activity == "transfer_in_country"
	transaction.contradicted
}

# METADATA
# title: A reexport that leaves no foreign country, or not for another
# description: Also one that the request calls an export, and a deemed reexport in the United States.
# custom:
#   citation: "15 CFR part 734"
raised["734/reexport_origin"] := "15 CFR part 734" if {
	not input.activity == "transfer_in_country"
	transaction.contradicted
}

# METADATA
# title: An exporter whose export privileges are denied, or whose property is blocked
# description: >-
#   No license exception is for what one of the ten General Prohibitions reaches, and here they are not
#   decided: the exporter's own lists change no answer.
# custom:
#   citation: "740.2(a)(2)"
raised["740.2(a)(2)/listed_exporter"] := "740.2(a)(2)" if {
	some list in input.parties.exporter.listed
	list in {"denied_persons", "sdn"}
}

# METADATA
# title: Ultimate customer, or who is trained for, on a list of the U.S. Government
# description: >-
#   Neither is a party that the sections look at; a list that names one contradicts a review under part
#   744 that found nothing.
# custom:
#   citation: "740.2(a)(2)"
raised["740.2(a)(2)/listed_customer"] := "740.2(a)(2)" if some _ in input.end_use.ultimate_customer.listed

raised["740.2(a)(2)/listed_customer"] := "740.2(a)(2)" if some _ in input.end_use.training.customer.listed

# METADATA
# title: A validated end user whose majority owner is headquartered in Macau or D:5
# description: >-
#   Ownership from there is what the ownership security of paragraph 13 is about, told as met or
#   not.
# custom:
#   citation: "Supplement No. 10 to part 748, paragraph 13"
raised["748.S10/13/majority_owner"] := "Supplement No. 10 to part 748, paragraph 13" if {
	input.veu.type in {"uveu", "nveu"}
	country_groups.countries[holder.party.majority_owner_headquarters].macau_or_d5 == true
}

# METADATA
# title: Items received by a validated end user go on
# description: >-
#   Only to an authorized location of the same validated end user, or under a separate authorization.
#   That no license is required is none, nor is a claim that carries nothing.
# custom:
#   citation: "748.15(d)(2)(iii)"
raised["748.15(d)(2)(iii)/sent_on"] := "748.15(d)(2)(iii)" if {
	input.item.received_under == "UVEU"
	transaction.onward
	not _authorized
}

raised["748.15(d)(2)(iii)/sent_on"] := "748.15(d)(2)(iii)" if {
	input.item.received_under == "NVEU"
	transaction.onward
	not _authorized
}

# BIS authorized who sends it on; by reading N24 an exception is such an authorization too.
_authorized if outcome.basis in {"UVEU", "NVEU", "LICENSE"}

_authorized if {
	input.readings.N24 == "yes"
	outcome.outcome == "license_exception"
}

# METADATA
# title: Items received under AIA go on to an outsider
# description: The consignee certified that they do not without prior authorization from BIS.
# custom:
#   citation: "740.27(b)(2)(iv)"
raised["740.27(b)(2)(iv)/sent_on"] := "740.27(b)(2)(iv)" if {
	input.item.received_under == "AIA"
	restrictions.sent_on_to_outsider
	not _authorized
}

# METADATA
# title: A release claimed to be no deemed reexport against what is told
# description: It is taken for a deemed reexport.
# custom:
#   citation: "734.20"
raised[id] := citation if {
	input.employee.not_deemed_reexport
	some id in deemed_reexports.contradictions
	citation := split(id, "/")[0]
}

# METADATA
# title: Stated and derived class or figures disagree
# custom:
#   citation: "Supplement No. 1 to part 774"
raised["774/disagreement"] := "Supplement No. 1 to part 774" if classification.agrees == false

# METADATA
# title: Kind of item that its ECCN does not describe
# custom:
#   citation: "Supplement No. 1 to part 774"
raised["774/item_kind"] := "Supplement No. 1 to part 774" if {
	kind := input.item.kind
	entry := classification.stated_entry
	not kind in data.reference.eccns.rows[input.item.eccn][entry].kinds
}

# METADATA
# title: BIS confirmed before the twenty-fifth day
# description: An earlier confirmation contradicts the dates given.
# custom:
#   citation: "740.8(c)(2)"
raised["740.8(c)(2)/confirmed_early"] := "740.8(c)(2)" if {
	input.documents.nac_notification.outcome == "confirmed"
	nac.confirmed_early
}

# METADATA
# title: Increased allocation of a country that gave no assurances
# description: Supplement No. 5(b) does not list it on the day; the increase counts for nothing.
# custom:
#   citation: "742.6(b)(10)(iii)(C)"
raised["742.6(b)(10)(iii)(C)/increase"] := "742.6(b)(10)(iii)(C)" if {
	input.ledger.country_increase
	country_allocation.increase_without_assurances
}

# METADATA
# title: LPP through an intermediate consignee
# custom:
#   citation: "740.29(d)"
raised["740.29(d)/intermediate_consignee"] := "740.29(d)" if {
	input.parties.intermediate_consignee
	outcome.basis == "LPP"
	lpp.through_intermediate
}

# METADATA
# title: A consignee that certifies what the ledger contradicts
# description: >-
#   It certifies not to have received its limit under LPP, whoever will operate the items; only the limit
#   that they are put to is another's.
# custom:
#   citation: "740.29(f)(iii)"
raised["740.29(f)(iii)/certified"] := "740.29(f)(iii)" if {
	input.documents.lpp_applied_to_operator == true
	input.ledger.consignee_year_lpp_tpp >= parameters.values.lpp_consignee_year_tpp
	outcome.basis == "LPP"
}

# METADATA
# title: Half of the computing power is measured on February 1 and August 1
# description: It is tested on the day of the act; the paragraph measures it on the days of the reports.
# custom:
#   citation: "Supplement No. 10 to part 748, paragraph 6"
raised["748.S10/6/reporting_dates"] := "Supplement No. 10 to part 748, paragraph 6" if {
	input.veu.type == "uveu"
	validated_end_user.half_measured
	outcome.rests_on_requirement
}
