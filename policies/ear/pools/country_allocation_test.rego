package ear.country_allocation_test

import rego.v2

import data.ear.country_allocation
import data.ear.fixtures_test as fixtures

recipient(request, facts) := fixtures.changed(request, {"parties": {"recipient": facts}})

german := fixtures.to(fixtures.h100, "DE")

requests := {
	"3A090.a to Poland": fixtures.h100,
	"boards to Poland": fixtures.boards,
	"3A090.b to Poland": fixtures.a40,
	"weights to Poland": fixtures.weights,
	"3A090.a to Poland before compliance": fixtures.changed(fixtures.h100, {"as_of": "2025-05-14"}),
	"3A090.a to Poland, enforced": fixtures.changed(fixtures.h100, {"posture": "enforced"}),
	"3A090.a to China": fixtures.to(fixtures.h100, "CN"),
	"3A090.a to a Chinese company in Poland": recipient(fixtures.h100, {"headquarters": "CN"}),
	"3A090.a to a German company": german,
	"3A090.a to a Polish company in Germany": recipient(german, {"headquarters": "PL"}),
	"3A090.a to a Chinese company in Germany": recipient(german, {"headquarters": "CN"}),
	"3A090.a to a country that no table knows": fixtures.changed(fixtures.h100, {"destination": "QQ"}),
}

test_chips_of_a_to_other_countries_draw_on_an_allocation if {
	{name | some name, request in requests; country_allocation.concerned with input as request} == {
		"3A090.a to Poland",
		"boards to Poland",
		"3A090.a to a Chinese company in Poland",
		"3A090.a to a Polish company in Germany",
	}
}

# Country whose allocation it is; [] while undefined.
keys := {
	"the destination": {"request": fixtures.h100, "key": ["PL"]},
	"the destination, of an allied company": {
		"request": recipient(fixtures.h100, {"headquarters": "US", "ultimate_parent_headquarters": "US"}),
		"key": ["PL"],
	},
	"none, all allied": {"request": german, "key": []},
	"the parent's, in an allied destination": {
		"request": recipient(german, {"ultimate_parent_headquarters": "BR", "headquarters": "PL"}),
		"key": ["BR"],
	},
	"the headquarters', with an allied parent": {"request": recipient(german, {"headquarters": "PL"}), "key": ["PL"]},
	"none, headquarters where no table knows": {"request": recipient(german, {"headquarters": "QQ"}), "key": []},
	"none, parent where no table knows": {
		"request": recipient(german, {"ultimate_parent_headquarters": "QQ"}),
		"key": [],
	},
	"the first of two parents'": {
		"request": fixtures.changed(
			recipient(german, {"ultimate_parent_headquarters": "PL"}),
			{"parties": {"end_user": {"headquarters": "DE", "ultimate_parent_headquarters": "BR"}}},
		),
		"key": ["BR"],
	},
	"where it stands, of a German company": {
		"request": fixtures.changed(german, {"facility": {"location": "PL"}}),
		"key": ["PL"],
	},
	"where it stands, before the parent's": {
		"request": fixtures.changed(recipient(german, {"ultimate_parent_headquarters": "BR"}), {"facility": {"location": "PL"}}),
		"key": ["PL"],
	},
	"where it stands, whatever C5 reads": {
		"request": fixtures.changed(german, {
			"facility": {"location": "PL"},
			"readings": {"C5": "allied_destination_approved"},
		}),
		"key": ["PL"],
	},
	"the first of two places": {
		"request": fixtures.changed(recipient(german, {"location": "PL"}), {"facility": {"location": "BR"}}),
		"key": ["BR"],
	},
	"of two places the one whose ledger is told": {
		"request": fixtures.changed(recipient(german, {"location": "PL"}), {
			"facility": {"location": "BR"},
			"ledger": {"country": "PL"},
		}),
		"key": ["PL"],
	},
	"the destination's, wherever it stands": {
		"request": fixtures.changed(fixtures.h100, {"facility": {"location": "BR"}}),
		"key": ["PL"],
	},
	"none, standing in France": {
		"request": fixtures.changed(german, {"facility": {"location": "FR"}}),
		"key": [],
	},
	"none, standing in China": {
		"request": fixtures.changed(german, {"facility": {"location": "CN"}}),
		"key": [],
	},
	"none by reading C5, of a parent": {
		"request": fixtures.changed(
			recipient(german, {"ultimate_parent_headquarters": "PL"}),
			{"readings": {"C5": "allied_destination_approved"}},
		),
		"key": [],
	},
	"none by reading C5, of headquarters": {
		"request": fixtures.changed(
			recipient(german, {"headquarters": "PL"}),
			{"readings": {"C5": "allied_destination_approved"}},
		),
		"key": [],
	},
	"none of a destination that no table knows": {
		"request": fixtures.changed(fixtures.h100, {"destination": "QQ"}),
		"key": [],
	},
}

test_whose_allocation_it_is[name] if {
	some name, case in keys
	[key | key := country_allocation.key] == case.key with input as case.request
}

test_the_ledger_counts_only_for_the_country_that_it_names if {
	told := fixtures.changed(fixtures.h100, {"ledger": {"country_licensed_tpp": 5000}})
	country_allocation.used == 5000 with input as told
	country_allocation.used == null with input as fixtures.changed(told, {"ledger": {"country": "BR"}})
	country_allocation.used == null with input as fixtures.without(told, ["ledger"])
}

