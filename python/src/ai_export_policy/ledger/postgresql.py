"""A ledger in PostgreSQL. What is appended is one call of a routine that the database keeps."""

import json
import os
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any, cast

from ai_export_policy.ledger.entries import Batch, Drawing, Name, Row, ordered
from ai_export_policy.ledger.errors import Conflict, LedgerUnavailable
from ai_export_policy.ledger.postgresql_session import SCHEMA, Session, refuse_no_address
from ai_export_policy.ledger.store import NOTHING, Look, Recorded, Seen, version_noted

# A draw by itself, and one on sums on which others draw too (the migration says how they differ).
_PLACES = ", ".join(f"${place}" for place in range(1, 21))
_ROUTINES = {
    b"ledger_draw": f"SELECT ledger_draw({_PLACES})".encode(),
    b"ledger_reserve": f"CALL ledger_reserve({_PLACES}, NULL)".encode(),
}
# Of two numbers, so it is no lock of a turn, which is of one.
_MIGRATING = "SELECT pg_advisory_xact_lock(hashtext(%s), 0)"
# Looked up as a row: by its name alone, the server may remember that it was not there.
_NOTED = "SELECT 1 FROM pg_tables WHERE schemaname = ? AND tablename = 'ledger_version'"
_LOOK = b"SELECT ledger_look(%s, %s, %s, %s, %s)"
# A standby shows nothing that is not on its disk.
_FLUSH = f"SELECT pg_logical_emit_message(true, '{SCHEMA}', '') WHERE NOT pg_is_in_recovery()"


class PostgreSql:
    """The store in the schema `ai_export_ledger` of the database at `url` (a libpq address).

    ValueError for what is no such address.
    A process that is forked connects anew: the connection of its parent is not used there, nor
    closed, which would end it for both.
    """

    dialect = "postgresql"

    def __init__(self, url: str) -> None:
        refuse_no_address(url)
        self._url = url
        self._closed = False
        self._sessions: dict[int, Session] = {}
        with self._use() as own:
            own.connection()

    def query(self, sql: str, *values: object) -> list[tuple[Any, ...]]:
        """All rows."""
        _refuse_nul(values)
        with self._use() as own:
            return own.connection().execute(_formatted(sql), values).fetchall()

    def stream(self, sql: str, *values: object) -> Iterator[Sequence[Any]]:
        """The rows one after the other, of one state of the database."""
        with self._use() as own, own.transaction() as db, db.cursor(name="ledger") as cursor:
            cursor.execute(_formatted(sql), values)
            yield from cursor

    @contextmanager
    def snapshot(self) -> Iterator[None]:
        """A block that reads one state of the database."""
        with self._use() as own:
            if own.connection().info.transaction_status:
                yield
                return
            with own.transaction() as db:
                db.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
                yield

    def look(self, look: Look) -> Seen:
        """What is there, all of one moment."""
        with self._use() as own:
            return _seen(own, (), look)

    @contextmanager
    def turn(self, names: Sequence[Name], look: Look = NOTHING) -> Iterator[Seen]:
        """A block in which nobody else has a turn on these sums, and what is there when it begins.

        It ends with the draw that is made in it.
        """
        with self._use() as own:
            try:
                own.in_turn = True
                yield _seen(own, names, look)
            finally:
                if own.in_turn:
                    own.end_turn()

    def now(self) -> int:
        """The server's clock."""
        return int(self.query("SELECT ledger_now()")[0][0])

    def append(self, batch: Batch) -> Recorded:
        """Append all of the batch or nothing."""
        if batch.draw is not None:
            return self._reserve(batch, batch.draw)
        with self._use(writing=True) as own:
            _refuse_nul([text for row in batch.rows for text in (*row.name, *row)])
            found = own.connection().execute("SELECT ledger_append(%s)", (_batch(batch),))
            return Recorded(cast(tuple[int], found.fetchone())[0], outran=False)

    def flush(self) -> None:
        """Return when all that can be seen is on the disk."""
        self.query(_FLUSH)

    def version(self) -> int | None:
        """Version of the schema, None where there is no ledger; SchemaRefused if none is noted."""
        if not self.query(_NOTED, SCHEMA):
            return None
        return version_noted(self.query("SELECT max(version) FROM ledger_version")[0][0])

    def script(self, sql: str, version: int) -> None:
        """Run a migration and note its version, all or nothing; nothing where it is there."""
        with self._use() as own, own.transaction() as db:
            db.execute(_MIGRATING, (SCHEMA,))
            if (self.version() or 0) >= version:
                return
            db.execute(f"CREATE SCHEMA IF NOT EXISTS {SCHEMA}")
            db.execute(sql.encode())
            db.execute("CREATE TABLE IF NOT EXISTS ledger_version (version int PRIMARY KEY)")
            db.execute("INSERT INTO ledger_version VALUES (%s)", (version,))

    def close(self) -> None:
        """Close the connection: every later call is LedgerUnavailable."""
        own = self._own()
        with own.lock:
            self._closed = True
            own.close()

    def _reserve(self, batch: Batch, draw: Drawing) -> Recorded:
        values = _values(batch, draw)
        own = self._own()
        with own.lock, own.faults(writing=True):
            self._refuse_closed()
            name = b"ledger_reserve" if own.shared or own.in_turn else b"ledger_draw"
            found = own.call(name, _ROUTINES[name], values)
            moment, shared, outran = found[1:-1].split(b",")
            own.shared = shared == b"1"
            own.in_turn = False
            return Recorded(int(moment), outran == b"1")

    def _own(self) -> Session:
        """What this process has; that of the parent is kept, and so never closed."""
        found = self._sessions.get(os.getpid())
        return found or self._sessions.setdefault(os.getpid(), Session(self._url))

    @contextmanager
    def _use(self, *, writing: bool = False) -> Iterator[Session]:
        own = self._own()
        with own.lock, own.faults(writing=writing):
            self._refuse_closed()
            yield own

    def _refuse_closed(self) -> None:
        if self._closed:
            raise LedgerUnavailable("the ledger is closed")


