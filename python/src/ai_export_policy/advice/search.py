"""The search for the least lawful change, provision by provision; whether it serves, OPA says."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from ai_export_policy.advice import lawful
from ai_export_policy.advice.inquiry import Inquiry, Request, Standing, largest, next_day, standing
from ai_export_policy.advice.lawful import Measure
from ai_export_policy.decision import Decision
from ai_export_policy.explain import brief, words


@dataclass(frozen=True, slots=True)
class Change:
    """A variation of the transaction: on which day, how much of it, and what is done for it.

    `quantity` is None for that of the request.
    """

    day: str
    quantity: int | None = None
    measures: tuple[Measure, ...] = ()


@dataclass(slots=True)
class Search:
    """Variations of one request, and which of them open a provision."""

    inquiry: Inquiry
    request: Request
    decision: Decision
    _days: dict[str, list[str]] = field(default_factory=dict, init=False)

    @property
    def today(self) -> str:
        """The day of the request: nothing that is still to be done is dated before it."""
        return str(self.request["as_of"])

    def made(self, change: Change) -> Request:
        """The changed request."""
        request = lawful.on(self.request, change.day, change.quantity)
        for measure in change.measures:
            request = lawful.patched(request, measure.patch)
        return request

    def decided(self, change: Change) -> Decision:
        """What OPA decides on the changed request."""
        return self.inquiry.one(self.made(change))

    def stands(self, change: Change, symbol: str | None) -> Standing:
        """How the changed transaction stands to a provision."""
        return standing(self.decided(change), symbol)

    def all_done(self, day: str, symbol: str | None, quantity: int | None = None) -> Change:
        """The change in which all is done that may be done for a provision."""
        found = lawful.measures(self.request, day, self.decision.eccn, _claim(symbol))
        new = (one for one in found if lawful.patched(self.request, one.patch) != self.request)
        return Change(day, quantity, tuple(new))

    def least(self, change: Change, symbol: str | None) -> Change:
        """The change without all that it can do without, the heaviest left out first."""
        wanted = self.stands(change, symbol)
        kept = change
        for measure in reversed(change.measures):
            left = tuple(one for one in kept.measures if one is not measure)
            trial = Change(change.day, change.quantity, left)
            if self.stands(trial, symbol).serves(wanted):
                kept = trial
        return self._least_list(kept, symbol)

    def _least_list(self, change: Change, symbol: str | None) -> Change:
        """The same with the shortest list of paragraphs that a facility has to meet."""
        name = "facility.supplement_10"
        measure = next((one for one in change.measures if one.path == name), None)
        if measure is None:
            return change
        wanted = self.stands(change, symbol)
        told = self.request["facility"]["supplement_10"] or []
        kept = list(measure.patch["facility"]["supplement_10"])
        for paragraph in [one for one in kept if one not in told]:
            left = [one for one in kept if one != paragraph]
            if self.stands(_listing(change, measure, left), symbol).serves(wanted):
                kept = left
        return _listing(change, measure, kept)

    def days(self, symbol: str | None) -> list[str]:
        """The days after the request's on which a provision may stand otherwise, in order.

        They are the ends that the decisions themselves tell (`valid_until`): of the tables' rows,
        of quarters and years, of waiting periods and documents.
        """
        claim = _claim(symbol)
        if claim not in self._days:
            self._days[claim] = list(self._walk(symbol))
        return self._days[claim]

    def _walk(self, symbol: str | None) -> Iterator[str]:
        day: str | None = self.today
        while day is not None:
            changes = [Change(day), self.all_done(day, symbol)]
            found = self.inquiry.all([self.made(change) for change in changes])
            day = next_day(found, self.today)
            if day is not None:
                yield day

    def first_day(self, symbol: str | None, quantity: int | None = None) -> Change | None:
        """The first later day on which all that may be done opens the provision."""
        for day in self.days(symbol):
            change = self.all_done(day, symbol, quantity)
            if self.stands(change, symbol).open:
                return change
        return None

    def waiting(self, symbol: str | None, at_least: int) -> Change | None:
        """The first later day on which the provision is open with nothing done at all."""
        changes = (Change(day) for day in self.days(symbol))
        return next((c for c in changes if self.stands(c, symbol).open >= at_least), None)

    def most(self, change: Change, symbol: str | None) -> Change | None:
        """The change with the largest quantity below the request's that opens the provision."""
        quantity = self.request["item"].get("quantity")
        if quantity is None or quantity < 2:
            return None

        def of(number: int) -> Change:
            return Change(change.day, number, change.measures)

        if not self.stands(of(1), symbol).open:
            return None
        return of(largest(lambda n: self.stands(of(n), symbol).open > 0, 1, quantity))

    def day_for_review(self) -> Change | None:
        """The first later day on which an application would be reviewed better."""
        for day in self.days(None):
            if self._milder(self.decided(Change(day))):
                return Change(day)
        return None

    def most_for_review(self) -> Change | None:
        """The largest quantity whose application would be reviewed better than the whole."""
        quantity = self.request["item"].get("quantity")
        if quantity is None or quantity < 2 or severity(self.decision) == 0:
            return None

        def better(number: int) -> bool:
            decision = self.decided(Change(self.today, number))
            # What needs no license at all is reviewed no worse.
            return decision.outcome in brief.PERMITTED or self._milder(decision)

        if not better(1):
            return None
        change = Change(self.today, largest(better, 1, quantity))
        return change if self._milder(self.decided(change)) else None

    def _milder(self, decision: Decision) -> bool:
        now = self.decision.review_policy
        return now in _POLICIES and severity(decision) < severity(self.decision)

    def beyond(self, change: Change) -> Decision | None:
        """What OPA decides on one unit more; None where the quantity is the request's."""
        if change.quantity is None:
            return None
        more = Change(change.day, change.quantity + 1, change.measures)
        return self.decided(more)


def _claim(symbol: str | None) -> str:
    """The kind of validated end user that helps a provision: that of its symbol, else any."""
    own = (symbol or "").lower()
    return own if own in lawful.CLAIMS else lawful.CLAIMS[0]


_POLICIES = [name for name in reversed(words.POLICIES) if name != "indeterminate"]


def severity(decision: Decision) -> int:
    """How restrictive the review of an application would be, 0 the least; most if none is told."""
    policy = decision.review_policy
    return _POLICIES.index(policy) if policy in _POLICIES else len(_POLICIES)


def _listing(change: Change, measure: Measure, paragraphs: list[int]) -> Change:
    patch: dict[str, Any] = {"facility": {"supplement_10": paragraphs}}
    listed = Measure(measure.path, measure.kind, patch)
    measures = tuple(listed if one.path == measure.path else one for one in change.measures)
    return Change(change.day, change.quantity, measures)
