"""Facilities that meet Supplement No. 10 to part 748."""

from .facts import ABSENT, Request, Truth, at, day, equals, every, never, reading, some, told
from .parties import OPERATOR, as_told, inside, macau_or_d5, party
from .veu_compute import holder, same


def _delayed(request: Request, name: str) -> bool:
    """N4: by one reading the paragraphs have to be met from January 15, 2026 on."""
    delayed = reading(request, name, "comply_now") == "delayed_2026_01_15"
    return delayed and request["as_of"] < "2026-01-15"


def complies(request: Request, name: str) -> Truth:
    """740.27(a)(3)(ii): a facility, and paragraphs 14, 15 and 18 of Supplement No. 10."""
    if at(request, "facility") is None:
        return False
    if _delayed(request, name):
        return True
    met = at(request, "facility.supplement_10")
    return (None if met is ABSENT else False) if not told(met) else {14, 15, 18} <= set(met)


def attested_by(request: Request, name: str) -> Truth:
    """The same paragraphs, 14b: attested within a year."""
    return True if _delayed(request, name) else attested(request)


def attested(request: Request) -> Truth:
    """Supplement No. 10 paragraph 14b: attested annually."""
    as_of, on = request["as_of"], at(request, "facility.attested_on")
    if not told(on):
        return None if on is ABSENT else False
    if on > as_of:
        return False
    start = day(on)
    try:
        end = start.replace(year=start.year + 1)
    except ValueError:
        end = start.replace(year=start.year + 1, day=28)
    return day(as_of) <= end


def operated(request: Request) -> Truth:
    """748.15(a)(2): who operates is the owner of the compute, or a validated end user of its own.

    The compute is the holder's, whoever owns the building. No authorization is held from Macau or
    D:5 (Supplement No. 10, 13), and no universal one from outside Supplement No. 5(a) ((b)(2)(i)).
    """
    operator, who = at(request, "facility.operator"), party(request, OPERATOR)
    if not told(operator):
        return None
    itself = same(operator, holder(request))
    rented = reading(request, "N25", "not_own") == "own"
    if itself is None and not rented and same(operator, at(request, "facility.owner")) is False:
        itself = False  # in the holder's own facility the owner bears its name
    if itself is False:
        who = as_told(request, operator)
    keys = ("headquarters", "ultimate_parent_headquarters")
    if itself and told(who) and all(at(who, key) == at(holder(request), key) for key in keys):
        return True
    eligible = never(macau_or_d5(who, request["as_of"]))
    if at(request, "veu.type") == "uveu":
        nexus = [inside(who, key) for key in keys]
        eligible = every(eligible, some(*nexus))
    lent = equals(at(request, "facility.operator_veu"), True)
    return every(eligible is not False, some(itself, every(lent, eligible)))
