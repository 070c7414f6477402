"""A ledger in one SQLite file: write-ahead log, every commit on the disk before it is answered."""

import sqlite3
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from ai_export_policy.ledger.entries import Batch, Name, Row, chained
from ai_export_policy.ledger.errors import (
    AlreadyDrawn,
    Conflict,
    LedgerUnavailable,
    OverLimit,
    SchemaRefused,
    Stale,
)

_WAIT_SECONDS = 60.0  # how long a writer waits for the others
_AT_ONCE_SECONDS = 0.001  # SQLite sleeps longer than that when it waits
_ADDS = {"opening", "adjustment", "commitment"}


class Sqlite:
    """The store in the file `path`; SchemaRefused if it is not there and not to be created."""

    dialect = "sqlite"

    def __init__(self, path: Path, *, create: bool = False) -> None:
        self._path = path
        self._lock = threading.RLock()
        if not create and not path.is_file():
            raise SchemaRefused(f"{path} is no ledger: create it with `ai-export ledger init`")
        with self._faults():
            self._db = sqlite3.connect(
                path, timeout=_WAIT_SECONDS, isolation_level=None, check_same_thread=False
            )
            self._db.execute("PRAGMA journal_mode = WAL")
            self._db.execute("PRAGMA synchronous = FULL")
            self._db.execute("PRAGMA foreign_keys = ON")
            self._db.create_function("ledger_now", 0, self.now)

    def query(self, sql: str, *values: object) -> list[tuple[Any, ...]]:
        """All rows."""
        with self._lock, self._faults():
            return self._db.execute(sql, values).fetchall()

    def stream(self, sql: str, *values: object) -> Iterator[Sequence[Any]]:
        """The rows one after the other, of one state of the database."""
        with self._lock, self._faults():
            yield from self._db.execute(sql, values)

    @contextmanager
    def snapshot(self) -> Iterator[None]:
        """A block that reads one state of the database."""
        with self._lock:
            if self._db.in_transaction:
                yield
                return
            with self._faults():
                self._db.execute("BEGIN")
            try:
                yield
            finally:
                self._db.execute("ROLLBACK")

    @contextmanager
    def turn(self, names: Sequence[Name]) -> Iterator[bool]:
        """A transaction in which nobody else writes, and whether it was waited for."""
        with self._lock, self._faults():
            if self._db.in_transaction:
                yield False
                return
            begun = time.perf_counter()
            self._db.execute("BEGIN IMMEDIATE")
            try:
                yield time.perf_counter() - begun > _AT_ONCE_SECONDS
                with self._faults(writing=True):
                    self._db.execute("COMMIT")
            finally:
                # SQLite ends a transaction by itself where the disk is full.
                if self._db.in_transaction:
                    self._db.execute("ROLLBACK")

    def now(self) -> int:
        """This machine's clock."""
        return time.time_ns() // 1000

    def append(self, batch: Batch) -> int:
        """Append all of the batch or nothing and return the moment."""
        with self.turn(()):
            moment = self._check(batch)
            try:
                self._draw(batch, moment)
                self._settle(batch, moment)
                for row in batch.rows:
                    self._entry(row, moment)
            except sqlite3.IntegrityError as error:
                raise Conflict(_conflict(error)) from error
            except OverflowError as error:
                raise Conflict("below nothing, or too large") from error
            return moment

    def flush(self) -> None:
        """Nothing to wait for: what is not on the disk cannot be seen."""

    def version(self) -> int | None:
        """Version of the schema; None where there is no ledger."""
        if not self.query("SELECT 1 FROM sqlite_master WHERE name = 'ledger_version'"):
            return None
        return int(self.query("SELECT max(version) FROM ledger_version")[0][0])

    def script(self, sql: str, version: int) -> None:
        """Run a migration and note its version, all or nothing."""
        with self.turn(()):
            for statement in _statements(sql):
                self._db.execute(statement)
            self._db.execute(
                "CREATE TABLE IF NOT EXISTS ledger_version (version INTEGER PRIMARY KEY)"
            )
            self._db.execute("INSERT INTO ledger_version VALUES (?)", (version,))

    def close(self) -> None:
        """Close the connection."""
        with self._lock:
            self._db.close()

    def _check(self, batch: Batch) -> int:
        if batch.census is not None:
            sum_, prefix, count = batch.census
            if self._census(sum_, prefix) != count:
                raise Stale
        moment = self.now() if batch.now is None else batch.now
        for name, expected, drawn in batch.accounts():
            if drawn:
                self._db.execute(
                    "INSERT OR IGNORE INTO account (sum, key, period) VALUES (?, ?, ?)", name
                )
            found = self._db.execute(
                "SELECT seq, recorded_at FROM account WHERE sum = ? AND key = ? AND period = ?",
                name,
            ).fetchone() or (0, 0)
            if expected is not None and found[0] != expected:
                raise Stale
            # A clock that was set back neither revives a reservation nor reorders the record.
            moment = max(moment, found[1])
        return moment

    def _census(self, sum_: str, prefix: str) -> int:
        sql = "SELECT count(*) FROM account WHERE sum = ? AND substr(key, 1, ?) = ?"
        return int(self._db.execute(sql, (sum_, len(prefix), prefix)).fetchone()[0])

    def _draw(self, batch: Batch, moment: int) -> None:
        draw = batch.draw
        if draw is None:
            return
        if self._db.execute("SELECT 1 FROM draw WHERE id = ?", (draw.id,)).fetchone():
            raise AlreadyDrawn
        expires_at = moment + draw.lasts
        self._db.execute(
            "INSERT INTO draw (id, request_sha256, request, decision, author, recorded_at,"
            " expires_at, sha256) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            (
                *(draw.id, draw.request_sha256, draw.request, draw.decision, draw.author),
                *(moment, expires_at, draw.sha256),
            ),
        )
        if batch.rows:
            self._db.execute("INSERT INTO holding VALUES (?, ?)", (draw.id, expires_at))

    def _settle(self, batch: Batch, moment: int) -> None:
        if batch.settle is None:
            return
        draw, kind = batch.settle
        found = self._db.execute(
            "DELETE FROM holding WHERE draw = ? RETURNING expires_at", (draw,)
        ).fetchone()
        if found is None:
            raise Conflict("settled")
        if kind == "commitment" and found[0] <= moment:
            raise Conflict("expired")
        if kind == "expiry" and found[0] > moment:
            raise Conflict("not expired")

    def _entry(self, row: Row, moment: int) -> None:
        account, seq, committed, reserved, head = self._db.execute(
            "SELECT id, seq + 1, committed, reserved, head FROM account"
            " WHERE sum = ? AND key = ? AND period = ?",
            row.name,
        ).fetchone()
        if row.kind == "reservation":
            if row.limit is not None and committed + reserved + row.amount > row.limit:
                raise OverLimit
            reserved += row.amount
        elif row.draw is not None:
            reserved -= row.amount
        if row.kind in _ADDS:
            committed += row.amount
        mark = chained(head, row, seq, moment)
        self._db.execute(
            "INSERT INTO entry VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                *(account, seq, row.kind, row.amount, row.day, moment, row.source, row.evidence),
                *(row.author, row.draw, row.draw_sha256, row.limit, row.complete, head, mark),
            ),
        )
        self._db.execute(
            "UPDATE account SET seq = ?, committed = ?, reserved = ?, head = ?, recorded_at = ?,"
            " limit_milli = coalesce(?, limit_milli), complete = coalesce(?, complete)"
            " WHERE id = ?",
            (seq, committed, reserved, mark, moment, row.limit, row.complete, account),
        )

    @contextmanager
    def _faults(self, *, writing: bool = False) -> Iterator[None]:
        try:
            yield
        except sqlite3.IntegrityError:
            raise
        except sqlite3.Error as error:
            # Of a commit that the disk failed, what was written before may be found again.
            failed = error.sqlite_errorcode & 0xFF == sqlite3.SQLITE_IOERR
            raise LedgerUnavailable(
                f"{self._path}: {error}", recorded=None if writing and failed else False
            ) from error


def _conflict(error: sqlite3.IntegrityError) -> str:
    return "below nothing, or too large" if "CHECK" in str(error) else "a second one"


def _statements(sql: str) -> Iterator[str]:
    """The statements of a script, each as a whole."""
    part = ""
    for line in sql.splitlines(keepends=True):
        part += line
        if sqlite3.complete_statement(part):
            yield part
            part = ""
    if part.strip():
        raise ValueError("the script ends within a statement")
