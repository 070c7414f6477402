# METADATA
# title: Records
# description: >-
#   What has to be kept of a transaction, by what it relied on: for five years from the latest of the
#   export, any known reexport, transfer or diversion, and any other end of the transaction. None of
#   these days is known beforehand, so none is due on a day.
# scope: package
# custom:
#   citation: "15 CFR part 762"
package ear.records

import rego.v2

# METADATA
# title: Keep the records of AIA
# description: Five years from the latest of the events of 762.6(a).
# custom:
#   citation: "762.2(b)(58), 762.6(a)"
obligations.AIA contains {
	"id": "762.2(b)(58)/records",
	"when": "retention",
	"due": null,
	"by": "exporter",
	"citation": "762.2(b)(58), 762.6(a)",
}

# METADATA
# title: Keep the records of ACM
# description: Five years from the latest of the events of 762.6(a).
# custom:
#   citation: "762.2(b)(59), 762.6(a)"
obligations.ACM contains {
	"id": "762.2(b)(59)/records",
	"when": "retention",
	"due": null,
	"by": "exporter",
	"citation": "762.2(b)(59), 762.6(a)",
}

# METADATA
# title: Keep the records of LPP
# description: Five years from the latest of the events of 762.6(a).
# custom:
#   citation: "762.2(b)(60), 762.6(a)"
obligations.LPP contains {
	"id": "762.2(b)(60)/records",
	"when": "retention",
	"due": null,
	"by": "exporter",
	"citation": "762.2(b)(60), 762.6(a)",
}

# METADATA
# title: Keep the records of a License Exception
# description: >-
#   Purchase order, notification and what else belongs to the transaction, as of every License
#   Exception; five years from the latest of the events of 762.6(a).
# custom:
#   citation: "762.2(b)(5), 762.6(a)"
obligations.ACA contains {
	"id": "762.2(b)(5)/records",
	"when": "retention",
	"due": null,
	"by": "exporter",
	"citation": "762.2(a), 762.2(b)(5), 762.6(a)",
}

obligations.NAC contains {
	"id": "762.2(b)(5)/records",
	"when": "retention",
	"due": null,
	"by": "exporter",
	"citation": "762.2(a), 762.2(b)(5), 762.6(a)",
}

# METADATA
# title: Keep the license and its records
# description: >-
#   The license, used or unused, with all supporting documents and shipping records; five years from
#   the latest of the events of 762.6(a).
# custom:
#   citation: "762.2(b)(28), 762.6(a)"
obligations.LICENSE contains {
	"id": "762.2(b)(28)/records",
	"when": "retention",
	"due": null,
	"by": "exporter",
	"citation": "750.7(j), 762.2(b)(28), 762.6(a)",
}

# METADATA
# title: Keep the certification and all records relating to the authorization
# description: >-
#   The certification of the validated end user, and the notices of shipments sent to it; five years from
#   the latest of the events of 762.6(a).
# custom:
#   citation: "748.15(e) and (g), 762.6(a)"
obligations.UVEU contains {
	"id": "748.15(e)/records",
	"when": "retention",
	"due": null,
	"by": "exporter",
	"citation": "748.15(e) and (g), 762.6(a)",
}

obligations.NVEU contains {
	"id": "748.15(e)/records",
	"when": "retention",
	"due": null,
	"by": "exporter",
	"citation": "748.15(e) and (g), 762.6(a)",
}

# METADATA
# title: Keep the records of the conditions of the authorization
# description: >-
#   The validated end user keeps for five years all records of its monitoring, due diligence and
#   security.
# custom:
#   citation: "748.S10/11"
obligations.UVEU contains {
	"id": "748.S10/11/records",
	"when": "retention",
	"due": null,
	"by": "veu",
	"citation": "Supplement No. 10 to part 748, paragraph 11",
}

obligations.NVEU contains {
	"id": "748.S10/11/records",
	"when": "retention",
	"due": null,
	"by": "veu",
	"citation": "Supplement No. 10 to part 748, paragraph 11",
}
