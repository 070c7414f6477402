"""Whatever answers at OPA's address: a decision on this request, or the one exception that fits."""

import contextlib
import json
import os
import socket
import threading
import time
from collections.abc import Sequence
from pathlib import Path
from types import MappingProxyType

import pytest
from both_clients import Asking
from lies import (
    LIES,
    SILENCES,
    TEXT,
    TRUTH,
    chunked,
    envelope,
    opa_error,
    silent,
    without,
)
from lying_server import CERTIFICATE, Answer, Asked, LyingServer, http, says, says_json
from scratch_policies import REQUEST, REVISION, decision

from ai_export_policy import Decision, NotADecision, RequestInvalid, Unavailable

TIMEOUT = 0.4
SLACK = 1.5  # what a machine busy with other things may add to a deadline, in seconds


def ask(asking: Asking, server: LyingServer, timeout: float = 5.0) -> Decision:
    with asking(server.url, timeout=timeout, expected_revisions={REVISION}) as client:
        return client.decide(REQUEST)


@pytest.mark.parametrize("raw", [http(TEXT), chunked(TEXT[:100], TEXT[100:], b"")])
def test_the_truth_is_believed(asking: Asking, raw: bytes) -> None:
    with LyingServer(says(raw)) as server:
        assert ask(asking, server).document == decision(REQUEST)
        assert server.asked[0].head.startswith(
            "POST /v1/data/ear/decision?strict-builtin-errors=true&provenance=true HTTP/1.1"
        )
        assert server.asked[0].input == REQUEST


@pytest.mark.parametrize("answer", LIES.values(), ids=LIES.keys())
def test_a_lie_is_not_a_decision(asking: Asking, answer: Answer) -> None:
    with LyingServer(answer) as server:
        with pytest.raises(NotADecision):
            ask(asking, server)
        assert len(server.asked) == 1


@pytest.mark.parametrize("answer", SILENCES.values(), ids=SILENCES.keys())
def test_no_answer_in_time_is_unavailable(asking: Asking, answer: Answer) -> None:
    with LyingServer(answer) as server:
        start = time.monotonic()
        with pytest.raises(Unavailable):
            ask(asking, server, timeout=TIMEOUT)
        assert time.monotonic() - start < TIMEOUT + SLACK


def test_a_refused_connection_is_unavailable(asking: Asking) -> None:
    with LyingServer(silent) as server:
        pass
    with pytest.raises(Unavailable, match=r"refused|Connect call failed"):
        ask(asking, server)


def test_a_connection_that_is_never_accepted_is_unavailable(asking: Asking) -> None:
    with contextlib.ExitStack() as stack:
        listener = stack.enter_context(socket.create_server(("127.0.0.1", 0), backlog=0))
        for _ in range(4):  # fills the queue of the listener, which nobody empties
            filler = stack.enter_context(socket.socket())
            filler.setblocking(False)
            filler.connect_ex(listener.getsockname())
        address = f"http://127.0.0.1:{listener.getsockname()[1]}"
        client = stack.enter_context(asking(address, timeout=TIMEOUT))
        start = time.monotonic()
        with pytest.raises(Unavailable):
            client.decide(REQUEST)
        assert time.monotonic() - start < TIMEOUT + SLACK


def test_a_name_that_nobody_has_is_unavailable(asking: Asking) -> None:
    client = asking("http://opa.invalid:8181", timeout=TIMEOUT)
    with client, pytest.raises(Unavailable, match=r"opa\.invalid"):
        client.decide(REQUEST)


def test_a_body_that_nobody_reads_is_unavailable(asking: Asking) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        start = time.monotonic()
        with asking(f"http://127.0.0.1:{listener.getsockname()[1]}", timeout=TIMEOUT) as client:
            many = {str(number): REQUEST for number in range(100_000)}
            answers = client.decide_many(many, batch=len(many))
        assert {type(answer) for answer in answers.values()} == {Unavailable}
        assert time.monotonic() - start < 10


