"""Computing power of validated end-users: Supplement No. 10 paragraph 6, 748.15(a)(2)(iii)(B)."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from .countries import in_supplement_5
from .facts import ABSENT, Request, Truth, at, equals, every, never, reading, some, told
from .items import Item
from .parties import inside, party
from .review import request_tpp

# Table 1 to 748.15(a)(2)(iii)(B).
QUARTERS = {
    ("2025", 1): 633_000_000,
    ("2025", 2): 949_500_000,
    ("2025", 3): 1_266_000_000,
    ("2025", 4): 1_582_500_000,
    ("2026", 1): 1_899_000_000,
    ("2026", 2): 2_690_250_000,
    ("2026", 3): 3_481_500_000,
    ("2026", 4): 4_272_750_000,
    **{("2027", quarter): 5_064_000_000 for quarter in (1, 2, 3, 4)},
}


def holder(request: Request) -> Any:
    """The party that holds the authorization."""
    role = at(request, "veu.holder")
    return party(request, str(role)) if told(role) else ABSENT


def same(one: Any, other: Any) -> Truth:
    """Whether two parties are one, by name."""
    names = at(one, "name"), at(other, "name")
    return names[0] == names[1] if told(names[0]) and told(names[1]) else None


def own_move(request: Request) -> Truth:
    """Whether the holder itself moves what it already has."""
    if request["activity"] == "export":
        return False
    return same(party(request, "exporter"), holder(request))


def added(request: Request, item: Item) -> float | None:
    """What the act adds to the holder's compute in the country: nothing within the country."""
    if request["activity"] == "transfer_in_country" and own_move(request) is True:
        return 0.0
    return request_tpp(request, item)


def shares(request: Request, item: Item) -> Truth:
    """Supplement No. 10 paragraph 6: 25, 7 and 50 percent of total AI computing power."""
    if item.level != "a" or not item.commodity:
        return True
    destination, who = request["destination"], holder(request)
    total, by_country = at(request, "veu.compute.total_tpp"), at(request, "veu.compute.by_country")
    outside = never(in_supplement_5(destination))
    american = equals(at(who, "headquarters"), "US")
    if outside is False and (destination == "US" or american is False):
        return True
    asked = added(request, item)
    if asked is None or not told(total):
        return None
    requested, whole = Decimal(repr(asked)), Decimal(repr(total))
    if reading(request, "N26", "before") == "after":
        whole += requested
    known = by_country if told(by_country) else {}  # what is not told can only add to a share
    held = {code: Decimal(repr(tpp)) for code, tpp in known.items()}
    whole_told = sum(held.values()) == Decimal(repr(total))
    answers: list[Truth] = []
    bound: Truth = True
    if reading(request, "N16", "all_uveu") == "headquartered_only":
        bound = inside(who, "headquarters")
    if outside is not False:
        abroad = sum(t for code, t in held.items() if in_supplement_5(code) is False)
        there = held.get(destination, Decimal(0))
        more = _newly(request, requested, in_supplement_5)
        within = (abroad + more) * 4 <= whole and (there + requested) * 100 <= whole * 7
        answers.append(some(_sure(within, whole_told), never(bound), never(outside)))
    if destination != "US":
        foreign = sum(t for code, t in held.items() if code != "US")
        foreign += _newly(request, requested, lambda country: country == "US")
        answers.append(some(_sure(foreign * 2 <= whole, whole_told), never(american)))
    return every(*answers)


def _newly(request: Request, requested: Decimal, within: Callable[[object], Truth]) -> Decimal:
    """What an act adds outside: nothing where the holder moves what stood outside already."""
    origin = request.get("origin")
    moved = own_move(request) is True and origin is not None and within(origin) is False
    return Decimal(0) if moved else requested


def _sure(within: bool, whole_told: bool) -> Truth:
    """Compute that does not add up to its total can only break a share."""
    return True if within and whole_told else (None if within else False)


def installed(request: Request, item: Item) -> Truth:
    """748.15(a)(2)(iii)(B): the cumulative installed base of a quarter, by country."""
    if item.level != "a" or not item.commodity:
        return True
    as_of = request["as_of"]
    limit = QUARTERS.get((as_of[:4], (int(as_of[5:7]) + 2) // 3))
    by_country = at(request, "veu.compute.by_country")
    asked = added(request, item)
    if limit is None or asked is None or not told(by_country):
        return None
    held = by_country.get(request["destination"], ABSENT)
    return None if held is ABSENT else bool(held + asked <= limit)
