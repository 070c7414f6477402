"""Authorization Validated End-User (748.15, Supplement No. 10 to part 748)."""

from typing import Any

from .countries import canonical, in_macau_or_d5, in_supplement_5
from .facilities import attested, operated
from .facts import (
    ABSENT,
    Conditions,
    Request,
    Truth,
    at,
    days_before,
    equals,
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
    barred,
    inside,
    located_there,
    macau_or_d5,
    party,
    roles,
    told_apart,
)
from .restrictions import missile, moved, no_embargo, sanctioned, sent_on, start_known
from .training import veu_training
from .veu_compute import holder, installed, own_move, same, shares

SECURITY = frozenset([14, 15, 18])
SECURITY_DUE = "2026-01-15"  # 748.15(a)(2)(ii)(A), (iii)(A)
BEFORE = frozenset([1, 2, 3, 9, 13, 16, 17])


def authorizations(request: Request, item: Item) -> dict[str, Conditions]:
    """UVEU and NVEU; absent is not claimed."""
    kind = at(request, "veu.type")
    if not told(at(request, "veu")):
        return {"UVEU": {"claimed": False}, "NVEU": {"claimed": False}}
    if not told(kind):  # a claim of one of three kinds: what it asks is not known
        return {"UVEU": {"claimed": None}, "NVEU": {"claimed": None}}
    shared = {"claimed": kind != "general", **common(request, item)}
    return {
        "UVEU": {"kind": kind == "uveu", **shared, **uveu(request, item)},
        "NVEU": {"kind": kind == "nveu", **shared, **nveu(request, item)},
    }


def common(request: Request, item: Item) -> Conditions:
    """748.15(a)(1), (a)(2)(i), (b)(2), (c), (d)(2), (e); what both ask of Supplement No. 10."""
    destination = request["destination"]
    evidence = equals(at(request, "veu.listed_or_letter"), True)
    if reading(request, "N21", "listed_or_letter") == "listed_only":
        evidence = every(evidence, None)
    places = at(request, "veu.authorized_destinations")
    site = at(request, "facility.location")
    return {
        "evidence": evidence,
        "status": equals(at(request, "veu.status"), "active"),
        "authorized item": _authorized(at(request, "veu.authorized_eccns"), item.eccn),
        "authorized destination": every(
            _authorized(places, destination), _authorized(places, site) if told(site) else True
        ),
        "certification": _certified(request),
        "missile technology": never(missile(item)),
        "part 744": equals(at(request, "end_use.part_744"), "none"),
        "informed": equals(at(request, "end_use.bis_informed"), False),
        "listed": every(never(barred(request)), _owner_unlisted(request)),
        "source": _start_told(request),
        "sanctions": never(sanctioned(request)),
        "part 746": no_embargo(request),
        # Supplement No. 10, 4c: of chips, assemblies and computers of the a-level
        "diversion": (
            equals(at(request, "end_use.diversion_risk"), False)
            if item.level == "a" and item.commodity
            else True
        ),
        "destination": never(_stands_there(request)),
        "data center": equals(
            at(request, "end_use.purpose"), "data_center", "model_training", "weights_storage"
        ),
        "transfer of chips": never(_transferred_there(request, item)),
        "act": moved(request, "export", "reexport", "transfer_in_country"),
        "same validated end user": _transfer(request),
        "consignee": _consigned(request),
        "storage of weights": _storage(request, item),
        "training": veu_training(request),
        **_facility(request),
        **_guidelines(request),
    }


def _certified(request: Request) -> Truth:
    """748.15(e): before an export or reexport, which a transfer (in-country) is not."""
    if request["activity"] == "transfer_in_country":
        return True
    signed_on = at(request, "documents.veu_certification.signed_on")
    return not_after(signed_on, request["as_of"])


def _start_told(request: Request) -> Truth:
    """Where a reexport starts: an unknown country carries nothing."""
    if request["activity"] == "export":
        return start_known(request)
    if request["activity"] != "reexport":
        return True
    return True if canonical(request.get("origin")) is not None else None


