package ear.flags_test

import rego.v2

import data.ear.fixtures_test as fixtures
import data.ear.flags
import data.ear.veu_fixtures_test as claims

german := fixtures.to(fixtures.h100, "DE")

# Infrastructure on which a customer trains a model of ECCN 4E091.
training(customer) := fixtures.changed(german, {"end_use": {"training": {
	"model_4e091": true,
	"service": "iaas",
	"bis_authorization": true,
	"customer": customer,
}}})

insider := {"location": "DE", "headquarters": "DE", "ultimate_parent_headquarters": "US"}

trainer(changes) := training(object.union(insider, changes))

other_training(changes) := fixtures.changed(trainer({"headquarters": "PL"}), {"end_use": {"training": changes}})

customer(facts) := fixtures.changed(fixtures.h100, {"end_use": {"ultimate_customer": facts}})

notified(day) := fixtures.changed(fixtures.to(fixtures.rtx_4090, "CN"), {"documents": {"nac_notification": {
	"submitted_on": day,
	"registered_on": day,
	"outcome": "confirmed",
	"covers_this_shipment": true,
}}})

forwarded(request) := fixtures.changed(request, {"parties": {"intermediate_consignee": {
	"location": "DE",
	"headquarters": "DE",
	"ultimate_parent_headquarters": "DE",
	"listed": [],
}}})

item(facts) := fixtures.changed(german, {"item": facts})

