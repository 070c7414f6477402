"""A bundle of a few lines that answers as the policies do, and misbehaves when asked to."""

import json
from pathlib import Path
from typing import Any

REVISION = "scratch-1"

REQUEST: dict[str, Any] = {
    "request_id": "line 1",
    "as_of": "2025-07-01",
    "activity": "export",
    "destination": "CN",
    "item": {"kind": "integrated_circuit"},
}

# `request_id` names the misbehaviour: two values, a failing built-in, no value.
_REGO = """\
package ear

import rego.v2

decision := object.union(data.reference.answer, {
	"request_id": object.get(input, "request_id", null),
	"as_of": input.as_of,
	"posture": object.get(input, "posture", "codified"),
}) if {
	not input.request_id == "undefined"
	_number >= 0
}

decision := "another value" if input.request_id == "conflict"

default _number := 0

_number := to_number(input.request_id) if input.request_id == "built-in error"

decisions[id] := answer if {
	some id, request in input.requests
	[answer] = [found | found := decision] with input as request
}
"""

_AUTHZ = """\
package system.authz

allow := true
"""


def decision(request: dict[str, Any]) -> dict[str, Any]:
    """A decision on `request` that fits the decision schema and says nothing else."""
    return _ANSWER | {
        "request_id": request.get("request_id"),
        "as_of": request["as_of"],
        "posture": request.get("posture", "codified"),
    }


def write(folder: Path, revision: str = REVISION) -> Path:
    """Write the bundle into `folder` and return it."""
    files = {
        ".manifest": json.dumps({"revision": revision, "roots": ["ear", "reference", "system"]}),
        "ear/decision.rego": _REGO,
        "system/authz.rego": _AUTHZ,
        "ear/decision_test.rego": "package ear\n\nthis is not Rego, and no server may load it\n",
        "reference/answer/data.json": json.dumps(
            _ANSWER | {"policy": {"revision": revision, "data_digest": None}}
        ),
    }
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    return folder


_ANSWER: dict[str, Any] = {
    "contract": "1",
    "outcome": "indeterminate",
    "eccn": None,
    "classification": {
        "source": None,
        "agrees": None,
        "level": None,
        "decided_by": None,
        "tpp": None,
        "performance_density": None,
        "counted_operations": None,
    },
    "license_requirements": [],
    "exclusions": [],
    "authorization": None,
    "considered": [],
    "review_policy": None,
    "reviews": [],
    "pools": [],
    "counts": [],
    "obligations": [],
    "flags": [],
    "missing_facts": ["item.tpp"],
    "open_questions": [],
    "regime": {
        "codified": None,
        "enforced": None,
        "version": None,
        "compliance_due": None,
        "stale_after": None,
        "notices": [],
    },
    "valid_until": None,
    "destination_status": {"supplement_5": None, "macau_or_d5": None, "d1_d4_d5_set": None},
    "policy": {"revision": REVISION, "data_digest": None},
}
