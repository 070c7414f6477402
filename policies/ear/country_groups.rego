# METADATA
# title: Country Groups and Supplement No. 5
# description: >-
#   Membership, on the day of the act, in the Country Groups of Supplement No. 1 and in the lists of
#   Supplement No. 5 to part 740. What most decisions ask is read from the index of what is in force,
#   the rest from the dated tables, leaf by leaf: a reference that ends at an object would convert
#   the whole of it. Macau is never in D:5, so the two are always named together.
# scope: package
# custom:
#   citation: "Supplement No. 1 to part 740"
package ear.country_groups

import rego.v2

import data.ear.regime

# METADATA
# title: What the lists say of each country
# description: >-
#   By its code; true for each list that holds the country on the day, and absent for the others:
#   macau_or_d5, d1_d4_d5 (unless also A:5 or A:6), behind_the_gate (these, and what is named beside
#   them), d1_or_d4, a5_or_a6, sanctioned, outside_a_b_and_d1_to_d4, supplement_5a,
#   outside_supplement_5a, allocated (of these, neither Macau nor D:5), d5_contested (where the list of
#   the State Department, which controls, differs from the table), and in named_beside_groups the
#   paragraphs that name it. A code that no table knows is not among them: an open question, never a
#   destination of no concern. On a day that no text is known for they are those of the first that is:
#   no answer rests on them then.
# custom:
#   citation: "Supplement No. 1 to part 740, Supplement No. 5 to part 740"
countries := of_the_day if {
	of_the_day := regime.in_force.countries
} else := data.reference.in_force.rows[0].countries

# METADATA
# title: What the lists say of the destination
# custom:
#   citation: "Supplement No. 1 to part 740, Supplement No. 5 to part 740"
destination := countries[input.destination]

# METADATA
# title: Whether a country may have left its Country Groups already
# description: >-
#   On the days between which it was moved; where its old groups are the favourable ones they are
#   not relied on.
# custom:
#   citation: "Supplement No. 1 to part 740"
groups_unknown(country) if {
	some interval in data.reference.countries.rows[country].groups_unknown
	interval.valid_from <= input.as_of
	input.as_of < interval.valid_to
}

# METADATA
# title: Macau or Country Group D:5
# custom:
#   citation: "740.2(a)(9)(ii)"
macau_or_d5(country) if {
	countries[country].macau_or_d5 == true
} else := false

# METADATA
# title: Country Group D:1, D:4 or D:5, unless also A:5 or A:6
# custom:
#   citation: "742.6(a)(6)(iii)(B)"
d1_d4_d5(country) if {
	countries[country].d1_d4_d5 == true
} else := false

# METADATA
# title: Country Group D:1, D:4 or D:5, unless also A:5 or A:6, or named beside them
# custom:
#   citation: "740.2(a)(9)(ii)"
behind_the_gate(country) if countries[country].behind_the_gate == true

# METADATA
# title: Country Group A:5
# description: A country that may have come into it already, but is not known to have, is not in it.
# custom:
#   citation: "734.20(b)"
a5(country) if {
	some interval in data.reference.countries.rows[country].groups["A:5"]
	interval.valid_from <= input.as_of
	input.as_of < interval.valid_to
}

# METADATA
# title: Artificial Intelligence Authorization countries
# custom:
#   citation: "Supplement No. 5 to part 740, paragraph (a)"
supplement_5a(country) if {
	countries[country].supplement_5a == true
} else := false

# METADATA
# title: Destinations that gave government assurances
# custom:
#   citation: "Supplement No. 5 to part 740, paragraph (b)"
supplement_5b(country) if {
	some interval
	data.reference.supplement_5.rows.b[country][interval].valid_from <= input.as_of
	input.as_of < data.reference.supplement_5.rows.b[country][interval].valid_to
} else := false
