"""License review policy: 742.6(b)(10), 742.6(b)(14), 744.23(d); and the country allocation."""

from dataclasses import dataclass, replace
from typing import Any

from .countries import canonical, in_macau_or_d5, in_supplement_5, is_favoured
from .entries import FOR, entry
from .facts import ABSENT, Request, Truth, at, every, milli, never, reading, some, told
from .items import Item, mixed
from .parties import (
    OPERATOR,
    all_inside,
    entity,
    inside,
    located_there,
    party,
    places,
    somewhere,
    tainted,
    users,
)

COUNTRY_ALLOCATION = 790_000_000  # 742.6(b)(10)(iii)(B)(1)
ALLOCATION_START = "2025-01-01"
ALLOCATION_END = "2028-01-01"

DENIED, DENIAL, CASE, SILENT, APPROVAL = ORDER = (
    "policy_of_denial",
    "presumption_of_denial",
    "case_by_case",
    "not_stated",
    "presumption_of_approval",
)
OPEN = "indeterminate"


@dataclass(frozen=True)
class Pool:
    """What a pool holds and whether the request fits; fits is None where the ledger cannot say."""

    key: str | None
    limit: float | None
    used: float | None
    requested: float | None
    fits: Truth

    def known_to_fit(self, fits: Truth) -> "Pool":
        """The same pool, where something else tells whether the request fits."""
        return replace(self, fits=fits)


def known(value: Any) -> float | None:
    """An amount, or None where it is not told."""
    return float(value) if told(value) else None


def measure(limit: float | None, used: Any, requested: float | None, complete: bool) -> Truth:
    """Whether used plus requested stays within the limit; an incomplete ledger can only refuse."""
    if limit is None:
        return None
    if requested is None:  # some, so that nothing that is full has room for it
        return False if told(used) and used >= limit else None
    if requested > limit:
        return False
    if not told(used):
        return None
    if requested == 0 and used >= limit:  # software: denial "after the allocations are met"
        return False
    if used + requested > limit:
        return False
    return True if complete else None


def complete(request: Request) -> bool:
    """A ledger is complete only where it says so."""
    return at(request, "ledger.complete") is True


def request_tpp(request: Request, item: Item) -> float | None:
    """TPP of the request: units times TPP of one unit; software and technology have none."""
    if not item.commodity:
        return 0.0
    quantity = at(request, "item.quantity")
    if item.tpp is None or not told(quantity):
        return None
    return milli(item.tpp * quantity)


def allocation(request: Request, item: Item, country: str | None) -> Pool:
    """742.6(b)(10)(iii)(B)(1): TPP licensed to a country in 2025 to 2027."""
    limit = float(COUNTRY_ALLOCATION) if request["as_of"] < ALLOCATION_END else None
    asked = request_tpp(request, item)
    same = country is not None and canonical(at(request, "ledger.country")) == canonical(country)
    day = at(request, "ledger.as_of")
    allocated = ALLOCATION_START <= request["as_of"] < ALLOCATION_END
    of_it = told(day) and ALLOCATION_START <= day < ALLOCATION_END  # "beginning in 2025"
    cumulative = not allocated or of_it
    used = at(request, "ledger.country_licensed_tpp") if same and cumulative else ABSENT
    fits = measure(limit, used, asked, complete(request)) if country is not None else None
    return Pool(country, limit, known(used), asked, fits)


def a_level(request: Request, item: Item) -> str:
    """742.6(b)(10)(iii)(A)(1), (A)(2), (B): denial, approval, approval within an allocation."""
    as_of, destination = request["as_of"], request["destination"]
    denied = some(in_macau_or_d5(destination, as_of), tainted(request), located_there(request))
    there = never(somewhere(request, lambda place, _: never(in_supplement_5(place))))
    seated = all_inside(request, "headquarters", "ultimate_parent_headquarters")
    if denied is True and reading(request, "N12", "denial_first") == "denial_first":
        return DENIAL
    if denied is True:
        either = some(there, allied(request))
        return APPROVAL if either else OPEN if either is None else DENIAL
    if denied is None:
        return OPEN
    if there is True:
        if seated is True or reading(request, "C5", "outside") == "allied_destination_approved":
            return APPROVAL
        if seated is None:
            return OPEN
        pool = allocation(request, item, outside_country(request))
        return _shared(outside_countries(request), _capped(request, pool))
    if there is None:
        return OPEN
    if reading(request, "C4", "capped") == "allied_headquarters_approved":
        approved = allied(request)
        if approved is not False:
            return APPROVAL if approved else OPEN
    if in_supplement_5(destination):
        pool = allocation(request, item, outside_place(request))
        return _shared(outside_places(request), _capped(request, pool))
    return _capped(request, allocation(request, item, destination))


def _shared(countries: set[str], policy: str) -> str:
    """(B) speaks of each of them, and a ledger of one: the others may be full."""
    return OPEN if policy == APPROVAL and len(countries) > 1 else policy


def allied(request: Request) -> Truth:
    """(A)(2): entities headquartered or parented in Supplement No. 5(a), every recipient (M1)."""
    keys = ("headquarters", "ultimate_parent_headquarters")
    return every(
        *(some(*(inside(party(request, role), key) for key in keys)) for role in users(request))
    )


