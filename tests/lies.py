"""What a server at OPA's address may do instead of deciding `scratch_policies.REQUEST`."""

import gzip
import json
import socket
import struct
from typing import Any

from lying_server import Answer, Asked, http, says, says_json
from scratch_policies import REQUEST, REVISION, decision


def envelope(result: object, **extra: object) -> dict[str, Any]:
    """The body in which OPA puts a result."""
    provenance = {"version": "1.22.2", "bundles": {"/policies": {"revision": REVISION}}}
    return {"provenance": provenance, "result": result} | extra


def without(document: dict[str, Any], *keys: str) -> dict[str, Any]:
    return {key: value for key, value in document.items() if key not in keys}


TRUTH = envelope(decision(REQUEST))
TEXT = json.dumps(TRUTH).encode()


def tells(result: object) -> Answer:
    return says_json(envelope(result))


def changed(**fields: object) -> Answer:
    return tells(decision(REQUEST) | fields)


def chunked(*chunks: bytes) -> bytes:
    head = (
        b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n"
    )
    return head + b"".join(b"%x\r\n%s\r\n" % (len(chunk), chunk) for chunk in chunks)


def opa_error(code: str, message: str = "it failed") -> dict[str, Any]:
    return {
        "code": "internal_error",
        "message": "error(s) occurred while evaluating query",
        "errors": [{"code": code, "message": message}],
    }


def endless(connection: socket.socket, asked: Asked) -> None:
    chunk = b"10000\r\n" + b" " * 0x10000 + b"\r\n"
    connection.sendall(chunked())
    while not asked.server.ended.is_set():
        connection.sendall(chunk)


def drips(raw: bytes, *, at_once: bytes = b"") -> Answer:
    """Sends `at_once`, then a byte of `raw` every 20 ms: never a gap that a socket would notice."""

    def answer(connection: socket.socket, asked: Asked) -> None:
        connection.sendall(at_once)
        for byte in raw:
            connection.sendall(bytes([byte]))
            if asked.server.ended.wait(0.02):
                return

    return answer


def silent(_connection: socket.socket, asked: Asked) -> None:
    asked.server.ended.wait(10)


def closes(_connection: socket.socket, asked: Asked) -> None:
    asked.last = True


def resets(connection: socket.socket, asked: Asked) -> None:
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    asked.last = True


REDIRECT = ("Location: /v1/data/ear/decision",)
GZIP = ("Content-Encoding: gzip",)

