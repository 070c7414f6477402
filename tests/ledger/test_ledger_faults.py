"""What fails in the middle: the connection, the disk. Each error says what it left, and is true."""

import os
import resource
import signal
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from cut_connection import Cut
from ledger_requests import YEAR_ALL, YEAR_LPP, balances, kinds, lpp, opening
from postgres_server import Server

from ai_export_policy import Client
from ai_export_policy.ledger import Ledger, LedgerUnavailable, verifying
from ai_export_policy.ledger.entries import Batch
from ai_export_policy.ledger.postgresql import PostgreSql

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


def test_a_draw_that_lets_others_on_before_the_disk_is_there_once_it_is_answered(
    postgres: Server, client: Client
) -> None:
    url = postgres.emptied()
    Ledger.create(url)
    with Ledger(url) as ledger, Ledger(url) as other:
        assert isinstance(ledger.store, PostgreSql)
        for number in range(3):
            ledger.reserve(lpp(f"alone {number}", 1), client, author="Ann")
        other.reserve(lpp("between", 1), client, author="Bob")
        ledger.reserve(lpp("after", 1), client, author="Ann")
        # Who draws where others draw is quick to let them on the next time, and only then.
        assert b"ledger_reserve" not in ledger.store._own().prepared
        ledger.reserve(lpp("last", 1), client, author="Ann")
        assert b"ledger_reserve" in ledger.store._own().prepared
        postgres.kill()
        postgres.start()
    with Ledger(url) as ledger:
        assert balances(ledger) == {YEAR_ALL: (0, 6 * 15832), YEAR_LPP: (0, 6 * 15832)}
        assert list(verifying.problems(ledger.store)) == []


def test_evidence_whose_answer_was_lost_is_looked_up_and_not_told_twice(
    ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    def lost(batch: Batch) -> int:
        raise LedgerUnavailable("the line went dead", recorded=None)

    monkeypatch.setattr(ledger.store, "append", lost)
    with pytest.raises(LedgerUnavailable) as caught:
        ledger.record([opening(YEAR_ALL)])
    assert caught.value.recorded is None
    assert str(caught.value) == (
        "the line went dead (whether it was recorded is not known; `ai-export ledger status` tells)"
    )


def until_full(ledger: Ledger, client: Client, size: int) -> tuple[int, str, LedgerUnavailable]:
    """Draw with so much evidence until there is an error: draws so far, the id that got it, it."""
    evidence = os.urandom(size).hex()
    for number in range(100):
        try:
            ledger.reserve(lpp(f"more {number}", 1), client, author="Ann", evidence=evidence)
        except LedgerUnavailable as error:
            return number + 1, f"more {number}", error
    raise AssertionError("the disk was never full")


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
    with Ledger(url) as ledger:
        ledger.reserve(lpp("before", 1), client, author="Ann")
    fill()
    with Ledger(url) as ledger:
        answered, id_, full = until_full(ledger, client, 500_000)
    assert any(said in str(full) for said in ("No space left", "File too large"))
    assert told(full, False) in {"nothing recorded", "lost before it"}
    clear()
    with Ledger(url) as ledger:
        assert balances(ledger)[YEAR_ALL] == (0, answered * 15832)
        assert ledger.reserve(lpp(id_, 1), client, author="Ann").state == "reserved"
        assert ledger.commit("before", author="Ann").state == "committed"
        assert len(kinds(ledger, YEAR_ALL)) == answered + 2
        assert list(verifying.problems(ledger.store)) == []


@pytest.fixture(params=["largest file", *(["small disk"] if mountable() else [])])
def small(
    request: pytest.FixtureRequest, tmp_path: Path
) -> Iterator[tuple[Path, Callable[[], None], Callable[[], None]]]:
    """A folder, how its disk becomes full, and how there is room again."""
    if request.param == "small disk":
        command = ["mount", "-t", "tmpfs", "-o", "size=8m", "tmpfs", str(tmp_path)]
        subprocess.run(command, check=True)
        ballast = tmp_path / "ballast"

        def fill() -> None:
            state = os.statvfs(tmp_path)
            ballast.write_bytes(b"\0" * (state.f_bavail * state.f_frsize - (2 << 20)))

        yield tmp_path, fill, ballast.unlink
        subprocess.run(["umount", str(tmp_path)], check=True)
        return
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)

    def limit(size: int) -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))

    yield tmp_path, lambda: limit(4 << 20), lambda: limit(soft)
    limit(soft)


def test_a_full_disk_of_sqlite_records_nothing_and_breaks_nothing(
    small: tuple[Path, Callable[[], None], Callable[[], None]], client: Client
) -> None:
    folder, fill, clear = small
    url = f"sqlite:{folder / 'ledger.sqlite'}"
    Ledger.create(url)
    with Ledger(url) as ledger:
        ledger.reserve(lpp("before", 1), client, author="Ann")
        fill()
        answered, id_, full = until_full(ledger, client, 100_000)
        clear()
        assert any(said in str(full) for said in ("is full", "disk I/O error"))
        assert told(full, False) in {"nothing recorded", "lost before it"}
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
