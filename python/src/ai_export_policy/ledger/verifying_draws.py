"""What is wrong with the draws of a ledger: their hashes, entries, moments, and what is held.

No hash covers how long a draw is reserved, nor, of one that counts towards no sum, when it was
recorded: `expires_at` and `recorded_at` are compared with what else the ledger says of the draw.
"""

from collections.abc import Iterator, Mapping, Sequence
from itertools import islice

from ai_export_policy.decision import Decision
from ai_export_policy.ledger import amounts, drawing
from ai_export_policy.ledger.entries import Name, digest, drawing_sha256
from ai_export_policy.ledger.store import Store
from ai_export_policy.strict_json import loads

_AT_ONCE = 500

# What a draw left without an entry: the moment it was recorded, its id, thousandths of a TPP.
_Left = tuple[int, str, int]


def hashes(store: Store) -> tuple[dict[str, str], list[str]]:
    """Hash of each draw, and a sentence for each that was changed and each sum without its entry.

    Of a sum the first draw is told whose decision draws on it and that has no such entry there.
    """
    real, said = {}, []
    left: dict[Name, _Left] = {}
    rows = store.stream(
        "SELECT id, request, request_sha256, decision, author, sha256, recorded_at FROM draw"
    )
    while part := list(islice(rows, _AT_ONCE)):
        whole = {}
        for id_, request, request_sha256, decision, author, sha256, recorded_at in part:
            real[id_] = drawing_sha256(id_, request, decision, author)
            if (real[id_], digest(request)) == (sha256, request_sha256):
                whole[id_] = (decision, recorded_at)
            else:
                said.append(f"draw {id_} was changed")
        for name, found in _left(store, whole):
            left[name] = min(found, left.get(name, found))
    for name, (_, id_, amount) in sorted(left.items()):
        size = amounts.text(amount)
        said.append(f"{name}: the draw {id_} draws {size} TPP by its decision, and no entry does")
    return real, said


def moments(store: Store) -> Iterator[str]:
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


def holdings(store: Store) -> Iterator[str]:
    """What is held is what has been reserved and not ended, whatever else is wrong with a sum."""
    for (id_,) in store.query(
        "SELECT draw FROM holding h WHERE NOT EXISTS"
        " (SELECT 1 FROM entry e WHERE e.draw = h.draw AND e.kind = 'reservation') OR EXISTS"
        " (SELECT 1 FROM entry e WHERE e.draw = h.draw AND e.kind <> 'reservation') ORDER BY draw"
    ):
        yield f"draw {id_} is held as reserved, and its entries say that it is not"
    for (id_,) in store.query(
        "SELECT DISTINCT e.draw FROM entry e LEFT JOIN entry s ON s.draw = e.draw"
        " AND s.account = e.account AND s.kind <> 'reservation' WHERE e.kind = 'reservation'"
        " AND (s.draw IS NULL OR s.amount <> e.amount)"
        " AND e.draw NOT IN (SELECT draw FROM holding) ORDER BY e.draw"
    ):
        yield f"draw {id_} is reserved by its entries, and is not held"


def _left(store: Store, draws: Mapping[str, tuple[str, int]]) -> Iterator[tuple[Name, _Left]]:
    """What these draws, of which decision and moment are given, draw without an entry."""
    found = _reserved(store, list(draws)) if draws else set()
    for id_, (decision, recorded_at) in draws.items():
        for name, amount in _drawn(decision):
            if (id_, name, amount) not in found:
                yield name, (recorded_at, id_, amount)


def _reserved(store: Store, ids: Sequence[str]) -> set[tuple[str, Name, int]]:
    """Every reservation of these draws."""
    found = store.query(
        "SELECT e.draw, a.sum, a.key, a.period, e.amount FROM entry e JOIN account a"
        " ON a.id = e.account WHERE e.kind = 'reservation'"
        f" AND e.draw IN ({', '.join('?' * len(ids))})",
        *ids,
    )
    return {(row[0], Name(*row[1:4]), row[4]) for row in found}


def _drawn(decision: str) -> list[tuple[Name, int]]:
    """The sums that a recorded decision draws on, and how many thousandths of a TPP.

    Nothing of what is no decision: the entries of the draw have the hash of the one that was.
    """
    try:
        return [
            (Name(row["sum"], row["key"], row["period"] or ""), amounts.milli(row["tpp"]))
            for row in drawing.drawn(Decision(loads(decision.encode())))
        ]
    except (ValueError, KeyError, TypeError):
        return []
