"""Read requests from YAML, JSON or JSON Lines, strictly, and validate them (schemas/request.json).

A file that cannot be read raises RequestUnreadable, a request that does not fit raises
RequestInvalid; both name every problem with line and column.
"""

import re
from collections.abc import Callable
from functools import cache, partial
from typing import Any, Literal

from ai_export_policy import json_reader, yaml_reader
from ai_export_policy.document import (
    Document,
    Place,
    Positions,
    Refused,
    RequestUnreadable,
    Unreadable,
)
from ai_export_policy.errors import Problem, RequestInvalid
from ai_export_policy.validation import validate

__all__ = [
    "MAX_BYTES",
    "Document",
    "Format",
    "Problem",
    "RequestInvalid",
    "RequestUnreadable",
    "read",
    "validate",
]

Format = Literal["yaml", "json", "jsonl"]

# What OPA takes as a body unless it is configured otherwise (server.decoding.max_length).
MAX_BYTES = 1_048_576

_SUFFIXES: dict[str, Format] = {
    ".yaml": "yaml",
    ".yml": "yaml",
    ".json": "json",
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
}
_YAML_DOCUMENT = re.compile(r"^---(?=\s|$)", re.MULTILINE)


def read(
    text: str | bytes, *, source: str | None = None, format: Format | None = None
) -> list[Document]:
    """Return the requests of a file, at least one, in order; they are not validated yet.

    `format` is told by the suffix of `source` where it is not given; standard input or an unknown
    suffix is JSON or JSON Lines if it begins with a brace, and YAML otherwise. A YAML file may hold
    many documents, separated by `---`. Each request may have MAX_BYTES bytes.

    Raises RequestUnreadable if any part of the file cannot be read; with JSON Lines it names every
    such line.
    """
    whole = ""
    try:
        whole = _decoded(text)
        reader = _READERS[format or _format_of(source, whole)]
        documents = reader(whole, source)
        if not documents:
            raise Unreadable("there is no request in it")
    except Unreadable as fault:
        raise _unreadable([fault], source, whole) from None
    return documents


def _yaml(text: str, source: str | None) -> list[Document]:
    line = 1
    for part in _YAML_DOCUMENT.split(text):
        _check_size(part, line)
        line += part.count("\n")
    return [
        _document(value, source, partial(_known, positions), positions.values[()])
        for value, positions in yaml_reader.documents(text)
    ]


def _json(text: str, source: str | None) -> list[Document]:
    if not text.strip():
        return []
    _check_size(text, 1)
    return [_json_document(text, source, 1)]


def _json_lines(text: str, source: str | None) -> list[Document]:
    documents, faults = [], []
    for number, line in enumerate(text.split("\n"), start=1):
        if not line.strip():
            continue
        try:
            _check_size(line, number)
            documents.append(_json_document(line, source, number))
        except Unreadable as fault:
            faults.append(fault)
    if faults:
        raise _unreadable(faults, source, text)
    return documents


_READERS = {"yaml": _yaml, "json": _json, "jsonl": _json_lines}


def _json_document(text: str, source: str | None, line: int) -> Document:
    try:
        value = json_reader.parse(text)
    except Unreadable as fault:
        at = fault.place or Place(1, 1)
        place = Place(at.line + line - 1, at.column)
        raise Unreadable(fault.reason, place, fault.expected) from None
    begin = text[: len(text) - len(text.lstrip())]
    place = Place(line + begin.count("\n"), len(begin) - (begin.rfind("\n") + 1) + 1)
    return _document(value, source, cache(partial(json_reader.positions, text, line)), place)


def _document(
    value: Any, source: str | None, positions: Callable[[], Positions], place: Place
) -> Document:
    if isinstance(value, Refused):
        raise Unreadable(value.reason, place, value.expected)
    if not isinstance(value, dict):
        raise Unreadable(
            f"a request is an object of keys and values, not {_kind(value)}",
            place,
            "keys such as as_of, activity, destination and item; several requests are YAML "
            "documents separated by ---, or JSON Lines",
        )
    return Document(value, source, place.line, positions)


def _known(positions: Positions) -> Positions:
    return positions


def _decoded(text: str | bytes) -> str:
    if isinstance(text, str):
        return text.removeprefix("\ufeff")
    try:
        return text.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        begin = text[: error.start]
        place = Place(begin.count(b"\n") + 1, len(begin) - (begin.rfind(b"\n") + 1) + 1)
        raise Unreadable(
            f"byte {text[error.start]:#04x} is not UTF-8", place, "a text file in UTF-8"
        ) from None


def _format_of(source: str | None, text: str) -> Format:
    suffix = re.search(r"\.[a-z]+$", (source or "").lower())
    if suffix and suffix[0] in _SUFFIXES:
        return _SUFFIXES[suffix[0]]
    begin = text.lstrip()
    if not begin.startswith("{"):
        return "yaml"
    first, _, rest = begin.partition("\n")
    return "jsonl" if first.rstrip().endswith("}") and rest.lstrip().startswith("{") else "json"


def _check_size(text: str, line: int) -> None:
    size = len(text) if text.isascii() else len(text.encode("utf-8", "replace"))
    if size > MAX_BYTES:
        raise Unreadable(
            f"the request has {size:,} bytes", Place(line, 1), f"at most {MAX_BYTES:,} bytes"
        )


def _unreadable(faults: list[Unreadable], source: str | None, text: str) -> RequestUnreadable:
    problems = [
        Problem("", fault.reason, fault.expected, *(fault.place or (None, None)))
        for fault in faults
    ]
    excerpt = _excerpt(text, faults[0].place) if text and faults[0].place else None
    return RequestUnreadable(problems, source, excerpt)


def _excerpt(text: str, place: Place) -> str:
    lines = text.split("\n")
    line = lines[place.line - 1] if place.line <= len(lines) else ""
    begin = max(0, place.column - 60)
    shown = "".join(sign if sign.isprintable() else " " for sign in line[begin : begin + 80])
    number = f"{place.line} | "
    return f"{number}{shown}\n{' ' * (len(number) + place.column - 1 - begin)}^"


def _kind(value: object) -> str:
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true or false"
    if isinstance(value, str):
        return "a text"
    return "a list" if isinstance(value, list) else "a number"
