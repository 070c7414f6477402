"""A client that is closed while it is used: calls under way finish, and nothing is lost."""

import asyncio
import socket
import threading
from collections.abc import Callable, Mapping

import pytest
from lies import TEXT, envelope
from lying_server import Asked, LyingServer, http, says_json
from scratch_policies import REQUEST, decision

from ai_export_policy import AsyncClient, Client, Decision, ExportPolicyError, Unavailable

RECORDS = {name: REQUEST | {"request_id": name} for name in ("a", "b", "c", "d")}


class Busy:
    """Busy for a second at first; `asked` is set when the first question is there."""

    def __init__(self) -> None:
        self.asked = threading.Event()

    def __call__(self, connection: socket.socket, asked: Asked) -> None:
        later = http(b"", status="503 Busy", headers=("Retry-After: 1",))
        connection.sendall(later if asked.number == 1 else http(TEXT))
        self.asked.set()


def test_a_pause_between_repeats_is_no_end_of_a_call_by_threads() -> None:
    busy, answers = Busy(), []
    with LyingServer(busy) as server:
        client = Client(server.url, timeout=60)
        thread = threading.Thread(target=lambda: answers.append(client.decide(REQUEST)))
        thread.start()
        busy.asked.wait(60)
        client.close()
        with pytest.raises(RuntimeError, match="closed"):
            client.decide(REQUEST)
        thread.join()
        assert [one.document for one in answers] == [decision(REQUEST)]
        assert len(server.asked) == 2


def test_a_pause_between_repeats_is_no_end_of_a_call_in_an_event_loop() -> None:
    async def closed(url: str, busy: Busy) -> None:
        client = AsyncClient(url, timeout=60)
        task = asyncio.create_task(client.decide(REQUEST))
        await asyncio.to_thread(busy.asked.wait, 60)
        await client.close()
        with pytest.raises(RuntimeError, match="closed"):
            await client.decide(REQUEST)
        assert (await task).document == decision(REQUEST)

    busy = Busy()
    with LyingServer(busy) as server:
        asyncio.run(closed(server.url, busy))
        assert len(server.asked) == 2


class Closes:
    """Closes the client when it is asked, and then decides; too much at once is an error."""

    def __init__(self, most: int) -> None:
        self.close: Callable[[], object]
        self._most = most

    def __call__(self, connection: socket.socket, asked: Asked) -> None:
        requests = asked.input["requests"]
        if len(requests) > self._most:
            said = says_json({"code": "request_too_large"}, status="413 Too Large")
        else:
            self.close()
            said = says_json(envelope({key: decision(one) for key, one in requests.items()}))
        said(connection, asked)


def check(answers: Mapping[str, Decision | ExportPolicyError]) -> None:
    decided = {key: one.document for key, one in answers.items() if isinstance(one, Decision)}
    assert decided == {key: decision(RECORDS[key]) for key in ("a", "b")}
    assert list(answers) == list(RECORDS)
    for key in ("c", "d"):
        assert isinstance(answers[key], Unavailable)
        assert "closed before this request was asked" in str(answers[key])


# By batches of two, and by the halves of a batch that is too large.
@pytest.mark.parametrize("batch", [2, 4])
def test_many_that_are_decided_are_not_lost_by_threads(batch: int) -> None:
    closes = Closes(2)
    with LyingServer(closes) as server:
        client = Client(server.url, timeout=60)
        closes.close = client.close
        check(client.decide_many(RECORDS, batch=batch))
        with pytest.raises(RuntimeError, match="closed"):
            client.decide_many(RECORDS)


@pytest.mark.parametrize("batch", [2, 4])
def test_many_that_are_decided_are_not_lost_in_an_event_loop(batch: int) -> None:
    async def closed(url: str, closes: Closes) -> None:
        client = AsyncClient(url, timeout=60)
        loop = asyncio.get_running_loop()
        closes.close = lambda: asyncio.run_coroutine_threadsafe(client.close(), loop).result(60)
        check(await client.decide_many(RECORDS, batch=batch))
        with pytest.raises(RuntimeError, match="closed"):
            await client.decide_many(RECORDS)

    closes = Closes(2)
    with LyingServer(closes) as server:
        asyncio.run(closed(server.url, closes))


def test_a_trace_that_is_half_asked_is_none() -> None:
    def answer(connection: socket.socket, asked: Asked) -> None:
        client.close()
        connection.sendall(http(TEXT))

    with LyingServer(answer) as server:
        client = Client(server.url, timeout=60)
        with pytest.raises(Unavailable, match="closed"):
            client.trace(REQUEST)
        assert len(server.asked) == 1