def test_what_went_wrong_is_told(asking: Asking) -> None:
    lie = says_json(opa_error("eval_conflict_error", "two"), status="500 Error")
    with LyingServer(lie) as server, pytest.raises(NotADecision, match="two") as failure:
        ask(asking, server)
    assert (failure.value.status, failure.value.code) == (500, "eval_conflict_error")


def test_an_invalid_request_is_not_sent(asking: Asking) -> None:
    with LyingServer(says(http(TEXT))) as server, asking(server.url) as client:
        with pytest.raises(RequestInvalid):
            client.decide(without(REQUEST, "as_of"))
        assert server.asked == []


def test_any_mapping_is_sent_as_the_object_it_is(asking: Asking) -> None:
    with LyingServer(says(http(TEXT))) as server, asking(server.url) as client:
        assert client.decide(MappingProxyType(REQUEST)).document == decision(REQUEST)
        assert server.asked[0].input == REQUEST


def test_without_expected_revisions_any_bundle_will_do_and_with_none_no_bundle(
    asking: Asking,
) -> None:
    unnamed = says_json(without(TRUTH, "provenance"))
    with LyingServer(unnamed) as server, asking(server.url) as client:
        assert client.decide(REQUEST).document == decision(REQUEST)
    with LyingServer(says(http(TEXT))) as server:
        client = asking(server.url, expected_revisions=[])
        with client, pytest.raises(NotADecision):
            client.decide(REQUEST)


def _of(*, named: str | None, loaded: Sequence[str]) -> Answer:
    """A true answer of policies that name a revision, from an OPA that says what it has loaded."""
    bundles = {f"/{revision}": {"revision": revision} for revision in loaded}
    result = decision(REQUEST) | {"policy": {"revision": named, "data_digest": None}}
    return says_json(envelope(result) | {"provenance": {"bundles": bundles}})


@pytest.mark.parametrize(
    ("named", "loaded", "expected", "told"),
    [
        (None, [], None, None),
        (None, ["a"], None, "decided by revision None, and loaded is a"),
        (None, ["a"], {"a"}, "decided by revision None, and loaded is a"),
        (None, [], {"a"}, "another revision: none"),
        ("b", ["a", "b"], {"b"}, None),
        ("b", ["a", "b"], {"a"}, "decided by another revision: b"),
        ("b", ["a"], None, "decided by revision b, and loaded is a"),
    ],
)
def test_a_decision_counts_by_the_revision_that_it_names(
    named: str | None,
    loaded: Sequence[str],
    expected: set[str] | None,
    told: str | None,
    asking: Asking,
    caplog: pytest.LogCaptureFixture,
) -> None:
    with (
        LyingServer(_of(named=named, loaded=loaded)) as server,
        asking(server.url, expected_revisions=expected) as client,
    ):
        if told is None:
            assert client.decide(REQUEST).policy["revision"] == named
            assert ("decided by policies without a revision" in caplog.text) == (named is None)
        else:
            with pytest.raises(NotADecision, match=told):
                client.decide(REQUEST)


def test_a_connection_is_kept_and_replaced_when_it_was_closed_meanwhile(asking: Asking) -> None:
    with LyingServer(says(http(TEXT))) as server, asking(server.url) as client:
        client.decide(REQUEST)
        client.decide(REQUEST)
        assert server.connections == 1
        server.hang_up()
        assert client.decide(REQUEST).document == decision(REQUEST)
        assert (server.connections, len(server.asked)) == (2, 3)


def test_a_kept_connection_that_dies_on_the_question_is_replaced_once(asking: Asking) -> None:
    def answer(connection: socket.socket, asked: Asked) -> None:
        if asked.number == 1:
            connection.sendall(http(TEXT))
        else:
            asked.last = True

    with LyingServer(answer) as server, asking(server.url) as client:
        client.decide(REQUEST)
        with pytest.raises(Unavailable):
            client.decide(REQUEST)
        assert (server.connections, len(server.asked)) == (2, 3)


