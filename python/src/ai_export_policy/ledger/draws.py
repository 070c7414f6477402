"""Draws as they stand: what was reserved, on which decision, and how it ended."""

from collections.abc import Mapping
from dataclasses import dataclass

from ai_export_policy.decision import Decision
from ai_export_policy.ledger.entries import Name, Row
from ai_export_policy.ledger.errors import Conflict
from ai_export_policy.ledger.store import Store
from ai_export_policy.strict_json import loads

# How a draw ends, by the kind of the entries that end it.
STATES = {"commitment": "committed", "release": "released", "expiry": "expired"}


@dataclass(frozen=True, slots=True)
class Draw:
    """A draw as it stands. Moments in microseconds since 1970 (UTC), amounts in thousandths.

    `state` is `reserved`, `committed`, `released`, `expired`, or `nothing_drawn` where the decision
    counts towards no sum. `decision` is the one that the draw was made on.

    The same request again gets its draw again, whatever became of it, so look at `authorized`.
    """

    id: str
    state: str
    recorded_at: int
    expires_at: int
    decision: Decision
    amounts: Mapping[Name, int]

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


def find(store: Store, id_: str) -> Draw:
    """The draw of that id; Conflict if there is none."""
    with store.snapshot():
        found = store.query("SELECT decision, recorded_at, expires_at FROM draw WHERE id = ?", id_)
        if not found:
            raise Conflict(f"there is no draw {id_}")
        rows = reserved(store, id_)
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
    )


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
