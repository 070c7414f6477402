"""How a database is reached, by whom, and what is told once it is not."""

import stat
import sys
import threading
import time
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from urllib.parse import quote

import psycopg
import pytest
from ledger_requests import YEAR_ALL, lpp, opening
from postgres_server import Server

from ai_export_policy import Client, cli
from ai_export_policy.ledger import (
    Ledger,
    LedgerUnavailable,
    Name,
    Row,
    SchemaRefused,
    verifying,
)
from ai_export_policy.ledger.entries import Batch, Drawing
from ai_export_policy.ledger.errors import Stale
from ai_export_policy.ledger.postgresql import PostgreSql
from ai_export_policy.ledger.store import Store

INSTALLED = Name("veu_installed", "Operator/FR", "")


@pytest.mark.parametrize(
    "rest",
    ["s3cret%zz@localhost/db", "s3cret/x@localhost/db", "x@s3cret@localhost/db"],
)
def test_an_address_that_is_none_is_not_repeated(
    rest: str, capsys: pytest.CaptureFixture[str]
) -> None:
    url = f"postgresql://user:{rest}"
    with pytest.raises(ValueError, match="no address of libpq") as refused:
        Ledger(url)
    assert "cret" not in str(refused.value)
    assert refused.value.__cause__ is None
    assert cli.main(["ledger", "status", "--ledger", url]) == 64
    assert "cret" not in "".join(capsys.readouterr())


@pytest.mark.parametrize("host", ["@no-such-socket", "/nowhere,/elsewhere&port=5432,5433"])
def test_an_address_of_libpq_is_one(host: str) -> None:
    with pytest.raises(LedgerUnavailable, match="PostgreSQL: "):
        Ledger(f"postgresql://user@/db?host={host}")


