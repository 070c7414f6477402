# METADATA
# title: Data Center VEU Authorization Guidelines
# description: >-
#   Paragraphs of Supplement No. 10 that have to be met whenever the authorization is used, as
#   `facility.supplement_10` tells them. Paragraphs 4 to 8 and 12 are decided from facts of the
#   transaction, 10 and 11 are duties that come after it, and 19 is what follows from a breach.
# scope: package
# custom:
#   citation: "Supplement No. 10 to part 748"
package ear.supplement_10

import rego.v2

import data.ear.calendar
import data.ear.parameters

# METADATA
# title: Paragraphs that are told as met or not
# custom:
#   citation: "Supplement No. 10 to part 748"
unmet contains id if {
	not _all_met
	some id in _broken
}

# METADATA
# title: A credible plan or record of security, export compliance and human rights
# custom:
#   citation: "Supplement No. 10 to part 748, paragraph 1"
_broken contains "748.S10/1/track_record" if _not_met[1]

# METADATA
# title: No ties to military or military-intelligence end users
# custom:
#   citation: "Supplement No. 10 to part 748, paragraph 2"
#   carries: "748.S10/2"
_broken contains "748.S10/2/military_ties" if _not_met[2]

# METADATA
# title: Rules on outbound investment and supply chains kept
# custom:
#   citation: "Supplement No. 10 to part 748, paragraph 3"
_broken contains "748.S10/3/technology_ties" if _not_met[3]

# METADATA
# title: No prohibited use, no abuse of human rights
# custom:
#   citation: "Supplement No. 10 to part 748, paragraph 9"
#   carries: "748.S10/9"
_broken contains "748.S10/9/prohibited_uses" if _not_met[9]

# METADATA
# title: No foreign ownership, control or influence of Macau or Country Group D:5
# custom:
#   citation: "Supplement No. 10 to part 748, paragraph 13"
#   carries: "748.S10/13"
_broken contains "748.S10/13/ownership" if _not_met[13]

# METADATA
# title: Baseline security of chips and data
# description: From the day by which the owner certified to follow it.
# custom:
#   citation: "Supplement No. 10 to part 748, paragraph 14"
#   carries: "748.S10/14"
_broken contains "748.S10/14/baseline_security" if {
	_not_met[14]
	security_due
}

# METADATA
# title: Attested within a year by a third-party assessment organization
# custom:
#   citation: "Supplement No. 10 to part 748, paragraph 14.b"
unmet contains "748.S10/14/attestation" if {
	input.facility.attested_on > input.as_of
	security_due
}

unmet contains "748.S10/14/attestation" if {
	attested_until < input.as_of
	security_due
}

# METADATA
# title: Cybersecurity of AI systems and model weights
# description: From the day by which the owner certified to follow it.
# custom:
#   citation: "Supplement No. 10 to part 748, paragraph 15"
#   carries: "748.S10/15"
_broken contains "748.S10/15/ai_cybersecurity" if {
	_not_met[15]
	security_due
}

# METADATA
# title: Shipment security plan
# custom:
#   citation: "Supplement No. 10 to part 748, paragraph 16"
_broken contains "748.S10/16/transit_security" if _not_met[16]

# METADATA
# title: Verifiable sanitization and disposal
# custom:
#   citation: "Supplement No. 10 to part 748, paragraph 17"
_broken contains "748.S10/17/disposal" if _not_met[17]

# METADATA
# title: Personnel vetted, insider threats managed
# description: From the day by which the owner certified to follow it.
# custom:
#   citation: "Supplement No. 10 to part 748, paragraph 18"
#   carries: "748.S10/18"
_broken contains "748.S10/18/personnel_security" if {
	_not_met[18]
	security_due
}

# METADATA
# title: Paragraphs 14, 15 and 18 have to be met
# custom:
#   citation: "748.15(a)(2)(ii)(A) and (iii)(A)"
security_due if parameters.in_force("748.S10/14_15_18")

# METADATA
# title: Last day of the attestation
# custom:
#   citation: "Supplement No. 10 to part 748, paragraph 14.b"
attested_until := calendar.shift(input.facility.attested_on, parameters.values.attestation_years, 0, 0)

_told_by_number := {1, 2, 3, 9, 13, 14, 15, 16, 17, 18}

_all_met if {
	is_array(input.facility.supplement_10)
	object.subset(input.facility.supplement_10, _told_by_number)
}

# By null none is met.
_not_met := _told_by_number - {paragraph | some paragraph in input.facility.supplement_10} if {
	input.facility.supplement_10
}

# METADATA
# title: Facts that the guidelines need
# custom:
#   citation: "Supplement No. 10 to part 748"
missing contains "facility.supplement_10" if not input.facility.supplement_10

missing contains "facility.attested_on" if {
	not input.facility.attested_on
	security_due
}
