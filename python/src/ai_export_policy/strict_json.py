"""JSON as RFC 8259 means it, fast, and without the leniencies of the json module.

Request files have a reader of their own (`json_reader`), which knows lines and columns.
"""

import json
import math
from collections.abc import Mapping
from functools import cached_property
from typing import Any, NoReturn


class Written(dict[str, Any]):
    """A document that is written once: what is sent and what is kept of it are the same bytes."""

    @cached_property
    def content(self) -> bytes:
        """The document as `dump` writes it, whatever becomes of its values afterwards."""
        return _ENCODER.encode(self).encode("ascii")


def dump(document: object) -> bytes:
    """`document` as JSON in one fixed way: keys sorted, no spaces, ASCII; any mapping is an object.

    ValueError for NaN, TypeError for what JSON does not have.
    """
    if isinstance(document, Written):
        return document.content
    return _ENCODER.encode(document).encode("ascii")


def _object(value: object) -> dict[Any, Any]:
    if isinstance(value, Mapping):
        return dict(value)
    raise TypeError(f"a {type(value).__name__} is not JSON")


_ENCODER = json.JSONEncoder(
    sort_keys=True, allow_nan=False, ensure_ascii=True, separators=(",", ":"), default=_object
)


def loads(content: bytes) -> Any:
    """The document in `content`, UTF-8 without a byte order mark.

    ValueError for anything else: a key twice in one object, NaN, a number out of range, half a
    surrogate pair, bytes after the end, nesting that is too deep to read.
    """
    text = content.decode("utf-8")
    try:
        document = json.loads(
            text, object_pairs_hook=_unique, parse_constant=_no_constant, parse_float=_finite
        )
        if "\\ud" in text or "\\uD" in text:
            # Half a pair would travel on as text that nothing can print; encoding it fails here.
            json.dumps(document, ensure_ascii=False).encode("utf-8")
    except RecursionError as error:
        raise ValueError("nested too deeply") from error
    return document


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    result = dict(pairs)
    if len(result) != len(pairs):
        raise ValueError("a key stands twice in one object")
    return result


def _no_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is not a JSON number")


def _finite(text: str) -> float:
    value = float(text)
    if not math.isfinite(value):
        raise ValueError(f"{text} is out of range")
    return value
