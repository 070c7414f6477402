package ear.data_center_test

import rego.v2

import data.ear.data_center
import data.ear.fixtures_test as fixtures
import data.ear.veu_fixtures_test as claims

changed(changes) := fixtures.changed(claims.universal, changes)

without(path) := fixtures.without(claims.universal, [path])

passed_on(request, as_received) := fixtures.changed(claims.within(request), {
	"item": {"received_under": as_received},
	"parties": {"exporter": {"name": "Distributor Sdn"}},
})

# Another company takes the role, told by name.
other(role) := changed({"parties": {role: {"name": "Other Sdn", "listed": []}}})

# Who operates the data center is told for the receiver that the holder is not.
operating(role, changes) := fixtures.changed(
	changed({
		"parties": {other_receiver[role]: {"name": "Operator Sdn", "listed": []}},
		"facility": {"operator": {"name": "Operator Sdn"}, "operator_veu": true},
		"veu": {"holder": role},
	}),
	changes,
)

other_receiver := {"ultimate_consignee": "end_user", "end_user": "ultimate_consignee", "exporter": "end_user"}

broken := {
	"nothing": {"request": claims.universal, "unmet": set()},
	"neither listed nor a letter": {
		"request": changed({"veu": {"listed_or_letter": false}}),
		"unmet": {"748.15(a)(1)/listed_or_letter"},
	},
	"another end user": {"request": other("end_user"), "unmet": {"748.15(a)(1)/holder"}},
	"another ultimate consignee": {"request": other("ultimate_consignee"), "unmet": {"748.15(a)(1)/holder"}},
	"its operator, a validated end user, is the end user": {"request": operating("ultimate_consignee", {}), "unmet": set()},
	"its operator, a validated end user, is the ultimate consignee": {"request": operating("end_user", {}), "unmet": set()},
	"its operator, no validated end user, is the end user": {
		"request": operating("ultimate_consignee", {"facility": {"operator_veu": false}}),
		"unmet": {"748.15(a)(1)/holder"},
	},
	"its operator alone receives": {
		"request": operating("exporter", {"parties": {"recipient": {"name": "Operator Sdn"}}}),
		"unmet": {"748.15(a)(1)/holder"},
	},
	"another purchaser": {"request": other("purchaser"), "unmet": set()},
	"suspended": {"request": changed({"veu": {"status": "suspended"}}), "unmet": {"748.15(a)(4)/status"}},
	"revoked": {"request": changed({"veu": {"status": "revoked"}}), "unmet": {"748.15(a)(4)/status"}},
	"another ECCN": {"request": changed({"veu": {"authorized_eccns": ["4A090.a"]}}), "unmet": {"748.15(a)(2)(i)/eccn"}},
	"no ECCN": {"request": changed({"veu": {"authorized_eccns": null}}), "unmet": {"748.15(a)(2)(i)/eccn"}},
	"the heading of its ECCN": {"request": changed({"veu": {"authorized_eccns": ["3A090"]}}), "unmet": set()},
	"a beginning that is no paragraph": {
		"request": changed({"veu": {"authorized_eccns": ["3A09"]}}),
		"unmet": {"748.15(a)(2)(i)/eccn"},
	},
	"not for a data center": {
		"request": changed({"end_use": {"purpose": "consumer"}}),
		"unmet": {"748.15(c)(2)/data_center"},
	},
	"for training": {"request": changed({"end_use": {"purpose": "model_training"}}), "unmet": set()},
	"for weights": {"request": changed({"end_use": {"purpose": "weights_storage"}}), "unmet": set()},
	"a release to a person": {"request": changed({"activity": "deemed_export"}), "unmet": {"748.15/deemed"}},
	"to China": {
		"request": changed({"destination": "CN", "veu": {"authorized_destinations": ["CN", "MY"]}}),
		"unmet": {"748.15(b)(2)/location"},
	},
	"a data center in Macau": {
		"request": changed({"facility": {"location": "MO"}, "veu": {"authorized_destinations": ["MO", "MY"]}}),
		"unmet": {"748.15(b)(2)/location"},
	},
	"another destination": {
		"request": changed({"destination": "TH"}),
		"unmet": {"748.15(d)(2)(i)/authorized_destination"},
	},
	"a data center in another country": {
		"request": changed({"facility": {"location": "TH"}}),
		"unmet": {"748.15(d)(2)(i)/authorized_destination"},
	},
	"no destination": {
		"request": changed({"veu": {"authorized_destinations": null}}),
		"unmet": {"748.15(d)(2)(i)/authorized_destination"},
	},
	"a region under embargo": {"request": changed({"destination_region": "UA-crimea"}), "unmet": {"746.6/region"}},
	"nothing, of what may be among the ECCNs": {
		"request": fixtures.changed(without("item/eccn"), {"veu": {"authorized_eccns": ["5A992.z"]}}),
		"unmet": set(),
	},
	"whatever its ECCN, which is not told": {
		"request": fixtures.changed(without("item/eccn"), {"veu": {"authorized_eccns": ["4A090"]}}),
		"unmet": {"748.15(a)(2)(i)/eccn"},
	},
	"a concern under part 746": {"request": changed({"end_use": {"part_746": "concern"}}), "unmet": {"746/concern"}},
	"a concern": {"request": changed({"end_use": {"part_744": "concern"}}), "unmet": {"748.15(d)(2)/part_744"}},
	"a listed party": {
		"request": changed({"parties": {"recipient": {"listed": ["sdn"]}}}),
		"unmet": {"748.15(d)(2)/listed_party"},
	},
	"a listed owner of the data center": {
		"request": changed({"facility": {"owner": {"listed": ["unverified_list", "sdn"]}}}),
		"unmet": {"748.15(d)(2)/listed_party"},
	},
	"an owner on the Unverified List": {
		"request": changed({"facility": {"owner": {"listed": ["unverified_list"]}}}),
		"unmet": set(),
	},
	"an owner located in China": {
		"request": changed({"facility": {"owner": {"location": "CN"}}}),
		"unmet": {"748.15(b)(2)/location"},
	},
	"informed": {"request": changed({"end_use": {"bis_informed": true}}), "unmet": {"744.23(b)/informed"}},
	"transferred by itself": {"request": claims.within(claims.universal), "unmet": set()},
	"transferred by another": {
		"request": passed_on(claims.universal, "license"),
		"unmet": {"748.15(d)(2)(iii)/same_validated_end_user"},
	},
	"transferred by another, read otherwise": {
		"request": passed_on(changed({"readings": {"N15": "any_transfer"}}), "license"),
		"unmet": set(),
	},
	"received by another validated end user": {
		"request": passed_on(changed({"readings": {"N15": "any_transfer"}}), "UVEU"),
		"unmet": {"748.15(d)(2)(iii)/same_validated_end_user"},
	},
	"no certification": {
		"request": changed({"documents": {"veu_certification": null}}),
		"unmet": {"748.15(e)/certification"},
	},
	"no certification for a transfer": {
		"request": fixtures.changed(claims.within(claims.universal), {"documents": {"veu_certification": null}}),
		"unmet": set(),
	},
	"no document at all for a transfer": {
		"request": fixtures.changed(claims.within(claims.universal), {"documents": null}),
		"unmet": set(),
	},
	"certified the day after a transfer": {
		"request": fixtures.changed(
			claims.within(claims.universal),
			{"documents": {"veu_certification": {"signed_on": "2026-03-03"}}},
		),
		"unmet": set(),
	},
	"no document at all": {"request": changed({"documents": null}), "unmet": {"748.15(e)/certification"}},
	"signed on the day": {
		"request": changed({"documents": {"veu_certification": {"signed_on": "2026-03-02"}}}),
		"unmet": set(),
	},
	"signed the day after": {
		"request": changed({"documents": {"veu_certification": {"signed_on": "2026-03-03"}}}),
		"unmet": {"748.15(e)/signed_before_use"},
	},
}

