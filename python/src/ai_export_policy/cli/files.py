"""Requests out of files, each with a label that tells people which one it is."""

import sys
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click

from ai_export_policy.errors import RequestInvalid
from ai_export_policy.request import Document, read

STDIN = "standard input"


@dataclass(frozen=True, slots=True)
class Given:
    """One request as it was given, or the error that says why it is none.

    `label` names it: the file, with the line where the file holds many. `request` is None where
    the file could not be read at all.
    """

    label: str
    request: dict[str, Any] | None
    error: RequestInvalid | None

    @property
    def request_id(self) -> str | None:
        """The request's own id, if it has one that is a text."""
        found = (self.request or {}).get("request_id")
        return found if isinstance(found, str) else None


def requests(names: Iterable[str]) -> list[Given]:
    """Every request of the files, in order; `-` is standard input."""
    return [given for name in names for given in _of_file(name)]


def _of_file(name: str) -> list[Given]:
    source = STDIN if name == "-" else name
    try:
        documents = read(_content(name), source=source)
    except RequestInvalid as error:
        return [Given(source, None, error)]
    return [_checked(document, source, many=len(documents) > 1) for document in documents]


def _content(name: str) -> bytes:
    if name == "-":
        return sys.stdin.buffer.read()
    try:
        return Path(name).read_bytes()
    except OSError as error:
        raise click.UsageError(f"cannot read {name}: {error.strerror or error}") from error


def _checked(document: Document, source: str, *, many: bool) -> Given:
    label = f"{source}:{document.line}" if many else source
    try:
        document.validate()
    except RequestInvalid as error:
        return Given(label, document.request, error)
    return Given(label, document.request, None)
