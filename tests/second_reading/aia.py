"""License Exception AIA (740.27)."""

from typing import Any

from .countries import behind_gate, in_macau_or_d5, in_supplement_5
from .facilities import attested_by, complies
from .facts import (
    ABSENT,
    Conditions,
    Request,
    Truth,
    at,
    every,
    never,
    not_after,
    reading,
    some,
    told,
)
from .items import Item
from .parties import (
    OPERATOR,
    RECIPIENTS,
    all_inside,
    entities,
    entity,
    inside,
    located_there,
    party,
    roles,
    somewhere,
    stands_inside,
    tainted,
)
from .restrictions import designed, gate, moved, open_to_exceptions
from .review import request_tpp
from .training import training_is_free

AIA_REPORT = 253_000_000  # 740.27(c)


def aia(request: Request, item: Item) -> Conditions:
    """740.27: commodities, software and technology of the a-level; weights under (a)(3)."""
    if item.level == "weights":
        return {**aia_weights(request), **open_to_exceptions(request, item)}
    eligible: Truth = None if item.level is None else item.level == "a"
    if item.eccn.startswith("3E001") or item.eccn == "5D002":
        eligible = False
    located = every(in_supplement_5(request["destination"]), all_inside(request, "location"))
    return {
        "act": moved(request, "export", "reexport", "transfer_in_country"),
        "item": eligible,
        "location": every(located, never(located_there(request)), stands_inside(request)),
        "headquarters": all_inside(request, "headquarters"),
        "parent": all_inside(request, "ultimate_parent_headquarters"),
        # an entity of Macau or D:5 may use no exception but those listed, whatever the item (N2)
        "gate": never(some(gate(request, item), tainted(request), located_there(request))),
        "designer": designed(request, item),
        "training": training_is_free(request) if item.commodity else True,
        "certification": _certified(request) if item.commodity else True,
        "submission": _submitted(request, item) if item.commodity else True,
        **open_to_exceptions(request, item),
    }


def _certified(request: Request) -> Truth:
    """740.27(a), (b)(2): certified before use."""
    return not_after(at(request, "documents.aia_certification.signed_on"), request["as_of"])


def _submitted(request: Request, item: Item) -> Truth:
    """740.27(a), (c): submitted to BIS, from 253,000,000 only by the readings C2 and N5 both."""
    day = at(request, "documents.aia_certification.submitted_on")
    submitted = every(not_after(day, request["as_of"]), _signed_by(request, day))
    lenient = (
        reading(request, "C2", "submit_always") == "submit_from_253m"
        and reading(request, "N5", "submit_first") == "submit_at_threshold"
    )
    if lenient:
        submitted = some(submitted, never(_reaches_253m(request, item)))
    return submitted


def _signed_by(request: Request, day: Any) -> Truth:
    """740.27(c): what is submitted is the certification that was obtained."""
    signed = at(request, "documents.aia_certification.signed_on")
    return not_after(signed, day) if told(day) else True


def _reaches_253m(request: Request, item: Item) -> Truth:
    """740.27(c): a cumulative TPP of 253,000,000 (N11)."""
    before, asked = at(request, "ledger.consignee_aia_tpp"), request_tpp(request, item)
    if asked is None or not told(before):
        return True if asked is not None and asked > AIA_REPORT else None
    total = before + asked
    more = reading(request, "N11", "at_least") == "more_than"
    reached = total > AIA_REPORT if more else total >= AIA_REPORT
    return reached if reached or at(request, "ledger.complete") is True else None


def _operator_told(request: Request) -> Truth:
    """740.27(a)(3)(i): who operates a data center that another owns is asked."""
    owner, operator = at(request, "facility.owner"), at(request, "facility.operator")
    if not told(owner) or operator is not ABSENT:
        return True
    recipients = [party(request, role) for role in ("end_user", "ultimate_consignee")]
    names = {at(who, "name") for who in recipients if told(at(who, "name"))}
    return True if at(owner, "name") in names else None


def aia_weights(request: Request) -> Conditions:
    """740.27(a)(3): headquartered or parented inside, located outside Macau and D:5, secured."""
    as_of, destination = request["as_of"], request["destination"]
    headquartered: list[Truth] = []
    nexus: list[Truth] = []
    keepers = (OPERATOR,) if told(party(request, OPERATOR)) else ()
    for role in (*entities(request), *keepers):  # who stores the weights obtains them
        who = entity(request, role)
        if who is None and role in RECIPIENTS:  # a person whom nobody employs
            headquartered.append(False)
            nexus.append(False)
            continue
        seat = inside(who, "headquarters")
        headquartered.append(seat)
        nexus.append(some(seat, inside(who, "ultimate_parent_headquarters")))
    c9 = (
        never(tainted(request))
        if reading(request, "C9", "deny") == "deny"
        else never(some(*(_seated_there(request, r) for r in roles(request))))
    )
    away = located_there(request)
    in_gate = some(somewhere(request, behind_gate), tainted(request), away)
    elsewhere = every(never(away), c9)
    if reading(request, "N1", "gate_headquarters_only") == "gate_headquarters_only":
        elsewhere = every(elsewhere, *headquartered)
    gated = some(never(in_gate), elsewhere)
    return {
        "entities": every(*nexus, c9, _operator_told(request)),
        "destination": every(
            never(in_macau_or_d5(destination, as_of)),
            never(away),
            never(_stored_there(request)),
        ),
        "gate": gated,
        "facility": complies(request, "N4"),
        "attestation": attested_by(request, "N4"),
    }


def _stored_there(request: Request) -> Truth:
    place = at(request, "facility.location")
    return None if not told(place) else in_macau_or_d5(place, request["as_of"])


def _seated_there(request: Request, role: str) -> Truth:
    seat = at(entity(request, role), "headquarters")
    return None if not told(seat) else in_macau_or_d5(seat, request["as_of"])
