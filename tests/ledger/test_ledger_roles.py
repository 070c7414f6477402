"""What the roles of PostgreSQL may do with a ledger, and that its owner does no more for them."""

import psycopg
import pytest
from ledger_requests import YEAR_ALL, YEAR_LPP, balances, lpp, opening
from postgres_server import Server

from ai_export_policy import Client
from ai_export_policy.ledger import Ledger, LedgerUnavailable, Row
from ai_export_policy.ledger.amounts import tpp
from ai_export_policy.ledger.entries import Batch, Drawing
from ai_export_policy.ledger.roles import roles


def run(url: str, sql: str) -> None:
    """Run statements past the ledger, as somebody with the password could."""
    with psycopg.connect(url, options="-c search_path=ai_export_ledger") as db:
        db.execute(sql.encode())


def test_the_application_may_append_and_nothing_else(postgres: Server, client: Client) -> None:
    owner = postgres.emptied()
    Ledger.create(owner)
    for _ in range(2):  # again: no harm
        run(owner, roles("ledger_application", "ledger_reader"))
    application = postgres.url("postgres", "ledger_application")
    with Ledger(application) as ledger:
        ledger.record([opening(YEAR_ALL)])
        ledger.reserve(lpp("one"), client, author="Ann")
        ledger.commit("one", author="Ann")
        kept = balances(ledger)
    refused = [
        "UPDATE account SET committed = 0",
        "DELETE FROM account",
        "INSERT INTO account (sum, key, period) VALUES ('a', 'b', 'c')",
        "UPDATE entry SET amount = 0",
        "DELETE FROM entry",
        "TRUNCATE entry",
        "INSERT INTO draw SELECT * FROM draw",
        "DELETE FROM holding",
        "INSERT INTO ledger_version VALUES (2)",
        "DROP TABLE entry",
        "ALTER TABLE entry DISABLE TRIGGER ALL",
        "CREATE TABLE more (id int)",
        "CREATE OR REPLACE FUNCTION ledger_now() RETURNS bigint LANGUAGE sql AS 'SELECT 0::bigint'",
    ]
    for user in ("ledger_application", "ledger_reader"):
        for statement in refused:
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                run(postgres.url("postgres", user), statement)
    with Ledger(postgres.url("postgres", "ledger_reader")) as reader:
        assert balances(reader) == kept
        with pytest.raises(LedgerUnavailable, match="permission denied"):
            reader.record([opening(YEAR_LPP)])


# What takes the place of names of PostgreSQL and of the ledger, and fails where the owner uses it.
LOOKALIKES = """
CREATE SCHEMA AUTHORIZATION ledger_application;
SET ROLE ledger_application;
SET search_path = ledger_application;
CREATE FUNCTION note(anyelement) RETURNS boolean LANGUAGE plpgsql AS $$ BEGIN
    IF current_user = 'owner' THEN RAISE EXCEPTION 'used by the owner'; END IF;
    RETURN true;
END $$;
CREATE FUNCTION unlike(text, text) RETURNS boolean LANGUAGE sql AS
    $$ SELECT NOT ledger_application.note($1) $$;
CREATE OPERATOR <> (FUNCTION = unlike, LEFTARG = text, RIGHTARG = text);
CREATE FUNCTION current_setting(text) RETURNS text LANGUAGE sql AS
    $$ SELECT CASE WHEN ledger_application.note($1) THEN 'ai_export_ledger,pg_temp' END $$;
CREATE FUNCTION ledger_now() RETURNS bigint LANGUAGE sql AS
    $$ SELECT ledger_application.note(1)::int::bigint $$;
CREATE DOMAIN int8 AS pg_catalog.int8 CHECK (ledger_application.note(VALUE));
CREATE DOMAIN bool AS pg_catalog.bool CHECK (ledger_application.note(VALUE));
CREATE DOMAIN text AS pg_catalog.text CHECK (ledger_application.note(VALUE));
CREATE TYPE record AS (id pg_catalog.int8);
"""


def test_no_name_of_the_application_stands_for_one_of_the_ledger(postgres: Server) -> None:
    owner = postgres.emptied()
    Ledger.create(owner)
    run(owner, roles("ledger_application", "ledger_reader"))
    run(owner, f"DROP SCHEMA IF EXISTS ledger_application CASCADE; {LOOKALIKES}")
    draw = Drawing("one", "{}", "{}", "Ann", 10**12)
    row = Row(YEAR_ALL, "reservation", 1, "2025-07-01", "", "", "Ann", "one", draw.sha256)
    path = "SELECT pg_catalog.set_config('search_path', ?, false)"
    own = "ai_export_ledger,pg_temp"
    with Ledger(postgres.url("postgres", "ledger_application")) as ledger:
        for other in (
            f"ledger_application,pg_catalog,{own}",
            f"ledger_application,{own}",
            f"{own},public",
        ):
            ledger.store.query(path, other)
            with pytest.raises(LedgerUnavailable, match="search path is not that of the ledger"):
                ledger.store.append(Batch((row,), draw=draw))
        ledger.store.query(path, own)
        # Nor is anything kept that was looked up under another path.
        ledger.store.append(Batch((row,), draw=draw))
        assert balances(ledger) == {YEAR_ALL: (0, tpp(1))}
    run(owner, "DROP SCHEMA ledger_application CASCADE")
