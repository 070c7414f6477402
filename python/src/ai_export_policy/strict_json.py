"""JSON as RFC 8259 means it, for answers: fast, and without the leniencies of the json module.

Request files have a reader of their own (`json_reader`), which knows lines and columns.
"""

import json
import math
from typing import Any, NoReturn


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
