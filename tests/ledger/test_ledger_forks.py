"""A process that is forked has a connection of its own, and leaves that of its parent alone."""

import os
import pickle
import sys
from collections.abc import Callable, Generator
from functools import partial
from pathlib import Path
from typing import Any, cast

import pytest
from ledger_requests import YEAR_ALL, YEAR_LPP, balances, opening
from postgres_server import Server

from ai_export_policy.ledger import Ledger, Row, verifying

TIMES = 150


class Child:
    """What `act` returns in a process that is forked, or the text of what it raises."""

    def __init__(self, act: Callable[[], Any]) -> None:
        out, into = os.pipe()
        self._pid = os.fork()
        if self._pid == 0:
            try:
                said = act()
            except BaseException as error:
                said = f"{type(error).__name__}: {error}"
            os.write(into, pickle.dumps(said))
            os._exit(0)
        os.close(into)
        self._out = out

    def said(self) -> Any:
        with os.fdopen(self._out, "rb") as file:
            told = file.read()
        os.waitpid(self._pid, 0)
        return pickle.loads(told)


def adjust(ledger: Ledger, first: int) -> int:
    """Record a thousandth, again and again, and ask; how often the answer was another's."""
    wrong = 0
    for number in range(first, first + TIMES):
        ledger.record([Row(YEAR_ALL, "adjustment", 1, "2025-07-01", "books", str(number), "Ann")])
        wrong += ledger.store.query(f"SELECT {number}") != [(number,)]
    return wrong


def test_each_process_gets_its_own_answers(url: str) -> None:
    with Ledger(url) as ledger:
        ledger.record([opening(YEAR_ALL)])
        children = [Child(partial(adjust, ledger, first)) for first in (1000, 2000)]
        assert adjust(ledger, 3000) == 0
        assert [child.said() for child in children] == [0, 0]
        (held,) = ledger.store.query("SELECT seq, committed FROM account")
        assert held == (1 + 3 * TIMES, 3 * TIMES)
        assert list(verifying.problems(ledger.store)) == []


def test_a_child_that_ends_or_closes_leaves_its_parent_the_connection(postgres: Server) -> None:
    url = postgres.emptied()
    Ledger.create(url)
    pid = "SELECT pg_backend_pid()"
    with Ledger(url) as ledger:
        own = ledger.store.query(pid)
        assert Child(lambda: ledger.store.query(pid)).said() != own
        assert Child(ledger.close).said() is None
        with ledger.store.snapshot():
            rows = cast(
                Generator[Any, None, None], ledger.store.stream("SELECT generate_series(1, 1000)")
            )
            next(rows)
            Child(rows.close).said()
            assert len(list(rows)) == 999
        assert ledger.store.query(pid) == own


def test_a_child_that_leaves_the_turn_of_its_parent_does_not_end_it(postgres: Server) -> None:
    url = postgres.emptied()
    Ledger.create(url)

    def free() -> bool:
        found = other.store.query(
            "SELECT pg_try_advisory_xact_lock(hashtextextended(?, 0))", str(YEAR_ALL)
        )
        return bool(found[0][0])

    with Ledger(url) as ledger, Ledger(url) as other:
        turn = ledger.store.turn([YEAR_ALL])
        turn.__enter__()
        assert Child(lambda: turn.__exit__(None, None, None)).said() in (None, False)
        assert not free()
        turn.__exit__(None, None, None)
        assert free()


def test_what_a_child_draws_is_there_after_its_parent_closed_the_file(tmp_path: Path) -> None:
    url = f"sqlite:{tmp_path / 'ledger.sqlite'}"
    Ledger.create(url)
    ledger = Ledger(url)
    ledger.record([opening(YEAR_ALL, 1)])
    begun, begin = os.pipe()
    over, end = os.pipe()

    def act() -> None:
        ledger.record([opening(YEAR_LPP, 2)])
        os.write(begin, b".")
        os.read(over, 1)
        ledger.record([Row(YEAR_LPP, "adjustment", 1000, "2025-07-01", "books", "", "Ann")])
        os.execv(sys.executable, [sys.executable, "-c", ""])

    child = Child(act)
    os.read(begun, 1)
    assert balances(ledger) == {YEAR_ALL: (1, 0), YEAR_LPP: (2, 0)}
    ledger.close()
    os.write(end, b".")
    with pytest.raises(EOFError):
        child.said()
    with Ledger(url) as again:
        assert balances(again) == {YEAR_ALL: (1, 0), YEAR_LPP: (3, 0)}


def test_a_file_that_is_in_use_is_not_used_by_a_child(tmp_path: Path) -> None:
    url = f"sqlite:{tmp_path / 'ledger.sqlite'}"
    Ledger.create(url)
    with Ledger(url) as ledger:
        with ledger.store.turn([]):
            ledger.record([opening(YEAR_ALL, 1)])
            child = Child(lambda: ledger.record([opening(YEAR_LPP)]))
            assert "in use when this process was forked" in child.said()
            assert "in use when this process was forked" in Child(lambda: Ledger(url)).said()
        assert balances(ledger) == {YEAR_ALL: (1, 0)}
        assert Child(lambda: balances(ledger)).said() == {YEAR_ALL: (1, 0)}
