"""One call to OPA, from a free connection to a whole answer, inside one deadline.

Written once: with `Blocking` it serves threads, with `Streams` the tasks of an event loop.
"""

import logging
import os
import random
import re
import ssl
import threading
import time
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager, suppress
from functools import partial
from typing import Generic, Protocol, TypeVar

from ai_export_policy import strict_json, telemetry
from ai_export_policy.errors import Unavailable
from ai_export_policy.transport.blocking import Blocking, BlockingWire, run
from ai_export_policy.transport.endpoint import Endpoint
from ai_export_policy.transport.exchange import Exchange, NoAnswer
from ai_export_policy.transport.response import BUSY, Response

MAX_BODY = 32 * 1024 * 1024
"""Largest answer read, in bytes: some five thousand decisions."""

CONNECTIONS = 16
"""Calls at a time, and so the most connections, unless told otherwise."""

RETRIES = 2
"""How often a call is repeated at most, unless told otherwise."""

_FIRST_PAUSE = 0.05  # seconds, doubled with each repeat
_VISIBLE = re.compile(r"[!-~]+")
_LOG = logging.getLogger("ai_export_policy")


class Wire(Protocol):
    """One connection.

    `unsent` says that a part of what was to be sent has not left for certain. Where it is False the
    peer may have all of it: TLS in an event loop tells of what has left no more than that.
    """

    deadline: float
    unsent: bool

    async def send(self, data: bytes) -> None:
        """Send all of `data`."""

    async def receive(self) -> bytes:
        """What came, empty at the end of the connection."""

    def quiet(self) -> bool:
        """Whether it is open, and nothing came in unasked."""

    def close(self) -> None:
        """Close it."""


W = TypeVar("W", bound=Wire)
W_co = TypeVar("W_co", bound=Wire, covariant=True)


class Network(Protocol[W_co]):
    """How connections are made and how time passes."""

    async def connect(self, endpoint: Endpoint, deadline: float) -> W_co:
        """A new connection; OSError."""

    async def enter(self, deadline: float) -> None:
        """Wait for a turn; TimeoutError."""

    def leave(self) -> None:
        """End the turn."""

    async def sleep(self, seconds: float) -> None:
        """Let time pass."""

    def within(self, deadline: float) -> AbstractAsyncContextManager[object]:
        """A block that TimeoutError ends at `deadline`, unless its wires see to that."""


