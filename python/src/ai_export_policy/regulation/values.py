"""The rows of the reference tables, each with the paragraphs that it stands for."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ai_export_policy import citations

_ABOUT = frozenset({"citation", "confidence", "note", "source", "valid_from", "valid_to"})
_QUARTER = re.compile(r"(\d{4})-Q([1-4])\Z")
_PARAGRAPH = re.compile(r"\d{3}\.")
_ENUMERATOR = re.compile(r"[a-z]\Z")
# Of events and of paragraphs, not of what one says. Nor does a table without rows: others make it.
_OTHERS = frozenset({"paragraphs", "regime", "regime_months"})


@dataclass(frozen=True, slots=True)
class Value:
    """One row: `table` and `key` say where it stands, `fields` what it says.

    It holds from `valid_from` and before `valid_to`, days as YYYY-MM-DD; None where the table does
    not date it. `cites` are the names of its paragraphs (`ai_export_policy.citations`).
    """

    table: str
    key: str
    fields: dict[str, Any]
    citation: str
    cites: tuple[str, ...]
    valid_from: str | None
    valid_to: str | None
    confidence: str | None
    source: str | None
    note: str | None

    def holds(self, day: str) -> bool:
        """Whether it is in force on a day; one without dates is on every day."""
        return (self.valid_from or "") <= day and (self.valid_to is None or day < self.valid_to)


def values(policies: Path) -> Iterator[Value]:
    """Yield every row of the reference tables of the policies in a directory."""
    for path in sorted((policies / "reference").glob("*/data.json")):
        if path.parent.name not in _OTHERS:
            table = json.loads(path.read_text(encoding="utf-8"))
            yield from _rows(table.get("rows", {}), path.parent.name, (), table)


def _rows(place: Any, table: str, path: tuple[str, ...], above: dict[str, Any]) -> Iterator[Value]:
    if isinstance(place, list):
        for row in place:
            yield from _rows(row, table, path, above)
        return
    # A row that is dated is a row, whatever maps it holds.
    dated = "valid_from" in place
    below = {key: value for key, value in place.items() if not dated and _holds_rows(value)}
    about = above | {key: place[key] for key in _ABOUT if key in place}
    if path and place and not below:
        yield _value(place, table, path, about)
    for key, value in below.items():
        named = {"citation": key} if _PARAGRAPH.match(key) else {}
        yield from _rows(value, table, (*path, key), about | named)


def _holds_rows(value: Any) -> bool:
    if isinstance(value, list):
        return any(isinstance(one, dict) for one in value)
    return isinstance(value, dict)


def _value(row: dict[str, Any], table: str, path: tuple[str, ...], about: dict[str, Any]) -> Value:
    citation = about.get("citation", "")
    if isinstance(citation, list):
        citation = ", ".join(citation)
    cites = citations.paragraphs(citation)
    if _ENUMERATOR.match(path[0]):
        cites += [f"{name}({path[0]})" for name in cites]
    begins, ends = _quarter(path[-1])
    return Value(
        table,
        "/".join(path),
        {key: value for key, value in row.items() if key not in _ABOUT},
        citation,
        tuple(cites),
        row.get("valid_from", begins),
        row.get("valid_to", ends),
        about.get("confidence"),
        about.get("source"),
        row.get("note"),
    )


def _quarter(key: str) -> tuple[str | None, str | None]:
    """First day of a quarter like `2025-Q3`, and that of the next."""
    found = _QUARTER.match(key)
    if found is None:
        return None, None
    year, quarter = int(found[1]), int(found[2])
    next_year, next_quarter = (year, quarter + 1) if quarter < 4 else (year + 1, 1)
    return f"{year}-{3 * quarter - 2:02}-01", f"{next_year}-{3 * next_quarter - 2:02}-01"
