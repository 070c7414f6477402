"""Each defect of opa-python-client 3.0.0: seen on the package as it comes, gone from our client.

The table in python/docs/client.md names these tests, defect by defect.
"""

import json
import re
import socket
import threading
import urllib.request
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import aiohttp
import pytest
import requests
import scratch_policies
from both_clients import KINDS, Asking
from lies import LIES, TEXT, drips, opa_error
from lying_server import CERTIFICATE, Asked, LyingServer, http, says, says_json
from opa_client.base import BaseClient  # type: ignore[import-untyped]
from opa_client.errors import QueryExecuteError  # type: ignore[import-untyped]
from opa_client.opa import OpaClient  # type: ignore[import-untyped]
from scratch_policies import REQUEST, REVISION, decision
from stock_clients import Asks, by_thread, in_event_loop, place

from ai_export_policy import Client, Decision, NotADecision, Sidecar, Unavailable
from ai_export_policy.transport import opa_clients
from ai_export_policy.transport.endpoint import Endpoint

TRUTH = decision(REQUEST)
PAIRS = {
    "threads": (by_thread, KINDS["threads"]),
    "event loop": (in_event_loop, KINDS["event loop"]),
}


@pytest.fixture(params=PAIRS.values(), ids=list(PAIRS))
def pair(request: pytest.FixtureRequest) -> tuple[Asks, Asking]:
    """The stock client and ours: both by threads, then both in an event loop."""
    kinds: tuple[Asks, Asking] = request.param
    return kinds


@pytest.fixture(scope="module")
def scratch(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sidecar]:
    with Sidecar(scratch_policies.write(tmp_path_factory.mktemp("policies"))) as sidecar:
        yield sidecar


def test_a_redirect_is_followed_with_the_input_lost(pair: tuple[Asks, Asking]) -> None:
    stock, ours = pair

    def answer(connection: socket.socket, asked: Asked) -> None:
        elsewhere = http(b"", status="302 Found", headers=("Location: /v1/data/ear/decision",))
        connection.sendall(elsewhere if asked.head.startswith("POST") else http(TEXT))

    with LyingServer(answer) as server:
        assert stock(server.url)["result"] == TRUTH
        assert [asked.head.split()[0] for asked in server.asked] == ["POST", "GET"]
        assert server.asked[1].body == b""
    with LyingServer(answer) as server, ours(server.url) as client:
        with pytest.raises(NotADecision, match="redirects") as refused:
            client.decide(REQUEST)
        assert (refused.value.status, len(server.asked)) == (302, 1)


def test_a_file_of_the_home_folder_replaces_the_token(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / ".netrc").write_text("default login someone password something\n")
    (tmp_path / ".netrc").chmod(0o600)
    (tmp_path / "token").write_text("service")
    monkeypatch.setenv("HOME", str(tmp_path))
    with LyingServer(says(http(TEXT))) as server:
        by_thread(server.url, token="service")
        with Client(server.url, token_file=tmp_path / "token") as client:
            client.decide(REQUEST)
        lines = [line for asked in server.asked for line in asked.head.splitlines()]
    assert [line.split()[1:] for line in lines if line.startswith("Authorization")] == [
        ["Basic", "c29tZW9uZTpzb21ldGhpbmc="],
        ["Bearer", "service"],
    ]


def test_a_variable_of_the_environment_says_whom_to_trust(
    asking: Asking, monkeypatch: pytest.MonkeyPatch
) -> None:
    with LyingServer(says(http(TEXT)), tls=True) as server:
        with pytest.raises(requests.exceptions.SSLError):
            by_thread(server.url, retries=0)
        monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(CERTIFICATE))
        assert by_thread(server.url, retries=0)["result"] == TRUTH
        with asking(server.url) as client, pytest.raises(Unavailable, match="certificate"):
            client.decide(REQUEST)


