"""What the OpenAPI description says of OPA itself, whose answers hold the decisions."""

from typing import Any

Schema = dict[str, Any]

ROOT = "#/components/schemas/"

ABOUT = """\
Ask an Open Policy Agent that serves these policies whether a license is required for an export, \
reexport or transfer (in-country) of advanced AI chips or model weights (90 FR 4544). For \
services in languages other than Python, whose client does all of what follows.

- OPA does not check requests against their schema. Validate a request first, and refuse one in \
which a key stands twice: OPA takes the last of the two.
- Send both query parameters with every question. Without `strict-builtin-errors` a failing \
built-in function is silently undefined; without `provenance` nobody knows which policies \
answered.
- A decision is a decision only if the status is 200, the body fits the schema given here (it has \
a `result` and no `warning`), the bundle revision in `provenance` is one that you expect, and \
`request_id`, `as_of` and `posture` are those of the request. OPA says 200 without a `result` \
where a rule is undefined or no bundle is loaded yet.
- OPA as `ai-export sidecar config` configures it takes bodies of up to 1 MiB. Do not follow \
redirects. Keep one deadline for the whole call: a server can drip.
- A question changes nothing, so asking it again is safe where nobody looked at it: the \
connection failed, or the status is 429, 502, 503 or 504. A 500 is OPA's answer, and will be the \
same again.
- Anything else is no permission. `indeterminate`, `out_of_scope` and `license_required` are none \
either.
"""

QUESTIONS: tuple[tuple[str, str, str, str], ...] = (
    (
        "decision",
        "decide",
        "Decide one request",
        "Every fact is optional but four: what the decision needs and does not find is named in its"
        " `missing_facts`.",
    ),
    (
        "decisions",
        "decideMany",
        "Decide many requests, each as if alone",
        "What one draws on a pool, another does not see. Compare the keys: a request whose decision"
        " is undefined is absent from `result`, in silence. One that cannot be evaluated fails the"
        " whole call with 500: divide the requests and ask again.",
    ),
    (
        "alternatives",
        "alternatives",
        "Tell the outcome under each reading of the conflicts that one request touches",
        "The reading taken comes first. One reading changes at a time; empty where the answer"
        " touches no conflict.",
    ),
)


PARAMETERS: Schema = {
    "strict": {
        "name": "strict-builtin-errors",
        "in": "query",
        "required": True,
        "description": "Fail where a built-in function fails. OPA knows the word `true` alone.",
        "schema": {"type": "string", "enum": ["true"]},
    },
    "provenance": {
        "name": "provenance",
        "in": "query",
        "required": True,
        "description": "Name the version of OPA and the revision of its bundles in the answer.",
        "schema": {"type": "string", "enum": ["true"]},
    },
    "metrics": {
        "name": "metrics",
        "in": "query",
        "description": "Tell how long the steps of the evaluation took, in nanoseconds.",
        "schema": {"type": "string", "enum": ["true"]},
    },
    "explain": {
        "name": "explain",
        "in": "query",
        "description": "Tell each step of the evaluation. Refused with 401 unless the operator has"
        " opened it: it takes some eighty times as long.",
        "schema": {"type": "string", "enum": ["notes", "fails", "full", "debug"]},
    },
}

STATUSES = {"400": "Unreadable", "401": "Refused", "500": "Failed", "default": "NoAnswer"}

RESPONSES: Schema = {
    "Unreadable": {
        "description": "The body is no JSON, or larger than the operator allows.",
        "content": {"application/json": {"schema": {"$ref": f"{ROOT}Error"}}},
    },
    "Refused": {
        "description": "The policy of the server does not let this caller ask this.",
        "content": {"application/json": {"schema": {"$ref": f"{ROOT}Error"}}},
    },
    "Failed": {
        "description": "The evaluation failed; `errors` says where. It will fail again.",
        "content": {"application/json": {"schema": {"$ref": f"{ROOT}Error"}}},
    },
    "NoAnswer": {
        "description": "No answer of OPA. With 429, 502, 503 and 504 nobody looked at the question:"
        " ask again later.",
    },
}


PROVENANCE: Schema = {
    "description": "What answered.",
    "type": "object",
    "required": ["version"],
    "properties": {
        "version": {"description": "Version of OPA.", "type": "string"},
        "bundles": {
            "description": "The bundles loaded, by name.",
            "type": "object",
            "additionalProperties": {
                "type": "object",
                "properties": {
                    "revision": {
                        "description": "Revision of the policies, as in `policy.revision`.",
                        "type": "string",
                    }
                },
            },
        },
    },
}

ERROR: Schema = {
    "description": "An error of OPA (OPA documentation, REST API, Errors).",
    "type": "object",
    "required": ["code", "message"],
    "properties": {
        "code": {
            "type": "string",
            "examples": ["internal_error", "invalid_parameter", "unauthorized"],
        },
        "message": {"type": "string"},
        "errors": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["code", "message"],
                "properties": {
                    "code": {
                        "type": "string",
                        "examples": ["eval_conflict_error", "eval_builtin_error"],
                    },
                    "message": {"type": "string"},
                },
            },
        },
    },
}
