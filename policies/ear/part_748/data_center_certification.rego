package ear.data_center

import rego.v2

# METADATA
# title: Certification of the validated end user
# description: Exporters and reexporters obtain it; for a transfer (in-country) none is asked.
# custom:
#   citation: "748.15(e)"
unmet contains "748.15(e)/certification" if {
	is_null(input.documents.veu_certification)
	not input.activity == "transfer_in_country"
}

unmet contains "748.15(e)/certification" if {
	is_null(input.documents)
	not input.activity == "transfer_in_country"
}

# METADATA
# title: Certification obtained before the initial shipment
# custom:
#   citation: "748.15(e)"
unmet contains "748.15(e)/signed_before_use" if {
	input.documents.veu_certification.signed_on > input.as_of
	not input.activity == "transfer_in_country"
}

# METADATA
# title: What is missing of the certification
# custom:
#   citation: "748.15(e)"
missing contains _certification_missing if {
	not input.documents.veu_certification.signed_on
	not input.activity == "transfer_in_country"
}

_certification_missing := "documents.veu_certification.signed_on" if {
	is_object(input.documents.veu_certification)
} else := "documents.veu_certification"
