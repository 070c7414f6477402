"""The ledger against the bare database: reservations a second, and a status over many entries.

`python tests/bench/ledger.py` runs it by itself, on an OPA and a PostgreSQL server that it starts.
"""

import argparse
import itertools
import os
import statistics
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

if __name__ == "__main__":
    # The folder above in place of this one, so that `bench` is found as tests find it.
    sys.path[0] = str(Path(__file__).resolve().parents[1])

import psycopg
from bench.table import Cell, Table
from ledger_requests import lpp, opening
from postgres_server import Server

from ai_export_policy import Client, Sidecar, opa
from ai_export_policy.ledger import Ledger, Name, Row, status
from ai_export_policy.ledger.entries import Batch, Drawing, canonical

_SETTINGS = ("fsync", "synchronous_commit", "wal_sync_method", "full_page_writes", "commit_delay")
_BASELINE = "UPDATE bare SET used = used + %s WHERE id = 1 AND used + %s <= whole"
_POOL = Name("country_licensed", "AA", "2025-2027")
_LIMIT = 10**15
_CLIENTS = (1, 8, 32)
_SLOWER = 1000  # µs that each commit waits longer, as long as an attached network disk may take
_TURN = 20  # acts of one client before the other side's turn, and of more at least
_EACH = 8  # of each client
_WARM = 10  # acts of each client before the clock starts
_GOAL = 0.8
_SUMS = ("consignee_year_all", "consignee_year_lpp")

Act = Callable[[int], object]
Begin = Callable[[int], tuple[Act, Callable[[], None]]]


