# METADATA
# title: End-use and end-user controls on advanced computing items
# description: >-
#   The headquarters test of 744.23, and what the exporter's own review under part 744 found. Stated
#   facts are taken as knowledge.
# scope: package
# custom:
#   citation: "744.23"
package ear.end_use

import rego.v2

import data.ear.classification
import data.ear.country_groups
import data.ear.deemed_reexports
import data.ear.developed_technology
import data.ear.listed_items
import data.ear.parameters
import data.ear.regime
import data.ear.transaction

# METADATA
# title: Entity headquartered in Macau or D:5, elsewhere
# description: >-
#   Items that meet 3A090.b, outside Country Groups D:1, D:4 and D:5, for an entity headquartered or
#   parented in Macau or D:5. The text of December 2024 covered items that meet 3A090.a too. No
#   paragraph takes releases of software out, so that only 734.20 does.
# custom:
#   citation: "744.23(a)(3)(i)(A)"
#   carries: "744.23(a)(3)(i)(A), 89 FR 96790"
applies["744.23(a)(3)(i)(A)"] := "744.23(a)(3)(i)(A)" if {
	transaction.macau_or_d5
	_headquarters_test == "744.23(a)(3)(i)(A)"
	transaction.macau_or_d5_headquartered
	not _release_untold
}

# METADATA
# title: High bandwidth memory for an entity headquartered in Macau or D:5, elsewhere
# description: 3A090.c, outside Macau and Country Group D:5.
# custom:
#   citation: "744.23(a)(3)(i)(B)"
applies["744.23(a)(3)(i)(B)"] := "744.23(a)(3)(i)(B)" if {
	transaction.macau_or_d5
	_headquarters_test == "744.23(a)(3)(i)(B)"
	transaction.macau_or_d5_headquartered
}

# METADATA
# title: Technology developed by entities of Macau and D:5
# description: >-
#   Reexported or transferred from or within Country Groups D:1, D:4 and D:5, to any destination. An
#   export that leaves from there is from abroad whatever the request calls it. No paragraph takes
#   deemed reexports out, so that only 734.20 does.
# custom:
#   citation: "744.23(a)(3)(ii)"
#   carries: "744.23(a)(3)(ii)"
applies["744.23(a)(3)(ii)"] := "744.23(a)(3)(ii)" if {
	input.item.related_eccn
	_sent_on
	not _release_untold
	country_groups.countries[_left_from].d1_d4_d5 == true
	developed_technology.described("744.23(a)(3)(ii)") == "yes"
}

# METADATA
# title: BIS has informed the exporter
# custom:
#   citation: "744.23(b)"
applies["744.23(b)"] := "744.23(b)" if input.end_use.bis_informed == true

# METADATA
# title: Concern found in the exporter's own review
# custom:
#   citation: "15 CFR part 744"
#   carries: "744.23(a)(1), (a)(2), (a)(4)"
applies["744/end_use"] := "15 CFR part 744" if input.end_use.part_744 == "concern"

# METADATA
# title: Party on a list of the U.S. Government
# custom:
#   citation: "15 CFR part 744"
applies[listed] := "15 CFR part 744" if {
	listed_party

	# One key that is a variable: OPA keeps the whole of what applies once it was read, which it puts
	# together anew at every reading where all keys are constants.
	listed := "744/listed_party"
}

# The paragraph that tests the headquarters of whom the item goes to. (A) names commodities and
# software of two entries, no other software and no technology.
_headquarters_test := "744.23(a)(3)(i)(A)" if {
	_level_named
	_listed_item_elsewhere
} else := "744.23(a)(3)(i)(B)" if {
	classification.level == "c"
	classification.form == "commodity"
	not country_groups.destination.macau_or_d5 == true
	not transaction.deemed
}

_level_named if classification.level == "b"

_level_named if {
	regime.text == "december_2024"
	classification.level == "a"
	not parameters.in_force("90 FR 4544")
}

_listed_item_elsewhere if {
	_listed_item
	country_groups.d1_d4_d5(input.destination) == false
}

# A commodity is released to nobody.
_listed_item if {
	classification.form == "commodity"
	not transaction.deemed
}

_listed_item if {
	listed_items.listed("744.23(a)(3)(i)(A)", classification.eccn)
	not _no_deemed_reexport
}

_sent_on if {
	input.item.related_eccn
	input.activity in {"export", "reexport", "transfer_in_country"}
}