LIES: dict[str, Answer] = {
    "an empty body": says(http(b"")),
    "an empty document": says_json({}),
    "no content": says(b"HTTP/1.1 204 No Content\r\n\r\n"),
    "an undefined decision": says_json(without(TRUTH, "result")),
    "a null decision": tells(None),
    "a boolean": tells(True),
    "a list": tells([decision(REQUEST)]),
    "a text": tells("license_exception"),
    "an answer that is a list": says_json([TRUTH]),
    "an answer that is a number": says_json(1),
    "a warning": says_json(TRUTH | {"warning": {"code": "api_usage_warning"}}),
    "an empty warning": says_json(TRUTH | {"warning": None}),
    "another revision": says_json(
        TRUTH | {"provenance": {"bundles": {"/policies": {"revision": "rev-0"}}}}
    ),
    "a decision of no revision": changed(policy={"revision": None, "data_digest": None}),
    "a decision of a revision that is not loaded": changed(
        policy={"revision": "rev-0", "data_digest": None}
    ),
    "no bundle": says_json(TRUTH | {"provenance": {"version": "1.22.2"}}),
    "no provenance": says_json(without(TRUTH, "provenance")),
    "a provenance of another shape": says_json(TRUTH | {"provenance": [REVISION]}),
    "bundles of another shape": says_json(TRUTH | {"provenance": {"bundles": {"a": REVISION}}}),
    "a field too few": tells(without(decision(REQUEST), "considered")),
    "a field too many": changed(permitted=True),
    "an unknown outcome": changed(outcome="allowed"),
    "a day that does not exist": changed(valid_until="2025-02-30"),
    "another contract": changed(contract="2"),
    "another request": changed(request_id="line 2"),
    "no request": changed(request_id=None),
    "another day": changed(as_of="2025-07-02"),
    "another posture": changed(posture="enforced"),
    "a redirect to itself": says(http(TEXT, status="302 Found", headers=REDIRECT)),
    "a permanent redirect": says(http(TEXT, status="308 Permanent Redirect", headers=REDIRECT)),
    "HTML": says(http(b"<html>Welcome</html>", kind="text/html; charset=utf-8")),
    "a decision that calls itself HTML": says(http(TEXT, kind="text/html")),
    "a decision of no stated type": says(
        b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n%s" % (len(TEXT), TEXT)
    ),
    "a part of a decision": says(http(TEXT, status="206 Partial Content")),
    "a decision that was not accepted": says(http(TEXT, status="202 Accepted")),
    "a decision with a failure": says(http(TEXT, status="500 Internal Server Error")),
    "not found": says_json({"code": "undefined_document"}, status="404 Not Found"),
    "unauthorized": says_json({"code": "unauthorized"}, status="401 Unauthorized"),
    "an error of another shape": says_json({"errors": [7], "code": 7}, status="500 Error"),
    "an error that is a list": says_json(["error"], status="500 Error"),
    "an error that is no JSON": says(http(b"{", status="500 Error")),
    "a body cut off": says(http(TEXT[:-9], length=len(TEXT)), hang_up=True),
    "a body cut off where it is whole": says(http(TEXT, length=len(TEXT) + 1), hang_up=True),
    "a chunk cut off": says(chunked(TEXT)[:-9], hang_up=True),
    "the last chunk missing": says(chunked(TEXT), hang_up=True),
    "headers cut off": says(http(TEXT)[:40], hang_up=True),
    "a status line cut off": says(b"HTTP/1.1 20", hang_up=True),
    "a body of no stated length": says(
        b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n" + TEXT, hang_up=True
    ),
    "a length that is none": says(
        b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: -1\r\n\r\n" + TEXT,
        hang_up=True,
    ),
    "a chunk of negative size": says(chunked() + b"-1\r\n" + TEXT, hang_up=True),
    "a length of a terabyte": says(http(TEXT, length=10**12), hang_up=True),
    "an endless body": endless,
    "endless headers": says(b"HTTP/1.1 200 OK\r\n" + b"A: b\r\n" * 20_000, hang_up=True),
    "an endless header": says(b"HTTP/1.1 200 OK\r\nA: " + b"b" * 200_000, hang_up=True),
    "gzip, unasked": says(http(gzip.compress(TEXT), headers=GZIP)),
    "garbage that calls itself gzip": says(http(b"\x1f\x8b garbage", headers=GZIP)),
    "a decision that calls itself gzip": says(http(TEXT, headers=GZIP)),
    "text after the JSON": says(http(TEXT + b"x")),
    "two decisions": says(http(TEXT + TEXT)),
    "bytes after the body": says(http(TEXT) + b"x"),
    "a body longer than stated": says(http(TEXT + b" " * 9, length=len(TEXT))),
    "a key twice": says(
        http(TEXT[:-1] + b', "result": ' + json.dumps(TRUTH["result"]).encode() + b"}")
    ),
    "NaN": says(http(TEXT.replace(b'"tpp": null', b'"tpp": NaN'))),
    "infinity": says(http(TEXT.replace(b'"tpp": null', b'"tpp": 1e999'))),
    "UTF-16": says(http(TEXT.decode().encode("utf-16"))),
    "a byte order mark": says(http(b"\xef\xbb\xbf" + TEXT)),
    "Latin-1": says(http(TEXT.replace(b"item.tpp", b"item.\xe9"))),
    "half a surrogate pair": says(http(TEXT.replace(b'"item.tpp"', b'"\\ud800"'))),
    "a deep nest": says(http(b"[" * 100_000 + b"]" * 100_000)),
    "a number of many digits": says(http(TEXT.replace(b'"tpp": null', b'"tpp": ' + b"9" * 5_000))),
    "something that is not HTTP": says(b"220 mail ready\r\n", hang_up=True),
    "HTTP/0.9": says(TEXT, hang_up=True),
    "another protocol version": says(http(TEXT).replace(b"HTTP/1.1", b"HTTP/2.0", 1)),
}

SILENCES: dict[str, Answer] = {
    "nothing": silent,
    "a head that drips": drips(http(TEXT)),
    "a body that drips": drips(TEXT, at_once=http(b"", length=len(TEXT))),
    "chunks that drip": drips(b"1\r\n \r\n" * 1_000, at_once=chunked()),
    "endless promises": drips(b"HTTP/1.1 100 Continue\r\n\r\n" * 100),
    "a body that stops": says(http(TEXT[:-1], length=len(TEXT))),
    "a hang-up": closes,
    "a reset": resets,
}
