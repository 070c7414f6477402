package ear.uveu_shares_test

import rego.v2

import data.ear.fixtures_test as fixtures
import data.ear.uveu_shares as uveu
import data.ear.veu_fixtures_test as claims

changed(changes) := fixtures.changed(claims.universal, changes)

without(paths) := fixtures.without(claims.universal, paths)

headquartered(country) := changed({"parties": {"recipient": {"headquarters": country}}})

_outside := {"single_country", "outside_supplement_5a"}

held := {
	"a U.S. company to Malaysia": {"request": claims.universal, "to": (_outside | {"outside_united_states"})},
	"a U.S. company to Germany": {"request": changed({"destination": "DE"}), "to": {"outside_united_states"}},
	"a German company to Malaysia": {"request": headquartered("DE"), "to": _outside},
	"a Brazilian company to Malaysia": {"request": headquartered("BR"), "to": _outside},
	"a Brazilian company, as worded": {
		"request": fixtures.changed(headquartered("BR"), {"readings": {"N16": "headquartered_only"}}),
		"to": set(),
	},
	"a U.S. company, as worded": {
		"request": changed({"readings": {"N16": "headquartered_only"}}),
		"to": (_outside | {"outside_united_states"}),
	},
	"a company of unknown headquarters": {"request": without(["parties/recipient/headquarters"]), "to": _outside},
	"to an unknown country": {"request": changed({"destination": "QQ"}), "to": {"outside_united_states"}},
	"weights": {"request": claims.stored(claims.universal), "to": set()},
}

test_shares_that_it_is_held_to[name] if {
	some name, case in held
	uveu.concerned == case.to with input as case.request
}

test_only_parented_inside if {
	not uveu.only_parented with input as claims.universal
	uveu.only_parented with input as headquartered("BR")
}

# 1.1 and 2.2 add up to something else than 3.3.
test_the_countries_add_up_to_a_thousandth if {
	countries := {"US": 1.1, "DE": 2.2, "MY": 0, "BR": 0}
	uveu.whole with input as changed({"veu": {"compute": {"total_tpp": 3.3, "by_country": countries}}})
	not uveu.whole with input as changed({"veu": {"compute": {"total_tpp": 3.301, "by_country": countries}}})
}

amounts(request) := found if {
	found := {share: [row.used_tpp, row.requested_tpp, row.fits] | some share, row in uveu.table} with input as request
}

reexported(origin) := claims.moved(claims.universal, origin)

