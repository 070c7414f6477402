"""Turns: who was outrun on a sum decides while nobody else in a turn does."""

import itertools
import threading
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from typing import Any

import psycopg
import pytest
from ledger_requests import VIETNAM, YEAR_ALL, YEAR_LPP, balances, lpp, opening
from postgres_server import Server

from ai_export_policy import Client, Decision
from ai_export_policy.ledger import Ledger, LedgerUnavailable, Name, verifying
from ai_export_policy.ledger.crowd import Crowd
from ai_export_policy.ledger.store import Look, Seen

BOTH = (YEAR_ALL, YEAR_LPP)
SOON = 0.2  # seconds after which somebody who need not wait would be there
LATE = 30.0


class Outrun:
    """Decides as the client does, after which another draws, as often as there are ids."""

    def __init__(self, client: Client, other: Ledger, *ids: str) -> None:
        self._client, self._other, self._ids = client, other, list(ids)
        self.decisions = 0

    def decide(self, request: Mapping[str, Any]) -> Decision:
        self.decisions += 1
        decision = self._client.decide(request)
        if self._ids:
            self._other._reserving._crowd.remove(BOTH)  # it knows of no turn
            self._other.reserve(lpp(self._ids.pop(0), 1), self._client, author="Bob")
        return decision


class Slow:
    """Decides as the client does, a little later."""

    def __init__(self, client: Client) -> None:
        self._client = client

    def decide(self, request: Mapping[str, Any]) -> Decision:
        time.sleep(0.02)
        return self._client.decide(request)


class Waiting:
    """Somebody who wants a turn on the sums; `seen` is what it had brought once it had one."""

    def __init__(self, ledger: Ledger, sums: Sequence[Name] = (YEAR_ALL,)) -> None:
        self.seen: list[Seen] = []

        def take() -> None:
            with ledger.store.turn(sums, Look(tuple(sums), draw="one")) as seen:
                self.seen.append(seen)

        self._thread = threading.Thread(target=take, daemon=True)
        self._thread.start()

    @property
    def waited(self) -> list[bool]:
        """Whether it had to be waited for."""
        return [seen.waited for seen in self.seen]

    def served(self, seconds: float = LATE) -> bool:
        self._thread.join(seconds)
        return not self._thread.is_alive()


def test_a_turn_is_waited_for(url: str) -> None:
    with Ledger(url) as one, Ledger(url) as two:
        with one.store.turn([YEAR_ALL]) as seen:
            assert not seen.waited
            second = Waiting(two)
            assert not second.served(SOON)
        assert second.served()
        assert second.waited == [True]


def test_a_turn_brings_what_was_drawn_while_it_was_waited_for(url: str, client: Client) -> None:
    with Ledger(url) as one, Ledger(url) as two:
        with one.store.turn([YEAR_ALL]):
            second = Waiting(two, [YEAR_ALL, YEAR_LPP])
            assert not second.served(SOON)
            drawn = one.reserve(lpp("one"), client, author="Ann")
        assert second.served()
    (seen,) = second.seen
    assert (seen.waited, seen.drawn, seen.ends) == (True, True, drawn.expires_at)
    assert {(*row,) for row in seen.sums} == {(*name, 1, 1_583_200_000, None) for name in BOTH}


def test_a_turn_that_fails_is_over(url: str) -> None:
    with Ledger(url) as one, Ledger(url) as two:
        with suppress(KeyError), one.store.turn([YEAR_ALL]):
            raise KeyError
        second = Waiting(two)
        assert second.served()
        assert second.waited == [False]


def test_who_was_outrun_decides_again_in_turn(url: str, client: Client) -> None:
    with Ledger(url) as ledger, Ledger(url) as other:
        ledger.record([opening(YEAR_ALL), opening(YEAR_LPP)])
        outrun = Outrun(client, other, "other")
        assert ledger.reserve(lpp("one"), outrun, author="Ann").state == "reserved"
        assert outrun.decisions == 2
        assert balances(ledger) == dict.fromkeys(BOTH, (0, 101 * 15832))


@pytest.fixture
def pair(postgres: Server) -> Any:
    """Two ledgers of one database that lets others draw during a turn."""
    url = postgres.emptied()
    Ledger.create(url)
    with Ledger(url) as one, Ledger(url) as two:
        yield one, two


def test_on_other_sums_nobody_waits(pair: tuple[Ledger, Ledger]) -> None:
    one, two = pair
    with one.store.turn([YEAR_ALL]):
        second = Waiting(two, [YEAR_LPP])
        assert second.served()
        assert second.waited == [False]


def test_no_two_wait_for_each_other(pair: tuple[Ledger, Ledger]) -> None:
    def many(ledger: Ledger, sums: Sequence[Name]) -> None:
        for _ in range(200):
            with ledger.store.turn(sums):
                pass

    sums = [*BOTH, *(Name("consignee_aia", f"Group {number}", "") for number in range(9))]
    orders = zip(pair, (sums, sums[::-1]), strict=True)
    threads = [threading.Thread(target=many, args=one, daemon=True) for one in orders]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(LATE)
        assert not thread.is_alive()


