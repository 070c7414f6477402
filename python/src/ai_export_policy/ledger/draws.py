"""Draws as they stand: what was reserved, on which decision, and how it ended."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ai_export_policy.decision import Decision
from ai_export_policy.ledger.entries import Drawing, Name, Row
from ai_export_policy.ledger.errors import Conflict
from ai_export_policy.ledger.snapshot import Snapshot
from ai_export_policy.ledger.store import Store
from ai_export_policy.strict_json import loads

# How a draw ends, by the kind of the entries that end it.
STATES = {"commitment": "committed", "release": "released", "expiry": "expired"}


@dataclass(frozen=True, slots=True)
class Draw:
    """A draw as it stands. Moments in microseconds since 1970 (UTC), amounts in thousandths.

    `state` is `reserved`, `committed`, `released`, `expired`, or `nothing_drawn` where the decision
    counts towards no sum. `decision` is the one that the draw was made on. `parts` are those of its
    sums that the ledger does not hold the whole of: the rest is known to others.

    The same request again gets its draw again, whatever became of it, so look at `authorized`.
    """

    id: str
    state: str
    recorded_at: int
    expires_at: int
    decision: Decision
    amounts: Mapping[Name, int]
    parts: tuple[Name, ...] = ()

    @property
    def application(self) -> bool:
        """Whether it is an application for a license: nothing may be shipped before its grant."""
        return self.decision.outcome == "license_required"

    @property
    def held(self) -> bool:
        """Whether the sums hold it: it is reserved or committed."""
        return self.state in {"reserved", "committed"}

    @property
    def authorized(self) -> bool:
        """Whether the act may take place: no application, and neither released nor expired."""
        return not self.application and self.state not in {"released", "expired"}


def made(
    drawing: Drawing, decision: Decision, rows: Sequence[Row], moment: int, seen: Snapshot
) -> Draw:
    """The draw that was made of `rows` at `moment`, on what was `seen`."""
    held = {**seen.sums, **seen.installed}
    whole = {name for name, amount in held.items() if amount.complete}
    return Draw(
        id=drawing.id,
        state="reserved" if rows else "nothing_drawn",
        recorded_at=moment,
        expires_at=moment + drawing.lasts,
        decision=decision,
        amounts={row.name: row.amount for row in rows},
        parts=tuple(row.name for row in rows if row.name not in whole),
    )


def kept(store: Store, id_: str) -> Draw:
    """The same as `find` tells, on the disk as it is told."""
    found = find(store, id_)
    store.flush()
    return found


def find(store: Store, id_: str) -> Draw:
    """The draw of that id; Conflict if there is none."""
    with store.snapshot():
        found = store.query("SELECT decision, recorded_at, expires_at FROM draw WHERE id = ?", id_)
        if not found:
            raise Conflict(f"there is no draw {id_}")
        rows = reserved(store, id_)
        parts = _parts(store, id_)
        held = store.query("SELECT 1 FROM holding WHERE draw = ?", id_)
        ended = store.query(
            "SELECT kind FROM entry WHERE draw = ? AND kind <> 'reservation' LIMIT 1", id_
        )
    decision, recorded_at, expires_at = found[0]
    return Draw(
        id=id_,
        state="reserved" if held else STATES[ended[0][0]] if ended else "nothing_drawn",
        recorded_at=recorded_at,
        expires_at=expires_at,
        decision=Decision(loads(decision.encode())),
        amounts={row.name: row.amount for row in rows},
        parts=parts,
    )


def _parts(store: Store, id_: str) -> tuple[Name, ...]:
    found = store.query(
        "SELECT a.sum, a.key, a.period, a.complete FROM entry e JOIN account a ON a.id = e.account"
        " WHERE e.draw = ? AND e.kind = 'reservation'",
        id_,
    )
    return tuple(sorted(Name(*name) for *name, complete in found if not complete))


def reserved(store: Store, id_: str) -> list[Row]:
    """The reservations of a draw, in the order of their sums."""
    found = store.query(
        "SELECT a.sum, a.key, a.period, e.amount, e.day FROM entry e"
        " JOIN account a ON a.id = e.account WHERE e.draw = ? AND e.kind = 'reservation'",
        id_,
    )
    rows = [
        Row(Name(*name), "reservation", amount, day, "", "", "", draw=id_)
        for *name, amount, day in found
    ]
    return sorted(rows, key=lambda row: row.name)
