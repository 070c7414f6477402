"""The ledger itself: reserve, commit, release, expire, and entries from evidence."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from types import TracebackType
from typing import Any, Self

from ai_export_policy.ledger import (
    draws,
    migrations,
    settling,
    snapshot,
    texts,
)
from ai_export_policy.ledger.deciding import Decider
from ai_export_policy.ledger.draws import Draw
from ai_export_policy.ledger.entries import (
    Batch,
    Name,
    Row,
    canonical,
)
from ai_export_policy.ledger.errors import (
    Conflict,
    LedgerUnavailable,
    Stale,
)
from ai_export_policy.ledger.evidence import is_day, refuse
from ai_export_policy.ledger.reserving import ATTEMPTS, Reserving, Wanted
from ai_export_policy.ledger.store import Store, connect
from ai_export_policy.request import validate

_EXPIRED_AT_ONCE = 200


class Ledger:
    """The ledger at `url`: `sqlite:PATH` or `postgresql://HOST/DATABASE`.

    Safe to share between threads, which take turns; for speed give each its own. `clock` gives
    microseconds since 1970 and stands in for the database's own clock. SchemaRefused unless a
    ledger of this version is there, LedgerUnavailable if the database gives no answer.
    """

    def __init__(self, url: str, *, clock: Callable[[], int] | None = None) -> None:
        self.store: Store = connect(url)
        self._clock = clock
        self._reserving = Reserving(self.store, self._moment, self.expire)
        try:
            migrations.check(self.store)
        except BaseException:
            self.store.close()
            raise

    @staticmethod
    def create(url: str) -> None:
        """Make the ledger, or bring the one that is there forward to this version."""
        store = connect(url, create=True)
        try:
            migrations.migrate(store)
        finally:
            store.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the connection to the database: every later call is LedgerUnavailable."""
        self.store.close()

    def now(self) -> int:
        """The ledger's moment."""
        return self._clock() if self._clock else self.store.now()

    def reserve(
        self,
        request: Mapping[str, Any],
        client: Decider,
        *,
        author: str,
        source: str = "ai-export ledger reserve",
        evidence: str = "",
        lasts: timedelta = timedelta(days=1),
    ) -> Draw:
        """Decide the request on what the ledger holds, and draw what the decision counts.

        The draw is made only while the ledger still holds what was decided on; else it is decided
        again, eight times at most. The same request gets the same answer and is drawn once.
        ValueError unless it `lasts` from a microsecond to a hundred years; RequestInvalid where it
        has no `request_id`, brings amounts of its own, or a name that no sum may have; Conflict for
        an id that was drawn with other content and a text that is not kept; DrawRefused where the
        decision carries no draw; LedgerUnavailable where the sums changed all the time; and what
        `client` raises.
        """
        settling.refuse_span(lasts)
        validate(request)
        snapshot.refuse(request)
        wanted = Wanted(request, canonical(request), client, (source, evidence, author), lasts)
        texts.refuse(source=source, evidence=evidence, author=author)
        texts.refuse_in(request, wanted.text)
        return self._reserving.reserve(wanted)

    def commit(
        self,
        id: str,
        *,
        author: str,
        day: str | None = None,
        source: str = settling.SOURCES["commitment"],
        evidence: str = "",
    ) -> Draw:
        """The act took place, or the license was granted, on `day` (that of the request if None).

        Doing it twice is doing it once. ValueError for what is no day; Conflict for a draw that is
        unknown, released, expired, or counted towards no sum (`nothing_drawn`: nothing of it is
        held), for a day outside the year or the years in which it was counted, where it was
        committed on another day, source or evidence than is told now, and for a text that is not
        kept; LedgerUnavailable where the database gave no answer.
        """
        if day is not None and not is_day(day):
            raise ValueError(f"day {day!r} is no date as YYYY-MM-DD, and nothing was recorded")
        return self._settle(id, "commitment", day, (source, evidence, author))

    def release(
        self,
        id: str,
        *,
        author: str,
        source: str = settling.SOURCES["release"],
        evidence: str = "",
    ) -> Draw:
        """Give back what is reserved, once.

        Conflict for a draw that is unknown, committed, expired, or counted towards no sum
        (`nothing_drawn`), where it was released on another source or evidence, and for a text that
        is not kept; LedgerUnavailable where the database gave no answer.
        """
        return self._settle(id, "release", None, (source, evidence, author))

    def expire(self) -> int:
        """Record the end of every reservation whose time is over; return how many."""
        ended = 0
        while True:
            due = self.store.query(
                "SELECT draw FROM holding WHERE expires_at <= ? ORDER BY expires_at LIMIT ?",
                *(self.now(), _EXPIRED_AT_ONCE),
            )
            before = ended
            for (id_,) in due:
                try:
                    self._end(id_, "expiry", None, ("ledger", "", "ledger"))
                    ended += 1
                except (Conflict, Stale):
                    continue  # another process was first
            if ended == before:
                return ended

    def record(self, rows: Iterable[Row]) -> int:
        """Append entries from evidence, all or none: openings, adjustments, commitments.

        Returns the moment. ValueError names every field that is wrong; Conflict where an entry
        contradicts the ledger. The same entry twice is two: `importing.take` looks for that.
        """
        entries = tuple(rows)
        refuse(entries)
        return self.take(entries, {})

    def take(self, entries: Sequence[Row], expect: Mapping[Name, int]) -> int:
        """The same for entries that were checked, while the sums have as many as is expected.

        Stale where they have not; Conflict for a text that is not kept.
        """
        texts.refuse_of(entries)
        self._reserving.forget()
        try:
            return self.store.append(Batch(tuple(entries), expect, now=self._moment())).moment
        except LedgerUnavailable as error:
            raise LedgerUnavailable(error.said, recorded=error.recorded, named=False) from error

    def draw(self, id: str) -> Draw:
        """The draw of that id, on the disk as it is told; Conflict if there is none."""
        texts.refuse(id=id)
        return draws.kept(self.store, id)

    def _settle(self, id_: str, kind: str, day: str | None, told: tuple[str, str, str]) -> Draw:
        source, evidence, author = told
        texts.refuse(id=id_, day=day or "", source=source, evidence=evidence, author=author)
        for _ in range(ATTEMPTS):
            self.expire()
            draw = settling.unsettled(self.store, id_, kind, day, told)
            if draw.state != "reserved":
                return draw
            try:
                self._end(id_, kind, day, told)
            except (Stale, Conflict) as error:
                # Another was first, or nothing changed and it is refused as it is.
                still = draws.find(self.store, id_).state == "reserved"
                if still and isinstance(error, Conflict):
                    raise
            else:
                return replace(draw, state=draws.STATES[kind])
        draw = settling.unsettled(self.store, id_, kind, day, told)
        if draw.state == "reserved":
            raise LedgerUnavailable("the draw changed each time")
        return draw

    def _end(self, id_: str, kind: str, day: str | None, told: tuple[str, str, str]) -> None:
        self._reserving.forget()
        rows = settling.ends(self.store, id_, kind, day, told)
        self.store.append(Batch(rows, settle=(id_, kind), now=self._moment()))

    def _moment(self) -> int | None:
        return self._clock() if self._clock else None
