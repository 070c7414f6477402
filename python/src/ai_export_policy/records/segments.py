"""The files of a chain: which there are, and what stands at their ends."""

import json
import os
import re
from collections.abc import Iterator
from pathlib import Path

from ai_export_policy.errors import NotRecorded
from ai_export_policy.records.heads import Head
from ai_export_policy.records.lines import START

PRUNED = "pruned.json"
_SEGMENT = re.compile(r"\d{8}\.jsonl")
_STEP = 64 * 1024


def chains(store: Path) -> list[Path]:
    """The folders of the chains in a store, by name. NotRecorded if the store is no folder."""
    try:
        return sorted(path for path in Path(store).iterdir() if files(path))
    except OSError as error:
        raise NotRecorded(f"no records at {store}: {error.strerror}") from error


def files(folder: Path) -> list[Path]:
    """The segments of a chain, in order; none where `folder` is no folder."""
    if not folder.is_dir():
        return []
    return sorted(path for path in folder.iterdir() if _SEGMENT.fullmatch(path.name))


def raw_lines(path: Path) -> Iterator[tuple[int, bytes]]:
    """Number (from 1) and content of each line, the newline included where it has one."""
    with path.open("rb") as file:
        yield from enumerate(file, 1)


def torn(path: Path) -> tuple[int, bytes]:
    """Length of the whole lines of a segment, and what follows them: a line that was cut off."""
    size = path.stat().st_size
    with path.open("rb") as file:
        tail = b""
        while size - len(tail) > 0 and b"\n" not in tail:
            begin = max(0, size - len(tail) - _STEP)
            file.seek(begin)
            tail = file.read(size - begin)
    whole = size - len(tail) + tail.rfind(b"\n") + 1
    return whole, tail[tail.rfind(b"\n") + 1 :]


def last_line(path: Path) -> bytes | None:
    """The last whole line of a segment, None where there is none."""
    end, _ = torn(path)
    if not end:
        return None
    with path.open("rb") as file:
        tail = b""
        begin = end
        while begin > 0 and tail.count(b"\n") < 2:
            begin = max(0, begin - _STEP)
            file.seek(begin)
            tail = file.read(end - begin)
    return tail[tail[:-1].rfind(b"\n") + 1 :]


def pruned(folder: Path) -> Head:
    """Where the kept part of a chain begins: the last record that retention removed."""
    try:
        told = json.loads((folder / PRUNED).read_bytes())
        return Head(folder.name, int(told["sequence"]), str(told["hash"]))
    except FileNotFoundError:
        return Head(folder.name, 0, START)
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise NotRecorded(f"{folder / PRUNED} cannot be read: {error!r}") from error


def sync(folder: Path) -> None:
    """Have the disk keep which files a folder holds."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
