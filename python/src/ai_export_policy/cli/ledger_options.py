"""Options that the commands of `ai-export ledger` share, and what their errors come to."""

import functools
import getpass
from collections.abc import Callable
from typing import Any

import click

from ai_export_policy.errors import ExportPolicyError

HELP = """\b
Exit codes:
  0   done: drawn, recorded, or nothing wrong
  1   a license is required: refused, or the application for it reserved (0 with
      --application); or refused, for the amounts no longer fit
  2   refused: the request or the file is invalid, or contradicts the ledger; or what was
      drawn under this id is released or expired
  3   refused: not decided, facts are missing
  4   OPA or the database is not available, or the database holds no ledger of this version;
      or standard output cannot be written, and what was asked may be recorded
  5   what came back is not a decision; the ledger is not what was recorded
  64  wrong use of the command
  70  a fault of this program: the traceback is on standard error
  130 interrupted; 141 what reads the answer closed the pipe before all was told
After 4, 70, 130 or 141 a draw is asked for again with the same id, and drawn once."""


def _address(_context: click.Context, _option: click.Parameter, address: str) -> str:
    if address.removeprefix("sqlite:").removeprefix("//") == ":memory:":
        raise click.BadParameter(
            f"{address} would be gone when the command ends: name a file, as"
            " sqlite:ai-export-ledger.sqlite"
        )
    return address


def where(command: Callable[..., int]) -> Callable[..., int]:
    """Add the option that names the ledger, and tell what the ledger raises."""
    option = click.option(
        "--ledger",
        "address",
        metavar="URL",
        envvar="AI_EXPORT_LEDGER",
        default="sqlite:ai-export-ledger.sqlite",
        show_default=True,
        show_envvar=True,
        callback=_address,
        help="Where the ledger is.",
    )

    @functools.wraps(command)
    def told(*args: Any, **options: Any) -> int:
        from ai_export_policy.cli import ledger_answers

        try:
            return command(*args, **options)
        except ExportPolicyError as error:
            return ledger_answers.report(error)

    return option(told)


def _user() -> str:
    try:
        return getpass.getuser()  # a container may run as a user without a name
    except (ImportError, KeyError, OSError) as error:
        raise click.UsageError(
            "this user has no name: say who writes with --author or AI_EXPORT_AUTHOR"
        ) from error


def author(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add the option that says who writes."""
    return click.option(
        "--author",
        metavar="NAME",
        envvar="AI_EXPORT_AUTHOR",
        default=_user,
        show_default="the user",
        help="Who writes.",
    )(command)


def evidence_of(command: Callable[..., int]) -> Callable[..., int]:
    """Add the options that say who writes, and on what evidence."""
    evidence = click.option(
        "--evidence", metavar="TEXT", default="", help="A reference: order, license, waybill."
    )
    return author(evidence(command))