# Destinations for which the text allocates, by what reaches them.
subjects := {
	"Poland": {"request": fixtures.h100, "subject": true},
	"Poland, to a Chinese company": {"request": recipient(fixtures.h100, {"headquarters": "CN"}), "subject": true},
	"Germany": {"request": german, "subject": false},
	"Germany, to a Polish company": {"request": recipient(german, {"headquarters": "PL"}), "subject": false},
	"Germany, standing in Poland": {
		"request": fixtures.changed(german, {"facility": {"location": "PL"}}),
		"subject": true,
	},
	"Germany, standing in Poland in 2028": {
		"request": fixtures.changed(german, {"as_of": "2028-01-01", "facility": {"location": "PL"}}),
		"subject": false,
	},
	"China": {"request": fixtures.to(fixtures.h100, "CN"), "subject": false},
	"Macau": {"request": fixtures.to(fixtures.h100, "MO"), "subject": false},
	"a code that no table knows": {"request": fixtures.changed(fixtures.h100, {"destination": "QQ"}), "subject": false},
	"Poland, the last day of 2024": {"request": fixtures.changed(fixtures.h100, {"as_of": "2024-12-31"}), "subject": false},
	"Poland, the first day of 2025": {"request": fixtures.changed(fixtures.h100, {"as_of": "2025-01-01"}), "subject": true},
	"Poland, the last day of 2027": {"request": fixtures.changed(fixtures.h100, {"as_of": "2027-12-31"}), "subject": true},
	"Poland, the first day of 2028": {"request": fixtures.changed(fixtures.h100, {"as_of": "2028-01-01"}), "subject": false},
}

test_a_destination_with_an_allocation[name] if {
	some name, case in subjects
	told := [true | country_allocation.subject] with input as case.request
	count(told) > 0 == case.subject
}

licensed(tpp) := fixtures.changed(fixtures.h100, {"ledger": {"country_licensed_tpp": tpp}})

# 1,583,200 TPP on top of what was licensed.
fitting := {
	"to the last TPP": {"request": licensed(788416800), "fits": true},
	"one too many": {"request": licensed(788416801), "fits": false},
	"by a lower bound": {
		"request": fixtures.changed(fixtures.h100, {"ledger": {"complete": false}}),
		"fits": null,
	},
	"of a period without allocation": {
		"request": fixtures.changed(fixtures.h100, {"as_of": "2028-01-01"}),
		"fits": null,
	},
}

# Software for a 3A090.a chip, which has no TPP of its own.
software := fixtures.changed(fixtures.without(fixtures.h100, ["item"]), {"item": {
	"kind": "software",
	"eccn": "3D001",
	"related_eccn": "3A090.a",
	"other_controls_cleared": true,
}})

without_tpp := {
	"while the allocation is not met": {"request": software, "fits": true, "asks": set()},
	"with one TPP left": {
		"request": fixtures.changed(software, {"ledger": {"country_licensed_tpp": 789999999}}),
		"fits": true,
		"asks": set(),
	},
	"once it is met": {
		"request": fixtures.changed(software, {"ledger": {"country_licensed_tpp": 790000000}}),
		"fits": false,
		"asks": set(),
	},
	"by a lower bound": {
		"request": fixtures.changed(software, {"ledger": {"complete": false}}),
		"fits": null,
		"asks": {"ledger.complete"},
	},
	"without a ledger": {
		"request": fixtures.without(software, ["ledger"]),
		"fits": null,
		"asks": {"ledger.country", "ledger.country_licensed_tpp", "ledger.as_of"},
	},
}

test_software_draws_nothing_and_fits_until_the_allocation_is_met[name] if {
	some name, case in without_tpp
	country_allocation.fits == case.fits with input as case.request
	country_allocation.missing == case.asks with input as case.request
	country_allocation.row.requested_tpp == 0 with input as case.request
}

test_a_transaction_fits_into_the_allocation[name] if {
	some name, case in fitting
	country_allocation.fits == case.fits with input as case.request
}

row := {
	"pool": "country_allocation",
	"key": "PL",
	"period": "2025-2027",
	"basis": "licensed",
	"limit_tpp": 790000000,
	"used_tpp": 789000000,
	"requested_tpp": 1583200,
	"remaining_tpp": 1000000,
	"fits": false,
	"denominator_tpp": null,
	"ledger": {"source": "supplier records", "as_of": "2025-06-30", "complete": true},
}

test_the_row_of_the_allocation if country_allocation.row == row with input as licensed(789000000)

test_no_period_of_a_year_without_allocation if {
	request := fixtures.changed(fixtures.h100, {"as_of": "2028-01-01"})
	is_null(country_allocation.row.period) with input as request
}

test_reading_n13_measures_what_is_installed if {
	request := fixtures.changed(licensed(789000000), {"readings": {"N13": "installed_base"}})
	country_allocation.row == object.union(row, {"basis": "installed"}) with input as request
}

# A case that is undefined leaves its whole table undefined, and a test over no case passes.
test_tables_hold_cases if {
	every table in [requests, keys, limits, with_assurances, contradictions, subjects, without_tpp, fitting] {
		count(table) > 0
	}
}
