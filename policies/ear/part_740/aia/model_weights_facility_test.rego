package ear.aia_model_weights_test

import rego.v2

import data.ear.aia_model_weights as model_weights
import data.ear.fixtures_test as fixtures

_delayed := {"readings": {"N4": "delayed_2026_01_15"}}

_facilities := {
	"attested on the day": {
		"request": _facility({"attested_on": "2025-07-01"}),
		"unmet": set(),
		"touches": {"N4"},
	},
	"complies, once the delay is over": {
		"request": fixtures.changed(_facility({"attested_on": "2026-01-01"}), {"as_of": "2026-01-15"}),
		"unmet": set(),
		"touches": set(),
	},
	"complies": {
		"request": _to_germany,
		"unmet": set(),
		"touches": {"N4"},
	},
	"complies with more than it must": {
		"request": _facility({"supplement_10": [1, 14, 15, 16, 18]}),
		"unmet": set(),
		"touches": {"N4"},
	},
	"lacks one paragraph": {
		"request": _facility({"supplement_10": [14, 15]}),
		"unmet": {"740.27(a)(3)(ii)/facility"},
		"touches": {"N4"},
	},
	"complies with nothing, said by null": {
		"request": _facility({"supplement_10": null}),
		"unmet": {"740.27(a)(3)(ii)/facility"},
		"touches": {"N4"},
	},
	"does not exist": {
		"request": fixtures.changed(_facility({}), {"facility": null}),
		"unmet": {"740.27(a)(3)(ii)/facility"},
		"touches": set(),
	},
	"does not exist, whenever it would have to comply": {
		"request": fixtures.changed(_facility({}), {"facility": null, "readings": {"N4": "delayed_2026_01_15"}}),
		"unmet": {"740.27(a)(3)(ii)/facility"},
		"touches": set(),
	},
	"complies with nothing and is in China": {
		"request": _facility({"supplement_10": [], "location": "CN"}),
		"unmet": {"740.27(a)(3)(i)/location", "740.27(a)(3)(ii)/facility"},
		"touches": {"N4"},
	},
	"complies, for a company that may not receive": {
		"request": fixtures.weights,
		"unmet": {"740.27(a)(3)/headquarters"},
		"touches": set(),
	},
	"attested a year ago": {
		"request": _facility({"attested_on": "2024-07-01"}),
		"unmet": set(),
		"touches": {"N4"},
	},
	"attested a year and a day ago": {
		"request": _facility({"attested_on": "2024-06-30"}),
		"unmet": {"740.27(a)(3)(ii)/attestation"},
		"touches": {"N4"},
	},
	"attested the day after": {
		"request": _facility({"attested_on": "2025-07-02"}),
		"unmet": {"740.27(a)(3)(ii)/attestation"},
		"touches": {"N4"},
	},
	"lacks all, on the last day of the delay": {
		"request": fixtures.changed(
			_facility({"supplement_10": [], "attested_on": "2024-06-30"}),
			object.union(_delayed, {"as_of": "2026-01-14"}),
		),
		"unmet": set(),
		"touches": {"N4"},
	},
	"lacks all, once the delay is over": {
		"request": fixtures.changed(
			_facility({"supplement_10": [], "attested_on": "2024-06-30"}),
			object.union(_delayed, {"as_of": "2026-01-15"}),
		),
		"unmet": {"740.27(a)(3)(ii)/facility", "740.27(a)(3)(ii)/attestation"},
		"touches": set(),
	},
}

test_facility_complies_and_was_attested_within_a_year[name] if {
	some name, case in _facilities
	model_weights.unmet == case.unmet with input as case.request
	model_weights.touches == case.touches with input as case.request
}

_operator := {
	"name": "Operator Ltd",
	"location": "PL",
	"headquarters": "FR",
	"ultimate_parent_headquarters": "FR",
	"listed": [],
}

_operated_by(change) := _facility({"operator": object.union(_operator, change)})

# In the United Arab Emirates, behind the gate, for a German company.
_behind(change) := fixtures.changed(_operated_by(change), {"facility": {"location": "AE"}, "destination": "AE"})

# Who operates a data center that another owns is asked; null says that nobody else does.
_owned_by(owner) := _facility({"owner": owner})

test_who_operates_the_data_center_of_another_is_asked if {
	model_weights.missing == {"facility.operator"} with input as _owned_by({"name": "Owner Ltd"})
	model_weights.missing == {"facility.operator"} with input as _owned_by({"location": "AE"})
	model_weights.missing == set() with input as _owned_by({"name": fixtures.weights.parties.recipient.name})
	model_weights.missing == set() with input as fixtures.changed(_owned_by({"name": "Owner Ltd"}), {"facility": {"operator": null}})
	model_weights.missing == set() with input as fixtures.changed(_owned_by({"name": "Owner Ltd"}), {"facility": {"operator": _operator}})
}

_operators := {
	"a French company in Poland": {"request": _operated_by({}), "unmet": set()},
	"a Polish company": {
		"request": _operated_by({"headquarters": "PL", "ultimate_parent_headquarters": "PL"}),
		"unmet": {"740.27(a)(3)/headquarters"},
	},
	"a Polish company of a French group": {"request": _operated_by({"headquarters": "PL"}), "unmet": set()},
	"a French company of a Polish group": {
		"request": _operated_by({"ultimate_parent_headquarters": "PL"}),
		"unmet": set(),
	},
	"behind the gate, a Polish company of a French group": {
		"request": _behind({"headquarters": "PL"}),
		"unmet": {"740.2(a)(9)(ii)/gate"},
	},
	"behind the gate, a French company": {"request": _behind({}), "unmet": set()},
	"nobody, said by null": {"request": _facility({"operator": null}), "unmet": set()},
}

test_who_operates_the_facility_obtains_the_weights[name] if {
	some name, case in _operators
	model_weights.unmet == case.unmet with input as case.request
}

test_the_table_of_operators_holds_cases if count(_operators) > 0