_sent_on if {
	input.item.related_eccn
	transaction.deemed_reexport
	not deemed_reexports.lifts_worldwide
}

_no_deemed_reexport if deemed_reexports.paragraph

# Whether the release is a deemed reexport at all.
_release_untold if deemed_reexports.untold

# METADATA
# title: Item that the headquarters test names, wherever it goes
# description: Or may name, of software stated by its heading.
# custom:
#   citation: "744.23(a)(3)(i)(A)"
names_item if {
	_level_named
	_listed_item
}

names_item if {
	_level_named
	_listed_item_untold
}

# Software stated as 5D002 does not say that it stands outside the paragraph .z of that entry.
_listed_item_untold if {
	input.item.related_eccn
	classification.form == "software"
	listed_items.coarse("744.23(a)(3)(i)(A)", classification.eccn)
	not _no_deemed_reexport
}

_headquarters_test_untold if {
	input.item.related_eccn
	_level_named
	_listed_item_untold
	country_groups.d1_d4_d5(input.destination) == false
}

# A transfer (in-country) leaves from its destination.
_left_from := input.destination if {
	input.activity == "transfer_in_country"
	not input.origin
} else := input.origin

# METADATA
# title: Party on a list other than the Unverified List
# custom:
#   citation: "15 CFR part 744"
listed_party if {
	some list in lists
	list != "unverified_list"
}

# METADATA
# title: Lists of the U.S. Government that name a party
# custom:
#   citation: "15 CFR part 744, 740.2(a)(17)"
lists contains list if {
	some party in transaction.counterparties
	some list in party.listed
}

# METADATA
# title: Facts that decide whether part 744 requires a license
# custom:
#   citation: "744.23(a)"
missing contains path if {
	_headquarters_test
	not transaction.macau_or_d5_headquartered
	some path in transaction.headquarters_missing
}

missing contains "employee.not_deemed_reexport" if {
	_headquarters_test == "744.23(a)(3)(i)(A)"
	_release_untold
	_headquartered_or_untold
}

missing contains path if {
	_headquarters_test_untold
	some path in _test_missing
}

_test_missing contains "item.eccn" if _headquartered_or_untold

_test_missing contains path if {
	not transaction.macau_or_d5_headquartered
	some path in transaction.headquarters_missing
}

_test_missing contains "employee.not_deemed_reexport" if {
	_release_untold
	_headquartered_or_untold
}

_headquartered_or_untold if transaction.macau_or_d5_headquartered

_headquartered_or_untold if some _ in transaction.headquarters_missing

missing contains path if {
	input.item.related_eccn
	some path in technology_missing
}

missing contains path if some path in review_missing

# METADATA
# title: Facts that decide whether technology is held by the developer's headquarters
# description: Asked by every license exception too, because none overcomes the prohibition (744.23(c)).
# custom:
#   citation: "744.23(a)(3)(ii)"
technology_missing contains path if {
	_sent_on
	country_groups.countries[_left_from].d1_d4_d5 == true
	some path in developed_technology.missing("744.23(a)(3)(ii)")
}

technology_missing contains "employee.not_deemed_reexport" if {
	_release_untold
	country_groups.d1_d4_d5(_left_from)
	developed_technology.described("744.23(a)(3)(ii)") != "no"
}

technology_missing contains "origin" if {
	_sent_on
	not country_groups.countries[_left_from]
	developed_technology.described("744.23(a)(3)(ii)") != "no"
}

# METADATA
# title: Technology developed, or leaving from, where D:5 is contested
# custom:
#   citation: "744.23(a)(3)(ii)"
technology_contested if {
	_sent_on
	country_groups.countries[_left_from].d5_contested == true
	developed_technology.described("744.23(a)(3)(ii)") != "no"
}

technology_contested if {
	_sent_on
	developed_technology.developer == "contested"
	developed_technology.described("744.23(a)(3)(ii)") != "no"
	country_groups.countries[_left_from].d1_d4_d5 == true
}

# METADATA
# title: Findings of the exporter's own review
# custom:
#   citation: "15 CFR part 744"
review_missing contains "end_use.part_744" if not input.end_use.part_744

review_missing contains "end_use.bis_informed" if not is_boolean(input.end_use.bis_informed)

review_missing contains concat(".", [path, "listed"]) if {
	some path, party in transaction.counterparties
	not party.listed
}
