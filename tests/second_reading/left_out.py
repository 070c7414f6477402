"""What is drawn and not compared, and why: each case by a name, so that it can be counted."""

from collections.abc import Mapping
from typing import Any

from .countries import UAE_IN_A5, UAE_UNKNOWN_FROM

Document = Mapping[str, Any]

UAE = "open: License Exception ACA while the day on which the UAE left Country Group D:4 is unknown"


def left_out(request: Document) -> str:
    """The name of the case that keeps a request from being compared, or nothing."""
    enforced = request.get("posture") == "enforced" and request["destination"] == "AE"
    return UAE if enforced and UAE_UNKNOWN_FROM <= request["as_of"] < UAE_IN_A5 else ""
