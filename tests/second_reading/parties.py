"""Parties: whose headquarters and parents a paragraph asks about."""

from collections.abc import Callable
from typing import Any

from .countries import in_macau_or_d5, in_supplement_5
from .facts import ABSENT, Request, Truth, at, every, some, told

SEATS = ("location", "headquarters", "ultimate_parent_headquarters")
OPERATOR = "operator"  # of the data center where the item will stand
EMPLOYER = "employer"  # of the person to whom a release is made
RECIPIENTS = ("purchaser", "ultimate_consignee", "end_user")


def party(request: Request, role: str) -> Any:
    """The party in a role; `recipient` stands for the three recipient roles."""
    if role == OPERATOR:
        return told_apart(request, at(request, "facility.operator"))
    if role == EMPLOYER:
        return at(request, "employee.employer")
    own = at(request, f"parties.{role}")
    if own is ABSENT and role in RECIPIENTS:
        return at(request, "parties.recipient")
    return own


def told_apart(request: Request, company: Any) -> Any:
    """Who operates or owns the data center, with what is told of the party that bears its name.

    Where it is located is not said by where the data center stands.
    """
    if not told(company):
        return company
    apart = {*SEATS, "listed"} & company.keys() or namesake(request, company) is None
    return as_told(request, company) if apart else ABSENT


def as_told(request: Request, company: Any) -> Any:
    """A company of the data center, and what is told of who receives under its name."""
    return {**(namesake(request, company) or {}), **company}


def namesake(request: Request, company: Any) -> Any:
    """Who receives and bears the name of a company."""
    for role in ("end_user", "ultimate_consignee"):
        same = party(request, role)
        if told(at(same, "name")) and at(same, "name") == at(company, "name"):
            return same
    return None


def roles(request: Request) -> tuple[str, ...]:
    """The roles that a nexus is asked of: the recipients, and who stands between or operates."""
    others = ("intermediate_consignee", OPERATOR)
    found = (*RECIPIENTS, *(role for role in others if told(party(request, role))))
    return (*found, EMPLOYER) if _employed(request) else found


def _released(request: Request) -> bool:
    return request["activity"] in ("deemed_export", "deemed_reexport")


def _employed(request: Request) -> bool:
    """Whether somebody employs who gets a release, and so gets it: null says that nobody does."""
    return _released(request) and party(request, EMPLOYER) is not None


def _natural(request: Request, role: str) -> bool:
    """A natural person to whom a release is made, who is headquartered nowhere."""
    return _released(request) and at(party(request, role), "kind") == "individual"


def entity(request: Request, role: str) -> Any:
    """Whose headquarters a paragraph asks about: of a person, those of the employer, if any."""
    if role in RECIPIENTS and _natural(request, role):
        return party(request, EMPLOYER)
    return party(request, role)


def entities(request: Request) -> tuple[str, ...]:
    """The roles of the recipients of which headquarters are asked."""
    return (*RECIPIENTS, EMPLOYER) if _employed(request) else RECIPIENTS


def _seat(who: Any, key: str) -> Any:
    value = at(who, key)
    return ABSENT if value is None else value


def macau_or_d5(who: Any, as_of: str) -> Truth:
    """Headquartered in, or whose ultimate parent is headquartered in, Macau or D:5."""
    seats = [_seat(who, key) for key in ("headquarters", "ultimate_parent_headquarters")]
    return some(*(None if s is ABSENT else in_macau_or_d5(s, as_of) for s in seats))


def tainted(request: Request) -> Truth:
    """The same of any party but the exporter (740.2(a)(9)(ii), 742.6(b)(10), 744.23(a)(3))."""
    as_of = request["as_of"]
    seated = [entity(request, role) for role in roles(request)]
    return some(*(False if who is None else macau_or_d5(who, as_of) for who in seated))


def located_there(request: Request) -> Truth:
    """Any party but the exporter stands in Macau or D:5, whatever its headquarters."""
    found = [_seat(party(request, role), "location") for role in roles(request)]
    if told(at(request, "facility.location")):
        found.append(at(request, "facility.location"))
    return some(*(None if p is ABSENT else in_macau_or_d5(p, request["as_of"]) for p in found))


def places(request: Request) -> list[Any]:
    """The destination, and the places that the act goes to besides; a release goes to none."""
    found = [request["destination"]]
    if request["activity"] not in ("deemed_export", "deemed_reexport"):
        roles_there = ("ultimate_consignee", "end_user")
        found += [_seat(party(request, role), "location") for role in roles_there]
        if told(at(request, "facility.location")):
            found.append(at(request, "facility.location"))
    return found


def somewhere(request: Request, holds: Callable[[str, str], Truth]) -> Truth:
    """Whether something holds of the destination, or of a place that the act goes to besides."""
    found = places(request)
    return some(*(None if p is ABSENT else holds(p, request["as_of"]) for p in found))


def contested(request: Request) -> bool:
    """Whether a membership of D:5 is in dispute: its note and its table differ on Ethiopia."""
    seats = [at(entity(request, role), key) for role in roles(request) for key in SEATS]
    seats += [at(party(request, role), "location") for role in roles(request)]
    return "ET" in [request["destination"], at(request, "facility.location"), *seats]


def inside(who: Any, key: str) -> Truth:
    """Whether a seat of a party lies in Supplement No. 5(a)."""
    value = _seat(who, key)
    return None if value is ABSENT else in_supplement_5(value)


def users(request: Request) -> tuple[str, ...]:
    """The recipients, and who operates the items where that is told apart."""
    return (*RECIPIENTS, OPERATOR) if told(party(request, OPERATOR)) else RECIPIENTS


def stands_inside(request: Request) -> Truth:
    """740.27(a): located there is what stands there; a release to a person goes to no building."""
    place = at(request, "facility.location")
    if not told(place) or _released(request):
        return True
    return in_supplement_5(place)


def all_inside(request: Request, *keys: str) -> Truth:
    """Whether those seats of every one of them lie in Supplement No. 5(a)."""
    return every(*(inside(party(request, role), key) for role in users(request) for key in keys))


def lists(request: Request, role: str) -> Any:
    """The lists on which a party stands; none where null or empty, ABSENT if not told."""
    value = at(party(request, role), "listed")
    return [] if value is None and told(party(request, role)) else value


def unlisted(request: Request) -> Truth:
    """No party but the exporter stands on a list (part 744; 740.2(a)(17))."""
    answers: list[Truth] = []
    for role in roles(request):
        found = lists(request, role)
        answers.append(None if not isinstance(found, list) else not found)
    return every(*answers)


def unverified(request: Request) -> Truth:
    """740.2(a)(17): a party stands on the Unverified List."""
    answers: list[Truth] = []
    sender = ("exporter",) if told(party(request, "exporter")) else ()
    for role in (*roles(request), *sender):
        found = lists(request, role)
        answers.append("unverified_list" in found if isinstance(found, list) else None)
    return some(*answers)


def barred(request: Request) -> Truth:
    """A party stands on a list that by itself makes a license requirement."""
    answers: list[Truth] = []
    for role in roles(request):
        found = lists(request, role)
        known = isinstance(found, list)
        answers.append(bool(set(found) - {"unverified_list"}) if known else None)
    return some(*answers)
