"""Backup and restore as python/docs/ledger.md says, and what a crash leaves."""

import json
import os
import shlex
import shutil
import signal
import sqlite3
import stat
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from ledger_requests import YEAR_ALL, balances, lpp, opening
from postgres_server import Server

from ai_export_policy import Client
from ai_export_policy.ledger import Ledger, LedgerUnavailable, verifying
from ai_export_policy.ledger.roles import roles

EXPORTS = "postgresql://db.example/exports"
RESTORED = "postgresql://db.example/restored"
WITH_SQLITE3 = pytest.mark.skipif(
    shutil.which("sqlite3") is None,
    reason="the page restores a file with the command line of SQLite, and no sqlite3 is on PATH",
)


def test_a_backup_of_a_file_in_use_is_a_ledger_like_any(tmp_path: Path, client: Client) -> None:
    url = f"sqlite:{tmp_path / 'ledger.sqlite'}"
    Ledger.create(url)
    with Ledger(url) as ledger:
        ledger.record([opening(YEAR_ALL, 1000)])
        ledger.reserve(lpp("one", 10), client, author="Ann")
        with sqlite3.connect(tmp_path / "ledger.sqlite") as file:
            file.execute("VACUUM INTO ?", (str(tmp_path / "backup.sqlite"),))
        before = balances(ledger)
        ledger.commit("one", author="Ann")
    with Ledger(f"sqlite:{tmp_path / 'backup.sqlite'}") as restored:
        assert balances(restored) == before
        assert list(verifying.problems(restored.store)) == []
        assert restored.commit("one", author="Ann").state == "committed"


# Writes until it is killed, and says so once it has begun.
WRITER = """
import sys
from ledger_requests import YEAR_ALL
from ai_export_policy.ledger import Ledger, Row
with Ledger(sys.argv[1]) as ledger:
    ledger.record([Row(YEAR_ALL, "adjustment", 1, "2025-07-01", "x", "e" * 9000, "Ann")])
    print("begun", flush=True)
    while True:
        ledger.record([Row(YEAR_ALL, "adjustment", 1, "2025-07-01", "x", "e" * 9000, "Ann")])
"""


@pytest.fixture
def documented(repository: Path) -> list[str]:
    """The commands of the page on backup and restore."""
    page = (repository / "python" / "docs" / "ledger.md").read_text(encoding="utf-8")
    shown = page.partition("## Backup and restore")[2].partition("```console\n")[2]
    return [line.removeprefix("$ ") for line in shown.partition("```")[0].splitlines()]


@WITH_SQLITE3
@pytest.mark.parametrize("left", ["a crash", "an old mode", "nothing"])
def test_a_file_is_restored_as_the_page_says(
    documented: list[str], tmp_path: Path, client: Client, left: str
) -> None:
    umask, backup, restore = documented[:3]
    path, url = tmp_path / "ledger.sqlite", f"sqlite:{tmp_path / 'ledger.sqlite'}"
    Ledger.create(url)
    with Ledger(url) as ledger:
        ledger.record([opening(YEAR_ALL, 1000)])
        ledger.reserve(lpp("one", 10), client, author="Ann")
        subprocess.run(f"{umask}\n{backup}", shell=True, cwd=tmp_path, check=True)
        before = balances(ledger)
        noted = json.loads(json.dumps(verifying.heads(ledger.store)))
    assert stat.S_IMODE((tmp_path / "backup.sqlite").stat().st_mode) == 0o600
    mode = 0o600
    if left == "a crash":
        kill_a_writer(url)
        assert (tmp_path / "ledger.sqlite-wal").stat().st_size > 0
    elif left == "an old mode":
        path.chmod(mode := 0o640)
    else:
        path.unlink()
    subprocess.run(f"{umask}\n{restore}", shell=True, cwd=tmp_path, check=True)
    assert stat.S_IMODE(path.stat().st_mode) == mode
    with Ledger(url) as restored:
        assert balances(restored) == before
        assert list(verifying.problems(restored.store, noted)) == []
        assert restored.commit("one", author="Ann").state == "committed"


