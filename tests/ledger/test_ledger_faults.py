"""What fails in the middle: the connection, the disk. Each error says what it left, and is true."""

import os
import signal
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from cut_connection import Cut
from ledger_requests import YEAR_ALL, YEAR_LPP, balances, kinds, lpp
from postgres_server import Server

from ai_export_policy import Client
from ai_export_policy.ledger import Ledger, LedgerUnavailable, verifying

NOT_KNOWN = "whether it was recorded is not known; asking again with the same id is safe"


def gone(ledger: Ledger, application: str) -> None:
    """Wait until the server has noticed that a client is no longer there."""
    sql = "SELECT 1 FROM pg_stat_activity WHERE application_name = ?"
    deadline = time.monotonic() + 60
    while ledger.store.query(sql, application):
        assert time.monotonic() < deadline
        time.sleep(0.005)


def told(error: LedgerUnavailable, was: bool) -> str:
    """Whether what the error says is so, and which of the three cases it is."""
    if error.recorded is False:
        assert str(error).endswith("(nothing was recorded)")
        assert not was
        return "nothing recorded"
    assert NOT_KNOWN in str(error)
    return "lost after it" if was else "lost before it"


def test_wherever_a_connection_is_lost_the_error_says_what_that_left(
    postgres: Server, tmp_path: Path, client: Client
) -> None:
    url = postgres.emptied()
    Ledger.create(url)
    folder = Path(tempfile.mkdtemp(prefix="cut-", dir=tmp_path))
    cases: dict[str, set[str]] = {"reserve": set(), "commit": set()}
    with Ledger(url) as straight:
        pieces, whole = 0, False
        while not whole:
            id_, name = f"after {pieces}", f"cut {pieces}"
            (folder / ".s.PGSQL.5432").unlink(missing_ok=True)
            behind = url.replace(str(postgres.directory), str(folder))
            doing = "reserve"
            with Cut(folder, postgres.directory, pieces) as cut:
                try:
                    with Ledger(f"{behind}&application_name={name.replace(' ', '_')}") as ledger:
                        ledger.reserve(lpp(id_, 1), client, author="Ann")
                        doing = "commit"
                        ledger.commit(id_, author="Ann")
                    whole = not cut.lost
                except LedgerUnavailable as error:
                    gone(straight, name.replace(" ", "_"))
                    kind = {"reserve": "reservation", "commit": "commitment"}[doing]
                    rows = straight.store.query(
                        "SELECT 1 FROM entry WHERE draw = ? AND kind = ?", id_, kind
                    )
                    cases[doing].add(told(error, bool(rows)))
            assert straight.reserve(lpp(id_, 1), client, author="Ann").id == id_
            assert straight.commit(id_, author="Ann").state == "committed"
            pieces += 1
        assert balances(straight) == {
            YEAR_ALL: (pieces * 15832, 0),
            YEAR_LPP: (pieces * 15832, 0),
        }
        assert list(verifying.problems(straight.store)) == []
    every = {"nothing recorded", "lost before it", "lost after it"}
    assert cases == {"reserve": every, "commit": every}


def mountable() -> bool:
    """Whether a small disk of one's own can be had here."""
    if os.geteuid() != 0:
        return False
    with tempfile.TemporaryDirectory() as folder:
        command = ["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", folder]
        if subprocess.run(command, capture_output=True).returncode != 0:
            return False
        subprocess.run(["umount", folder], check=True)
    return True


@pytest.fixture(params=["largest file", *(["small disk"] if mountable() else [])])
def filled(
    request: pytest.FixtureRequest,
) -> Iterator[tuple[Server, Callable[[], None], Callable[[], None]]]:
    """A server, how its disk becomes full, and how there is room again."""
    if request.param == "small disk":
        with Server("fsync=off", disk="100m") as server:
            ballast = server.directory / "ballast"

            def fill() -> None:
                state = os.statvfs(server.directory)
                ballast.write_bytes(b"\0" * (state.f_bavail * state.f_frsize - 65536))

            yield server, fill, ballast.unlink
        return
    with Server("fsync=off") as server:

        def limit(size: int | None) -> None:
            server.stop()
            server.largest_file = size
            server.start()

        # Larger than a segment of the log, which is written to its end whatever it holds.
        yield server, lambda: limit(17 << 20), lambda: limit(None)


def test_a_full_disk_of_postgresql_records_nothing_and_breaks_nothing(
    filled: tuple[Server, Callable[[], None], Callable[[], None]], client: Client
) -> None:
    server, fill, clear = filled
    url = server.database()
    Ledger.create(url)
    much = os.urandom(500_000).hex()
    with Ledger(url) as ledger:
        ledger.reserve(lpp("before", 1), client, author="Ann")
    fill()
    answered, id_ = 1, ""
    with Ledger(url) as ledger, pytest.raises(LedgerUnavailable) as full:
        for number in range(100):
            id_ = f"more {number}"
            ledger.reserve(lpp(id_, 1), client, author="Ann", evidence=much)
            answered += 1
    assert any(said in str(full.value) for said in ("No space left", "File too large"))
    assert told(full.value, False) in {"nothing recorded", "lost before it"}
    clear()
    with Ledger(url) as ledger:
        assert balances(ledger)[YEAR_ALL] == (0, answered * 15832)
        assert ledger.reserve(lpp(id_, 1), client, author="Ann").state == "reserved"
        assert ledger.commit("before", author="Ann").state == "committed"
        assert len(kinds(ledger, YEAR_ALL)) == answered + 2
        assert list(verifying.problems(ledger.store)) == []


def test_a_server_that_is_ended_by_its_administrator_is_found_again(
    postgres: Server, client: Client
) -> None:
    url = postgres.emptied()
    Ledger.create(url)
    with Ledger(url) as ledger:
        ledger.reserve(lpp("one", 1), client, author="Ann")
        postgres.stop(signal.SIGINT)
        try:
            with pytest.raises(LedgerUnavailable, match=r"\((nothing was recorded|whether)"):
                ledger.commit("one", author="Ann")
            with pytest.raises(LedgerUnavailable, match=r"\(nothing was recorded\)"):
                ledger.commit("one", author="Ann")
        finally:
            postgres.start()
        assert ledger.commit("one", author="Ann").state == "committed"
