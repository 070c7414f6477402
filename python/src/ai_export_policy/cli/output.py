"""Standard output, with faults of its own: what could not be written there was not told.

What could not be written to standard error is lost, and changes no exit code.
"""

import errno
import io
import json
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, TextIO, cast

import click

from ai_export_policy.cli import codes

_ERRORS = "backslashreplace"  # of a sign that an encoding has not: what was done is to be told


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


class _Lost(io.FileIO):
    def write(self, content: Any) -> int:
        size = memoryview(content).nbytes
        try:
            return super().write(content) or size
        except OSError:
            return size


def guard() -> None:
    """Let every fault of the process's standard output raise NotTold, and none of standard error.

    A sign that the encoding of a stream has not is written as its number, `\\u017c`, on both.
    Where one is closed, its descriptor is taken, so that no other file is opened in its place.
    """
    if sys.stdout is None:
        _take(1, os.O_RDONLY)
        sys.stdout = io.TextIOWrapper(_buffered(), encoding="utf-8", errors=_ERRORS)
    elif sys.stdout is sys.__stdout__:
        sys.stdout = _guarded(sys.stdout, _Raw)
    if sys.stderr is None:
        _take(2, os.O_WRONLY)
        sys.stderr = io.TextIOWrapper(_buffered(2, _Lost), encoding="utf-8", errors=_ERRORS)
    elif sys.stderr is sys.__stderr__:
        sys.stderr = _guarded(sys.stderr, _Lost)


def _take(descriptor: int, mode: int) -> None:
    """Open the null device as `descriptor`, for children too."""
    opened = os.open(os.devnull, mode)
    if opened != descriptor:
        os.dup2(opened, descriptor)
        os.close(opened)
    os.set_inheritable(descriptor, True)


def _guarded(old: Any, raw: type[io.FileIO]) -> TextIO:
    """The same stream, written by `raw`; as it is where no file is behind it."""
    if not isinstance(getattr(old.buffer, "raw", old.buffer), io.FileIO):
        return cast(TextIO, old)
    old.flush()
    return io.TextIOWrapper(
        _buffered(old.fileno(), raw),
        encoding=old.encoding,
        errors=_ERRORS,
        line_buffering=getattr(old, "line_buffering", False),
    )


def print_json(document: Any, *, line: bool = False) -> None:
    """Print a document: laid out for reading on a terminal, else, and as a `line`, on one line."""
    indent = 2 if sys.stdout.isatty() and not line else None
    click.echo(json.dumps(document, indent=indent))


def takes(text: str) -> bool:
    """Whether standard output can write every sign of a text as it is."""
    try:
        text.encode(sys.stdout.encoding or "utf-8")
    except UnicodeEncodeError:
        return False
    return True


def print_file(text: str) -> None:
    """Print what is for a file, as UTF-8: it is the same wherever it is written."""
    click.echo(text.encode(errors=_ERRORS), nl=False)


@contextmanager
def leaving(what: str, interrupted: str | None = None) -> Iterator[None]:
    """Say in a NotTold what has been done all the same, in a KeyboardInterrupt what may have been.

    The latter is `what` unless it is `interrupted`.
    """
    try:
        yield
    except NotTold as error:
        raise NotTold(f"{error}; {what}") from error
    except KeyboardInterrupt as error:
        raise KeyboardInterrupt(interrupted or what) from error


def report(error: NotTold) -> int:
    """Print why an answer was not told; return the exit code, which is no answer."""
    discard()
    click.echo(f"ai-export: not told: {error}", err=True)
    return codes.UNAVAILABLE


def discard() -> None:
    """Let go of what is still buffered: it would raise again at the end of the process."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _buffered(descriptor: int = 1, raw: type[io.FileIO] = _Raw) -> io.BufferedWriter:
    return io.BufferedWriter(raw(descriptor, "w", closefd=False))