cases := {
	"nothing to look at": {"request": german, "raised": set()},
	"training for an insider": {"request": trainer({}), "raised": set()},
	"training for a customer headquartered outside": {
		"request": trainer({"headquarters": "PL"}),
		"raised": {"732.S3/28"},
	},
	"training for a customer headquartered outside, before the text answers": {
		"request": fixtures.changed(trainer({"headquarters": "PL"}), {"as_of": "2025-05-14"}),
		"raised": set(),
	},
	"training for a customer headquartered outside, on the day it answers": {
		"request": fixtures.changed(trainer({"headquarters": "PL"}), {"as_of": "2025-05-15"}),
		"raised": {"732.S3/28"},
	},
	"training for a customer headquartered outside, as enforced": {
		"request": fixtures.changed(trainer({"headquarters": "PL"}), {"posture": "enforced"}),
		"raised": set(),
	},
	"a release of weights by 734.20(a)": {
		"request": fixtures.changed(fixtures.weights, {
			"activity": "deemed_reexport",
			"origin": "DE",
			"employee": {"not_deemed_reexport": "734.20(a)"},
		}),
		"raised": {"734.20(a)/license"},
	},
	"training for a customer parented outside": {
		"request": trainer({"ultimate_parent_headquarters": "PL"}),
		"raised": {"732.S3/28"},
	},
	"training for a customer located outside": {"request": trainer({"location": "PL"}), "raised": {"732.S3/28"}},
	"training for a customer located outside, N18 as worded": {
		"request": fixtures.changed(trainer({"location": "PL"}), {"readings": {"N18": "as_worded"}}),
		"raised": set(),
	},
	"training for a customer headquartered outside, N18 as worded": {
		"request": fixtures.changed(trainer({"headquarters": "PL"}), {"readings": {"N18": "as_worded"}}),
		"raised": {"732.S3/28"},
	},
	"training for a customer where no table knows": {"request": trainer({"headquarters": "QQ"}), "raised": set()},
	"training of a smaller model": {"request": other_training({"model_4e091": false}), "raised": set()},
	"training through an interface": {"request": other_training({"service": "api"}), "raised": {"732.S3/28"}},
	"inference alone": {"request": other_training({"service": "inference"}), "raised": set()},
	"training of its own": {"request": other_training({"service": "own"}), "raised": set()},
	"reexport that leaves no country": {
		"request": fixtures.changed(german, {"activity": "reexport", "origin": "DE", "item": {"received_under": "none"}}),
		"raised": {"734/reexport_origin"},
	},
	"reexport that leaves the United States": {
		"request": fixtures.changed(german, {"activity": "reexport", "origin": "US", "item": {"received_under": "none"}}),
		"raised": {"734/reexport_origin"},
	},
	"training, how it is sold untold": {
		"request": fixtures.without(other_training({}), ["end_use/training/service"]),
		"raised": set(),
	},
	"a service of training, how it is sold untold": {
		"request": fixtures.changed(
			fixtures.without(other_training({}), ["end_use/training/service"]),
			{"activity": "service"},
		),
		"raised": {"732.S3/28"},
	},
	"outside the EAR by the share of U.S. content, out of the United States": {
		"request": item({"subject_to_ear": {"value": false, "basis": "734.4"}}),
		"raised": {"734.9(h)/product_scope", "734.9/foreign_produced"},
	},
	"an export within a country": {
		"request": fixtures.changed(german, {"origin": "DE", "item": {"received_under": "none"}}),
		"raised": {"734/reexport_origin"},
	},
	"a release that is called a reexport, in the United States": {
		"request": fixtures.changed(fixtures.weights, {
			"activity": "deemed_reexport",
			"origin": "US",
			"employee": {"not_deemed_reexport": "none"},
		}),
		"raised": {"734/reexport_origin"},
	},
	"an exporter under a denial order": {
		"request": fixtures.changed(german, {"parties": {"exporter": {"listed": ["denied_persons"]}}}),
		"raised": {"740.2(a)(2)/listed_exporter"},
	},
	"an exporter on the Entity List": {
		"request": fixtures.changed(german, {"parties": {"exporter": {"listed": ["entity_list"]}}}),
		"raised": set(),
	},
	"a consignee that lends, and has had its limit": {
		"request": lending(26900000),
		"raised": {"740.29(f)(iii)/certified"},
	},
	"a consignee that lends, one TPP below its limit": {"request": lending(26899999), "raised": set()},
	"a customer on the Entity List": {
		"request": fixtures.changed(german, {"end_use": {"ultimate_customer": {"listed": ["entity_list"]}}}),
		"raised": {"740.2(a)(2)/listed_customer"},
	},
	"a customer on no list": {
		"request": fixtures.changed(german, {"end_use": {"ultimate_customer": {"listed": []}}}),
		"raised": set(),
	},
	"trained for who is blocked": {
		"request": fixtures.changed(german, {"end_use": {"training": {"customer": {"listed": ["sdn"]}}}}),
		"raised": {"740.2(a)(2)/listed_customer"},
	},
	"a majority owner in China, of no validated end user": {
		"request": fixtures.changed(german, {"parties": {"recipient": {"majority_owner_headquarters": "CN"}}}),
		"raised": set(),
	},
	"a majority owner of a validated end user in China": {
		"request": fixtures.changed(claims.national, {"parties": {"recipient": {"majority_owner_headquarters": "CN"}}}),
		"raised": {"748.S10/13/majority_owner"},
	},
	"a majority owner of a validated end user in Germany": {
		"request": fixtures.changed(claims.national, {"parties": {"recipient": {"majority_owner_headquarters": "DE"}}}),
		"raised": set(),
	},
	"subject to the EAR": {"request": item({"subject_to_ear": {"value": true, "basis": "734.9(h)"}}), "raised": set()},
	"made in violation": {"request": item({"general_prohibition_10": true}), "raised": {"736.2(b)(10)"}},
	"not made in violation": {"request": item({"general_prohibition_10": false}), "raised": set()},
	"risk of diversion": {
		"request": fixtures.changed(german, {"end_use": {"diversion_risk": true}}),
		"raised": {"732.S3/diversion"},
	},
	"customer located in China": {
		"request": customer({"location": "CN"}),
		"raised": {"740.28(a)/ultimate_customer"},
	},
	"customer headquartered in Macau": {
		"request": customer({"headquarters": "MO"}),
		"raised": {"740.28(a)/ultimate_customer"},
	},
	"customer parented in China": {
		"request": customer({"ultimate_parent_headquarters": "CN"}),
		"raised": {"740.28(a)/ultimate_customer"},
	},
	"customer in Vietnam": {"request": customer({"location": "VN"}), "raised": set()},
	"customer headquartered in China, of ACM by reading N10": {
		"request": fixtures.changed(fixtures.to(fixtures.h100, "VN"), {
			"readings": {"N10": "location_only"},
			"end_use": {"purpose": "production", "ultimate_customer": {"location": "US", "headquarters": "CN"}},
		}),
		"raised": set(),
	},
	"transfer to another country": {
		"request": fixtures.changed(german, {"activity": "transfer_in_country"}),
		"raised": {"734/transfer_origin"},
	},
	"stated and derived class disagree": {"request": item({"eccn": "3A090.b"}), "raised": {"774/disagreement"}},
	"kind that the ECCN does not describe": {
		"request": fixtures.changed(fixtures.to(fixtures.boards, "DE"), {"item": {"eccn": "3A090.a"}}),
		"raised": {"774/item_kind"},
	},
	"kind untold": {"request": fixtures.without(german, ["item/kind"]), "raised": set()},
	"ECCN untold": {"request": fixtures.without(german, ["item/eccn"]), "raised": set()},
	"ECCN that no table knows": {
		"request": fixtures.changed(fixtures.a40, {"item": {"eccn": "EAR99", "tpp": 100}}),
		"raised": set(),
	},
	"confirmed on the twenty-fifth day": {"request": notified("2025-06-06"), "raised": set()},
	"confirmed before the twenty-fifth day": {
		"request": notified("2025-06-07"),
		"raised": {"740.8(c)(2)/confirmed_early"},
	},
	"LPP through a forwarder": {
		"request": forwarded(fixtures.h100),
		"raised": {"740.29(d)/intermediate_consignee"},
	},
	"an increased allocation without assurances": {
		"request": fixtures.changed(fixtures.h100, {"ledger": {"country_increase": 1}}),
		"raised": {"742.6(b)(10)(iii)(C)/increase"},
	},
	"LPP direct": {"request": fixtures.h100, "raised": set()},
	"half of a U.S. company outside": {"request": claims.universal, "raised": {"748.S10/6/reporting_dates"}},
	"half of a U.S. company outside, where no requirement applies": {
		"request": fixtures.changed(claims.universal, {"activity": "service"}),
		"raised": set(),
	},
	"an installed base": {"request": claims.national, "raised": set()},
	"AIA through a forwarder": {"request": forwarded(german), "raised": set()},
}

