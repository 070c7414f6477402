"""The ledger against the bare database: reservations a second, and a status over many entries.

`python tests/bench/ledger.py` runs it by itself, on a PostgreSQL server that it starts.
"""

import statistics
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from pathlib import Path

if __name__ == "__main__":
    # The folder above in place of this one, so that `bench` is found as tests find it.
    sys.path[0] = str(Path(__file__).resolve().parents[1])

import psycopg
from bench.table import Cell, Table
from postgres_server import Server

from ai_export_policy.ledger import Ledger, Name, Row, status
from ai_export_policy.ledger.entries import Batch, Drawing

_POOL = Name("country_licensed", "AA", "2025-2027")
_LIMIT = 10**15
_DECISION = '{"outcome":"license_required","pools":[]' + ',"filler":"' + "x" * 4000 + '"}'
_CLIENTS = (1, 8, 32)
_ROUNDS = 3

Act = Callable[[int], object]


def measure(*, draws: int = 600, entries: int = 1_000_000) -> list[Table]:
    """Both tables, on a server with the settings that PostgreSQL comes with."""
    with Server() as server:
        url = server.database()
        Ledger.create(url)
        return [_reservations(url, draws), _status(url, entries)]


def _reservations(url: str, draws: int) -> Table:
    with psycopg.connect(url) as db:
        db.execute("CREATE TABLE bare (id int PRIMARY KEY, used bigint, whole bigint)")
        db.execute("INSERT INTO bare VALUES (1, 0, %s)", (_LIMIT,))
    rows, goals = [], {}
    for clients in _CLIENTS:
        # Alternating, so that both have the same minutes of the machine.
        rounds = [
            (_rate(lambda: _bare(url), clients, draws), _rate(lambda: _ledger(url), clients, draws))
            for _ in range(_ROUNDS)
        ]
        bare, ours = (statistics.median(side) for side in zip(*rounds, strict=True))
        ratio = statistics.median(ours / bare for bare, ours in rounds)
        rows.append([f"{clients} clients", bare, ours, ratio])
        goals[f"reservations against the bare update, {clients} clients, 0.8 or more"] = (
            ratio,
            ratio >= 0.8,
        )
    columns = ["on one pool", "bare update/s", "reservation/s", "ratio"]
    return Table("Reservations without the decision, PostgreSQL", columns, rows, goals)


def _bare(url: str) -> tuple[Act, Callable[[], None]]:
    db = psycopg.connect(url, autocommit=True)
    sql = "UPDATE bare SET used = used + %s WHERE id = 1 AND used + %s <= whole"
    return lambda _: db.execute(sql, (1, 1)), db.close


def _ledger(url: str) -> tuple[Act, Callable[[], None]]:
    ledger = Ledger(url)
    mark = f"{time.time_ns()}-{threading.get_ident()}"

    def act(number: int) -> None:
        draw = Drawing(f"{mark}-{number}", '{"filler":"' + "y" * 1000 + '"}', _DECISION, "a", 10**9)
        row = Row(
            *(_POOL, "reservation", 1, "2025-07-01", "bench", "", "a", draw.id, draw.sha256),
            limit=_LIMIT,
        )
        ledger.store.append(Batch((row,), draw=draw))

    return act, ledger.close


def _rate(begin: Callable[[], tuple[Act, Callable[[], None]]], clients: int, draws: int) -> float:
    """Acts a second by so many clients, connected before the clock starts."""
    ready = threading.Barrier(clients + 1)
    each = -(-draws // clients)

    def client() -> None:
        act, end = begin()
        act(-1)
        ready.wait()
        for number in range(each):
            act(number)
        end()

    threads = [threading.Thread(target=client) for _ in range(clients)]
    for thread in threads:
        thread.start()
    ready.wait()
    start = time.perf_counter()
    for thread in threads:
        thread.join()
    return each * clients / (time.perf_counter() - start)


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
        start_ = time.perf_counter()
        status.standings(ledger.store, pool=name.sum, key=name.key)
        status.entries(ledger.store, name, last=10)
        times.append(time.perf_counter() - start_)
    return statistics.median(times)


if __name__ == "__main__":
    tables = measure()
    print(*(table.text() for table in tables), sep="\n\n")
    sys.exit(not all(met for table in tables for _, met in table.goals.values()))
