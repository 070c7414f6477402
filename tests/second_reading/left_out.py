"""What is drawn and not compared, and why: each case by a name, so that it can be counted."""

from collections.abc import Iterator, Mapping
from typing import Any

from .countries import in_macau_or_d5
from .facts import at
from .parties import party, roles
from .reading import Reading

Document = Mapping[str, Any]

ASKS_MORE = "the policies ask for a fact that cannot change the outcome"
DATASHEET = "datasheet figures beside an item that holds circuits, or has no kind"
ETHIOPIA = "open: a party located in Ethiopia"
VEU_NEXUS = "a validated end-user, and another party in Macau or D:5"
INFORMED = "informed by BIS about an item that is not settled"
DECIDED_REVIEW = "an absent fact decides the review policy of 744.23(d)"

LENT = "whether the year of an operator counts is not told (740.29(a))"

UNNEEDED = (
    "documents.lpp_applied_to_operator",
    "end_use.training.model_4e091",
    "facility.new_location",
    "parties.exporter.name",
    "veu.compute",
)


def left_out(request: Document, decision: Document, second: Reading) -> str:
    """The name of the case that keeps a request from being compared, or nothing."""
    return next(_reasons(request, decision, second), "")


def _reasons(request: Document, decision: Document, second: Reading) -> Iterator[str]:
    item, claim = request["item"], at(request, "veu.type")
    level = decision["classification"]["level"]
    if any(_asked_in_vain(row, second) for row in decision["considered"]):
        yield ASKS_MORE
    if "specification" in item and item.get("kind") != "integrated_circuit":
        yield DATASHEET
    places = _places(request, "location")
    if "ET" in [*places, at(request, "end_use.ultimate_customer.location")]:
        yield ETHIOPIA
    seats = [*places, *_places(request, "headquarters")]
    if claim in ("uveu", "nveu") and any(in_macau_or_d5(s, request["as_of"]) for s in seats):
        yield VEU_NEXUS
    if at(request, "end_use.bis_informed") is True and level in (None, "weights"):
        yield INFORMED
    if second.review_policy == "indeterminate" and decision["review_policy"] != "indeterminate":
        yield DECIDED_REVIEW
    if second.available.get("LPP") == "unknown" and _lpp(decision) == "no":
        yield LENT


def _lpp(decision: Document) -> str:
    rows = [row["available"] for row in decision["considered"] if row["symbol"] == "LPP"]
    return str(rows[0]) if rows else ""


def _asked_in_vain(row: Document, second: Reading) -> bool:
    """Whether a row is unknown to the policies alone, for a fact that both answers of give one."""
    asked = any(path.startswith(UNNEEDED) for path in row["missing"])
    return asked and second.available.get(row["symbol"], "unknown") != "unknown"


def _places(request: Document, key: str) -> list[Any]:
    return [at(party(request, role), key) for role in roles(request)]
