"""Many decisions: batches against one by one, on one OPA."""

import time
from collections.abc import Callable, Mapping, Sequence
from itertools import cycle, islice
from typing import Any

from bench.kinds import Kind
from bench.table import Table

from ai_export_policy import Client, Decision, Sidecar


def measure(sidecar: Sidecar, kinds: Sequence[Kind], records: int, rounds: int) -> Table:
    """Records a second of both ways over the same records, best of `rounds` taken in turn."""
    mixed = {str(number): kind for number, kind in enumerate(islice(cycle(kinds), records))}
    requests = {key: kind.request for key, kind in mixed.items()}
    revisions = {sidecar.revision}
    with Client(sidecar.url, timeout=120, expected_revisions=revisions) as client:

        def together() -> None:
            answers = client.decide_many(requests, batch=records)
            for key, answer in answers.items():
                if not isinstance(answer, Decision):
                    raise AssertionError(f"{mixed[key].name}: {answer!r}")

        def one_by_one() -> None:
            for request in requests.values():
                client.decide(request)

        ways = {f"batches of {records}": together, "one by one": one_by_one}
        least = _least(ways, rounds)
    rates = {name: records / seconds for name, seconds in least.items()}
    alone = rates["one by one"]
    return Table(
        title=f"Many decisions over loopback ({records} records, the kinds above in turn)",
        columns=("way", "records/s", "x one by one"),
        rows=[(name, rate, rate / alone) for name, rate in rates.items()],
    )


def _least(ways: Mapping[str, Callable[[], Any]], rounds: int) -> dict[str, float]:
    times: dict[str, list[float]] = {name: [] for name in ways}
    for _ in range(rounds):
        for name, way in ways.items():
            begin = time.perf_counter()
            way()
            times[name].append(time.perf_counter() - begin)
    return {name: min(each) for name, each in times.items()}
