"""Whether the ledger is what was recorded: chains, balances, draws, and heads noted elsewhere."""

import json
from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Any

from ai_export_policy.ledger import amounts, status
from ai_export_policy.ledger.entries import Entry, Name, chained, drawing_sha256
from ai_export_policy.ledger.status import Standing
from ai_export_policy.ledger.store import Store


def problems(store: Store, heads: Mapping[str, tuple[int, str]] | None = None) -> Iterator[str]:
    """A sentence for each thing that is wrong, of each sum the first entry that is.

    `heads` are those of an earlier `heads()`, kept where who changes the ledger cannot reach: they
    also show entries cut off the end, and sums made anew.
    """
    with store.snapshot():
        draws = _draws(store)
        yield from (said for _, said in draws.values() if said)
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
    """Of each sum, the number of its last entry and the hash, to be kept elsewhere."""
    found = store.query("SELECT sum, key, period, seq, head FROM account ORDER BY sum, key, period")
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
        if row.kind in {"opening", "adjustment", "commitment"}:
            committed += row.amount
        if row.draw is not None:
            change = row.amount if row.kind == "reservation" else -row.amount
            held += change
            reserved[row.draw] += change
    if number < seen:
        yield f"{name}: entry {number + 1} was removed, {seen} were noted"
        return
    head = store.query(
        "SELECT seq, head FROM account WHERE sum = ? AND key = ? AND period = ?", *name
    )[0]
    if head != (number, previous):
        yield f"{name}: entry {min(number, head[0]) + 1} was removed, or its sum was changed"
    for what, told, summed in (
        ("committed", standing.committed, committed),
        ("reserved", standing.reserved, held),
    ):
        if told != summed:
            yield (
                f"{name}: the balance says {amounts.text(told)} TPP {what},"
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
    if each.hash != chained(previous, row, number, each.recorded_at):
        return f"entry {number} was changed"
    if row.draw is not None and row.draw not in draws:
        return f"entry {number} is of the draw {row.draw}, which was removed"
    if row.draw is not None and row.draw_sha256 not in {None, draws[row.draw][0]}:
        return f"entry {number} is of the draw {row.draw}, which was changed"
    return None


def _draws(store: Store) -> dict[str, tuple[str, str]]:
    """Hash of each draw, and what is wrong with it."""
    found = {}
    for id_, request, decision, author, sha256 in store.stream(
        "SELECT id, request, decision, author, sha256 FROM draw"
    ):
        real = drawing_sha256(id_, request, decision, author)
        found[id_] = (real, "" if real == sha256 else f"draw {id_} was changed")
    return found


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
