"""Events into the tree of rules that were tried, and what each of them read."""

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from ai_export_policy.decision import Decision
from ai_export_policy.trace import collapsing
from ai_export_policy.trace.attempt import Attempt, Stop
from ai_export_policy.trace.events import Event
from ai_export_policy.trace.reading import UNTOLD, Reader, rule_asked_alone, rules_asked
from ai_export_policy.trace.rules import Place, Sources

_RULE = re.compile(r"data\.(?P<path>[\w.]+)(?:\[.*\])?")


@dataclass(frozen=True, slots=True)
class Trace:
    """The trace of one decision: the decision itself, and the rule `data.ear.decision` as tried."""

    decision: Decision
    root: Attempt

    def collapsed(self) -> "Trace":
        """What mattered: the rules that held and speak for themselves, each below the next such."""
        return Trace(self.decision, collapsing.collapsed(self.root))

    def document(self) -> dict[str, Any]:
        """The trace as JSON: the policy that was traced, the outcome, and the root attempt."""
        return {
            "request_id": self.decision.request_id,
            "outcome": self.decision.outcome,
            "policy": self.decision.document["policy"],
            "root": self.root.document(),
        }


def build(events: Iterable[Event], request: Mapping[str, Any], sources: Sources) -> Attempt | None:
    """The rule that was asked, with all that it tried; None if no rule of `sources` was."""
    builder = _Builder(request, sources)
    for event in events:
        builder.take(event)
    return builder.built()


class _Level(NamedTuple):
    """Whose events stand at a depth: those of a rule, or of a body inside one (`not`, `every`, a
    comprehension), whose reading is the rule's but whose end is not the rule's end."""

    owner: Attempt
    inside: bool


class _Builder:
    """Follows the events, knowing at each depth whose they are."""

    def __init__(self, request: Mapping[str, Any], sources: Sources) -> None:
        self._root = Attempt("", "", 0, "", "", "")
        self._reader = Reader(request)
        self._sources = sources
        self._open = [_Level(self._root, inside=True)]
        # Paths that a rule referred to, and those that stood alone in an expression, by its id().
        self._asked: dict[int, dict[str, None]] = {}
        self._alone: dict[int, dict[str, None]] = {}

    def take(self, event: Event) -> None:
        """Take the next event."""
        if event.operation in ("Enter", "Redo"):
            self._step_in(event)
            owner, inside = self._open[-1].owner, True
        else:
            owner, inside = self._level(event.depth)
        for path, value in self._reader.facts(event):
            if value is not UNTOLD:
                owner.facts[path] = value
            elif path not in owner.untold:
                owner.untold.append(path)
        if event.operation == "Eval":
            self._asked.setdefault(id(owner), {}).update(dict.fromkeys(rules_asked(event)))
            if alone := rule_asked_alone(event):
                self._alone.setdefault(id(owner), {})[alone] = None
        elif event.operation == "Exit" and not inside:
            owner.held, owner.stopped = True, None
        elif event.operation == "Fail" and not inside and not owner.held:
            expression = self._sources.expression(owner.file, event.line)
            owner.stopped = Stop(event.line, expression)

    def built(self) -> Attempt | None:
        """The first rule that was asked, once all events are taken; None if there was none."""
        if not self._root.tried:
            return None
        first = self._root.tried[0]
        names = {attempt.name for attempt in first.all()}
        for attempt in first.all():
            own = {attempt.name, *(below.name for below in attempt.tried)}
            found = (_rule_of(path, names) for path in self._asked.get(id(attempt), ()))
            attempt.known = list(dict.fromkeys(name for name in found if name and name not in own))
            attempt.ruled_out = [
                path
                for path in self._alone.get(id(attempt), ())
                if path not in names and self._sources.has(path)
            ]
        return first

    def _step_in(self, event: Event) -> None:
        """Open what begins below this depth: a rule, the body of an expression, or one of them
        again, where OPA looks for another way."""
        owner = self._level(event.depth).owner
        del self._open[event.depth + 1 :]
        rule = self._rule(event)
        if rule is None:
            self._open.append(_Level(owner, inside=True))
            return
        again = _latest(owner, rule) if event.operation == "Redo" else None
        if again is None:
            owner.tried.append(rule)
        self._open.append(_Level(again or rule, inside=False))

    def _level(self, depth: int) -> _Level:
        return self._open[min(depth, len(self._open) - 1)]

    def _rule(self, event: Event) -> Attempt | None:
        path, found = self._sources.path(event.file), _RULE.fullmatch(event.text)
        if path is None or found is None:
            return None
        place = self._sources.place(path, event.line)
        if place is None or not place.begins or not _named(found["path"], _path(place)):
            return None
        rule = place.rule
        note = rule.note
        return Attempt(found["path"], path, event.line, rule.id or "", note.title, note.citation)


def _path(place: Place) -> str:
    return f"{place.package}.{place.rule.name}"


def _named(path: str, rule: str) -> bool:
    """Whether a path is that of the rule, or of a rule below it (`obligations.AIA`)."""
    return path == rule or path.startswith(f"{rule}.")


def _rule_of(path: str, names: Collection[str]) -> str | None:
    """The rule that a path leads to, or into the value of: one of `names`."""
    while path and path not in names:
        path = path.rpartition(".")[0]
    return path or None


def _latest(owner: Attempt, rule: Attempt) -> Attempt | None:
    same = (one for one in reversed(owner.tried) if (one.file, one.line) == (rule.file, rule.line))
    return next(same, None)
