"""What a server carries: decisions a second by connections, and memory over many decisions.

`python tests/bench/load.py` measures the memory by itself, over as many decisions as are asked for.
"""

import argparse
import itertools
import os
import statistics
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from operator import truediv
from pathlib import Path
from typing import NamedTuple
from unittest import mock

if __name__ == "__main__":
    # The folder above in place of this one, so that `bench` is found as tests find it.
    sys.path[0] = str(Path(__file__).resolve().parents[1])

from bench.clients import percentile
from bench.kinds import Kind, kinds
from bench.table import Cell, Table
from running_opa import Running, running

from ai_export_policy import Client, opa
from ai_export_policy.records import RecordedClient, Records

GOAL = 0.7
GROWTH = 1.25  # what collecting garbage sooner or later makes of it

_CONNECTIONS = (1, 16, 64)
_PLAIN = "plain server"
_SEGMENT = 4 * 1024 * 1024
_SECONDS = 120.0


@dataclass(frozen=True)
class Way:
    """A way to serve and to ask: whether the server asks who may, and whether records are kept."""

    name: str
    authorization: bool
    records: bool


class Load(NamedTuple):
    """Seconds of each decision (`times`), and of all of them together."""

    times: list[float]
    seconds: float


WAYS = (
    Way(_PLAIN, authorization=False, records=False),
    Way("authorization", authorization=True, records=False),
    Way("records", authorization=False, records=True),
    Way("authorization, records", authorization=True, records=True),
)


def measure(
    executable: Path, policies: Path, measured: Sequence[Kind], number: int, turns: int
) -> Iterator[Table]:
    """Decisions a second of each way, in `turns` turns of `number` each (with more connections than
    that, of as many), and what one core does."""
    with _servers(executable, policies) as servers:
        for connections in _CONNECTIONS:
            each = max(number, connections)
            rounds = [
                {
                    way.name: _load(servers, way, measured, connections, each)
                    for way in WAYS[turn % len(WAYS) :] + WAYS[: turn % len(WAYS)]
                }
                for turn in range(turns)
            ]
            yield _table(connections, rounds)
    with mock.patch.dict(os.environ, GOMAXPROCS="1"), _servers(executable, policies) as servers:
        found, seconds = _load(servers, WAYS[-1], measured, 16, number * turns)
    rate = len(found) / seconds
    yield Table(
        title="What one core carries (GOMAXPROCS=1), 16 connections, authorization and records",
        columns=("", "decisions/s", "p50 ms", "p99 ms"),
        rows=[("one core", rate, percentile(found, 0.5) * 1e3, percentile(found, 0.99) * 1e3)],
    )


