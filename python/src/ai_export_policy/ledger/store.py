"""Where a ledger is kept: the face that both databases have, and the choice between them by URL."""

from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any, NamedTuple, Protocol

from ai_export_policy.ledger.entries import Batch, Name
from ai_export_policy.ledger.errors import SchemaRefused


class Look(NamedTuple):
    """What is asked before a decision: of which sums, and of which draw.

    Sums are asked for by name, all periods of it, and by the beginning of the keys of a validated
    end user's `installed`, None where there is none.
    """

    names: tuple[Name, ...] = ()
    installed: str | None = None
    draw: str = ""


class Seen(NamedTuple):
    """What is there at `moment`.

    `waited` says whether a turn had to be waited for, `ends` is when the first reservation ends
    whose end is not recorded, and `drawn` says that the draw is known. `sums` are those that have
    entries: sum, key, period, number of entries, thousandths of a TPP used, whether that is all.
    """

    waited: bool
    moment: int
    ends: int | None
    drawn: bool
    sums: Sequence[tuple[str, str, str, int, int, bool | None]]


class Recorded(NamedTuple):
    """When it was recorded, and whether another, who has a turn on one of the sums, was outrun."""

    moment: int
    outran: bool


NOTHING = Look()


class Store(Protocol):
    """A database. Every method raises LedgerUnavailable where it gives no answer.

    SQL is written with `?` for a parameter; moments are microseconds since 1970 (UTC).
    """

    dialect: str

    def query(self, sql: str, *values: object) -> list[tuple[Any, ...]]:
        """All rows."""

    def stream(self, sql: str, *values: object) -> Iterator[Sequence[Any]]:
        """The rows one after the other, of one state of the database."""

    def snapshot(self) -> AbstractContextManager[None]:
        """A block that reads one state of the database."""

    def append(self, batch: Batch) -> Recorded:
        """Append all of the batch or nothing.

        Stale, AlreadyDrawn, OverLimit; Conflict for a draw that is settled or expired, a second
        opening balance, or a sum that would fall below nothing.
        """

    def flush(self) -> None:
        """Return when all that can be seen is on the disk."""

    def look(self, look: Look) -> Seen:
        """What is there, all of one moment."""

    def turn(self, names: Sequence[Name], look: Look = NOTHING) -> AbstractContextManager[Seen]:
        """A block in which nobody else has a turn on these sums, and what is there when it begins.

        It ends with the draw that is made in it.
        """

    def now(self) -> int:
        """The database's clock."""

    def script(self, sql: str, version: int) -> None:
        """Run a migration and note its version, all or nothing.

        Nothing is done where that version, or a later one, is there once the turn has come.
        """

    def version(self) -> int | None:
        """Version of the schema, None where there is no ledger; SchemaRefused if none is noted."""

    def close(self) -> None:
        """Close the connection."""


def connect(url: str, *, create: bool = False) -> Store:
    """The store at `sqlite:PATH` or `postgresql://...`; with `create` a file that is not there yet.

    ValueError for any other address.
    """
    if url.startswith(("postgresql://", "postgres://")):
        from ai_export_policy.ledger.postgresql import PostgreSql

        return PostgreSql(url)
    if url.startswith("sqlite:"):
        from ai_export_policy.ledger.sqlite import Sqlite

        path = url.removeprefix("sqlite:").removeprefix("//")
        if not path:
            raise ValueError("sqlite: names no file")
        return Sqlite(Path(path), create=create)
    raise ValueError(f"{_shown(url)}: a ledger is at sqlite:PATH or postgresql://HOST/DATABASE")


def version_noted(found: int | None) -> int:
    """The version that the table `ledger_version` holds; SchemaRefused where it holds none."""
    if found is None:
        raise SchemaRefused(
            "the ledger does not say which schema it has: its table ledger_version is empty;"
            " restore it from a backup"
        )
    return int(found)


def _shown(url: str) -> str:
    """The address without what may be a password."""
    scheme, found, rest = url.partition("://")
    return f"{scheme}://{rest.rpartition('@')[2]}" if found else url
