"""Records as other programs take them: JSON Lines, or a Parquet table where pyarrow is there."""

import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import IO, Any

from ai_export_policy.errors import NotRecorded, Unavailable
from ai_export_policy.records import lines, segments
from ai_export_policy.records.lines import Line
from ai_export_policy.records.verify import Verified, walk

_COLUMNS = (
    *("chain", "sequence", "time", "hash", "previous", "kind", "revision", "data_digest"),
    *("engine", "trace_digest"),
)


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
        out.write(lines.encode(line.record)[0])
        number += 1
    return number


def parquet(found: Iterable[Line], path: Path) -> int:
    """Write one row a record: the columns of its head, outcome and authorization, the documents.

    `request` and `decision` are columns of JSON text. Unavailable without pyarrow.
    """
    try:
        import pyarrow  # type: ignore[import-not-found,import-untyped,unused-ignore]
        import pyarrow.parquet  # type: ignore[import-not-found,import-untyped,unused-ignore]
    except ImportError as error:
        raise Unavailable("Parquet needs the Python package pyarrow") from error
    rows = [_row(line) for line in found]
    pyarrow.parquet.write_table(pyarrow.Table.from_pylist(rows), path)
    return len(rows)


def _row(line: Line) -> dict[str, Any]:
    record = line.record | {"hash": line.hash}
    decision = record.get("decision") or {}
    authorization = decision.get("authorization") or {}
    return {
        **{name: record.get(name) for name in _COLUMNS},
        "request_id": decision.get("request_id"),
        "as_of": decision.get("as_of"),
        "outcome": decision.get("outcome"),
        "authorization": authorization.get("symbol"),
        "request": json.dumps(record.get("request"), sort_keys=True),
        "decision": json.dumps(record.get("decision"), sort_keys=True),
    }
