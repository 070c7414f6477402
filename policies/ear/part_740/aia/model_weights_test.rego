package ear.aia_model_weights_test

import rego.v2

import data.ear.aia_model_weights as model_weights
import data.ear.fixtures_test as fixtures

_to_germany := fixtures.changed(fixtures.to(fixtures.weights, "DE"), {"facility": {"location": "DE"}})

_recipient(change) := fixtures.changed(_to_germany, {"parties": {"recipient": change}})

_facility(change) := fixtures.changed(_to_germany, {"facility": change})

# An American company's data center in Poland, and one in the United Arab Emirates, behind the gate.
_american(country) := fixtures.changed(fixtures.to(fixtures.weights, country), {
	"parties": {"recipient": {"headquarters": "US", "ultimate_parent_headquarters": "US"}},
	"facility": {"location": country},
})

_conditions := {
	"company with a Polish parent whose headquarters are not told": {
		"request": fixtures.without(fixtures.weights, ["parties/recipient/headquarters"]),
		"unmet": set(),
	},
	"German company": {
		"request": _to_germany,
		"unmet": set(),
	},
	"restriction on all exceptions": {
		"request": fixtures.changed(_to_germany, {"end_use": {"part_744": "concern"}}),
		"unmet": {"740.2(a)(2)/part_744"},
	},
	"American company in Poland": {
		"request": _american("PL"),
		"unmet": set(),
	},
	"Polish company": {
		"request": fixtures.weights,
		"unmet": {"740.27(a)(3)/headquarters"},
	},
	"Polish company with a German parent": {
		"request": fixtures.changed(fixtures.weights, {"parties": {"recipient": {"ultimate_parent_headquarters": "DE"}}}),
		"unmet": set(),
	},
	"German company with a Polish parent": {
		"request": _recipient({"ultimate_parent_headquarters": "PL"}),
		"unmet": set(),
	},
	"Polish company whose parent is not told": {
		"request": fixtures.without(fixtures.weights, ["parties/recipient/ultimate_parent_headquarters"]),
		"unmet": set(),
	},
	"branch in Macau": {
		"request": _recipient({"location": "MO"}),
		"unmet": {"740.27(a)(3)(i)/location"},
	},
	"intermediary parented in China": {
		"request": fixtures.changed(_to_germany, {"parties": {"intermediate_consignee": {"ultimate_parent_headquarters": "CN"}}}),
		"unmet": {"740.2(a)(9)(ii)/gate"},
	},
	"an operator headquartered in China": {
		"request": fixtures.changed(_to_germany, {"facility": {"operator": {"name": "Operator Ltd", "headquarters": "CN"}}}),
		"unmet": {"740.2(a)(9)(ii)/gate"},
	},
	"intermediary in China": {
		"request": fixtures.changed(_to_germany, {"parties": {"intermediate_consignee": {"location": "CN"}}}),
		"unmet": {"740.2(a)(9)(ii)/gate"},
	},
	"intermediary of Poland": {
		"request": fixtures.changed(_to_germany, {"parties": {"intermediate_consignee": {
			"location": "PL",
			"headquarters": "PL",
			"ultimate_parent_headquarters": "PL",
		}}}),
		"unmet": set(),
	},
	"facility in China": {
		"request": _facility({"location": "CN"}),
		"unmet": {"740.27(a)(3)(i)/location"},
	},
	"American company in China": {
		"request": _american("CN"),
		"unmet": {"740.27(a)(3)(i)/location"},
	},
}

test_condition[name] if {
	some name, case in _conditions
	model_weights.unmet == case.unmet with input as case.request
}

_parents := {
	"German company with a Chinese parent": {
		"request": _recipient({"ultimate_parent_headquarters": "CN"}),
		"unmet": {"740.27(a)(3)/headquarters"},
		"c9": {"C9"},
	},
	"German company with a Chinese parent, where headquarters suffice": {
		"request": fixtures.changed(
			_recipient({"ultimate_parent_headquarters": "CN"}),
			{"readings": {"C9": "headquarters_or_parent"}},
		),
		"unmet": set(),
		"c9": {"C9"},
	},
	"through a forwarder of a Chinese parent, where headquarters suffice": {
		"request": fixtures.changed(_recipient({}), {
			"parties": {"intermediate_consignee": {"headquarters": "DE", "ultimate_parent_headquarters": "CN"}},
			"readings": {"C9": "headquarters_or_parent"},
		}),
		"unmet": set(),
		"c9": {"C9"},
	},
	"through a forwarder of a Chinese parent": {
		"request": fixtures.changed(
			_recipient({}),
			{"parties": {"intermediate_consignee": {"headquarters": "DE", "ultimate_parent_headquarters": "CN"}}},
		),
		"unmet": {"740.2(a)(9)(ii)/gate"},
		"c9": {"C9"},
	},
	"Polish company with a Chinese parent, where headquarters would suffice": {
		"request": fixtures.changed(
			_recipient({"headquarters": "PL", "ultimate_parent_headquarters": "CN"}),
			{"readings": {"C9": "headquarters_or_parent", "N1": "headquarters_or_parent"}},
		),
		"unmet": {"740.27(a)(3)/headquarters"},
		"c9": set(),
	},
}

