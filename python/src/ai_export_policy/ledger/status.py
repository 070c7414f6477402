"""How the sums stand: now, or on any day as it was known at any moment."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from ai_export_policy.ledger import amounts, texts
from ai_export_policy.ledger.entries import Entry, Name, Row
from ai_export_policy.ledger.snapshot import BEHIND, INSTALLED
from ai_export_policy.ledger.store import Store
from ai_export_policy.strict_json import loads

THRESHOLDS = (80, 90, 95, 100)  # per cent of a limit, for monitoring
_FIELDS = (
    "seq, kind, amount, day, recorded_at, source, evidence, author, draw, draw_sha256, limit_milli,"
    " complete, prev, hash"
)
_LIMIT_DAY = (
    "CASE WHEN limit_milli IS NOT NULL THEN (SELECT e.day FROM entry e WHERE e.account = a.id"
    " AND e.limit_milli IS NOT NULL ORDER BY e.seq DESC LIMIT 1) END"
)
_SETTLED = (
    "SELECT 1 FROM entry s WHERE s.draw = e.draw AND s.account = e.account"
    " AND s.kind <> 'reservation' AND s.day <= ? AND s.recorded_at <= ?"
)


@dataclass(frozen=True, slots=True)
class Standing:
    """A sum and how it stands; amounts in thousandths of a TPP.

    `limit` is that of the last decision that drew on it, and `limit_day` the day decided for
    (YYYY-MM-DD); None where none did, or it told none. Of a country of a universal validated end
    user it is the share of what the holder had on that day. `complete` says whether these entries
    are all that counts.
    """

    name: Name
    entries: int
    committed: int
    reserved: int
    limit: int | None
    complete: bool
    limit_day: str | None = None

    @property
    def remaining(self) -> int | None:
        """What is left, None where the limit is not known; of an incomplete sum at most this."""
        return None if self.limit is None else max(0, self.limit - self.committed - self.reserved)

    @property
    def reached(self) -> int:
        """The highest threshold reached, in per cent; 0 below all, or without a limit."""
        if self.limit is None:
            return 0
        used = (self.committed + self.reserved) * 100
        return max((each for each in THRESHOLDS if used >= each * self.limit), default=0)

    def document(self) -> dict[str, Any]:
        """The same as JSON-ready values, in TPP."""
        limit, remaining = (
            None if value is None else amounts.number(value)
            for value in (self.limit, self.remaining)
        )
        return {
            "sum": self.name.sum,
            "key": self.name.key,
            "period": self.name.period or None,
            "complete": self.complete,
            "limit_tpp": limit,
            "limit_day": self.limit_day,
            "committed_tpp": amounts.number(self.committed),
            "reserved_tpp": amounts.number(self.reserved),
            "remaining_tpp": remaining,
            "reached_percent": self.reached,
            "entries": self.entries,
        }


def standings(
    store: Store,
    *,
    pool: str | None = None,
    key: str | None = None,
    on: str | None = None,
    as_recorded: int | None = None,
) -> list[Standing]:
    """The sums of a pool (or all), ordered by name.

    `pool` is a pool of a decision, or one of the sums behind it. `on` is a day: only entries that
    are about it or an earlier one count; `as_recorded` a moment: only those recorded by then.
    Conflict for a key that is not kept.
    """
    texts.refuse(key=key or "")
    sums = BEHIND.get(pool, (pool,)) if pool else ()
    asked = [f"sum IN ({', '.join('?' * len(sums))})"] if sums else []
    asked += [] if key is None else ["key = ?"]
    with store.snapshot():
        found = store.query(
            "SELECT sum, key, period, id, seq, committed, reserved, complete, limit_milli,"
            f" {_LIMIT_DAY} FROM account a{' WHERE ' if asked else ''}{' AND '.join(asked)}",
            *(*sums, *([] if key is None else [key])),
        )
        until = (on or "9999", _latest(as_recorded))
        told = []
        for *name, account, count, committed, reserved, complete, limit, day in found:
            row = (count, committed, reserved, complete, limit, day)
            if on is not None or as_recorded is not None:
                row = _past(store, account, until)
            told.append(_standing(Name(*name), row, _share(store, Name(*name), account, until)))
    return sorted(told, key=lambda standing: standing.name)


def entries(
    store: Store,
    name: Name,
    *,
    last: int,
    on: str | None = None,
    as_recorded: int | None = None,
) -> list[Entry]:
    """The `last` entries of a sum, in their order."""
    found = store.query(
        f"SELECT {_FIELDS} FROM entry WHERE account ="
        " (SELECT id FROM account WHERE sum = ? AND key = ? AND period = ?)"
        " AND day <= ? AND recorded_at <= ? ORDER BY seq DESC LIMIT ?",
        *(*name, on or "9999", _latest(as_recorded), last),
    )
    return [entry(name, row) for row in reversed(found)]


def every(store: Store, name: Name) -> Iterator[Entry]:
    """All entries of a sum, in their order, without holding them all."""
    found = store.stream(
        f"SELECT {_FIELDS} FROM entry WHERE account ="
        " (SELECT id FROM account WHERE sum = ? AND key = ? AND period = ?) ORDER BY seq",
        *name,
    )
    return (entry(name, row) for row in found)


def entry(name: Name, row: Sequence[Any]) -> Entry:
    """An entry from its row in the database."""
    seq, kind, amount, day, recorded_at, source, evidence, author, draw, sha256, *rest = row
    limit, complete, prev, mark = rest
    return Entry(
        row=Row(
            name=name,
            kind=kind,
            amount=amount,
            day=day,
            source=source,
            evidence=evidence,
            author=author,
            draw=draw,
            draw_sha256=sha256,
            limit=limit,
            complete=None if complete is None else bool(complete),
        ),
        seq=seq,
        recorded_at=recorded_at,
        prev=prev,
        hash=mark,
    )


def _standing(name: Name, row: Sequence[Any], share: tuple[int, str] | None) -> Standing:
    count, committed, reserved, complete, *limit = row
    most, day = share or limit
    return Standing(name, count, int(committed), int(reserved), most, bool(complete), day)


def _past(store: Store, account: int, until: tuple[str, int]) -> tuple[Any, ...]:
    """Entries, what is committed and reserved, whether that is all, limit, and the day of that."""
    count, committed, reserved = store.query(
        "SELECT count(*),"
        " coalesce(sum(CASE WHEN kind IN ('opening', 'adjustment', 'commitment')"
        " THEN amount ELSE 0 END), 0),"
        f" coalesce(sum(CASE WHEN kind = 'reservation' AND NOT EXISTS ({_SETTLED})"
        " THEN amount ELSE 0 END), 0)"
        " FROM entry e WHERE account = ? AND day <= ? AND recorded_at <= ?",
        *(*until, account, *until),
    )[0]
    limit, complete = (
        store.query(
            f"SELECT {column}, day FROM entry WHERE account = ? AND day <= ? AND recorded_at <= ?"
            f" AND {column} IS NOT NULL ORDER BY seq DESC LIMIT 1",
            *(account, *until),
        )
        for column in ("limit_milli", "complete")
    )
    told = limit[0] if limit else (None, None)
    return (count, committed, reserved, complete[0][0] if complete else None, *told)


def _share(
    store: Store, name: Name, account: int, until: tuple[str, int]
) -> tuple[int, str] | None:
    """The share that the last draw on the sum was held to, and the day decided for.

    It moves with what is drawn, so no entry has it as its limit; the decision has.
    """
    if name.sum != INSTALLED:
        return None
    found = store.query(
        "SELECT d.decision, e.day FROM entry e JOIN draw d ON d.id = e.draw WHERE e.account = ?"
        " AND e.day <= ? AND e.recorded_at <= ? AND e.kind = 'reservation'"
        " ORDER BY e.seq DESC LIMIT 1",
        *(account, *until),
    )
    for decision, day in found:
        for row in loads(decision.encode())["pools"]:
            if (row["basis"], row["key"]) == ("share", name.key) and row["limit_tpp"] is not None:
                return amounts.at_most(row["limit_tpp"]), day
    return None


def _latest(as_recorded: int | None) -> int:
    return 2**62 if as_recorded is None else as_recorded
