"""A ledger in PostgreSQL. What is appended is one call of a function that the database keeps."""

import json
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any, cast

from ai_export_policy.ledger.entries import Batch, Name
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


class PostgreSql:
    """The store in the schema `ai_export_ledger` of the database at `url` (a libpq address)."""

    dialect = "postgresql"

    def __init__(self, url: str) -> None:
        self._url = url
        self._lock = threading.RLock()
        self._db: psycopg.Connection[tuple[Any, ...]] | None = None
        with self._faults():
            self._connection()

    def query(self, sql: str, *values: object) -> list[tuple[Any, ...]]:
        """All rows."""
        with self._lock, self._faults():
            return self._connection().execute(_formatted(sql), values).fetchall()

    def stream(self, sql: str, *values: object) -> Iterator[Sequence[Any]]:
        """The rows one after the other, of one state of the database."""
        with self._lock, self._faults():
            db = self._connection()
            with db.transaction(), db.cursor(name="ledger") as cursor:
                cursor.execute(_formatted(sql), values)
                yield from cursor

    @contextmanager
    def snapshot(self) -> Iterator[None]:
        """A block that reads one state of the database."""
        with self._lock, self._faults():
            db = self._connection()
            if db.info.transaction_status:
                yield
                return
            with db.transaction():
                db.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
                yield

    @contextmanager
    def locked(self, names: Sequence[Name]) -> Iterator[None]:
        """A transaction in which nobody else changes these sums."""
        with self._lock, self._faults():
            db = self._connection()
            with db.transaction():
                db.execute("SELECT ledger_lock(%s)", (json.dumps(sorted(names)),))
                yield

    def now(self) -> int:
        """The server's clock."""
        return int(self.query("SELECT ledger_now()")[0][0])

    def append(self, batch: Batch) -> int:
        """Append all of the batch or nothing and return the moment."""
        with self._lock, self._faults():
            draw = batch.draw
            texts = (None, None) if draw is None else (draw.request, draw.decision)
            found = self._connection().execute(
                "SELECT ledger_append(%s, %s, %s)", (_batch(batch), *texts)
            )
            return int(cast(tuple[int], found.fetchone())[0])

    def version(self) -> int | None:
        """Version of the schema; None where there is no ledger."""
        if self.query("SELECT to_regclass(?)", f"{SCHEMA}.ledger_version")[0][0] is None:
            return None
        return int(self.query("SELECT max(version) FROM ledger_version")[0][0])

    def script(self, sql: str, version: int) -> None:
        """Run a migration and note its version, all or nothing."""
        with self._lock, self._faults():
            db = self._connection()
            with db.transaction():
                db.execute(f"CREATE SCHEMA IF NOT EXISTS {SCHEMA}")
                db.execute(sql.encode())
                db.execute("CREATE TABLE IF NOT EXISTS ledger_version (version int PRIMARY KEY)")
                db.execute("INSERT INTO ledger_version VALUES (%s)", (version,))

    def close(self) -> None:
        """Close the connection."""
        with self._lock:
            if self._db is not None:
                self._db.close()

    def _connection(self) -> "psycopg.Connection[tuple[Any, ...]]":
        """The connection, made anew where it was lost."""
        if self._db is None or self._db.closed:
            self._db = psycopg.connect(
                self._url,
                autocommit=True,
                connect_timeout=10,
                options=f"-c search_path={SCHEMA},pg_temp -c statement_timeout=60000",
            )
        return self._db

    @contextmanager
    def _faults(self) -> Iterator[None]:
        try:
            yield
        except psycopg.Error as error:
            raise _translated(error) from error


def _translated(error: "psycopg.Error") -> Exception:
    match error.sqlstate:
        case "LG002" | "40P01" | "40001":
            return Stale()
        case "LG003":
            return AlreadyDrawn()
        case "23505":
            return Conflict("a second one")
        case "23514" | "22003":
            return Conflict("below nothing, or too large")
        case "LG004" | "LG005":
            return Conflict(error.diag.message_primary or "conflict")
        case "LG006":
            return OverLimit()
        case _:
            said = str(error).strip().partition("\n")[0]
            return LedgerUnavailable(f"PostgreSQL: {said}")


def _batch(batch: Batch) -> str:
    """The batch as `ledger_append` reads it."""
    draw = batch.draw
    sum_, prefix, count = batch.census or (None, None, None)
    document = {
        "now": batch.now,
        "census_sum": sum_,
        "census_prefix": prefix,
        "census": count,
        "accounts": [[*name, expected, drawn] for name, expected, drawn in batch.accounts()],
        "draw": draw
        and {
            "id": draw.id,
            "request_sha256": draw.request_sha256,
            "author": draw.author,
            "lasts": draw.lasts,
            "sha256": draw.sha256,
        },
        "settle": batch.settle and {"draw": batch.settle[0], "kind": batch.settle[1]},
        "rows": [
            {
                "sum": row.name.sum,
                "key": row.name.key,
                "period": row.name.period,
                "kind": row.kind,
                "amount": row.amount,
                "day": row.day,
                "source": row.source,
                "evidence": row.evidence,
                "author": row.author,
                "draw": row.draw,
                "draw_sha256": row.draw_sha256,
                "limit": row.limit,
                "complete": row.complete,
            }
            for row in batch.rows
        ],
    }
    return json.dumps(document)


def _formatted(sql: str) -> bytes:
    return sql.replace("%", "%%").replace("?", "%s").encode()
