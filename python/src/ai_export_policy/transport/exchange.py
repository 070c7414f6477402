"""One answer, read from bytes however they come. No socket here, and nothing waits.

The HTTP is read by httptools, strictly; what is refused besides: an answer that is compressed,
unasked (it could grow without end), that does not say how long it is (a whole and a cut one would
look the same), that is larger than allowed, or that is followed by more bytes.
"""

from typing import NoReturn

import httptools

from ai_export_policy.errors import NotADecision
from ai_export_policy.transport.response import Response

_HEAD_ROOM = 256 * 1024  # bytes beside the body: status lines, headers, sizes of chunks


class NoAnswer(Exception):
    """The connection ended before one byte of the answer came."""


class Exchange:
    """Reads one answer; `response` is None until all of it is there.

    `max_body` is the most bytes that it may have. `keep` says afterwards whether the connection may
    be used again.
    """

    def __init__(self, max_body: int) -> None:
        self.response: Response | None = None
        self.keep = False
        self._max_body = max_body
        self._received = 0
        self._parts = _Parts(max_body)
        self._parser = self._parts.parser = httptools.HttpResponseParser(self._parts)

    def feed(self, data: bytes) -> None:
        """Take what came; empty is the end of the connection.

        NotADecision once it is plain that no answer comes of it, NoAnswer where nothing came.
        """
        if not data:
            self.end(None)
        self._received += len(data)
        parser, parts = self._parser, self._parts
        try:
            parser.feed_data(data)
        except (httptools.HttpParserError, httptools.HttpParserUpgrade) as error:
            fault = "bytes follow the end of the answer" if parts.complete else "it is not HTTP"
            parts.refuse(f"{fault}: {error!r}")
        if self._received > self._max_body + _HEAD_ROOM:
            parts.too_large()
        if parts.fault is None and parts.complete and parser.get_http_version() not in _VERSIONS:
            parts.refuse(f"it is of HTTP version {parser.get_http_version()}")
        if parts.fault is not None or parts.complete:
            self.keep = parts.fault is None and parts.keep
            del parts.parser  # it refers to them, too
        if parts.fault is not None:
            raise parts.fault
        if parts.complete:
            self.response = parts.response(parser.get_status_code())

    def end(self, error: OSError | None) -> NoReturn:
        """Say what it means that the connection ended here."""
        if self._received == 0:
            raise NoAnswer from error
        raise NotADecision("the answer is cut off") from error


_VERSIONS = ("1.0", "1.1")


class _Parts:
    """What httptools calls while it reads; an exception here would lose its kind on the way."""

    def __init__(self, max_body: int) -> None:
        self.parser: httptools.HttpResponseParser
        self.complete = False
        self.keep = False
        self.fault: NotADecision | None = None
        self._max_body = max_body
        self._size = 0
        self._body: list[bytes] = []
        self._headers: dict[str, str] = {}

    def response(self, status: int) -> Response:
        told = self._headers
        kind = told.get("content-type", "").partition(";")[0].strip().lower()
        body = self._body[0] if len(self._body) == 1 else b"".join(self._body)
        return Response(status, kind, body, told.get("date", ""), told.get("retry-after", ""))

    def refuse(self, reason: str, code: str | None = None) -> None:
        if self.fault is None:
            status = self.parser.get_status_code() or None
            self.fault = NotADecision(f"no answer of OPA: {reason}", status=status, code=code)

    def too_large(self) -> None:
        self.refuse(f"it exceeds {self._max_body} bytes", "answer_too_large")

    def on_message_begin(self) -> None:
        if self.complete:
            self.refuse("bytes follow the end of the answer")

    def on_header(self, name: bytes, value: bytes) -> None:
        key = name.decode("latin-1").lower()
        text = value.decode("latin-1")
        self._headers[key] = f"{self._headers[key]}, {text}" if key in self._headers else text

    def on_headers_complete(self) -> None:
        told = self._headers
        if self.complete or self._interim() or self.parser.get_status_code() in (204, 304):
            return
        length = told.get("content-length", "")
        if told.get("content-encoding", "identity").lower() != "identity":
            self.refuse("it is compressed, unasked")
        elif not length and told.get("transfer-encoding", "").lower() != "chunked":
            self.refuse("it does not say how long it is")
        elif length and int(length) > self._max_body:
            self.too_large()

    def on_body(self, body: bytes) -> None:
        self._size += len(body)
        if self._size > self._max_body:
            self.too_large()
        elif self.fault is None:
            self._body.append(body)

    def on_message_complete(self) -> None:
        if self._interim():
            self._headers.clear()
        else:
            self.complete, self.keep = True, self.parser.should_keep_alive()

    def _interim(self) -> bool:
        return 100 <= self.parser.get_status_code() < 200
