"""Valid requests, drawn so that every paragraph fires: mostly whole facts, values at every edge."""

import copy
from random import Random
from typing import Any

from .draw_items import item
from .draw_papers import documents, end_use, facility, ledger
from .draw_values import (
    CITIZENSHIPS,
    DESTINATIONS,
    ODD_SEATS,
    READINGS,
    around,
    on,
    row,
    shifted,
    sometimes,
)
from .draw_veu import validated

Document = dict[str, Any]


def party(random: Random, country: str) -> Document:
    """A company at home in a country, or with a seat somewhere odd."""
    home = "CN" if country == "HK" else country
    who: Document = {
        "kind": random.choices(
            ["commercial_firm", "individual", "government", "other"], [16, 2, 1, 1]
        )[0],
        "location": country,
        "headquarters": home,
        "ultimate_parent": random.choice(["alpha", "beta"]),
        "ultimate_parent_headquarters": home,
        "government_controlled": sometimes(random, 0.06),
        "listed": random.choices([[], None], [9, 1])[0],
    }
    if sometimes(random, 0.9):
        who["name"] = random.choice(["north", "south", "holder"])
    if sometimes(random, 0.3):
        who["headquarters"] = who["ultimate_parent_headquarters"] = random.choice(ODD_SEATS)
    if sometimes(random, 0.12):
        who["ultimate_parent_headquarters"] = random.choice(ODD_SEATS)
    if sometimes(random, 0.06):
        who["headquarters"] = random.choice(ODD_SEATS)
    if sometimes(random, 0.05):
        who["location"] = random.choice(DESTINATIONS)
    if sometimes(random, 0.3):
        who["majority_owner_headquarters"] = random.choice(ODD_SEATS)
    if sometimes(random, 0.02):
        lists = ["entity_list", "unverified_list", "sdn", "meu_list", "other"]
        who["listed"] = [random.choice(lists)]
    return who


def parties(random: Random, country: str) -> Document:
    """The recipient, and now and then other companies in a role."""
    found: Document = {"recipient": party(random, country)}
    for role in ("purchaser", "ultimate_consignee", "end_user"):
        if sometimes(random, 0.06):
            found[role] = party(random, country)
    if sometimes(random, 0.1):
        found["intermediate_consignee"] = party(random, random.choice(DESTINATIONS))
    if sometimes(random, 0.1):
        found["exporter"] = party(random, "US")
        if sometimes(random, 0.2):
            found["exporter"]["listed"] = [random.choice(["denied_persons", "unverified_list"])]
    return found


def act(random: Random, destination: str) -> Document:
    """What is done, from where, on what day."""
    activity = random.choices(
        row("export reexport transfer_in_country deemed_export deemed_reexport service"),
        [60, 18, 12, 4, 4, 1],
    )[0]
    found: Document = {
        "as_of": on(random),
        "activity": activity,
        "destination": destination,
    }
    if activity == "reexport":
        elsewhere = [c for c in DESTINATIONS if c not in ("US", destination)]
        odd = sometimes(random, 0.03)
        found["origin"] = random.choice(["US", destination] if odd else elsewhere)
    if activity == "export" and sometimes(random, 0.1):
        found["origin"] = random.choice(["US", *DESTINATIONS])
    if activity == "transfer_in_country":
        found["origin"] = destination if sometimes(random, 0.95) else random.choice(DESTINATIONS)
    if activity.startswith("deemed"):
        found["destination"] = random.choice(CITIZENSHIPS)
    if activity == "deemed_reexport" and sometimes(random, 0.5):
        found["origin"] = random.choice(["US", *DESTINATIONS])
    if activity == "deemed_export" and sometimes(random, 0.3):
        found["origin"] = random.choice(["US", *DESTINATIONS])
    if found["destination"] == "UA":
        found["destination_region"] = random.choice([None, None, "UA-crimea", "UA-donetsk"])
    if sometimes(random, 0.2):
        found["posture"] = random.choice(["codified", "enforced", "enforced"])
    return found


def shipment(random: Random) -> Document:
    """One line, or an aggregate at and around 3,200,000; now and then aboard when the rule came."""
    found: Document = {"lines": 1}
    if sometimes(random, 0.4):
        found = {"aggregate_tpp": around(random, 3.2e6), "lines": 2}
    if sometimes(random, 0.05):
        found["aboard_carrier_on"] = shifted("2025-05-15", random.choice([-30, -1, 0]))
    return found


def employee(random: Random, country: str) -> Document | None:
    """Who receives in a deemed act, or nobody that is employed."""
    if sometimes(random, 0.04):
        return None
    return {
        "permanent_regular_employee": sometimes(random, 0.7),
        "employer": party(random, country) if sometimes(random, 0.96) else None,
        "not_deemed_reexport": random.choices(
            ["none", "734.20(a)", "734.20(b)", "734.20(c)"], [6, 1, 1, 1]
        )[0],
    }


