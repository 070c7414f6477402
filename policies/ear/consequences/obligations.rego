package ear.consequences

import rego.v2

import data.ear.outcome
import data.ear.part_740.aca
import data.ear.part_740.acm
import data.ear.part_740.aia
import data.ear.part_740.lpp
import data.ear.part_740.nac
import data.ear.part_748.license_application
import data.ear.part_748.veu_obligations
import data.ear.part_750.license
import data.ear.part_762.records

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
} else := veu_obligations.obligations if {
	outcome.outcome == "validated_end_user"
} else := license.obligations if {
	_relied_on == "LICENSE"
}
