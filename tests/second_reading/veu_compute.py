"""Computing power of validated end-users: Supplement No. 10 paragraph 6, 748.15(a)(2)(iii)(B)."""

from collections.abc import Callable
from decimal import ROUND_FLOOR, Decimal
from typing import Any

from .countries import canonical, in_supplement_5
from .facts import (
    ABSENT,
    Conditions,
    Request,
    Truth,
    at,
    equals,
    every,
    milli,
    never,
    reading,
    some,
    told,
)
from .items import Item, circuit_level, circuits_held, figures
from .parties import inside, party
from .restrictions import sent_on
from .review import Pool, known, request_tpp
from .weights import exact

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
    """Whether two parties are one: in one role, or of one name."""
    if told(one) and one is other:
        return True
    names = at(one, "name"), at(other, "name")
    return names[0] == names[1] if told(names[0]) and told(names[1]) else None


def own_move(request: Request) -> Truth:
    """Whether the holder itself moves what it already has."""
    return sends(request) if sent_on(request) else False


def sends(request: Request) -> Truth:
    """Whether the holder is the exporter: by its role, or by its name."""
    if at(request, "veu.holder") == "exporter":
        return True
    return same(party(request, "exporter"), holder(request))


WITHIN, SISTER, OUTSIDE = "within", "sister", "outside"


def group(request: Request) -> str | None:
    """Paragraph 6: chips "owned by the entity and all its subsidiary and parent entities".

    Of two companies under one ultimate parent neither need be a subsidiary or a parent of the
    other; where a name or a parent is not told, the sender may be either.
    """
    who, by = holder(request), party(request, "exporter")
    mine, above = at(who, "name"), at(who, "ultimate_parent")
    sender, over = at(by, "name"), at(by, "ultimate_parent")
    parent = told(above) and sender == above
    subsidiary = told(over) and over == mine
    if sends(request) is True or parent or subsidiary:
        return WITHIN
    if not all(told(name) for name in (mine, above, sender, over)):
        return None
    return SISTER if over == above else OUTSIDE


def added(request: Request, item: Item) -> float | None:
    """What the act adds to the holder's base in the country: nothing within the country.

    748.15(a)(2)(iii)(B): the base is per NVEU, so that only its own moves add nothing.
    """
    if request["activity"] == "transfer_in_country" and own_move(request) is True:
        return 0.0
    return request_tpp(request, item)


def newly_installed(request: Request, item: Item) -> float | None:
    """What a report of chips counts as newly installed: items of an NVEU, chips of a UVEU."""
    if at(request, "veu.type") != "uveu":
        return added(request, item)
    inside = request["activity"] == "transfer_in_country" and group(request) == WITHIN
    return 0.0 if inside else chips(request, item)


def chips(request: Request, item: Item, *, surely: bool = False) -> float | None:
    """Paragraph 6: the TPP of chips that meet 3A090.a; of a board not of the others that it holds.

    A chip that may meet it counts, unless only those are asked that surely do. Where the figures
    of none do, the item is what it is stated as.
    """
    held = circuits_held(request["item"])
    levels = [circuit_level(circuit) for circuit in held]
    if "a" not in levels:
        return request_tpp(request, item)
    quantity, total = at(request, "item.quantity"), 0.0
    for circuit, level in zip(held, levels, strict=True):
        if level != "a" and (surely or level is not None):
            continue
        tpp, _ = figures(circuit)
        if not told(tpp) or "count" not in circuit:
            return None
        total += circuit["count"] * tpp
    return milli(quantity * total) if told(quantity) else None


def shares(request: Request, item: Item) -> Conditions:
    """Supplement No. 10 paragraph 6: 25, 7 and 50 percent of total AI computing power."""
    if item.level != "a" or not item.commodity:
        return {}
    destination, who = request["destination"], holder(request)
    limited = never(in_supplement_5(destination))
    if reading(request, "N16", "all_uveu") == "headquartered_only":
        limited = every(limited, inside(who, "headquarters") is not False)
    american = every(destination != "US", equals(at(who, "headquarters"), "US"))
    fits = {name: pool.fits for name, pool in share_pools(request, item).items()}
    return {
        "7 percent": some(never(limited), fits["7 percent"]),
        "25 percent": some(never(limited), fits["25 percent"]),
        "50 percent": some(never(american), fits["50 percent"]),
    }


