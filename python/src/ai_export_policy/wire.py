"""One connection whose every read and write ends at one deadline.

A socket's own timeout starts anew with each byte, so a server that drips holds a call for as long
as it likes; here the time that is left is set before each operation.
"""

import io
import socket
import ssl
import time
from typing import Any

from ai_export_policy.errors import NotADecision


class Wire:
    """A connection to one server, as much of a socket as http.client's HTTPResponse needs.

    `received` counts the bytes of the current answer, `stray` says that more had come than belong
    to it. TimeoutError when the deadline passes; other faults are the socket's own OSError.
    """

    def __init__(self, raw: socket.socket) -> None:
        self._raw = raw
        self._deadline = 0.0
        self._limit = 0
        self.received = 0
        self.stray = False

    @classmethod
    def connect(
        cls, host: str, port: int, context: ssl.SSLContext | None, deadline: float
    ) -> "Wire":
        """Connect to the first address of `host` that accepts, before `deadline`.

        `deadline` is a time of time.monotonic(). It does not hold for the resolver, which cannot be
        interrupted.
        """
        failure = OSError(f"{host} has no address")
        for family, kind, protocol, _, address in socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM
        ):
            raw = socket.socket(family, kind, protocol)
            try:
                raw.settimeout(_left(deadline))
                raw.connect(address)
                raw.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                if context is not None:
                    raw.settimeout(_left(deadline))
                    raw = context.wrap_socket(raw, server_hostname=host)
                return cls(raw)
            except OSError as error:
                raw.close()
                failure = error
        raise failure

    def start(self, deadline: float, limit: int) -> None:
        """Begin a call that ends at `deadline` and whose answer has at most `limit` bytes."""
        self._deadline, self._limit, self.received, self.stray = deadline, limit, 0, False

    def sendall(self, data: bytes) -> None:
        """Send all of `data`, or raise."""
        view = memoryview(data)
        while view:
            self._raw.settimeout(_left(self._deadline))
            view = view[self._raw.send(view) :]

    def read_into(self, buffer: Any) -> int:
        """Receive into `buffer` what is there, waiting for the first byte; 0 at the end."""
        self._raw.settimeout(_left(self._deadline))
        size = self._raw.recv_into(buffer)
        self.received += size
        if self.received > self._limit:
            raise NotADecision(f"the answer exceeds {self._limit} bytes", code="answer_too_large")
        return size

    def makefile(self, _mode: str) -> "_Answer":
        """What HTTPResponse reads from; its end is not the end of the connection."""
        return _Answer(self)

    def quiet(self) -> bool:
        """Whether an idle connection is fit for use: still open, and nothing came in unasked."""
        try:
            self._raw.settimeout(0)
            # The plain socket's recv: also under TLS only the question whether there is anything.
            socket.socket.recv(self._raw, 1, socket.MSG_PEEK)
        except BlockingIOError:
            return True
        except OSError:
            pass
        return False

    def close(self) -> None:
        """Close the connection; again is no error."""
        self._raw.close()


class _Reader(io.RawIOBase):
    def __init__(self, wire: Wire) -> None:
        self.wire = wire
        self.ended = False

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        return 0 if self.ended else self.wire.read_into(buffer)


class _Answer(io.BufferedReader):
    """Tells the wire, when HTTPResponse is done, whether more bytes had come than it read."""

    def __init__(self, wire: Wire) -> None:
        self._reader = _Reader(wire)
        super().__init__(self._reader)

    def close(self) -> None:
        if not self.closed:
            self._reader.ended = True
            self._reader.wire.stray = bool(self.peek(1))
        super().close()


def _left(deadline: float) -> float:
    left = deadline - time.monotonic()
    if left <= 0:
        raise TimeoutError("the deadline has passed")
    return left
