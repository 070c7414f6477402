"""Facts that may be missing, and the logic of three values that goes with them.

A `Truth` is True, False, or None where the request does not tell. An absent fact is `ABSENT`; a
null is None and says that there is none.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, Final

Truth = bool | None
Conditions = dict[str, Truth]  # of a provision, by what they ask
Request = Mapping[str, Any]


class Absent:
    """The value of a fact that the request does not tell."""


ABSENT: Final = Absent()


def at(document: Any, path: str) -> Any:
    """What stands at a dotted path: ABSENT if not told, None if it or what holds it is null."""
    for key in path.split("."):
        if document is None or document is ABSENT:
            return document
        document = document.get(key, ABSENT)
    return document


def told(value: Any) -> bool:
    """Whether there is a value, neither absent nor null."""
    return value is not ABSENT and value is not None


def every(*truths: Truth) -> Truth:
    """False if any is false, unknown if any is unknown, true otherwise."""
    if any(t is False for t in truths):
        return False
    return None if any(t is None for t in truths) else True


def some(*truths: Truth) -> Truth:
    """True if any is true, unknown if any is unknown, false otherwise."""
    if any(t is True for t in truths):
        return True
    return None if any(t is None for t in truths) else False


def never(truth: Truth) -> Truth:
    """The opposite; unknown stays unknown."""
    return None if truth is None else not truth


def equals(value: Any, *wanted: Any) -> Truth:
    """Whether a fact is one of the values; unknown if absent, false if null."""
    return None if value is ABSENT else value in wanted


def least(*values: Any) -> Truth:
    """Unknown if any of the facts is absent, false if any is null, true otherwise."""
    return every(*(None if v is ABSENT else v is not None for v in values))


def day(text: str) -> date:
    """A day from its text."""
    return date.fromisoformat(text)


def not_after(value: Any, as_of: str) -> Truth:
    """Whether a dated paper stood on the day; unknown if the date is absent, false if null."""
    if value is ABSENT:
        return None
    return value is not None and value <= as_of


def days_before(value: Any, as_of: str, days: int) -> Truth:
    """Whether a day lies at least so many calendar days before another."""
    if not told(value):
        return None if value is ABSENT else False
    return (day(as_of) - day(value)).days >= days


def reading(request: Request, name: str, default: str) -> str:
    """The reading of a conflict that the request chose, or the conservative one."""
    chosen = at(request, f"readings.{name}")
    return str(chosen) if told(chosen) else default


def milli(value: float) -> float:
    """A sum of TPP, freed of what binary fractions add to it."""
    return round(value * 1000) / 1000


def union(sets: Iterable[frozenset[str]]) -> frozenset[str]:
    """All members of all sets."""
    return frozenset().union(*sets)