_sides := {
	"German company with a German parent": {"request": _recipient({}), "c10": set()},
	"German company with a Polish parent": {
		"request": _recipient({"ultimate_parent_headquarters": "PL"}),
		"c10": {"C10"},
	},
	"Polish company with a German parent": {"request": _recipient({"headquarters": "PL"}), "c10": {"C10"}},
	"German company with a Chinese parent": {
		"request": _recipient({"ultimate_parent_headquarters": "CN"}),
		"c10": set(),
	},
	"German company with a parent that is not told": {
		"request": _recipient({"ultimate_parent_headquarters": "QQ"}),
		"c10": set(),
	},
}

test_headquarters_and_parent_on_different_sides_are_reported[name] if {
	some name, case in _sides
	model_weights.touches & {"C10"} == case.c10 with input as case.request
}

test_parent_in_macau_or_d5_bars_weights_by_default[name] if {
	some name, case in _parents
	model_weights.unmet == case.unmet with input as case.request
	model_weights.touches & {"C9"} == case.c9 with input as case.request
}

_emirati := fixtures.changed(_american("AE"), {"parties": {"recipient": {"headquarters": "AE"}}})

_gate := {
	"company with an American parent whose headquarters are not told": {
		"request": fixtures.without(_emirati, ["parties/recipient/headquarters"]),
		"unmet": set(),
		"n1": set(),
	},
	"American company in the United Arab Emirates": {
		"request": _american("AE"),
		"unmet": set(),
		"n1": set(),
	},
	"Emirati company with an American parent": {
		"request": _emirati,
		"unmet": {"740.2(a)(9)(ii)/gate"},
		"n1": {"N1"},
	},
	"Emirati company with an American parent, where a parent suffices": {
		"request": fixtures.changed(_emirati, {"readings": {"N1": "headquarters_or_parent"}}),
		"unmet": set(),
		"n1": {"N1"},
	},
	"Emirati company with an American parent, once out of D:4 and kept by name": {
		"request": fixtures.changed(_emirati, {"as_of": "2026-07-23", "facility": {"attested_on": "2026-05-01"}}),
		"unmet": {"740.2(a)(9)(ii)/gate"},
		"n1": {"N1"},
	},
	"Emirati group": {
		"request": fixtures.changed(_emirati, {"parties": {"recipient": {"ultimate_parent_headquarters": "AE"}}}),
		"unmet": {"740.2(a)(9)(ii)/gate", "740.27(a)(3)/headquarters"},
		"n1": set(),
	},
}

test_gate_admits_weights_by_headquarters_alone[name] if {
	some name, case in _gate
	model_weights.unmet == case.unmet with input as case.request
	model_weights.touches & {"N1"} == case.n1 with input as case.request
}

_lacking := {
	"nothing": {
		"request": _to_germany,
		"missing": set(),
	},
	"what all exceptions ask": {
		"request": fixtures.without(_to_germany, ["end_use/bis_informed"]),
		"missing": {"end_use.bis_informed"},
	},
	"headquarters, parent and location": {
		"request": fixtures.without(_to_germany, [
			"parties/recipient/location",
			"parties/recipient/headquarters",
			"parties/recipient/ultimate_parent_headquarters",
		]),
		"missing": {
			"parties.recipient.location",
			"parties.recipient.headquarters",
			"parties.recipient.ultimate_parent_headquarters",
		},
	},
	"facility": {
		"request": fixtures.without(_to_germany, ["facility"]),
		"missing": {"facility.location", "facility.supplement_10", "facility.attested_on"},
	},
	"facility during the delay": {
		"request": fixtures.changed(fixtures.without(_to_germany, ["facility"]), _delayed),
		"missing": {"facility.location"},
	},
	"a facility that complies with nothing is told": {
		"request": _facility({"supplement_10": null}),
		"missing": set(),
	},
}

test_fact_that_aia_needs_for_weights[name] if {
	some name, case in _lacking
	model_weights.missing == case.missing with input as case.request
}

# A case that is undefined leaves its whole table undefined, and a test over no case passes.
test_tables_hold_cases if {
	every table in [_conditions, _parents, _gate, _facilities, _lacking, _sides] {
		count(table) > 0
	}
}