def test_a_proxy_of_the_environment_gets_the_question(
    asking: Asking, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("no_proxy", "NO_PROXY"):
        monkeypatch.delenv(name, raising=False)
    with LyingServer(says(http(TEXT))) as server, LyingServer(says(http(TEXT))) as proxy:
        monkeypatch.setenv("http_proxy", proxy.url)
        assert by_thread(server.url)["result"] == TRUTH
        assert (len(server.asked), [asked.input for asked in proxy.asked]) == (0, [REQUEST])
        with asking(server.url) as client:
            assert client.decide(REQUEST).document == TRUTH
        assert (len(server.asked), len(proxy.asked)) == (1, 1)


def test_no_parameter_names_the_authorities_to_trust(pair: tuple[Asks, Asking]) -> None:
    stock, ours = pair
    names = BaseClient.__init__.__code__.co_varnames
    assert not [name for name in names if re.search(r"ca|verify|trust|context", name)]
    with LyingServer(says(http(TEXT)), tls=True) as server:
        with pytest.raises((requests.exceptions.SSLError, aiohttp.ClientConnectorError)):
            stock(server.url, cert=str(CERTIFICATE), retries=0)
        with ours(server.url, ca_file=CERTIFICATE) as client:
            assert client.decide(REQUEST).document == TRUTH


BUSY = ["502 Bad Gateway", "503 Service Unavailable", "504 Gateway Timeout"]


def at_first(status: str, body: bytes = b"{}") -> Any:
    """Answers once with `status`, then with the truth."""

    def answer(connection: socket.socket, asked: Asked) -> None:
        connection.sendall(http(body, status=status) if asked.number == 1 else http(TEXT))

    return answer


@pytest.mark.parametrize("status", BUSY)
def test_a_question_that_nobody_looked_at_is_not_asked_again(status: str) -> None:
    with LyingServer(at_first(status)) as server:
        with pytest.raises(requests.HTTPError, match=status[:3]):
            by_thread(server.url)
        assert len(server.asked) == 1
    with LyingServer(at_first(status)) as server, Client(server.url) as client:
        assert client.decide(REQUEST).document == TRUTH
        assert len(server.asked) == 2


def test_in_an_event_loop_what_opa_failed_at_is_asked_again_and_what_it_did_not_see_is_not() -> (
    None
):
    failed = json.dumps(opa_error("eval_conflict_error")).encode()
    with LyingServer(at_first("500 Internal Server Error", failed)) as server:
        assert in_event_loop(server.url)["result"] == TRUTH
        assert len(server.asked) == 2
    with LyingServer(at_first(BUSY[1])) as server:
        with pytest.raises(aiohttp.ClientResponseError, match="503"):
            in_event_loop(server.url)
        assert len(server.asked) == 1
    asking = KINDS["event loop"]
    with LyingServer(at_first("500 Internal Server Error", failed)) as server:
        with asking(server.url) as client, pytest.raises(NotADecision):
            client.decide(REQUEST)
        assert len(server.asked) == 1
    with LyingServer(at_first(BUSY[1])) as server, asking(server.url) as client:
        assert client.decide(REQUEST).document == TRUTH
        assert len(server.asked) == 2


class AllAtOnce:
    """Answers when `number` are asked at the same time, twice over."""

    def __init__(self, number: int) -> None:
        self.barrier = threading.Barrier(number)

    def __call__(self, connection: socket.socket, asked: Asked) -> None:
        self.barrier.wait(30)
        connection.sendall(http(TEXT))


def test_the_pool_keeps_ten_connections_and_has_no_bound() -> None:
    with LyingServer(AllAtOnce(20)) as server, OpaClient(**place(server.url), timeout=60) as stock:
        for connections in (20, 30):  # ten of the first twenty were thrown away
            with ThreadPoolExecutor(20) as threads:
                asked = [threads.submit(stock.query_rule, REQUEST, "ear") for _ in range(20)]
            assert [one.result()["result"] for one in asked] == [TRUTH] * 20
            assert server.connections == connections
    with LyingServer(AllAtOnce(12)) as server, Client(server.url, connections=12) as client:
        for _ in range(2):
            with ThreadPoolExecutor(24) as threads:
                decided = [threads.submit(client.decide, REQUEST) for _ in range(24)]
            assert [one.result().document for one in decided] == [TRUTH] * 24
            assert server.connections == 12


def test_a_server_that_drips_holds_the_call_past_its_timeout() -> None:
    # Two seconds of dripping, and the answer is taken by a client that waits a quarter of one.
    answer = drips(TEXT[-100:], at_once=http(TEXT[:-100], length=len(TEXT)))
    with LyingServer(answer) as server:
        assert by_thread(server.url, timeout=0.25)["result"] == TRUTH
        with Client(server.url, timeout=0.25) as client, pytest.raises(Unavailable):
            client.decide(REQUEST)


def records(*names: str) -> dict[str, dict[str, Any]]:
    return {name: REQUEST | {"request_id": name} for name in names}


@pytest.mark.parametrize(
    ("bad", "error"), [("undefined", QueryExecuteError), ("conflict", requests.HTTPError)]
)
def test_one_record_of_a_bulk_query_fails_all(
    asking: Asking, scratch: Sidecar, bad: str, error: type[Exception]
) -> None:
    many = records("a", bad, "b")
    with OpaClient(**place(scratch.url), retries=0) as stock, pytest.raises(error):
        stock.bulk_query_rule(many, "ear", "decision")
    with asking(scratch.url) as client:
        answers = client.decide_many(many)
    assert {key: type(answer) for key, answer in answers.items()} == {
        "a": Decision,
        bad: NotADecision,
        "b": Decision,
    }


def test_a_bulk_query_loses_everything_but_the_values(asking: Asking, scratch: Sidecar) -> None:
    told = {"provenance": "true", "metrics": "true", "explain": "notes"}
    with OpaClient(**place(scratch.url)) as stock:
        alone = stock.query_rule(REQUEST, "ear", "decision", told)
        bulk = stock.bulk_query_rule({"a": REQUEST}, "ear", "decision", told)
    assert {"metrics", "provenance"} <= alone.keys()
    assert bulk == {"a": TRUTH}
    with asking(scratch.url, expected_revisions={"another"}) as client:
        (answer,) = client.decide_many({"a": REQUEST}).values()
        assert isinstance(answer, NotADecision)
    with asking(scratch.url, expected_revisions={scratch.revision}) as client:
        (answer,) = client.decide_many({"a": REQUEST}).values()
        assert isinstance(answer, Decision)
        assert answer.engine == "1.22.2"


def test_every_record_of_a_bulk_query_is_a_line_that_opa_has_to_compile(asking: Asking) -> None:
    """Which is why a record costs more the larger the batch; `make bench` has the figures."""
    many = records(*(str(number) for number in range(50)))
    with LyingServer(says_json({"result": [{}]})) as server:
        with OpaClient(**place(server.url)) as stock:
            stock.bulk_query_rule(many, "ear", "decision")
        query = json.loads(server.asked[0].body)["query"]
        assert query.count(" := data.ear.decision with input as {") == 50
    with LyingServer(says_json({"result": {}})) as server, asking(server.url) as client:
        client.decide_many(many)
        assert server.asked[0].input == {"requests": many}
        assert server.asked[0].head.startswith("POST /v1/data/ear/decisions?")


def test_least_authority_refuses_a_bulk_query(asking: Asking) -> None:
    """`system.authz` allows the decisions alone, not whatever query a caller writes."""
    with Sidecar() as sidecar:
        stock = OpaClient(**place(sidecar.url))
        with stock, pytest.raises(requests.HTTPError, match="401"):
            stock.bulk_query_rule({"a": REQUEST}, "ear", "decision")
        with asking(sidecar.url, expected_revisions={sidecar.revision}) as client:
            (answer,) = client.decide_many({"a": REQUEST}).values()
        assert isinstance(answer, Decision)


OLD = """package other

banner := `
deny {`

allow {
    input.x == 1
}
"""


def test_a_policy_is_rewritten_on_its_way(scratch: Sidecar) -> None:
    """By a regular expression, which also finds what stands in a text."""
    with OpaClient(**place(scratch.url)) as stock:
        assert stock.update_policy_from_string(OLD, "other")
    with urllib.request.urlopen(f"{scratch.url}/v1/policies/other", timeout=20) as answer:
        kept = json.load(answer)["result"]["raw"]
    assert "deny if {`" in kept
    assert not [name for name in dir(Client) if "policy" in name or "data" in name]
    with LyingServer(says_json({})) as server:
        strict = opa_clients.OpaClient(Endpoint(server.url), timeout=5)
        with pytest.raises(AttributeError, match="put"):
            strict.update_policy_from_string(OLD, "other")
        assert server.asked == []


def test_in_an_event_loop_what_opa_says_of_a_failure_is_lost() -> None:
    failed = says_json(opa_error("eval_conflict_error", "two values"), status="500 Internal Error")
    with LyingServer(failed) as server:
        with pytest.raises(aiohttp.ClientResponseError, match="500") as lost:
            in_event_loop(server.url, retries=0)
        assert "eval_conflict_error" not in str(vars(lost.value))
        asking = KINDS["event loop"]
        with asking(server.url) as client, pytest.raises(NotADecision, match="two values") as told:
            client.decide(REQUEST)
        assert told.value.code == "eval_conflict_error"


BELIEVED = (
    "a warning",
    "another revision",
    "no provenance",
    "a field too few",
    "an unknown outcome",
    "another request",
    "another day",
    "a part of a decision",
    "a body of no stated length",
    "gzip, unasked",
    "a key twice",
    "NaN",
    "infinity",
)


@pytest.mark.parametrize("name", BELIEVED)
def test_what_is_no_decision_is_returned_as_one(pair: tuple[Asks, Asking], name: str) -> None:
    stock, ours = pair
    with LyingServer(LIES[name]) as server:
        assert isinstance(stock(server.url)["result"], dict)
        client = ours(server.url, expected_revisions={REVISION})
        with client, pytest.raises(NotADecision):
            client.decide(REQUEST)


@pytest.mark.parametrize("name", ["an empty document", "an undefined decision", "a null decision"])
def test_no_decision_is_returned_without_a_word(pair: tuple[Asks, Asking], name: str) -> None:
    stock, ours = pair
    with LyingServer(LIES[name]) as server:
        assert stock(server.url).get("result") is None
        with ours(server.url) as client, pytest.raises(NotADecision):
            client.decide(REQUEST)
