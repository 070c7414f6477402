"""Facilities that meet Supplement No. 10 to part 748."""

from .facts import ABSENT, Request, Truth, at, day, reading, told


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
