"""What an order service does with each answer; the two services beside this file share it.

Copy and adapt: the statuses are this sample's choice, the cases are not.
"""

import os
from typing import Any

from ai_export_policy import Decision, ExportPolicyError, RequestInvalid, Unavailable
from ai_export_policy.request import read

RELEASED = {
    "no_license_required",
    "not_subject_to_ear",
    "license_exception",
    "validated_end_user",
    "licensed",
}

Reply = tuple[int, dict[str, Any]]
"""HTTP status and JSON document."""


def settings() -> dict[str, Any]:
    """What `Client` and `AsyncClient` are given, out of the environment of the service."""
    revisions = os.environ.get("POLICY_REVISIONS")
    return {
        "url": os.environ.get("OPA_URL", "http://127.0.0.1:8181"),
        "timeout": 2.0,  # seconds that the buyer waits at most
        "expected_revisions": revisions.split(",") if revisions else None,
    }


def request_of(body: bytes) -> dict[str, Any]:
    """The one request in a body. RequestInvalid, also where a key stands twice in it: of two
    destinations a lenient reader takes the last, and somebody else the first."""
    (document,) = read(body, format="json")
    document.validate()
    return document.request


def reply(decision: Decision) -> Reply:
    """200 and what has to be done with the shipment, or 409 and why the order is held."""
    if decision.outcome in RELEASED:
        return 200, {
            "released": True,
            "outcome": decision.outcome,
            "relied_on": decision.authorization and decision.authorization["symbol"],
            "obligations": [{"id": one["id"], "due": one["due"]} for one in decision.obligations],
            "policy": decision.policy,
        }
    return 409, {
        "released": False,
        "outcome": decision.outcome,
        "review_policy": decision.review_policy,
        "missing_facts": decision.missing_facts,
        "policy": decision.policy,
    }


def reply_to(error: ExportPolicyError) -> Reply:
    """422 for a request that is none, 503 where OPA gave no answer, 502 where it was no decision.

    Whatever it was, the order is held: an answer that did not come is never a permission.
    """
    told: dict[str, Any] = {"released": False}
    if isinstance(error, RequestInvalid):
        told["problems"] = [{"path": one.path, "reason": one.reason} for one in error.problems]
        return 422, told
    # What went wrong behind the service is for its own log, not for the buyer.
    return (503 if isinstance(error, Unavailable) else 502), told
