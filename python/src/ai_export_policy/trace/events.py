"""OPA's explanation of one evaluation as events (OPA documentation, REST API, "explain").

OPA tells it in two ways: in lines, which say the file and line of each step, and as documents,
which say the values of the variables. Both are of the same steps in the same order.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from ai_export_policy.errors import NotADecision

_LINE = re.compile(r"(?P<file>.+?):(?P<line>\d+)\s+(?P<bars>(?:\| )*)(?P<op>[A-Z]\w*) (?P<text>.*)")
_OPERATIONS = frozenset(
    {"Enter", "Eval", "Exit", "Fail", "Redo", "Index", "Unify", "Save", "Note", "Duplicate", "Wasm"}
)


class Event(NamedTuple):
    """One step of an evaluation: where it stands, how deep, what was done (`Enter`), to what.

    `text` is that as Rego, `node` as OPA's syntax tree. `query` numbers the body that the step
    belongs to, `bindings` are the variables that have a value in it, as pairs of terms.
    """

    file: str
    line: int
    depth: int
    operation: str
    text: str
    query: int
    node: Any
    bindings: Sequence[Mapping[str, Any]]


def read(lines: object, documents: object) -> Iterator[Event]:
    """Yield the events of two explanations of one evaluation, in the order of the steps.

    `lines` is what OPA gives with `pretty`, `documents` what it gives without. NotADecision if they
    are none (OPA was not asked for one, or does not give it), or not of the same steps.
    """
    for told in (lines, documents):
        if not isinstance(told, list) or not told:
            raise NotADecision("the answer holds no explanation; is `explain` closed in this OPA?")
    if len(lines) != len(documents):  # type: ignore[arg-type]
        raise NotADecision("OPA explained the same decision twice and told different steps")
    for line, document in zip(lines, documents, strict=True):  # type: ignore[call-overload]
        yield _event(line, document)


def _event(line: object, document: object) -> Event:
    found = _LINE.fullmatch(line) if isinstance(line, str) else None
    if found is None or found["op"] not in _OPERATIONS:
        raise NotADecision(f"a line of the explanation cannot be read: {line!r:.200}")
    if not isinstance(document, dict) or document.get("op") != found["op"].lower():
        raise NotADecision(f"OPA explained the same step in two ways: {line!r:.200}")
    return Event(
        found["file"],
        int(found["line"]),
        len(found["bars"]) // 2,
        found["op"],
        found["text"],
        document.get("query_id", 0),
        document.get("node"),
        document.get("locals") or (),
    )
