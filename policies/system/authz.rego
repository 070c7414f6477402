# METADATA
# title: Who may ask what
# description: >-
#   Least authority for callers of OPA's REST API, in force with `opa run --authorization basic`: ask
#   for a decision, and see whether the server is well. Policies and data come with the bundle alone,
#   so nothing may write, and no document is read that is not an answer to a request.
# scope: package
# custom:
#   citation: OPA documentation, Authentication and Authorization
package system.authz

import rego.v2

# Whole paths, never prefixes: a path below a decision would be a part of it without its checks. They
# are compared segment by segment, because an encoded slash does not part segments.
_decisions := {
	["v1", "data", "ear", "alternatives"],
	["v1", "data", "ear", "decision"],
	["v1", "data", "ear", "decisions"],
}

_watched := {
	["health"],
	["metrics"],
	["v1", "status"],
}

default allow := false

# METADATA
# title: Ask for decisions
# custom:
#   citation: OPA documentation, REST API, Data API
allow if {
	input.method == "POST"
	input.path in _decisions
	not _looks_inside
}

# METADATA
# title: See whether the server is well
# custom:
#   citation: OPA documentation, REST API, Health API and Status API; Monitoring
allow if {
	input.method == "GET"
	input.path in _watched
}

# METADATA
# title: Traces and timings
# description: >-
#   `explain` costs eighty times the decision and shows every fact and rule on the way, `instrument`
#   up to two thirds of the throughput: closed until the operator's own bundle opens them.
# custom:
#   citation: OPA documentation, REST API, Explanations and Performance Metrics
_looks_inside if {
	input.params.explain
	not data.operator.explain == true
}

_looks_inside if {
	input.params.instrument
	not data.operator.instrument == true
}