def test_postgresql_without_its_driver_says_what_is_missing(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(sys.modules, "psycopg", None)
    for name in ("postgresql", "postgresql_session"):
        monkeypatch.delitem(sys.modules, f"ai_export_policy.ledger.{name}", raising=False)
    with pytest.raises(LedgerUnavailable, match="PostgreSQL needs psycopg: pip install"):
        Ledger("postgresql://localhost/ledger")


def test_what_is_counted_under_a_lock_is_counted_once_it_is_there(postgres: Server) -> None:
    url = postgres.emptied()
    Ledger.create(url)
    said: list[type[Exception]] = []

    def append(ledger: Ledger) -> None:
        row = Row(YEAR_ALL, "opening", 0, "2025-07-01", "books", "", "Ann")
        draw = Drawing("one", "{}", "{}", "Ann", 1)
        try:
            ledger.store.append(Batch((row,), draw=draw, census=("veu_installed", "Operator/", 0)))
        except Stale as error:
            said.append(type(error))

    with psycopg.connect(url, autocommit=True) as db:
        db.execute("ALTER ROLE owner SET default_transaction_isolation = 'repeatable read'")
    try:
        with Ledger(url) as ledger, psycopg.connect(url) as db:
            db.execute("LOCK TABLE ai_export_ledger.account IN SHARE ROW EXCLUSIVE MODE")
            db.execute(
                "INSERT INTO ai_export_ledger.account (sum, key, period) VALUES (%s, %s, %s)",
                INSTALLED,
            )
            thread = threading.Thread(target=append, args=(ledger,))
            thread.start()
            deadline = time.monotonic() + 30
            while not db.execute("SELECT 1 FROM pg_locks WHERE NOT granted").fetchall():
                assert time.monotonic() < deadline
                time.sleep(0.01)
            db.commit()
            thread.join()
    finally:
        with psycopg.connect(url, autocommit=True) as db:
            db.execute("ALTER ROLE owner RESET default_transaction_isolation")
    assert said == [Stale]


def test_a_ledger_that_is_refused_is_closed(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[Store] = []

    def refuse(store: Store) -> None:
        seen.append(store)
        raise SchemaRefused("of another version")

    monkeypatch.setattr("ai_export_policy.ledger.migrations.check", refuse)
    with pytest.raises(SchemaRefused):
        Ledger(url)
    with pytest.raises(LedgerUnavailable, match="the ledger is closed"):
        seen[0].query("SELECT 1")


@pytest.mark.parametrize(
    "call",
    [
        lambda ledger, client: ledger.reserve(lpp("one"), client, author="Ann"),
        lambda ledger, client: ledger.commit("one", author="Ann"),
        lambda ledger, client: ledger.draw("one"),
        lambda ledger, client: ledger.expire(),
        lambda ledger, client: ledger.record([opening(YEAR_ALL)]),
        lambda ledger, client: list(ledger.store.stream("SELECT 1")),
        lambda ledger, client: ledger.store.flush(),
    ],
)
def test_a_ledger_that_is_closed_says_so(
    ledger: Ledger, client: Client, call: Callable[[Ledger, Client], object]
) -> None:
    ledger.close()
    ledger.close()
    with pytest.raises(LedgerUnavailable, match=r"^the ledger is closed \(nothing was recorded\)"):
        call(ledger, client)


def test_a_block_of_a_ledger_that_is_closed_says_so(ledger: Ledger) -> None:
    block = ExitStack()
    block.enter_context(ledger.store.snapshot())
    ledger.close()
    with pytest.raises(LedgerUnavailable, match="the ledger is closed"), block:
        ledger.store.query("SELECT 1")


def test_a_file_and_what_is_beside_it_are_for_its_owner(tmp_path: Path) -> None:
    url = f"sqlite:{tmp_path / 'ledger.sqlite'}"
    Ledger.create(url)
    with Ledger(url) as ledger:
        ledger.record([opening(YEAR_ALL)])
        modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in tmp_path.iterdir()}
    beside = ("ledger.sqlite", "ledger.sqlite-shm", "ledger.sqlite-wal")
    assert modes == dict.fromkeys(beside, 0o600)


def test_a_file_that_is_there_keeps_its_mode(tmp_path: Path) -> None:
    path = tmp_path / "ledger.sqlite"
    path.touch()
    path.chmod(0o640)
    Ledger.create(f"sqlite:{path}")
    assert stat.S_IMODE(path.stat().st_mode) == 0o640


def shown(ledger: Ledger, *settings: str) -> list[str]:
    return [ledger.store.query(f"SHOW {name}")[0][0] for name in settings]


def parameters(ledger: Ledger) -> dict[str, str]:
    assert isinstance(ledger.store, PostgreSql)
    return ledger.store._own().connection().info.get_parameters()


def test_what_an_address_says_of_its_connection_is_heard(
    postgres: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    url = postgres.emptied()
    Ledger.create(url)
    said = quote("-c lock_timeout=5s -c statement_timeout=7s")
    with Ledger(f"{url}&options={said}&keepalives_idle=77&connect_timeout=20") as ledger:
        assert shown(ledger, "lock_timeout", "statement_timeout") == ["5s", "7s"]
        told = parameters(ledger)
        names = ("keepalives_idle", "keepalives_interval", "connect_timeout")
        assert [told[name] for name in names] == ["77", "10", "20"]
    monkeypatch.setenv("PGOPTIONS", "-c lock_timeout=6s")
    with Ledger(url) as ledger:
        assert shown(ledger, "lock_timeout", "statement_timeout") == ["6s", "1min"]
    with Ledger(f"{url}&options={said}") as ledger:
        assert shown(ledger, "lock_timeout") == ["5s"]


# The last of these, were it let through, would take in what comes behind it.
@pytest.mark.parametrize("end", ["", " -c application_name=one\\"])
def test_what_a_ledger_rests_on_no_address_changes(
    end: str, postgres: Server, client: Client
) -> None:
    url = postgres.emptied()
    Ledger.create(url)
    said = quote(
        "-c search_path=public -c default_transaction_isolation=serializable"
        f" -c synchronous_commit=off -c client_encoding=latin1{end}"
    )
    settings = "search_path", "default_transaction_isolation", "synchronous_commit"
    with Ledger(f"{url}&client_encoding=latin1&options={said}") as ledger:
        assert shown(ledger, *settings) == [
            "ai_export_ledger,pg_temp",
            "read committed",
            "on",
        ]
        assert shown(ledger, "client_encoding") == ["UTF8"]
        ledger.reserve(lpp("Ä€"), client, author="Zoë")
        assert ledger.draw("Ä€").state == "reserved"
        assert list(verifying.problems(ledger.store)) == []
