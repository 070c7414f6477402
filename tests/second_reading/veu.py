"""Authorization Validated End-User (748.15, Supplement No. 10 to part 748)."""

from typing import Any

from .countries import canonical, in_macau_or_d5, in_supplement_5
from .facilities import attested
from .facts import (
    ABSENT,
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
from .parties import barred, inside, located_there, macau_or_d5, party, roles
from .restrictions import missile, sanctioned
from .training import veu_training
from .veu_compute import holder, installed, own_move, same, shares

SECURITY = frozenset([14, 15, 18])
SECURITY_DUE = "2026-01-15"  # 748.15(a)(2)(ii)(A), (iii)(A)
UVEU_ONLY = frozenset([5, 6])


def authorizations(request: Request, item: Item) -> dict[str, Truth]:
    """UVEU and NVEU; absent is not claimed."""
    kind = at(request, "veu.type")
    if not told(at(request, "veu")):
        return {"UVEU": False, "NVEU": False}
    if kind is ABSENT:
        return {"UVEU": None, "NVEU": None}
    shared = common(request, item)
    return {
        "UVEU": every(equals(kind, "uveu"), shared, uveu(request, item)),
        "NVEU": every(equals(kind, "nveu"), shared, nveu(request, item)),
    }


def common(request: Request, item: Item) -> Truth:
    """748.15(a)(1), (a)(2)(i), (c), (d)(2), (e); Supplement No. 10, paragraphs 4, 7, 8, 13."""
    as_of, destination = request["as_of"], request["destination"]
    evidence = equals(at(request, "veu.listed_or_letter"), True)
    if reading(request, "N21", "listed_or_letter") == "listed_only":
        evidence = every(evidence, None)
    return every(
        evidence,
        equals(at(request, "veu.status"), "active"),
        _authorized(at(request, "veu.authorized_eccns"), item.eccn),
        _authorized(at(request, "veu.authorized_destinations"), destination),
        _certified(request),
        never(missile(item)),
        equals(at(request, "end_use.part_744"), "none"),
        equals(at(request, "end_use.bis_informed"), False),
        never(barred(request)),
        never(sanctioned(request)),
        equals(at(request, "end_use.diversion_risk"), False),
        never(in_macau_or_d5(destination, as_of)),
        _own_facility(request),
        _for_data_center(request),
        never(_transferred_there(request, item)),
        never(located_there(request)),
        never(macau_or_d5(holder(request), as_of)),
        _guidelines(request),
        _transfer(request),
        _consigned(request),
        _storage(request, item),
        veu_training(request),
    )


def _authorized(names: Any, name: str) -> Truth:
    if not told(names):
        return None if names is ABSENT else False
    return any(name == n or name.startswith(f"{n}.") for n in names)


def _certified(request: Request) -> Truth:
    """748.15(e): certified before the initial shipment."""
    paper = at(request, "documents.veu_certification")
    if not told(paper):
        return None if paper is ABSENT else False
    return not_after(at(paper, "signed_on"), request["as_of"])


def _for_data_center(request: Request) -> Truth:
    """748.15(c)(2): items needed for a data center."""
    purpose = at(request, "end_use.purpose")
    return equals(purpose, "data_center", "model_training", "weights_storage")


def _transferred_there(request: Request, item: Item) -> Truth:
    """Supplement No. 10 paragraph 4a: to an entity located or headquartered in Macau or D:5."""
    if item.level != "a" or not item.commodity:  # "chips, assemblies, or computers"
        return False
    seats = [at(party(request, role), "headquarters") for role in roles(request)]
    return some(*(None if not told(s) else in_macau_or_d5(s, request["as_of"]) for s in seats))


def _own_facility(request: Request) -> Truth:
    """748.15(d)(2)(i), (a)(2): own facility there; an operator with its own authorization."""
    place = at(request, "facility.location")
    there = None if not told(place) else canonical(place) == canonical(request["destination"])
    owner, operator = at(request, "facility.owner"), at(request, "facility.operator")
    own = same(owner, holder(request))
    if reading(request, "N25", "not_own") == "own":
        own = True
    operated = some(same(operator, owner), equals(at(request, "facility.operator_veu"), True))
    return every(there, own, operated)


def _guidelines(request: Request) -> Truth:
    """Supplement No. 10; paragraphs 14, 15 and 18 by January 15, 2026."""
    met = at(request, "facility.supplement_10")
    due = request["as_of"] >= SECURITY_DUE
    needed = set(range(1, 20)) - UVEU_ONLY - (set() if due else SECURITY)
    followed = needed <= set(met) if told(met) else (None if met is ABSENT else False)
    return every(followed, attested(request) if due else True)


def _transfer(request: Request) -> Truth:
    """748.15 intro, (d)(2)(iii): transfers, and reexports of its items, by the same VEU."""
    activity = request["activity"]
    if activity == "export":
        return True
    sender = same(party(request, "exporter"), holder(request))
    if activity == "reexport":
        return some(never(equals(at(request, "item.received_under"), "UVEU", "NVEU")), sender)
    if activity != "transfer_in_country":
        return False
    if reading(request, "N15", "own_transfers_only") == "any_transfer":
        return True
    return sender


def _consigned(request: Request) -> Truth:
    """748.15(a)(1): only to the validated end-user itself."""
    who = holder(request)
    own = [party(request, role) for role in ("ultimate_consignee", "end_user")]
    return every(*(True if one == who else same(one, who) for one in own))


def _storage(request: Request, item: Item) -> Truth:
    """Supplement No. 10 paragraph 8: weights outside, where owned or operated from inside."""
    if item.level != "weights":
        return True
    keys = ("headquarters", "ultimate_parent_headquarters")
    held = [
        inside(at(request, f"facility.{role}"), key)
        for role in ("owner", "operator")
        for key in keys
    ]
    return some(in_supplement_5(at(request, "facility.location")), *held)


def uveu(request: Request, item: Item) -> Truth:
    """748.15(a)(2)(ii), (b)(2)(i): nexus, new location, moves, and shares."""
    who = holder(request)
    nexus = some(inside(who, "headquarters"), inside(who, "ultimate_parent_headquarters"))
    new = at(request, "facility.new_location")
    notified = some(
        equals(new, False), days_before(at(request, "facility.notified_on"), request["as_of"], 180)
    )
    return every(nexus, notified, _moved(request), shares(request, item))


def _moved(request: Request) -> Truth:
    """Supplement No. 10 paragraph 5: 60 days before the holder moves chips between countries."""
    if request["activity"] != "reexport":
        return True
    return some(
        never(own_move(request)),
        days_before(at(request, "facility.move_notified_on"), request["as_of"], 60),
    )


def nveu(request: Request, item: Item) -> Truth:
    """748.15(a)(2)(iii), (b)(2)(ii): nexus, arrangement, and the installed base of the quarter."""
    as_of, who = request["as_of"], holder(request)
    place = at(who, "location")
    located = None if not told(place) else in_macau_or_d5(place, as_of)
    excluded = some(macau_or_d5(who, as_of), located)
    if reading(request, "N19", "any_nexus_excludes") == "as_worded":
        excluded = every(macau_or_d5(who, as_of), located)
    return every(never(excluded), arrangement(request), installed(request, item))


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
    if not told(country):
        return None
    table = at(request, "veu.arrangements")
    if in_supplement_5(country) is True:
        return True
    if not told(table):
        return None if table is ABSENT else False
    return equals(table.get(country, ABSENT), True)
