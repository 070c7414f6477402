"""How a draw is made: decided on what the ledger holds, and drawn while it still holds that."""

from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import timedelta
from typing import Any, NamedTuple

from ai_export_policy.ledger import deciding, drawing, draws, snapshot
from ai_export_policy.ledger.crowd import Crowd
from ai_export_policy.ledger.deciding import Decider
from ai_export_policy.ledger.draws import Draw
from ai_export_policy.ledger.entries import (
    Batch,
    Drawing,
    Name,
    canonical,
    digest,
    ordered,
    same,
)
from ai_export_policy.ledger.errors import (
    AlreadyDrawn,
    Conflict,
    DrawRefused,
    LedgerUnavailable,
    OverLimit,
    Stale,
)
from ai_export_policy.ledger.left import Left
from ai_export_policy.ledger.snapshot import Snapshot
from ai_export_policy.ledger.store import Store
from ai_export_policy.strict_json import loads

ATTEMPTS = 8
_FREE_ATTEMPTS = 1  # afterwards it is decided in turn
_ALONE = 4  # looks, after which nobody is in the way: a turn costs little, and a vain decision much


class Wanted(NamedTuple):
    """A draw that is wanted: its request, also as canonical text, and who decides on it; `told` are
    source, evidence and author; it is reserved for as long as it `lasts`."""

    request: Mapping[str, Any]
    text: str
    client: Decider
    told: tuple[str, str, str]
    lasts: timedelta


class Reserving:
    """Draws on the ledger in `store`.

    `moment` gives the moment, None for the store's own clock; `expire` records the end of what is
    over. It remembers on which sums others draw too, and what a draw of its own has left.
    """

    def __init__(
        self, store: Store, moment: Callable[[], int | None], expire: Callable[[], int]
    ) -> None:
        self._store = store
        self._moment = moment
        self._expire = expire
        self._crowd = Crowd()
        self._left = Left()

    def forget(self) -> None:
        """Something else than a draw is recorded: what was left is not known any more."""
        self._left.forget()

    def reserve(self, wanted: Wanted) -> Draw:
        """Make the draw, deciding again while others are first, a bounded number of times.

        Conflict for an id that was drawn with other content; DrawRefused where the decision carries
        no draw; LedgerUnavailable where the sums changed all the time; and what the client raises.
        """
        request = wanted.request
        names = snapshot.guess(request)
        concerned = self._crowd.among(names)
        if not concerned and (left := self._left.snapshot(request, self._moment())) is not None:
            # Only a draw that is made rests on it: a refusal, too, may be what others have changed.
            with suppress(Stale, AlreadyDrawn, OverLimit, DrawRefused):
                return self._draw_on(left, wanted, set())
        free = 0 if concerned else _FREE_ATTEMPTS
        for attempt in range(ATTEMPTS):
            try:
                if attempt < free:
                    return self._attempt(wanted, self._look(request, names), concerned)
                with self._store.turn(ordered(concerned), snapshot.asked(request, names)) as found:
                    seen = snapshot.taken(found, request, names, self._moment())
                    drawn = self._attempt(wanted, seen, concerned)
                    if self._left.alone >= _ALONE and not found.waited:
                        self._crowd.remove(concerned)
                    return drawn
            except (Stale, AlreadyDrawn, OverLimit):
                self._crowd.add(concerned)
        raise LedgerUnavailable("the sums changed each time before the draw was made")

    def _drawn(self, id_: str, wanted: Wanted) -> Draw:
        found = self._store.query("SELECT request_sha256, request FROM draw WHERE id = ?", id_)
        mark, drawn = found[0]
        if mark != digest(wanted.text) and not same(loads(drawn.encode()), wanted.request):
            raise Conflict(f"{id_} was drawn for another request")
        return draws.kept(self._store, id_)

    def _attempt(self, wanted: Wanted, seen: Snapshot, concerned: set[Name]) -> Draw:
        request = wanted.request
        if seen.due:
            self._expire()
            seen = self._look(request, seen.names)
        self._left.looked(request, seen)
        if seen.drawn:
            return self._drawn(request["request_id"], wanted)
        return self._draw_on(seen, wanted, concerned)

    def _draw_on(self, seen: Snapshot, wanted: Wanted, concerned: set[Name]) -> Draw:
        request, told = wanted.request, wanted.told
        decision, seen = deciding.decide(
            request, wanted.client, seen, lambda names: self._look(request, names)
        )
        if reasons := drawing.against(decision, seen):
            raise DrawRefused(decision, reasons)
        draw = Drawing(
            id=request["request_id"],
            request=wanted.text,
            decision=canonical(decision.document),
            author=told[2],
            lasts=wanted.lasts // timedelta(microseconds=1),
        )
        rows = drawing.rows(decision, seen, draw=draw.id, sha256=draw.sha256, told=told)
        expect = seen.expect(drawing.concerned(decision))
        concerned.update(expect)
        batch = Batch(rows, expect, draw, census=seen.census(), now=self._moment())
        moment, outran = self._store.append(batch)
        if outran:
            self._crowd.add(concerned)
        self._left.drew(request, seen, rows, moment + draw.lasts, moment)
        return draws.made(draw, decision, rows, moment, seen)

    def _look(self, request: Mapping[str, Any], names: Mapping[str, Name]) -> Snapshot:
        found = self._store.look(snapshot.asked(request, names))
        return snapshot.taken(found, request, names, self._moment())
