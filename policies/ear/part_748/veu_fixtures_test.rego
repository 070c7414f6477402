# METADATA
# title: Requests that the tests of Authorization VEU begin with
# description: >-
#   A U.S. company that ships to its data center in Malaysia as Universal Validated End User, and a
#   Malaysian one as National. Each tells every fact that is asked; the first fills a share exactly.
# scope: package
# custom:
#   citation: "748.15"
package ear.veu_fixtures_test

import rego.v2

import data.ear.fixtures_test as fixtures

universal := fixtures.changed(_base("Cloud Operator Inc", "US"), {"veu": {
	"type": "uveu",
	"authorized_destinations": ["MY", "BR"],
	"compute": {
		"total_tpp": 1000000000,
		"by_country": {"US": 520000000, "DE": 291583200, "MY": 68416800, "BR": 120000000},
	},
}})

national := fixtures.changed(_base("National Cloud Bhd", "MY"), {
	"as_of": "2026-05-10",
	"veu": {
		"type": "nveu",
		"authorized_destinations": ["MY"],
		"arrangements": {"MY": true},
		"compute": {"by_country": {"MY": 2688666800}},
	},
})

# A company of Germany that is headquartered and parented in China.
chinese_buyer := {
	"name": "Between GmbH",
	"location": "DE",
	"headquarters": "CN",
	"ultimate_parent_headquarters": "CN",
	"listed": [],
}

_base(name, country) := fixtures.changed(fixtures.to(fixtures.h100, "MY"), {
	"as_of": "2026-03-02",
	"parties": {
		"exporter": {"name": "Chip Supplier Inc"},
		"recipient": {"name": name, "headquarters": country, "ultimate_parent_headquarters": country},
	},
	"end_use": {"diversion_risk": false},
	"facility": {
		"location": "MY",
		"owner": {"name": name, "headquarters": country, "ultimate_parent_headquarters": country},
		"operator": {"name": name, "headquarters": country, "ultimate_parent_headquarters": country},
		"new_location": false,
		"supplement_10": [1, 2, 3, 9, 13, 14, 15, 16, 17, 18],
		"attested_on": "2025-06-01",
	},
	"documents": {"lpp_certification": null, "veu_certification": {"signed_on": "2025-10-01"}},
	"veu": {
		"holder": "recipient",
		"listed_or_letter": true,
		"status": "active",
		"authorized_eccns": ["3A090.a", "4A090.a", "4E091"],
	},
})

# The holder sends its own chips on, or moves them within the country.
moved(request, origin) := fixtures.changed(request, {
	"activity": "reexport",
	"origin": origin,
	"item": {"received_under": "none"},
	"parties": {"exporter": {"name": request.parties.recipient.name}},
})

within(request) := fixtures.changed(moved(request, "MY"), {"activity": "transfer_in_country"})

# Weights of a model to the same data center.
stored(request) := fixtures.changed(fixtures.without(request, ["item"]), {
	"item": fixtures.weights.item,
	"end_use": {"purpose": "weights_storage"},
})
