"""Many processes at one ledger, and processes that die: nothing over the limit, nothing lost."""

import itertools
import multiprocessing
import os
import random
import sqlite3
import time
from multiprocessing.context import ForkServerProcess
from pathlib import Path

import ledger_workers
import pytest
from ledger_requests import POLAND, YEAR_ALL, YEAR_LPP, application, balances, lpp, opening

from ai_export_policy import Client, Sidecar
from ai_export_policy.ledger import DrawRefused, Ledger, LedgerUnavailable, verifying

PROCESSES = 16
# How often somebody is killed: a longer run finds rarer moments.
KILLS = int(os.environ.get("AI_EXPORT_KILLS", "6"))
QUANTITY = 2500  # of H100 in one application: nineteen of them fit the allocation, and no more
EACH = 15832 * QUANTITY
FIT = 790_000_000 // EACH


@pytest.fixture(scope="module")
def processes() -> multiprocessing.context.ForkServerContext:
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["ledger_workers"])
    return context


def test_sixteen_processes_draw_on_poland_to_the_last_license_that_fits(
    url: str,
    sidecar: Sidecar,
    tmp_path: Path,
    processes: multiprocessing.context.ForkServerContext,
) -> None:
    with Ledger(url) as ledger:
        ledger.record([opening(POLAND)])
    log = tmp_path / "drawn"
    crowd = [
        processes.Process(
            target=ledger_workers.drain, args=(url, sidecar.url, number, QUANTITY, log)
        )
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
        assert balances(ledger) == {POLAND: (0, FIT * EACH)}
        # Every decision was made on what the draws before it had left.
        used = ledger.store.query(
            "SELECT d.decision FROM draw d JOIN entry e ON e.draw = d.id"
            " JOIN account a ON a.id = e.account WHERE a.sum = ? ORDER BY e.seq",
            "country_licensed",
        )
        assert len(used) == FIT
        for number, (decision,) in enumerate(used):
            assert f'"used_tpp":{number * EACH}}}' in decision
        with Client(sidecar.url) as client:
            left = f"{790_000_000 - FIT * EACH:,} of 790,000,000 TPP remain"
            with pytest.raises(DrawRefused, match=left):
                ledger.reserve(application("late", QUANTITY, "PL"), client, author="Ann")
        assert list(verifying.problems(ledger.store)) == []


def answered_again(log: Path) -> None:
    """Wait until one more draw was answered: whom to kill is then at work."""
    begin = time.monotonic()
    before = log.stat().st_size if log.exists() else 0
    while not (log.exists() and b"reserved" in log.read_bytes()[before:]):
        assert time.monotonic() < begin + 120
        time.sleep(0.005)


def test_whoever_is_killed_leaves_whole_draws_or_none(
    url: str,
    sidecar: Sidecar,
    client: Client,
    tmp_path: Path,
    processes: multiprocessing.context.ForkServerContext,
    request: pytest.FixtureRequest,
) -> None:
    """Clients, and PostgreSQL with all its processes, are killed in turn at moments of chance."""
    chance = random.Random(7)
    log, end = tmp_path / "answered", tmp_path / "end"
    numbers = itertools.count()

    def worker() -> ForkServerProcess:
        arguments = (url, sidecar.url, next(numbers), log, end)
        process = processes.Process(target=ledger_workers.draw_until_told, args=arguments)
        process.start()
        return process

    server = None if url.startswith("sqlite:") else request.getfixturevalue("postgres")
    crowd = [worker() for _ in range(4)]
    for kill in range(KILLS):
        answered_again(log)
        time.sleep(chance.uniform(0, 0.2))
        if server is not None and kill % 2:
            server.kill()
            server.start()
        else:
            victim = crowd.pop(chance.randrange(len(crowd)))
            victim.kill()
            victim.join()
            crowd.append(worker())
    end.touch()
    for one in crowd:
        one.join()
    assert [one.exitcode for one in crowd] == [0] * len(crowd)
    notes = [line.split() for line in log.read_text().splitlines()]
    asked = {id_ for what, id_ in notes if what == "asked"}
    with Ledger(url) as ledger:
        states = {id_: ledger.draw(id_).state for what, id_ in notes if what == "reserved"}
        assert set(states.values()) <= {"reserved", "committed"}
        committed = {id_ for what, id_ in notes if what == "committed"}
        assert {states[id_] for id_ in committed} <= {"committed"}
        assert len(states) >= KILLS
        # What got no answer is asked again, and counts once.
        for id_ in asked - states.keys():
            ledger.reserve(lpp(id_, 1), client, author="worker")
        for id_ in asked:
            assert ledger.commit(id_, author="Ann").state == "committed"
        assert balances(ledger) == {
            YEAR_ALL: (len(asked) * 15832, 0),
            YEAR_LPP: (len(asked) * 15832, 0),
        }
        assert list(verifying.problems(ledger.store)) == []
    print(f"{KILLS} kills, {len(asked)} asked, {len(states)} answered, {len(committed)} committed")


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
