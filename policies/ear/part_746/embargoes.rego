# METADATA
# title: Embargoes and other special controls
# description: >-
#   A license requirement of part 746 that the request tells of: the exporter's own review found a
#   concern, or the item goes to a region of Ukraine. A finding that other controls are cleared does
#   not lift it.
# scope: package
# custom:
#   citation: "15 CFR part 746"
package ear.embargoes

import rego.v2

import data.ear.transaction

# METADATA
# title: Concern found in the exporter's own review of part 746
# custom:
#   citation: "15 CFR part 746"
#   carries: "740.2(a)(9)(ii), Note 1"
applies["746/concern"] := "15 CFR part 746" if input.end_use.part_746 == "concern"

# METADATA
# title: Region of Ukraine under embargo
# custom:
#   citation: "746.6"
applies[region] := "746.6" if {
	is_string(input.destination_region)

	# One key that is a variable: OPA keeps the whole of what applies once it was read, which it puts
	# together anew at every reading where all keys are constants.
	region := "746.6"
}

# METADATA
# title: What the exporter's own review of part 746 did not tell
# description: Cleared with the other reasons for control, it needs no word of its own.
# custom:
#   citation: "15 CFR part 746"
review_missing contains "end_use.part_746" if {
	not input.end_use.part_746
	not input.item.other_controls_cleared == true
}

# METADATA
# title: Whether the place lies in such a region
# description: That of the destination, of who receives it there, or of where it will stand.
# custom:
#   citation: "746.6"
missing contains "destination_region" if {
	not input.destination_region
	transaction.to_ukraine
}
