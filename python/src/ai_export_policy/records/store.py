"""Where decisions are written before anyone acts on them: append, flush to disk, only then answer.

A store is a folder, in it a folder for each chain, in that the segments `00000001.jsonl`, ... A
chain has one writer at a time, held by a lock on the file `lock`: programs that run side by side
name different chains, so none waits for another's disk, and a chain is one line of history. While
one thread waits for the disk the others add what they have to the chain, and the next of them has
the disk keep it all at once.
"""

import fcntl
import os
import re
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from ai_export_policy.errors import ExportPolicyError, NotRecorded
from ai_export_policy.lifetime import Closing
from ai_export_policy.records import heads, lines, segments
from ai_export_policy.records.heads import Head
from ai_export_policy.records.lines import FORMAT
from ai_export_policy.records.open_segment import RESERVED, OpenSegment

SEGMENT_BYTES = 64 * 1024 * 1024
"""Size after which a segment is closed and the next one begun."""

_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}")


@dataclass(frozen=True, slots=True)
class Entry:
    """What was asked and answered: request, decision, the `engine` that decided ("1.22.2").

    `trace` is the trace that was asked for, as bytes; None where none was.
    """

    request: Mapping[str, Any]
    decision: Mapping[str, Any]
    engine: str | None
    trace: bytes | None = None


