"""Who breaks off a call by an exception of a signal handler can go on with the ledger."""

import signal
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from types import FrameType

import psycopg
import pytest
from ledger_requests import YEAR_ALL, YEAR_LPP, balances, opening
from postgres_server import Server

from ai_export_policy.ledger import Ledger, Row, verifying


class Late(Exception):
    """What the alarm raises."""


@pytest.fixture(params=[Late, SystemExit])
def alarm(request: pytest.FixtureRequest) -> Iterator[type[BaseException]]:
    """The exception of the alarm."""

    def late(number: int, frame: FrameType | None) -> None:
        raise request.param

    before = signal.signal(signal.SIGALRM, late)
    yield request.param
    signal.setitimer(signal.ITIMER_REAL, 0)
    signal.signal(signal.SIGALRM, before)


@pytest.fixture
def url(postgres: Server) -> str:
    """Only PostgreSQL is waited for in Python."""
    address = postgres.emptied()
    Ledger.create(address)
    return address


def adjust(ledger: Ledger) -> None:
    ledger.record([Row(YEAR_ALL, "adjustment", 1, "2025-07-01", "books", "", "Ann")])


def prove(ledger: Ledger) -> None:
    assert list(verifying.problems(ledger.store)) == []


def test_a_wait_for_a_turn_that_is_broken_off(url: str, alarm: type[BaseException]) -> None:
    with Ledger(url) as one, Ledger(url) as two, Ledger(url) as three:
        with one.store.turn([YEAR_LPP]):
            signal.setitimer(signal.ITIMER_REAL, 0.2)
            with pytest.raises(alarm), two.store.turn(sorted([YEAR_ALL, YEAR_LPP])):
                pass
        # The same ledger goes on, and nobody waits for the turn that it had begun to take.
        two.record([opening(YEAR_ALL, 1)])
        three.store.query("SELECT set_config('statement_timeout', '5000', false)")
        with three.store.turn([YEAR_ALL]), two.store.turn([YEAR_LPP]):
            pass
        assert balances(two) == {YEAR_ALL: (1, 0)}


def test_a_turn_whose_question_is_broken_off(url: str, alarm: type[BaseException]) -> None:
    with Ledger(url) as one, Ledger(url) as two:
        turn = ExitStack()
        turn.enter_context(one.store.turn([YEAR_ALL]))
        signal.setitimer(signal.ITIMER_REAL, 0.2)
        with pytest.raises(alarm), turn:
            one.store.query("SELECT pg_sleep(3)")
        two.store.query("SELECT set_config('statement_timeout', '5000', false)")
        with two.store.turn([YEAR_ALL]):
            one.record([opening(YEAR_ALL, 1)])


@pytest.mark.parametrize("act", [adjust, prove])
def test_what_is_broken_off_while_the_sums_are_locked(
    url: str, alarm: type[BaseException], act: Callable[[Ledger], object]
) -> None:
    with Ledger(url) as ledger:
        ledger.record([opening(YEAR_ALL, 1)])
        with psycopg.connect(url) as db:
            db.execute("LOCK TABLE ai_export_ledger.account")
            signal.setitimer(signal.ITIMER_REAL, 0.2)
            with pytest.raises(alarm):
                act(ledger)
        prove(ledger)
        ledger.record([opening(YEAR_LPP, 5)])
        with Ledger(url) as other:
            assert balances(other)[YEAR_LPP] == (5, 0)
