"""The text of December 2024, which governs where the Diffusion text is not due or not enforced."""

from .countries import in_d_set, in_macau_or_d5
from .facts import Request, every, never, some
from .items import Item
from .parties import located_there, tainted
from .requirements import (
    Requirements,
    _level,
    _moves,
    concerns,
    headquarters_b,
    headquarters_memory,
    in_scope,
    memory,
    named_elsewhere,
    technology_from_abroad,
    technology_within,
)
from .review import APPROVAL, CASE, DENIAL, OPEN

DUE = "2025-05-15"
TRANSFERRED = "2025-01-13"  # the a-level of the headquarters test is cited to 742.6 from here on
FIRST_SEEN = "2024-12-02"


def governs(request: Request) -> bool:
    """Before May 15, 2025 in either posture, and from then on as what BIS enforces."""
    return request["as_of"] < DUE or request.get("posture") == "enforced"


def required(request: Request, item: Item) -> Requirements:
    """742.6(a)(6)(iii) and 744.23(a)(3) as of December 2024; no 4E091."""
    country, as_of = request["destination"], request["as_of"]
    there = in_scope(request)
    level = _level(item, "a", "b")
    outside = in_d_set(country, as_of) is not True
    elsewhere = every(_moves(request), outside, tainted(request))
    result: Requirements = {
        "742.6(a)(6)(iii)": every(_moves(request), level, there),
        "742.6(a)(6)(i)(B)": memory(request, item),
        "742.6(a)(6)(ii)": technology_from_abroad(request, item),
        "744.23(a)(3)(i)(B)": headquarters_memory(request, item),
        "744.23(a)(3)(ii)": technology_within(request, item),
        **concerns(request),
    }
    if as_of < TRANSFERRED:
        result["744.23(a)(3)(i)(A)"] = every(named_elsewhere(request, item), level)
    else:
        # The paragraph itself, with its software and technology, is enforced against such
        # entities (BIS guidance of May 31, 2026; N23: on throughout).
        beyond = there is not True  # where the requirement by destination does not reach
        result["742.6(a)(6)(iii)(A)"] = every(beyond, elsewhere, _level(item, "a"))
        result["744.23(a)(3)(i)(A)"] = headquarters_b(request, item)
    return result


def review(request: Request, item: Item) -> str:
    """742.6(b)(10)(iii) as of December 2024."""
    there = in_macau_or_d5(request["destination"], request["as_of"])
    denied = some(there, tainted(request), located_there(request))
    if denied is None:
        return OPEN
    if not denied:
        return APPROVAL
    lesser = some(
        every(item.commodity and item.level == "a", never(item.datacenter)),
        every(item.commodity and item.level == "b", item.datacenter),
    )
    return OPEN if lesser is None else (CASE if lesser else DENIAL)