test_each_condition_is_broken_by_its_fact[name] if {
	some name, case in broken
	data_center.unmet == case.unmet with input as case.request
}

test_items_of_missile_technology_are_not_eligible if {
	"748.15(c)/item" in data_center.unmet with data.ear.classification.eccn as "3A001.z.2.a"
		with input as claims.universal
	not "748.15(c)/item" in data_center.unmet with data.ear.classification.eccn as "3A001.z.1.a"
		with input as claims.universal
}

# Another item to Germany, bought or forwarded there by a company of these seats.
item_for(eccn) := fixtures.changed(
	fixtures.without(claims.universal, ["item"]),
	{
		"destination": "DE",
		"item": {"kind": "integrated_circuit", "eccn": eccn, "quantity": 100},
		"veu": {"authorized_eccns": ["3A090", "3E001"], "authorized_destinations": ["DE", "MY"]},
	},
)

by(role, eccn, seats) := fixtures.changed(
	item_for(eccn),
	{"parties": {role: object.union({"name": "Between GmbH", "location": "DE", "listed": []}, seats)}},
)

seated(headquarters, parent) := {"headquarters": headquarters, "ultimate_parent_headquarters": parent}

developed_in(country) := fixtures.changed(
	fixtures.without(claims.moved(claims.universal, "VN"), ["item"]),
	{
		"item": object.union(fixtures.technology.item, {"developer": seated(country, country)}),
		"veu": {"authorized_eccns": ["3E001"]},
	},
)

