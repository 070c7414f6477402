"""What an act adds to when it takes place (contract: `counts`), and the pools it is held to."""

from .countries import SUPPLEMENT_FROM, in_macau_or_d5, in_supplement_5
from .facts import Request, at, reading, told
from .items import Item
from .lpp import lends, within, year
from .parties import all_inside, tainted
from .requirements import DEEMED
from .review import (
    ALLOCATION_END,
    ALLOCATION_START,
    Pool,
    allocation,
    outside_country,
    outside_place,
    request_tpp,
)
from .veu_compute import base, newly_installed, share_pools

RECEIVED = ("license_exception", "validated_end_user", "licensed", "no_license_required")


def sums(request: Request, item: Item, outcome: str, symbol: str | None) -> dict[str, float | None]:
    """TPP by sum: of commodities that meet 3A090.a, whoever receives them under what."""
    tpp = request_tpp(request, item)
    if item.level != "a" or not item.commodity:
        return {}
    found: dict[str, float | None] = {}
    shipped = request["activity"] not in (*DEEMED, "transfer_in_country")
    if outcome in RECEIVED and shipped:
        # 740.29(h)(2), N7: in all shipments, of exporters and reexporters
        found["consignee_year_all"] = tpp
    if symbol == "AIA":
        found["consignee_aia"] = tpp  # 740.27(c)
    if symbol == "LPP":  # 740.29(a), (d)
        found["consignee_year_lpp"] = tpp
        if lends(request) is True:
            found["operator_year_lpp"] = tpp
    if outcome == "validated_end_user" and newly_installed(request, item):
        found["veu_installed"] = newly_installed(request, item)
    within = ALLOCATION_START <= request["as_of"] < ALLOCATION_END
    # what is licensed to Ethiopia is counted, for where D:5 does not name it
    counted = within and (licensed_to(request) or request["destination"] == "ET")
    if counted and outcome in ("license_required", "licensed"):
        found["country_licensed"] = tpp  # 742.6(b)(10)(iii)(B)(1)
    return found


def licensed_to(request: Request) -> str | None:
    """The destination whose allocation a license adds to; in Supplement No. 5(a) by C5."""
    destination, as_of = request["destination"], request["as_of"]
    there = in_supplement_5(destination) if as_of >= SUPPLEMENT_FROM else False
    if there is None or in_macau_or_d5(destination, as_of) is not False:
        return None
    if not there:
        return str(destination)
    if outside_place(request) is not None:
        return outside_place(request)
    if tainted(request) is True:
        return None
    seated = all_inside(request, "headquarters", "ultimate_parent_headquarters")
    if seated is not False or reading(request, "C5", "outside") == "allied_destination_approved":
        return None
    return outside_country(request)


def pools(request: Request, item: Item) -> dict[str, Pool]:
    """Every pool that the act may be held to, by name."""
    if item.level not in ("a", None):
        return {}
    lent = lends(request)
    own = year(request, item, operator=lent is True)
    if lent is None:
        years = [year(request, item, operator=operator) for operator in (True, False)]
        both = [within(request, pool) for pool in years]
        own = own.known_to_fit(False if both == [False, False] else None)
    found = {"consignee_year": own}
    if licensed_to(request) is not None:
        found["country_allocation"] = allocation(request, item, licensed_to(request))
    if item.commodity and told(at(request, "veu.type")):
        found |= {"nveu": base(request, item), **share_pools(request, item)}
    return found
