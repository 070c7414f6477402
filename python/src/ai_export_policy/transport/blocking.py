"""Wires over blocking sockets: every read and write ends at one deadline.

A socket's own timeout starts anew with each byte, so a server that drips holds a call for as long
as it likes; here the time that is left is set before each operation.

The methods are coroutines so that `session` is written once for threads and for an event loop;
these never suspend, and `run` drives them to their end.
"""

import socket
import threading
import time
from collections.abc import Coroutine
from types import TracebackType
from typing import Any, TypeVar

from ai_export_policy.transport.endpoint import Endpoint

T = TypeVar("T")

_PIECE = 256 * 1024


def run(coroutine: Coroutine[Any, Any, T]) -> T:
    """The result of a coroutine in which nothing waits for an event loop."""
    try:
        coroutine.send(None)
    except StopIteration as end:
        result: T = end.value
        return result
    raise RuntimeError("something waits for an event loop")  # pragma: no cover


class BlockingWire:
    """A connection to one server. TimeoutError when `deadline` (of time.monotonic()) passes."""

    def __init__(self, raw: socket.socket) -> None:
        self._raw = raw
        self.deadline = 0.0
        self.unsent = False

    async def send(self, data: bytes) -> None:
        """Send all of `data`, or raise."""
        view = memoryview(data)
        self.unsent = True
        while view:
            self._raw.settimeout(_left(self.deadline))
            view = view[self._raw.send(view) :]
        self.unsent = False

    async def receive(self) -> bytes:
        """What is there, waiting for the first byte; empty at the end."""
        self._raw.settimeout(_left(self.deadline))
        return self._raw.recv(_PIECE)

    def quiet(self) -> bool:
        """Whether an idle connection is fit for use: still open, and nothing came in unasked."""
        try:
            self._raw.settimeout(0)
        except OSError:
            return False
        return silent(self._raw)

    def close(self) -> None:
        """Close the connection; again is no error."""
        self._raw.close()


class Blocking:
    """Threads that wait for sockets; at most `connections` calls at a time."""

    def __init__(self, connections: int) -> None:
        self._slots = threading.BoundedSemaphore(connections)

    async def connect(self, endpoint: Endpoint, deadline: float) -> BlockingWire:
        """Connect to the first address that accepts, before `deadline`.

        It does not hold for the resolver, which cannot be interrupted.
        """
        failure = OSError(f"{endpoint.host} has no address")
        for family, address in _addresses(endpoint):
            raw = socket.socket(family, socket.SOCK_STREAM)
            try:
                raw.settimeout(_left(deadline))
                raw.connect(address)
                if family != socket.AF_UNIX:
                    raw.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                if (context := endpoint.context()) is not None:
                    raw.settimeout(_left(deadline))
                    raw = context.wrap_socket(raw, server_hostname=endpoint.host)
                return BlockingWire(raw)
            except OSError as error:
                raw.close()
                failure = error
        raise failure

    async def enter(self, deadline: float) -> None:
        """Wait for a turn; TimeoutError if none comes before `deadline`."""
        if not self._slots.acquire(timeout=_left(deadline)):
            raise TimeoutError

    def leave(self) -> None:
        """Give the turn to the next."""
        self._slots.release()

    async def sleep(self, seconds: float) -> None:
        """Let time pass."""
        time.sleep(seconds)

    def within(self, _deadline: float) -> "_Untimed":
        """Nothing more: each operation of a wire keeps the deadline itself."""
        return _UNTIMED


class _Untimed:
    async def __aenter__(self) -> None:
        return

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        return


_UNTIMED = _Untimed()


def silent(raw: socket.socket) -> bool:
    """Whether a socket that does not wait is open and has nothing to be read."""
    try:
        # The plain socket's recv: also under TLS only the question whether there is anything.
        socket.socket.recv(raw, 1, socket.MSG_PEEK)
    except BlockingIOError:
        return True
    except OSError:
        pass
    return False


def _addresses(endpoint: Endpoint) -> list[tuple[int, Any]]:
    if endpoint.socket is not None:
        return [(socket.AF_UNIX, endpoint.socket)]
    found = socket.getaddrinfo(endpoint.host, endpoint.port, type=socket.SOCK_STREAM)
    return [(family, address) for family, _, _, _, address in found]


def _left(deadline: float) -> float:
    left = deadline - time.monotonic()
    if left <= 0:
        raise TimeoutError("the deadline has passed")
    return left
