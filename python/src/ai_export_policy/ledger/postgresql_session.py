"""The connection that one process has to PostgreSQL, and what its errors come to."""

import os
import threading
import weakref
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from types import TracebackType
from typing import Any, cast

from ai_export_policy.ledger.errors import (
    AlreadyDrawn,
    Conflict,
    LedgerUnavailable,
    OverLimit,
    Stale,
)

try:
    import psycopg
except ImportError as missing:
    raise LedgerUnavailable(
        "PostgreSQL needs psycopg: pip install 'ai-export-policy[postgresql]'"
    ) from missing

SCHEMA = "ai_export_ledger"
_ACTIVE = psycopg.pq.TransactionStatus.ACTIVE
_IDLE = psycopg.pq.TransactionStatus.IDLE
_SQLSTATE = psycopg.pq.DiagnosticField.SQLSTATE
_DONE = (psycopg.pq.ExecStatus.TUPLES_OK, psycopg.pq.ExecStatus.COMMAND_OK)
_NOT_PREPARED = b"26000"  # psycopg forgets all that is prepared when a transaction is rolled back
# Classes of SQLSTATE that may come after a commit: lost connection, interference, internal errors.
_UNCERTAIN = ("", "08", "57", "58", "XX")
# A peer that is gone without a word is noticed after a minute. The address and the environment of
# libpq may say otherwise.
_DEFAULTS: dict[str, Any] = {
    "connect_timeout": 10,
    "tcp_user_timeout": 60_000,
    "keepalives_idle": 30,
    "keepalives_interval": 10,
    "keepalives_count": 3,
}
_OPTIONS = "-c statement_timeout=60000"
# What the ledger rests on, whatever was said: its own tables alone; that what is checked under a
# lock is looked at once the lock is there; that what is answered is on the disk.
_FIXED = f"""SELECT set_config('search_path', '{SCHEMA},pg_temp', false),
    set_config('default_transaction_isolation', 'read committed', false),
    set_config('synchronous_commit', CASE current_setting('synchronous_commit')
        WHEN 'off' THEN 'on' ELSE current_setting('synchronous_commit') END, false)"""


class Session:
    """A connection to `url`, made when it is first wanted and anew where it was lost.

    `lock` is held while it is used; `prepared` are the statements that it knows.
    """

    def __init__(self, url: str) -> None:
        self.lock = threading.RLock()
        self.prepared: set[bytes] = set()
        self.shared = False
        self.in_turn = False
        self._url = url
        self._db: psycopg.Connection[tuple[Any, ...]] | None = None
        _SESSIONS.add(self)

    def connection(self) -> "psycopg.Connection[tuple[Any, ...]]":
        """The connection; LedgerUnavailable if there is none to be had, with nothing recorded."""
        if self._db is None or self._db.closed:
            with self.faults():
                self._db = _connected(self._url)
            self.prepared.clear()
        return self._db

    def faults(self, *, writing: bool = False) -> "_Faults":
        """A block whose errors are the ledger's; who breaks off a wait loses the connection."""
        return _Faults(self, writing)

    def broken_off(self) -> None:
        """Close the connection where an answer is still to come."""
        if self._db is not None and self._db.info.transaction_status == _ACTIVE:
            self._db.close()

    @contextmanager
    def transaction(self) -> Iterator["psycopg.Connection[tuple[Any, ...]]"]:
        """A transaction, or a part of the one that is under way."""
        db = self.connection()
        outermost = db.info.transaction_status == _IDLE
        try:
            with db.transaction():
                yield db
        except BaseException:
            if outermost and db.info.transaction_status != _IDLE:
                db.close()
            raise

    def call(self, name: bytes, statement: bytes, values: Sequence[bytes | None]) -> bytes:
        """What a statement of one row and one column answers, known to the server as `name`.

        One round trip, prepared once, without what psycopg does for any statement whatever.
        """
        db = self.connection().pgconn
        told = cast(list[bytes], values)  # None is NULL, which its annotation forgets
        result = db.exec_prepared(name, told) if name in self.prepared else None
        if result is None or result.error_field(_SQLSTATE) == _NOT_PREPARED:
            _checked(db.prepare(name, statement))
            self.prepared.add(name)
            result = db.exec_prepared(name, told)
        return _checked(result).get_value(0, 0) or b""

    def end_turn(self) -> None:
        """Let go of every turn, by closing the connection where it cannot be told to."""
        self.in_turn = False
        if self._db is None:
            return
        try:
            self._db.execute("SELECT pg_advisory_unlock_all()")
        except BaseException as error:
            self._db.close()
            if not isinstance(error, psycopg.Error):
                raise

    def close(self) -> None:
        """Close the connection."""
        if self._db is not None:
            self._db.close()

    def cut(self) -> None:
        """In a process that was forked: whatever is still done here does not reach the server."""
        if self._db is not None and not self._db.closed:
            nowhere = os.open(os.devnull, os.O_RDWR)
            os.dup2(nowhere, self._db.pgconn.socket, inheritable=False)
            os.close(nowhere)