shares := {
	"bought": {"request": claims.universal, "amounts": {
		"single_country": [68416800, 1583200, true],
		"outside_supplement_5a": [188416800, 1583200, true],
		"outside_united_states": [480000000, 1583200, true],
	}},
	"moved from the United States": {"request": reexported("US"), "amounts": {
		"single_country": [68416800, 1583200, true],
		"outside_supplement_5a": [188416800, 1583200, true],
		"outside_united_states": [480000000, 1583200, true],
	}},
	"moved from Germany": {"request": reexported("DE"), "amounts": {
		"single_country": [68416800, 1583200, true],
		"outside_supplement_5a": [188416800, 1583200, true],
		"outside_united_states": [480000000, 0, true],
	}},
	"moved from Brazil": {"request": reexported("BR"), "amounts": {
		"single_country": [68416800, 1583200, true],
		"outside_supplement_5a": [188416800, 0, true],
		"outside_united_states": [480000000, 0, true],
	}},
	"moved from Brazil by its parent": {"request": sent_by({"name": "Group Holding"}), "amounts": {
		"single_country": [68416800, 1583200, true],
		"outside_supplement_5a": [188416800, 0, true],
		"outside_united_states": [480000000, 0, true],
	}},
	"moved from Brazil by its subsidiary": {
		"request": sent_by({"name": "Nuvem Ltda", "ultimate_parent": "Cloud Operator Inc"}),
		"amounts": {
			"single_country": [68416800, 1583200, true],
			"outside_supplement_5a": [188416800, 0, true],
			"outside_united_states": [480000000, 0, true],
		},
	},
	"moved from Brazil by its sister": {
		"request": sent_by({"name": "Sister Inc", "ultimate_parent": "Group Holding"}),
		"amounts": {
			"single_country": [68416800, 1583200, true],
			"outside_supplement_5a": [188416800, 1583200, true],
			"outside_united_states": [480000000, 1583200, true],
		},
	},
	"called an export from Brazil": {
		"request": fixtures.changed(reexported("BR"), {"activity": "export"}),
		"amounts": {
			"single_country": [68416800, 1583200, true],
			"outside_supplement_5a": [188416800, 0, true],
			"outside_united_states": [480000000, 0, true],
		},
	},
	"moved within Malaysia by its parent": {
		"request": fixtures.changed(claims.within(claims.universal), {"parties": {"exporter": {"name": "Group Holding"}}}),
		"amounts": {
			"single_country": [68416800, 0, true],
			"outside_supplement_5a": [188416800, 0, true],
			"outside_united_states": [480000000, 0, true],
		},
	},
	"moved within Malaysia": {"request": claims.within(claims.universal), "amounts": {
		"single_country": [68416800, 0, true],
		"outside_supplement_5a": [188416800, 0, true],
		"outside_united_states": [480000000, 0, true],
	}},
	"moved from Chile, where none of it stands": {"request": reexported("CL"), "amounts": {
		"single_country": [68416800, 1583200, true],
		"outside_supplement_5a": [188416800, 1583200, true],
		"outside_united_states": [480000000, 1583200, true],
	}},
	"more moved from Brazil than stands there": {
		"request": fixtures.changed(reexported("BR"), {"veu": {"compute": {"by_country": {"BR": 1583199, "US": 638416801}}}}),
		"amounts": {
			"single_country": [68416800, 1583200, true],
			"outside_supplement_5a": [69999999, 1, true],
			"outside_united_states": [361583199, 1, true],
		},
	},
	"more moved within Malaysia than stands there": {
		"request": fixtures.changed(claims.within(claims.universal), {"item": {"quantity": 88431}}),
		"amounts": {
			"single_country": [68416800, 1331622792, false],
			"outside_supplement_5a": [188416800, 1331622792, false],
			"outside_united_states": [480000000, 1331622792, false],
		},
	},
	"moved from a country that is left out": {
		"request": fixtures.without(reexported("BR"), ["veu/compute/by_country/BR"]),
		"amounts": {
			"single_country": [68416800, 1583200, null],
			"outside_supplement_5a": [68416800, 0, null],
			"outside_united_states": [360000000, 0, null],
		},
	},
	"no quantity of what is moved within Malaysia, and nothing left": {
		"request": claims.within(fixtures.without(
			changed({"veu": {"compute": {"by_country": {"MY": 70000000, "US": 518416800}}}}),
			["item/quantity"],
		)),
		"amounts": {
			"single_country": [70000000, null, null],
			"outside_supplement_5a": [190000000, null, null],
			"outside_united_states": [481583200, null, null],
		},
	},
	"no quantity, and nothing left": {
		"request": fixtures.without(changed({"veu": {"compute": {"by_country": {"MY": 70000000, "US": 518416800}}}}), ["item/quantity"]),
		"amounts": {
			"single_country": [70000000, null, false],
			"outside_supplement_5a": [190000000, null, null],
			"outside_united_states": [481583200, null, null],
		},
	},
	"one too many, of a total that may grow": {"request": after(one_too_many), "amounts": {
		"single_country": [68416801, 1583200, null],
		"outside_supplement_5a": [188416801, 1583200, true],
		"outside_united_states": [480000001, 1583200, true],
	}},
	"one too many, if a chip counts": {"request": mixed(69995200), "amounts": {
		"single_country": [69995200, 6400, null],
		"outside_supplement_5a": [189995200, 6400, true],
		"outside_united_states": [481578400, 6400, true],
	}},
	"countries that do not add up": {"request": without(["veu/compute/by_country/BR"]), "amounts": {
		"single_country": [68416800, 1583200, null],
		"outside_supplement_5a": [68416800, 1583200, null],
		"outside_united_states": [360000000, 1583200, null],
	}},
	"countries that tell enough for a refusal": {
		"request": fixtures.without(changed({"veu": {"compute": {"by_country": {"MY": 68416801}}}}), ["veu/compute/by_country/US"]),
		"amounts": {
			"single_country": [68416801, 1583200, false],
			"outside_supplement_5a": [188416801, 1583200, null],
			"outside_united_states": [480000001, 1583200, null],
		},
	},
	"no countries": {"request": without(["veu/compute/by_country"]), "amounts": {
		"single_country": [null, 1583200, null],
		"outside_supplement_5a": [null, 1583200, null],
		"outside_united_states": [null, 1583200, null],
	}},
	"no countries, and too large by itself": {
		"request": fixtures.without(changed({"item": {"quantity": 31583}}), ["veu/compute/by_country"]),
		"amounts": {
			"single_country": [null, 500022056, false],
			"outside_supplement_5a": [null, 500022056, false],
			"outside_united_states": [null, 500022056, false],
		},
	},
	"no total": {"request": without(["veu/compute/total_tpp"]), "amounts": {
		"single_country": [68416800, 1583200, null],
		"outside_supplement_5a": [188416800, 1583200, null],
		"outside_united_states": [480000000, 1583200, null],
	}},
	"no quantity and no compute": {"request": without(["item/quantity", "veu/compute"]), "amounts": {
		"single_country": [null, null, null],
		"outside_supplement_5a": [null, null, null],
		"outside_united_states": [null, null, null],
	}},
	"no quantity": {"request": without(["item/quantity"]), "amounts": {
		"single_country": [68416800, null, null],
		"outside_supplement_5a": [188416800, null, null],
		"outside_united_states": [480000000, null, null],
	}},
}

