"""Asking OPA about variations of one request, none of them twice."""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Protocol

from ai_export_policy.decision import Decision
from ai_export_policy.errors import ExportPolicyError
from ai_export_policy.explain import brief

Request = dict[str, Any]


class Decides(Protocol):
    """What is needed of a Client."""

    def decide_many(
        self, requests: Mapping[str, Mapping[str, Any]]
    ) -> Mapping[str, Decision | ExportPolicyError]:
        """Decide each request as if it were alone."""


class Inquiry:
    """Decisions of one client on many variations of a request."""

    def __init__(self, client: Decides) -> None:
        self._client = client
        self._known: dict[str, Decision] = {}

    def one(self, request: Request) -> Decision:
        """The decision on a request; raises what kept it from being decided."""
        return self.all([request])[0]

    def all(self, requests: Sequence[Request]) -> list[Decision]:
        """The decisions on several, asked in one go."""
        keys = [json.dumps(request, sort_keys=True) for request in requests]
        new = {k: r for k, r in zip(keys, requests, strict=True) if k not in self._known}
        for key, answer in self._client.decide_many(new).items() if new else ():
            if isinstance(answer, ExportPolicyError):
                raise answer
            self._known[key] = answer
        return [self._known[key] for key in keys]


@dataclass(frozen=True, slots=True)
class Standing:
    """How near a decision is to relying on a provision, for comparing.

    `open` is 2 where it carries the transaction or nothing needs to, 1 where only the facts of
    `missing` keep it from being told, 0 where it is closed or no source tells.
    """

    open: int
    missing: frozenset[str]

    def serves(self, other: "Standing") -> bool:
        """Whether it is as good as the other: as open, with nothing more to establish."""
        if self.open != other.open:
            return self.open > other.open
        return self.missing <= other.missing


def standing(decision: Decision, symbol: str | None) -> Standing:
    """How the provision stands; without a symbol, the transaction as a whole."""
    row = row_of(decision, symbol)
    if row is None:
        if decision.outcome in brief.PERMITTED:
            return Standing(2, frozenset())
        missing = frozenset(decision.missing_facts) if symbol is None else frozenset()
        return Standing(1 if missing else 0, missing)
    if row["available"] == "yes":
        return Standing(2, frozenset())
    missing = frozenset(row["missing"]) if row["available"] == "unknown" else frozenset()
    return Standing(1 if missing else 0, missing)


def row_of(decision: Decision, symbol: str | None) -> Mapping[str, Any] | None:
    """The row of a provision in `considered`."""
    return next((row for row in decision.considered if row["symbol"] == symbol), None)


def next_day(decisions: Sequence[Decision], start: str) -> str | None:
    """The day after the last on which all of them hold; None where there is no need to look on.

    That is where none says when it ends, and once a whole calendar year has turned since `start`
    after the last text that was seen: what comes then, no source tells.
    """
    day = decisions[0].as_of
    stale = decisions[0].regime["stale_after"]
    if stale is not None and day[:4] > max(stale[:4], start[:4]):
        return None
    ends = [one.valid_until for one in decisions if one.valid_until is not None]
    last = min(ends, default=_LAST)
    return None if last < day or last == _LAST else _after(last)


_LAST = date.max.isoformat()


def _after(day: str) -> str:
    return (date.fromisoformat(day) + timedelta(days=1)).isoformat()


def largest(serves: Callable[[int], bool], low: int, high: int) -> int:
    """The largest of low..high - 1 that serves, where `low` does, `high` does not and none after
    one that does not.
    """
    while high - low > 1:
        middle = (low + high) // 2
        if serves(middle):
            low = middle
        else:
            high = middle
    return low