def outside_places(request: Request) -> set[str]:
    """Where the item goes besides, outside Supplement No. 5(a)."""
    as_of = request["as_of"]
    found = {
        canonical(place)
        for place in places(request)
        if told(place) and in_supplement_5(place) is False
        if in_macau_or_d5(place, as_of) is not True
    }
    return set(filter(None, found))


def outside_place(request: Request) -> str | None:
    """The one of these that the ledger is of, or the first by name."""
    found = outside_places(request)
    country = canonical(at(request, "ledger.country"))
    return country if country in found else min(found, default=None)


def outside_countries(request: Request) -> set[str]:
    """C5: of each the country of the parent outside Supplement No. 5(a), else its own."""
    found: set[str] = set()
    for role in users(request):
        for key in ("ultimate_parent_headquarters", "headquarters"):
            seat = at(party(request, role), key)
            country = canonical(seat) if told(seat) and in_supplement_5(seat) is False else None
            if country is not None:
                found.add(country)
                break
    return found


def outside_country(request: Request) -> str | None:
    """The one of these that the ledger is of, else the first parent's, else the first seat's."""
    country = canonical(at(request, "ledger.country"))
    if country in outside_countries(request):
        return country
    for key in ("ultimate_parent_headquarters", "headquarters"):
        seats = [at(party(request, role), key) for role in users(request)]
        outside = {canonical(s) for s in seats if told(s) and in_supplement_5(s) is False} - {None}
        if outside:
            return min(filter(None, outside))
    return None


def _capped(request: Request, pool: Pool) -> str:
    """(B)(1) and (B)(2): approval up to the allocation, denial after it; C6 for what straddles."""
    if pool.limit is None:
        return SILENT
    if pool.fits is None:
        return OPEN
    if pool.fits:
        return APPROVAL
    partly = reading(request, "C6", "whole_or_denied") == "partial_approval"
    if partly and pool.used is not None and pool.requested:
        one = pool.requested / at(request, "item.quantity")
        if pool.limit - pool.used < one:
            return DENIED
        return APPROVAL if complete(request) else OPEN  # what remains is no more than that
    return DENIED


def b_level(request: Request) -> str:
    """742.6(b)(10)(iv), whose limbs overlap; with N14 the denial limb first."""
    there = in_macau_or_d5(request["destination"], request["as_of"])
    if reading(request, "N14", "denial_first") == "denial_first":
        denied = some(there, tainted(request), located_there(request))
    else:
        denied = every(there, tainted(request))
    return OPEN if denied is None else (DENIAL if denied else APPROVAL)


def memory(request: Request) -> str:
    """742.6(b)(10)(ii): approval for entities neither headquartered nor parented there."""
    denied = tainted(request)
    return OPEN if denied is None else (DENIAL if denied else APPROVAL)


def weights(request: Request) -> str:
    """742.6(b)(14): denial for end users headquartered or parented outside Supplement No. 5(a)."""
    user = entity(request, "end_user")
    if user is None:  # a person whom nobody employs is headquartered in no listed destination
        return DENIAL
    both = every(inside(user, "headquarters"), inside(user, "ultimate_parent_headquarters"))
    return OPEN if both is None else (SILENT if both else DENIAL)


def end_use(request: Request, item: Item) -> str:
    """744.23(d): (2) approval, (3)(i) case-by-case, (1) denial, (3)(iii) case-by-case."""
    as_of = request["as_of"]
    users = [entity(request, "end_user")]
    if told(party(request, OPERATOR)):
        users.append(party(request, OPERATOR))
    approved = every(*(_approved_end_user(user, as_of) for user in users))
    # weights, or software or technology that (d)(3)(i) does not name: neither is listed
    neither = entry(request["item"].get("eccn", "")).family in FOR
    listed = None if mixed(request["item"]) and not neither else _listed(item)
    case = every(listed, never(item.datacenter_a if item.level == "a" else False))
    denied = some(in_macau_or_d5(request["destination"], as_of), tainted(request))
    if approved is True:
        return APPROVAL
    if approved is None:
        return OPEN
    if case is True or denied is False:
        return CASE
    return OPEN if case is None or denied is None else DENIAL


def _approved_end_user(user: Any, as_of: str) -> Truth:
    """(d)(2): headquartered in the United States, A:5 or A:6, and not majority-owned from D:5."""
    seat, owner = at(user, "headquarters"), at(user, "majority_owner_headquarters")
    known = told(seat) and canonical(seat) is not None
    allied = (None if not told(seat) else False) if not known else is_favoured(seat, as_of)
    owned = None if not told(owner) else in_macau_or_d5(owner, as_of)
    return every(allied, never(owned))


def _listed(item: Item) -> Truth:
    """(d)(3)(i): the entries that it names, none of which is for technology."""
    if not item.commodity and item.family not in ("5D002.z", "5D992.z"):
        return False
    return None if item.level is None else item.level != "none"


def worst(policies: list[tuple[str, str]]) -> str:
    """The most restrictive; indeterminate where one that is open could be more restrictive.

    Each policy comes with the most restrictive that its paragraph knows.
    """
    known = [policy for policy, _ in policies if policy != OPEN]
    best = min(known, key=ORDER.index, default=OPEN)
    ceilings = [ceiling for policy, ceiling in policies if policy == OPEN]
    if not known or any(ORDER.index(ceiling) < ORDER.index(best) for ceiling in ceilings):
        return OPEN
    return best
