"""How a query reaches OPA: the only file that knows HTTP.

`opa-python-client` builds the queries; its one hook, `_init_session`, is given a session over
`http.client` instead of `requests`. What that changes: a redirect is never followed (a followed
302 turns a POST into a GET without input, whose answer looks like a decision), neither ~/.netrc nor
a proxy variable has a say, one deadline holds for the whole call however slowly bytes trickle in,
and a body that is compressed, endless, cut, or followed by more bytes is refused, not guessed at.
"""

import contextlib
import json
import math
import os
import re
import socket
import ssl
import threading
import time
from http.client import HTTPException, HTTPResponse, IncompleteRead
from pathlib import Path
from typing import Any, cast
from urllib.parse import urlsplit

from opa_client.opa import OpaClient as _OpaClient  # type: ignore[import-untyped]

from ai_export_policy import strict_json
from ai_export_policy.errors import NotADecision, Unavailable
from ai_export_policy.wire import Wire

MAX_BODY = 32 * 1024 * 1024
"""Largest answer read, in bytes: some five thousand decisions."""

MAX_IDLE = 16
"""Most connections kept open between calls; more calls at a time are served all the same."""

_HEAD_ROOM = 256 * 1024  # what http.client may read of status line, headers and chunk sizes at most
_VISIBLE = re.compile(r"[!-~]+")


class Response:
    """One whole answer: `status_code`, `content_type` (without parameters), `content` (bytes).

    `date` is the server's clock, as the header of that name has it; empty where it says none.

    The methods are those that `OpaClient.query_rule` calls, under the names of `requests`.
    """

    __slots__ = ("content", "content_type", "date", "status_code")

    def __init__(self, status_code: int, content_type: str, content: bytes, date: str = "") -> None:
        self.status_code = status_code
        self.content_type = content_type
        self.content = content
        self.date = date

    def raise_for_status(self) -> None:
        """Raise NotADecision for every status but 200, with OPA's error code where it names one."""
        if self.status_code == 200:
            return
        if 300 <= self.status_code < 400:
            raise NotADecision(
                f"OPA's address redirects (HTTP {self.status_code}); redirects are not followed",
                status=self.status_code,
            )
        code, message = self._error()
        raise NotADecision(
            f"HTTP {self.status_code}: {message}", status=self.status_code, code=code
        )

    def json(self) -> Any:
        """The body as JSON, read strictly; NotADecision when it is anything else."""
        if self.content_type != "application/json":
            raise NotADecision(
                f"the answer is {self.content_type or 'of no stated type'}, not application/json",
                status=self.status_code,
            )
        try:
            return strict_json.loads(self.content)
        except ValueError as error:
            raise NotADecision(
                f"the answer is not JSON: {error}", status=self.status_code
            ) from error

    def _error(self) -> tuple[str | None, str]:
        """Code and message of an error of OPA's REST API; the innermost code says most."""
        try:
            body = self.json()
        except NotADecision as error:
            return None, str(error)
        if not isinstance(body, dict):
            return None, "the body is not an error of OPA"
        code, message = body.get("code"), body.get("message")
        errors = body.get("errors")
        if isinstance(errors, list) and errors and isinstance(errors[0], dict):
            code, message = errors[0].get("code", code), errors[0].get("message", message)
        if self.status_code == 413 or "body too large" in str(message):
            code = "request_too_large"
        return code if isinstance(code, str) else None, str(message or code or "no message")


