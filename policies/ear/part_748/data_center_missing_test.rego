package ear.data_center_test

import rego.v2

import data.ear.data_center
import data.ear.fixtures_test as fixtures
import data.ear.veu_fixtures_test as claims

asked := {
	"nothing": {"request": claims.universal, "missing": set()},
	"the holder": {"request": without("veu/holder"), "missing": {"veu.holder"}},
	"the status": {"request": without("veu/status"), "missing": {"veu.status"}},
	"the listing": {"request": without("veu/listed_or_letter"), "missing": {"veu.listed_or_letter"}},
	"the ECCNs": {"request": without("veu/authorized_eccns"), "missing": {"veu.authorized_eccns"}},
	"the destinations": {"request": without("veu/authorized_destinations"), "missing": {"veu.authorized_destinations"}},
	"the name of the end user": {
		"request": changed({"parties": {"end_user": {"listed": []}}}),
		"missing": {"parties.end_user.name", "parties.end_user.location"},
	},
	"who transfers": {
		"request": fixtures.without(claims.within(claims.universal), ["parties/exporter"]),
		"missing": {"parties.exporter.name"},
	},
	"the ECCN of what its figures tell": {"request": without("item/eccn"), "missing": {"item.eccn"}},
	"the ECCN, though every other may be authorized": {
		"request": fixtures.changed(without("item/eccn"), {"veu": {"authorized_eccns": ["3A001", "3A090", "5A002", "5A004", "5A992"]}}),
		"missing": {"item.eccn"},
	},
	"the purpose": {"request": without("end_use/purpose"), "missing": {"end_use.purpose"}},
	"the review under part 746": {
		"request": fixtures.without(claims.universal, ["end_use/part_746", "item/other_controls_cleared"]),
		"missing": {"end_use.part_746"},
	},
	"the review": {"request": without("end_use/part_744"), "missing": {"end_use.part_744"}},
	"a destination that is known": {"request": changed({"destination": "QQ"}), "missing": {"destination"}},
	"the origin of an export from where no table knows": {
		"request": changed({"origin": "QQ", "item": {"received_under": "none"}}),
		"missing": {"origin"},
	},
	"a place of the data center that is known": {
		"request": changed({"facility": {"location": "QQ"}}),
		"missing": {"facility.location"},
	},
	"the region of Ukraine": {"request": changed({"destination": "UA"}), "missing": {"destination_region"}},
	"the origin": {
		"request": fixtures.without(claims.moved(claims.universal, "DE"), ["origin"]),
		"missing": {"origin"},
	},
	"how another received it": {
		"request": fixtures.without(resold, ["item/received_under"]),
		"missing": {"item.received_under"},
	},
	"how another received it, or who sends it": {
		"request": fixtures.without(resold, ["item/received_under", "parties/exporter/name"]),
		"missing": {"item.received_under", "parties.exporter.name"},
	},
	"nothing of how it received its own": {
		"request": fixtures.without(claims.moved(claims.universal, "DE"), ["item/received_under"]),
		"missing": set(),
	},
	"no certification for a transfer": {
		"request": fixtures.without(claims.within(claims.universal), ["documents/veu_certification"]),
		"missing": set(),
	},
	"no day of a certification for a transfer": {
		"request": fixtures.without(claims.within(claims.universal), ["documents/veu_certification/signed_on"]),
		"missing": set(),
	},
	"the certification": {"request": without("documents/veu_certification"), "missing": {"documents.veu_certification"}},
	"where a buyer of 3A090.b is headquartered": {
		"request": by("purchaser", "3A090.b", {}),
		"missing": {"parties.purchaser.headquarters", "parties.purchaser.ultimate_parent_headquarters"},
	},
	"not where a buyer of 3A090.a is": {"request": by("purchaser", "3A090.a", {}), "missing": set()},
	"who developed technology": {
		"request": fixtures.without(developed_in("CN"), ["item/developer"]),
		"missing": {"item.developer.headquarters", "item.developer.ultimate_parent_headquarters"},
	},
	"what technology is for the production of": {
		"request": fixtures.without(developed_in("CN"), ["item/for_production_of"]),
		"missing": {"item.for_production_of"},
	},
	"its day": {
		"request": without("documents/veu_certification/signed_on"),
		"missing": {"documents.veu_certification.signed_on"},
	},
}

test_what_is_not_told_is_asked[name] if {
	some name, case in asked
	data_center.missing == case.missing with input as case.request
}

# A case that is undefined leaves its whole table undefined, and a test over no case passes.
test_the_table_of_what_is_asked_holds_cases if count(asked) > 0
