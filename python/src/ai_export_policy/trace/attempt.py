"""One rule as it was tried, with what it tried below it."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, NamedTuple


class Stop(NamedTuple):
    """Where a rule that did not hold stopped: the line of its file, and what stands there."""

    line: int
    expression: str


@dataclass(slots=True)
class Attempt:
    """One rule as it was tried.

    `name` is its path (`ear.lpp.unmet`), `file` and `line` where it begins. `id`, `title`
    and `citation` are of its METADATA block, empty where it has none of its own. `held` says
    whether it gave a value; `stopped` where it did not. `facts` are the request's values that its
    own expressions read, by path, also through a variable; one that the request does not tell is in
    `untold`. `tried` are the rules that it asked, in order. One whose answer was known by then is
    not tried again: its name is in `known`. In `ruled_out` are those that were not tried because
    OPA's index knew that they cannot hold here (OPA documentation, "Policy Performance").
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
    known: list[str] = field(default_factory=list)
    ruled_out: list[str] = field(default_factory=list)
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
            "known": self.known,
            "ruled_out": self.ruled_out,
            "tried": [attempt.document() for attempt in self.tried],
        }

    def all(self) -> Iterator["Attempt"]:
        """This attempt and all below it, each before those that it tried."""
        yield self
        for below in self.tried:
            yield from below.all()
