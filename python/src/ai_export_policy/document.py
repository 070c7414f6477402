"""A request as it was read from a file: the value, and where each part of it stood."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from ai_export_policy.errors import Problem, RequestInvalid

# Deeper than any request is; keeps the readers from running into Python's recursion limit.
MAX_DEPTH = 32

# From the top of the request to one value: keys of objects and indices of lists.
Path = tuple[str | int, ...]


class Place(NamedTuple):
    """A place in a file; line and column count from 1."""

    line: int
    column: int


@dataclass(slots=True)
class Positions:
    """Where values and keys stand in a file, by path."""

    values: dict[Path, Place] = field(default_factory=dict)
    keys: dict[Path, Place] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, eq=False)
class Refused:
    """Stands in a request for a value that its file does not say beyond doubt.

    It is no JSON value, so that no request that holds one is ever taken for valid. `at_key` says
    that the fault is the key's, not the value's.
    """

    reason: str
    expected: str | None = None
    at_key: bool = False


class RequestUnreadable(RequestInvalid):
    """The file is not YAML, JSON or JSON Lines, or not as strictly as is asked here.

    Nothing is said about its values: they were not looked at. `excerpt` shows the line of the first
    problem with a caret below the column, None where there is no line to show.
    """

    def __init__(
        self, problems: list[Problem], source: str | None = None, excerpt: str | None = None
    ) -> None:
        super().__init__(problems, source)
        self.excerpt = excerpt

    def __str__(self) -> str:
        return super().__str__() + (f"\n{self.excerpt}" if self.excerpt else "")


class Unreadable(Exception):
    """Raised inside the readers: the text stops making sense at `place` (None: as a whole)."""

    def __init__(self, reason: str, place: Place | None = None, expected: str | None = None):
        super().__init__(reason)
        self.reason = reason
        self.place = place
        self.expected = expected


@dataclass(frozen=True, slots=True)
class Document:
    """One request of a file.

    `request` is the value as it was read, not yet validated; `line` is the line of the file on
    which it begins, counted from 1. `source` names the file.
    """

    request: dict[str, Any]
    source: str | None
    line: int
    positions: Callable[[], Positions]

    def validate(self) -> None:
        """Raise RequestInvalid with all that is wrong with the request, each with its line."""
        from ai_export_policy.validation import validate

        validate(self.request, source=self.source, positions=self.positions)
