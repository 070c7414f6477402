"""License Exception LPP (740.29), and the year of its consignee."""

from .countries import in_macau_or_d5
from .facts import (
    ABSENT,
    Conditions,
    Request,
    Truth,
    at,
    equals,
    every,
    never,
    not_after,
    reading,
    some,
    told,
)
from .items import Item
from .parties import inside, located_there, party, tainted
from .restrictions import gate, open_to_exceptions
from .review import Pool, complete, measure, request_tpp

LIMIT = 26_900_000  # 740.29(a)
NOTICE = 3_200_000  # 740.29(g)(3)
ITEMS = frozenset(
    ["3A001.z", "3A090", "4A003.z", "4A004.z", "4A005.z", "4A090", "5A004.z", "5A992.z"]
)  # 740.29(b)


def eligible(request: Request, item: Item) -> Truth:
    """740.29(b): a-level commodities, without 5A002.z (C3)."""
    if item.level is None:
        return None
    if item.level != "a" or not item.commodity:
        return False
    if item.family == "5A002.z":
        return reading(request, "C3", "z_5a002_not_eligible") == "z_5a002_eligible"
    return item.family in ITEMS


def lends(request: Request) -> Truth:
    """740.29(a), (h)(1): lent to a different entity that operates, if the parent sits inside."""
    own = at(party(request, "ultimate_consignee"), "ultimate_parent")
    operator = at(request, "facility.operator.ultimate_parent")
    return every(put_to_operator(request), operator != own if told(own) else None)


def put_to_operator(request: Request) -> Truth:
    """The same, whoever operates: the year of the operator is the one that is told of."""
    lent = equals(at(request, "documents.lpp_applied_to_operator"), True)
    seat = inside(party(request, "ultimate_consignee"), "ultimate_parent_headquarters")
    return every(lent, seat)


def year(request: Request, item: Item, *, operator: bool) -> Pool:
    """740.29(d), (h)(2): what a group received in the calendar year (N7)."""
    if operator:
        used = least = at(request, "ledger.operator_year_lpp_tpp")
        key = at(request, "facility.operator.ultimate_parent")
    else:
        every_receipt = reading(request, "N7", "all_receipts") == "all_receipts"
        name = "consignee_year_all_tpp" if every_receipt else "consignee_year_lpp_tpp"
        used = at(request, f"ledger.{name}")
        part = at(request, "ledger.consignee_year_lpp_tpp")  # of all that came
        least = max((amount for amount in (used, part) if told(amount)), default=ABSENT)
        used = least if told(used) else ABSENT
        key = at(party(request, "ultimate_consignee"), "ultimate_parent")
    asked = request_tpp(request, item)
    day = at(request, "ledger.as_of")
    if not told(day) or day[:4] != request["as_of"][:4]:  # told of another year, or of none
        used = least = ABSENT
    fits = measure(LIMIT, least, asked, complete(request) and told(used))
    return Pool(key if told(key) else None, float(LIMIT), used if told(used) else None, asked, fits)


def shipment_told(request: Request, item: Item) -> Truth:
    """740.29(g)(3): the shipment's TPP, without which the prior notice cannot be judged.

    A part of it that alone is more than 3,200,000 TPP tells enough.
    """
    told_so = told(at(request, "shipment.aggregate_tpp")) or at(request, "shipment.lines") == 1
    return True if told_so or (request_tpp(request, item) or 0) > NOTICE else None


def within(request: Request, pool: Pool) -> Truth:
    """740.29(a), (d), (f)(iii): in the limit; an incomplete ledger rests on the certification.

    What was signed before the year began says nothing of what was received in it.
    """
    if pool.fits is False:
        return False
    if pool.fits is None and (pool.requested is None or pool.used is None):
        return None
    signed = at(request, "documents.lpp_certification.signed_on")
    early = told(signed) and signed[:4] < request["as_of"][:4]
    return None if pool.key is None or (pool.fits is None and early) else True


def within_year(request: Request, item: Item) -> Truth:
    """The limit of the group that the items count against, which has to be told to be drawn on."""
    lent = lends(request)
    if lent is True:  # the consignee certifies nothing of the operator's year
        pool = year(request, item, operator=True)
        return within(request, pool) if pool.fits is not None else None
    if lent is None:
        years = [year(request, item, operator=operator) for operator in (True, False)]
        both = [within(request, pool) for pool in years]
        return False if both == [False, False] else None
    return within(request, year(request, item, operator=lent))


def lpp(request: Request, item: Item) -> Conditions:
    """740.29, every condition."""
    as_of = request["as_of"]
    direct: Truth = True
    if reading(request, "N20", "intermediates_allowed") == "direct_only":
        direct = not told(party(request, "intermediate_consignee"))
    there = in_macau_or_d5(request["destination"], as_of)
    listed = never(gate(request, item))
    if reading(request, "C1", "lpp_not_listed") == "lpp_available":  # to D:1 and D:4
        listed = never(some(there, tainted(request), located_there(request)))
    receipt: Truth = True
    if reading(request, "N6", "year_of_export") == "year_of_receipt" and as_of[5:7] == "12":
        receipt = None
    paper = "documents.lpp_certification"
    shipped = request["activity"] != "transfer_in_country"  # what counts against the year
    return {
        "act": request["activity"] in ("export", "reexport"),
        "item": eligible(request, item),
        "destination": never(some(there, located_there(request))),
        "headquarters": never(tainted(request)),
        "gate": listed,
        "certification": not_after(at(request, f"{paper}.signed_on"), as_of),
        "calendar year": equals(at(request, f"{paper}.calendar_year"), int(as_of[:4])),
        "limit": within_year(request, item) if shipped else True,
        "shipment": shipment_told(request, item),
        "direct": direct,
        "receipt": receipt,
        **open_to_exceptions(request, item),
    }