def _to_a_person(random: Random, who: Document) -> None:
    """A natural person, of whom nobody tells headquarters, or somebody does all the same."""
    who["kind"] = "individual"
    if sometimes(random, 0.7):
        for seat in ("headquarters", "ultimate_parent_headquarters"):
            who.pop(seat, None)


def _from_abroad(random: Random, request: Document) -> None:
    """Technology of a developer, sent from where it may have been developed."""
    request["activity"] = random.choice(
        ["reexport"] * 5 + ["export"] * 2 + ["deemed_reexport", "deemed_export"]
    )
    request["origin"] = random.choice(row("CN CN MO HK IR VN AE PL IN ET"))
    request["item"]["received_under"] = random.choice(["none", "license"])


def whole(random: Random) -> Document:
    """A request with whole facts."""
    destination = random.choice(DESTINATIONS)
    request = act(random, destination)
    request["item"] = item(random, request)
    if "developer" in request["item"] and sometimes(random, 0.7):
        _from_abroad(random, request)
    if request["item"].get("memory_bandwidth_gbps"):
        destination = _lane(random, request)
    request["parties"] = parties(random, destination)
    if sometimes(random, 0.01):
        request["parties"]["recipient"]["location"] = "UA"
        request["destination_region"] = random.choice([None, "UA-crimea"])
    if "developer" in request["item"] and sometimes(random, 0.3):
        _of_the_groups(random, request)
    request["end_use"] = end_use(random, request, party)
    request["documents"] = documents(random, request["as_of"])
    request["ledger"] = ledger(random, request)
    request["shipment"] = shipment(random)
    if sometimes(random, 0.35):
        request["facility"] = facility(random, request, party)
    if sometimes(random, 0.16):
        validated(random, request, party)
    if request["activity"].startswith("deemed"):
        request["employee"] = employee(random, destination)
        if sometimes(random, 0.6):
            _to_a_person(random, request["parties"]["recipient"])
    if sometimes(random, 0.1):
        names = random.sample(sorted(READINGS), 2)
        request["readings"] = {name: random.choice(READINGS[name]) for name in names}
    request.setdefault("readings", {}).update(_of_the_item(random, request))
    return request


def _lane(random: Random, request: Document) -> str:
    """What the lane of January 2026 is about: from the United States to China, as enforced."""
    request.update(activity="export", destination="CN", posture="enforced")
    for left in ("origin", "destination_region"):
        request.pop(left, None)
    request["item"].pop("received_under", None)
    request["as_of"] = shifted("2026-01-15", random.randrange(200))
    return "CN"


def _of_the_groups(random: Random, request: Document) -> None:
    """An end user of the United States, A:5 or A:6, and its owner (744.23(d)(2))."""
    for who in request["parties"].values():
        who["headquarters"] = who["ultimate_parent_headquarters"] = random.choice(row("US PL SG"))
        who["majority_owner_headquarters"] = random.choice(row("US PL BR CN"))


def _of_the_item(random: Random, request: Document) -> Document:
    """The other reading of a conflict that only few items, papers or parties touch."""
    found = {}
    if request["item"].get("eccn") == "3E001" and sometimes(random, 0.15):
        found["N3"] = "ccl_entry"
    if "intermediate_consignee" in request["parties"] and sometimes(random, 0.1):
        found["N20"] = "direct_only"
    if request["as_of"][5:7] == "12" and sometimes(random, 0.3):
        found["N6"] = "year_of_receipt"
    claim = request.get("veu", {}).get("type")
    if claim == "nveu" and sometimes(random, 0.1):
        found["N19"] = "as_worded"
    if claim and sometimes(random, 0.15):
        found["N25"] = "own"
    if claim == "uveu" and sometimes(random, 0.2):
        found |= random.choice([{"N16": "headquartered_only"}, {"N26": "after"}])
    return found


def leaves(document: Any, path: tuple[str, ...] = ()) -> list[tuple[str, ...]]:
    """The paths of everything that a request holds and may lose."""
    found: list[tuple[str, ...]] = []
    for key, value in document.items():
        if not path and key in ("as_of", "activity", "destination"):
            continue
        if path or key != "item":
            found.append((*path, key))
        if isinstance(value, dict):
            found += leaves(value, (*path, key))
    return found


def without(request: Document, path: tuple[str, ...]) -> Document:
    """The request less what stands at a path."""
    poorer = copy.deepcopy(request)
    inner = poorer
    for key in path[:-1]:
        inner = inner[key]
    del inner[path[-1]]
    return poorer


def draw(random: Random) -> Document:
    """One request; about a quarter of them have lost a fact or two."""
    request = whole(random)
    if sometimes(random, 0.02):
        nothing = random.choice(["documents", "facility"])
        request |= {nothing: None} if nothing in request else {}
    for chance in (0.25, 0.08):
        if sometimes(random, chance):
            request = without(request, random.choice(leaves(request)))
    return request
