"""Whether the ledger is what was recorded: chains, balances, and heads noted elsewhere.

What is wrong with the draws is told by `verifying_draws`.
"""

import json
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from ai_export_policy.ledger import amounts, status, verifying_draws
from ai_export_policy.ledger.entries import Entry, Name, chained, chained_at_first
from ai_export_policy.ledger.store import Store

_HASHES = (chained, chained_at_first)
_TOLD = ("the limit", "whether it is complete", "the moment of its last entry")


class _Account(NamedTuple):
    """A sum as the ledger keeps it beside its entries."""

    name: Name
    seq: int
    head: str
    committed: int
    reserved: int
    limit: int | None
    complete: bool | None
    recorded_at: int


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
        draws, said = verifying_draws.hashes(store)
        yield from said
        yield from verifying_draws.moments(store)
        accounts = _accounts(store)
        for account in accounts:
            yield from _chain(store, account, draws, dict(heads or {}))
        yield from verifying_draws.holdings(store)
        yield from _openings(store)
        known = {json.dumps(account.name) for account in accounts}
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


def _accounts(store: Store) -> list[_Account]:
    """Every sum, ordered by name."""
    found = store.query(
        "SELECT sum, key, period, seq, head, committed, reserved, limit_milli, complete,"
        " recorded_at FROM account"
    )
    told = [_Account(Name(*row[:3]), *row[3:]) for row in found]
    return sorted(told, key=lambda account: account.name)


def _chain(
    store: Store,
    account: _Account,
    draws: Mapping[str, str],
    noted: Mapping[str, tuple[int, str]],
) -> Iterator[str]:
    name = account.name
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
            held += row.amount if row.kind == "reservation" else -row.amount
    if number < seen:
        yield f"{name}: entry {number + 1} was removed, {seen} were noted"
        return
    if (account.seq, account.head) != (number, previous):
        yield f"{name}: entry {min(number, account.seq) + 1} was removed, or its sum was changed"
    elif number == 0:
        yield f"{name}: the sum was added, and nothing is recorded of it"
    complete = None if account.complete is None else bool(account.complete)
    known = _Told(account.limit, complete, account.recorded_at)
    for what, kept, last in zip(_TOLD, known, told, strict=True):
        if kept != last:
            yield f"{name}: {what} is not what its entries say"
    for what, balance, summed in (
        ("committed", account.committed, committed),
        ("reserved", account.reserved, held),
    ):
        if balance != summed:
            yield (
                f"{name}: the balance says {amounts.text(balance)} TPP {what},"
                f" the entries sum to {amounts.text(summed)}"
            )


def _entry(each: Entry, number: int, previous: str, draws: Mapping[str, str]) -> str | None:
    row = each.row
    if each.seq != number:
        return f"entry {number} was removed"
    if each.prev != previous:
        return f"entry {number} does not follow the one before it: one was changed or reordered"
    if all(each.hash != made(previous, row, number, each.recorded_at) for made in _HASHES):
        return f"entry {number} was changed"
    if row.draw is not None and row.draw not in draws:
        return f"entry {number} is of the draw {row.draw}, which was removed"
    if row.draw is not None and row.draw_sha256 not in {None, draws[row.draw]}:
        return f"entry {number} is of the draw {row.draw}, which was changed"
    return None


def _openings(store: Store) -> Iterator[str]:
    """PostgreSQL notes with a sum whether it has its opening, by which it refuses a second one."""
    if store.dialect == "postgresql":
        for row in store.query(
            "SELECT sum, key, period FROM account a WHERE opened <> EXISTS"
            " (SELECT 1 FROM entry e WHERE e.account = a.id AND e.kind = 'opening') ORDER BY id"
        ):
            yield f"{Name(*row)}: whether it was opened is not what its entries say"


def _shown(name: str) -> str:
    return str(Name(*json.loads(name)))