class Pool(Generic[W]):
    """Kept-alive connections to one OPA; at most `connections` of them, used or idle.

    A call is repeated where nobody has looked at the question, `retries` times at most and inside
    its deadline: the connection was refused, or broke before all was sent and a byte of an answer
    came, or the status is one of `BUSY`. Everything that can go wrong raises Unavailable (no
    answer) or NotADecision (an answer that is none).
    """

    def __init__(
        self,
        endpoint: Endpoint,
        network: Callable[[int], Network[W]],
        *,
        retries: int = RETRIES,
        connections: int = CONNECTIONS,
        max_body: int = MAX_BODY,
    ) -> None:
        if isinstance(retries, bool) or not isinstance(retries, int) or retries < 0:
            raise ValueError(f"retries is a number of repeats, 0 or more, not {retries!r}")
        if isinstance(connections, bool) or not isinstance(connections, int) or connections < 1:
            raise ValueError(f"connections is a number from 1, not {connections!r}")
        self._endpoint = endpoint
        self._retries = retries
        self._max_body = max_body
        self._headers = (
            f"Host: {endpoint.literal}:{endpoint.port}\r\nUser-Agent: ai-export-policy\r\n"
            "Accept: application/json\r\nAccept-Encoding: identity\r\n"
        )
        self._start = partial(network, connections)
        self._closed = False
        self._begin()

    def _begin(self) -> None:
        self._network = self._start()
        self._lock = threading.Lock()
        self._idle: list[W] = []
        self._process = os.getpid()

    async def call(self, method: str, url: str, body: bytes, timeout: float) -> Response:
        """One request and its answer, all of it within `timeout` seconds.

        Closed, ValueError for an address of another session, Unavailable, NotADecision.
        """
        if self._closed:
            raise Closed("this client is closed")
        path = url.removeprefix(self._endpoint.origin)
        if path == url or not _VISIBLE.fullmatch(path):
            raise ValueError(f"not an address of this session: {url!r}")
        if self._process != os.getpid():
            # After a fork parent and child would read each other's answers.
            for wire in self._idle:
                wire.close()
            self._begin()
        deadline = time.monotonic() + timeout
        network = self._network
        try:
            async with network.within(deadline):
                await network.enter(deadline)
                try:
                    return await self._repeated(method, path, body, deadline)
                finally:
                    network.leave()
        except TimeoutError as error:
            raise Unavailable(f"no answer from {self._endpoint.url} before the deadline") from error

    def close(self) -> None:
        """Close the idle connections; calls under way finish, later ones raise Closed."""
        self._closed = True
        self._drop_idle()

    async def _repeated(self, method: str, path: str, body: bytes, deadline: float) -> Response:
        for repeat in range(self._retries + 1):
            # A token may be another by now.
            head = (
                f"{method} {path} HTTP/1.1\r\n{self._headers}{self._endpoint.authorization()}"
                f"{telemetry.headers()}"
                f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
            )
            try:
                answer = await self._once(head.encode("latin-1") + body, deadline)
                if answer.status_code not in BUSY:
                    return answer
                told, wanted = f"HTTP {answer.status_code}", answer.wait()
            except _NotAsked as error:
                told, wanted, failure = str(error), 0.0, error
                answer = None
            # Half of it by chance, so that many clients do not come back at the same moment.
            pause = max(wanted, _FIRST_PAUSE * 2**repeat * random.uniform(0.5, 1))
            if repeat == self._retries or time.monotonic() + pause >= deadline:
                break
            _LOG.warning("OPA at %s: %s; asked again in %.2f s", self._endpoint.url, told, pause)
            await self._network.sleep(pause)
        if answer is not None:
            return answer
        raise Unavailable(str(failure)) from failure.__cause__

    async def _once(self, message: bytes, deadline: float) -> Response:
        wire = self._take()
        if wire is not None:
            with suppress(NoAnswer):
                return await self._exchange(wire, message, deadline)
            # OPA closed it while it lay idle. A query changes nothing, so asking again is safe; the
            # others are as old, so one new connection.
            self._drop_idle()
        try:
            wire = await self._network.connect(self._endpoint, deadline)
        except TimeoutError as error:
            raise Unavailable(
                f"no connection to {self._endpoint.url} within the deadline"
            ) from error
        except (ConnectionError, FileNotFoundError) as error:  # the latter: no such Unix socket
            raise _NotAsked(f"no connection to {self._endpoint.url}: {error}") from error
        except OSError as error:
            raise Unavailable(f"no connection to {self._endpoint.url}: {error}") from error
        try:
            return await self._exchange(wire, message, deadline)
        except NoAnswer as error:
            broke = f"{self._endpoint.url} closed the connection"
            if wire.unsent:  # no document is whole without its end
                raise _NotAsked(f"{broke} before all was sent") from error.__cause__
            raise Unavailable(f"{broke} without an answer") from error.__cause__

    async def _exchange(self, wire: W, message: bytes, deadline: float) -> Response:
        """One request and its answer; the connection is kept only after a flawless one."""
        wire.deadline = deadline
        exchange = Exchange(self._max_body)
        try:
            # OPA refuses an oversized body and hangs up while it is still being sent: what it said
            # is read all the same; if it said nothing, that reading fails.
            with suppress(ConnectionError, ssl.SSLError):
                await wire.send(message)
            while exchange.response is None:
                exchange.feed(await wire.receive())
        except TimeoutError:
            raise
        except OSError as error:
            exchange.end(error)
        finally:
            if exchange.keep:
                self._give(wire)
            else:
                wire.close()
        return exchange.response

    def _take(self) -> W | None:
        with self._lock:
            while self._idle:
                wire = self._idle.pop()
                if wire.quiet():
                    return wire
                wire.close()
        return None

    def _give(self, wire: W) -> None:
        with self._lock:
            if not self._closed and self._process == os.getpid():
                self._idle.append(wire)
                return
        wire.close()

    def _drop_idle(self) -> None:
        with self._lock:
            idle, self._idle = self._idle, []
        for wire in idle:
            wire.close()


class Session:
    """A pool for threads, safe to share between them; of `requests` it has what OpaClient calls."""

    def __init__(
        self, endpoint: Endpoint, *, retries: int = RETRIES, connections: int = CONNECTIONS
    ) -> None:
        self._pool: Pool[BlockingWire] = Pool(
            endpoint, Blocking, retries=retries, connections=connections
        )

    def get(self, url: str, *, timeout: float) -> Response:
        """GET `url`, the whole of it within `timeout` seconds."""
        return run(self._pool.call("GET", url, b"", timeout))

    def post(self, url: str, *, json: object, timeout: float) -> Response:
        """POST `json` to `url`, the whole of it within `timeout` seconds."""
        return run(self._pool.call("POST", url, dump(json), timeout))

    def close(self) -> None:
        """Close the idle connections; calls under way finish, later ones raise Closed."""
        self._pool.close()


class Closed(RuntimeError):
    """The client was closed before the call."""


class _NotAsked(Exception):
    """The question did not reach OPA."""


def dump(document: object) -> bytes:
    """`document` as the JSON that is sent."""
    match document:
        case {"input": strict_json.Written() as asked, **others} if not others:
            return b'{"input":%s}' % asked.content
    return strict_json.dump(document)
