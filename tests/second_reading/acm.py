"""License Exception ACM (740.28)."""

from .countries import in_macau_or_d5
from .facts import Conditions, Request, Truth, at, equals, every, never, reading, some, told
from .items import Item
from .parties import located_there, macau_or_d5, party, tainted
from .restrictions import designed, moved, open_to_exceptions


def acm(request: Request, item: Item) -> Conditions:
    """740.28: private sector end users, for development, production or storage of such items."""
    as_of = request["as_of"]
    user = party(request, "end_user")
    purpose = equals(
        at(request, "end_use.purpose"), "development", "production", "storage_before_export"
    )
    private = every(
        equals(at(user, "kind"), "individual", "commercial_firm"),
        equals(at(user, "government_controlled"), False),
    )
    return {
        "act": moved(request, "export", "reexport", "transfer_in_country"),
        "item": acm_item(request, item),
        "designer": designed(request, item),
        "private sector": private,
        "purpose": purpose,
        "customers": _customer_elsewhere(request),
        "destination": every(
            never(in_macau_or_d5(request["destination"], as_of)), never(located_there(request))
        ),
        "headquarters": never(tainted(request)),
        **open_to_exceptions(request, item),
    }


def _customer_elsewhere(request: Request) -> Truth:
    """740.28(a): customers outside Macau and D:5 (N10)."""
    as_of, customer = request["as_of"], at(request, "end_use.ultimate_customer")
    place = at(customer, "location")
    there = None if not told(place) else in_macau_or_d5(place, as_of)
    if customer is None:
        return False  # "ultimately destined to customers": what nobody is to get is not
    if reading(request, "N10", "location_headquarters_parent") == "location_only":
        return never(there)
    return never(some(there, macau_or_d5(customer, as_of)))


def acm_item(request: Request, item: Item) -> Truth:
    """740.28(b) of January 16, 2025, less what either list omits (N8)."""
    if item.level is None:
        return None
    if item.level in ("weights", "none") or item.eccn == "5D002":
        return False  # of that entry only .z is listed
    if reading(request, "N8", "either_list_omits") == "first_list":
        return True
    eccn = item.eccn
    if item.family == "4A004.z":
        return False
    if item.family == "5A002.z" and item.level == "b":
        return eccn == "5A002.z.2.b"
    if eccn.startswith("3D001"):
        return item.related == "3A001.z"
    if eccn.startswith("4D001"):
        return item.related == "4A003.z"
    return True
