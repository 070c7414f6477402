"""Wires in an event loop: the counterpart of `blocking`, with nothing decided twice."""

import asyncio
import socket
import time
from contextlib import AbstractAsyncContextManager

from ai_export_policy.transport.blocking import silent
from ai_export_policy.transport.endpoint import Endpoint


class StreamWire(asyncio.Protocol):
    """A connection to one server; its deadline is that of the task that uses it."""

    def __init__(self) -> None:
        self.deadline = 0.0
        self.unsent = False
        self._transport: asyncio.Transport
        self._received = bytearray()
        self._ended = False
        self._error: Exception | None = None
        self._waiter: asyncio.Future[None] | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Called by the event loop."""
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport
        # Told of it whenever something is left to be sent, and when nothing is.
        transport.set_write_buffer_limits(high=1, low=0)

    def pause_writing(self) -> None:
        """Called by the event loop."""
        self.unsent = True

    def resume_writing(self) -> None:
        """Called by the event loop."""
        self.unsent = False

    def data_received(self, data: bytes) -> None:
        """Called by the event loop."""
        self._received += data
        self._wake()

    def connection_lost(self, error: Exception | None) -> None:
        """Called by the event loop."""
        self._ended, self._error = True, error
        self._wake()

    async def send(self, data: bytes) -> None:
        """Send all of `data`; what goes wrong with it shows where the answer is received."""
        self._transport.write(data)

    async def receive(self) -> bytes:
        """What is there, waiting for the first byte; empty at the end."""
        if not self._received and not self._ended:
            self._waiter = asyncio.get_running_loop().create_future()
            try:
                await self._waiter
            finally:
                self._waiter = None
        if self._received:
            data = bytes(self._received)
            self._received.clear()
            return data
        if self._error is not None:
            raise self._error
        return b""

    def quiet(self) -> bool:
        """Whether an idle connection is fit for use: still open, and nothing came in unasked."""
        if self._received or self._ended or self._transport.is_closing():
            return False
        # The loop may not have looked since. It is the loop that owns and closes this socket.
        raw = socket.socket(fileno=self._transport.get_extra_info("socket").fileno())
        raw.settimeout(0)  # else that of socket.setdefaulttimeout, for which the whole loop waits
        try:
            return silent(raw)
        finally:
            raw.detach()

    def close(self) -> None:
        """Close the connection at once, whatever was still to be sent; again is no error."""
        self._transport.abort()

    def _wake(self) -> None:
        if self._waiter is not None and not self._waiter.done():
            self._waiter.set_result(None)


class Streams:
    """Tasks of one event loop; at most `connections` calls at a time."""

    def __init__(self, connections: int) -> None:
        self._slots = asyncio.BoundedSemaphore(connections)
        self._loop: asyncio.AbstractEventLoop | None = None

    async def connect(self, endpoint: Endpoint, _deadline: float) -> StreamWire:
        """Connect to the first address that accepts."""
        loop = asyncio.get_running_loop()
        if endpoint.socket is not None:
            _, wire = await loop.create_unix_connection(StreamWire, endpoint.socket)
            return wire
        context = endpoint.context()
        name = endpoint.host if context is not None else None
        failure = OSError(f"{endpoint.host} has no address")
        # One by one, because the loop tells of many failures without their kinds.
        for _, _, _, _, address in await loop.getaddrinfo(
            endpoint.host, endpoint.port, type=socket.SOCK_STREAM
        ):
            host, port = str(address[0]), int(address[1])
            try:
                _, wire = await loop.create_connection(
                    StreamWire, host, port, ssl=context, server_hostname=name
                )
                return wire
            except OSError as error:
                failure = error
        raise failure

    async def enter(self, _deadline: float) -> None:
        """Wait for a turn. RuntimeError in another event loop than the first."""
        loop = asyncio.get_running_loop()
        if self._loop is None:
            self._loop = loop
        elif self._loop is not loop:
            raise RuntimeError("this client belongs to another event loop")
        await self._slots.acquire()

    def leave(self) -> None:
        """Give the turn to the next."""
        self._slots.release()

    async def sleep(self, seconds: float) -> None:
        """Let time pass."""
        await asyncio.sleep(seconds)

    def within(self, deadline: float) -> AbstractAsyncContextManager[object]:
        """A block that ends at `deadline` (of time.monotonic()) with TimeoutError."""
        return asyncio.timeout(deadline - time.monotonic())
