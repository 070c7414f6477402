"""Whether the ledger is what was recorded: chains, balances, draws, and heads noted elsewhere.

No hash covers how long a draw is reserved, nor, of one that counts towards no sum, when it was
recorded: `expires_at` and `recorded_at` are compared with what else the ledger says of the draw.
"""

import json
from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from ai_export_policy.ledger import amounts, status
from ai_export_policy.ledger.entries import (
    Entry,
    Name,
    chained,
    chained_at_first,
    digest,
    drawing_sha256,
)
from ai_export_policy.ledger.status import Standing
from ai_export_policy.ledger.store import Store

_HASHES = (chained, chained_at_first)
_TOLD = ("the limit", "whether it is complete", "the moment of its last entry")


class _Told(NamedTuple):
    """What the entries of a sum say last: limit, whether it is complete, moment."""

    limit: int | None = None
    complete: bool | None = None
    recorded_at: int = 0

    def after(self, each: Entry) -> "_Told":
        """The same after one more entry."""
        row = each.row
        return _Told(
            self.limit if row.limit is None else row.limit,
            self.complete if row.complete is None else row.complete,
            each.recorded_at,
        )


def problems(store: Store, heads: Mapping[str, tuple[int, str]] | None = None) -> Iterator[str]:
    """A sentence for each thing that is wrong, of each sum the first entry that is.

    `heads` are those of an earlier `heads()`, kept where who changes the ledger cannot reach: they
    also show entries cut off the end, and sums made anew.
    """
    with store.snapshot():
        draws = _draws(store)
        yield from (said for _, said in draws.values() if said)
        yield from _moments(store)
        reserved: dict[str, int] = defaultdict(int)
        for standing in status.standings(store):
            yield from _chain(store, standing, draws, reserved, dict(heads or {}))
        yield from _holdings(store, reserved)
        known = {json.dumps(standing.name) for standing in status.standings(store)}
        for name in (heads or {}).keys() - known:
            yield f"{_shown(name)}: the sum was removed"
        lost = store.query(
            "SELECT count(*) FROM entry WHERE account NOT IN (SELECT id FROM account)"
        )[0][0]
        if lost:
            yield f"{lost} entries are of a sum that was removed"


def heads(store: Store) -> dict[str, list[Any]]:
    """Of each sum, the number of its last entry and the hash, to be kept elsewhere.

    All of it is on the disk: no crash takes back what was noted.
    """
    found = store.query("SELECT sum, key, period, seq, head FROM account ORDER BY sum, key, period")
    store.flush()
    return {json.dumps(row[:3]): [row[3], row[4]] for row in found}


def _chain(
    store: Store,
    standing: Standing,
    draws: Mapping[str, tuple[str, str]],
    reserved: dict[str, int],
    noted: Mapping[str, tuple[int, str]],
) -> Iterator[str]:
    name = standing.name
    seen, seen_hash = noted.get(json.dumps(name), (0, ""))
    number, previous, committed, held = 0, "", 0, 0
    told = _Told()
    for each in status.every(store, name):
        number += 1
        if said := _entry(each, number, previous, draws):
            yield f"{name}: {said}"
            return
        if number == seen and each.hash != seen_hash:
            yield f"{name}: entry {number} is not the one whose hash was noted"
            return
        previous = each.hash
        row = each.row
        told = told.after(each)
        if row.kind in {"opening", "adjustment", "commitment"}:
            committed += row.amount
        if row.draw is not None:
            change = row.amount if row.kind == "reservation" else -row.amount
            held += change
            reserved[row.draw] += change
    if number < seen:
        yield f"{name}: entry {number + 1} was removed, {seen} were noted"
        return
    *head, limit, complete, recorded_at = store.query(
        "SELECT seq, head, limit_milli, complete, recorded_at FROM account"
        " WHERE sum = ? AND key = ? AND period = ?",
        *name,
    )[0]
    if head != [number, previous]:
        yield f"{name}: entry {min(number, head[0]) + 1} was removed, or its sum was changed"
    known = _Told(limit, None if complete is None else bool(complete), recorded_at)
    for what, kept, last in zip(_TOLD, known, told, strict=True):
        if kept != last:
            yield f"{name}: {what} is not what its entries say"
    for what, balance, summed in (
        ("committed", standing.committed, committed),
        ("reserved", standing.reserved, held),
    ):
        if balance != summed:
            yield (
                f"{name}: the balance says {amounts.text(balance)} TPP {what},"
                f" the entries sum to {amounts.text(summed)}"
            )


def _entry(
    each: Entry, number: int, previous: str, draws: Mapping[str, tuple[str, str]]
) -> str | None:
    row = each.row
    if each.seq != number:
        return f"entry {number} was removed"
    if each.prev != previous:
        return f"entry {number} does not follow the one before it: one was changed or reordered"
    if all(each.hash != made(previous, row, number, each.recorded_at) for made in _HASHES):
        return f"entry {number} was changed"
    if row.draw is not None and row.draw not in draws:
        return f"entry {number} is of the draw {row.draw}, which was removed"
    if row.draw is not None and row.draw_sha256 not in {None, draws[row.draw][0]}:
        return f"entry {number} is of the draw {row.draw}, which was changed"
    return None


def _draws(store: Store) -> dict[str, tuple[str, str]]:
    """Hash of each draw, and what is wrong with it."""
    found = {}
    for id_, request, request_sha256, decision, author, sha256 in store.stream(
        "SELECT id, request, request_sha256, decision, author, sha256 FROM draw"
    ):
        real = drawing_sha256(id_, request, decision, author)
        whole = real == sha256 and request_sha256 == digest(request)
        found[id_] = (real, "" if whole else f"draw {id_} was changed")
    return found


def _moments(store: Store) -> Iterator[str]:
    """A draw is recorded with its entries, and held for as long as it says."""
    for id_, recorded_at, last in store.query(
        "SELECT d.id, d.recorded_at, e.last FROM draw d JOIN (SELECT draw, max(recorded_at) AS last"
        " FROM entry WHERE kind = 'reservation' GROUP BY draw) e ON e.draw = d.id"
        " WHERE d.recorded_at <> e.last ORDER BY d.id"
    ):
        # The first schema of PostgreSQL noted the moment before it waited for the sums of the draw,
        # and its entries then took that of another's.
        waited = recorded_at < last and store.query(
            "SELECT 1 FROM entry WHERE recorded_at = ? AND (draw IS NULL OR draw <> ?) LIMIT 1",
            *(last, id_),
        )
        if store.dialect == "sqlite" or not waited:
            yield f"draw {id_}: the moment is not that of its entries"
    for (id_,) in store.query(
        "SELECT h.draw FROM holding h JOIN draw d ON d.id = h.draw"
        " WHERE h.expires_at <> d.expires_at ORDER BY h.draw"
    ):
        yield f"draw {id_} is not held for as long as it says"


def _holdings(store: Store, reserved: Mapping[str, int]) -> Iterator[str]:
    """What is still held must be what the entries leave reserved."""
    held = {row[0] for row in store.query("SELECT draw FROM holding")}
    for id_ in sorted(held - {draw for draw, amount in reserved.items() if amount}):
        if reserved.get(id_) is None or store.query(
            "SELECT 1 FROM entry WHERE draw = ? AND kind <> 'reservation'", id_
        ):
            yield f"draw {id_} is held as reserved, and its entries say that it is not"
    for id_ in sorted({draw for draw, amount in reserved.items() if amount} - held):
        yield f"draw {id_} is reserved by its entries, and is not held"


def _shown(name: str) -> str:
    return str(Name(*json.loads(name)))
