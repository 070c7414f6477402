"""The files of a chain: which there are, and what stands at their ends."""

import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from ai_export_policy.errors import NoSuchRecord, NotRecorded
from ai_export_policy.records.heads import HEADS, Head
from ai_export_policy.records.lines import START, decode
from ai_export_policy.replacing import sync as sync

PRUNED = "pruned.json"
LOCK = "lock"
OVERWRITTEN = "zero bytes stand where a line was, and whole lines after them"
"""What is wrong with a segment of which `holds_lines` is true."""

_SEGMENT = re.compile(r"\d{8}\.jsonl")
_STEP = 256 * 1024


def chains(store: Path) -> list[Path]:
    """The folders of the chains in a store, by name, also of those that have lost every segment.

    NoSuchRecord if the store is no folder.
    """
    try:
        return sorted(path for path in Path(store).iterdir() if _is_chain(path))
    except OSError as error:
        raise NoSuchRecord(f"no records at {store}: {error.strerror}") from error


def files(folder: Path) -> list[Path]:
    """The segments of a chain, in order; none where `folder` is no folder."""
    if not folder.is_dir():
        return []
    return sorted(path for path in folder.iterdir() if _SEGMENT.fullmatch(path.name))


def kept(folder: Path) -> list[Path]:
    """The segments that count: all but those that retention had still to remove when it died.

    The last segment is never one of them. NotRecorded if `pruned.json` cannot be read.
    """
    found, begin = files(folder), pruned(folder).sequence
    first = 0
    for number, path in enumerate(found[:-1] if begin else (), 1):
        content = last_line(path)
        if content is None:
            continue
        try:
            line = decode(content)
        except ValueError:
            break
        if line.record["sequence"] > begin:
            break
        first = number
    return found[first:]


def raw_lines(path: Path) -> Iterator[tuple[int, bytes]]:
    """Number (from 1) and content of each whole line, the newline included.

    Here and below: NotRecorded if the file cannot be read.
    """
    left, _ = end(path)
    with _reading(path) as file:
        for number, content in enumerate(file, 1):
            left -= len(content)
            if left < 0:
                return
            yield number, content


def end(path: Path) -> tuple[int, bytes]:
    """Length of the whole lines of a segment, and what follows them: a line that was cut off.

    The zero bytes that a writer reserves ahead are no part of it. Where the power fails, a disk may
    have some blocks of what it was still to keep, and not those before them: so what follows the
    first zero byte is of lines that nobody was told of.
    """
    whole = size = 0
    with _reading(path) as file:
        while piece := file.read(_STEP):
            zero = piece.find(b"\0")
            newline = piece.rfind(b"\n", 0, None if zero < 0 else zero)
            whole = size + newline + 1 if newline >= 0 else whole
            size += len(piece)
            if zero >= 0:
                break
        file.seek(whole)
        return whole, file.read().rstrip(b"\0")


def holds_lines(left: bytes) -> bool:
    """Whether whole lines stand in what follows the whole lines of a segment.

    Zero bytes were then written over lines before them, which a crash alone hardly does.
    """
    return any(_is_line(piece.strip(b"\0") + b"\n") for piece in left.split(b"\n"))


def last_line(path: Path) -> bytes | None:
    """The last whole line of a segment, None where there is none."""
    whole, _ = end(path)
    if not whole:
        return None
    with _reading(path) as file:
        tail = b""
        begin = whole
        while begin > 0 and tail.count(b"\n") < 2:
            begin = max(0, begin - _STEP)
            file.seek(begin)
            tail = file.read(whole - begin)
    return tail[tail[:-1].rfind(b"\n") + 1 :]


def pruned(folder: Path) -> Head:
    """Where the kept part of a chain begins: the last record that retention removed."""
    try:
        told = json.loads((folder / PRUNED).read_bytes())
        return Head(folder.name, int(told["sequence"]), str(told["hash"]))
    except FileNotFoundError:
        return Head(folder.name, 0, START)
    except (OSError, ValueError, KeyError, TypeError, OverflowError, RecursionError) as error:
        raise NotRecorded(f"{folder / PRUNED} cannot be read: {error!r}") from error


def _is_chain(path: Path) -> bool:
    if not path.is_dir():
        return False
    return bool(files(path)) or any((path / name).exists() for name in (HEADS, PRUNED, LOCK))


@contextmanager
def _reading(path: Path) -> Iterator[BinaryIO]:
    try:
        with path.open("rb") as file:
            yield file
    except OSError as error:
        raise NotRecorded(f"{path} cannot be read: {error.strerror}") from error


def _is_line(content: bytes) -> bool:
    try:
        decode(content)
    except ValueError:
        return False
    return True
