"""Where a ledger is kept: which databases are taken for one, and what each lets happen to it."""

import json
import shutil
import sqlite3
from pathlib import Path
from typing import Any

import psycopg
import pytest
from ledger_requests import VIETNAM, YEAR_ALL, YEAR_LPP, balances, lpp, opening
from postgres_server import Server, carried

from ai_export_policy import Client, cli
from ai_export_policy.ledger import (
    Conflict,
    Ledger,
    LedgerUnavailable,
    Name,
    Row,
    SchemaRefused,
    entries,
    migrations,
    sqlite_entries,
    store,
    verifying,
)
from ai_export_policy.ledger.entries import Batch, Drawing, canonical
from ai_export_policy.ledger.roles import roles


def test_a_machine_without_postgresql_runs_these_tests_on_a_wheel(client: Client) -> None:
    with Server("fsync=off", programs=carried()) as server:
        url = server.database()
        Ledger.create(url)
        with Ledger(url) as ledger:
            ledger.reserve(lpp("one"), client, author="Ann")
            assert ledger.commit("one", author="Ann").state == "committed"
            assert list(verifying.problems(ledger.store)) == []


def run(url: str, sql: str, *values: object) -> Any:
    """Run a statement past the ledger, as somebody with the password could."""
    if url.startswith("sqlite:"):
        with sqlite3.connect(url.removeprefix("sqlite:")) as file:
            return file.execute(sql, values).fetchall()
    with psycopg.connect(url, options="-c search_path=ai_export_ledger") as db:
        found = db.execute(sql.replace("?", "%s").encode(), values)
        return found.fetchall() if found.description else []


def test_a_ledger_is_there_before_it_is_used(tmp_path: Path, postgres: Server) -> None:
    for url in (f"sqlite:{tmp_path / 'none'}", postgres.emptied()):
        with pytest.raises(SchemaRefused, match="ledger init"):
            Ledger(url)
    assert not (tmp_path / "none").exists()
    (tmp_path / "other").write_bytes(b"no database " * 100)
    with pytest.raises(LedgerUnavailable, match="not a database"):
        Ledger(f"sqlite:{tmp_path / 'other'}")


@pytest.mark.parametrize("url", ["ledger.sqlite", "mysql://host/ledger", "sqlite:", "sqlite://"])
def test_an_address_is_of_one_of_the_two_databases(url: str) -> None:
    with pytest.raises(ValueError, match="sqlite:"):
        Ledger(url)


def test_a_password_is_not_repeated() -> None:
    with pytest.raises(ValueError, match="host/ledger") as refused:
        Ledger("mysql://me:secret@host/ledger")
    assert "secret" not in str(refused.value)


def test_creating_again_keeps_what_is_there(url: str) -> None:
    with Ledger(url) as ledger:
        ledger.record([opening(YEAR_ALL, 7)])
    Ledger.create(url)
    with Ledger(url) as ledger:
        assert balances(ledger) == {YEAR_ALL: (7, 0)}


@pytest.mark.parametrize("version", [99, 0, -1])
def test_a_ledger_of_an_unknown_schema_is_refused(url: str, version: int) -> None:
    run(url, "DELETE FROM ledger_version")
    run(url, "INSERT INTO ledger_version VALUES (?)", version)
    for opened in (Ledger, Ledger.create):
        with pytest.raises(SchemaRefused, match=f"schema {version}, which this version does not"):
            opened(url)


def test_a_ledger_that_notes_no_schema_is_refused(
    url: str, capsys: pytest.CaptureFixture[str]
) -> None:
    run(url, "DELETE FROM ledger_version")
    for command in ("status", "init"):
        assert cli.main(["ledger", command, "--ledger", url]) == 4
        assert "does not say which schema it has" in " ".join(capsys.readouterr().err.split())


def test_a_schema_is_brought_forward_whole_or_not_at_all(url: str, tmp_path: Path) -> None:
    with Ledger(url) as ledger:
        ledger.record([opening(YEAR_ALL, 7)])
    folder = tmp_path / "migrations"
    shutil.copytree(Path(migrations.__file__).parent, folder)
    there = store.connect(url)
    last = max(migrations.scripts(there.dialect))
    scripts = folder / there.dialect
    (scripts / f"{last + 1:04}.sql").write_text("ALTER TABLE account ADD COLUMN note text;\n")
    with pytest.raises(SchemaRefused, match=rf"schema {last}, this version needs {last + 1}.*init"):
        migrations.check(there, folder)
    assert migrations.migrate(there, folder) == last + 1
    migrations.check(there, folder)
    assert there.query("SELECT committed, note FROM account") == [(7000, None)]
    (scripts / f"{last + 2:04}.sql").write_text(
        "ALTER TABLE account ADD COLUMN more text;\nALTER TABLE nothing ADD COLUMN more text;\n"
    )
    with pytest.raises(LedgerUnavailable):
        migrations.migrate(there, folder)
    assert there.version() == last + 1
    with pytest.raises(LedgerUnavailable):
        there.query("SELECT more FROM account")
    there.close()
    with pytest.raises(SchemaRefused, match=f"schema {last + 1}, which this version does not know"):
        Ledger(url)