test_what_stands_there_what_is_added_and_whether_it_fits[name] if {
	some name, case in shares
	amounts(case.request) == case.amounts
}

test_the_total_before_or_after_decides if {
	not uveu.total_matters with input as claims.universal
	uveu.total_matters with input as changed({"veu": {"compute": {"by_country": {"MY": 68416801}}}})
	uveu.total_matters with input as changed({"veu": {"compute": {"by_country": {"MY": 68527624}}}})
	not uveu.total_matters with input as changed({"veu": {"compute": {"by_country": {"MY": 68527625}}}})
	uveu.total_matters with input as after(supplied(one_too_many))
	not uveu.total_matters with input as after(supplied(claims.universal))
	not uveu.total_matters with input as without(["veu/compute"])
	not uveu.total_matters with input as without(["item/quantity"])
	not uveu.total_matters with input as fixtures.changed(
		sent_by({"name": "Group Holding"}),
		{"veu": {"compute": {"by_country": {"MY": 68416801}}}},
	)
}

# To a place where so much stands, a board of a chip that meets 3A090.a and of one that may.
mixed(standing) := fixtures.changed(fixtures.without(claims.universal, ["item"]), {
	"item": {"kind": "electronic_assembly", "eccn": "4A090.a", "quantity": 1, "integrated_circuits": [
		{"count": 1, "tpp": 4800, "performance_density": null, "datacenter": true},
		{"count": 1, "tpp": 1600, "datacenter": true},
	]},
	"veu": {"compute": {"by_country": {"MY": standing, "US": 588416800 - standing}}},
})

test_the_rows_of_the_shares if {
	rows := [[row.key, row.limit_tpp, row.remaining_tpp] | some row in uveu.rows] with input as claims.universal
	rows == [
		["Cloud Operator Inc/MY", 70000000, 1583200],
		["Cloud Operator Inc/outside_supplement_5a", 250000000, 61583200],
		["Cloud Operator Inc/outside_united_states", 500000000, 20000000],
	]
	uveu.rows[0] == {
		"pool": "uveu",
		"key": "Cloud Operator Inc/MY",
		"period": null,
		"basis": "share",
		"limit_tpp": 70000000,
		"used_tpp": 68416800,
		"requested_tpp": 1583200,
		"remaining_tpp": 1583200,
		"fits": true,
		"denominator_tpp": 1000000000,
		"ledger": null,
	} with input as claims.universal
}

# A case that is undefined leaves its whole table undefined, and a test over no case passes.
test_tables_hold_cases if {
	every table in [held, shares] {
		count(table) > 0
	}
}
