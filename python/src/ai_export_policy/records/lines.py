"""One record is one line, and its hash is over bytes that stand in the line as they were hashed.

A line is `{"hash":"sha256:<64 hex>","record":<record>}` and a newline. The hash is the SHA-256 of
the bytes of `<record>`, which any program can cut out without reading JSON: nothing depends on how
a language writes numbers. A record names its predecessor's hash in `previous`.
"""

import hashlib
from collections.abc import Mapping
from typing import Any, NamedTuple

from ai_export_policy.strict_json import dump, loads

FORMAT = 1
START = "sha256:" + "0" * 64
"""What the first record of a chain names as its predecessor."""

_HEAD = b'{"hash":"sha256:'
_MIDDLE = b'","record":'
_TAIL = b"}\n"
_BODY = len(_HEAD) + 64 + len(_MIDDLE)

KINDS = ("decision", "recovery")


class Line(NamedTuple):
    """A record as it was read: its `hash`, and `record` (the document that the hash is over)."""

    hash: str
    record: dict[str, Any]


def digest(content: bytes) -> str:
    """`sha256:` and the hexadecimal SHA-256 of `content`."""
    return f"sha256:{hashlib.sha256(content).hexdigest()}"


def parts(record: Mapping[str, Any]) -> dict[str, bytes]:
    """The values of a record as `dump` writes them."""
    return {name: dump(value) for name, value in record.items()}


def encode(record: Mapping[str, bytes]) -> tuple[bytes, str]:
    """The line of a record, and its hash; each value stands as `dump` writes it."""
    body = b"{%s}" % b",".join(b'"%s":%s' % (key.encode(), record[key]) for key in sorted(record))
    hashed = digest(body)
    return _HEAD + hashed.removeprefix("sha256:").encode() + _MIDDLE + body + _TAIL, hashed


def decode(line: bytes) -> Line:
    """The record of a whole line; ValueError that says what is wrong with it."""
    if not (line.startswith(_HEAD) and line.endswith(_TAIL)):
        raise ValueError("not a line of records")
    if line[len(_HEAD) + 64 : _BODY] != _MIDDLE:
        raise ValueError("not a line of records")
    body = line[_BODY : -len(_TAIL)]
    stated = f"sha256:{line[len(_HEAD) : len(_HEAD) + 64].decode('ascii', 'replace')}"
    if digest(body) != stated:
        raise ValueError("its hash is not the hash of its content")
    record = loads(body)
    if not isinstance(record, dict) or record.get("format") != FORMAT:
        raise ValueError(f"not a record of format {FORMAT}")
    if record.get("kind") not in KINDS or not isinstance(record.get("sequence"), int):
        raise ValueError("a record without kind or sequence")
    return Line(stated, record)
