"""What the commands of `ai-export ledger` open, read and write."""

import io
import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

import click

from ai_export_policy.ledger import Ledger, Name


def create(address: str) -> None:
    """Make the ledger there, or bring it forward; a wrong use where that is no address of one."""
    with _address():
        Ledger.create(address)


def opened(address: str) -> Ledger:
    """The ledger there; a wrong use where that is no address of one."""
    with _address():
        return Ledger(address)


def content(name: str) -> bytes:
    """What is in a file, or (-) on standard input."""
    return sys.stdin.buffer.read() if name == "-" else Path(name).read_bytes()


@contextmanager
def output() -> Iterator[IO[str]]:
    """Standard output as CSV is, whatever the locale."""
    sys.stdout.flush()
    file = io.TextIOWrapper(sys.stdout.buffer, encoding="utf-8", newline="", write_through=True)
    try:
        yield file
    finally:
        file.detach()


def heads(name: str) -> dict[str, tuple[int, str]]:
    """The heads in a file, by the names of their sums; a wrong use where it holds none."""
    try:
        found = json.loads(content(name))
        return {_named(one): _head(*head) for one, head in found.items()}
    except (AttributeError, TypeError, ValueError, RecursionError):
        raise click.UsageError(f"{name}: holds no heads as `--heads` prints them") from None


def _named(name: str) -> str:
    if not all(isinstance(part, str) for part in Name(*json.loads(name))):
        raise TypeError
    return name


def _head(number: int, mark: str) -> tuple[int, str]:
    if type(number) is not int or not isinstance(mark, str):
        raise TypeError
    return number, mark


@contextmanager
def _address() -> Iterator[None]:
    """Let what is said of the address be a wrong use: the ledger has been asked nothing yet."""
    try:
        yield
    except ValueError as error:
        raise click.UsageError(str(error)) from error
