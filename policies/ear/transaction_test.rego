package ear.transaction_test

import rego.v2

import data.ear.fixtures_test as fixtures
import data.ear.transaction

activities := {"export", "reexport", "transfer_in_country", "deemed_export", "deemed_reexport", "service"}

test_releases_to_employees_are_deemed if {
	found := {activity | some activity in activities; transaction.deemed with input.activity as activity}
	found == {"deemed_export", "deemed_reexport"}
}

test_reexports_and_transfers_go_onward if {
	found := {activity | some activity in activities; transaction.onward with input.activity as activity}
	found == {"reexport", "transfer_in_country"}
}

test_an_export_goes_onward_from_abroad_alone if {
	transaction.onward with input as {"as_of": "2025-07-01", "activity": "export", "origin": "DE"}
	transaction.onward with input as {"as_of": "2025-07-01", "activity": "export", "origin": "QQ"}
	not transaction.onward with input as {"as_of": "2025-07-01", "activity": "export", "origin": "US"}
	not transaction.onward with input as {"as_of": "2025-07-01", "activity": "export"}
}

moves := {
	"transfer within a country": {"activity": "transfer_in_country", "origin": "CN", "destination": "CN"},
	"transfer out of it": {"activity": "transfer_in_country", "origin": "PL", "destination": "CN"},
	"transfer from a place untold": {"activity": "transfer_in_country", "destination": "CN"},
	"reexport": {"activity": "reexport", "origin": "PL", "destination": "CN"},
	"reexport within a country": {"activity": "reexport", "origin": "PL", "destination": "PL"},
	"reexport out of the United States": {"activity": "reexport", "origin": "US", "destination": "PL"},
	"reexport from a place untold": {"activity": "reexport", "destination": "PL"},
	"reexport to the United States": {"activity": "reexport", "origin": "PL", "destination": "US"},
	"export from abroad": {"activity": "export", "origin": "PL", "destination": "CN"},
	"export within a country": {"activity": "export", "origin": "PL", "destination": "PL"},
	"export within the United States": {"activity": "export", "origin": "US", "destination": "US"},
	"release abroad": {"activity": "deemed_reexport", "origin": "PL", "destination": "CN"},
	"release abroad that is none": {"activity": "deemed_reexport", "origin": "US", "destination": "CN"},
	"release to who is abroad": object.union(released_abroad, {"parties": {"recipient": {"location": "PL"}}}),
	"release to who is in the United States": object.union(released_abroad, {"parties": {"recipient": {"location": "US"}}}),
	"release to who was there": object.union(
		object.union(released_abroad, {"origin": "PL"}),
		{"parties": {"recipient": {"location": "US"}}},
	),
}

released_abroad := {"activity": "deemed_reexport", "destination": "CN"}

test_an_origin_may_contradict_the_act if {
	found := {name |
		some name, move in moves
		transaction.contradicted with input as object.union(move, {"as_of": "2025-07-01"})
	}
	found == {
		"transfer out of it",
		"reexport within a country",
		"reexport out of the United States",
		"export within a country",
		"release abroad that is none",
		"release to who is in the United States",
	}
}

# Parties as the request tells them, and the recipients that stand for purchaser, consignee and end user.
parties := {
	"none": {"told": {}, "recipients": {"parties.recipient": {}}},
	"one for all": {"told": {"recipient": {"name": "A"}}, "recipients": {"parties.recipient": {"name": "A"}}},
	"every role": {
		"told": {"purchaser": {"name": "A"}, "ultimate_consignee": {"name": "B"}, "end_user": {"name": "C"}},
		"recipients": {
			"parties.purchaser": {"name": "A"},
			"parties.ultimate_consignee": {"name": "B"},
			"parties.end_user": {"name": "C"},
		},
	},
	"every role beside a recipient": {
		"told": {
			"recipient": {"name": "D"},
			"purchaser": {"name": "A"},
			"ultimate_consignee": {"name": "B"},
			"end_user": {"name": "C"},
		},
		"recipients": {
			"parties.purchaser": {"name": "A"},
			"parties.ultimate_consignee": {"name": "B"},
			"parties.end_user": {"name": "C"},
		},
	},
	"a role beside the recipient": {
		"told": {"recipient": {"name": "A"}, "end_user": {"name": "C"}},
		"recipients": {"parties.recipient": {"name": "A"}, "parties.end_user": {"name": "C"}},
	},
	"a role alone": {
		"told": {"end_user": {"name": "C"}},
		"recipients": {"parties.recipient": {}, "parties.end_user": {"name": "C"}},
	},
	"no word of a purchaser": {
		"told": {"ultimate_consignee": {"name": "B"}, "end_user": {"name": "C"}},
		"recipients": {
			"parties.recipient": {},
			"parties.ultimate_consignee": {"name": "B"},
			"parties.end_user": {"name": "C"},
		},
	},
	"no purchaser": {
		"told": {"purchaser": null, "ultimate_consignee": {"name": "B"}, "end_user": {"name": "C"}},
		"recipients": {"parties.ultimate_consignee": {"name": "B"}, "parties.end_user": {"name": "C"}},
	},
	"an exporter is no recipient": {
		"told": {"recipient": {"name": "A"}, "exporter": {"name": "X"}},
		"recipients": {"parties.recipient": {"name": "A"}},
	},
}

