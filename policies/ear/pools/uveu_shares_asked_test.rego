package ear.uveu_shares_test

import rego.v2

import data.ear.fixtures_test as fixtures
import data.ear.uveu_shares as uveu
import data.ear.veu_fixtures_test as claims

asked := {
	"nothing": {"request": claims.universal, "missing": set()},
	"the total": {
		"request": without(["veu/compute/total_tpp"]),
		"missing": {"veu.compute.total_tpp", "veu.compute.by_country"},
	},
	"the countries": {"request": without(["veu/compute/by_country"]), "missing": {"veu.compute.by_country"}},
	"one country": {"request": without(["veu/compute/by_country/US"]), "missing": {"veu.compute.by_country"}},
	"the quantity": {"request": without(["item/quantity"]), "missing": {"item.quantity"}},
	"the quantity of what stands in the country already": {
		"request": claims.within(without(["item/quantity"])),
		"missing": {"item.quantity"},
	},
	"the quantity of what comes from another country": {
		"request": claims.moved(without(["item/quantity"]), "BR"),
		"missing": {"item.quantity"},
	},
	"the parents of the supplier, where its share is measured after": {
		"request": after(one_too_many),
		"missing": {"parties.exporter.ultimate_parent"},
	},
	"nothing, where the supplier is of another group": {"request": after(supplied(one_too_many)), "missing": set()},
	"nothing, where the total after decides nothing": {"request": after(claims.universal), "missing": set()},
	"the density of a chip that may count": {"request": mixed(69995200), "missing": {"item.integrated_circuits[1].performance_density"}},
	"nothing of a chip for which there is room": {"request": mixed(60000000), "missing": set()},
	"nothing of a chip where the other is one too many": {"request": mixed(69995201), "missing": set()},
	"nothing of weights": {
		"request": fixtures.without(claims.stored(claims.universal), ["veu/compute"]),
		"missing": set(),
	},
}

test_what_is_not_told_is_asked[name] if {
	some name, case in asked
	uveu.missing == case.missing with input as case.request
}

# A case that is undefined leaves its whole table undefined, and a test over no case passes.
test_the_table_of_what_is_asked_holds_cases if count(asked) > 0
