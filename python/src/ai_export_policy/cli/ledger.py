"""The commands of `ai-export ledger`. What each one needs is imported when it runs."""

import re
from pathlib import Path

import click

from ai_export_policy.cli import codes
from ai_export_policy.cli.ledger_asking import export, import_, roles, status, verify
from ai_export_policy.cli.ledger_options import HELP, evidence_of, where
from ai_export_policy.cli.options import DAY, FILES, SETTINGS, Engine, engine_options, form_option

_SPANS = {"m": 60, "h": 3600, "d": 86400}
_MOST_DAYS = 36_500  # what `Ledger.reserve` takes


@click.group(
    context_settings=SETTINGS,
    epilog="""\b
Examples:
  ai-export ledger init
  ai-export ledger reserve request.yaml
  ai-export ledger commit ORDER-1 --evidence 'AWB 020-1234'
  ai-export ledger status

"""
    + HELP,
)
def ledger() -> None:
    """Keep what draws on the pools, and prove it.

    A ledger is a SQLite file (sqlite:PATH) or a PostgreSQL database (postgresql://HOST/DATABASE),
    named by --ledger after the subcommand, or by the variable AI_EXPORT_LEDGER.
    """


def _span(context: click.Context, option: click.Parameter, value: str) -> int:
    found = re.fullmatch(r"([1-9][0-9]{0,5})([mhd])", value)
    if found is None:
        raise click.BadParameter("a number and m, h or d for minutes, hours or days: 36h")
    seconds = int(found[1]) * _SPANS[found[2]]
    if seconds > _MOST_DAYS * _SPANS["d"]:
        raise click.BadParameter(f"at most {_MOST_DAYS}d")
    return seconds


@ledger.command(
    context_settings=SETTINGS,
    epilog="""\b
Example:
  ai-export ledger init --ledger postgresql://db.example/exports""",
)
@where
def init(address: str) -> int:
    """Make the ledger, or bring the one that is there forward to this version."""
    from ai_export_policy.cli import ledger_files
    from ai_export_policy.ledger import LedgerUnavailable

    folder = Path(address.removeprefix("sqlite:").removeprefix("//")).absolute().parent
    if address.startswith("sqlite:") and not folder.is_dir():
        raise LedgerUnavailable(f"the folder {folder} is missing: make it first")
    ledger_files.create(address)
    return codes.AUTHORIZED


@ledger.command(
    context_settings=SETTINGS,
    epilog="""\b
Example:
  ai-export ledger reserve --expires 36h --evidence 'PO 4711' request.yaml

"""
    + HELP,
)
@click.argument("file", metavar="FILE", type=FILES)
@click.option(
    "--expires",
    metavar="SPAN",
    default="1d",
    show_default=True,
    callback=_span,
    help="How long it is reserved: a number and m, h or d, at most 36500d.",
)
@click.option(
    "--application",
    is_flag=True,
    help="Applications for licenses are meant: exit with 0 where one is reserved, not with 1.",
)
@form_option(
    "text", "json", help="For people, or one JSON document a line: the draw with its decision."
)
@evidence_of
@engine_options
@where
def reserve(
    file: str,
    expires: int,
    application: bool,
    form: str,
    author: str,
    evidence: str,
    engine: Engine,
    address: str,
) -> int:
    """Decide the requests in FILE on what the ledger holds, and draw what the decisions count.

    Each request needs a `request_id`; the same one again gets the same answer and draws nothing.
    The amounts come from the ledger, so the request brings none. Many requests are drawn one after
    the other; the exit code is that of the worst.

    Where a license is required, what is reserved is the application for it, if it fits: nothing may
    be shipped before the license is granted, so the exit code is 1 unless --application was given.
    """
    from ai_export_policy.cli import ledger_answers

    told = (author, evidence)
    return ledger_answers.reserve(
        address, file, expires, form, told, engine, application=application
    )


@ledger.command(
    context_settings=SETTINGS,
    epilog="""\b
Example:
  ai-export ledger commit ORDER-1 --day 2025-07-02 --evidence 'AWB 020-1234'

"""
    + HELP,
)
@click.argument("id")
@click.option("--day", type=DAY, help="Day of the act or the grant; that of the request if none.")
@evidence_of
@where
def commit(id: str, day: str | None, author: str, evidence: str, address: str) -> int:
    """The act took place, or the license was granted: make the reservation ID a commitment.

    Once more with the same day and evidence, or without, is the same answer; with others it is
    refused. The day is of the year, or the years, in which the reservation was counted.
    """
    from ai_export_policy.cli import ledger_answers

    return ledger_answers.settle(
        address, lambda book: book.commit(id, day=day, author=author, evidence=evidence)
    )


@ledger.command(
    context_settings=SETTINGS,
    epilog="""\b
Example:
  ai-export ledger release ORDER-1 --evidence 'order cancelled'

"""
    + HELP,
)
@click.argument("id")
@evidence_of
@where
def release(id: str, author: str, evidence: str, address: str) -> int:
    """Give back what the reservation ID holds."""
    from ai_export_policy.cli import ledger_answers

    return ledger_answers.settle(
        address, lambda book: book.release(id, author=author, evidence=evidence)
    )


@ledger.command(
    context_settings=SETTINGS,
    epilog="""\b
Example:
  ai-export ledger expire

"""
    + HELP,
)
@where
def expire(address: str) -> int:
    """Record the end of every reservation whose time is over; each draw does so too."""
    from ai_export_policy.cli import ledger_answers

    return ledger_answers.expire(address)


for _command in (status, import_, export, verify, roles):
    ledger.add_command(_command)
