"""What several commands have in common."""

import functools
import math
import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any, TypedDict

import click

SETTINGS = {"help_option_names": ["-h", "--help"], "max_content_width": 100}
FILES = click.Path(exists=True, dir_okay=False, readable=True, allow_dash=True)
FILE = click.Path(exists=True, dir_okay=False, path_type=Path)

ASKS = "ai_export.asks"
"""Key in the context of a command that takes --url and --timeout, once it runs.

It holds the address that was given, None where an OPA of our own is asked."""

FORM = "ai_export.form"
"""Key in the context of a command that takes --format: the one that was asked for."""


class Seconds(click.FloatRange):
    """A number of seconds: above zero, and not above a day."""

    name = "seconds"

    def __init__(self) -> None:
        super().__init__(min=0, min_open=True, max=86400)

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> float:
        """The seconds; usage error for what is no such number."""
        seconds = float(super().convert(value, param, ctx))
        if math.isnan(seconds):  # no comparison holds for it, so it is in every range
            self.fail(f"{value} is no number of seconds.", param, ctx)
        return seconds


SECONDS = Seconds()


class Day(click.ParamType[str]):
    """A day that the calendar has, as text: YYYY-MM-DD."""

    name = "day"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """The day as it was given; usage error for what is none."""
        text = str(value)
        try:
            if not re.fullmatch(r"[1-9][0-9]{3}-[0-9]{2}-[0-9]{2}", text):
                raise ValueError
            date.fromisoformat(text)
        except ValueError:
            self.fail(f"{text!r} is not a date; write YYYY-MM-DD", param, ctx)
        return text


DAY = Day()


class Reach(TypedDict):
    """Whom to trust at an address and who asks, as `Client` takes it."""

    ca_file: Path | None
    cert_file: Path | None
    key_file: Path | None
    token_file: Path | None


@dataclass(frozen=True, slots=True)
class Engine:
    """Which OPA decides: the one at `url` (None: one of our own), and how it is reached.

    `record` is the folder of records that take what it decides, None where none do.
    """

    url: str | None
    timeout: float
    reach: Reach
    record: Path | None = None


def record_option(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add the option that keeps decisions on record, in the `Engine`; below `engine_options`."""
    option = click.option(
        "--record",
        "folder",
        metavar="DIR",
        type=click.Path(file_okay=False, path_type=Path),
        help="Write each decision into the records in this folder before it is told, and none is"
        " told that could not be written.  `records verify` looks at them.",
    )

    @functools.wraps(command)
    def with_record(*args: Any, engine: Engine, folder: Path | None, **given: Any) -> Any:
        return command(*args, engine=replace(engine, record=folder), **given)

    return option(with_record)


def form_option(*forms: str, help: str) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Add `--format`, one of `forms`, the first unless told; it comes as `form`."""

    def noted(context: click.Context, _option: click.Parameter, form: str) -> str:
        context.meta[FORM] = form
        return form

    return click.option(
        "--format",
        "form",
        type=click.Choice(forms),
        default=forms[0],
        show_default=True,
        callback=noted,
        help=help,
    )


def reach_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add the options that say whom to trust there and who asks; they come as `reach`."""
    options = {
        "ca_file": "Authorities to trust for https, PEM.  [default: the system's]",
        "cert_file": "Certificate of this client, for an OPA that asks for one, PEM.",
        "key_file": "Its key, PEM.  [default: in the file of the certificate]",
        "token_file": "A bearer token.",
    }

    @functools.wraps(command)
    def with_reach(*args: Any, **given: Any) -> Any:
        reach = {name: given.pop(name) for name in options}
        return command(*args, reach=reach, **given)

    wrapped: Callable[..., Any] = with_reach
    for name, text in reversed(options.items()):
        flag = _flag(name)
        wrapped = click.option(flag, name, type=FILE, metavar="FILE", help=text)(wrapped)
    return wrapped


def engine_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add the options that say which OPA decides, and how long it may take, as an `Engine`."""
    url = click.option(
        "--url",
        metavar="URL",
        help="Ask the OPA at this address: http, https, or unix:///path. Without it, the pinned OPA"
        " is started on the policies of this package, and stopped at the end.",
    )
    timeout = click.option(
        "--timeout",
        type=SECONDS,
        default=5.0,
        show_default=True,
        help="How long one call to OPA may take; many requests are asked in calls of up to 200.",
    )

    @functools.wraps(command)
    def with_engine(
        *args: Any,
        url: str | None,
        timeout: float,
        reach: Reach,
        **given: Any,
    ) -> Any:
        told = [_flag(name) for name, file in reach.items() if file is not None]
        if url is None and told:
            raise click.UsageError(f"{told[0]} is for an OPA at --url")
        click.get_current_context().meta[ASKS] = url
        return command(*args, engine=Engine(url, timeout, reach), **given)

    return url(timeout(reach_options(with_engine)))


def _flag(name: str) -> str:
    return "--token-file" if name == "token_file" else f"--{name.removesuffix('_file')}"