class Session:
    """A pool of kept-alive connections to one OPA, safe to share between threads.

    `origin` is `http://host:port` or `https://host:port`, `headers` are sent with every request,
    `context` is the TLS context of an https origin. Everything that can go wrong on the way raises
    Unavailable (no answer) or NotADecision (an answer that is none).
    """

    def __init__(
        self,
        origin: str,
        *,
        headers: dict[str, str] | None = None,
        context: ssl.SSLContext | None = None,
        max_body: int = MAX_BODY,
    ) -> None:
        parts = urlsplit(origin)
        self._origin = origin
        self._host = parts.hostname or ""
        self._port = parts.port or (443 if parts.scheme == "https" else 80)
        self._context = context
        self._max_body = max_body
        lines = {"Host": parts.netloc, "User-Agent": "ai-export-policy"} | (headers or {})
        lines |= {"Accept": "application/json", "Accept-Encoding": "identity"}
        self._headers = "".join(f"{name}: {value}\r\n" for name, value in lines.items())
        self._idle: list[Wire] = []
        self._lock = threading.Lock()
        self._process = os.getpid()
        self._closed = False

    def get(self, url: str, *, timeout: float) -> Response:
        """GET `url`, the whole of it within `timeout` seconds."""
        return self._call("GET", url, b"", timeout)

    def post(self, url: str, *, json: object, timeout: float) -> Response:
        """POST `json` to `url`, the whole of it within `timeout` seconds."""
        return self._call("POST", url, _dump(json), timeout)

    def close(self) -> None:
        """Close the idle connections; calls under way finish, later ones raise RuntimeError."""
        self._closed = True
        self._drop_idle()

    def _call(self, method: str, url: str, body: bytes, timeout: float) -> Response:
        path = url.removeprefix(self._origin)
        if path == url or not _VISIBLE.fullmatch(path):
            raise ValueError(f"not an address of this session: {url!r}")
        head = (
            f"{method} {path} HTTP/1.1\r\n{self._headers}"
            f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
        )
        message = head.encode("latin-1") + body
        deadline = time.monotonic() + timeout
        wire = self._take()
        if wire is not None:
            try:
                return self._exchange(wire, method, message, deadline)
            except _Stale:
                # OPA closed it while it lay idle. A query changes nothing, so asking again is safe;
                # the others are as old, so one new connection and no further attempt.
                self._drop_idle()
        try:
            wire = Wire.connect(self._host, self._port, self._context, deadline)
        except TimeoutError as error:
            raise Unavailable(f"no connection to {self._origin} within the deadline") from error
        except OSError as error:
            raise Unavailable(f"no connection to {self._origin}: {error}") from error
        try:
            return self._exchange(wire, method, message, deadline)
        except _Stale as stale:
            raise Unavailable(
                f"{self._origin} closed the connection without an answer"
            ) from stale.__cause__

    def _exchange(self, wire: Wire, method: str, message: bytes, deadline: float) -> Response:
        """One request and its answer; the connection is kept only after a flawless one."""
        wire.start(deadline, self._max_body + _HEAD_ROOM)
        keep = False
        try:
            # OPA refuses an oversized body and hangs up while it is still being sent: what it said
            # is read all the same; if it said nothing, that reading fails.
            with contextlib.suppress(ConnectionError):
                wire.sendall(message)
            raw = HTTPResponse(cast(socket.socket, wire), method=method)
            raw.begin()
            body, date = self._body(raw), raw.getheader("Date", "")
            response = Response(raw.status, _media_type(raw), body, date)
            if wire.stray:
                raise NotADecision("bytes follow the end of the answer", status=raw.status)
            keep = not raw.will_close
        except TimeoutError as error:
            raise Unavailable(f"no answer from {self._origin} before the deadline") from error
        except (OSError, HTTPException) as error:
            if wire.received == 0:
                raise _Stale from error
            raise NotADecision(f"the answer is cut off or not HTTP: {error!r}") from error
        finally:
            if keep:
                self._give(wire)
            else:
                wire.close()
        return response

    def _body(self, raw: HTTPResponse) -> bytes:
        if raw.getheader("Content-Encoding", "identity").lower() != "identity":
            raise NotADecision("the answer is compressed, unasked", status=raw.status)
        if raw.length is None and not raw.chunked:
            # Such a body ends where the connection does: a whole one and a cut one look the same.
            raise NotADecision("the answer does not say how long it is", status=raw.status)
        if raw.length is not None and raw.length > self._max_body:
            raise NotADecision(
                f"the answer exceeds {self._max_body} bytes",
                status=raw.status,
                code="answer_too_large",
            )
        content = raw.read()
        if raw.length:
            raise IncompleteRead(content, raw.length)
        return content

    def _take(self) -> Wire | None:
        with self._lock:
            if self._closed:
                raise RuntimeError("this client is closed")
            if self._process != os.getpid():
                # After a fork parent and child would read each other's answers.
                for wire in self._idle:
                    wire.close()
                self._process, self._idle = os.getpid(), []
            while self._idle:
                wire = self._idle.pop()
                if wire.quiet():
                    return wire
                wire.close()
        return None

    def _give(self, wire: Wire) -> None:
        with self._lock:
            if not self._closed and len(self._idle) < MAX_IDLE and self._process == os.getpid():
                self._idle.append(wire)
                return
        wire.close()

    def _drop_idle(self) -> None:
        with self._lock:
            idle, self._idle = self._idle, []
        for wire in idle:
            wire.close()


class OpaClient(_OpaClient):  # type: ignore[misc]
    """`opa_client.opa.OpaClient` on a strict session.

    `url` is the address of OPA without a path, `timeout` the seconds that a whole call may take,
    `ca_file` the PEM file of the authorities trusted for an https address (the system's when None).
    ValueError when the address or the timeout is none.
    """

    def __init__(self, url: str, *, timeout: float, ca_file: Path | None = None) -> None:
        if not (isinstance(timeout, int | float) and math.isfinite(timeout) and timeout > 0):
            raise ValueError(f"timeout is a number of seconds above 0, not {timeout!r}")
        parts = urlsplit(url)
        secure = parts.scheme == "https"
        extra = parts.path.strip("/") or parts.query or parts.fragment or "@" in parts.netloc
        if parts.scheme not in ("http", "https") or not parts.hostname or extra:
            raise ValueError(f"expected http://host:port or https://host:port, not {url!r}")
        parts.hostname.encode("idna")  # what the resolver would do, and refuse, at the first call
        host = f"[{parts.hostname}]" if ":" in parts.hostname else parts.hostname
        self._context = ssl.create_default_context(cafile=ca_file) if secure else None
        port = parts.port or (443 if secure else 80)
        super().__init__(host=host, port=port, ssl=secure, timeout=timeout)

    def _init_session(self) -> Session:
        origin = f"{self.schema}{self.host}:{self.port}"
        return Session(origin, headers=self.headers, context=self._context)


class _Stale(Exception):
    """The connection ended before one byte of the answer came."""


def _media_type(raw: HTTPResponse) -> str:
    return raw.getheader("Content-Type", "").partition(";")[0].strip().lower()


def _dump(document: object) -> bytes:
    return json.dumps(document, allow_nan=False, separators=(",", ":")).encode("ascii")
