"""Facilities that meet Supplement No. 10 to part 748."""

from .facts import ABSENT, Request, Truth, at, day, every, reading, told


def secured(request: Request, name: str) -> Truth:
    """740.27(a)(3)(ii): paragraphs 14, 15 and 18 of Supplement No. 10, attested within a year."""
    as_of = request["as_of"]
    if reading(request, name, "comply_now") == "delayed_2026_01_15" and as_of < "2026-01-15":
        return True
    met = at(request, "facility.supplement_10")
    complies = (None if met is ABSENT else False) if not told(met) else {14, 15, 18} <= set(met)
    return every(complies, attested(request))


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
