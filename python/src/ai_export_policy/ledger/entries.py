"""What the ledger holds: sums, entries, draws, and the hash that chains the entries of a sum."""

import hashlib
import json
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, NamedTuple

_CONTROL = {"Cc", "Zl", "Zp"}  # categories of Unicode
KINDS = ("opening", "reservation", "commitment", "release", "expiry", "adjustment")


class Name(NamedTuple):
    """A running sum as a decision's `counts` name it; `period` is empty for all years."""

    sum: str
    key: str
    period: str

    def __str__(self) -> str:
        return "/".join(part for part in self if part)


class Row(NamedTuple):
    """An entry to append; `amount` and `limit` in thousandths of a TPP, `day` YYYY-MM-DD.

    `draw_sha256` is set on reservations alone: it chains the draw's request and decision too.
    """

    name: Name
    kind: str
    amount: int
    day: str
    source: str
    evidence: str
    author: str
    draw: str | None = None
    draw_sha256: str | None = None
    limit: int | None = None
    complete: bool | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    """A recorded entry; `recorded_at` in microseconds since 1970 (UTC)."""

    row: Row
    seq: int
    recorded_at: int
    prev: str
    hash: str


class Drawing:
    """A draw to record: the request as asked, the decision on it, how long it is reserved (µs).

    `request_sha256` is the digest of the request, by which the same one is known again; `sha256`
    that of all of it, which the entries of the draw carry. As plain as can be, like Batch: each
    draw makes one, and waits for it.
    """

    __slots__ = ("author", "decision", "id", "lasts", "request", "request_sha256", "sha256")

    def __init__(self, id: str, request: str, decision: str, author: str, lasts: int) -> None:
        self.id = id
        self.request = request
        self.decision = decision
        self.author = author
        self.lasts = lasts
        self.request_sha256 = digest(request)
        self.sha256 = drawing_sha256(id, request, decision, author)


class Batch(NamedTuple):
    """What is appended in one transaction, all or nothing.

    `expect` is the number of entries that each sum had when it was read; `census` the sum, the
    beginning of the keys, and how many such sums there were; `settle` the draw and how it ends;
    `now` the moment, None for the store's own clock.
    """

    rows: tuple[Row, ...] = ()
    expect: Mapping[Name, int] = MappingProxyType({})
    draw: Drawing | None = None
    settle: tuple[str, str] | None = None
    census: tuple[str, str, int] | None = None
    now: int | None = None

    def accounts(self) -> list[tuple[Name, int | None, bool]]:
        """Every sum concerned in the order in which it is locked: how many entries, is it drawn."""
        expect, drawn = self.expect, {row.name for row in self.rows}
        return [(name, expect.get(name), name in drawn) for name in ordered(expect, drawn)]


# A document that came as JSON, or was checked to be such, does not contain itself.
_ENCODER = json.JSONEncoder(
    sort_keys=True, separators=(",", ":"), ensure_ascii=False, check_circular=False
)


def ordered(*names: Iterable[Name]) -> list[Name]:
    """The names in the order in which every transaction locks them."""
    found: set[Name] = set()
    return sorted(found.union(*names))


def key_fault(key: str) -> str | None:
    """Why a text names nobody in a ledger, of evidence and of requests alike; None if it may."""
    if key.strip() != key:
        return "begins or ends with a space, and names are compared as they stand"
    if key.isprintable():
        return None
    if any(unicodedata.category(sign) in _CONTROL for sign in key):
        return "holds a control character, and names are compared as they stand"
    return None


def chained(previous: str, row: Row, seq: int, recorded_at: int) -> str:
    """Hash of an entry: SHA-256 over the JSON array of the previous hash and every field."""
    fields = _fields(previous, row, seq, recorded_at)
    return digest(json.dumps(fields, ensure_ascii=False))


def chained_at_first(previous: str, row: Row, seq: int, recorded_at: int) -> str:
    """The same as the first schemas made it: over the fields as text, each with its length."""
    *fields, complete = _fields(previous, row, seq, recorded_at)
    texts = [None if value is None else str(value) for value in fields]
    return digest(
        "".join(map(_field, [*texts, None if complete is None else str(complete).lower()]))
    )


def _fields(previous: str, row: Row, seq: int, recorded_at: int) -> list[Any]:
    return [
        *(previous, *row.name, seq, row.kind, row.amount, row.day, recorded_at),
        *(row.source, row.evidence, row.author, row.draw, row.draw_sha256, row.limit, row.complete),
    ]


def drawing_sha256(id_: str, request: str, decision: str, author: str) -> str:
    """Hash of a draw."""
    return digest("".join(map(_field, (id_, request, decision, author))))


def canonical(document: Mapping[str, Any]) -> str:
    """The document as text, the same for the same content in whatever order."""
    return _ENCODER.encode(document)


def same(one: object, other: object) -> bool:
    """Whether two documents have the same content: numbers are equal as JSON's are, 1 and 1.0."""
    if isinstance(one, Mapping) and isinstance(other, Mapping):
        return one.keys() == other.keys() and all(same(one[key], other[key]) for key in one)
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(map(same, one, other))
    truth = isinstance(one, bool), isinstance(other, bool)
    return one == other and truth[0] == truth[1]


def digest(text: str) -> str:
    """SHA-256 in hexadecimal."""
    return hashlib.sha256(text.encode()).hexdigest()


def _field(value: str | None) -> str:
    if value is None:
        return "-,"
    return f"{len(value) if value.isascii() else len(value.encode())}:{value},"
