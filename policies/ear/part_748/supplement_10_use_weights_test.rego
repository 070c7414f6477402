package ear.supplement_10_use_weights_test

import rego.v2

import data.ear.fixtures_test as fixtures
import data.ear.supplement_10_use as uses
import data.ear.veu_fixtures_test as claims

weights(changes) := fixtures.changed(claims.stored(claims.universal), changes)

landlord := {"facility": {"owner": {"headquarters": "MY", "ultimate_parent_headquarters": "MY"}}}

operator := {"facility": {"operator": {"headquarters": "MY", "ultimate_parent_headquarters": "MY"}}}

storages := {
	"owned and operated by a U.S. company": {"request": weights({}), "unmet": set()},
	"operated by one": {"request": weights(landlord), "unmet": set()},
	"owned by one": {"request": weights(operator), "unmet": set()},
	"neither": {"request": weights(object.union(landlord, operator)), "unmet": {"748.S10/8/weights_storage"}},
	"neither, in Germany": {
		"request": fixtures.changed(weights(object.union(landlord, operator)), {"facility": {"location": "DE"}}),
		"unmet": set(),
	},
	"neither, of chips": {
		"request": fixtures.changed(claims.universal, object.union(landlord, operator)),
		"unmet": set(),
	},
}

test_weights_are_stored_by_insiders[name] if {
	some name, case in storages
	uses.missing == set() with input as case.request
	uses.unmet == case.unmet with input as case.request
}

between(role, headquarters, parent) := {"parties": {role: {
	"name": "Between Pte",
	"location": "SG",
	"headquarters": headquarters,
	"ultimate_parent_headquarters": parent,
	"listed": [],
}}}

passing := {
	"nobody": {"request": weights({}), "unmet": set()},
	"a Chinese forwarder": {
		"request": weights(between("intermediate_consignee", "CN", "CN")),
		"unmet": {"748.S10/8/transfer"},
	},
	"a forwarder of Macau": {
		"request": weights(between("intermediate_consignee", "MO", "SG")),
		"unmet": {"748.S10/8/transfer"},
	},
	"a buyer parented in China": {
		"request": weights(between("purchaser", "SG", "CN")),
		"unmet": {"748.S10/8/transfer"},
	},
	"a buyer of Singapore": {"request": weights(between("purchaser", "SG", "SG")), "unmet": set()},
	"a Chinese forwarder, of a national authorization": {
		"request": fixtures.changed(claims.stored(claims.national), object.union(
			between("intermediate_consignee", "CN", "CN"),
			{"facility": {"location": "DE"}},
		)),
		"unmet": {"748.S10/8/transfer"},
	},
	"a Chinese exporter": {"request": weights(between("exporter", "CN", "CN")), "unmet": set()},
	"a holder parented in China, which another paragraph is about": {
		"request": weights({"parties": {"recipient": {"ultimate_parent_headquarters": "CN"}}}),
		"unmet": set(),
	},
	"an operator parented in China, which another paragraph is about": {
		"request": weights({"facility": {"operator": {"name": "Operator Sdn", "ultimate_parent_headquarters": "CN"}}}),
		"unmet": set(),
	},
	"a buyer of software parented in China": {
		"request": fixtures.changed(claims.stored(claims.universal), object.union(
			between("purchaser", "SG", "CN"),
			{"item": {"kind": "software", "eccn": "3D001", "related_eccn": "3A090.a"}},
		)),
		"unmet": set(),
	},
}

test_weights_pass_nobody_of_macau_or_d5[name] if {
	some name, case in passing
	uses.missing == set() with input as case.request
	uses.unmet == case.unmet with input as case.request
}

asked := {
	"whose facility it is": {
		"request": fixtures.without(weights(landlord), ["facility/operator"]),
		"missing": {"facility.operator.headquarters", "facility.operator.ultimate_parent_headquarters"},
	},
	"where a forwarder of weights is headquartered, and its parent": {
		"request": weights({"parties": {"intermediate_consignee": {"name": "Forwarder Ltd"}}}),
		"missing": {
			"parties.intermediate_consignee.headquarters",
			"parties.intermediate_consignee.ultimate_parent_headquarters",
		},
	},
}

test_what_is_not_told_is_asked[name] if {
	some name, case in asked
	uses.missing == case.missing with input as case.request
}

# A case that is undefined leaves its whole table undefined, and a test over no case passes.
test_tables_hold_cases if {
	every table in [storages, passing, asked] {
		count(table) > 0
	}
}
