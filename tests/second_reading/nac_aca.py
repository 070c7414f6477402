"""License Exceptions NAC and ACA (740.8), and a license (750.7)."""

from .countries import canonical, in_aca_group, in_macau_or_d5
from .entries import COMMODITY_FAMILIES, SOFTWARE_FAMILIES
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
    some,
    told,
)
from .items import Item
from .parties import located_there, tainted
from .restrictions import moved, open_to_exceptions, received

ENCRYPTION = frozenset(["5A002.z", "5A004.z", "5D002.z"])  # 740.8(a)(3)


def _consumer_grade(item: Item) -> Truth:
    """740.8(a): the item list, and no datacenter item that meets 3A090.a."""
    if item.level is None:
        return None
    if item.level not in ("a", "b"):
        return False
    named = item.family in COMMODITY_FAMILIES | SOFTWARE_FAMILIES
    return every(named, never(item.datacenter_a if item.level == "a" else False))


def _shared_740_8(request: Request, item: Item) -> Truth:
    """740.8(a)(1), (a)(3), (b)."""
    order = at(request, "documents.purchase_order")
    papers = equals(order, "held", "commercial_sample")
    encryption: Truth = True
    if item.family in ENCRYPTION:
        encryption = equals(at(request, "documents.enc_requirements_met"), True)
    return every(papers, encryption, equals(at(request, "end_use.part_746"), "none"))


def aca(request: Request, item: Item, *, prior: bool = False) -> Truth:
    """740.8(a): ACA, worldwide but for Macau, D:5 and such entities; transfers within those too."""
    as_of, destination = request["as_of"], request["destination"]
    there = in_macau_or_d5(destination, as_of)
    elsewhere = every(never(there), never(tainted(request)), never(located_there(request)))
    if prior:
        elsewhere = every(elsewhere, in_aca_group(destination, as_of))
    known = canonical(destination) is not None
    within = every(known, there, moved(request, "transfer_in_country"))
    return every(
        moved(request, "export", "reexport", "transfer_in_country"),
        _consumer_grade(item),
        some(elsewhere, within),
        _shared_740_8(request, item),
        open_to_exceptions(request, item),
        received(request, item),
    )


def nac(request: Request, item: Item, *, prior: bool = False) -> Truth:
    """740.8(a), (c): NAC, to Macau, D:5 or such an entity, notified 25 days before."""
    as_of = request["as_of"]
    where = some(in_macau_or_d5(request["destination"], as_of), tainted(request))
    return every(
        moved(request, "export", "reexport"),
        _consumer_grade(item),
        where,
        _shared_740_8(request, item),
        _notified(request),
        open_to_exceptions(request, item),
        received(request, item),
    )


def _notified(request: Request) -> Truth:
    """740.8(c)(1), (c)(2), (a)(2)(ii): 25 calendar days, confirmed, about this shipment."""
    paper = at(request, "documents.nac_notification")
    if not told(paper):
        return None if paper is ABSENT else False
    as_of = request["as_of"]
    return every(
        days_before(at(paper, "submitted_on"), as_of, 25),
        days_before(at(paper, "registered_on"), as_of, 25),
        equals(at(paper, "outcome"), "confirmed"),
        equals(at(paper, "covers_this_shipment"), True),
    )


def license_held(request: Request) -> Truth:
    """750.7: issued, not expired, about this shipment; absent is not claimed."""
    paper = at(request, "documents.license")
    if not told(paper):
        return False
    as_of = request["as_of"]
    expires = at(paper, "expires_on")
    running = None if expires is ABSENT else expires >= as_of
    return every(
        None if canonical(request["destination"]) is None else True,
        not_after(at(paper, "issued_on"), as_of),
        running,
        equals(at(paper, "covers_this_shipment"), True),
    )
