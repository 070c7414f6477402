"""Where decisions are written before anyone acts on them: append, flush to disk, only then answer.

A store is a folder, in it a folder for each chain, in that the segments `00000001.jsonl`, ... A
chain has one writer at a time, held by a lock on the file `lock`: programs that run side by side
name different chains, so none waits for another's disk, and a chain is one line of history. Threads
that write into one chain write on while one of them waits for the disk, which then has taken what
all of them wrote before.
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
from types import TracebackType
from typing import Any, Self

from ai_export_policy.errors import NotRecorded
from ai_export_policy.records import heads, lines, segments
from ai_export_policy.records.lines import FORMAT

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


class Records:
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
        self._key = key
        self._disk = threading.Lock()  # taken before the next, by who waits for the disk
        self._mutex = threading.Lock()
        self._kept = 0  # sequence number of the last record that the disk has
        self._process = os.getpid()
        self._file = -1
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

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    @property
    def head(self) -> heads.Head:
        """Sequence number and hash of the last record (0 and `lines.START` before the first).

        Its `append` may still be waiting for the disk.
        """
        return heads.Head(self._chain, self._sequence, self._hash)

    def append(self, entries: Sequence[Entry]) -> None:
        """Write the entries and return once the disk has them; NotRecorded if it has not.

        After a failure nothing more is written, for what the disk holds is unknown: open anew.
        """
        if not entries:
            return
        made = [
            {
                "kind": "decision",
                "request": dict(entry.request),
                "decision": dict(entry.decision),
                "revision": _policy(entry, "revision"),
                "data_digest": _policy(entry, "data_digest"),
                "engine": entry.engine,
                "trace_digest": None if entry.trace is None else lines.digest(entry.trace),
            }
            for entry in entries
        ]
        if self._process != os.getpid():
            raise NotRecorded("these records were opened by the parent of this process")
        with self._mutex:
            self._writable()
            full = os.fstat(self._file).st_size >= self._limit
        if full:
            self._rotate()
        with self._mutex:
            number = self._write(made)
        self._keep(number)

    def close(self) -> None:
        """Sign the head, if there is a key, and let go of the chain. Again is no error."""
        if self._process != os.getpid():
            return
        with self._disk, self._mutex:
            if self._file < 0:
                return
            try:
                if self._fault is None:
                    self._finish()
            finally:
                self._release()

    def _open(self) -> None:
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._lock = os.open(self._folder / "lock", os.O_RDWR | os.O_CREAT, 0o600)
        try:
            fcntl.flock(self._lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise NotRecorded(f"another writer holds the chain {self._folder}") from error
        found = segments.files(self._folder)
        start = segments.pruned(self._folder)
        self._sequence, self._hash, self._number = start.sequence, start.hash, 0
        dropped = b""
        if found:
            last = found[-1]
            self._number = int(last.stem)
            whole, dropped = segments.torn(last)
            self._continue(found)
            self._file = os.open(last, os.O_WRONLY | os.O_APPEND)
            if dropped:
                os.ftruncate(self._file, whole)
                os.fsync(self._file)
        else:
            self._next_segment()
        if dropped:
            note = {"kind": "recovery", "dropped": len(dropped), "digest": lines.digest(dropped)}
            self._keep(self._write([note]))

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
            self._sequence, self._hash = line.record["sequence"], line.hash
            return

    def _writable(self) -> None:
        if self._file < 0:
            raise NotRecorded("these records are closed")
        if self._fault is not None:
            raise NotRecorded(f"nothing was written since a failure: {self._fault}")

    def _write(self, records: Sequence[Mapping[str, Any]]) -> int:
        """Hand the records to the system, and return the sequence number of the last."""
        self._writable()
        sequence, previous, content = self._sequence, self._hash, bytearray()
        now = datetime.now(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")
        for record in records:
            sequence += 1
            try:
                line, previous = lines.encode(
                    {
                        **record,
                        "format": FORMAT,
                        "chain": self._chain,
                        "sequence": sequence,
                        "previous": previous,
                        "time": now,
                    }
                )
            except (TypeError, ValueError) as error:
                raise NotRecorded(f"a record is no JSON: {error}") from error
            content += line
        with self._failing():
            view = memoryview(content)
            while view:
                view = view[os.write(self._file, view) :]
        self._sequence, self._hash = sequence, previous
        return sequence

    def _keep(self, number: int) -> None:
        """Return once the disk has the record with this number, and with it all before it."""
        with self._disk:
            if self._kept >= number:
                return  # another thread waited for it
            with self._mutex:
                self._writable()
                file, written = self._file, self._sequence
            with self._failing():
                os.fsync(file)
            self._kept = written

    def _rotate(self) -> None:
        """Begin the next segment, unless another thread has: the disk has the whole of this one."""
        with self._disk, self._mutex:
            self._writable()
            if os.fstat(self._file).st_size < self._limit:
                return
            self._finish()
            with self._failing():
                self._next_segment()

    def _finish(self) -> None:
        """Have the disk keep all that was written, and only then sign the head, if there is a
        key."""
        with self._failing():
            os.fsync(self._file)
            self._kept = self._sequence
            if self._key is not None and self._sequence:
                heads.append(self._folder, heads.signed(self.head, self._key))

    @contextmanager
    def _failing(self) -> Iterator[None]:
        """What fails in here is the end: nobody knows what the disk holds; opening anew looks."""
        try:
            yield
        except BaseException as error:
            self._fault = repr(error)
            if isinstance(error, OSError):
                raise NotRecorded(f"{self._folder}: {error}") from error
            raise

    def _next_segment(self) -> None:
        self._number += 1
        path = self._folder / f"{self._number:08}.jsonl"
        new = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT | os.O_EXCL, 0o600)
        segments.sync(self._folder)
        if self._file >= 0:
            os.close(self._file)
        self._file = new

    def _release(self) -> None:
        for descriptor in (self._file, self._lock):
            if descriptor >= 0:
                with suppress(OSError):
                    os.close(descriptor)
        self._file = self._lock = -1


def _policy(entry: Entry, field: str) -> str | None:
    policy = entry.decision.get("policy")
    return policy.get(field) if isinstance(policy, Mapping) else None
