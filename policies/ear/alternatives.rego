package ear

import rego.v2

# METADATA
# title: Alternatives
# description: >-
#   For each conflict that the answer to one request touches, what the answer would be under each of
#   its readings, the one taken first. One reading changes at a time, the others stay as taken: what
#   a changed reading would touch further is not followed.
# entrypoint: true
# custom:
#   citation: "90 FR 4544"
alternatives := array.flatten([array.concat([_taken(question)], _others(question)) |
	some question in decision.open_questions
])

_taken(question) := {
	"id": question.id,
	"reading": question.reading,
	"outcome": decision.outcome,
	"authorization": decision.authorization,
	"review_policy": decision.review_policy,
}

_others(question) := [row |
	some reading in data.reference.readings.rows[question.id].readings
	reading != question.reading
	request := object.union(input, {"readings": {question.id: reading}})

	# The comprehension closes the evaluation before OPA leaves the scope of `with` and drops its caches.
	[answer] = [made | made := decision with input as request]
	row := {
		"id": question.id,
		"reading": reading,
		"outcome": answer.outcome,
		"authorization": answer.authorization,
		"review_policy": answer.review_policy,
	}
]
