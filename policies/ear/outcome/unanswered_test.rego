package ear.outcome_test

import rego.v2

import data.ear.fixtures_test as fixtures

# Requests whose outcome is open.
unanswered := {
	"before the first text": {"request": on(german, "2024-12-01"), "outcome": "indeterminate"},
	"not subject to the EAR, to where no table knows": {
		"request": item(fixtures.changed(german, {"destination": "QQ"}), {"subject_to_ear": {"value": false, "basis": "734.3(b)"}}),
		"outcome": "indeterminate",
	},
	"not subject to the EAR, on no ground": {
		"request": item(german, {"subject_to_ear": {"value": false}}),
		"outcome": "indeterminate",
	},
	"an ECCN that no table knows, of figures of the rule, not subject to the EAR on no ground": {
		"request": item(german, {"eccn": "0A000", "subject_to_ear": {"value": false, "basis": "foreign made"}}),
		"outcome": "indeterminate",
	},
	"class untold": {"request": fixtures.without(german, ["item/eccn", "item/tpp"]), "outcome": "indeterminate"},
	"a reexport from nobody knows where, of what needs no license": {
		"request": fixtures.changed(fixtures.without(fixtures.to(fixtures.a40, "BR"), ["origin"]), {"activity": "reexport"}),
		"outcome": "indeterminate",
	},
	"an export from where no table knows, of what needs no license": {
		"request": fixtures.changed(fixtures.to(fixtures.a40, "BR"), {"origin": "QQ"}),
		"outcome": "indeterminate",
	},
	"technology of a paragraph that is read as its entry, not subject to the EAR, to where no table knows": {
		"request": item(
			fixtures.changed(german, {"destination": "QQ"}),
			{
				"kind": "technology", "eccn": "4E001.a", "related_eccn": "4A090.a",
				"subject_to_ear": {"value": false, "basis": "734.3(b)"},
			},
		),
		"outcome": "indeterminate",
	},
	"an entry not modelled": {
		"request": {
			"as_of": "2025-07-01",
			"activity": "export",
			"destination": "DE",
			"item": {"eccn": "3E001", "related_eccn": "3B001.a.4"},
		},
		"outcome": "indeterminate",
	},
	"to where D:5 is contested": {"request": fixtures.to(fixtures.h100, "ET"), "outcome": "indeterminate"},
	"to a data center where D:5 is contested": {
		"request": fixtures.changed(fixtures.h100, {"facility": {"location": "ET"}}),
		"outcome": "indeterminate",
	},
	"headquartered where D:5 is contested": {
		"request": recipient(german, {"headquarters": "ET"}),
		"outcome": "indeterminate",
	},
	"technology from where D:5 is contested": {
		"request": fixtures.changed(fixtures.h100, {
			"activity": "reexport",
			"origin": "ET",
			"item": {"kind": "technology", "eccn": "3E001", "related_eccn": "3A090.b"},
		}),
		"outcome": "indeterminate",
	},
	"an export of technology from where D:5 is contested": {
		"request": fixtures.changed(fixtures.to(fixtures.h100, "BR"), {
			"origin": "ET",
			"item": {
				"kind": "technology",
				"eccn": "3E001",
				"related_eccn": "3A090.b",
				"developer": {"headquarters": "PL", "ultimate_parent_headquarters": "CN"},
			},
		}),
		"outcome": "indeterminate",
	},
	"an export of technology from China, developed where D:5 is contested": {
		"request": fixtures.changed(fixtures.to(fixtures.h100, "BR"), {
			"origin": "CN",
			"item": {
				"kind": "technology",
				"eccn": "3E001",
				"related_eccn": "3A090.b",
				"developer": {"headquarters": "PL", "ultimate_parent_headquarters": "ET"},
			},
		}),
		"outcome": "indeterminate",
	},
	"technology from China, developed where D:5 is contested": {
		"request": fixtures.changed(fixtures.h100, {
			"activity": "reexport",
			"origin": "CN",
			"item": {
				"kind": "technology",
				"eccn": "3E001",
				"related_eccn": "3A090.b",
				"developer": {"headquarters": "PL", "ultimate_parent_headquarters": "ET"},
			},
		}),
		"outcome": "indeterminate",
	},
	"weights, enforced": {
		"request": fixtures.changed(fixtures.weights, {"posture": "enforced"}),
		"outcome": "indeterminate",
	},
	"transfer to the United States from another country": {
		"request": fixtures.changed(doing(fixtures.to(german, "US"), "transfer_in_country"), {"origin": "TW"}),
		"outcome": "indeterminate",
	},
	"export to the United States from where no table knows": {
		"request": fixtures.changed(fixtures.to(german, "US"), {"origin": "QQ"}),
		"outcome": "indeterminate",
	},
	"not subject to the EAR, by one limb": {
		"request": fixtures.changed(
			item(german, {"subject_to_ear": {"value": false, "basis": "734.9(h)(1)(ii)(A)"}}),
			{"origin": "TW"},
		),
		"outcome": "indeterminate",
	},
	"3A090.b somewhere in Ukraine": {"request": fixtures.to(fixtures.a40, "UA"), "outcome": "indeterminate"},
	"transfer to another country": {
		"request": doing(german, "transfer_in_country"),
		"outcome": "indeterminate",
	},
	"reexport within a country": {
		"request": fixtures.changed(doing(german, "reexport"), {"origin": "DE", "item": {"received_under": "none"}}),
		"outcome": "indeterminate",
	},
	"transfer to another country, and BIS has informed": {
		"request": informed(doing(german, "transfer_in_country")),
		"outcome": "indeterminate",
	},
	"an item that is not settled, informed, found not to be subject": {
		"request": item(unsettled, {"subject_to_ear": {"value": false}}),
		"outcome": "indeterminate",
	},
	"volume untold": {"request": uncertain, "outcome": "indeterminate"},
	"3A090.b, other controls untold": {
		"request": fixtures.without(fixtures.a40, ["item/other_controls_cleared"]),
		"outcome": "indeterminate",
	},
	"3A090.b, lists untold": {
		"request": fixtures.without(fixtures.a40, ["parties/recipient/listed"]),
		"outcome": "indeterminate",
	},
	"3A090.b to where no table knows": {
		"request": fixtures.changed(fixtures.a40, {"destination": "QQ"}),
		"outcome": "indeterminate",
	},
}
