"""A ledger in one SQLite file: write-ahead log, every commit on the disk before it is answered."""

import os
import sqlite3
import threading
import time
import weakref
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from ai_export_policy.ledger import sqlite_entries
from ai_export_policy.ledger.entries import Batch, Name
from ai_export_policy.ledger.errors import LedgerUnavailable, SchemaRefused
from ai_export_policy.ledger.store import NOTHING, Look, Recorded, Seen, version_noted

_WAIT_SECONDS = 60.0  # how long a writer waits for the others
_FORK_SECONDS = 1.0  # how long a fork waits for who is using a file
_AT_ONCE_SECONDS = 0.001  # SQLite sleeps longer than that when it waits


class Sqlite:
    """The store in the file `path`; SchemaRefused if it is not there and not to be created.

    SQLite's locks do not survive a fork, so the file is let go of before one and opened anew by
    whoever goes on with it. Where it is in use at that moment, the process that is forked gets
    LedgerUnavailable for it.
    """

    dialect = "sqlite"

    def __init__(self, path: Path, *, create: bool = False) -> None:
        self._path = path
        self._lock = threading.RLock()
        self._users = 0
        self._closed = False
        self._db: sqlite3.Connection | None = None
        if not create and not path.is_file():
            raise SchemaRefused(f"{path} is no ledger: create it with `ai-export ledger init`")
        with suppress(OSError):  # what stands against it, SQLite says too
            # It names parties. What SQLite makes beside it gets the same mode.
            os.close(os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600))
        with self._use():
            _STORES.add(self)

    def query(self, sql: str, *values: object) -> list[tuple[Any, ...]]:
        """All rows."""
        with self._use() as db:
            return db.execute(sql, values).fetchall()

    def stream(self, sql: str, *values: object) -> Iterator[Sequence[Any]]:
        """The rows one after the other, of one state of the database."""
        with self._use() as db:
            yield from db.execute(sql, values)

    @contextmanager
    def snapshot(self) -> Iterator[None]:
        """A block that reads one state of the database."""
        with self._use() as db:
            if db.in_transaction:
                yield
                return
            db.execute("BEGIN")
            try:
                yield
            finally:
                db.execute("ROLLBACK")

    def look(self, look: Look) -> Seen:
        """What is there, all of one moment."""
        with self._use() as db:
            return sqlite_entries.look(db, look)

    @contextmanager
    def turn(self, names: Sequence[Name], look: Look = NOTHING) -> Iterator[Seen]:
        """A transaction in which nobody else writes, and what is there when it begins."""
        with self._writing() as (db, waited):
            yield sqlite_entries.look(db, look, waited=waited)

    def now(self) -> int:
        """This machine's clock."""
        return time.time_ns() // 1000

    def append(self, batch: Batch) -> Recorded:
        """Append all of the batch or nothing. Nobody outruns whoever has a turn here."""
        with self._writing() as (db, _):
            now = self.now() if batch.now is None else batch.now
            return Recorded(sqlite_entries.append(db, batch, now), outran=False)

    def flush(self) -> None:
        """Nothing to wait for: what is not on the disk cannot be seen."""
        with self._use():
            pass

    def version(self) -> int | None:
        """Version of the schema, None where there is no ledger; SchemaRefused if none is noted."""
        if not self.query("SELECT 1 FROM sqlite_master WHERE name = 'ledger_version'"):
            return None
        return version_noted(self.query("SELECT max(version) FROM ledger_version")[0][0])

    def script(self, sql: str, version: int) -> None:
        """Run a migration and note its version, all or nothing; nothing where it is there."""
        with self._writing() as (db, _):
            if (self.version() or 0) >= version:
                return
            for statement in _statements(sql):
                db.execute(statement)
            db.execute("CREATE TABLE IF NOT EXISTS ledger_version (version INTEGER PRIMARY KEY)")
            db.execute("INSERT INTO ledger_version VALUES (?)", (version,))

    def close(self) -> None:
        """Close the file: every later call is LedgerUnavailable."""
        with self._lock:
            self._closed = True
            self._let_go()

    @contextmanager
    def _use(self) -> Iterator[sqlite3.Connection]:
        with self._lock, self._faults():
            self._users += 1
            try:
                if self._closed:
                    raise LedgerUnavailable("the ledger is closed")
                if self._db is None:
                    self._db = self._opened()
                yield self._db
            finally:
                self._users -= 1

    @contextmanager
    def _writing(self) -> Iterator[tuple[sqlite3.Connection, bool]]:
        with self._use() as db:
            if db.in_transaction:
                with _part(db):
                    yield db, False
                return
            begun = time.perf_counter()
            db.execute("BEGIN IMMEDIATE")
            try:
                yield db, time.perf_counter() - begun > _AT_ONCE_SECONDS
                with self._faults(writing=True):
                    db.execute("COMMIT")
            finally:
                # SQLite ends a transaction by itself where the disk is full.
                if db.in_transaction:
                    db.execute("ROLLBACK")

    def _opened(self) -> sqlite3.Connection:
        if self._path.resolve() in _INHERITED:
            raise LedgerUnavailable(
                f"{self._path} was in use when this process was forked:"
                " use it in one that is started anew"
            )
        db = sqlite3.connect(
            self._path, timeout=_WAIT_SECONDS, isolation_level=None, check_same_thread=False
        )
        db.execute("PRAGMA journal_mode = WAL")
        db.execute("PRAGMA synchronous = FULL")
        db.execute("PRAGMA foreign_keys = ON")
        db.create_function("ledger_now", 0, self.now)
        return db

    def _let_go(self) -> None:
        if self._db is not None:
            self._db.close()
            self._db = None

    def _before_fork(self) -> bool:
        """Let go of the file where nobody is using it; whether the lock is held now."""
        if not self._lock.acquire(timeout=_FORK_SECONDS):
            return False
        if self._users == 0:
            self._let_go()
        return True

    def _in_child(self) -> None:
        self._lock = threading.RLock()
        if self._db is not None:
            _INHERITED[self._path.resolve()] = self._db
            self._db = None

    @contextmanager
    def _faults(self, *, writing: bool = False) -> Iterator[None]:
        try:
            yield
        except sqlite3.IntegrityError:
            raise
        except sqlite3.Error as error:
            if self._closed:
                raise LedgerUnavailable("the ledger is closed") from error
            # Of a commit that the disk failed, what was written before may be found again.
            failed = getattr(error, "sqlite_errorcode", 0) & 0xFF == sqlite3.SQLITE_IOERR
            raise LedgerUnavailable(
                f"{self._path}: {error}", recorded=None if writing and failed else False
            ) from error


_STORES: weakref.WeakSet[Sqlite] = weakref.WeakSet()
_HELD: list[Sqlite] = []
# What a parent had open in this process: never used, and never closed, which would take away its
# locks and its log.
_INHERITED: dict[Path, sqlite3.Connection] = {}


def _before_fork() -> None:
    _HELD.extend(one for one in list(_STORES) if one._before_fork())


def _in_parent() -> None:
    while _HELD:
        _HELD.pop()._lock.release()


def _in_child() -> None:
    _HELD.clear()
    for one in list(_STORES):
        one._in_child()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(before=_before_fork, after_in_parent=_in_parent, after_in_child=_in_child)


@contextmanager
def _part(db: sqlite3.Connection) -> Iterator[None]:
    """A part of a transaction, of which nothing is left where it fails."""
    db.execute("SAVEPOINT part")
    try:
        yield
    except BaseException:
        if db.in_transaction:
            db.execute("ROLLBACK TO part")
            db.execute("RELEASE part")
        raise
    db.execute("RELEASE part")


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