def _stands_there(request: Request) -> Truth:
    """748.15(b)(2): the data center, its owner, or a party to the transaction, in Macau or D:5."""
    as_of, site = request["as_of"], at(request, "facility.location")
    return some(
        _owner_in(request, "location"),
        in_macau_or_d5(request["destination"], as_of),
        in_macau_or_d5(site, as_of) if told(site) else None,
        located_there(request),
    )


def _authorized(names: Any, name: str) -> Truth:
    if not told(names):
        return None if names is ABSENT else False
    return any(name == n or name.startswith(f"{n}.") for n in names)


def _transferred_there(request: Request, item: Item) -> Truth:
    """Supplement No. 10 paragraph 4a: to an entity located or headquartered in Macau or D:5."""
    if item.level != "a" or not item.commodity:  # "chips, assemblies, or computers"
        return False
    whose = [party(request, role) for role in roles(request)]
    owned_there = [_owner_in(request, seat) for seat in ("location", "headquarters")]
    seats = [at(who, "headquarters") for who in whose if who is not holder(request)]
    headquartered = (
        None if not told(seat) else in_macau_or_d5(seat, request["as_of"]) for seat in seats
    )
    return some(located_there(request), *owned_there, *headquartered)


def _owner_in(request: Request, seat: str) -> Truth:
    """Whether who owns the data center, as it is told, is seated in Macau or D:5."""
    owner = told_apart(request, at(request, "facility.owner"))
    if not told(owner):
        return False
    place = at(owner, seat)
    return in_macau_or_d5(place, request["as_of"]) if told(place) else None


def _owner_unlisted(request: Request) -> Truth:
    """Supplement No. 10 paragraph 4b: nor does the owner of the data center stand on a list."""
    owner = told_apart(request, at(request, "facility.owner"))
    if not told(owner):
        return True
    found = at(owner, "listed")
    if found is ABSENT:
        return None
    return not set(found or []) - {"unverified_list"}


def _facility(request: Request) -> Conditions:
    """748.15(d)(2)(i), (a)(2): own facility there; an operator with its own authorization."""
    site = at(request, "facility.location")
    there = None if canonical(site) is None else site == request["destination"]
    owner = at(request, "facility.owner")
    own = same(owner, holder(request))
    if reading(request, "N25", "not_own") == "own":
        own = True if told(owner) else None  # rented, but of somebody
    if at(request, "facility") is None:  # there is none
        own = False
    return {"facility there": there, "own facility": own, "operator": operated(request)}


def _guidelines(request: Request) -> Conditions:
    """Supplement No. 10: what has to be met before, 14, 15 and 18 from January 15, 2026 on.

    4 to 8 and 12 are asked of the transaction, 10 and 11 are duties that follow, 19 asks nothing.
    """
    met = at(request, "facility.supplement_10")
    due = request["as_of"] >= SECURITY_DUE
    held = set(met) if told(met) else set()
    found: Conditions = {
        f"guideline {number}": None if met is ABSENT else number in held
        for number in sorted(BEFORE | (SECURITY if due else set()))
    }
    found["attestation"] = attested(request) if due else True
    return found


def _transfer(request: Request) -> Truth:
    """748.15 intro, (d)(2)(iii): transfers, and whatever it holds as one, by the same VEU (N15)."""
    activity = request["activity"]
    if not sent_on(request):
        return True
    any_transfer = reading(request, "N15", "own_transfers_only") == "any_transfer"
    if activity == "transfer_in_country" and not any_transfer:
        return own_move(request)
    held_as_one = equals(at(request, "item.received_under"), "UVEU", "NVEU")
    return some(never(held_as_one), own_move(request))


def _consigned(request: Request) -> Truth:
    """748.15(a)(1): only to validated end-users, the holder and, by (a)(2), who operates for it."""
    gets = [party(request, role) for role in ("ultimate_consignee", "end_user")]
    held = [same(one, holder(request)) for one in gets]
    beside = [some(own, _operates(request, one)) for own, one in zip(held, gets, strict=True)]
    return every(some(*held), *beside)


