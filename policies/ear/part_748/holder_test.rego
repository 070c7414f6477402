package ear.holder_test

import rego.v2

import data.ear.fixtures_test as fixtures
import data.ear.holder
import data.ear.veu_fixtures_test as claims

claiming(role, parties) := fixtures.changed(claims.universal, {"parties": parties, "veu": {"holder": role}})

paths := {
	"the recipient": {"request": claims.universal, "path": "parties.recipient", "name": "Cloud Operator Inc"},
	"the end user, who is the recipient": {
		"request": claiming("end_user", {}),
		"path": "parties.recipient",
		"name": "Cloud Operator Inc",
	},
	"the end user by itself": {
		"request": claiming("end_user", {"end_user": {"name": "End User Inc"}}),
		"path": "parties.end_user",
		"name": "End User Inc",
	},
	"the exporter": {"request": claiming("exporter", {}), "path": "parties.exporter", "name": "Chip Supplier Inc"},
}

test_the_role_that_the_claim_names_is_the_holder[name] if {
	some name, case in paths
	holder.path == case.path with input as case.request
	holder.party.name == case.name with input as case.request
}

test_without_a_role_there_is_no_holder if {
	request := fixtures.without(claims.universal, ["veu/holder"])
	holder.party == {} with input as request
	not holder.path with input as request
}

fillings := {
	"the same role": {"path": "parties.recipient", "party": {}, "fills": {true}},
	"the same name": {"path": "parties.exporter", "party": {"name": "Cloud Operator Inc"}, "fills": {true}},
	"another name": {"path": "parties.exporter", "party": {"name": "Other Inc"}, "fills": {false}},
	"no name": {"path": "parties.exporter", "party": {}, "fills": set()},
}

test_parties_are_the_same_by_role_or_by_name[name] if {
	some name, case in fillings
	{found | found := holder.fills(case.path, case.party)} == case.fills with input as claims.universal
}

# The end user is not the holder, and may operate its data center.
operated(facility) := fixtures.changed(claiming("ultimate_consignee", {"end_user": {"name": "Operator Sdn"}}), {"facility": facility})

operator := {"operator": {"name": "Operator Sdn"}}

nameless := fixtures.changed(claims.universal, {"facility": object.union(operator, {"operator_veu": true}), "veu": {"holder": "exporter"}})

receptions := {
	"the holder": {"request": claims.universal, "validated": true, "missing": set()},
	"the operator, with an authorization": {
		"request": operated(object.union(operator, {"operator_veu": true})),
		"validated": true,
		"missing": set(),
	},
	"the operator, with none": {
		"request": operated(object.union(operator, {"operator_veu": false})),
		"validated": false,
		"missing": set(),
	},
	"the operator, of which that is not told": {"request": operated(operator), "validated": null, "missing": set()},
	"another company": {"request": operated({"operator_veu": true}), "validated": false, "missing": set()},
	"another company, without a facility": {
		"request": fixtures.changed(operated({}), {"facility": null}),
		"validated": false,
		"missing": set(),
	},
	"another company, without an operator": {
		"request": operated({"operator": null}),
		"validated": false,
		"missing": set(),
	},
	"another company, where nobody knows who operates": {
		"request": fixtures.without(operated({"operator_veu": true}), ["facility/operator"]),
		"validated": null,
		"missing": {"facility.operator.name"},
	},
	"the operator, for a holder of no name that receives": {
		"request": fixtures.without(operated(object.union(operator, {"operator_veu": true})), ["parties/recipient/name"]),
		"validated": true,
		"missing": set(),
	},
	"the operator, for a holder of no name that is not told to receive": {
		"request": fixtures.changed(
			fixtures.without(nameless, ["parties/exporter/name", "parties/recipient/name"]),
			{"parties": {"recipient": {"name": "Operator Sdn"}}},
		),
		"validated": true,
		"missing": {"parties.exporter.name"},
	},
}

test_who_receives_is_the_holder_or_operates_for_it_under_an_authorization[name] if {
	some name, case in receptions
	holder.receivers_missing == case.missing with input as case.request
	{found |
		path := data.ear.transaction.end_user_path
		found := holder.validated(path, holder.receivers[path])
	} == {case.validated} - {null} with input as case.request
}

test_whether_the_holder_receives if {
	holder.receives == true with input as operated(operator)
	holder.receives == false with input as claiming("exporter", {})
	not holder.receives in {true, false} with input as fixtures.without(claiming("exporter", {}), ["parties/recipient/name"])
}

test_names_that_would_tell if {
	holder.name_missing("parties.exporter", {}) == {"parties.exporter.name"} with input as claims.universal
	request := fixtures.without(claims.universal, ["parties/recipient/name"])
	holder.name_missing("parties.exporter", {"name": "Other Inc"}) == {"parties.recipient.name"} with input as request
}

test_whether_the_holder_sends_them_itself if {
	holder.sends == false with input as claims.universal
	holder.sends == true with input as claims.within(claims.universal)
	holder.sends == true with input as claiming("exporter", {})
	not holder.sends in {true, false} with input as fixtures.without(claims.universal, ["parties/exporter"])
}

sent_by(facts) := fixtures.changed(claims.universal, {"parties": {"exporter": facts}})

senders := {
	"a supplier of untold parents": {"exporter": {}, "within": false, "outside": false},
	"another group": {"exporter": {"ultimate_parent": "Supplier Holding"}, "within": false, "outside": true},
	"itself": {"exporter": {"name": "Cloud Operator Inc"}, "within": true, "outside": false},
	"its ultimate parent": {"exporter": {"name": "Group Holding"}, "within": true, "outside": false},
	"its subsidiary": {"exporter": {"ultimate_parent": "Cloud Operator Inc"}, "within": true, "outside": false},
	"its sister": {"exporter": {"ultimate_parent": "Group Holding"}, "within": false, "outside": false},
}

test_whether_its_group_sends_them[name] if {
	some name, case in senders
	{"within" | holder.sent_within} == {"within" | case.within == true} with input as sent_by(case.exporter)
	{"outside" | holder.sent_from_outside} == {"outside" | case.outside == true} with input as sent_by(case.exporter)
}

test_what_would_tell_whether_its_group_sends_them if {
	holder.group_missing == {"parties.exporter.ultimate_parent"} with input as claims.universal
	nobody := fixtures.without(claims.universal, ["parties/exporter", "parties/recipient/ultimate_parent"])
	holder.group_missing == {
		"parties.exporter.name",
		"parties.exporter.ultimate_parent",
		"parties.recipient.ultimate_parent",
	} with input as nobody
}

test_receivers_are_the_end_user_and_the_ultimate_consignee if {
	object.keys(holder.receivers) == {"parties.recipient"} with input as claims.universal
	request := claiming("end_user", {"end_user": {"name": "End User Inc"}})
	object.keys(holder.receivers) == {"parties.end_user", "parties.recipient"} with input as request
}

test_a_pool_is_of_the_holder_in_a_place if {
	holder.key == "Cloud Operator Inc/MY" with input as claims.universal
	holder.key == "MY" with input as fixtures.without(claims.universal, ["parties/recipient/name"])
}

# A case that is undefined leaves its whole table undefined, and a test over no case passes.
test_tables_hold_cases if {
	every table in [paths, fillings, receptions, senders] {
		count(table) > 0
	}
}
