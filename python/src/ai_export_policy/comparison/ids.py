"""Ids that answers to the same requests give under one of two revisions of the policies only."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from ai_export_policy.comparison import parting
from ai_export_policy.decision import Decision

_KINDS = {"condition", "exclusion", "flag", "obligation", "reading", "requirement"}


@dataclass(frozen=True, slots=True)
class Ids:
    """What no answer tells any more (`gone`), and what none told before (`new`), as `kind id`.

    Kinds are `condition` (broken), `exclusion`, `flag`, `obligation`, `reading` (with the reading
    taken) and `requirement`.
    """

    gone: tuple[str, ...]
    new: tuple[str, ...]


def apart(before: Mapping[str, object], after: Mapping[str, object]) -> Ids:
    """Compare all answers together, of the requests that both revisions decide."""
    first: set[str] = set()
    second: set[str] = set()
    for label, one in before.items():
        other = after[label]
        if isinstance(one, Decision) and isinstance(other, Decision):
            first.update(_told(one))
            second.update(_told(other))
    return Ids(tuple(sorted(first - second)), tuple(sorted(second - first)))


def _told(decision: Decision) -> Iterator[str]:
    return (f"{kind} {id}" for kind, _, id, _ in parting.told(decision) if kind in _KINDS)
