"""What the last draw left, so that the next one on the same sums need not look first."""

import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from ai_export_policy.ledger.entries import Name, Row
from ai_export_policy.ledger.snapshot import Amount, Snapshot, guess, holder

_SECONDS = 1.0  # no more than a look may be old when a slow decision on it is drawn


@dataclass(frozen=True, slots=True)
class _Left:
    names: Mapping[str, Name]
    year: str
    snapshot: Snapshot
    at: float


class Left:
    """The sums of the last draw as it left them.

    They serve for a draw alone, which the database makes only while they still hold, and only for
    a second, and where the last look has found nobody else drawing on them; `alone` is how many
    have, one after the other.
    """

    def __init__(self) -> None:
        self._left: _Left | None = None
        self.alone = 0

    def snapshot(self, request: Mapping[str, Any], now: int | None) -> Snapshot | None:
        """What is on hand for the request at the moment `now`, None for the moment of the draw."""
        left = self._left
        if left is None or not self.alone or not _same(left, request):
            return None
        if not 0 <= time.time() - left.at < _SECONDS:
            return None
        found = left.snapshot if now is None else replace(left.snapshot, moment=now)
        return None if found.due else found

    def looked(self, request: Mapping[str, Any], seen: Snapshot) -> None:
        """Compare with what a look has found."""
        left = self._left
        same = left is not None and _same(left, request) and left.snapshot.sums == seen.sums
        self.alone = self.alone + 1 if same else 0

    def forget(self) -> None:
        """What is kept no longer holds."""
        self._left = None

    def drew(
        self,
        request: Mapping[str, Any],
        seen: Snapshot,
        rows: Iterable[Row],
        ends: int,
        moment: int,
    ) -> None:
        """Keep what a draw on `seen` left that was made at `moment` and ends at `ends`."""
        sums = dict(seen.sums)
        for row in rows:
            if row.name in sums:
                seq, used, complete = sums[row.name]
                sums[row.name] = Amount(seq + 1, used + row.amount, complete)
        snapshot = replace(
            seen,
            sums=sums,
            moment=moment,
            ends=ends if seen.ends is None else min(ends, seen.ends),
        )
        # What a validated end user has is counted with all its countries: always looked at.
        self._left = None
        if seen.holder is None:
            self._left = _Left(guess(request), request["as_of"][:4], snapshot, time.time())


def _same(left: _Left, request: Mapping[str, Any]) -> bool:
    """Whether the request is about the same sums."""
    same = left.year == request["as_of"][:4] and left.names == guess(request)
    return same and holder(request) is None