test_recipients_by_request_path[name] if {
	some name, case in parties
	transaction.recipients == case.recipients with input as {"parties": case.told}
}

test_without_parties_the_recipient_is_untold if {
	transaction.recipients == {"parties.recipient": {}} with input as {}
}

test_an_intermediate_consignee_is_a_counterparty_and_no_recipient if {
	told := {"recipient": {"name": "A"}, "intermediate_consignee": {"name": "F"}}
	transaction.recipients == {"parties.recipient": {"name": "A"}} with input as {"parties": told}
	transaction.counterparties == {
		"parties.recipient": {"name": "A"},
		"parties.intermediate_consignee": {"name": "F"},
	} with input as {"parties": told}
}

test_without_an_intermediate_consignee_the_counterparties_are_the_recipients if {
	told := {"recipient": {"name": "A"}, "intermediate_consignee": null}
	transaction.counterparties == {"parties.recipient": {"name": "A"}} with input as {"parties": told}
}

test_a_named_role_wins_over_the_recipient if {
	request := {"parties": {"recipient": {"name": "A"}, "ultimate_consignee": {"name": "B"}, "end_user": {"name": "C"}}}
	transaction.ultimate_consignee_path == "parties.ultimate_consignee" with input as request
	transaction.ultimate_consignee == {"name": "B"} with input as request
	transaction.end_user_path == "parties.end_user" with input as request
	transaction.end_user == {"name": "C"} with input as request
}

test_the_recipient_is_consignee_and_end_user_where_no_other_is_named if {
	request := {"parties": {"recipient": {"name": "A"}}}
	transaction.ultimate_consignee_path == "parties.recipient" with input as request
	transaction.ultimate_consignee == {"name": "A"} with input as request
	transaction.end_user_path == "parties.recipient" with input as request
	transaction.end_user == {"name": "A"} with input as request
}

# Poland through a forwarder at home in France; each case changes the headquarters of one of both.
routed(changes) := {"as_of": "2025-07-01", "parties": object.union(
	{
		"exporter": {"headquarters": "CN", "ultimate_parent_headquarters": "CN"},
		"recipient": {"headquarters": "US", "ultimate_parent_headquarters": "DE"},
		"intermediate_consignee": {"headquarters": "FR", "ultimate_parent_headquarters": "FR"},
	},
	changes,
)}

test_headquarters_are_those_of_every_party_but_the_exporter if {
	transaction.headquarters == {"US", "DE", "FR"} with input as routed({})
}

nexus := {
	"nobody": {"changes": {}, "macau_or_d5": false, "outside": false},
	"the recipient's parent": {
		"changes": {"recipient": {"ultimate_parent_headquarters": "CN"}},
		"macau_or_d5": true,
		"outside": true,
	},
	"the recipient, in Macau": {
		"changes": {"recipient": {"headquarters": "MO"}},
		"macau_or_d5": true,
		"outside": true,
	},
	"the recipient, in Poland": {
		"changes": {"recipient": {"headquarters": "PL"}},
		"macau_or_d5": false,
		"outside": true,
	},
	"the forwarder": {
		"changes": {"intermediate_consignee": {"headquarters": "CN"}},
		"macau_or_d5": true,
		"outside": false,
	},
	"the recipient, nobody knows where": {
		"changes": {"recipient": {"headquarters": "QQ"}},
		"macau_or_d5": false,
		"outside": false,
	},
}