class _Faults:
    """A block whose errors are the ledger's; who breaks off a wait loses the connection.

    No generator, which would cost each draw more than all else that is done around it.
    """

    __slots__ = ("_session", "_writing")

    def __init__(self, session: "Session", writing: bool) -> None:
        self._session = session
        self._writing = writing

    def __enter__(self) -> None:
        pass

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if error is None:
            return
        self._session.broken_off()
        if isinstance(error, psycopg.Error):
            raise _translated(error, writing=self._writing) from error


_SESSIONS: weakref.WeakSet[Session] = weakref.WeakSet()


def _cut() -> None:
    for one in list(_SESSIONS):
        one.cut()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_cut)


def refuse_no_address(url: str) -> None:
    """ValueError unless libpq takes the address; nothing of it is repeated, for it may hold a
    password, also in a place where libpq looks for something else.
    """
    try:
        found = psycopg.conninfo.conninfo_to_dict(url)
    except psycopg.Error:
        found = {"port": "none"}
    ports, hosts = (str(found.get(name) or "").split(",") for name in ("port", "host"))
    wrong = any("@" in host[1:] for host in hosts)  # at the beginning it is a socket without a file
    if wrong or not all(port.isdecimal() for port in ports if port):
        raise ValueError(
            "this is no address of libpq, postgresql://USER:PASSWORD@HOST/DATABASE: the characters"
            " %, / and @ of a password are written as %25, %2F and %40"
        )


def _connected(url: str) -> "psycopg.Connection[tuple[Any, ...]]":
    given = {
        one.keyword.decode(): one.val.decode()
        for one in psycopg.pq.Conninfo.get_defaults()
        if one.val is not None
    } | psycopg.conninfo.conninfo_to_dict(url)
    db = psycopg.connect(
        url,
        autocommit=True,
        client_encoding="utf8",  # as texts are told to the server and back
        options=f"{_OPTIONS} {given.get('options', '')}",
        **{name: given.get(name, value) for name, value in _DEFAULTS.items()},
    )
    db.execute(_FIXED)
    return db


def _checked(result: "psycopg.pq.abc.PGresult") -> "psycopg.pq.abc.PGresult":
    if result.status not in _DONE:
        raise psycopg.errors.error_from_result(result)
    return result


def _translated(error: "psycopg.Error", *, writing: bool) -> Exception:
    match error.sqlstate:
        case "LG002" | "40P01" | "40001":
            return Stale()
        case "23505" if error.diag.constraint_name in {"draw_pkey", "entry_drawn"}:
            return AlreadyDrawn()
        case "23505":
            return Conflict("a second one")
        case "23514" | "22003":
            return Conflict("below nothing, or too large")
        case "LG004" | "LG005":
            return Conflict(error.diag.message_primary or "conflict")
        case "LG006":
            return OverLimit()
        case state:
            said = str(error).strip().partition("\n")[0]
            uncertain = writing and (state or "")[:2] in _UNCERTAIN
            return LedgerUnavailable(f"PostgreSQL: {said}", recorded=None if uncertain else False)
