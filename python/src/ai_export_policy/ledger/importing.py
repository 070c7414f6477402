"""Opening positions and certifications from CSV: every bad row named, all or nothing taken."""

import csv
import datetime
import io
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from ai_export_policy.ledger import amounts, snapshot
from ai_export_policy.ledger.book import Ledger
from ai_export_policy.ledger.entries import Name, Row
from ai_export_policy.ledger.errors import Conflict, ImportRefused, LedgerUnavailable, Stale

COLUMNS = ("sum", "key", "period", "kind", "tpp", "complete", "day", "source", "evidence")
KINDS = ("opening", "adjustment", "commitment", "certified")

# How key and period of a sum are written: a slip there would open a sum that no decision reads.
_YEAR = (re.compile(r"[0-9]{4}"), "a year, as 2025")
_YEARS = (re.compile(r"[0-9]{4}-[0-9]{4}"), "the first and the last year, as 2025-2027")
_NONE = (re.compile(""), "empty, for all years")
_SHAPES = {
    "country_licensed": (re.compile(r"[A-Z]{2}"), _YEARS),
    "consignee_year_lpp": (None, _YEAR),
    "consignee_year_all": (None, _YEAR),
    "operator_year_lpp": (None, _YEAR),
    "consignee_aia": (None, _NONE),
    "veu_installed": (re.compile(r".+/[A-Z]{2}"), _NONE),
}
_PLAIN = re.compile(r"[+-]?[0-9]+(\.[0-9]+)?")


@dataclass
class _Reading:
    """What was read so far."""

    ledger: Ledger
    author: str
    rows: list[Row] = field(default_factory=list)
    problems: list[tuple[int, str]] = field(default_factory=list)
    expect: dict[Name, int] = field(default_factory=dict)
    seen: dict[Name, set[str]] = field(default_factory=dict)


def take(ledger: Ledger, content: bytes, *, author: str) -> int:
    """Record the rows of a CSV file (columns as in COLUMNS) and return how many.

    An `opening` is the position that the books begin with, once for a sum; an `adjustment` is
    added to it and may be below nothing; a `commitment` is a draw that the ledger did not see;
    `certified` is the whole as the consignee certifies it, of which the entry is what is not in the
    ledger yet, and the only row of its sum. ImportRefused names every bad row; nothing was taken
    then.
    """
    reading = _Reading(ledger, author)
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise ImportRefused([(1, f"is no UTF-8: {error.reason}")]) from error
    table = csv.DictReader(io.StringIO(text, newline=""), strict=True)
    try:
        header = tuple(table.fieldnames or ())
        if header != COLUMNS:
            raise ImportRefused([(1, f"the columns are {','.join(COLUMNS)}")])
        for raw in table:
            _row(reading, table.line_num, raw)
    except csv.Error as error:
        reading.problems.append((table.line_num, f"is no CSV: {error}"))
    if reading.problems:
        raise ImportRefused(reading.problems)
    if not reading.rows:
        raise ImportRefused([(1, "no row follows the columns, so there is nothing to take")])
    try:
        ledger.record(reading.rows, expect=reading.expect)
    except Stale as error:
        raise LedgerUnavailable("the ledger changed meanwhile; nothing was taken") from error
    except Conflict as error:
        raise ImportRefused([(1, f"nothing was taken: {error}")]) from error
    return len(reading.rows)


def _row(reading: _Reading, line: int, raw: Mapping[str | None, object]) -> None:
    if None in raw or any(value is None for value in raw.values()):
        reading.problems.append((line, f"has not {len(COLUMNS)} columns"))
        return
    told = {str(column): str(value).strip() for column, value in raw.items()}
    wrong = list(_faults(told))
    if wrong:
        reading.problems.extend((line, each) for each in wrong)
        return
    name = Name(told["sum"], told["key"], told["period"])
    seq, held, opened = _held(reading.ledger, name)
    kind, amount = told["kind"], amounts.milli(told["tpp"])
    before = reading.seen.setdefault(name, set())
    # What is certified is the whole: it takes no other row into account.
    if "certified" in {kind, *before} and before:
        reading.problems.append((line, f"{name} is certified and has another row in this file"))
    elif kind == "opening" and kind in before:
        reading.problems.append((line, f"{name} stands in this file already"))
    before.add(kind)
    if kind in {"opening", "certified"}:
        reading.expect[name] = seq
        if kind == "opening" and opened:
            reading.problems.append((line, f"{name} has an opening balance already"))
    if kind == "certified":
        kind, amount = "adjustment" if seq else "opening", amount - held
    if amount < 0 and kind != "adjustment":
        reading.problems.append((line, f"{told['tpp']} is below nothing"))
    elif told["kind"] == "certified" and amount < 0:
        more = f"the ledger holds {amounts.text(held)} TPP of {name}"
        reading.problems.append((line, f"{told['tpp']} TPP is certified and {more}"))
    reading.rows.append(
        Row(
            name=name,
            kind=kind,
            amount=amount,
            day=told["day"],
            source=told["source"],
            evidence=told["evidence"],
            author=reading.author,
            complete={"true": True, "false": False, "": None}[told["complete"]],
        )
    )


def _faults(told: Mapping[str, str]) -> Iterator[str]:
    shape = _SHAPES.get(told["sum"])
    if shape is None:
        yield f"sum {told['sum']!r} is not one of {', '.join([*snapshot.FIELDS, 'veu_installed'])}"
    else:
        key, period = shape
        if (
            not told["key"]
            or not told["key"].isprintable()
            or (key is not None and not key.fullmatch(told["key"]))
        ):
            yield f"key {told['key']!r} is no key of {told['sum']}"
        yield from _period_faults(told["sum"], told["period"], *period)
    if told["kind"] not in KINDS:
        yield f"kind {told['kind']!r} is not one of {', '.join(KINDS)}"
    if told["complete"] not in {"true", "false", ""}:
        yield f"complete {told['complete']!r} is not true, false or empty (as it was before)"
    try:
        if not _PLAIN.fullmatch(told["tpp"]):
            raise ValueError(f"{told['tpp']!r} is no amount of TPP: digits alone, as 15832000.5")
        amounts.milli(told["tpp"])
    except ValueError as error:
        yield f"tpp: {error}"
    try:
        if datetime.date.fromisoformat(told["day"]).isoformat() != told["day"]:
            raise ValueError
    except ValueError:
        yield f"day {told['day']!r} is no date as YYYY-MM-DD"
    if not told["source"]:
        yield "source is empty"


def _period_faults(sum_: str, period: str, shape: re.Pattern[str], wanted: str) -> Iterator[str]:
    first, _, last = period.partition("-")
    if not shape.fullmatch(period):
        yield f"period {period!r} is no period of {sum_}: it is {wanted}"
    elif last and last < first:
        yield f"period {period!r} ends before it begins: it is {wanted}"


def _held(ledger: Ledger, name: Name) -> tuple[int, int, bool]:
    """Entries of the sum, what is committed, and whether it was opened."""
    found = ledger.store.query(
        "SELECT seq, committed, EXISTS (SELECT 1 FROM entry WHERE account = a.id"
        " AND kind = 'opening') FROM account a WHERE sum = ? AND key = ? AND period = ?",
        *name,
    )
    return (found[0][0], found[0][1], bool(found[0][2])) if found else (0, 0, False)
