"""Letting go of records whose years are over, without breaking the chain of those that stay."""

import json
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from ai_export_policy import resources, strict_json
from ai_export_policy.errors import NotRecorded, Unavailable
from ai_export_policy.records import heads, lines, segments
from ai_export_policy.records.verify import verify
from ai_export_policy.replacing import replacing


def years_of_policy(day: date | None = None) -> int:
    """How long the policies say that records are kept, in years (the table `thresholds`).

    The years of the law run from the last of several events (15 CFR 762.6(a)), of which a record
    knows one, its own decision. Unavailable if the table has no value for the day.
    """
    when = (day or datetime.now(UTC).date()).isoformat()
    table = resources.policies() / "reference" / "thresholds" / "data.json"
    rows = json.loads(table.read_text(encoding="utf-8"))["rows"]["retention_years"]
    for row in rows:
        if row["valid_from"] <= when < row["valid_to"]:
            return int(row["value"])
    raise Unavailable(f"the policies name no retention period on {when}")


def prune(folder: Path, years: int, *, today: date | None = None, key: Path | None = None) -> int:
    """Remove the segments of a chain whose every record is older than `years`; how many.

    Whole segments only, never the last one, and only of a chain that verifies. What the chain then
    begins after is written to `pruned.json` first, so the rest still verifies; what a prune that
    died had still to remove goes with the next. ValueError for fewer years than the policies name;
    NotRecorded if the chain is broken.
    """
    least = years_of_policy(today)
    if years < least:
        raise ValueError(f"records are kept for {least} years, not {years}")
    found = verify(folder)
    if not found.whole:
        raise NotRecorded(f"{folder} does not verify; nothing was removed")
    day = today or datetime.now(UTC).date()
    limit = day.replace(year=day.year - years, day=min(day.day, 28)).isoformat()
    kept = segments.kept(folder)
    left = [path for path in segments.files(folder) if path < kept[0]]
    over: list[Path] = []
    end: dict[str, Any] | None = None
    for path in kept[:-1]:
        read = [lines.decode(content) for _, content in segments.raw_lines(path)]
        if any(line.record["time"][:10] >= limit for line in read):
            break
        over.append(path)
        if read:
            end = {"sequence": read[-1].record["sequence"], "hash": read[-1].hash}
    if end is None:
        over = []
    else:
        if key is not None:
            head = heads.Head(folder.name, end["sequence"], end["hash"])
            heads.append(folder, heads.signed(head, key))
        with replacing(folder / segments.PRUNED) as fresh:
            fresh.write_bytes(strict_json.dump(end) + b"\n")
        segments.sync(folder)
    for path in (*left, *over):
        path.unlink()
    segments.sync(folder)
    return len(left) + len(over)