def _refuse_nul(values: Iterable[object]) -> None:
    """Conflict where a text holds the character that PostgreSQL keeps in none."""
    for value in values:
        if isinstance(value, str) and "\0" in value:
            raise Conflict("a text holds the character NUL")


def _seen(own: Session, names: Sequence[Name], look: Look) -> Seen:
    sums, keys = ([name[place] for name in look.names] for place in (0, 1))
    values = (
        *(_array([_quoted(text) for text in texts]) for texts in (map(str, names), sums, keys)),
        *(look.installed, look.draw),
    )
    _refuse_nul(values)
    found = own.connection().execute(_LOOK, values).fetchone()
    waited, moment, ends, drawn, rows = cast(tuple[list[Any]], found)[0]
    return Seen(waited, moment, ends, drawn, rows or ())


def _values(batch: Batch, draw: Drawing) -> list[bytes | None]:
    """The arguments of `ledger_draw` as PostgreSQL writes them."""
    drawn = {row.name: row for row in batch.rows}
    sums, keys, periods, expected, amounts, limits = [], [], [], [], [], []
    for name in ordered(batch.expect, drawn):
        row = drawn.get(name)
        sums.append(_quoted(name.sum))
        keys.append(_quoted(name.key))
        periods.append(_quoted(name.period))
        expected.append(_number(batch.expect.get(name)))
        amounts.append(_number(row and row.amount))
        limits.append(_number(row and row.limit))
    told = batch.rows[0] if batch.rows else Row(Name("", "", ""), "", 0, "", "", "", "")
    sum_, prefix, count = batch.census or (None, None, None)
    texts = [
        *(draw.id, draw.request_sha256, draw.request, draw.decision, draw.author, draw.sha256),
        *(str(draw.lasts), told.day, told.source, told.evidence),
        *(_array(sums), _array(keys), _array(periods)),
        *(_array(expected), _array(amounts), _array(limits)),
        *(sum_, prefix, None if count is None else str(count)),
        None if batch.now is None else str(batch.now),
    ]
    _refuse_nul(texts)
    return [None if text is None else text.encode() for text in texts]


def _array(values: Sequence[str]) -> str:
    return f"{{{','.join(values)}}}"


def _number(value: int | None) -> str:
    return "NULL" if value is None else str(value)


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", r"\\").replace('"', r"\"") + '"'


def _batch(batch: Batch) -> str:
    """A batch without a draw as `ledger_append` reads it."""
    document = {
        "now": batch.now,
        "accounts": [[*name, expected, drawn] for name, expected, drawn in batch.accounts()],
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
