"""A connection that breaks: asked again where not all was sent, and nowhere else."""

import socket
import struct
from typing import Any

import pytest
from both_clients import Asking
from lies import envelope
from lying_server import CERTIFICATE, Asked, LyingServer, says_json
from scratch_policies import REQUEST, decision

from ai_export_policy import Client, Decision, Unavailable

# Together more than the system takes of a question before the other side reads it.
LONG = "x" * 4000
RECORDS = {f"{number:04}": REQUEST | {"request_id": f"{number}{LONG}"} for number in range(4000)}


def reset(connection: socket.socket) -> None:
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    connection.close()


def decides(connection: socket.socket, asked: Asked) -> None:
    result = {key: decision(request) for key, request in asked.input["requests"].items()}
    says_json(envelope(result))(connection, asked)


class Resetting(LyingServer):
    """Resets so many connections after the first bytes of a question, and serves the others."""

    def __init__(self, times: int, **how: Any) -> None:
        super().__init__(decides, **how)
        self._listener.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 8192)
        self._times = times

    def _secured(self, connection: socket.socket) -> socket.socket:
        with self._lock:
            self._times -= 1
            refused = self._times >= 0
        secured = super()._secured(connection)
        if refused:
            secured.recv(1000)
            reset(secured)
            raise ConnectionResetError
        return secured


def test_a_question_that_was_not_sent_whole_is_asked_again(asking: Asking) -> None:
    with Resetting(2) as server, asking(server.url, timeout=120) as client:
        answers = client.decide_many(RECORDS, batch=4000)
        assert all(isinstance(one, Decision) for one in answers.values())
        assert (server.connections, len(server.asked)) == (3, 1)


@pytest.mark.parametrize("retries", [0, 2])
def test_it_is_asked_again_so_often_and_no_more(asking: Asking, retries: int) -> None:
    with Resetting(99) as server, asking(server.url, retries=retries) as client:
        (told,) = set(client.decide_many(RECORDS, batch=4000).values())
        assert isinstance(told, Unavailable)
        assert "closed the connection before all was sent" in str(told)
        assert server.connections == retries + 1


def test_so_it_is_under_tls_by_threads() -> None:
    with (
        Resetting(1, tls=True) as server,
        Client(server.url, ca_file=CERTIFICATE, timeout=120) as client,
    ):
        answers = client.decide_many(RECORDS, batch=4000)
        assert all(isinstance(one, Decision) for one in answers.values())
        assert (server.connections, len(server.asked)) == (2, 1)


@pytest.mark.parametrize("tls", [False, True])
@pytest.mark.parametrize("many", [1, 4000])
def test_a_question_that_was_sent_whole_is_not_asked_again(
    asking: Asking, many: int, tls: bool
) -> None:
    def nothing(connection: socket.socket, asked: Asked) -> None:
        asked.last = True
        reset(connection)

    files = {"ca_file": CERTIFICATE} if tls else {}
    requests = dict(list(RECORDS.items())[:many])
    with (
        LyingServer(nothing, tls=tls) as server,
        asking(server.url, timeout=120, **files) as client,
    ):
        (told,) = set(client.decide_many(requests, batch=4000).values())
        assert isinstance(told, Unavailable)
        assert "without an answer" in str(told)
        assert (server.connections, len(server.asked)) == (1, 1)
