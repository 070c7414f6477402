"""What would make a transaction lawful: for each provision the least lawful change that opens it.

OPA decides every variation; nothing here knows a paragraph, a threshold or a country.
"""

import dataclasses
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from ai_export_policy.advice import lawful
from ai_export_policy.advice.facts import established
from ai_export_policy.advice.inquiry import Decides, Inquiry, Request, row_of
from ai_export_policy.advice.lawful import Measure
from ai_export_policy.advice.proposals import KINDS, Advice, Answer, Closed, Fact, Kind, Proposal
from ai_export_policy.advice.search import Change, Search, severity
from ai_export_policy.explain import brief

__all__ = ["Advice", "Answer", "Closed", "Fact", "Measure", "Proposal", "advise"]

_LICENSE = "LICENSE"


def advise(client: Decides, request: Mapping[str, Any]) -> Advice:
    """Return what would change the decision on a request (schemas/request.json).

    `client` is a Client. Everything that is proposed has been decided by it; what only another
    destination, party, item or purpose could mend is not proposed. Raises as `Client.decide` does.
    """
    inquiry = Inquiry(client)
    given = dict(request)
    decision = inquiry.one(given)
    if decision.outcome in brief.PERMITTED:
        return Advice(given, decision, (), ())
    search = Search(inquiry, given, decision)
    found: list[Proposal] = []
    closed: list[Closed] = []
    for row in decision.considered:
        if row["available"] == "not_modelled":
            continue
        served = list(_opening(search, row["symbol"]))
        found += served
        if not served:
            closed.append(_closed(search, row))
    found += _of_the_whole(search)
    return Advice(given, decision, tuple(_merged(found)), tuple(closed))


def _opening(search: Search, symbol: str) -> Iterator[Proposal]:
    """What opens one provision; a license is applied for where none is had by waiting for it."""
    served = False
    if symbol != _LICENSE or _license_told(search.request):
        for one in _proposals(search, _changes(search, symbol), symbol):
            served = True
            yield one
    if symbol == _LICENSE and not served:
        yield from _applications(search)


def _changes(search: Search, symbol: str) -> Iterator[Change]:
    """The least changes that open a provision: on the day; else later, or of less, or both."""
    today = search.all_done(search.today, symbol)
    now = search.stands(today, symbol).open
    if now:
        least = search.least(today, symbol)
        yield least
        # What comes by itself may be the smaller step.
        if search.stands(Change(search.today), symbol).open < now:
            later = search.waiting(symbol, now)
            if later is not None:
                yield later
        return
    later = search.first_day(symbol)
    if later is not None:
        yield search.least(later, symbol)
    smaller = search.most(search.all_done(search.today, symbol, 1), symbol)
    if smaller is not None:
        yield search.least(smaller, symbol)
    if later is None and smaller is None and _pool_is_short(search):
        later = search.first_day(symbol, 1)
        both = None if later is None else search.most(later, symbol)
        if both is not None:
            yield search.least(both, symbol)


def _pool_is_short(search: Search) -> bool:
    """Whether less of it on another day could fit where neither alone does."""
    return any(
        row["fits"] is False and row["pool"] != "country_allocation"
        for row in search.decision.pools
    )


def _proposals(search: Search, changes: Iterator[Change], symbol: str | None) -> list[Proposal]:
    made = (_proposal(search, change, symbol) for change in changes)
    return [one for one in made if one is not None]


def _proposal(search: Search, change: Change, symbol: str | None) -> Proposal | None:
    """The proposal of a change; None where every answer to a missing fact closes it again."""
    request = search.made(change)
    missing = search.stands(change, symbol).missing
    facts = established(search.inquiry, request, symbol, missing)
    if any(fact.hopeless for fact in facts):
        return None
    return Proposal(
        kind=_kind(search, change),
        opens=() if symbol is None else (symbol,),
        measures=change.measures,
        change=lawful.difference(search.request, request),
        request=request,
        decision=search.decided(change),
        facts=facts,
        beyond=search.beyond(change),
    )


def _kind(search: Search, change: Change) -> Kind:
    if any(measure.kind == "grant" for measure in change.measures):
        return "authorization"
    if change.quantity is not None:
        return "smaller"
    if change.day != search.today:
        return "wait"
    return "documents" if change.measures else "facts"


def _of_the_whole(search: Search) -> list[Proposal]:
    """Facts that are missing before any provision is looked at, and a day that asks for none."""
    changes = []
    if not search.decision.considered and search.decision.missing_facts:
        changes.append(Change(search.today))
    later = search.waiting(None, 2)
    if later is not None:
        changes.append(later)
    return _proposals(search, iter(changes), None)


def _applications(search: Search) -> list[Proposal]:
    """A license for the whole, and what of it, or on which day, would be reviewed better."""
    changes = [Change(search.today), search.day_for_review(), search.most_for_review()]
    return [
        one for change in changes if change and (one := _application(search, change)) is not None
    ]


def _application(search: Search, change: Change) -> Proposal | None:
    reviewed = search.decided(change)
    measure = Measure("documents.license", "grant", lawful.license_on(change.day))
    licensed = Change(change.day, change.quantity, (measure,))
    decision = search.decided(licensed)
    if decision.outcome not in brief.PERMITTED:
        return None
    request = search.made(licensed)
    required = reviewed.outcome == "license_required"
    untold = reviewed.missing_facts if required else []
    return Proposal(
        kind="license",
        opens=(_LICENSE,),
        measures=(measure,),
        change=lawful.difference(search.request, request),
        request=request,
        decision=decision,
        facts=tuple(Fact(path) for path in untold),
        beyond=search.beyond(change),
        reviewed=reviewed if required else None,
    )


def _closed(search: Search, row: Mapping[str, Any]) -> Closed:
    """What stays broken on every day, whatever is done, and however little is moved."""
    symbol = row["symbol"]
    changes = [search.all_done(day, symbol) for day in (search.today, *search.days(symbol))]
    changes.append(search.all_done(search.today, symbol, 1))
    rows = [row_of(search.decided(change), symbol) for change in changes]
    broken = [set(one["unmet"]) for one in rows if one is not None]
    always = set.intersection(*broken) if broken else set()
    return Closed(
        symbol=symbol,
        citation=row["citation"],
        unmet=tuple(sorted(always or (broken[0] if broken else ()))),
        untold=any(one is not None and one["available"] == "unknown" for one in rows),
    )


def _license_told(request: Request) -> bool:
    documents = request.get("documents")
    return isinstance(documents, Mapping) and isinstance(documents.get("license"), Mapping)


def _merged(proposals: Sequence[Proposal]) -> list[Proposal]:
    """The proposals, those that are one change with the same facts made one, the least first."""
    found: list[Proposal] = []
    for one in proposals:
        for place, other in enumerate(found):
            same = (other.change, other.facts, other.kind) == (one.change, one.facts, one.kind)
            if same:
                opens = tuple(dict.fromkeys((*other.opens, *one.opens)))
                found[place] = dataclasses.replace(other, opens=opens)
                break
        else:
            found.append(one)
    return sorted(found, key=_weight)


def _weight(one: Proposal) -> tuple[int, bool, int, int, int]:
    review = 0 if one.reviewed is None else severity(one.reviewed)
    asked = len(one.measures), len(one.facts)
    return KINDS.index(one.kind), not one.authorizes, review, *asked