@WITH_SQLITE3
def test_a_file_that_is_written_is_not_restored_in_part(
    documented: list[str], tmp_path: Path
) -> None:
    umask, backup, restore = documented[:3]
    url = f"sqlite:{tmp_path / 'ledger.sqlite'}"
    Ledger.create(url)
    subprocess.run(f"{umask}\n{backup}", shell=True, cwd=tmp_path, check=True)
    with Ledger(url) as ledger:
        ledger.record([opening(YEAR_ALL, 1000)])
        with ledger.store.turn([YEAR_ALL]):
            refused = subprocess.run(restore, shell=True, cwd=tmp_path, capture_output=True)
        assert refused.returncode != 0
        assert b"busy" in refused.stderr
        assert balances(ledger) == {YEAR_ALL: (1000, 0)}
        assert list(verifying.problems(ledger.store)) == []


def kill_a_writer(url: str) -> None:
    writer = subprocess.Popen(
        [sys.executable, "-c", WRITER, url],
        stdout=subprocess.PIPE,
        env=os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)},
    )
    assert writer.stdout is not None
    with writer:
        assert writer.stdout.readline() == b"begun\n"
        writer.kill()


@pytest.fixture(scope="module")
def elsewhere() -> Iterator[Server]:
    """A server that knows no role of the other."""
    with Server("fsync=off") as server:
        yield server


def test_a_dump_is_restored_elsewhere_as_the_page_says(
    documented: list[str], postgres: Server, elsewhere: Server, tmp_path: Path, client: Client
) -> None:
    dump, restore = (shlex.split(line, comments=True) for line in documented[3:5])
    file = str(tmp_path / "ledger.dump")
    postgres.emptied()
    with psycopg.connect(postgres.url("postgres"), autocommit=True) as db:
        db.execute("CREATE ROLE ledger_keeper SUPERUSER LOGIN")
    url = postgres.url("postgres", "ledger_keeper")
    Ledger.create(url)
    script = roles("ai_export_application", "ai_export_reader").encode()
    with psycopg.connect(url) as db:
        db.execute(script)
    with Ledger(url) as ledger:
        ledger.record([opening(YEAR_ALL, 1000)])
        ledger.reserve(lpp("one", 10), client, author="Ann")
        before = balances(ledger)
        noted = json.loads(json.dumps(verifying.heads(ledger.store)))
    assert (dump[-2:], restore[-1]) == (["ledger.dump", EXPORTS], "ledger.dump")
    postgres.tool(*dump[:-2], file, url)
    # A server that was built without lz4 restores it too.
    assert b"lz4" not in postgres.tool("pg_restore", "-f", "-", file).stdout
    restored_url = elsewhere.url("postgres")
    elsewhere.tool(*(restored_url if word == RESTORED else word for word in restore[:-1]), file)
    assert documented[5].startswith(f"ai-export ledger roles | psql {RESTORED} ")
    with psycopg.connect(restored_url) as db:
        db.execute(script)
    with Ledger(elsewhere.url("postgres", "ai_export_application")) as restored:
        assert balances(restored) == before
        assert list(verifying.problems(restored.store, noted)) == []
        assert restored.commit("one", author="Ann").state == "committed"
    with Ledger(elsewhere.url("postgres", "ai_export_reader")) as reader:
        assert reader.draw("one").state == "committed"
        with pytest.raises(LedgerUnavailable, match="permission denied"):
            reader.record([opening(YEAR_ALL)])


def test_a_server_that_crashes_loses_nothing_that_was_answered(
    postgres: Server, client: Client
) -> None:
    url = postgres.emptied()
    Ledger.create(url)
    with Ledger(url) as ledger:
        ledger.reserve(lpp("one", 10), client, author="Ann")
        postgres.stop(signal.SIGQUIT)
        try:
            with pytest.raises(LedgerUnavailable, match="PostgreSQL"):
                ledger.reserve(lpp("two", 10), client, author="Ann")
        finally:
            postgres.start()
        # The connection is made anew, and the same request gets the answer that it had.
        assert ledger.reserve(lpp("one", 10), client, author="Ann").state == "reserved"
        assert ledger.reserve(lpp("two", 10), client, author="Ann").state == "reserved"
        assert list(verifying.problems(ledger.store)) == []