class Records(Closing):
    """The one writer of `chain` in the store at `folder`; safe to share between threads.

    `segment_bytes` is the size after which a new segment begins. With `key`, a PEM file with a
    P-256 private key, the head of the chain is signed whenever a segment ends and on closing.
    Opening continues the chain: what a killed writer left of a line is cut off, and said in the
    chain. NotRecorded if another writer holds the chain or it cannot be continued.
    """

    def __init__(
        self,
        folder: Path,
        *,
        chain: str = "main",
        segment_bytes: int = SEGMENT_BYTES,
        key: Path | None = None,
    ) -> None:
        if not _NAME.fullmatch(chain):
            raise ValueError(f"a chain's name is letters, digits, '.', '_' and '-', not {chain!r}")
        self._chain = chain
        self._folder = Path(folder) / chain
        self._limit = segment_bytes
        self._reserved = min(segment_bytes, RESERVED)
        self._key = key
        self._disk = threading.Lock()  # taken before the next, by who waits for the disk
        self._mutex = threading.Lock()
        self._waiting = bytearray()  # lines that the disk has not been given yet
        self._process = os.getpid()
        self._segment: OpenSegment | None = None
        self._number = 0
        self._lock = -1
        self._fault: str | None = None
        try:
            self._open()
        except OSError as error:
            self._release()
            raise NotRecorded(f"records at {self._folder} cannot be written: {error}") from error
        except BaseException:
            self._release()
            raise

    @property
    def head(self) -> Head:
        """Sequence number and hash of the last record (0 and `lines.START` before the first).

        Its `append` may still be waiting for the disk.
        """
        return self._head

    def append(self, entries: Sequence[Entry]) -> None:
        """Write the entries and return once the disk has them; NotRecorded if it has not.

        After a failure nothing more is written, for what the disk holds is unknown: open anew.
        """
        if not entries:
            return
        made = [_parts(entry) for entry in entries]
        if self._process != os.getpid():
            raise NotRecorded("these records were opened by the parent of this process")
        with self._mutex:
            number = self._add(made)
        self._keep(number)

    def close(self) -> None:
        """Sign the head, if there is a key, and let go of the chain. Again is no error."""
        if self._process != os.getpid():
            return
        with self._disk:
            if self._segment is None:
                return
            try:
                if self._fault is None:
                    if self._kept != self._head:
                        self._flush()
                    with self._failing():
                        self._finish(self._segment)
            finally:
                with self._mutex:
                    self._release()

    def _open(self) -> None:
        _make(self._folder)
        self._lock = os.open(self._folder / segments.LOCK, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            fcntl.flock(self._lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise NotRecorded(f"another writer holds the chain {self._folder}") from error
        found = segments.files(self._folder)
        self._head = self._kept = segments.pruned(self._folder)
        if not found:
            self._next_segment()
            return
        last = found[-1]
        whole, dropped = segments.end(last)
        if segments.holds_lines(dropped):
            raise NotRecorded(f"{last}: {segments.OVERWRITTEN}")
        self._continue(found)
        self._number = int(last.stem)
        self._segment = OpenSegment(last, whole, self._reserved)
        if dropped:
            note = {"kind": "recovery", "dropped": len(dropped), "digest": lines.digest(dropped)}
            self._keep(self._add([lines.parts(note)]))

    def _continue(self, found: list[Path]) -> None:
        """Take up sequence and hash where the last whole line left them."""
        for path in reversed(found):
            content = segments.last_line(path)
            if content is None:
                continue  # a segment that was begun and never written to
            try:
                line = lines.decode(content)
            except ValueError as error:
                raise NotRecorded(f"{path}: the last line is broken: {error}") from error
            self._head = self._kept = Head(self._chain, line.record["sequence"], line.hash)
            return

    def _writable(self) -> OpenSegment:
        if self._segment is None:
            raise NotRecorded("these records are closed")
        if self._fault is not None:
            raise NotRecorded(f"nothing was written since a failure: {self._fault}")
        return self._segment

    def _add(self, records: Sequence[Mapping[str, bytes]]) -> int:
        """Chain the records to those before, and return the sequence number of the last."""
        with self._failing():
            self._writable()
            now = datetime.now(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")
            place = {"format": FORMAT, "chain": self._chain, "time": now}
            for record in records:
                sequence = self._head.sequence + 1
                place |= {"sequence": sequence, "previous": self._head.hash}
                line, hashed = lines.encode({**record, **lines.parts(place)})
                self._waiting += line
                self._head = Head(self._chain, sequence, hashed)
            return self._head.sequence

    def _keep(self, number: int) -> None:
        """Return once the disk has the record with this number, and with it all before it."""
        with self._disk:
            if self._kept.sequence < number:  # else another thread had the disk keep it
                self._flush()

    def _flush(self) -> None:
        """Have the disk keep all that waits. With the disk's lock, so that all else may wait on."""
        with self._failing():
            with self._mutex:
                segment = self._writable()
                content, head = bytes(self._waiting), self._head
                self._waiting.clear()
            if segment.size >= self._limit:
                self._finish(segment)
                segment = self._next_segment()
            segment.write(content)
            self._kept = head

    def _finish(self, segment: OpenSegment) -> None:
        """End the segment, and then sign the head that the disk has, if there is a key."""
        segment.finish()
        if self._key is not None and self._kept.sequence:
            heads.append(self._folder, heads.signed(self._kept, self._key))

    @contextmanager
    def _failing(self) -> Iterator[None]:
        """What fails in here is the end: nobody knows what the disk holds; opening anew looks."""
        try:
            yield
        except BaseException as error:
            if self._fault is None:
                self._fault = repr(error)
            if isinstance(error, NotRecorded):
                raise
            if isinstance(error, OSError | ExportPolicyError):
                raise NotRecorded(f"{self._folder}: {error}") from error
            raise

    def _next_segment(self) -> OpenSegment:
        self._number += 1
        new = OpenSegment(self._folder / f"{self._number:08}.jsonl", 0, self._reserved)
        segments.sync(self._folder)
        if self._segment is not None:
            self._segment.close()
        self._segment = new
        return new

    def _release(self) -> None:
        with suppress(OSError):
            if self._segment is not None:
                self._segment.close()
        with suppress(OSError):
            if self._lock >= 0:
                os.close(self._lock)
        self._segment, self._lock = None, -1


def _make(folder: Path) -> None:
    """Make a folder, and those above it that are missing, so that the disk keeps each of them."""
    missing = [one for one in (folder, *folder.parents) if not one.exists()]
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    for one in missing:
        segments.sync(one.parent)


def _parts(entry: Entry) -> dict[str, bytes]:
    """What is on record of an entry, before it has its place in a chain."""
    policy = entry.decision.get("policy")
    told = policy if isinstance(policy, Mapping) else {}
    try:
        return lines.parts(
            {
                "kind": "decision",
                "request": entry.request,
                "decision": entry.decision,
                "revision": told.get("revision"),
                "data_digest": told.get("data_digest"),
                "engine": entry.engine,
                "trace_digest": None if entry.trace is None else lines.digest(entry.trace),
            }
        )
    except (TypeError, ValueError) as error:
        raise NotRecorded(f"a record is no JSON: {error}") from error