def memory(executable: Path, policies: Path, measured: Sequence[Kind], number: int) -> Table:
    """Resident memory of OPA and of this process after each tenth of `number` decisions.

    Each row is told on standard error when it is known: millions of decisions take an hour.
    """
    rows: list[tuple[Cell, ...]] = []
    used: list[tuple[float, float]] = []
    with _servers(executable, policies) as servers, tempfile.TemporaryDirectory() as folder:
        server = servers[True]
        with (
            Client(server.url, timeout=_SECONDS) as client,
            Records(Path(folder), segment_bytes=_SEGMENT) as kept,
        ):
            recorded = RecordedClient(client, kept)
            for tenth in range(1, 11):
                _ask(recorded, measured, 16, number // 10)
                opa_used, own = _resident(server.pid), _resident(os.getpid())
                used.append((opa_used, own))
                after = f"after {tenth * number // 10:,}"
                rows.append((after, opa_used, own))
                told = f"{after}: OPA {opa_used:.0f} MiB, client {own:.0f} MiB"
                print(told, file=sys.stderr, flush=True)
                # What was written is not what is measured, and two million would fill the disk.
                for segment in sorted((Path(folder) / "main").glob("*.jsonl"))[:-1]:
                    segment.unlink()
    goals = {}
    for name, column in (("OPA", 0), ("the client", 1)):
        first, second = (max(each[column] for each in half) for half in (used[:5], used[5:]))
        goal = f"most of {name} in the second half at most {GROWTH:g} x the most in the first"
        goals[goal] = (second / first, second <= GROWTH * first)
    return Table(
        title=f"Resident memory over {number:,} decisions, authorization and records on",
        columns=("decisions", "OPA MiB", "client MiB"),
        rows=rows,
        goals=goals,
    )


@contextmanager
def _servers(executable: Path, policies: Path) -> Iterator[Mapping[bool, Running]]:
    """A server without, and one with authorization, on the same policies."""
    options: list[str | Path] = ["--log-level", "error", "--ignore", "*_test.rego"]
    options += ["--bundle", policies]
    with ExitStack() as stack:
        found = {}
        for authorization in (False, True):
            folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
            more = ["--authorization", "basic"] if authorization else []
            server = running(executable, folder, [*options, *more])
            found[authorization] = stack.enter_context(server)
        yield found


def _load(
    servers: Mapping[bool, Running],
    way: Way,
    measured: Sequence[Kind],
    connections: int,
    number: int,
) -> Load:
    with ExitStack() as stack:
        url = servers[way.authorization].url
        client = stack.enter_context(Client(url, timeout=_SECONDS, connections=connections))
        asked: Client | RecordedClient = client
        if way.records:
            folder = stack.enter_context(tempfile.TemporaryDirectory())
            asked = RecordedClient(client, stack.enter_context(Records(Path(folder))))
        _ask(asked, measured, connections, connections)  # connections made, code loaded
        begin = time.perf_counter()
        times = _ask(asked, measured, connections, number)
        return Load(times, time.perf_counter() - begin)


def _ask(
    client: Client | RecordedClient, measured: Sequence[Kind], connections: int, number: int
) -> list[float]:
    turns, lock = itertools.islice(itertools.cycle(measured), number), threading.Lock()

    def work() -> list[float]:
        times: list[float] = []
        while True:
            with lock:
                kind = next(turns, None)
            if kind is None:
                return times
            begin = time.perf_counter()
            decision = client.decide(kind.request)
            times.append(time.perf_counter() - begin)
            kind.check(decision.document)

    with ThreadPoolExecutor(connections) as pool:
        started = [pool.submit(work) for _ in range(connections)]
        return [each for one in started for each in one.result()]


def _table(connections: int, rounds: Sequence[Mapping[str, Load]]) -> Table:
    """Of each way the medians over the turns: a turn is short, and its ratio of the same moment."""
    rows: list[tuple[Cell, ...]] = []
    shares = {}
    for name in (way.name for way in WAYS):
        rates = [len(turn[name].times) / turn[name].seconds for turn in rounds]
        plain = [len(turn[_PLAIN].times) / turn[_PLAIN].seconds for turn in rounds]
        times = [time for turn in rounds for time in turn[name].times]
        shares[name] = statistics.median(map(truediv, rates, plain))
        percents = [percentile(times, share) * 1e3 for share in (0.5, 0.99)]
        rows.append((name, statistics.median(rates), *percents, shares[name]))
    last, number = shares[WAYS[-1].name], sum(len(turn[_PLAIN].times) for turn in rounds)
    goal = f"{WAYS[-1].name}, {connections} connections, at least {GOAL:g} x {_PLAIN}"
    return Table(
        title=f"{number:,} decisions of each way in {len(rounds)} turns, {connections} connections",
        columns=("way", "decisions/s", "p50 ms", "p99 ms", "x plain"),
        rows=rows,
        goals={goal: (last, last >= GOAL)},
    )


def _resident(pid: int) -> float:
    """Resident memory of a process in MiB (proc(5), "VmRSS")."""
    for line in Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1]) / 1024
    raise ValueError(f"no VmRSS of {pid}")


def main() -> int:
    """Measure the memory; 1 if it grows."""
    repository = Path(__file__).resolve().parents[2]
    os.environ.setdefault("AI_EXPORT_CACHE", str(repository / ".cache"))
    parser = argparse.ArgumentParser(prog="make load", description=main.__doc__)
    parser.add_argument("--count", type=int, default=2_000_000, help="decisions (2000000)")
    count = parser.parse_args().count
    table = memory(opa.ensure(), repository / "policies", kinds(), count)
    print(table.text())
    return 0 if all(met for _, met in table.goals.values()) else 1


if __name__ == "__main__":
    sys.exit(main())
