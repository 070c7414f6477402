"""License Exceptions NAC and ACA (740.8), and a license (750.7)."""

from .countries import canonical, in_aca_group, in_macau_or_d5
from .entries import COMMODITY_FAMILIES, SOFTWARE_FAMILIES
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
    some,
    told,
)
from .items import Item
from .parties import contested, located_there, tainted
from .restrictions import moved, open_to_exceptions

ENCRYPTION = frozenset(["5A002.z", "5A004.z", "5D002.z"])  # 740.8(a)(3)


def _named(item: Item) -> Truth:
    """740.8(a): the item list."""
    if item.level is None and item.family != "4E091":
        return None
    return item.level in ("a", "b") and item.family in COMMODITY_FAMILIES | SOFTWARE_FAMILIES


def _shared_740_8(request: Request, item: Item) -> Conditions:
    """740.8(a), (a)(1), (a)(3), (b)."""
    order = at(request, "documents.purchase_order")
    encryption: Truth = True
    if item.family in ENCRYPTION:
        encryption = equals(at(request, "documents.enc_requirements_met"), True)
    return {
        "item": _named(item),
        "no datacenter item": never(item.datacenter_a) if item.level in ("a", None) else True,
        "purchase order": equals(order, "held", "commercial_sample"),
        "encryption": encryption,
        **open_to_exceptions(request, item),
        "part 746": equals(at(request, "end_use.part_746"), "none"),
    }


def aca(request: Request, item: Item, *, prior: bool = False) -> Conditions:
    """740.8(a): ACA, worldwide but for Macau, D:5 and such entities; transfers within those too."""
    as_of, destination = request["as_of"], request["destination"]
    there = in_macau_or_d5(destination, as_of)
    elsewhere = every(never(there), never(tainted(request)), never(located_there(request)))
    # Whether a contested country stands in D:5 helps nobody who does.
    inside = there if canonical(destination) is None else there is True
    within = every(inside, moved(request, "transfer_in_country"))
    groups = in_aca_group(destination, as_of) if prior else True
    return {
        "act": moved(request, "export", "reexport", "transfer_in_country"),
        "destination": every(groups, some(elsewhere, within)),
        **_shared_740_8(request, item),
    }


def nac(request: Request, item: Item) -> Conditions:
    """740.8(a), (c): NAC, to Macau, D:5 or such an entity, notified 25 days before."""
    as_of = request["as_of"]
    where = some(
        in_macau_or_d5(request["destination"], as_of), tainted(request), located_there(request)
    )
    paper = "documents.nac_notification"
    return {
        "act": moved(request, "export", "reexport"),
        # where D:5 may or may not name a place, nobody says that NAC is for it
        "destination": every(where, None if contested(request) else True),
        "notified 25 days before": every(
            days_before(at(request, f"{paper}.submitted_on"), as_of, 25),
            days_before(at(request, f"{paper}.registered_on"), as_of, 25),
        ),
        "confirmed": equals(at(request, f"{paper}.outcome"), "confirmed"),
        "of this shipment": equals(at(request, f"{paper}.covers_this_shipment"), True),
        **_shared_740_8(request, item),
    }


def license_held(request: Request) -> Conditions:
    """750.7: issued, not expired, about this shipment; absent is not claimed."""
    paper = at(request, "documents.license")
    if not told(paper):
        return {"claimed": False}
    as_of = request["as_of"]
    expires = at(paper, "expires_on")
    unplaced = request["activity"] in ("reexport", "deemed_reexport") and "origin" not in request
    return {
        "destination": None if canonical(request["destination"]) is None else True,
        "leaves from somewhere": None if unplaced else True,
        "issued": not_after(at(paper, "issued_on"), as_of),
        "running": None if expires is ABSENT else expires >= as_of,
        "of this shipment": equals(at(paper, "covers_this_shipment"), True),
    }
