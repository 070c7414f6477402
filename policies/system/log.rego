# METADATA
# title: What a log may keep
# description: >-
#   OPA's decision log goes to places that nobody chose for the names of customers. A text stays in
#   it only under a key that the schemas close to codes, dates and ids; what may name a company or a
#   person is replaced, wherever it stands, also in a request that no schema has seen. The caller's
#   own record keeps the request whole.
# scope: package
# custom:
#   citation: OPA documentation, Decision Logs, Masking Sensitive Data
package system.log

import rego.v2

# METADATA
# title: Replace what may be a name
# description: >-
#   Each document as a whole: OPA's own pointers cannot address a key that holds a space or a slash,
#   and the keys of a batch are the caller's.
# custom:
#   citation: OPA documentation, Decision Logs, Masking Sensitive Data
mask contains {"op": "upsert", "path": "/input", "value": _without_names(input.input, _codes_asked)} if {
	not _names_wanted
}

mask contains {"op": "upsert", "path": "/result", "value": _without_names(input.result, _codes_decided)} if {
	not _names_wanted
}

# METADATA
# title: Unless the operator says so
# description: In a bundle of his own, whose root is `operator`.
# custom:
#   citation: OPA documentation, Decision Logs, Masking Sensitive Data
_names_wanted if data.operator.log_names == true

_withheld := "withheld"

_without_names(document, _) := _withheld if is_string(document)

_without_names(document, codes) := json.patch(document, _replacements(document, codes)) if {
	not is_string(document)
}

_replacements(document, codes) := [{"op": "replace", "path": path, "value": _withheld} |
	some path, text
	walk(document, [path, text])
	is_string(text)
	not codes[_key(path)]
]

# The key a text stands under: the last one that is no place in a list.
_key(path) := steps[count(steps) - 1] if steps := [step | some step in path; is_string(step)]

# Keys of a request whose texts are codes, dates or ids (schemas/request.json closes them).
_codes_asked := {
	"aboard_carrier_on", "activity", "as_of", "attested_on", "authorized_destinations",
	"authorized_eccns", "country", "designer", "destination", "destination_region", "eccn",
	"expires_on", "for_production_of", "headquarters", "holder", "issued_on", "kind", "listed",
	"location", "majority_owner_headquarters", "move_notified_on", "not_deemed_reexport",
	"note_1_presumption", "notified_on", "origin", "outcome", "part_744", "part_746", "posture",
	"purchase_order", "purpose", "received_under", "registered_on", "related_eccn", "request_id",
	"service", "signed_on", "status", "submitted_on", "supplement_10", "trained_in", "type",
	"ultimate_parent_headquarters",
}

# The same of a decision (schemas/decision.json). `key` of a pool is the name of a group of companies.
_codes_decided := {
	"as_of", "available", "basis", "by", "citation", "codified", "compliance_due", "contract",
	"data_digest", "decided_by", "due", "eccn", "enforced", "id", "level", "missing",
	"missing_facts", "notices", "outcome", "period", "policy", "pool", "posture", "reading",
	"request_id", "requirement", "review_policy", "revision", "stale_after", "sum", "supplement_5",
	"symbol", "unmet", "valid_until", "version", "when",
}
