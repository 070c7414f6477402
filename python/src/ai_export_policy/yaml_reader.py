"""Strict YAML: a value is what both YAML 1.1 and YAML 1.2 say it is, or it is refused.

A request is read by people, editors and programs that follow one or the other. `NO` is a country
in one and false in the other, `0777` is 511 or 777, `12:30` is 750 or a text. Two things are read
on purpose: a number such as `2e26` is a number (YAML 1.2; YAML 1.1 wants `2.0e+26`), and a day
stays the text it was written as (YAML 1.1 makes a date of it).
"""

import math
import re
from collections.abc import Iterator
from typing import Any

import yaml
from yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    Event,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
)

from ai_export_policy.document import MAX_DEPTH, Path, Place, Positions, Refused, Unreadable

_NULL = {"null", "Null", "NULL", "~"}
_TRUTH = {"true": True, "True": True, "TRUE": True, "false": False, "False": False, "FALSE": False}
# The booleans of YAML 1.1 (https://yaml.org/type/bool.html) that are texts in YAML 1.2.
_TRUTH_1_1 = re.compile(r"(?i:y|n|yes|no|on|off)$")
_INT = re.compile(r"[-+]?(0|[1-9][0-9]*)$")
_FLOAT = re.compile(r"[-+]?(\.[0-9]+|(0|[1-9][0-9]*)(\.[0-9]*)?)([eE][-+]?[0-9]+)?$")
# One digit, a capital E, three digits: YAML 1.2 would make 3E001 the number 30. Nobody writes a
# number so, and a text where a number belongs is refused later, so this reads as it is meant.
_NOT_A_NUMBER = re.compile(r"[0-9]E[0-9]{3}$")
# Looked at after _INT and _FLOAT: another base, leading zeros, underscores.
_OTHER_NUMBER = re.compile(
    r"[-+]?(0b[01_]+|0o[0-7]+|0x[0-9a-fA-F_]+|\.?[0-9][0-9_]*(\.[0-9_]*)?([eE][-+]?[0-9]+)?)$"
)
_SEXAGESIMAL = re.compile(r"[-+]?[0-9][0-9_]*(:[0-5]?[0-9])+(\.[0-9_]*)?$")
_NOT_FINITE = re.compile(r"[-+]?\.(inf|Inf|INF|nan|NaN|NAN)$")
_MAX_DIGITS = 400


def documents(text: str) -> list[tuple[Any, Positions]]:
    """Return each document of a YAML stream with the places of its parts; empty ones are left out.

    What is ambiguous is a Refused at its place. Raises Unreadable with line and column.
    """
    try:
        return _Reader(text).documents()
    except yaml.MarkedYAMLError as error:
        raise Unreadable(f"not YAML: {_said(error)}", _place(error.problem_mark)) from None
    except yaml.reader.ReaderError as error:
        before = text[: error.position]
        place = Place(before.count("\n") + 1, len(before) - (before.rfind("\n") + 1) + 1)
        code = error.character if isinstance(error.character, int) else 0
        raise Unreadable(f"not YAML: the character U+{code:04X} is not allowed", place) from None


def _events(text: str) -> Iterator[Event]:
    loader = yaml.SafeLoader(text)
    try:
        while loader.check_event():
            yield loader.get_event()  # type: ignore[no-untyped-call]
    except (ValueError, OverflowError):
        # The one thing that it takes for granted: that eight digits after \\U are a character.
        raise Unreadable("not YAML: an escape that is no character", _place(loader)) from None
    finally:
        loader.dispose()


