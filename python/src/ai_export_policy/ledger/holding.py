"""What the ledger holds of a sum before evidence is added to it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Self

from ai_export_policy.ledger.entries import Name, Row
from ai_export_policy.ledger.store import Store


@dataclass
class Holding:
    """A sum: number of entries, thousandths of a TPP committed and reserved, whether it is open."""

    name: Name
    entries: int = 0
    committed: int = 0
    reserved: int = 0
    opened: bool = False
    _numbers: Mapping[tuple[object, ...], int] | None = None

    @classmethod
    def of(cls, store: Store, name: Name) -> Self:
        """The sum as it is; of one that has no entries nothing."""
        found = store.query(
            "SELECT seq, committed, reserved, EXISTS (SELECT 1 FROM entry WHERE account = a.id"
            " AND kind = 'opening') FROM account a WHERE sum = ? AND key = ? AND period = ?",
            *name,
        )
        if not found:
            return cls(name)
        entries, committed, reserved, opened = found[0]
        return cls(name, entries, int(committed), int(reserved), bool(opened))

    def number(self, store: Store, row: Row) -> int | None:
        """Number of the entry from evidence that says the same, whoever wrote it; None if none."""
        if self._numbers is None:
            self._numbers = {
                tuple(said): number
                for number, *said in store.query(
                    "SELECT e.seq, e.kind, e.amount, e.day, e.source, e.evidence FROM entry e"
                    " JOIN account a ON a.id = e.account WHERE a.sum = ? AND a.key = ?"
                    " AND a.period = ? AND e.draw IS NULL ORDER BY e.seq DESC",
                    *self.name,
                )
            }
        return self._numbers.get((row.kind, row.amount, row.day, row.source, row.evidence))
