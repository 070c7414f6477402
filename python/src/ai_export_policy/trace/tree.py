"""Events into the tree of rules that were tried, and what each of them read."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from ai_export_policy.decision import Decision
from ai_export_policy.trace.events import Event
from ai_export_policy.trace.rules import Place, Sources

_FACT = re.compile(r'\binput((?:\.\w+|\["[^"]+"\])+)')
_STEP = re.compile(r'\.(\w+)|\["([^"]+)"\]')
_RULE = re.compile(r"data\.(?P<path>[\w.]+)(?:\[.*\])?")
_UNTOLD = object()


class Stop(NamedTuple):
    """Where a rule that did not hold stopped: the line of its file, and what stands there."""

    line: int
    expression: str


@dataclass(slots=True)
class Attempt:
    """One rule as it was tried.

    `name` is its path (`ear.part_740.lpp.unmet`), `file` and `line` where it begins. `id`, `title`
    and `citation` are of its METADATA block, empty where it has none of its own. `held` says
    whether it gave a value; `stopped` where it did not. `facts` are the request's values that its
    own expressions read, by path; one that the request does not tell is in `untold`. `tried` are
    the rules that it asked, in order; one whose answer was known by then is not tried again.
    """

    name: str
    file: str
    line: int
    id: str
    title: str
    citation: str
    held: bool = False
    stopped: Stop | None = None
    facts: dict[str, Any] = field(default_factory=dict)
    untold: list[str] = field(default_factory=list)
    tried: list["Attempt"] = field(default_factory=list)

    @property
    def told(self) -> bool:
        """Whether the rule speaks for itself: it has a block with a title and a paragraph."""
        return bool(self.title and self.citation)

    def document(self) -> dict[str, Any]:
        """The attempt as JSON: its fields under their names."""
        return {
            "name": self.name,
            "file": self.file,
            "line": self.line,
            "id": self.id or None,
            "title": self.title or None,
            "citation": self.citation or None,
            "held": self.held,
            "stopped": self.stopped and self.stopped._asdict(),
            "facts": self.facts,
            "untold": self.untold,
            "tried": [attempt.document() for attempt in self.tried],
        }


@dataclass(frozen=True, slots=True)
class Trace:
    """The trace of one decision: the decision itself, and the rule `data.ear.decision` as tried."""

    decision: Decision
    root: Attempt

    def collapsed(self) -> "Trace":
        """What mattered: the rules that held and speak for themselves, each below the next such."""
        root = _shallow(self.root)
        root.tried = list(_mattering(self.root.tried))
        return Trace(self.decision, root)

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
    return builder.root.tried[0] if builder.root.tried else None


class _Level(NamedTuple):
    """Whose events stand at a depth: those of a rule, or of a body inside one (`not`, `every`, a
    comprehension), whose reading is the rule's but whose end is not the rule's end."""

    owner: Attempt
    inside: bool


class _Builder:
    """Follows the events, knowing at each depth whose they are."""

    def __init__(self, request: Mapping[str, Any], sources: Sources) -> None:
        self.root = Attempt("", "", 0, "", "", "")
        self._request = request
        self._sources = sources
        self._open = [_Level(self.root, inside=True)]

    def take(self, event: Event) -> None:
        """Take the next event."""
        if event.operation in ("Enter", "Redo"):
            self._step_in(event)
            return
        owner, inside = self._level(event.depth)
        if event.operation == "Eval":
            self._note_facts(owner, event.text)
        elif event.operation == "Exit" and not inside:
            owner.held, owner.stopped = True, None
        elif event.operation == "Fail" and not inside and not owner.held:
            expression = self._sources.expression(owner.file, event.line)
            owner.stopped = Stop(event.line, expression)

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

    def _note_facts(self, owner: Attempt, text: str) -> None:
        for found in _FACT.finditer(text):
            steps = [plain or quoted for plain, quoted in _STEP.findall(found[1])]
            path, value = ".".join(steps), _dig(self._request, steps)
            if value is not _UNTOLD:
                owner.facts[path] = value
            elif path not in owner.untold:
                owner.untold.append(path)


def _path(place: Place) -> str:
    return f"{place.package}.{place.rule.name}"


def _named(path: str, rule: str) -> bool:
    """Whether a path is that of the rule, or of a rule below it (`obligations.AIA`)."""
    return path == rule or path.startswith(f"{rule}.")


def _latest(owner: Attempt, rule: Attempt) -> Attempt | None:
    same = (one for one in reversed(owner.tried) if (one.file, one.line) == (rule.file, rule.line))
    return next(same, None)


def _dig(value: Any, steps: Iterable[str]) -> Any:
    for step in steps:
        if not isinstance(value, Mapping) or step not in value:
            return _UNTOLD
        value = value[step]
    return value


def _mattering(attempts: Iterable[Attempt]) -> Iterator[Attempt]:
    """The rules that held, that have something to say, and that gave an id or read a fact.

    What a rule tried that did not hold is kept, in its place: later rules rest on it, but OPA does
    not try again what it knows.
    """
    for attempt in attempts:
        if not (attempt.held and attempt.told):
            yield from _mattering(attempt.tried)
            continue
        kept = _shallow(attempt)
        for below in _helpers(attempt.tried):
            kept.facts |= below.facts
        kept.tried = list(_mattering(attempt.tried))
        if kept.id or kept.facts:
            yield kept
        else:
            yield from kept.tried


def _helpers(attempts: Iterable[Attempt]) -> Iterator[Attempt]:
    """Rules that held for the one above and do not speak for themselves: it read what they read."""
    for attempt in attempts:
        if attempt.held and not attempt.told:
            yield attempt
            yield from _helpers(attempt.tried)


def _shallow(attempt: Attempt) -> Attempt:
    return Attempt(
        attempt.name,
        attempt.file,
        attempt.line,
        attempt.id,
        attempt.title,
        attempt.citation,
        attempt.held,
        attempt.stopped,
        dict(attempt.facts),
        list(attempt.untold),
    )
