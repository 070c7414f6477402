"""What about a transaction may be changed without making it another one.

This is knowledge of documents (the paths of schemas/request.json), not of the law: which paper can
be obtained, which notice given, which authorization asked for. What any of it is worth, OPA says.
Everything that is not built here stays as it was told: destination, parties, item, purpose.
"""

import copy
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from ai_export_policy.validation import schema

Kind = Literal["document", "notification", "answer", "facility", "grant"]

CLAIMS = ("uveu", "nveu")
"""The kinds of `veu.type` that one may ask BIS for."""

_OF_THE_YEAR = (
    "consignee_year_lpp_tpp",
    "consignee_year_all_tpp",
    "operator_year_lpp_tpp",
)


@dataclass(frozen=True, slots=True)
class Measure:
    """One thing to be done: `patch` (RFC 7396) is what the request then says at `path`.

    `kind` is who does it: the exporter obtains a `document` or gives BIS a `notification`, BIS
    gives the `answer` to one or a `grant`, and the owner brings a `facility` to what is asked.
    """

    path: str
    kind: Kind
    patch: dict[str, Any]


def patched(document: Any, patch: Any) -> Any:
    """Return `document` with a JSON Merge Patch (RFC 7396) applied; neither is changed."""
    if not isinstance(patch, Mapping):
        return copy.deepcopy(patch)
    result = dict(document) if isinstance(document, Mapping) else {}
    for key, value in patch.items():
        if value is None:
            result.pop(key, None)
        else:
            result[key] = patched(result.get(key), value)
    return result


def difference(before: Any, after: Any) -> dict[str, Any]:
    """Return the JSON Merge Patch that makes the object `before` the object `after`.

    `after` says null nowhere that `before` does not: such a patch could not say it.
    """
    patch: dict[str, Any] = {}
    for key in before.keys() - after.keys():
        patch[key] = None
    for key, value in after.items():
        told = before.get(key)
        if isinstance(value, Mapping) and isinstance(told, Mapping):
            if inner := difference(told, value):
                patch[key] = inner
        elif key not in before or told != value:
            patch[key] = copy.deepcopy(value)
    return {key: patch[key] for key in sorted(patch)}


def on(request: Mapping[str, Any], day: str, quantity: int | None) -> dict[str, Any]:
    """The same transaction as a whole on another day, or a smaller one in its place.

    What the ledger told of the calendar year of the request is not told of another, in which it
    will be the ledger of that day; what it told of other sums stays as told. A shipment of one line
    weighs what its line does; of several, the weight stays as told, which is no less.
    """
    result: dict[str, Any] = patched(request, {"as_of": day})
    ledger = result.get("ledger")
    if isinstance(ledger, dict) and _year(day) != _year(request["as_of"]):
        kept = {key: ledger[key] for key in ledger if key not in _OF_THE_YEAR}
        result["ledger"] = {**kept, "as_of": day} if "as_of" in kept else kept
    if quantity is not None:
        result["item"] = {**result["item"], "quantity": quantity}
        shipment = result.get("shipment")
        if isinstance(shipment, dict) and shipment.get("lines") == 1:
            result["shipment"] = {k: v for k, v in shipment.items() if k != "aggregate_tpp"}
    return result


def measures(request: Mapping[str, Any], day: str, eccn: str | None, claim: str) -> list[Measure]:
    """Return what could be done for the act to take place on `day`, the least first.

    Papers bear that day, the last on which they serve; notices to BIS that of the request, the
    first on which they can be given. `claim` is the kind of validated end user to ask BIS for,
    where the request claims none; `eccn` is what it would be asked for.
    """
    found = [*_documents(day), *_notifications(request), *_facility(request, day)]
    found += _grants(request)
    found += _authorization(request, eccn, claim)
    return found


def license_on(day: str) -> dict[str, Any]:
    """The patch of a license that is valid on the day and covers the shipment."""
    held = {"issued_on": day, "expires_on": day, "covers_this_shipment": True}
    return {"documents": {"license": held}}


def _documents(day: str) -> Iterator[Measure]:
    yield _of("document", "documents.purchase_order", "held")
    yield _of("document", "documents.aia_certification", {"signed_on": day, "submitted_on": day})
    year = int(_year(day))
    yield _of("document", "documents.lpp_certification", {"signed_on": day, "calendar_year": year})
    yield _of("document", "documents.veu_certification", {"signed_on": day})
    yield _of("document", "documents.enc_requirements_met", True)


def _notifications(request: Mapping[str, Any]) -> Iterator[Measure]:
    today = request["as_of"]
    given = _at(request, "documents", "nac_notification")
    if not isinstance(given, Mapping) or given.get("covers_this_shipment") is False:
        new = {
            "submitted_on": today,
            "registered_on": today,
            "covers_this_shipment": True,
        }
        yield _of("notification", "documents.nac_notification", new)
        yield _of("answer", "documents.nac_notification.outcome", "confirmed")
    elif given.get("outcome") == "pending":
        yield _of("answer", "documents.nac_notification.outcome", "confirmed")
    facility = request.get("facility")
    if isinstance(facility, Mapping):
        if facility.get("new_location") is True and "notified_on" not in facility:
            yield _of("notification", "facility.notified_on", today)
        if "move_notified_on" not in facility:
            yield _of("notification", "facility.move_notified_on", today)


def _facility(request: Mapping[str, Any], day: str) -> Iterator[Measure]:
    facility = request.get("facility")
    if not isinstance(facility, Mapping):
        return
    if "attested_on" in facility:
        yield _of("facility", "facility.attested_on", day)
    if "supplement_10" in facility:
        yield _of("facility", "facility.supplement_10", _paragraphs())


def _paragraphs() -> list[int]:
    """All that `facility.supplement_10` may list."""
    facility = schema()["properties"]["facility"]["properties"]
    one = facility["supplement_10"]["items"]
    return list(range(one["minimum"], one["maximum"] + 1))


def _grants(request: Mapping[str, Any]) -> Iterator[Measure]:
    if _at(request, "end_use", "training", "bis_authorization") is False:
        yield _of("grant", "end_use.training.bis_authorization", True)


def _authorization(request: Mapping[str, Any], eccn: str | None, claim: str) -> Iterator[Measure]:
    if eccn is None:
        return
    destination, veu = request["destination"], request.get("veu")
    if not isinstance(veu, Mapping):
        parties = request.get("parties") or {}
        asked = {
            "type": claim,
            "holder": "end_user" if "end_user" in parties else "recipient",
            "listed_or_letter": True,
            "status": "active",
            "authorized_eccns": [eccn],
            "authorized_destinations": [destination],
        }
        yield _of("grant", "veu", asked)
        return
    amended = {
        "authorized_eccns": _with(veu.get("authorized_eccns"), eccn),
        "authorized_destinations": _with(veu.get("authorized_destinations"), destination),
    }
    for name, value in amended.items():
        if name in veu and value != veu[name]:
            yield _of("grant", f"veu.{name}", value)


def _with(told: Sequence[str] | None, one: str) -> list[str]:
    return [*(told or []), *([] if one in (told or []) else [one])]


def _of(kind: Kind, path: str, value: Any) -> Measure:
    patch = value
    for step in reversed(path.split(".")):
        patch = {step: patch}
    return Measure(path, kind, patch)


def _at(document: Any, *path: str) -> Any:
    for step in path:
        document = document.get(step) if isinstance(document, Mapping) else None
    return document


def _year(day: str) -> str:
    return day[:4]
