"""How a draw ends where others, or the clock, are in the way."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from ledger_requests import YEAR_ALL, YEAR_LPP, balances, kinds, lpp, opening

from ai_export_policy import Client
from ai_export_policy.ledger import Conflict, Ledger, LedgerUnavailable, Row, verifying
from ai_export_policy.ledger.entries import Batch
from ai_export_policy.ledger.errors import Stale

HOUR = 3_600_000_000


def outrun(ledger: Ledger, monkeypatch: pytest.MonkeyPatch, last: Callable[[], object]) -> None:
    """Let every end that is recorded be outrun, the eighth by `last`."""
    attempts = iter(range(1, 9))

    def append(batch: Batch) -> None:
        if next(attempts) == 8:
            last()
        raise Stale

    monkeypatch.setattr(ledger.store, "append", append)


def test_a_draw_that_changes_each_time_is_not_told_as_committed(
    ledger: Ledger, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    ledger.reserve(lpp("one"), client, author="Ann")
    outrun(ledger, monkeypatch, lambda: None)
    with pytest.raises(LedgerUnavailable, match=r"the draw changed each time \(nothing"):
        ledger.commit("one", author="Ann")
    assert ledger.draw("one").state == "reserved"


def test_a_draw_that_another_has_settled_at_the_last_is_told_as_it_is(
    url: str, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Ledger(url) as ledger, Ledger(url) as other:
        for id_ in ("one", "two"):
            ledger.reserve(lpp(id_), client, author="Ann")
        outrun(ledger, monkeypatch, lambda: other.release("one", author="Bob"))
        with pytest.raises(Conflict, match="one is released"):
            ledger.commit("one", author="Ann")
        outrun(ledger, monkeypatch, lambda: other.commit("two", author="Bob"))
        assert ledger.commit("two", author="Ann").state == "committed"


def test_an_end_that_is_refused_within_a_turn_leaves_nothing(url: str, client: Client) -> None:
    with Ledger(url) as ledger:
        start = ledger.now()
        ledger.reserve(lpp("one"), client, author="Ann", lasts=timedelta(hours=1))
    moments = iter([start + 2 * HOUR])  # and then the clock is set back
    with Ledger(url, clock=lambda: next(moments, start + 1)) as ledger:
        with ledger.store.turn([YEAR_ALL]):
            assert ledger.expire() == 0
        assert ledger.draw("one").state == "reserved"
        assert list(verifying.problems(ledger.store)) == []


def test_what_is_refused_within_a_turn_leaves_nothing(ledger: Ledger) -> None:
    below = Row(YEAR_LPP, "adjustment", -1, "2025-07-01", "books", "", "Ann")
    with ledger.store.turn([YEAR_ALL]):
        ledger.record([opening(YEAR_ALL, 1)])
        with pytest.raises(Conflict, match="below nothing"):
            ledger.record([opening(YEAR_LPP), below])
    assert balances(ledger) == {YEAR_ALL: (1, 0)}
    assert kinds(ledger, YEAR_LPP) == []
