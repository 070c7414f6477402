"""All entries of one state of the ledger, as CSV or Parquet, in the order of their sums."""

import csv
import datetime
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import IO, Any

from ai_export_policy.ledger import amounts, status
from ai_export_policy.ledger.entries import Entry, Name
from ai_export_policy.ledger.errors import LedgerError
from ai_export_policy.ledger.store import Store
from ai_export_policy.replacing import replacing

COLUMNS = (
    *("sum", "key", "period", "seq", "kind", "tpp", "day", "recorded_at", "source", "evidence"),
    *("author", "draw", "limit_tpp", "complete", "draw_sha256", "prev", "hash"),
)
_AT_ONCE = 50_000
_PLACES = Decimal("0.001")


def to_csv(store: Store, file: IO[str]) -> int:
    """Write a header and a line for each entry; return how many entries."""
    # Only what is in the line end is quoted for it, so a lone \r would else end the row.
    writer = csv.writer(_Lines(file), lineterminator=_Lines.end)
    writer.writerow(COLUMNS)
    count = 0
    with store.snapshot():
        for each in _entries(store):
            values = _values(each)
            values["recorded_at"] = values["recorded_at"].isoformat(timespec="microseconds")
            for column in ("tpp", "limit_tpp"):
                values[column] = None if values[column] is None else f"{values[column]:f}"
            values["complete"] = {True: "true", False: "false", None: None}[values["complete"]]
            writer.writerow([values[column] for column in COLUMNS])
            count += 1
    return count


def to_csv_file(store: Store, path: Path) -> int:
    """Write the same to a file; after an error it is as it was before, for a part looks whole."""
    with replacing(path) as part, part.open("w", encoding="utf-8", newline="") as file:
        return to_csv(store, file)


def to_parquet(store: Store, path: Path) -> int:
    """Write the same columns, TPP as decimal(21, 3) and moments in UTC; return how many entries.

    LedgerError where pyarrow is not installed; after any error there is the file that was there.
    """
    try:
        import pyarrow
        from pyarrow import parquet
    except ImportError as missing:
        raise LedgerError(
            "Parquet needs pyarrow: pip install 'ai-export-policy[parquet]'"
        ) from missing
    types = dict.fromkeys(COLUMNS, pyarrow.string())
    types |= {"seq": pyarrow.int64(), "complete": pyarrow.bool_()}
    types |= dict.fromkeys(("tpp", "limit_tpp"), pyarrow.decimal128(21, 3))
    types["recorded_at"] = pyarrow.timestamp("us", "UTC")
    schema = pyarrow.schema(list(types.items()))
    count = 0
    with (
        store.snapshot(),
        replacing(path) as file,
        parquet.ParquetWriter(file, schema) as writer,
    ):
        for part in _parts(store):
            values = [_values(each) for each in part]
            for row in values:
                for column in ("tpp", "limit_tpp"):
                    if row[column] is not None:
                        row[column] = row[column].quantize(_PLACES, context=amounts.EXACT)
            writer.write_table(pyarrow.Table.from_pylist(values, schema=schema))
            count += len(part)
    return count


def _entries(store: Store) -> Iterator[Entry]:
    names = sorted(Name(*row) for row in store.query("SELECT sum, key, period FROM account"))
    return (each for name in names for each in status.every(store, name))


class _Lines:
    """A file of lines that end with a line feed, written by who ends them with both characters."""

    end = "\r\n"

    def __init__(self, file: IO[str]) -> None:
        self._file = file

    def write(self, line: str) -> int:
        return self._file.write(f"{line.removesuffix(self.end)}\n")


def _parts(store: Store) -> Iterator[list[Entry]]:
    part: list[Entry] = []
    for each in _entries(store):
        part.append(each)
        if len(part) == _AT_ONCE:
            yield part
            part = []
    if part:
        yield part


def _values(each: Entry) -> dict[str, Any]:
    row = each.row
    return {
        **row.name._asdict(),
        "seq": each.seq,
        "kind": row.kind,
        "tpp": amounts.tpp(row.amount),
        "day": row.day,
        "recorded_at": moment(each.recorded_at),
        "source": row.source,
        "evidence": row.evidence,
        "author": row.author,
        "draw": row.draw,
        "limit_tpp": None if row.limit is None else amounts.tpp(row.limit),
        "complete": row.complete,
        "draw_sha256": row.draw_sha256,
        "prev": each.prev,
        "hash": each.hash,
    }


def moment(microseconds: int) -> datetime.datetime:
    """A moment as a datetime in UTC."""
    start = datetime.datetime(1970, 1, 1, tzinfo=datetime.UTC)
    return start + datetime.timedelta(microseconds=microseconds)