def measure(sidecar: Sidecar, *, draws: int = 1200, entries: int = 100_000) -> list[Table]:
    """Three tables, on a PostgreSQL with the settings that it comes with."""
    with Server() as server, Client(sidecar.url) as client:
        url = server.database()
        Ledger.create(url)
        request = lpp("one", 1)
        request["ledger"] = {"source": "bench", "as_of": "2025-07-01", "complete": True}
        request["ledger"] |= {f"{sum_}_tpp": 0 for sum_ in _SUMS}
        decision = canonical(client.decide(request).document)
        return [
            _reservations(url, decision, draws, _disk(server.directory)),
            _decided(url, sidecar.url, request, decision, draws // 4),
            _status(url, entries),
        ]


def _disk(folder: Path) -> float:
    """Seconds that the disk takes for what a commit asks of it."""
    keep = getattr(os, "fdatasync", os.fsync)
    times = []
    with (folder / "disk").open("wb", buffering=0) as file:
        for _ in range(100):
            file.seek(0)
            file.write(b"\1" * 8192)
            begun = time.perf_counter()
            keep(file.fileno())
            times.append(time.perf_counter() - begun)
    return statistics.median(times)


def _reservations(url: str, decision: str, draws: int, disk: float) -> Table:
    with psycopg.connect(url) as db:
        db.execute("CREATE TABLE bare (id int PRIMARY KEY, used bigint, whole bigint)")
        db.execute("INSERT INTO bare VALUES (1, 0, %s)", (_LIMIT,))
        shown = ", ".join(f"{name} {_value(db, name)}" for name in _SETTINGS)
        version = _value(db, "server_version").partition(" ")[0]
    rows: list[list[Cell]] = []
    goals = {}
    for clients in _CLIENTS:
        bare, ours, ratio = _beside(url, decision, clients, draws)
        rows.append([_shown(clients), bare, ours, ratio])
        goals[f"of the bare update, {_shown(clients)}, {_GOAL} or more"] = (ratio, ratio >= _GOAL)
    with _slower(url, _SLOWER):
        slow = f"1 client, a disk {_SLOWER / 1000:g} ms slower"
        rows.append([slow, *_beside(url, decision, 1, draws)])
    title = (
        f"Reservations without the decision, all on one pool, PostgreSQL {version}\n"
        f"  both sides: {shown}; each answered when it is on the disk\n"
        f"  the disk takes {disk * 1e6:,.0f} µs to keep 8 kB\n"
        f"  bare update, with its commit: {_BASELINE}"
    )
    return Table(title, ["", "bare update/s", "reservation/s", "ratio"], rows, goals)


def _beside(url: str, decision: str, clients: int, draws: int) -> tuple[float, float, float]:
    """Bare updates a second, reservations a second, and their ratio."""
    sides = [
        (lambda _: _bare(url), clients),
        (lambda _: _drawing(url, decision, (_POOL,)), clients),
    ]
    turns = list(_alternating(sides, draws))
    bare, ours = (statistics.median(side) for side in zip(*turns, strict=True))
    return bare, ours, statistics.median(ours / bare for bare, ours in turns)


@contextmanager
def _slower(url: str, microseconds: int) -> Iterator[None]:
    """Every commit waits so much longer, whoever connects meanwhile."""
    settings = {"commit_delay": str(microseconds), "commit_siblings": "0"}
    with psycopg.connect(url, autocommit=True) as db:
        name = db.info.dbname
        for setting, value in settings.items():
            db.execute(f"ALTER DATABASE {name} SET {setting} = {value}".encode())
        yield
        for setting in settings:
            db.execute(f"ALTER DATABASE {name} RESET {setting}".encode())


def _value(db: "psycopg.Connection[Any]", name: str) -> str:
    return str(db.execute(b"SELECT current_setting(%s)", (name,)).fetchall()[0][0])


def _shown(clients: int) -> str:
    return f"{clients} client{'s' if clients > 1 else ''}"


def _bare(url: str) -> tuple[Act, Callable[[], None]]:
    db = psycopg.connect(url, autocommit=True)
    return lambda _: db.execute(_BASELINE, (1, 1)), db.close


def _drawing(url: str, decision: str, sums: tuple[Name, ...]) -> tuple[Act, Callable[[], None]]:
    """Draws on a decision that is there: entries, hashes, balances, request and decision kept."""
    ledger = Ledger(url)
    mark = f"{time.time_ns()}-{threading.get_ident()}"
    request = canonical(lpp("one", 1))

    def act(number: int) -> None:
        draw = Drawing(f"{mark}-{number}", request, decision, "a", 10**12)
        rows = tuple(
            Row(
                *(name, "reservation", 1, "2025-07-01", "bench", "", "a", draw.id, draw.sha256),
                limit=_LIMIT,
            )
            for name in sums
        )
        ledger.store.append(Batch(rows, draw=draw))

    return act, ledger.close


def _decided(url: str, engine: str, asked: Mapping[str, Any], decision: str, draws: int) -> Table:
    rows, goals = [], {}
    for clients, shared in ((1, True), (8, False), (32, False), (8, True)):
        # On a pool that is shared each decides on what the one before left, so one at a time.
        apart = 1 if shared else clients
        drawing, reserving = (_Crowd(url, engine, decision, shared=shared) for _ in range(2))
        sides = [
            (lambda _: _deciding(engine, asked), apart),
            (drawing.begin_drawing, apart),
            (reserving.begin, clients),
        ]
        turns = [(d, r, 1 / (1 / d + 1 / r), ours) for d, r, ours in _alternating(sides, draws)]
        d, r, bound, ours = (statistics.median(side) for side in zip(*turns, strict=True))
        share = statistics.median(ours / bound for _, _, bound, ours in turns)
        name = f"{_shown(clients)}, {'one pool' if shared else 'a pool each'}"
        rows.append([name, d, r, bound, ours, share])
        goals[f"of what both costs allow, {name}, {_GOAL} or more"] = (share, share >= _GOAL)
    title = (
        "Reservations with the decision, d decisions and r draws a second\n"
        "  one pool: d and r of one client, because each decides on what the one before left"
    )
    return Table(title, ["", "d", "r", "1/(1/d+1/r)", "measured", "ratio"], rows, goals)


def _deciding(engine: str, asked: Mapping[str, Any]) -> tuple[Act, Callable[[], None]]:
    client = Client(engine, timeout=60)
    return lambda _: client.decide(asked), client.close


class _Crowd:
    """Clients that reserve for groups of their own, or all for one."""

    def __init__(self, url: str, engine: str, ready: str, *, shared: bool) -> None:
        self._url, self._engine, self._ready, self._shared = url, engine, ready, shared
        self._mark = str(time.time_ns())
        self._opened = threading.Lock()
        self._known: set[int] = set()

    def sums(self, number: int) -> tuple[Name, ...]:
        group = f"Group {self._mark} {0 if self._shared else number}"
        names = tuple(Name(sum_, group, "2025") for sum_ in _SUMS)
        with self._opened:
            if (key := 0 if self._shared else number) not in self._known:
                self._known.add(key)
                with Ledger(self._url) as ledger:
                    ledger.record([opening(name) for name in names])
        return names

    def begin_drawing(self, number: int) -> tuple[Act, Callable[[], None]]:
        return _drawing(self._url, self._ready, self.sums(number))

    def begin(self, number: int) -> tuple[Act, Callable[[], None]]:
        name = self.sums(number)[0]
        ledger, client = Ledger(self._url), Client(self._engine, timeout=60)

        def act(turn: int) -> None:
            request = lpp(f"{self._mark} {number} {turn}", 1)
            request["parties"]["recipient"]["ultimate_parent"] = name.key
            ledger.reserve(request, client, author="bench")

        def end() -> None:
            ledger.close()
            client.close()

        return act, end


def _alternating(sides: list[tuple[Begin, int]], draws: int) -> Iterator[tuple[float, ...]]:
    """Acts a second of each side, turn by turn, so that all have the same minutes of the machine.

    A side is how a client begins, and how many there are; all are connected and warm before the
    clock starts, and each side acts `draws` times or a little more.
    """
    turn = max(_TURN, _EACH * max(clients for _, clients in sides))
    with ExitStack() as stack:
        teams = [_Team(begin, clients, stack) for begin, clients in sides]
        for _ in range(-(-draws // turn)):
            yield tuple(team.rate(turn) for team in teams)


class _Team:
    """The clients of one side, each with a connection of its own."""

    def __init__(self, begin: Begin, clients: int, stack: ExitStack) -> None:
        self._threads = stack.enter_context(ThreadPoolExecutor(clients))
        self._acts = []
        for act, end in self._threads.map(begin, range(clients)):
            stack.callback(end)
            self._acts.append((act, itertools.count()))
        self.rate(_WARM * clients)

    def rate(self, draws: int) -> float:
        """Acts a second, each client as many as the others."""
        each = -(-draws // len(self._acts))

        def client(one: tuple[Act, Iterator[int]]) -> None:
            act, numbers = one
            for _ in range(each):
                act(next(numbers))

        start = time.perf_counter()
        list(self._threads.map(client, self._acts))
        return each * len(self._acts) / (time.perf_counter() - start)


def _status(url: str, entries: int) -> Table:
    rows: list[list[Cell]] = []
    goals = {}
    with tempfile.TemporaryDirectory() as folder:
        address = f"sqlite:{Path(folder) / 'ledger.sqlite'}"
        Ledger.create(address)
        for database, where in (("SQLite", address), ("PostgreSQL", url)):
            with Ledger(where) as ledger:
                few, many = (_filled(ledger, number) for number in (100, entries))
                ratio = many / few
            rows.append([database, few * 1e6, many * 1e6, ratio])
            goals[f"status of {entries:,} entries against 100, {database}, below 10"] = (
                ratio,
                ratio < 10,
            )
    columns = ["status with the last ten entries", "100, µs", f"{entries:,}, µs", "ratio"]
    return Table("Status of a pool", columns, rows, goals)


def _filled(ledger: Ledger, number: int) -> float:
    """Seconds that the status of a sum of so many entries takes."""
    name = Name("consignee_year_all", f"Group {number}", "2025")
    row = Row(name, "adjustment", 1, "2025-07-01", "bench", "", "a")
    for start in range(0, number, 20_000):
        ledger.record([row] * min(20_000, number - start))
    times = []
    for _ in range(50):
        begun = time.perf_counter()
        status.standings(ledger.store, pool=name.sum, key=name.key)
        status.entries(ledger.store, name, last=10)
        times.append(time.perf_counter() - begun)
    return statistics.median(times)


def main() -> int:
    """Command line; exit code 1 if a goal is not met."""
    parser = argparse.ArgumentParser(description="Measure the ledger.")
    parser.add_argument("--draws", type=int, default=4000, help="of each client count and side")
    parser.add_argument("--entries", type=int, default=1_000_000, help="of the pool that is large")
    arguments = parser.parse_args()
    policies = Path(__file__).resolve().parents[2] / "policies"
    with Sidecar(policies, executable=opa.ensure()) as sidecar:
        tables = measure(sidecar, draws=arguments.draws, entries=arguments.entries)
    print(*(table.text() for table in tables), sep="\n\n")
    return 0 if all(met for table in tables for _, met in table.goals.values()) else 1


if __name__ == "__main__":
    sys.exit(main())
