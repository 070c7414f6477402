"""The script that gives PostgreSQL roles what they need of a ledger and no more."""

import re

from ai_export_policy.ledger.postgresql_session import SCHEMA

_NAME = re.compile(r"[a-z_][a-z0-9_]{0,62}")
_ROUTINES = (
    *("ledger_append", "ledger_draw", "ledger_reserve"),
    *("ledger_look", "ledger_turn", "ledger_now"),
)


def roles(application: str, reader: str) -> str:
    """SQL for the owner of the ledger: `application` reads and appends, `reader` reads.

    Neither can alter: entries come in by a function of the owner's, which checks and chains them.
    ValueError for a name that would need quotes.
    """
    for name in (application, reader):
        if not _NAME.fullmatch(name):
            raise ValueError(f"{name!r} is no plain name of a role")
    return "\n".join([*_script(application, reader), ""])


def _script(application: str, reader: str) -> list[str]:
    lines = [f"-- {application} reads and appends, {reader} reads; neither can alter."]
    for name in (application, reader):
        lines += [
            "DO $$ BEGIN",
            f"    CREATE ROLE {name} LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE;",
            "EXCEPTION WHEN duplicate_object THEN NULL;",
            "END $$;",
            f"REVOKE ALL ON ALL TABLES IN SCHEMA {SCHEMA} FROM {name};",
            f"GRANT USAGE ON SCHEMA {SCHEMA} TO {name};",
            f"GRANT SELECT ON ALL TABLES IN SCHEMA {SCHEMA} TO {name};",
        ]
    lines += [
        f"REVOKE ALL ON SCHEMA {SCHEMA} FROM PUBLIC;",
        f"REVOKE EXECUTE ON ALL ROUTINES IN SCHEMA {SCHEMA} FROM PUBLIC;",
        f"GRANT EXECUTE ON ROUTINE {SCHEMA}.ledger_now TO {reader};",
    ]
    lines += [f"GRANT EXECUTE ON ROUTINE {SCHEMA}.{one} TO {application};" for one in _ROUTINES]
    return lines
