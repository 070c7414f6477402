# METADATA
# title: What comes with Authorization VEU
# description: >-
#   Duties of the exporter towards the validated end user and of the validated end user towards BIS,
#   with the next day on which each periodic one is due. Records are kept under part 762.
# scope: package
# custom:
#   citation: "748.15(e) to (g)"
package ear.veu_obligations

import rego.v2

import data.ear.calendar
import data.ear.country_groups
import data.ear.supplement_10
import data.ear.transaction

# METADATA
# title: Obtain the certification of the validated end user
# description: >-
#   Of exporters and reexporters, as the notices are; who transfers (in-country) owes them under a
#   General authorization alone.
# custom:
#   citation: "748.15(e)"
obligations contains {
	"id": "748.15(e)/certification",
	"when": "before_first",
	"due": input.as_of,
	"by": "exporter",
	"citation": "748.15(e)",
} if not input.activity == "transfer_in_country"

# METADATA
# title: Agree in writing when shipments are notified
# custom:
#   citation: "748.15(g)"
obligations contains {
	"id": "748.15(g)/notice_timeframe",
	"when": "before_first",
	"due": input.as_of,
	"by": "exporter",
	"citation": "748.15(g)",
} if not input.activity == "transfer_in_country"

# METADATA
# title: Notify the validated end user of the shipment in writing
# description: >-
#   With its contents, their ECCNs, and that it is made under the authorization, within the time
#   agreed; for one shipment or for several.
# custom:
#   citation: "748.15(g)"
obligations contains {
	"id": "748.15(g)/shipment_notice",
	"when": "with_each",
	"due": null,
	"by": "exporter",
	"citation": "748.15(g)",
} if not input.activity == "transfer_in_country"

# METADATA
# title: Report reexports to BIS twice a year
# description: >-
#   Names and addresses of the validated end users, destinations, quantities, values and ECCNs, from
#   January to June by July 15 and from July to December by January 15.
# custom:
#   citation: "748.15(f)(1)(i) and (iii)"
#   carries: "748.15(f)(1)(i), (iii)"
obligations contains {
	"id": "748.15(f)(1)(i)/reexport_report",
	"when": "periodic",
	"due": calendar.reports_due["748.15(f)(1)(iii)"],
	"by": "exporter",
	"citation": "748.15(f)(1)(i) and (iii)",
} if transaction.reexported

# METADATA
# title: Report to BIS as end user twice a year
# description: >-
#   Inventory of eligible items, days of receipt, and of a National Validated End User its
#   customers, from January to June by July 15 and from July to December by January 15.
# custom:
#   citation: "748.15(f)(1)(ii) and (iii)"
#   carries: "748.15(f)(1)(ii), (iii)"
obligations contains {
	"id": "748.15(f)(1)(ii)/end_user_report",
	"when": "periodic",
	"due": calendar.reports_due["748.15(f)(1)(iii)"],
	"by": "veu",
	"citation": "748.15(f)(1)(ii) and (iii)",
}

# METADATA
# title: Report material changes of what the request for authorization said
# custom:
#   citation: "748.15(a)(5)"
obligations contains {
	"id": "748.15(a)(5)/material_change",
	"when": "on_event",
	"due": null,
	"by": "veu",
	"citation": "748.15(a)(5)",
}

# METADATA
# title: Meet paragraphs 14, 15 and 18 of the guidelines in time
# description: >-
#   The owner certified to follow them by the day that the paragraph sets.
# custom:
#   citation: "748.15(a)(2)(ii)(A) and (iii)(A)"
obligations contains {
	"id": "748.15(a)(2)/security_deadline",
	"when": "after",
	"due": _security_deadline,
	"by": "veu",
	"citation": "748.15(a)(2)(ii)(A) and (iii)(A)",
} if not supplement_10.security_due

# METADATA
# title: Notify the U.S. Government of ventures and holdings of concern
# description: >-
#   Of all cooperative activities with, and equity or debt held by, entities headquartered in Macau
#   or D:5 or listed parties.
# custom:
#   citation: "Supplement No. 10 to part 748, paragraph 3"
obligations contains {
	"id": "748.S10/3/foreign_ties",
	"when": "on_event",
	"due": null,
	"by": "veu",
	"citation": "Supplement No. 10 to part 748, paragraph 3",
}

# METADATA
# title: Account for the chips of each facility
# description: >-
#   On February 1 and August 1, for itself and all parents and subsidiaries; everywhere, or as
#   worded only for facilities in Supplement No. 5(a) (reading N17).
# custom:
#   citation: "Supplement No. 10 to part 748, paragraph 10.a"
obligations contains {
	"id": "748.S10/10.a/chip_accounting",
	"when": "periodic",
	"due": calendar.reports_due["748.S10/10"],
	"by": "veu",
	"citation": "Supplement No. 10 to part 748, paragraph 10.a",
} if _facility_accounted

# METADATA
# title: Account for the aggregate computing power and for attrition
# description: >-
#   On February 1 and August 1, in all destinations but Macau and D:5.
# custom:
#   citation: "Supplement No. 10 to part 748, paragraph 10.b"
obligations contains {
	"id": "748.S10/10.b/aggregate_compute",
	"when": "periodic",
	"due": calendar.reports_due["748.S10/10"],
	"by": "veu",
	"citation": "Supplement No. 10 to part 748, paragraph 10.b",
}

# METADATA
# title: Notify BIS of any requirement that is not met
# custom:
#   citation: "Supplement No. 10 to part 748, paragraph 11"
obligations contains {
	"id": "748.S10/11/breach_notice",
	"when": "on_event",
	"due": null,
	"by": "veu",
	"citation": "Supplement No. 10 to part 748, paragraph 11",
}

# METADATA
# title: Have the baseline security attested every year
# description: >-
#   By a third-party assessment organization that FedRAMP recognizes; not before the paragraph has
#   to be followed.
# custom:
#   citation: "Supplement No. 10 to part 748, paragraph 14.b"
obligations contains {
	"id": "748.S10/14/attestation",
	"when": "periodic",
	"due": _attestation_due,
	"by": "veu",
	"citation": "Supplement No. 10 to part 748, paragraph 14.b",
}

# METADATA
# title: Report theft, loss or tampering to BIS within 30 days
# custom:
#   citation: "Supplement No. 10 to part 748, paragraph 16"
obligations contains {
	"id": "748.S10/16/theft_report",
	"when": "on_event",
	"due": null,
	"by": "veu",
	"citation": "Supplement No. 10 to part 748, paragraph 16",
}

# METADATA
# title: Notify BIS of a data center in a new location 180 days before
# custom:
#   citation: "748.15(a)(2)(ii)(A)"
obligations contains {
	"id": "748.15(a)(2)(ii)(A)/new_location_notice",
	"when": "on_event",
	"due": null,
	"by": "veu",
	"citation": "748.15(a)(2)(ii)(A)",
} if input.veu.type == "uveu"

# METADATA
# title: Notify BIS 60 days before moving chips between countries, or planning a data center in a new one
# custom:
#   citation: "Supplement No. 10 to part 748, paragraph 5"
obligations contains {
	"id": "748.S10/5/move_notice",
	"when": "on_event",
	"due": null,
	"by": "veu",
	"citation": "Supplement No. 10 to part 748, paragraph 5",
} if input.veu.type == "uveu"

_security_deadline := data.reference.provisions.rows["748.S10/14_15_18"][0].valid_from

default _attestation_due := null

_attestation_due := max([supplement_10.attested_until, _security_deadline])

_facility_accounted if not input.readings.N17 == "as_worded"

_facility_accounted if country_groups.destination.supplement_5a == true
