# METADATA
# title: Shares of a Universal Validated End User
# description: >-
#   How much of its total AI computing power may stand in one country outside Supplement No. 5(a),
#   in all of them, and, for one headquartered in the United States, outside the United States.
#   Amounts are those of the whole group, net of attrition, before this transaction.
# scope: package
# custom:
#   citation: "Supplement No. 10 to part 748, paragraph 6"
package ear.uveu_shares

import rego.v2

import data.ear.amounts
import data.ear.classification
import data.ear.country_groups
import data.ear.holder
import data.ear.parameters
import data.ear.pools
import data.ear.uveu_chips as chips

# METADATA
# title: Shares that the transaction is held to
# description: Of items that meet 3A090.a, to destinations outside.
# custom:
#   citation: "Supplement No. 10 to part 748, paragraph 6"
concerned contains "single_country" if _outside_concerned

concerned contains "outside_supplement_5a" if _outside_concerned

concerned contains "outside_united_states" if {
	_counted
	not country_groups.destination.named_beside_groups["748.S10/6"] == true
	_american(holder.party.headquarters)
}

_outside_concerned if {
	outside
	_held_to_shares
}

# METADATA
# title: Computing power for a destination outside Supplement No. 5(a)
# custom:
#   citation: "Supplement No. 10 to part 748, paragraph 6"
outside if {
	_counted
	country_groups.destination.outside_supplement_5a == true
}

# METADATA
# title: Parented but not headquartered in Supplement No. 5(a)
# description: >-
#   Held to the shares like the others, unless the request reads paragraph 6 as worded (reading
#   N16).
# custom:
#   citation: "Supplement No. 10 to part 748, paragraph 6"
only_parented if country_groups.countries[holder.party.headquarters].outside_supplement_5a == true

_held_to_shares if not input.readings.N16 == "headquartered_only"

_held_to_shares if not only_parented

# Chips have computing power; software and technology for them add none.
_counted if {
	classification.level == "a"
	classification.form == "commodity"
}

_american(country) if country_groups.countries[country].named_beside_groups["748.S10/6"] == true

# METADATA
# title: Total that the shares are of
# description: Before the transaction, unless the request measures it after (reading N26).
# custom:
#   citation: "Supplement No. 10 to part 748, paragraph 6"
default denominator := null

denominator := input.veu.compute.total_tpp if not input.readings.N26 == "after"

denominator := total_after if input.readings.N26 == "after"

# METADATA
# title: Total after the transaction
# description: >-
#   What the holder, its parents and its subsidiaries own is in the total already, wherever it stands,
#   and so may be what comes from a company of which that is not told.
# custom:
#   citation: "Supplement No. 10 to part 748, paragraph 6"
total_after := amounts.to_thousandths(input.veu.compute.total_tpp + chips.requested_tpp) if {
	holder.sent_from_outside
} else := input.veu.compute.total_tpp

# METADATA
# title: What a share of a total allows
# description: In TPP, to a thousandth below; null where the total is not told.
# custom:
#   citation: "Supplement No. 10 to part 748, paragraph 6"
limit(share, total) := (total * parameters.values[_percents[share]]) / 100 if {
	is_number(total)

	# Of a whole total the share has two decimal places at most: nothing is below a thousandth.
	floor(total) == total
} else := floor((round(total * 1000) * parameters.values[_percents[share]]) / 100) / 1000 if {
	is_number(total)
} else := null

_percents := {
	"single_country": "uveu_single_country_percent",
	"outside_supplement_5a": "uveu_outside_supplement_5a_percent",
	"outside_united_states": "uveu_outside_united_states_percent",
}

# METADATA
# title: What stands there before this transaction
# description: By share; null where it is not told.
# custom:
#   citation: "Supplement No. 10 to part 748, paragraph 6"
used := {share: amounts.to_thousandths(sum(amounts_there)) |
	lists := {country: country_groups.countries[country] | some country, _ in input.veu.compute.by_country}
	some share, amounts_there in {
		"single_country": [tpp | tpp := input.veu.compute.by_country[input.destination]],
		"outside_supplement_5a": [tpp |
			some country, tpp in input.veu.compute.by_country
			not lists[country].supplement_5a == true
		],
		"outside_united_states": [tpp |
			some country, tpp in input.veu.compute.by_country
			not lists[country].named_beside_groups["748.S10/6"] == true
		],
	}
} if {
	is_object(input.veu.compute.by_country)
} else := {share: null | some share in concerned}

# METADATA
# title: The countries add up to the total
# description: Otherwise what they tell is a lower bound.
# custom:
#   citation: "Supplement No. 10 to part 748, paragraph 6"
whole if _sum_of_countries == input.veu.compute.total_tpp

whole if {
	amounts.to_thousandths(_sum_of_countries) == amounts.to_thousandths(input.veu.compute.total_tpp)
}

_sum_of_countries := sum([tpp | some tpp in input.veu.compute.by_country])

# METADATA
# title: The shares by name, as the decision tells them
# custom:
#   citation: "Supplement No. 10 to part 748, paragraph 6"
table := {share: row |
	total := denominator
	standing := used
	adding := added
	whose := holder.prefix
	places := {
		"single_country": input.destination,
		"outside_supplement_5a": "outside_supplement_5a",
		"outside_united_states": "outside_united_states",
	}
	some share in concerned
	before := standing[share]
	more := adding[share]
	most := limit(share, total)
	row := {
		"pool": "uveu",
		"key": concat("", [whose, places[share]]),
		"period": null,
		"basis": "share",
		"limit_tpp": most,
		"used_tpp": before,
		"requested_tpp": more,
		"remaining_tpp": pools.remaining(before, most),
		"fits": _kept(share, before, more, most),
		"denominator_tpp": total,
		"ledger": null,
	}
}

# METADATA
# title: The shares in their order
# custom:
#   citation: "Supplement No. 10 to part 748, paragraph 6"
rows := [row |
	some share in ["single_country", "outside_supplement_5a", "outside_united_states"]
	row := table[share]
]
