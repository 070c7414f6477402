"""A server on loopback that answers as told, over real sockets."""

import json
import socket
import ssl
import threading
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Any, BinaryIO, Self

CERTIFICATE = Path(__file__).parent / "loopback.pem"
"""Certificate and key of the server under TLS, for 127.0.0.1."""

Answer = Callable[[socket.socket, "Asked"], None]
"""Writes whatever it likes to the connection; the server closes it afterwards if `asked.last`."""


class Asked:
    """One request as it came in: `head` (str), `body` (bytes), `number` (from 1), `server`."""

    def __init__(self, head: str, body: bytes, number: int, server: "LyingServer") -> None:
        self.head = head
        self.body = body
        self.number = number
        self.server = server
        self.last = False

    @property
    def input(self) -> Any:
        """The input document that the client sent."""
        return json.loads(self.body)["input"]


class LyingServer:
    """Gives every request to `answer`, on as many connections as come, until the block ends.

    Under TLS it may ask for a certificate of one of the authorities in `clients`.
    """

    def __init__(
        self, answer: Answer, *, tls: bool = False, clients: Path | None = None, port: int = 0
    ) -> None:
        self.answer = answer
        self._tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER) if tls else None
        if self._tls is not None:
            self._tls.load_cert_chain(CERTIFICATE)
            if clients is not None:
                self._tls.load_verify_locations(clients)
                self._tls.verify_mode = ssl.CERT_REQUIRED
        self.asked: list[Asked] = []
        self.connections = 0
        self.ended = threading.Event()
        self._lock = threading.Lock()
        self._open: list[socket.socket] = []
        self._listener = socket.create_server(("127.0.0.1", port))
        scheme = "https" if tls else "http"
        self.url = f"{scheme}://127.0.0.1:{self._listener.getsockname()[1]}"
        self._threads = [threading.Thread(target=self._accept, daemon=True)]

    def __enter__(self) -> Self:
        self._threads[0].start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.ended.set()
        with suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        self.hang_up()
        for thread in self._threads:
            thread.join(5)
            assert not thread.is_alive()

    def hang_up(self) -> None:
        """Close every open connection, as a restart of OPA does."""
        with self._lock:
            connections, self._open = self._open, []
        for connection in connections:
            with suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)

    def _accept(self) -> None:
        while True:
            try:
                connection, _ = self._listener.accept()
            except OSError:
                return
            with self._lock:
                self.connections += 1
                self._open.append(connection)
            thread = threading.Thread(target=self._serve, args=(connection,), daemon=True)
            self._threads.append(thread)
            thread.start()

    def _secured(self, connection: socket.socket) -> socket.socket:
        if self._tls is None:
            return connection
        return self._tls.wrap_socket(connection, server_side=True)

    def _serve(self, connection: socket.socket) -> None:
        with suppress(OSError), self._secured(connection) as connection:
            stream = connection.makefile("rb")
            while head := _head(stream):
                lines = [line.partition(":") for line in head.splitlines()]
                fields = {name.lower(): value.strip() for name, _, value in lines}
                body = stream.read(int(fields.get("content-length", "0")))
                with self._lock:
                    asked = Asked(head, body, len(self.asked) + 1, self)
                    self.asked.append(asked)
                self.answer(connection, asked)
                if asked.last:
                    return


def _head(stream: BinaryIO) -> str:
    """Request line and headers; empty when the client has closed the connection."""
    lines = []
    while (line := stream.readline()) not in (b"", b"\r\n"):
        lines.append(line)
    return b"".join(lines).decode()


def http(
    body: bytes,
    *,
    status: str = "200 OK",
    kind: str = "application/json",
    headers: tuple[str, ...] = (),
    length: int | None = None,
) -> bytes:
    """A well-formed response around `body`; `length` overstates or understates it."""
    lines = [f"HTTP/1.1 {status}", f"Content-Type: {kind}"]
    lines += [f"Content-Length: {len(body) if length is None else length}", *headers]
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + body


def says(raw: bytes, *, hang_up: bool = False) -> Answer:
    """Answers every request with `raw`, and closes the connection after it if `hang_up`."""

    def answer(connection: socket.socket, asked: Asked) -> None:
        asked.last = hang_up
        connection.sendall(raw)

    return answer


def says_json(document: object, **how: Any) -> Answer:
    """Answers every request with `document` as JSON; `how` as in `http`."""
    return says(http(json.dumps(document).encode(), **how))


def forwards(address: tuple[str, int], then: Callable[[bytes], Answer] = says) -> Answer:
    """Asks the server at `address`, and answers as `then` makes of what it said, byte for byte."""

    def answer(connection: socket.socket, asked: Asked) -> None:
        asked.last = True  # as what was said promises
        head = asked.head.replace("\r\n", "\r\nConnection: close\r\n", 1)
        with socket.create_connection(address, 5) as upstream:
            upstream.sendall(head.encode() + b"\r\n" + asked.body)
            raw = b"".join(iter(lambda: upstream.recv(65536), b""))
        then(raw)(connection, asked)

    return answer
