"""What is appended to a SQLite file, checked first, in the transaction that the caller has."""

import sqlite3

from ai_export_policy.ledger.entries import Batch, Row, chained
from ai_export_policy.ledger.errors import AlreadyDrawn, Conflict, OverLimit, Stale
from ai_export_policy.ledger.store import Look, Seen

_ADDS = {"opening", "adjustment", "commitment"}


def look(db: sqlite3.Connection, wanted: Look, *, waited: bool = False) -> Seen:
    """What is there, in one statement and so of one moment; `waited` is told as it is given."""
    prefix = wanted.installed
    named = " OR sum = ? AND key = ?" * len(wanted.names)
    *sums, (*_, moment, ends, drawn) = db.execute(
        "SELECT sum, key, period, seq, committed + reserved, complete FROM account"
        f" WHERE sum = 'veu_installed' AND substr(key, 1, ?) = ?{named} UNION ALL"
        " SELECT '', '', '', ledger_now(), (SELECT min(expires_at) FROM holding),"
        " EXISTS (SELECT 1 FROM draw WHERE id = ?)",
        (
            *(prefix and len(prefix), prefix),
            *(part for name in wanted.names for part in name[:2]),
            wanted.draw,
        ),
    )
    return Seen(waited, moment, ends, bool(drawn), sums)


def append(db: sqlite3.Connection, batch: Batch, now: int) -> int:
    """Append the batch at the moment `now`, or the last one of its sums, and return which it was.

    The errors are those of a store's `append`; whoever gets one rolls back.
    """
    try:
        moment = _check(db, batch, now)
        _draw(db, batch, moment)
        _settle(db, batch, moment)
        for row in batch.rows:
            _entry(db, row, moment)
    except sqlite3.IntegrityError as error:
        raise Conflict(_conflict(error)) from error
    except OverflowError as error:
        raise Conflict("below nothing, or too large") from error
    return moment


def _check(db: sqlite3.Connection, batch: Batch, moment: int) -> int:
    if batch.census is not None:
        sum_, prefix, count = batch.census
        if _census(db, sum_, prefix) != count:
            raise Stale
    for name, expected, drawn in batch.accounts():
        if drawn:
            db.execute("INSERT OR IGNORE INTO account (sum, key, period) VALUES (?, ?, ?)", name)
        found = db.execute(
            "SELECT seq, recorded_at FROM account WHERE sum = ? AND key = ? AND period = ?",
            name,
        ).fetchone() or (0, 0)
        if expected is not None and found[0] != expected:
            raise Stale
        # A clock that was set back neither revives a reservation nor reorders the record.
        moment = max(moment, found[1])
    return moment


def _census(db: sqlite3.Connection, sum_: str, prefix: str) -> int:
    sql = "SELECT count(*) FROM account WHERE sum = ? AND substr(key, 1, ?) = ?"
    return int(db.execute(sql, (sum_, len(prefix), prefix)).fetchone()[0])


def _draw(db: sqlite3.Connection, batch: Batch, moment: int) -> None:
    draw = batch.draw
    if draw is None:
        return
    if db.execute("SELECT 1 FROM draw WHERE id = ?", (draw.id,)).fetchone():
        raise AlreadyDrawn
    expires_at = moment + draw.lasts
    db.execute(
        "INSERT INTO draw (id, request_sha256, request, decision, author, recorded_at,"
        " expires_at, sha256) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        (
            *(draw.id, draw.request_sha256, draw.request, draw.decision, draw.author),
            *(moment, expires_at, draw.sha256),
        ),
    )
    if batch.rows:
        db.execute("INSERT INTO holding VALUES (?, ?)", (draw.id, expires_at))


def _settle(db: sqlite3.Connection, batch: Batch, moment: int) -> None:
    if batch.settle is None:
        return
    draw, kind = batch.settle
    found = db.execute("SELECT expires_at FROM holding WHERE draw = ?", (draw,)).fetchone()
    if found is None:
        raise Conflict("settled")
    if kind == "commitment" and found[0] <= moment:
        raise Conflict("expired")
    if kind == "expiry" and found[0] > moment:
        raise Conflict("not expired")
    db.execute("DELETE FROM holding WHERE draw = ?", (draw,))


def _entry(db: sqlite3.Connection, row: Row, moment: int) -> None:
    account, seq, committed, reserved, head = db.execute(
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
    db.execute(
        "INSERT INTO entry VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            *(account, seq, row.kind, row.amount, row.day, moment, row.source, row.evidence),
            *(row.author, row.draw, row.draw_sha256, row.limit, row.complete, head, mark),
        ),
    )
    db.execute(
        "UPDATE account SET seq = ?, committed = ?, reserved = ?, head = ?, recorded_at = ?,"
        " limit_milli = coalesce(?, limit_milli), complete = coalesce(?, complete)"
        " WHERE id = ?",
        (seq, committed, reserved, mark, moment, row.limit, row.complete, account),
    )


def _conflict(error: sqlite3.IntegrityError) -> str:
    return "below nothing, or too large" if "CHECK" in str(error) else "a second one"