test_what_a_person_should_look_at[name] if {
	some name, case in cases
	object.keys(flags.raised) == case.raised with input as case.request
}

test_a_flag_names_its_source if {
	flags.raised == {
		"732.S3/28": "Supplement No. 3 to part 732, red flag 28",
		"732.S3/diversion": "Supplement No. 3 to part 732",
		"736.2(b)(10)": "736.2(b)(10)",
		"740.28(a)/ultimate_customer": "740.28(a)",
	} with input as fixtures.changed(trainer({"headquarters": "PL"}), {
		"item": {"general_prohibition_10": true},
		"end_use": {"diversion_risk": true, "ultimate_customer": {"location": "CN"}},
	})
}

test_no_reading_matters_without_training_of_such_a_model_as_a_service if {
	located := trainer({"location": "PL"})
	flags.touches == set() with input as fixtures.changed(located, {"end_use": {"training": {"model_4e091": false}}})
	flags.touches == set() with input as fixtures.changed(located, {"end_use": {"training": {"service": "own"}}})
}

test_the_ground_for_weights_touches_its_reference if {
	flags.touches == {"N22"} with input as fixtures.changed(
		fixtures.weights,
		{"item": {"subject_to_ear": {"value": true, "basis": "734.9(l)"}}},
	)
}

# Reading N18 decides where only the location of the customer lies outside.
customers := {
	"insider": {},
	"located outside": {"location": "PL"},
	"located and headquartered outside": {"location": "PL", "headquarters": "PL"},
	"located and parented outside": {"location": "PL", "ultimate_parent_headquarters": "PL"},
	"headquartered outside": {"headquarters": "PL"},
	"located where no table knows": {"location": "QQ"},
}

test_the_reading_of_outsiders_matters_where_only_the_location_is_outside if {
	touched := {name | some name, facts in customers; flags.touches == {"N18"} with input as trainer(facts)}
	touched == {"located outside"}
}

# A case that is undefined leaves its whole table undefined, and a test over no case passes.
test_tables_hold_cases if {
	every table in [cases, customers] {
		count(table) > 0
	}
}

# A U.S. group puts items to the limit of the operator of the data center, having received so much itself.
lending(received) := fixtures.changed(fixtures.h100, {
	"parties": {"recipient": {"ultimate_parent_headquarters": "US"}},
	"documents": {"lpp_applied_to_operator": true},
	"facility": {"operator": {
		"location": "PL",
		"headquarters": "PL",
		"ultimate_parent": "Operator Holding",
		"ultimate_parent_headquarters": "PL",
		"listed": [],
	}},
	"ledger": {"operator_year_lpp_tpp": 0, "consignee_year_lpp_tpp": received, "consignee_year_all_tpp": received},
})
