package ear.restrictions_test

import rego.v2

import data.ear.aia_commodities as commodities
import data.ear.fixtures_test as fixtures
import data.ear.lpp
import data.ear.restrictions

_gate := {
	"Poland is in no group D": {
		"request": fixtures.to(fixtures.h100, "PL"),
		"shut": set(),
	},
	"Vietnam in D:1": {
		"request": fixtures.to(fixtures.h100, "VN"),
		"shut": {"destination", "gate"},
	},
	"China in D:5": {
		"request": fixtures.to(fixtures.h100, "CN"),
		"shut": {"destination", "gate"},
	},
	"Israel in D:4, but in A:6 as well": {
		"request": fixtures.to(fixtures.h100, "IL"),
		"shut": set(),
	},
	"the last day of the United Arab Emirates in D:4": {
		"request": fixtures.changed(fixtures.to(fixtures.h100, "AE"), {"as_of": "2026-07-22"}),
		"shut": {"destination", "gate"},
	},
	"the first day of the United Arab Emirates in A:5, kept by name": {
		"request": fixtures.changed(fixtures.to(fixtures.h100, "AE"), {"as_of": "2026-07-23"}),
		"shut": {"destination", "gate"},
	},
	"a Polish end user located in the United Arab Emirates, kept by name": {
		"request": fixtures.changed(
			fixtures.h100,
			{"as_of": "2026-07-23", "parties": {"recipient": {"location": "AE"}}},
		),
		"shut": {"destination", "gate"},
	},
	"an Emirati company in Poland": {
		"request": fixtures.changed(
			fixtures.h100,
			{"as_of": "2026-07-23", "parties": {"recipient": {"headquarters": "AE", "ultimate_parent_headquarters": "AE"}}},
		),
		"shut": set(),
	},
	"Polish company with a parent in Macau": {
		"request": fixtures.changed(fixtures.h100, {"parties": {"recipient": {"ultimate_parent_headquarters": "MO"}}}),
		"shut": {"gate"},
	},
	"Polish company headquartered in Vietnam": {
		"request": fixtures.changed(fixtures.h100, {"parties": {"recipient": {"headquarters": "VN"}}}),
		"shut": set(),
	},
}

test_gate_closes_by_destination_or_by_headquarters[name] if {
	some name, case in _gate
	_shut == case.shut with input as case.request
}

_shut contains "destination" if restrictions.gate_by_destination

_shut contains "gate" if restrictions.gate

# The gate holds for whatever the rule names; reading N2 lets computers of .z paragraphs through.
_server := fixtures.changed(fixtures.to(fixtures.boards, "VN"), {"item": {"kind": "computer", "eccn": "5A992.z.1"}})

_as_worded(request) := fixtures.changed(request, {"readings": {"N2": "gate_as_worded"}})

_gated := {
	"a server of .z": {"request": _server, "gate": true, "touches": {"N2"}},
	"a server of .z, as worded": {"request": _as_worded(_server), "gate": false, "touches": {"N2"}},
	"a board of .z, as worded": {
		"request": _as_worded(fixtures.changed(_server, {"item": {"kind": "electronic_assembly"}})),
		"gate": true,
		"touches": set(),
	},
	"a server of 4A090, as worded": {
		"request": _as_worded(fixtures.changed(_server, {"item": {"eccn": "4A090.a"}})),
		"gate": true,
		"touches": set(),
	},
	"a server of .z of no kind told, as worded": {
		"request": _as_worded(fixtures.without(_server, ["item/kind"])),
		"gate": false,
		"touches": set(),
	},
	"software of .z, as worded": {
		"request": _as_worded(fixtures.changed(_server, {"item": {"kind": "computer", "eccn": "5D992.z.1"}})),
		"gate": true,
		"touches": set(),
	},
	"a server of .z to a Chinese company in Poland": {
		"request": fixtures.changed(fixtures.to(_server, "PL"), {"parties": {"recipient": {"headquarters": "CN"}}}),
		"gate": true,
		"touches": {"N2"},
	},
	"a server of .z to Poland": {"request": fixtures.to(_server, "PL"), "gate": false, "touches": set()},
	"a server of level b, which no exception that it closes lists": {
		"request": fixtures.changed(_server, {"item": {"eccn": "5A992.z.2", "integrated_circuits": [{"count": 1, "tpp": 2400, "performance_density": 2, "datacenter": true}]}}),
		"gate": true,
		"touches": set(),
	},
}

test_gate_as_worded_does_not_name_computers_of_z[name] if {
	some name, case in _gated
	[case.gate | restrictions.gate] == [true | case.gate] with input as case.request
	restrictions.touches == case.touches with input as case.request
}

test_as_worded_the_kind_of_item_is_asked if {
	untold := fixtures.without(_server, ["item/kind"])
	restrictions.gate_missing == {"item.kind"} with input as _as_worded(untold)
	"item.kind" in commodities.missing with input as _as_worded(untold)
	"item.kind" in lpp.missing with input as _as_worded(untold)
	restrictions.gate_missing == set() with input as untold
	restrictions.gate_missing == set() with input as _as_worded(fixtures.to(untold, "PL"))
}
