"""Strict JSON (RFC 8259): no key twice, no NaN or Infinity, nothing after the document.

OPA lets the last of two equal keys win and ignores what follows the document, so both have to be
refused before it sees them.
"""

import json
import math
import re
from bisect import bisect_right
from typing import Any

from ai_export_policy.document import MAX_DEPTH, Path, Place, Positions, Refused, Unreadable

_SPACE = re.compile(r"[ \t\n\r]*")
_STRING = re.compile(r'"(?:[^"\\]|\\.)*"')
_SCALAR = re.compile(r"[^\s,\]}]+")
# json.loads counts on Python's own limit of 4,300 digits, which raises; no figure here is as long.
_MAX_DIGITS = 400


def parse(text: str) -> Any:
    """Return the value of one JSON document; what is ambiguous in it is a Refused.

    Raises Unreadable with line and column.
    """
    try:
        return _DECODER.decode(text)
    except json.JSONDecodeError as error:
        raise Unreadable(
            f"not JSON: {_lower_first(error.msg)}", Place(error.lineno, error.colno), _hint(error)
        ) from None
    except RecursionError:
        raise Unreadable(f"nested deeper than {MAX_DEPTH} levels") from None


def positions(text: str, first_line: int = 1) -> Positions:
    """Return where each key and value of `text` stands; `text` is JSON that `parse` has read."""
    found = Positions()
    line_starts = [0, *(match.end() for match in re.finditer("\n", text))]

    def place(index: int) -> Place:
        line = bisect_right(line_starts, index) - 1
        return Place(first_line + line, index - line_starts[line] + 1)

    def after(pattern: re.Pattern[str], index: int) -> int:
        match = pattern.match(text, index)
        return match.end() if match else index

    def value(index: int, path: Path) -> int:
        found.values[path] = place(index)
        if text[index] == '"':
            return after(_STRING, index)
        if text[index] not in "{[":
            return after(_SCALAR, index)
        if len(path) > MAX_DEPTH:
            raise RecursionError
        closing = "}" if text[index] == "{" else "]"
        number = 0
        index = after(_SPACE, index + 1)
        while text[index] != closing:
            step: str | int = number
            if closing == "}":
                key_at, index = index, after(_STRING, index)
                step = json.loads(text[key_at:index])
                found.keys[(*path, step)] = place(key_at)
                index = after(_SPACE, after(_SPACE, index) + 1)  # the colon between them
            index = after(_SPACE, value(index, (*path, step)))
            number += 1
            if text[index] == ",":
                index = after(_SPACE, index + 1)
        return index + 1

    value(after(_SPACE, 0), ())
    return found


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    result = dict(pairs)
    if len(result) < len(pairs):
        seen: set[str] = set()
        for key, _ in pairs:
            if key in seen:
                result[key] = Refused(
                    "the key stands twice in the same object", "it only once", at_key=True
                )
            seen.add(key)
    return result


def _constant(name: str) -> Refused:
    return Refused(f"{name} is not a number of JSON", "a finite number")


def _float(digits: str) -> float | Refused:
    number = float(digits)
    return number if math.isfinite(number) else Refused("the number is too large to be meant")


def _int(digits: str) -> int | Refused:
    if len(digits) > _MAX_DIGITS:
        return Refused("the number is too large to be meant")
    return int(digits)


_DECODER = json.JSONDecoder(
    object_pairs_hook=_object, parse_constant=_constant, parse_float=_float, parse_int=_int
)


def _hint(error: json.JSONDecodeError) -> str | None:
    if error.msg == "Extra data":
        return "nothing after the request; several requests go one to a line in a .jsonl file"
    return None


def _lower_first(text: str) -> str:
    return text[:1].lower() + text[1:]
