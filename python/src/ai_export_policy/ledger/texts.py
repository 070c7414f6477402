"""Which texts the ledger keeps: those that both databases keep, and keep alike.

Not kept is the character NUL, which PostgreSQL has in no text, and half a surrogate pair, which is
no Unicode text: a command line that is not UTF-8 leaves one. Each is a Conflict that names the
field, and nothing is recorded.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from ai_export_policy.ledger.entries import Row
from ai_export_policy.ledger.errors import Conflict

_NUL = "\\u0000"  # as JSON writes it


def refuse(**texts: str) -> None:
    """Conflict for the first text that is not kept."""
    for field, text in texts.items():
        if fault := _fault(text):
            raise Conflict(f"{field} {fault}")


def refuse_of(rows: Iterable[Row]) -> None:
    """The same for every text of entries from evidence; the sum is named too."""
    for row in rows:
        refuse(**row.name._asdict())
        told = {"source": row.source, "evidence": row.evidence, "author": row.author}
        refuse(**{f"{row.name}: {field}": text for field, text in told.items()}, day=row.day)


def refuse_in(request: Mapping[str, Any], written: str) -> None:
    """The same for a valid request; `written` is that as JSON, which is quicker to look through."""
    if _NUL in written:
        refuse(**dict(_texts(request, "")))


def _fault(text: str) -> str | None:
    if "\0" in text:
        return "holds the character NUL: leave it out"
    try:
        text.encode()
    except UnicodeEncodeError:
        return "holds half a surrogate pair, which is no Unicode text: write it in UTF-8"
    return None


def _texts(value: Any, path: str) -> Iterator[tuple[str, str]]:
    """Every text in a document, with its dotted path."""
    if isinstance(value, str):
        yield path, value
    elif isinstance(value, Mapping | list):
        for step, inner in value.items() if isinstance(value, Mapping) else enumerate(value):
            yield from _texts(inner, f"{path}.{step}" if path else str(step))
