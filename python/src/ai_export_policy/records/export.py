"""Records as other programs take them: JSON Lines, or a Parquet table where pyarrow is there."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from itertools import islice
from pathlib import Path
from typing import IO, Any

from ai_export_policy import strict_json
from ai_export_policy.errors import NotRecorded, Unavailable
from ai_export_policy.records import lines, segments
from ai_export_policy.records.lines import Line
from ai_export_policy.records.verify import Verified, walk
from ai_export_policy.replacing import replacing

_COLUMNS = (
    *("chain", "sequence", "time", "hash", "previous", "kind", "revision", "data_digest"),
    *("engine", "trace_digest"),
)
_OF_DECISION = ("request_id", "as_of", "outcome", "authorization", "request", "decision")
_AT_ONCE = 10_000


def records(store: Path) -> Iterator[Line]:
    """Every record of every chain of a store, chain by chain; NotRecorded at the first fault."""
    for folder in segments.chains(store):
        found = Verified(segments.pruned(folder))
        for line in walk(folder, found):
            if not found.whole:
                break
            yield line
        for one in found.findings:
            if one.fault:
                raise NotRecorded(f"{one.place}: {one.message}")


def json_lines(found: Iterable[Line], out: IO[bytes]) -> int:
    """Write `{"hash": ..., "record": ...}` lines as they are stored; how many."""
    number = 0
    for line in found:
        out.write(lines.encode(lines.parts(line.record))[0])
        number += 1
    return number


def parquet(found: Iterable[Line], path: Path) -> int:
    """Write one row a record: the columns of its head, outcome and authorization, the documents.

    `request` and `decision` are columns of JSON text, `time` is a moment in UTC. Unavailable
    without pyarrow; after a fault of the records there is no file, for a part would look whole.
    """
    try:
        import pyarrow
        from pyarrow import parquet as files
    except ImportError as error:
        raise Unavailable("Parquet needs the Python package pyarrow") from error
    # Stated, for a column without a value in these records is one of text all the same.
    types = dict.fromkeys((*_COLUMNS, *_OF_DECISION), pyarrow.string())
    types |= {"sequence": pyarrow.int64(), "time": pyarrow.timestamp("us", "UTC")}
    schema = pyarrow.schema(list(types.items()))
    rows, number = map(_row, found), 0
    with replacing(path) as part, files.ParquetWriter(part, schema) as writer:
        while some := list(islice(rows, _AT_ONCE)):
            writer.write_table(pyarrow.Table.from_pylist(some, schema=schema))
            number += len(some)
    return number


def _row(line: Line) -> dict[str, Any]:
    record = line.record | {"hash": line.hash}
    decision = record.get("decision") or {}
    authorization = decision.get("authorization") or {}
    return {
        **{name: record.get(name) for name in _COLUMNS},
        "time": datetime.fromisoformat(record["time"]),
        "request_id": decision.get("request_id"),
        "as_of": decision.get("as_of"),
        "outcome": decision.get("outcome"),
        "authorization": authorization.get("symbol"),
        **{name: _json(record.get(name)) for name in ("request", "decision")},
    }


def _json(document: object) -> str | None:
    """None for what a record that is no decision does not have."""
    return None if document is None else strict_json.dump(document).decode("ascii")
