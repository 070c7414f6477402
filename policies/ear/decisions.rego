package ear

import rego.v2

# METADATA
# title: Decisions
# description: >-
#   The same answers for many requests in one call, each decided as if alone: what one draws,
#   another does not see.
# entrypoint: true
# schemas:
#   - input: {"type": "object", "properties": {"requests": {"type": "object"}}}
# custom:
#   citation: "90 FR 4544"
decisions[id] := answer if {
	some id, request in input.requests

	# The comprehension closes the evaluation before OPA leaves the scope of `with` and drops its caches.
	[answer] = [made | made := decision with input as request]
}
