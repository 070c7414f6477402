"""A trace collapsed to what mattered."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any

from ai_export_policy.trace.attempt import Attempt


def collapsed(root: Attempt) -> Attempt:
    """The rules that held and speak for themselves, each below the next such, gathered anew.

    Left out are those that gave no id and read no fact, and what one of them said already. A rule
    that read no fact itself is told with the facts of the rules that it rests on, those that were
    known by then included; of the latter those are named that are left in the trace.
    """
    gatherer = _Gatherer(root)
    found = _shallow(root)
    found.tried = list(gatherer.mattering(root.tried))
    kept = list(found.all())
    names = {attempt.name for attempt in kept}
    for attempt in kept:
        attempt.known = [name for name in attempt.known if name in names]
    return found


class _Gatherer:
    def __init__(self, root: Attempt) -> None:
        self._tried: dict[str, list[Attempt]] = {}
        self._said: set[tuple[str, int, str]] = set()
        for attempt in root.all():
            self._tried.setdefault(attempt.name, []).append(attempt)

    def mattering(self, attempts: Iterable[Attempt]) -> Iterator[Attempt]:
        """What is kept of the attempts.

        What a rule tried that did not hold is kept, in its place: later rules rest on it, but OPA
        does not try again what it knows.
        """
        for attempt in attempts:
            if not (attempt.held and attempt.told):
                yield from self.mattering(attempt.tried)
                continue
            kept = _shallow(attempt)
            kept.facts = self._facts(attempt)
            kept.tried = list(self.mattering(attempt.tried))
            if self._says(kept):
                yield kept
            else:
                yield from kept.tried

    def _facts(self, attempt: Attempt) -> dict[str, Any]:
        """What it read, itself and by helpers that do not speak for themselves; else, of a rule
        that gives an id, what the nearest rules read that it rests on."""
        read = dict(attempt.facts)
        for below in _helpers(attempt.tried):
            read |= below.facts
        if attempt.id and not read:
            # `not _listed` rests on a rule that did not hold.
            read = self._nearest(attempt, held=True) or self._nearest(attempt, held=False)
        return {path: value for path, value in read.items() if not _told_closer(path, read)}

    def _nearest(self, attempt: Attempt, *, held: bool) -> dict[str, Any]:
        read: dict[str, Any] = {}
        seen: set[int] = set()
        rest = [attempt]
        while rest and not read:
            below = [one for above in rest for one in self._below(above)]
            rest = [one for one in below if id(one) not in seen and (one.held or not held)]
            seen.update(map(id, rest))
            for one in rest:
                read |= one.facts
        return read

    def _below(self, attempt: Attempt) -> Iterator[Attempt]:
        yield from attempt.tried
        for name in attempt.known:
            yield from self._tried[name]

    def _says(self, kept: Attempt) -> bool:
        if kept.id:
            return True
        said = (kept.file, kept.line, repr(sorted(kept.facts)))
        new = said not in self._said
        self._said.add(said)
        return new and bool(kept.facts)


def _told_closer(path: str, read: Iterable[str]) -> bool:
    """Whether a part of what stands at the path is told too, which says more than the whole."""
    return any(other.startswith((f"{path}.", f"{path}[")) for other in read)


def _helpers(attempts: Iterable[Attempt]) -> Iterator[Attempt]:
    for attempt in attempts:
        if attempt.held and not attempt.told:
            yield attempt
            yield from _helpers(attempt.tried)


def _shallow(attempt: Attempt) -> Attempt:
    return replace(
        attempt,
        facts=dict(attempt.facts),
        untold=list(attempt.untold),
        known=list(attempt.known),
        ruled_out=list(attempt.ruled_out),
        tried=[],
    )
