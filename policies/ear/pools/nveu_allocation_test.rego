package ear.nveu_allocation_test

import rego.v2

import data.ear.fixtures_test as fixtures
import data.ear.nveu_allocation as nveu
import data.ear.veu_fixtures_test as claims

changed(changes) := fixtures.changed(claims.national, changes)

without(paths) := fixtures.without(claims.national, paths)

# The table as the paragraph prints it, by the first and the last day of each quarter.
table := {
	"2025-01-13": 633000000,
	"2025-03-31": 633000000,
	"2025-04-01": 949500000,
	"2025-06-30": 949500000,
	"2025-07-01": 1266000000,
	"2025-09-30": 1266000000,
	"2025-10-01": 1582500000,
	"2025-12-31": 1582500000,
	"2026-01-01": 1899000000,
	"2026-03-31": 1899000000,
	"2026-04-01": 2690250000,
	"2026-06-30": 2690250000,
	"2026-07-01": 3481500000,
	"2026-09-30": 3481500000,
	"2026-10-01": 4272750000,
	"2026-12-31": 4272750000,
	"2027-01-01": 5064000000,
	"2027-04-01": 5064000000,
	"2027-07-01": 5064000000,
	"2027-12-31": 5064000000,
	"2024-12-31": null,
	"2028-01-01": null,
}

test_the_allocation_of_the_quarter[day] if {
	some day, allocation in table
	nveu.limit == allocation with input as changed({"as_of": day})
}

installed(tpp) := changed({"veu": {"compute": {"by_country": {"MY": tpp}}}})

bases := {
	"to the last TPP": {"request": claims.national, "used": 2688666800, "added": 1583200, "fits": true},
	"one too many": {"request": installed(2688666801), "used": 2688666801, "added": 1583200, "fits": false},
	"nothing": {
		"request": changed({"veu": {"compute": {"by_country": {"MY": 0}}}}),
		"used": 0,
		"added": 1583200,
		"fits": true,
	},
	"not told, by null": {
		"request": changed({"veu": {"compute": null}}),
		"used": null,
		"added": 1583200,
		"fits": null,
	},
	"not told by country, by null": {
		"request": changed({"veu": {"compute": {"total_tpp": 6000000000, "by_country": null}}}),
		"used": null,
		"added": 1583200,
		"fits": null,
	},
	"not told": {"request": without(["veu/compute"]), "used": null, "added": 1583200, "fits": null},
	"not told of the country": {
		"request": without(["veu/compute/by_country/MY"]),
		"used": null,
		"added": 1583200,
		"fits": null,
	},
	"not told, and too large by itself": {
		"request": fixtures.without(changed({"item": {"quantity": 169925}}), ["veu/compute"]),
		"used": null,
		"added": 2690252600,
		"fits": false,
	},
	"an amount that is not told": {
		"request": without(["item/quantity"]),
		"used": 2688666800,
		"added": null,
		"fits": null,
	},
	"moved within the country": {
		"request": claims.within(installed(2690250000)),
		"used": 2690250000,
		"added": 0,
		"fits": true,
	},
	"moved within the country, all of the base": {
		"request": claims.within(installed(1583200)),
		"used": 1583200,
		"added": 0,
		"fits": true,
	},
	"moved within the country, one TPP more than the base": {
		"request": claims.within(installed(1583199)),
		"used": 1583199,
		"added": 1,
		"fits": true,
	},
	"moved within the country beyond base and allocation": {
		"request": claims.within(fixtures.changed(installed(1), {"item": {"quantity": 169925}})),
		"used": 1,
		"added": 2690252599,
		"fits": false,
	},
	"moved within a country of which nothing is told": {
		"request": claims.within(without(["veu/compute"])),
		"used": null,
		"added": 0,
		"fits": null,
	},
	"an amount that is not told, moved within the country, with nothing left": {
		"request": claims.within(fixtures.without(installed(2690250000), ["item/quantity"])),
		"used": 2690250000,
		"added": null,
		"fits": null,
	},
	"an amount that is not told, with nothing left": {
		"request": fixtures.without(installed(2690250000), ["item/quantity"]),
		"used": 2690250000,
		"added": null,
		"fits": false,
	},
	"an amount that is not told, with one TPP left": {
		"request": fixtures.without(installed(2690249999), ["item/quantity"]),
		"used": 2690249999,
		"added": null,
		"fits": null,
	},
	"brought from another country": {
		"request": claims.moved(claims.national, "SG"),
		"used": 2688666800,
		"added": 1583200,
		"fits": true,
	},
	"a quarter without an allocation": {
		"request": changed({"as_of": "2028-01-01"}),
		"used": 2688666800,
		"added": 1583200,
		"fits": null,
	},
}

test_the_installed_base_what_is_added_and_whether_it_fits[name] if {
	some name, case in bases
	nveu.used == case.used with input as case.request
	nveu.added == case.added with input as case.request
	nveu.row.fits == case.fits with input as case.request
}

asked := {
	"nothing": {"request": claims.national, "missing": set()},
	"the base": {"request": without(["veu/compute"]), "missing": {"veu.compute.by_country.MY"}},
	"the base, where null stands for the countries": {
		"request": changed({"veu": {"compute": {"total_tpp": 6000000000, "by_country": null}}}),
		"missing": {"veu.compute.by_country.MY"},
	},
	"the base, where null stands for all": {
		"request": changed({"veu": {"compute": null}}),
		"missing": {"veu.compute.by_country.MY"},
	},
	"the quantity": {"request": without(["item/quantity"]), "missing": {"item.quantity"}},
	"the quantity of what stands in the country already": {
		"request": claims.within(without(["item/quantity"])),
		"missing": {"item.quantity"},
	},
	"nothing of weights": {
		"request": fixtures.without(claims.stored(claims.national), ["veu/compute"]),
		"missing": set(),
	},
}

test_what_is_not_told_is_asked[name] if {
	some name, case in asked
	nveu.missing == case.missing with input as case.request
}

test_the_row_of_the_allocation if {
	nveu.row == {
		"pool": "nveu",
		"key": "National Cloud Bhd/MY",
		"period": "2026-Q2",
		"basis": "installed",
		"limit_tpp": 2690250000,
		"used_tpp": 2688666800,
		"requested_tpp": 1583200,
		"remaining_tpp": 1583200,
		"fits": true,
		"denominator_tpp": null,
		"ledger": null,
	} with input as claims.national
}

# A case that is undefined leaves its whole table undefined, and a test over no case passes.
test_tables_hold_cases if {
	every cases in [table, bases, asked] {
		count(cases) > 0
	}
}
