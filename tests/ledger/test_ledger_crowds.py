"""Many processes at one ledger, and processes that die: nothing over the limit, nothing lost."""

import multiprocessing
import random
import sqlite3
from pathlib import Path

import ledger_workers
import pytest
from ledger_requests import YEAR_ALL, YEAR_LPP, balances, lpp, opening

from ai_export_policy import Client, Sidecar
from ai_export_policy.ledger import Ledger, LedgerUnavailable, verifying

PROCESSES = 16
EACH = 15832 * 85  # TPP of one draw: nineteen of them fit the limit, and no more
LIMIT = 26_900_000
FIT = LIMIT // EACH


@pytest.fixture(scope="module")
def processes() -> multiprocessing.context.ForkServerContext:
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["ledger_workers"])
    return context


def test_sixteen_processes_draw_a_pool_to_the_last_draw_that_fits(
    url: str,
    sidecar: Sidecar,
    tmp_path: Path,
    processes: multiprocessing.context.ForkServerContext,
) -> None:
    with Ledger(url) as ledger:
        ledger.record([opening(YEAR_ALL), opening(YEAR_LPP)])
    log = tmp_path / "drawn"
    crowd = [
        processes.Process(target=ledger_workers.drain, args=(url, sidecar.url, number, 85, log))
        for number in range(PROCESSES)
    ]
    for one in crowd:
        one.start()
    for one in crowd:
        one.join()
    assert [one.exitcode for one in crowd] == [0] * PROCESSES
    answered = log.read_text().split()
    with Ledger(url) as ledger:
        kept = [row[0] for row in ledger.store.query("SELECT id FROM draw")]
        assert sorted(answered) == sorted(kept)
        assert len(answered) == FIT
        assert balances(ledger) == {YEAR_ALL: (0, FIT * EACH), YEAR_LPP: (0, FIT * EACH)}
        # Every decision was made on what the draws before it had left.
        used = ledger.store.query(
            "SELECT d.decision FROM draw d JOIN entry e ON e.draw = d.id"
            " JOIN account a ON a.id = e.account WHERE a.sum = ? ORDER BY e.seq",
            "consignee_year_all",
        )
        assert len(used) == FIT
        for number, (decision,) in enumerate(used):
            assert f'"used_tpp":{number * EACH}}}' in decision
        assert list(verifying.problems(ledger.store)) == []


def test_whoever_is_killed_leaves_whole_draws_or_none(
    url: str, sidecar: Sidecar, client: Client, processes: multiprocessing.context.ForkServerContext
) -> None:
    chance = random.Random(7)
    ids = [f"id {number}" for number in range(6)]
    for _ in range(3):
        victims = [
            processes.Process(
                target=ledger_workers.draw_and_die,
                args=(url, sidecar.url, ids, chance.uniform(0.02, 0.4)),
            )
            for _ in range(2)
        ]
        for one in victims:
            one.start()
        for one in victims:
            one.join()
    with Ledger(url) as ledger:
        assert list(verifying.problems(ledger.store)) == []
        for id_ in ids:
            ledger.reserve(lpp(id_, 1), client, author="Ann")
            assert ledger.commit(id_, author="Ann").state == "committed"
        assert balances(ledger) == {
            YEAR_ALL: (len(ids) * 15832, 0),
            YEAR_LPP: (len(ids) * 15832, 0),
        }
        assert list(verifying.problems(ledger.store)) == []


def fill(ledger: Ledger, client: Client) -> None:
    for number in range(50):
        ledger.reserve(lpp(f"more {number}", 1), client, author="Ann")


def test_a_full_disk_records_nothing_and_breaks_nothing(tmp_path: Path, client: Client) -> None:
    url = f"sqlite:{tmp_path / 'ledger.sqlite'}"
    Ledger.create(url)
    with Ledger(url) as ledger:
        ledger.reserve(lpp("one", 1), client, author="Ann")
        before = balances(ledger)
        (pages,) = ledger.store.query("PRAGMA page_count")[0]
        ledger.store.query(f"PRAGMA max_page_count = {pages}")
        with pytest.raises(LedgerUnavailable, match="full"):
            fill(ledger, client)
        drawn = sum(1 for _ in ledger.store.query("SELECT 1 FROM draw"))
        before = dict.fromkeys(before, (0, drawn * 15832))
        assert balances(ledger) == before
        assert list(verifying.problems(ledger.store)) == []
        ledger.store.query("PRAGMA max_page_count = 1000000")
        assert ledger.reserve(lpp("after", 1), client, author="Ann").state == "reserved"


def test_a_writer_that_does_not_let_go_is_waited_for_and_then_told(
    tmp_path: Path, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ai_export_policy.ledger.sqlite._WAIT_SECONDS", 0.1)
    path = tmp_path / "ledger.sqlite"
    Ledger.create(f"sqlite:{path}")
    with Ledger(f"sqlite:{path}") as ledger, sqlite3.connect(path) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(LedgerUnavailable, match="locked"):
            ledger.reserve(lpp("one"), client, author="Ann")
        other.rollback()
        assert ledger.reserve(lpp("one"), client, author="Ann").state == "reserved"