test_macau_and_d5_headquarters_of_any_counterparty_matter if {
	found := {name |
		some name, case in nexus
		transaction.macau_or_d5_headquartered with input as routed(case.changes)
	}
	found == {name | some name, case in nexus; case.macau_or_d5 == true}
}

test_headquarters_outside_supplement_5_of_a_recipient_matter if {
	found := {name |
		some name, case in nexus
		transaction.outside_headquartered with input as routed(case.changes)
	}
	found == {name | some name, case in nexus; case.outside == true}
}

test_headquarters_that_no_table_knows_are_asked if {
	transaction.headquarters_missing == set() with input as routed({})
	transaction.headquarters_missing == {"parties.recipient.headquarters"} with input as routed(nexus["the recipient, nobody knows where"].changes)
	transaction.headquarters_missing == {
		"parties.recipient.headquarters",
		"parties.recipient.ultimate_parent_headquarters",
	} with input as {"as_of": "2025-07-01"}
}

test_the_tpp_of_a_transaction_is_the_quantity_times_that_of_a_unit if {
	transaction.requested_tpp == 1583200 with input as fixtures.h100
	transaction.requested_tpp == 12665600 with input as fixtures.boards
	transaction.requested_tpp_missing == set() with input as fixtures.boards
}

test_a_transaction_is_rounded_to_a_thousandth if {
	transaction.requested_tpp == 15854.4 with input as fixtures.changed(fixtures.rtx_4090, {"item": {"quantity": 3}})
}

test_quantity_and_tpp_are_asked if {
	request := fixtures.without(fixtures.h100, ["item/quantity", "item/tpp"])
	transaction.requested_tpp_missing == {"item.quantity", "item.tpp"} with input as request
	not transaction.requested_tpp with input as request
}

# Where an export leaves from, and whether that is abroad.
origins := {"US": false, "TW": true, "CN": true, "QQ": true}

test_what_leaves_from_another_country_comes_from_abroad if {
	every country, abroad in origins {
		[yes | yes := transaction.from_abroad] == [true | abroad] with input as {
			"as_of": "2025-07-01",
			"activity": "export",
			"origin": country,
		}
	}
	not transaction.from_abroad with input as {"as_of": "2025-07-01", "activity": "export"}
}

# Whether a release that leaves from there is a deemed reexport.
releases_by_origin := {
	"deemed export": {"activity": "deemed_export", "is": false},
	"deemed export from the United States": {"activity": "deemed_export", "origin": "US", "is": false},
	"deemed export from China": {"activity": "deemed_export", "origin": "CN", "is": true},
	"deemed export from where no table knows": {"activity": "deemed_export", "origin": "QQ", "is": true},
	"deemed reexport": {"activity": "deemed_reexport", "is": true},
	"export from China": {"activity": "export", "origin": "CN", "is": false},
}

test_a_release_abroad_is_a_deemed_reexport_whatever_it_is_called if {
	every case in releases_by_origin {
		told := object.union({"as_of": "2025-07-01"}, object.remove(case, ["is"]))
		[yes | yes := transaction.deemed_reexport] == [true | case.is] with input as told
	}
}

# TPP of the shipment that a chip of 1,583,200 TPP is part of; [] while undefined.
shipments := {
	"as told": {"shipment": {"aggregate_tpp": 3200000}, "tpp": [3200000]},
	"as told, of one line": {"shipment": {"aggregate_tpp": 3200000, "lines": 1}, "tpp": [3200000]},
	"its own, of one line": {"shipment": {"lines": 1}, "tpp": [1583200]},
	"of two lines": {"shipment": {"lines": 2}, "tpp": []},
	"untold": {"shipment": null, "tpp": []},
}

test_the_tpp_of_the_shipment[name] if {
	some name, case in shipments
	request := object.union(fixtures.without(fixtures.h100, ["shipment"]), {"shipment": case.shipment})
	[tpp | tpp := transaction.shipment_tpp] == case.tpp with input as request
}

# A case that is undefined leaves its whole table undefined, and a test over no case passes.
test_tables_hold_cases if {
	every table in [moves, parties, nexus, releases_by_origin, shipments] {
		count(table) > 0
	}
}