def test_the_turn_is_over_when_the_draw_is_made(
    pair: tuple[Ledger, Ledger], client: Client
) -> None:
    one, two = pair
    with one.store.turn([YEAR_ALL]):
        assert one.reserve(lpp("one"), client, author="Ann").state == "reserved"
        assert Waiting(two).served()


def test_the_turn_of_who_is_gone_is_over(pair: tuple[Ledger, Ledger], postgres: Server) -> None:
    one, two = pair
    with one.store.turn([YEAR_ALL]):
        (((pid,),), second) = (one.store.query("SELECT pg_backend_pid()"), Waiting(two))
        assert not second.served(SOON)
        with psycopg.connect(postgres.url("postgres")) as db:
            db.execute("SELECT pg_terminate_backend(%s)", (pid,))
        assert second.served()
    # Who was gone takes the next one.
    third = Waiting(one)
    assert third.served()
    assert third.waited == [False]


def test_a_draw_out_of_turn_is_not_lost_on_who_has_one(
    pair: tuple[Ledger, Ledger], client: Client
) -> None:
    one, two = pair
    outrun = Outrun(client, two, "a", "b", "c")
    assert one.reserve(lpp("one"), outrun, author="Ann").state == "reserved"
    assert outrun.decisions == 4
    assert balances(one) == dict.fromkeys(BOTH, (0, 103 * 15832))
    assert list(verifying.problems(one.store)) == []


def test_who_is_always_quicker_lets_another_have_its_turn(
    pair: tuple[Ledger, Ledger], client: Client
) -> None:
    one, two = pair
    done = threading.Event()

    def draw() -> None:
        for number in itertools.count():
            if done.is_set():
                return
            one.reserve(lpp(f"quick {number}", 1), client, author="Ann")

    quick = threading.Thread(target=draw, daemon=True)
    quick.start()
    try:
        for number in range(20):
            two.reserve(lpp(f"slow {number}", 1), Slow(client), author="Bob")
    finally:
        done.set()
        quick.join(LATE)
    assert list(verifying.problems(one.store)) == []


@pytest.mark.parametrize("analyzed", [False, True])
def test_a_look_reads_by_index_however_small_the_ledger_was(
    pair: tuple[Ledger, Ledger], postgres: Server, analyzed: bool
) -> None:
    one, _ = pair
    look = Look((YEAR_ALL, YEAR_LPP, YEAR_ALL), None, "one")
    one.store.look(look)
    one.record([opening(YEAR_ALL._replace(key=f"Group {number}")) for number in range(2000)])
    one.record([opening(YEAR_ALL, 7), opening(VIETNAM)])
    if analyzed:
        with psycopg.connect(postgres.url("postgres"), autocommit=True) as db:
            db.execute("ANALYZE ai_export_ledger.account")
    read = "SELECT sum(seq_tup_read + coalesce(idx_tup_fetch, 0)) FROM pg_stat_xact_user_tables"
    with one.store.snapshot():
        ((before,),) = one.store.query(read)
        assert {(*row,) for row in one.store.look(look).sums} == {(*YEAR_ALL, 1, 7000, True)}
        ((after,),) = one.store.query(read)
    assert after - before < 10


@pytest.mark.parametrize("held", BOTH)
def test_a_turn_that_never_comes_is_given_up_with_nothing_drawn(
    pair: tuple[Ledger, Ledger], postgres: Server, client: Client, held: Name
) -> None:
    one, two = pair
    one.store.query("SELECT set_config('statement_timeout', '100', false)")
    one._reserving._crowd.add(BOTH)
    outrun = Outrun(client, two)
    with Ledger(postgres.url("postgres")) as third, two.store.turn([held]):
        with pytest.raises(LedgerUnavailable, match="timeout") as raised:
            one.reserve(lpp("one"), outrun, author="Ann")
        assert (raised.value.recorded, outrun.decisions) == (False, 0)
        # What of it was there already is let go.
        assert Waiting(third, [name for name in BOTH if name != held]).served()


def test_a_crowd_is_forgotten_in_the_end_and_that_of_an_operator_counts_too() -> None:
    crowd = Crowd()
    crowd.add([VIETNAM, YEAR_LPP])
    assert crowd.among({"operator_year_lpp": YEAR_LPP}) == {YEAR_LPP}
    # A request does not tell the years of an allocation.
    assert crowd.among({"country_licensed": VIETNAM._replace(period="")}) == {VIETNAM}
    crowd.remove([YEAR_LPP, YEAR_ALL])
    assert crowd.among({"consignee_year_lpp": YEAR_LPP}) == set()
    crowd.add(YEAR_ALL._replace(key=f"Group {number}") for number in range(1000))
    assert crowd.among({"country_licensed": VIETNAM}) == set()
    assert crowd.among({"one": YEAR_ALL._replace(key="Group 0")})
