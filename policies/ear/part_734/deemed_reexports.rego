# METADATA
# title: Releases that are no deemed reexports
# description: >-
#   What an employment takes out of the deemed reexports, as far as what is told does not contradict it.
#   Only a summary of the paragraphs is among the sources.
# scope: package
# custom:
#   citation: "734.20(a) to (c)"
package ear.deemed_reexports

import rego.v2

import data.ear.classification
import data.ear.country_groups
import data.ear.developed_technology
import data.ear.regime
import data.ear.transaction

# METADATA
# title: Paragraph by which the release is no deemed reexport
# custom:
#   citation: "734.20(a) to (c)"
paragraph := "734.20(a)" if {
	input.employee.not_deemed_reexport == "734.20(a)"
	transaction.deemed_reexport
	not _licensed_everywhere
} else := "734.20(b)" if {
	input.employee.not_deemed_reexport == "734.20(b)"
	transaction.deemed_reexport
	country_groups.a5(input.destination)
} else := "734.20(c)" if {
	input.employee.not_deemed_reexport == "734.20(c)"
	transaction.deemed_reexport
}

# METADATA
# title: A requirement to all destinations worldwide is lifted
# description: >-
#   (b) is for nationals of Country Group A:5 and (c) for screened staff. (a) is for a nationality whose
#   country needs no license, and of such a requirement there is none.
# custom:
#   citation: "734.20(a) to (c)"
lifts_worldwide if paragraph in {"734.20(b)", "734.20(c)"}

# METADATA
# title: Whether the release is a deemed reexport at all is not told
# description: Where nobody is employed no paragraph takes it out.
# custom:
#   citation: "734.20(a) to (c)"
untold if {
	transaction.deemed_reexport
	not input.employee.not_deemed_reexport
	not is_null(input.employee)
}

# METADATA
# title: Paragraphs that what is told contradicts
# description: >-
#   Weights of ECCN 4E091, and technology that 744.23 holds by its developer, need a license to all
#   destinations worldwide, so that no nationality needs none; and a national of a country outside A:5
#   is no A:5 national. The claim counts for nothing.
# custom:
#   citation: "734.20(a) and (b)"
contradictions contains "734.20(a)/license" if {
	input.employee.not_deemed_reexport == "734.20(a)"
	transaction.deemed_reexport
	_licensed_everywhere
}

contradictions contains "734.20(b)/nationality" if {
	input.employee.not_deemed_reexport == "734.20(b)"
	transaction.deemed_reexport
	country_groups.destination
	not country_groups.a5(input.destination)
}

_licensed_everywhere if {
	classification.level == "weights"
	regime.text == "diffusion"
}

_licensed_everywhere if {
	input.item.related_eccn
	country_groups.countries[input.origin].d1_d4_d5 == true
	developed_technology.described("744.23(a)(3)(ii)") == "yes"
}