def _operates(request: Request, who: Any) -> Truth:
    """Whether a party operates the data center, with an authorization of its own."""
    operator = at(request, "facility.operator")
    named = False if operator is None else same(who, operator)
    return every(equals(at(request, "facility.operator_veu"), True), named)


def _storage(request: Request, item: Item) -> Truth:
    """Supplement No. 10 paragraph 8: weights outside, where owned or operated from inside.

    Who buys or forwards them has them too, so that nobody of Macau or D:5 does.
    """
    if item.level != "weights":
        return True
    others = [party(request, role) for role in roles(request) if role != OPERATOR]
    through = [
        False if who is None else macau_or_d5(who, request["as_of"])
        for who in others
        if who is not holder(request)
    ]
    keys = ("headquarters", "ultimate_parent_headquarters")
    held = [
        inside(at(request, f"facility.{role}"), key)
        for role in ("owner", "operator")
        for key in keys
    ]
    kept = some(in_supplement_5(at(request, "facility.location")), *held)
    return every(kept, never(some(*through)))


def uveu(request: Request, item: Item) -> Conditions:
    """748.15(a)(2)(ii), (b)(2)(i), Supplement No. 10, 13: nexus, new location, moves, shares."""
    who = holder(request)
    new = at(request, "facility.new_location")
    return {
        "nexus": some(inside(who, "headquarters"), inside(who, "ultimate_parent_headquarters")),
        "ownership": never(macau_or_d5(who, request["as_of"])),
        "new location": some(
            equals(new, False),
            days_before(at(request, "facility.notified_on"), request["as_of"], 180),
        ),
        "notice of the move": _moved(request, item),
        **shares(request, item),
    }


def _moved(request: Request, item: Item) -> Truth:
    """Supplement No. 10 paragraph 5: 60 days before the holder moves chips between countries."""
    chips = item.commodity or item.level is None  # of what is not settled, perhaps
    if not chips or not sent_on(request) or request["activity"] == "transfer_in_country":
        return True
    return some(
        never(own_move(request)),
        days_before(at(request, "facility.move_notified_on"), request["as_of"], 60),
    )


def nveu(request: Request, item: Item) -> Conditions:
    """748.15(a)(2)(iii), (b)(2)(ii), Supplement No. 10, 13: nexus, arrangement, installed base."""
    as_of, who = request["as_of"], holder(request)
    places = at(request, "veu.authorized_destinations")
    return {
        "nexus": _of_the_groups(who, as_of, reading(request, "N19", "any_nexus_excludes")),
        "ownership": never(macau_or_d5(who, as_of)),
        "one country": len(places) == 1 if told(places) else True,
        "arrangement": arrangement(request),
        "installed base": installed(request, item),
    }


def _of_the_groups(who: Any, as_of: str, worded: str) -> Truth:
    """Headquartered, parented or located in Country Groups A, B, D:1 to D:4, not Macau or D:5."""
    seats = [at(who, key) for key in ("headquarters", "ultimate_parent_headquarters", "location")]
    there = [None if not told(seat) else in_macau_or_d5(seat, as_of) for seat in seats]
    if worded == "any_nexus_excludes":
        return never(some(*there))
    return some(*(never(one) for one in there))


def arrangement(request: Request) -> Truth:
    """748.15(a)(2)(iii)(A), Supplement No. 10 paragraph 12: a government arrangement (C8)."""
    own = at(holder(request), "headquarters")
    host = request["destination"]
    which = reading(request, "C8", "both_governments")
    if which == "host_government":
        return _arranged(request, host)
    if which == "own_government":
        return _arranged(request, own)
    return every(_arranged(request, host), _arranged(request, own))


def _arranged(request: Request, country: Any) -> Truth:
    if not told(country) or canonical(country) is None:
        return None
    table = at(request, "veu.arrangements")
    if in_supplement_5(country) is True:
        return True
    if not told(table):
        return None if table is ABSENT else False
    return equals(table.get(country, ABSENT), True)
