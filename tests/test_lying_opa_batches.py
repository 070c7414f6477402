"""Many requests in one call to a server that lies: what fails, fails alone, nothing is mixed up.

Each request's `request_id` is its key here, so that an answer shows whose it is.
"""

import json
import socket
from collections.abc import Callable
from typing import Any

import pytest
from both_clients import Asking
from lies import chunked, envelope, opa_error, without
from lying_server import Answer, Asked, LyingServer, http
from scratch_policies import REQUEST, REVISION, decision

from ai_export_policy import Decision, NotADecision, Unavailable
from ai_export_policy.transport.session import MAX_BODY

TIMEOUT = 0.4


def keyed(*keys: str) -> dict[str, dict[str, Any]]:
    return {key: REQUEST | {"request_id": key} for key in keys}


def decides(change: Callable[[dict[str, Any]], object]) -> Answer:
    """Answers a batch with what `change` makes of the true decisions."""

    def answer(connection: socket.socket, asked: Asked) -> None:
        results = {key: decision(request) for key, request in asked.input["requests"].items()}
        connection.sendall(http(json.dumps(envelope(change(results))).encode()))

    return answer


def fails_with(code: str, status: str = "500 Error", guilty: str = "bad") -> Answer:
    def answer(connection: socket.socket, asked: Asked) -> None:
        if guilty in asked.input["requests"]:
            connection.sendall(http(json.dumps(opa_error(code)).encode(), status=status))
        else:
            decides(lambda results: results)(connection, asked)

    return answer


def kinds(asking: Asking, server: LyingServer, keys: str, batch: int = 200) -> dict[str, type]:
    """The kind of each answer; an answer that is a Decision is the one on its own request."""
    with asking(server.url, timeout=TIMEOUT, expected_revisions={REVISION}) as client:
        requests = keyed(*keys.split())
        answers = client.decide_many(requests, batch=batch)
    for key, answer in answers.items():
        if isinstance(answer, Decision):
            assert answer.document == decision(requests[key])
    assert list(answers) == list(requests)
    return {key: type(answer) for key, answer in answers.items()}


def test_a_batch_is_decided(asking: Asking) -> None:
    with LyingServer(decides(lambda results: results)) as server:
        assert kinds(asking, server, "a b c", batch=2) == dict.fromkeys("abc", Decision)
        assert [list(asked.input["requests"]) for asked in server.asked] == [["a", "b"], ["c"]]
        assert server.asked[0].head.startswith(
            "POST /v1/data/ear/decisions?strict-builtin-errors=true&provenance=true HTTP/1.1"
        )


def test_a_record_that_is_left_out_fails_alone(asking: Asking) -> None:
    with LyingServer(decides(lambda results: without(results, "b"))) as server:
        assert kinds(asking, server, "a b c") == {"a": Decision, "b": NotADecision, "c": Decision}


def test_a_record_answered_with_another_fails_alone(asking: Asking) -> None:
    with LyingServer(decides(lambda results: results | {"b": results["a"]})) as server:
        assert kinds(asking, server, "a b c") == {"a": Decision, "b": NotADecision, "c": Decision}


@pytest.mark.parametrize(
    "results", [None, True, [], "a", {"a": decision(REQUEST), "z": decision(REQUEST)}]
)
def test_an_answer_about_something_else_is_none_about_any(asking: Asking, results: object) -> None:
    with LyingServer(decides(lambda _: results)) as server:
        assert kinds(asking, server, "a b") == {"a": NotADecision, "b": NotADecision}
        assert len(server.asked) == 1


@pytest.mark.parametrize("code", ["eval_conflict_error", "eval_builtin_error"])
def test_the_record_that_fails_the_batch_is_found(asking: Asking, code: str) -> None:
    with LyingServer(fails_with(code)) as server:
        found = kinds(asking, server, "a b c bad e f g h")
        assert found == dict.fromkeys("abcefgh", Decision) | {"bad": NotADecision}
        assert len(server.asked) == 7  # 8, 4+4, 2+2, 1+1


@pytest.mark.parametrize("code", ["internal_error", "eval_cancel_error", "unauthorized"])
def test_an_error_that_is_no_record_s_is_not_searched_for(asking: Asking, code: str) -> None:
    with LyingServer(fails_with(code)) as server:
        assert kinds(asking, server, "a bad c d") == dict.fromkeys(
            ["a", "bad", "c", "d"], NotADecision
        )
        assert len(server.asked) == 1


def test_a_batch_that_is_too_large_is_divided(asking: Asking) -> None:
    def answer(connection: socket.socket, asked: Asked) -> None:
        if len(asked.input["requests"]) > 2:
            text = "request body too large: 2.9 MiB exceeds limit of 1048576 bytes"
            body = json.dumps({"code": "invalid_parameter", "message": text}).encode()
            asked.last = True
            close = ("Connection: close",)
            connection.sendall(http(body, status="400 Bad Request", headers=close))
        else:
            decides(lambda results: results)(connection, asked)

    with LyingServer(answer) as server:
        assert kinds(asking, server, "a b c d e") == dict.fromkeys("abcde", Decision)


@pytest.mark.parametrize("stated", [True, False])
def test_a_batch_whose_answer_is_too_large_is_divided(asking: Asking, stated: bool) -> None:
    padding = b" " * (MAX_BODY + 512 * 1024)

    def answer(connection: socket.socket, asked: Asked) -> None:
        if len(asked.input["requests"]) > 2:
            connection.sendall(http(padding) if stated else chunked(padding, b""))
        else:
            decides(lambda results: results)(connection, asked)

    with LyingServer(answer) as server, asking(server.url) as client:
        answers = client.decide_many(keyed("a", "b", "c"))
    assert {type(answer) for answer in answers.values()} == {Decision}


def test_an_unavailable_batch_does_not_take_the_others_with_it(asking: Asking) -> None:
    def answer(connection: socket.socket, asked: Asked) -> None:
        if "c" in asked.input["requests"]:
            asked.server.ended.wait(10)
        else:
            decides(lambda results: results)(connection, asked)

    with LyingServer(answer) as server:
        assert kinds(asking, server, "a b c d e", batch=2) == {
            "a": Decision,
            "b": Decision,
            "c": Unavailable,
            "d": Unavailable,
            "e": Decision,
        }


def test_the_revision_is_asked_of_a_batch_too(asking: Asking) -> None:
    def answer(connection: socket.socket, asked: Asked) -> None:
        results = {key: decision(request) for key, request in asked.input["requests"].items()}
        connection.sendall(http(json.dumps({"result": results}).encode()))

    with LyingServer(answer) as server:
        assert kinds(asking, server, "a b") == {"a": NotADecision, "b": NotADecision}
