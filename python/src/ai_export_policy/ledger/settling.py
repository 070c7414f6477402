"""How a draw ends: committed, released or expired, once, and on what was told of it."""

from datetime import timedelta

from ai_export_policy.ledger import draws
from ai_export_policy.ledger.draws import Draw
from ai_export_policy.ledger.entries import Row
from ai_export_policy.ledger.errors import Conflict
from ai_export_policy.ledger.evidence import days
from ai_export_policy.ledger.store import Store

SOURCES = {"commitment": "ai-export ledger commit", "release": "ai-export ledger release"}
LONGEST = timedelta(days=36_500)


def refuse_span(lasts: timedelta) -> None:
    """ValueError for what no reservation lasts: nothing or less, or more than a hundred years."""
    if not timedelta() < lasts <= LONGEST:
        raise ValueError(
            f"a reservation lasts longer than nothing and at most {LONGEST.days:,} days, and not"
            f" {lasts}; nothing was recorded"
        )


def ends(
    store: Store, id_: str, kind: str, day: str | None, told: tuple[str, str, str]
) -> tuple[Row, ...]:
    """The entries that end a draw on `day`, that of the request if None.

    `told` is source, evidence and author. Conflict for a day outside the period of a sum, in which
    the draw was counted.
    """
    found = draws.reserved(store, id_)
    for row in found:
        bounds = days(row.name.period)
        if day and bounds and not bounds[0] <= day <= bounds[1]:
            raise Conflict(
                f"{id_} was counted in {row.name.period}, and {day} is not in it: release it, and"
                " reserve anew under another id for the day of the act"
            )
    return tuple(Row(row.name, kind, row.amount, day or row.day, *told, draw=id_) for row in found)


def unsettled(
    store: Store, id_: str, kind: str, day: str | None, told: tuple[str, str, str]
) -> Draw:
    """The draw, which is reserved or has that end already; Conflict for any other.

    So it is where it has that end on another day, source or evidence than is told now.
    """
    draw = draws.find(store, id_)
    if draw.state == "reserved":
        return draw
    if draw.state != draws.STATES[kind]:
        raise Conflict(f"{id_} is {draw.state.replace('_', ' ')}")
    recorded = store.query(
        "SELECT day, source, evidence FROM entry WHERE draw = ? AND kind = ? LIMIT 1", id_, kind
    )[0]
    source, evidence, _ = told
    now = (day, None if source == SOURCES[kind] else source, evidence)
    for what, before, after in zip(("day", "source", "evidence"), recorded, now, strict=True):
        if after and after != before:
            raise Conflict(
                f"{id_} is {draw.state} with {what} {before!r}, not {after!r}, and what is recorded"
                " stays: to correct it import a row of the kind adjustment, of 0 for a paper alone"
                " (`ai-export ledger import`)"
            )
    return draw
