"""Standard output, with faults of its own: what could not be written there was not told."""

import errno
import io
import json
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, TextIO

import click

from ai_export_policy.cli import codes


class NotTold(Exception):
    """Standard output is closed or cannot be written; the text says why, and what is left."""


class _Raw(io.FileIO):
    def write(self, content: object) -> int:
        try:
            return super().write(content)  # type: ignore[arg-type]
        except BrokenPipeError:
            raise
        except OSError as error:
            closed = error.errno == errno.EBADF
            why = "is closed" if closed else f"cannot be written: {error.strerror}"
            raise NotTold(f"standard output {why}") from error


def guard() -> None:
    """Let every fault of the process's standard output raise NotTold.

    Where it is closed, its descriptor is taken, so that no other file is opened in its place.
    """
    old: TextIO | None = sys.stdout
    own = old is sys.__stdout__
    if old is None:
        descriptor = os.open(os.devnull, os.O_RDONLY)
        if descriptor != 1:
            os.dup2(descriptor, 1)
            os.close(descriptor)
        sys.stdout = io.TextIOWrapper(_buffered(), encoding="utf-8")
        return
    raw = getattr(old.buffer, "raw", old.buffer)
    if own and isinstance(raw, io.FileIO):
        old.flush()
        sys.stdout = io.TextIOWrapper(
            _buffered(old.fileno()),
            encoding=old.encoding,
            errors=old.errors,
            line_buffering=getattr(old, "line_buffering", False),
        )


def print_json(document: Any, *, line: bool = False) -> None:
    """Print a document: laid out for reading on a terminal, else, and as a `line`, on one line."""
    indent = 2 if sys.stdout.isatty() and not line else None
    click.echo(json.dumps(document, indent=indent))


@contextmanager
def leaving(what: str) -> Iterator[None]:
    """Say in a NotTold what has been done all the same."""
    try:
        yield
    except NotTold as error:
        raise NotTold(f"{error}; {what}") from error


def report(error: NotTold) -> int:
    """Print why an answer was not told; return the exit code, which is no answer."""
    discard()
    click.echo(f"ai-export: not told: {error}", err=True)
    return codes.UNAVAILABLE


def discard() -> None:
    """Let go of what is still buffered: it would raise again at the end of the process."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _buffered(descriptor: int = 1) -> io.BufferedWriter:
    return io.BufferedWriter(_Raw(descriptor, "w", closefd=False))