class _Reader:
    def __init__(self, text: str) -> None:
        self._events = _events(text)
        self._positions = Positions()

    def documents(self) -> list[tuple[Any, Positions]]:
        found = []
        for event in self._events:
            if not isinstance(event, DocumentStartEvent):
                continue
            if event.tags or event.version not in (None, (1, 2)):
                raise Unreadable(
                    "YAML directives are not read",
                    _place(event.start_mark),
                    "a request without this line",
                )
            self._positions = Positions()
            first = next(self._events)
            if not _is_empty(first):
                found.append((self._value(first, ()), self._positions))
        return found

    def _value(self, event: Event, path: Path) -> Any:
        self._positions.values[path] = _place(event.start_mark)
        if len(path) > MAX_DEPTH:
            raise Unreadable(f"nested deeper than {MAX_DEPTH} levels", _place(event.start_mark))
        if isinstance(event, AliasEvent):
            return Refused(f"*{event.anchor} is an alias", "the value itself, written out")
        value: Any = None
        if isinstance(event, MappingStartEvent):
            value = self._mapping(path)
        elif isinstance(event, SequenceStartEvent):
            value = self._sequence(path)
        elif isinstance(event, ScalarEvent):
            value = event.value if event.style else _plain(event.value)
        if anchor := getattr(event, "anchor", None):
            return Refused(f"&{anchor} is an anchor", "the value alone, without a name")
        if tag := getattr(event, "tag", None):
            return Refused(
                f"{tag.replace('tag:yaml.org,2002:', '!!')} is a tag",
                "the value alone; quotes around it make it a text",
            )
        return value

    def _sequence(self, path: Path) -> list[Any]:
        items: list[Any] = []
        while not isinstance(event := next(self._events), SequenceEndEvent):
            items.append(self._value(event, (*path, len(items))))
        return items

    def _mapping(self, path: Path) -> dict[str, Any]:
        result: dict[str, Any] = {}
        while not isinstance(event := next(self._events), MappingEndEvent):
            key, fault = self._key(event, path)
            place = _place(event.start_mark)
            value = self._value(next(self._events), (*path, key))
            self._positions.keys[(*path, key)] = place
            if key in result:
                fault = Refused(
                    "the key stands twice in the same object", "it only once", at_key=True
                )
            result[key] = fault or value
        return result

    def _key(self, event: Event, path: Path) -> tuple[str, Refused | None]:
        if not isinstance(event, ScalarEvent):
            at = _place(event.start_mark)
            self._value(event, (*path, "?"))
            return f"? at {at.line}:{at.column}", Refused(
                "a key has to be a text", "a name", at_key=True
            )
        text: str = event.value
        if event.anchor or event.tag:
            return text, Refused("the key has an anchor or a tag", "the key alone", at_key=True)
        if event.style:
            return text, None
        if text == "<<":
            return text, Refused("merge keys are not read", "its keys, written out", at_key=True)
        value = _plain(text)
        if isinstance(value, Refused):
            return text, Refused(f"as a key, {value.reason}", value.expected, at_key=True)
        if not isinstance(value, str):
            return text, Refused(
                f"the key {text or '(empty)'} is not a text in YAML",
                f'the key in quotes: "{text}"',
                True,
            )
        return text, None


def _plain(text: str) -> Any:
    """Return the value of a scalar without quotes, or a Refused."""
    if text == "":
        return Refused("nothing stands here", "a value; null for none; or not to have the key")
    if text in _NULL:
        return None
    if text in _TRUTH:
        return _TRUTH[text]
    if _NOT_A_NUMBER.match(text):
        return text
    if _INT.match(text) and len(text) <= _MAX_DIGITS:
        return int(text)
    if _FLOAT.match(text):
        number = float(text)
        return number if math.isfinite(number) else Refused("the number is too large to be meant")
    return _doubtful(text) or text


def _doubtful(text: str) -> Refused | None:
    if _TRUTH_1_1.match(text):
        return Refused(
            f"{text} is a boolean in YAML 1.1 and a text in YAML 1.2",
            f'"{text}" in quotes for the text, true or false for a boolean',
        )
    if _SEXAGESIMAL.match(text):
        return Refused(
            f"{text} is a number to the base 60 in YAML 1.1 and a text in YAML 1.2",
            f'"{text}" in quotes for the text, or a decimal number',
        )
    if _OTHER_NUMBER.match(text):
        return Refused(
            f"not every reader of YAML takes {text} for the same number",
            f'a decimal number without leading zeros and underscores, or "{text}" in quotes',
        )
    if _NOT_FINITE.match(text):
        return Refused(f"{text} is not a number of JSON", "a finite number")
    if text == "=":
        return Refused("= has a meaning of its own in YAML 1.1", '"=" in quotes')
    return None


def _is_empty(event: Event) -> bool:
    return isinstance(event, ScalarEvent) and not any(
        (event.style, event.value, event.anchor, event.tag)
    )


def _said(error: yaml.MarkedYAMLError) -> str:
    said = ", ".join(part for part in (error.context, error.problem) if part)
    if "'\\t'" in said:
        said += " (indent with spaces, not with tabs)"
    return said or "it makes no sense here"


def _place(mark: Any) -> Place:
    return Place(mark.line + 1, mark.column + 1) if mark else Place(1, 1)