def share_pools(request: Request, item: Item) -> dict[str, Pool]:
    """What each share allows, holds and adds; compute that does not add up can only break it."""
    total, by_country = at(request, "veu.compute.total_tpp"), at(request, "veu.compute.by_country")
    asked, least = chips(request, item), chips(request, item, surely=True)
    sure = None if least is None else exact(least)
    held = {c: exact(tpp) for c, tpp in (by_country if told(by_country) else {}).items()}
    whole = exact(total) if told(total) else None
    adds_up = whole is not None and round(sum(held.values()), 3) == round(whole, 3)
    start = destination_or_origin(request)
    there = held[start] if start in held else Decimal(0) if adds_up else None
    larger = whole
    if whole is not None and asked is not None and reading(request, "N26", "before") == "after":
        larger = whole + exact(asked) if group(request) in (OUTSIDE, None) else whole
        whole = larger if group(request) == OUTSIDE else whole
    rows: dict[str, tuple[int, Callable[[object], Truth], Callable[[object], Truth]]] = {
        "7 percent": (7, lambda country: country == request["destination"], lambda _: None),
        "25 percent": (25, lambda country: never(in_supplement_5(country)), in_supplement_5),
        "50 percent": (50, lambda country: country != "US", _at_home),
    }
    found: dict[str, Pool] = {}
    for name, (percent, counted, stands_in) in rows.items():
        used = sum((t for c, t in held.items() if counted(c) is not False), Decimal(0))
        more = _newly(request, None if asked is None else exact(asked), stands_in, there)
        fits: Truth = None
        full = whole is not None and used * 100 >= whole * percent
        if more is None and full and not _stood(request, stands_in):
            fits = False
        elif more is not None and whole is not None and (used + more) * 100 > whole * percent:
            # the sender of an untold group may have had them outside of the total, and chips that
            # may meet 3A090.a may be below it
            within_larger = told(by_country) and (used + more) * 100 <= (larger or 0) * percent
            within_least = sure is not None and (used + sure) * 100 <= whole * percent
            fits = None if within_larger or (within_least and more) else False
        elif more is not None and adds_up:
            fits = True
        found[name] = Pool(
            None,
            None if whole is None else _thousandth(whole * percent / 100),
            float(used) if told(by_country) else None,
            None if more is None else float(more),
            fits,
        )
    return found


def _at_home(country: object) -> Truth:
    """Whether a country is the United States; an unknown one is neither there nor elsewhere."""
    return None if canonical(country) is None else country == "US"


def _thousandth(amount: Decimal) -> float:
    return float(amount.quantize(Decimal("0.001"), ROUND_FLOOR))


def _newly(
    request: Request,
    requested: Decimal | None,
    within: Callable[[object], Truth],
    there: Decimal | None,
) -> Decimal | None:
    """What an act adds outside where the group moves what stood outside: what never stood there.

    Paragraph 6 measures chips that are owned; more than is told of a place cannot come from it.
    """
    if not _stood(request, within):
        return requested
    if there is None:
        return Decimal(0)
    return None if requested is None else max(Decimal(0), requested - there)


def _stood(request: Request, within: Callable[[object], Truth]) -> bool:
    """Whether what the group moves is said to have stood outside already."""
    if not sent_on(request) or group(request) != WITHIN:
        return False
    origin = request.get("origin")
    outside = origin is not None and within(origin) is False
    return outside or request["activity"] == "transfer_in_country"


def destination_or_origin(request: Request) -> Any:
    """The country where what is moved stood before."""
    if request["activity"] == "transfer_in_country":
        return request["destination"]
    return request.get("origin")


def installed(request: Request, item: Item) -> Truth:
    """748.15(a)(2)(iii)(B): the cumulative installed base of a quarter, by country."""
    return base(request, item).fits if item.level == "a" and item.commodity else True


def base(request: Request, item: Item) -> Pool:
    """The installed base that the quarter allows in the destination, and what stands there."""
    as_of = request["as_of"]
    limit = QUARTERS.get((as_of[:4], (int(as_of[5:7]) + 2) // 3))
    by_country = at(request, "veu.compute.by_country")
    asked = request_tpp(request, item)
    used = known(by_country.get(request["destination"], ABSENT)) if told(by_country) else None
    own = request["activity"] == "transfer_in_country" and own_move(request) is True
    if own:
        if used is None:
            asked = 0.0
        elif asked is not None:  # what is more than the base was never in it
            asked = milli(max(0.0, asked - used))
    fits: Truth = None
    if (asked is None and not own and limit is not None and used is not None and used >= limit) or (
        limit is not None and asked is not None and (used or 0.0) + asked > limit
    ):
        fits = False
    elif limit is not None and asked is not None and used is not None:
        fits = True
    return Pool(None, None if limit is None else float(limit), used, asked, fits)
