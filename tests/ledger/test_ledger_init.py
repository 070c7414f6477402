"""Several make the same ledger, or bring it forward, at the same time."""

import subprocess
import sys
import threading
from pathlib import Path

import pytest
from ledger_requests import YEAR_ALL, balances, opening
from postgres_server import Server

from ai_export_policy.ledger import Ledger, migrations, store

AT_ONCE = 4
# Each says that it has loaded everything, and goes on when it is told to.
INIT = """
import sys
from ai_export_policy.ledger import Ledger, postgresql, sqlite
print("ready", flush=True)
sys.stdin.readline()
Ledger.create(sys.argv[1])
"""


def made_at_once(url: str) -> list[str]:
    """What each of the processes said that make the ledger."""
    command = [sys.executable, "-c", INIT, url]
    pipe = subprocess.PIPE
    others = [
        subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=pipe, text=True)
        for _ in range(AT_ONCE)
    ]
    for one in others:
        assert one.stdout is not None
        assert one.stdout.readline() == "ready\n"
    for one in others:
        assert one.stdin is not None
        one.stdin.write("\n")
        one.stdin.flush()
    return [one.communicate(timeout=120)[1] for one in others]


@pytest.fixture(params=["sqlite", "postgresql"])
def nowhere(request: pytest.FixtureRequest, tmp_path: Path, postgres: Server) -> str:
    """Address of a ledger that is not there yet."""
    if request.param == "sqlite":
        return f"sqlite:{tmp_path / 'ledger.sqlite'}"
    return postgres.emptied()


def test_processes_that_make_a_ledger_at_once_make_one(nowhere: str) -> None:
    assert made_at_once(nowhere) == [""] * AT_ONCE
    with Ledger(nowhere) as ledger:
        ledger.record([opening(YEAR_ALL, 7)])
        noted = ledger.store.query("SELECT version FROM ledger_version ORDER BY version")
        assert [version for (version,) in noted] == list(migrations.scripts(ledger.store.dialect))


def test_processes_that_bring_a_ledger_forward_at_once_do_it_once(nowhere: str) -> None:
    first = store.connect(nowhere, create=True)
    first.script(migrations.scripts(first.dialect)[1], 1)
    first.close()
    assert made_at_once(nowhere) == [""] * AT_ONCE
    with Ledger(nowhere) as ledger:
        ledger.record([opening(YEAR_ALL, 7)])
        assert balances(ledger) == {YEAR_ALL: (7, 0)}


def test_threads_that_make_a_ledger_at_once_make_one(nowhere: str) -> None:
    failed: list[Exception] = []
    together = threading.Barrier(AT_ONCE)

    def make() -> None:
        try:
            together.wait(60)
            Ledger.create(nowhere)
        except Exception as error:
            failed.append(error)

    threads = [threading.Thread(target=make) for _ in range(AT_ONCE)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failed == []
    Ledger(nowhere).close()


def test_a_script_that_is_there_is_not_run_again(url: str) -> None:
    there = store.connect(url)
    last = max(migrations.scripts(there.dialect))
    for version in (last, 1):
        there.script("CREATE TABLE twice (one integer);\n", version)
    assert there.version() == last
    there.script("CREATE TABLE twice (one integer);\n", last + 1)
    assert there.version() == last + 1
    there.close()