sold := {
	"3A090.b": item_for("3A090.b"),
	"3A090.b, Chinese buyer": by("purchaser", "3A090.b", seated("CN", "CN")),
	"3A090.b, buyer of Macau": by("purchaser", "3A090.b", seated("MO", "DE")),
	"3A090.b, Chinese parent of the buyer": by("purchaser", "3A090.b", seated("DE", "CN")),
	"3A090.b, German buyer": by("purchaser", "3A090.b", seated("DE", "DE")),
	"3A090.b, Chinese forwarder": by("intermediate_consignee", "3A090.b", seated("CN", "CN")),
	"3A090.a, Chinese buyer": by("purchaser", "3A090.a", seated("CN", "CN")),
	"3A090.c": item_for("3A090.c"),
	"3A090.c, Chinese buyer": by("purchaser", "3A090.c", seated("CN", "CN")),
	"3E001, Polish developer": developed_in("PL"),
	"3E001, Chinese developer": developed_in("CN"),
	"3E001, Chinese developer, from Poland": fixtures.changed(developed_in("CN"), {"origin": "PL"}),
	"3E001, Chinese developer, for other chips": fixtures.changed(
		developed_in("CN"),
		{"item": {"for_production_of": "3A991.p"}},
	),
}

test_nothing_that_744_23_holds_by_headquarters_is_carried if {
	{name | some name, request in sold; "744.23(a)(3)/no_authorization" in data_center.unmet with input as request} == {
		"3A090.b, Chinese buyer",
		"3A090.b, buyer of Macau",
		"3A090.b, Chinese parent of the buyer",
		"3A090.b, Chinese forwarder",
		"3A090.c, Chinese buyer",
		"3E001, Chinese developer",
	}
}

resold := fixtures.changed(claims.moved(claims.universal, "DE"), {"parties": {"exporter": {"name": "Dealer GmbH"}}})

questions := {
	"a list or a letter": {"request": claims.universal, "touches": {"N21"}},
	"neither": {"request": changed({"veu": {"listed_or_letter": false}}), "touches": set()},
	"a transfer by another": {"request": passed_on(claims.universal, "license"), "touches": {"N15", "N21"}},
}

test_readings_that_it_touches[name] if {
	some name, case in questions
	data_center.touches == case.touches with input as case.request
}

test_whether_it_is_a_letter_is_told_by_nobody if {
	data_center.notices == set() with input as claims.universal
	strict := changed({"readings": {"N21": "listed_only"}})
	data_center.notices == {"unknown/supplement_7_listing"} with input as strict
}

test_an_owner_where_d_5_is_contested_leaves_it_open if {
	located := changed({"facility": {"owner": {"name": "Landlord", "location": "ET", "headquarters": "MY"}}})
	data_center.notices == {"unknown/d5_by_note"} with input as located
	seated := changed({"facility": {"owner": {"name": "Landlord", "location": "MY", "headquarters": "ET"}}})
	data_center.notices == {"unknown/d5_by_note"} with input as seated
}

# A case that is undefined leaves its whole table undefined, and a test over no case passes.
test_tables_hold_cases if {
	every table in [broken, sold, questions] {
		count(table) > 0
	}
}
