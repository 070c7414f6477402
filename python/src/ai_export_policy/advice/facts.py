"""Missing facts: what each answer that can be listed would lead to, as OPA decides it."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from ai_export_policy.advice.inquiry import Inquiry, Request, largest, row_of, standing
from ai_export_policy.advice.proposals import Answer, Fact
from ai_export_policy.decision import Decision
from ai_export_policy.validation import schema


def established(
    inquiry: Inquiry, request: Request, symbol: str | None, paths: Iterable[str]
) -> tuple[Fact, ...]:
    """The facts of `paths`, which keep the provision from being told on the request."""
    return tuple(_fact(inquiry, request, symbol, path) for path in sorted(paths))


def _fact(inquiry: Inquiry, request: Request, symbol: str | None, path: str) -> Fact:
    steps = path.split(".")
    if "[" in path:
        return Fact(path)
    place = _place(steps)
    values = [*_values(place)]
    told = [_told(request, steps, value) for value in values]
    answers = tuple(
        _answer(value, decision, symbol)
        for value, decision in zip(values, inquiry.all(told), strict=True)
    )
    at_most = None
    if steps[0] == "ledger" and "number" in _types(place):
        at_most = _at_most(inquiry, request, symbol, steps)
    return Fact(path, answers, at_most, listed="enum" in place or "boolean" in _types(place))


def _answer(value: Any, decision: Decision, symbol: str | None) -> Answer:
    row = row_of(decision, symbol)
    if row is None:
        return Answer(value, decision.outcome, "", ())
    return Answer(value, decision.outcome, row["available"], tuple(row["unmet"]))


def _at_most(
    inquiry: Inquiry, request: Request, symbol: str | None, steps: list[str]
) -> int | None:
    """The largest whole amount with which the provision stays open; None if it is without end."""

    def open_with(amount: int) -> bool:
        return standing(inquiry.one(_told(request, steps, amount)), symbol).open > 0

    high = 1
    while open_with(high):
        high *= 2
        if high > _BOUNDLESS:
            return None
    return largest(open_with, 0, high)


_BOUNDLESS = 2**62
"""An amount that no limit comes near: where it is open too, there is no limit."""


def _told(request: Request, steps: list[str], value: Any) -> Request:
    """The request with a value told, null included."""
    step, *rest = steps
    inner = request.get(step)
    inside = dict(inner) if isinstance(inner, Mapping) else {}
    return {**request, step: _told(inside, rest, value) if rest else value}


def _values(place: Mapping[str, Any]) -> Iterator[Any]:
    """The answers that can be listed; null says that there is none."""
    if "enum" in place:
        yield from (value for value in place["enum"] if value is not None)
    elif "boolean" in _types(place):
        yield from (True, False)
    if "null" in _types(place):
        yield None


def _types(place: Mapping[str, Any]) -> list[str]:
    told = place.get("type", [])
    return told if isinstance(told, list) else [told]


def _place(steps: list[str]) -> Mapping[str, Any]:
    """What the schema says of a path; empty where it says nothing."""
    place: Mapping[str, Any] = schema()
    for step in steps:
        place = _resolved(place)
        place = place.get("properties", {}).get(step) or place.get("additionalProperties") or {}
    return _resolved(place)


def _resolved(place: Mapping[str, Any]) -> Mapping[str, Any]:
    while "$ref" in place:
        place = schema()["$defs"][place["$ref"].removeprefix("#/$defs/")]
    return place
