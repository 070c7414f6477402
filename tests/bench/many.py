"""Many decisions through `decide_many`, a bare client, and the stock client's bulk query."""

import http.client
import json
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import closing
from functools import partial
from itertools import cycle, islice
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from bench.kinds import Kind
from bench.table import Cell, Table
from opa_client.opa import OpaClient  # type: ignore[import-untyped]
from running_opa import running

from ai_export_policy import Client, Decision, Sidecar

GOAL = 0.9

_BATCH = 200  # what decide_many puts into one call unless told otherwise
_PATH = "/v1/data/ear/decisions?strict-builtin-errors=true&provenance=true"
_BARE = "bare http.client"
_OURS = "Client.decide_many"

Requests = Mapping[str, Mapping[str, Any]]


def measure(sidecar: Sidecar, kinds: Sequence[Kind], records: int, turns: int) -> Table:
    """Records a second of both over the same batches, in `turns` turns each, of which the first is
    as often the one's as the other's."""
    mixed = {str(number): kind for number, kind in enumerate(islice(cycle(kinds), records))}
    size = -(-records // turns)
    requests = [(key, kind.request) for key, kind in mixed.items()]
    parts = [dict(requests[start : start + size]) for start in range(0, records, size)]
    address = urlsplit(sidecar.url)
    connection = http.client.HTTPConnection(str(address.hostname), int(address.port or 0))
    times = {_BARE: 0.0, _OURS: 0.0}
    with (
        closing(connection),
        Client(sidecar.url, timeout=120, expected_revisions={sidecar.revision}) as client,
    ):

        def bare(part: Requests) -> Mapping[str, Any]:
            return _bare(connection, part)

        def ours(part: Requests) -> Mapping[str, Any]:
            answers = client.decide_many(part)
            return {key: _document(answer) for key, answer in answers.items()}

        ways: dict[str, Callable[[Requests], Mapping[str, Any]]] = {_BARE: bare, _OURS: ours}
        for way in ways.values():
            for key, document in way(dict(requests[: len(kinds)])).items():
                mixed[key].check(document)
        for number, part in enumerate(parts):
            for name in sorted(ways, reverse=bool(number % 2)):
                times[name] += _seconds(partial(ways[name], part))
    share = times[_BARE] / times[_OURS]
    return Table(
        title=f"{records:,} decisions over loopback in batches of {_BATCH}, in {len(parts)} turns",
        columns=("way", "records/s", "x bare"),
        rows=[(name, records / spent, times[_BARE] / spent) for name, spent in times.items()],
        goals={f"{_OURS} at least {GOAL:g} x {_BARE}": (share, share >= GOAL)},
    )


def bulk(executable: Path, policies: Path, kinds: Sequence[Kind], sizes: Sequence[int]) -> Table:
    """Milliseconds a record, by the size of the batch. On an OPA that lets anybody ask anything:
    `system.authz` refuses the query that the stock client writes."""
    rows: list[tuple[Cell, ...]] = []
    with tempfile.TemporaryDirectory() as folder:
        options: list[str | Path] = [
            "--log-level",
            "error",
            "--ignore",
            "*_test.rego",
            "--bundle",
            policies,
        ]
        with running(executable, Path(folder), options) as opa:
            address = urlsplit(opa.url)
            place = {"host": address.hostname, "port": address.port, "timeout": 120}
            with OpaClient(**place) as stock, Client(opa.url, timeout=120) as client:
                for size in sizes:
                    mixed = islice(cycle(kinds), size)
                    many = {str(number): kind.request for number, kind in enumerate(mixed)}
                    spent = [
                        _seconds(partial(stock.bulk_query_rule, many, "ear", "decision")),
                        _seconds(partial(client.decide_many, many, batch=size)),
                    ]
                    rows.append((f"{size} records", *(1e3 * each / size for each in spent)))
    return Table(
        title="Milliseconds a record, by the size of the batch",
        columns=("batch", "OpaClient.bulk_query_rule", _OURS),
        rows=rows,
    )


def _bare(connection: http.client.HTTPConnection, requests: Requests) -> Mapping[str, Any]:
    """The least that the answers take: no check of anything."""
    answers: dict[str, Any] = {}
    items = iter(requests.items())
    while part := dict(islice(items, _BATCH)):
        body = json.dumps({"input": {"requests": part}})
        connection.request("POST", _PATH, body, {"Content-Type": "application/json"})
        answers |= json.loads(connection.getresponse().read())["result"]
    return answers


def _document(answer: object) -> Mapping[str, Any]:
    if not isinstance(answer, Decision):
        raise AssertionError(repr(answer))
    return answer.document


def _seconds(way: Callable[[], object]) -> float:
    begin = time.perf_counter()
    way()
    return time.perf_counter() - begin
