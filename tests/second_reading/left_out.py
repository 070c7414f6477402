"""What is drawn and not compared, and why: each case by a name, so that it can be counted."""

from collections.abc import Mapping
from typing import Any

from .countries import UAE_IN_A5, UAE_UNKNOWN_FROM
from .facts import ABSENT, at, told
from .parties import SEATS, contested

Document = Mapping[str, Any]

DATASHEET = "a datasheet beside an item that holds circuits, none told: of which, nobody says"
UAE = "open: License Exception ACA while the day on which the UAE left Country Group D:4 is unknown"
ETHIOPIA = (
    "open: whether Ethiopia counts as D:5, of a customer or a facility, or if BIS has informed"
)
HOLDERS = ("computer", "electronic_assembly", "component", "equipment")


def left_out(request: Document) -> str:
    """The name of the case that keeps a request from being compared, or nothing."""
    item = request["item"]
    datasheet = told(item.get("specification", ABSENT)) and item.get("kind") != "integrated_circuit"
    holds = item.get("kind") in HOLDERS or item.get("eccn", "").startswith(("4A", "5A"))
    if datasheet and holds and not told(item.get("integrated_circuits", ABSENT)):
        return DATASHEET
    customer = at(request, "end_use.ultimate_customer")
    places = [at(customer, key) for key in SEATS]
    informed = at(request, "end_use.bis_informed") is True  # then no more is asked of the parties
    if "ET" in [*places, at(request, "facility.location")] or (informed and contested(request)):
        return ETHIOPIA
    enforced = request.get("posture") == "enforced" and request["destination"] == "AE"
    return UAE if enforced and UAE_UNKNOWN_FROM <= request["as_of"] < UAE_IN_A5 else ""
