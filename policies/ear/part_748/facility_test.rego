package ear.facility_test

import rego.v2

import data.ear.facility
import data.ear.fixtures_test as fixtures
import data.ear.veu_fixtures_test as claims

changed(changes) := fixtures.changed(claims.universal, changes)

without(paths) := fixtures.without(claims.universal, paths)

rented := changed({"facility": {"owner": {"name": "Landlord Sdn"}}})

operated(veu) := changed({"facility": {"operator": {"name": "Operator Sdn"}, "operator_veu": veu}})

seated(headquarters, parent) := {"facility": {"operator": {
	"headquarters": headquarters,
	"ultimate_parent_headquarters": parent,
}}}

# Nothing but its name, and its authorization.
operator_by_name := fixtures.without(operated(true), [
	"facility/operator/headquarters",
	"facility/operator/ultimate_parent_headquarters",
])

_operator := "748.15(a)(2)/operator_authorization"

broken := {
	"nothing": {"request": claims.universal, "unmet": set()},
	"elsewhere": {"request": changed({"facility": {"location": "BR"}}), "unmet": {"748.15(d)(2)(i)/facility_location"}},
	"no facility": {
		"request": fixtures.changed(claims.universal, {"facility": null}),
		"unmet": {"748.15(d)(2)(i)/own_facility"},
	},
	"no facility, read otherwise": {
		"request": fixtures.changed(claims.universal, {"facility": null, "readings": {"N25": "own"}}),
		"unmet": {"748.15(d)(2)(i)/own_facility"},
	},
	"rented": {"request": rented, "unmet": {"748.15(d)(2)(i)/own_facility"}},
	"rented, read otherwise": {"request": fixtures.changed(rented, {"readings": {"N25": "own"}}), "unmet": set()},
	"operated by another validated end user": {"request": operated(true), "unmet": set()},
	"operated by another": {"request": operated(false), "unmet": {"748.15(a)(2)/operator_authorization"}},
	"rented of whom operates, with no authorization": {
		"request": fixtures.changed(operated(false), {
			"facility": {"owner": {"name": "Operator Sdn"}},
			"readings": {"N25": "own"},
		}),
		"unmet": {_operator},
	},
	"rented, and operated by the holder": {
		"request": fixtures.changed(rented, {"facility": {"operator_veu": false}, "readings": {"N25": "own"}}),
		"unmet": set(),
	},
	"rented, and operated by another, for a holder not told": {
		"request": fixtures.changed(fixtures.without(operated(false), ["parties/recipient/name"]), {"readings": {"N25": "own"}}),
		"unmet": set(),
	},
	"operated from Singapore": {
		"request": fixtures.changed(operated(true), seated("SG", "SG")),
		"unmet": {_operator},
	},
	"operated by a company parented in Germany": {
		"request": fixtures.changed(operated(true), seated("SG", "DE")),
		"unmet": set(),
	},
	"operated from Singapore, nobody knows by whom": {
		"request": fixtures.changed(fixtures.without(operated(true), ["facility/operator/name"]), seated("SG", "SG")),
		"unmet": {_operator},
	},
	"operated from Singapore, for a national holder": {
		"request": fixtures.changed(claims.national, object.union(
			{"facility": {"operator": {"name": "Operator Pte", "headquarters": "SG", "ultimate_parent_headquarters": "SG"}}},
			{"facility": {"operator_veu": true}},
		)),
		"unmet": set(),
	},
	"operated by a company parented in China": {
		"request": fixtures.changed(operated(true), seated("US", "CN")),
		"unmet": {_operator},
	},
	"operated by a company headquartered in Macau, for a national holder": {
		"request": fixtures.changed(claims.national, object.union(
			{"facility": {"operator_veu": true}},
			seated("MO", "MY"),
		)),
		"unmet": {_operator},
	},
	"operated by who receives and is told to be headquartered in Singapore": {
		"request": fixtures.changed(operator_by_name, {"parties": {"end_user": {
			"name": "Operator Sdn",
			"headquarters": "SG",
			"ultimate_parent_headquarters": "SG",
		}}}),
		"unmet": {_operator},
	},
	"operated by a holder that is headquartered in China, told alike of both": {
		"request": fixtures.changed(
			changed(seated("CN", "CN")),
			{"parties": {"recipient": {"headquarters": "CN", "ultimate_parent_headquarters": "CN"}}},
		),
		"unmet": set(),
	},
	"operated by the holder, of whom as the operator another headquarters is told": {
		"request": changed(seated("CN", "US")),
		"unmet": {_operator},
	},
	"operated by another, for a holder not told": {
		"request": fixtures.without(operated(false), ["parties/recipient/name"]),
		"unmet": {"748.15(a)(2)/operator_authorization"},
	},
}

