"""Opening positions and certifications from CSV: every bad row named, all or nothing taken."""

import csv
import io
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import NamedTuple

from ai_export_policy.ledger import amounts
from ai_export_policy.ledger.book import Ledger
from ai_export_policy.ledger.entries import Name, Row
from ai_export_policy.ledger.errors import Conflict, ImportRefused, LedgerUnavailable, Stale
from ai_export_policy.ledger.evidence import faults
from ai_export_policy.ledger.holding import Holding
from ai_export_policy.ledger.store import Store

COLUMNS = ("sum", "key", "period", "kind", "tpp", "complete", "day", "source", "evidence")

_PLAIN = re.compile(r"[+-]?[0-9]+(\.[0-9]+)?")
_COMPLETE = {"true": True, "false": False, "": None}
_ATTEMPTS = 8

_Problems = list[tuple[int, str]]


class _Line(NamedTuple):
    """A row as it was read, whose kind may be `certified`."""

    line: int
    row: Row


def take(ledger: Ledger, content: bytes, *, author: str) -> int:
    """Record the rows of a CSV file (columns as in COLUMNS) and return how many.

    An `opening` is the position that the books begin with, once for a sum; an `adjustment` is
    added to it and may be below nothing; a `commitment` is a draw that the ledger did not see;
    `certified` is the whole as the consignee certifies it, of which the entry is what is not in the
    ledger yet, and the only row of its sum. ImportRefused names every bad row, among them one that
    stands in the file or the ledger already; nothing was taken then.
    """
    read, problems = _read(content, author)
    for _ in range(_ATTEMPTS):
        held = _Held(ledger.store)
        rows = [held.entry(one) for one in read]
        if found := problems + held.problems:
            raise ImportRefused(sorted(found, key=lambda problem: problem[0]))
        try:
            ledger.take(rows, {name: one.entries for name, one in held.sums.items()})
        except Stale:
            continue
        except Conflict as error:
            raise ImportRefused([(1, f"nothing was taken: {error}")]) from error
        return len(rows)
    raise LedgerUnavailable("the sums changed each time before the rows were taken")


def _read(content: bytes, author: str) -> tuple[list[_Line], _Problems]:
    """The rows that say what a row may say, and what is wrong with the others."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise ImportRefused([(1, f"is no UTF-8: {error.reason}")]) from error
    header, *rest = [*_records(text)] or [(1, "")]
    if header[1] != list(COLUMNS):
        raise ImportRefused([(1, f"the columns are {','.join(COLUMNS)}")])
    if not rest:
        raise ImportRefused([(1, "no row follows the columns, so there is nothing to take")])
    read: list[_Line] = []
    problems: _Problems = []
    for line, fields in rest:
        if isinstance(fields, str):
            problems.append((line, fields))
        elif len(fields) != len(COLUMNS):
            problems.append((line, f"has not {len(COLUMNS)} columns"))
        else:
            row, wrong = _row(fields, author)
            problems += [(line, said) for said in wrong]
            read += [] if wrong else [_Line(line, row)]
    return read, problems


def _records(text: str) -> Iterator[tuple[int, list[str] | str]]:
    """Each record with the line on which it begins; a sentence for one that is no CSV.

    Of such a one only the first line is given up: a quote that is not closed would hide the rest.
    """
    lines = list(io.StringIO(text, newline=""))
    begun = 0
    while begun < len(lines):
        reader = csv.reader(islice(lines, begun, None), strict=True)
        first = begun
        try:
            for fields in reader:
                if fields:
                    yield first + 1, fields
                first = begun + reader.line_num
            return
        except csv.Error as error:
            yield first + 1, f"is no CSV: {error}"
            begun = first + 1


def _row(fields: list[str], author: str) -> tuple[Row, list[str]]:
    """A row, and what is wrong with it. A key is taken as it stands, as that of a request is."""
    sum_, key, period, kind, told, complete, day, source, evidence = (
        field if column == "key" else field.strip()
        for column, field in zip(COLUMNS, fields, strict=True)
    )
    wrong = []
    amount = 0
    try:
        if not _PLAIN.fullmatch(told):
            raise ValueError(f"{told!r} is no amount of TPP: digits alone, as 15832000.5")
        amount = amounts.milli(told)
    except ValueError as error:
        wrong.append(f"tpp: {error}")
    if complete not in _COMPLETE:
        wrong.append(f"complete {complete!r} is not true, false or empty (as it was before)")
    name = Name(sum_, key, period)
    whole = _COMPLETE.get(complete)
    row = Row(name, kind, amount, day, source, evidence, author, complete=whole)
    return row, [*faults(row), *wrong]


@dataclass
class _Before:
    """The sum as it is before a row, and the kinds of the rows that came before."""

    holding: Holding
    committed: int
    kinds: set[str]


class _Held:
    """What the ledger holds of each sum in a file, with the rows so far; `problems` are theirs."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._before: dict[Name, _Before] = {}
        self._lines: dict[Row, int] = {}
        self.problems: _Problems = []

    @property
    def sums(self) -> dict[Name, Holding]:
        """The sums as the ledger holds them."""
        return {name: one.holding for name, one in self._before.items()}

    def entry(self, read: _Line) -> Row:
        """The entry to append for a row; what stands against it is among the problems."""
        line, row = read
        if (before := self._before.get(row.name)) is None:
            holding = Holding.of(self._store, row.name)
            before = self._before[row.name] = _Before(holding, holding.committed, set())
        if row.kind == "certified":
            sign = "adjustment" if before.holding.entries else "opening"
            entry = row._replace(kind=sign, amount=row.amount - before.holding.committed)
        else:
            entry = row
        self.problems += [(line, said) for said in self._against(row, entry, before)]
        self._lines.setdefault(row._replace(complete=None), line)
        before.kinds.add(row.kind)
        before.committed += max(entry.amount, -before.committed)
        return entry

    def _against(self, row: Row, entry: Row, before: _Before) -> Iterable[str]:
        name, held = row.name, amounts.text(before.committed)
        # What is certified is the whole: it takes no other row into account.
        if "certified" in {row.kind, *before.kinds} and before.kinds:
            yield f"{name} is certified and has another row in this file"
        elif row.kind == "certified" and entry.amount < 0:
            told = f"{amounts.tpp(row.amount):f}"
            yield f"{told} TPP is certified and the ledger holds {held} TPP of {name}"
        elif row.kind == "opening" and "opening" in before.kinds:
            yield f"{name} stands in this file already"
        elif row.kind == "opening" and before.holding.opened:
            yield f"{name} has an opening balance already"
        elif line := self._lines.get(row._replace(complete=None)):
            yield f"is the same as line {line}: {_TELL_APART}"
        elif row.kind in {"adjustment", "commitment"} and (
            number := before.holding.number(self._store, row)
        ):
            yield f"stands in {name} already, as entry {number}: {_TELL_APART}"
        elif before.committed + entry.amount < 0:
            less = amounts.text(-entry.amount)
            yield f"{less} TPP less would leave {name} below nothing: {held} TPP are committed"
        elif before.committed + before.holding.reserved + entry.amount > amounts.MOST_HELD:
            yield f"{name} would be too large: {held} TPP are committed"


_TELL_APART = "what is another act needs evidence that tells them apart"
