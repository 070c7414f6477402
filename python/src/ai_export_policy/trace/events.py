"""Lines of OPA's pretty explanation into events (OPA documentation, REST API, "explain")."""

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from ai_export_policy.errors import NotADecision

_LINE = re.compile(r"(?P<file>.+?):(?P<line>\d+)\s+(?P<bars>(?:\| )*)(?P<op>[A-Z]\w*) (?P<text>.*)")
_OPERATIONS = frozenset({"Enter", "Eval", "Exit", "Fail", "Redo", "Index", "Unify", "Save", "Note"})


class Event(NamedTuple):
    """One step of an evaluation: where it stands, how deep, what was done (`Enter`), to what."""

    file: str
    line: int
    depth: int
    operation: str
    text: str


def read(explanation: object) -> Iterator[Event]:
    """Yield the events of an answer's `explanation`, in the order in which they happened.

    NotADecision if it is none: OPA was not asked for one, or does not give it.
    """
    if not isinstance(explanation, list) or not explanation:
        raise NotADecision("the answer holds no explanation; is `explain` closed in this OPA?")
    yield from _events(explanation)


def _events(lines: Iterable[object]) -> Iterator[Event]:
    for line in lines:
        found = _LINE.fullmatch(line) if isinstance(line, str) else None
        if found is None or found["op"] not in _OPERATIONS:
            raise NotADecision(f"a line of the explanation cannot be read: {line!r:.200}")
        depth = len(found["bars"]) // 2
        yield Event(found["file"], int(found["line"]), depth, found["op"], found["text"])