def test_what_the_first_schema_of_postgresql_holds_is_brought_forward(
    postgres: Server, client: Client
) -> None:
    url = postgres.emptied()
    first = store.connect(url)
    first.script(migrations.scripts("postgresql")[1], 1)
    draw = Drawing("old", canonical(lpp("old")), '{"outcome":"license_exception"}', "Ann", 10**12)
    told = {"day": "2025-07-01", "source": "books", "evidence": "", "author": "Ann", "draw": "old"}
    row = {**YEAR_ALL._asdict(), "kind": "reservation", "amount": 7000, "draw_sha256": draw.sha256}
    batch = {
        "accounts": [[*YEAR_ALL, 0, True]],
        "draw": {
            "id": "old",
            "request_sha256": draw.request_sha256,
            "author": "Ann",
            "lasts": draw.lasts,
            "sha256": draw.sha256,
        },
        "rows": [row | told],
    }
    appended = "SELECT ledger_append(?, ?, ?)"
    first.query(appended, json.dumps(batch), draw.request, draw.decision)
    opened = {**VIETNAM._asdict(), "kind": "opening", "amount": 9000, "complete": True}
    batch = {"accounts": [[*VIETNAM, 0, True]], "rows": [opened | told | {"draw": None}]}
    first.query(appended, json.dumps(batch), None, None)
    first.close()
    with psycopg.connect(url, autocommit=True) as db:
        # The roles as they were given on the first schema.
        script = roles("older_application", "older_reader").replace("ledger_turn", "ledger_lock")
        for routine in ("ledger_draw", "ledger_reserve", "ledger_look"):
            script = "\n".join(line for line in script.splitlines() if routine not in line)
        db.execute(script.encode())
    with pytest.raises(SchemaRefused, match=r"schema 1, this version needs 6.*ledger init"):
        Ledger(url)
    Ledger.create(url)
    with Ledger(postgres.url("postgres", "older_application")) as ledger:
        assert balances(ledger) == {YEAR_ALL: (0, 7), VIETNAM: (9, 0)}
        with pytest.raises(Conflict, match="a second one"):
            ledger.record([opening(VIETNAM)])
        assert ledger.commit("old", author="Ann").state == "committed"
        assert ledger.reserve(lpp("new"), client, author="Ann").state == "reserved"
        assert list(verifying.problems(ledger.store)) == []
    with Ledger(postgres.url("postgres", "older_reader")) as reader:
        assert balances(reader) == {
            YEAR_ALL: (7, 1_583_200),
            YEAR_LPP: (0, 1_583_200),
            VIETNAM: (9, 0),
        }
        with pytest.raises(LedgerUnavailable, match="permission denied"):
            reader.reserve(lpp("more"), client, author="Eve")


def test_what_the_first_schema_of_sqlite_holds_is_brought_forward(
    tmp_path: Path, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    url = f"sqlite:{tmp_path / 'ledger.sqlite'}"
    first = store.connect(url, create=True)
    first.script(migrations.scripts("sqlite")[1], 1)
    with monkeypatch.context() as then:
        then.setattr(sqlite_entries, "chained", entries.chained_at_first)
        first.append(Batch((opening(YEAR_ALL, 7), opening(YEAR_LPP))))
    first.close()
    with pytest.raises(SchemaRefused, match=r"schema 1, this version needs 2.*ledger init"):
        Ledger(url)
    Ledger.create(url)
    with Ledger(url) as ledger:
        assert ledger.reserve(lpp("new"), client, author="Ann").state == "reserved"
        assert balances(ledger) == {YEAR_ALL: (7, 1_583_200), YEAR_LPP: (0, 1_583_200)}
        assert list(verifying.problems(ledger.store)) == []
        run(url, "DROP TRIGGER entry_not_updated")
        run(url, "UPDATE entry SET amount = 8000 WHERE amount = 7000")
        assert f"{YEAR_ALL}: entry 1 was changed" in list(verifying.problems(ledger.store))


def test_both_databases_hash_what_any_text_holds_alike(ledger: Ledger) -> None:
    odd = "".join(map(chr, range(1, 0x180))) + "\u2028\ud7ff\ue000\U0001f600 \\u0041 %s {} []"
    name = Name("consignee_aia", odd, "")
    row = Row(name, "opening", 10**18, "2025-06-30", odd, odd[::-1], '"')
    adjusted = row._replace(kind="adjustment", amount=-1, complete=False)
    ledger.store.append(Batch((row, adjusted)))
    draw = Drawing(odd, "{}", "{}", odd, 10**12)
    drawn = Row(name, "reservation", 0, odd, odd, odd, odd, odd, draw.sha256, 10**18)
    ledger.store.append(Batch((drawn,), draw=draw))
    assert list(verifying.problems(ledger.store)) == []


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE entry SET amount = 1",
        "DELETE FROM entry",
        "UPDATE draw SET author = 'Eve'",
        "DELETE FROM draw",
    ],
)
def test_entries_are_not_changed_even_by_who_owns_the_database(
    url: str, statement: str, client: Client
) -> None:
    with Ledger(url) as ledger:
        ledger.reserve(lpp("one"), client, author="Ann")
        with pytest.raises((sqlite3.IntegrityError, psycopg.Error), match="never changed"):
            run(url, statement)
        assert balances(ledger) == {YEAR_ALL: (0, 1_583_200), YEAR_LPP: (0, 1_583_200)}
