"""One decision over HTTP: Client.decide, a bare exchange, and the stock client, on one OPA."""

import http.client
import json
import time
from collections.abc import Callable, Mapping
from contextlib import closing
from typing import Any
from urllib.parse import urlsplit

from bench.kinds import Kind
from bench.table import Table
from opa_client.opa import OpaClient  # type: ignore[import-untyped]

from ai_export_policy import Client, Sidecar

BARE_GOAL = 1.5

_PATH = "/v1/data/ear/decision?strict-builtin-errors=true&provenance=true"
_BARE = "bare http.client"
_OURS = "Client.decide"
_STOCK = "OpaClient as it comes"


def measure(sidecar: Sidecar, kind: Kind, rounds: int) -> Table:
    """Milliseconds of each way, median and 99th percentile over `rounds`, taken in turn."""
    address = urlsplit(sidecar.url)
    host, port = str(address.hostname), int(address.port or 0)
    connection = http.client.HTTPConnection(host, port)
    stock = OpaClient(host=host, port=port)
    with (
        closing(connection),
        Client(sidecar.url, expected_revisions={sidecar.revision}) as client,
    ):
        ways: dict[str, Callable[[], Mapping[str, Any]]] = {
            _BARE: lambda: _exchange(connection, kind.request),
            _OURS: lambda: client.decide(kind.request).document,
            _STOCK: lambda: _stock(stock, kind.request),
        }
        times = _in_turn(ways, kind, rounds)
    stock.close_connection()
    halves = {name: percentile(each, 0.5) for name, each in times.items()}
    of_bare = halves[_OURS] / halves[_BARE]
    of_stock = halves[_OURS] / halves[_STOCK]
    return Table(
        title=f"One decision over loopback ({kind.name}), {rounds} of each in turn",
        columns=("way", "p50 ms", "p99 ms", "x bare"),
        rows=[
            (name, halves[name] * 1e3, percentile(each, 0.99) * 1e3, halves[name] / halves[_BARE])
            for name, each in times.items()
        ],
        goals={
            f"{_OURS} at most {BARE_GOAL:g} x {_BARE}": (of_bare, of_bare <= BARE_GOAL),
            f"{_OURS} faster than {_STOCK}": (of_stock, of_stock < 1),
        },
    )


def _in_turn(
    ways: Mapping[str, Callable[[], Mapping[str, Any]]], kind: Kind, rounds: int
) -> dict[str, list[float]]:
    times: dict[str, list[float]] = {name: [] for name in ways}
    for way in ways.values():
        for _ in range(5):  # connections made, code loaded
            kind.check(way())
    names = list(ways)
    for number in range(rounds):
        # The first after the others pays for what they left behind; each is first as often.
        start = number % len(names)
        for name in names[start:] + names[:start]:
            begin = time.perf_counter()
            ways[name]()
            times[name].append(time.perf_counter() - begin)
    return times


def _exchange(
    connection: http.client.HTTPConnection, request: Mapping[str, Any]
) -> Mapping[str, Any]:
    """The least that an answer takes: no check of anything."""
    body = json.dumps({"input": request})
    connection.request("POST", _PATH, body, {"Content-Type": "application/json"})
    decision: Mapping[str, Any] = json.loads(connection.getresponse().read())["result"]
    return decision


def _stock(client: OpaClient, request: Mapping[str, Any]) -> Mapping[str, Any]:
    query = {"strict-builtin-errors": "true", "provenance": "true"}
    decision: Mapping[str, Any] = client.query_rule(dict(request), "ear", "decision", query)[
        "result"
    ]
    return decision


def percentile(times: list[float], share: float) -> float:
    """The time that a `share` of them does not exceed."""
    ordered = sorted(times)
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))]