def test_an_answer_that_came_unasked_is_not_taken_for_the_next_one(asking: Asking) -> None:
    go, gone = threading.Event(), threading.Event()

    def answer(connection: socket.socket, asked: Asked) -> None:
        connection.sendall(http(TEXT))
        if asked.number == 1:
            go.wait(5)
            connection.sendall(http(json.dumps(envelope(decision(REQUEST))).encode()))
            gone.set()

    with LyingServer(answer) as server, asking(server.url) as client:
        client.decide(REQUEST)
        go.set()
        assert gone.wait(5)
        client.decide(REQUEST)
        assert server.connections == 2


def test_a_connection_is_not_shared_with_a_forked_process(
    asking: Asking, monkeypatch: pytest.MonkeyPatch
) -> None:
    with LyingServer(says(http(TEXT))) as server, asking(server.url) as client:
        client.decide(REQUEST)
        monkeypatch.setattr(os, "getpid", lambda: -1)
        client.decide(REQUEST)
        assert server.connections == 2


def test_tls_is_spoken_with_whom_the_caller_trusts(asking: Asking) -> None:
    with LyingServer(says(http(TEXT)), tls=True) as server:
        with asking(server.url) as client, pytest.raises(Unavailable, match="certificate"):
            client.decide(REQUEST)
        with asking(server.url, ca_file=CERTIFICATE) as client:
            assert client.decide(REQUEST).document == decision(REQUEST)
            assert client.decide(REQUEST).document == decision(REQUEST)
        assert server.connections == 2
        named = server.url.replace("127.0.0.1", "localhost")
        client = asking(named, ca_file=CERTIFICATE)
        with client, pytest.raises(Unavailable, match="localhost"):
            client.decide(REQUEST)


@pytest.mark.parametrize("answer", SILENCES.values(), ids=SILENCES.keys())
def test_the_deadline_holds_under_tls(asking: Asking, answer: Answer) -> None:
    with LyingServer(answer, tls=True) as server:
        client = asking(server.url, timeout=TIMEOUT, ca_file=CERTIFICATE)
        start = time.monotonic()
        with client, pytest.raises(Unavailable):
            client.decide(REQUEST)
        assert time.monotonic() - start < TIMEOUT + SLACK


def test_the_deadline_holds_for_the_handshake(asking: Asking) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        client = asking(f"https://127.0.0.1:{listener.getsockname()[1]}", timeout=TIMEOUT)
        start = time.monotonic()
        with client, pytest.raises(Unavailable):
            client.decide(REQUEST)
        assert time.monotonic() - start < TIMEOUT + SLACK


@pytest.mark.parametrize(
    "variable", ["http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY", "https_proxy"]
)
def test_no_proxy_of_the_environment_is_asked(
    asking: Asking, variable: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with LyingServer(says(http(TEXT))) as server, LyingServer(says(http(TEXT))) as proxy:
        monkeypatch.setenv(variable, proxy.url)
        monkeypatch.delenv("no_proxy", raising=False)
        monkeypatch.delenv("NO_PROXY", raising=False)
        ask(asking, server)
        assert (server.connections, proxy.connections) == (1, 0)


@pytest.mark.parametrize("name", [".netrc", "_netrc", "elsewhere"])
def test_no_credentials_are_taken_from_netrc(
    asking: Asking, name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    netrc = tmp_path / name
    netrc.write_text("default login someone password something\n")
    netrc.chmod(0o600)
    monkeypatch.setenv("HOME", str(tmp_path))
    if name == "elsewhere":
        monkeypatch.setenv("NETRC", str(netrc))
    with LyingServer(says(http(TEXT))) as server:
        ask(asking, server)
        assert "authorization" not in server.asked[0].head.lower()