test_each_condition_is_broken_by_its_fact[name] if {
	some name, case in broken
	facility.unmet == case.unmet with input as case.request
}

asked := {
	"nothing": {"request": claims.universal, "missing": set()},
	"where": {"request": without(["facility/location"]), "missing": {"facility.location"}},
	"whose": {"request": without(["facility/owner"]), "missing": {"facility.owner.name"}},
	"whose, where it may be rented": {
		"request": fixtures.changed(without(["facility/owner"]), {"readings": {"N25": "own"}}),
		"missing": {"facility.owner.name"},
	},
	"of whom it is rented": {
		"request": fixtures.changed(rented, {"readings": {"N25": "own"}}),
		"missing": {"facility.owner.location", "facility.owner.listed"},
	},
	"of whom it is rented, all told": {
		"request": fixtures.changed(rented, {
			"readings": {"N25": "own"},
			"facility": {"owner": {"location": "MY", "listed": []}},
		}),
		"missing": set(),
	},
	"who operates": {"request": without(["facility/operator/name"]), "missing": {"facility.operator.name"}},
	"who operates, with an authorization": {
		"request": fixtures.changed(without(["facility/operator"]), {"facility": {"operator_veu": true}}),
		"missing": {"facility.operator.name"},
	},
	"the name of who operates, with an authorization": {
		"request": fixtures.changed(without(["facility/operator/name"]), {"facility": {"operator_veu": true}}),
		"missing": set(),
	},
	"where the operator with an authorization is seated": {
		"request": fixtures.without(operated(true), [
			"facility/operator/headquarters",
			"facility/operator/ultimate_parent_headquarters",
		]),
		"missing": {"facility.operator.headquarters", "facility.operator.ultimate_parent_headquarters"},
	},
	"nothing of the seats of the holder, which operates": {
		"request": fixtures.changed(
			without(["facility/operator/headquarters", "facility/operator/ultimate_parent_headquarters"]),
			{"facility": {"operator_veu": true}},
		),
		"missing": set(),
	},
	"the name of the holder, where who operates rents it out": {
		"request": fixtures.changed(fixtures.without(operated(false), ["parties/recipient/name"]), {
			"facility": {"owner": {"location": "MY", "listed": []}},
			"readings": {"N25": "own"},
		}),
		"missing": {"parties.recipient.name"},
	},
	"the operator's authorization": {
		"request": fixtures.without(operated(true), ["facility/operator_veu"]),
		"missing": {"facility.operator_veu"},
	},
	"the operator's authorization, or whether the holder is of its name": {
		"request": fixtures.without(operated(true), ["facility/operator_veu", "parties/recipient/name"]),
		"missing": {
			"facility.operator_veu",
			"facility.owner.location",
			"facility.owner.listed",
			"parties.recipient.name",
		},
	},
	"the name of the holder": {
		"request": without(["parties/recipient/name"]),
		"missing": {"parties.recipient.name", "facility.owner.location", "facility.owner.listed"},
	},
}

test_what_is_not_told_is_asked[name] if {
	some name, case in asked
	facility.missing == case.missing with input as case.request
}

owned(facts) := changed({"facility": {"owner": facts}})

owners := {
	"the recipient, of which no more is told": {
		"request": fixtures.without(
			claims.universal,
			["facility/owner/headquarters", "facility/owner/ultimate_parent_headquarters"],
		),
		"owner": set(),
	},
	"the recipient, told to be headquartered elsewhere": {
		"request": owned({"headquarters": "CN"}),
		"owner": {object.union(claims.universal.parties.recipient, {"headquarters": "CN"})},
	},
	"another company": {"request": rented, "owner": {object.union(claims.universal.facility.owner, {"name": "Landlord Sdn"})}},
	"nobody": {"request": without(["facility/owner"]), "owner": set()},
	"nobody, by null": {"request": fixtures.changed(claims.universal, {"facility": {"owner": null}}), "owner": set()},
}

test_what_is_told_anew_of_an_owner_counts[name] if {
	some name, case in owners
	{owner | owner := facility.owner} == case.owner with input as case.request
}

test_rented_floor_space_is_an_open_question if {
	facility.touches == set() with input as claims.universal
	facility.touches == {"N25"} with input as rented
}

# A case that is undefined leaves its whole table undefined, and a test over no case passes.
test_tables_hold_cases if {
	every table in [broken, asked, owners] {
		count(table) > 0
	}
}
