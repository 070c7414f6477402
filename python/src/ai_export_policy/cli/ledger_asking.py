"""The commands of `ai-export ledger` that ask, take in, give out and prove."""

import click

from ai_export_policy.cli import codes
from ai_export_policy.cli.ledger_options import HELP, where
from ai_export_policy.cli.ledger_options import author as author_option
from ai_export_policy.cli.options import DAY, FILES, SETTINGS, form_option


def _known(context: click.Context, option: click.Parameter, value: str | None) -> str | None:
    from ai_export_policy.ledger.snapshot import BEHIND, FIELDS, INSTALLED

    names = [*BEHIND, *FIELDS, INSTALLED]
    if value is not None and value not in names:
        raise click.BadParameter(f"{value!r} is not one of {', '.join(names)}")
    return value


@click.command(
    context_settings=SETTINGS,
    epilog="""\b
Examples:
  ai-export ledger status --pool country_allocation --key VN
  ai-export ledger status --on 2025-07-01 --as-recorded 2025-08-01T12:00:00Z
  ai-export ledger status --monitor

"""
    + HELP
    + """
With --monitor: 0 below 80 per cent, else 80, 90, 95 or 100, whichever is reached; 2 where
no sum is of the pool and the key that were asked for.""",
)
@click.option(
    "--pool",
    metavar="NAME",
    callback=_known,
    help="A pool of a decision, or one of the sums behind it; any other name is refused.",
)
@click.option("--key", metavar="KEY", help="Country, consignee or its parent, or holder/country.")
@click.option("--on", type=DAY, help="Only entries that are about this day or an earlier one.")
@click.option(
    "--as-recorded",
    metavar="MOMENT",
    help="Only entries recorded by then: 2025-08-01T12:00:00Z, with Z or the offset from UTC, or a"
    " day, as 2025-08-01, for its end in Washington, D.C.",
)
@click.option(
    "--entries",
    type=click.IntRange(0),
    default=10,
    show_default=True,
    metavar="N",
    help="How many of the entries behind each sum are shown, the last ones.",
)
@form_option(
    "text", "json", "prometheus", help="For people, for programs, or gauges for Prometheus."
)
@click.option("--monitor", is_flag=True, help="Exit with the highest threshold reached.")
@where
def status(
    pool: str | None,
    key: str | None,
    on: str | None,
    as_recorded: str | None,
    entries: int,
    form: str,
    monitor: bool,
    address: str,
) -> int:
    """Show limit, committed, reserved and remaining TPP of each sum, and the entries behind them.

    The limit is that of the last draw on the sum, with the day that was decided for. A reservation
    whose time is over counts until the next draw, or `expire`, ends it. In JSON `reached_percent`
    is the highest threshold reached (80, 90, 95 or 100, else 0), and not the share used.
    """
    from ai_export_policy.cli import ledger_status

    try:
        when = None if as_recorded is None else ledger_status.moment(as_recorded)
    except ValueError as error:
        raise click.UsageError(str(error)) from error
    asked = {"pool": pool, "key": key, "on": on, "as_recorded": when}
    return ledger_status.status(address, asked, entries, form, monitor=monitor)


@click.command(
    "import",
    context_settings=SETTINGS,
    epilog="""\b
Example:
  ai-export ledger import opening.csv

\b
Columns: sum,key,period,kind,tpp,complete,day,source,evidence
Kinds: opening, adjustment, commitment, certified (the whole as the consignee certifies it)
Periods: 2025-2027 of country_licensed; 2025 of consignee_year_all, consignee_year_lpp and
  operator_year_lpp; empty of consignee_aia and veu_installed
Complete: true or false, whether this is all that counts; empty where that stays as it was.
  True is for an opening or what is certified alone
Day: the day that the amount is about, in the period of the sum; of what a sum begins with also
  the day before

"""
    + HELP,
)
@click.argument("file", metavar="FILE", type=FILES)
@author_option
@where
def import_(file: str, author: str, address: str) -> int:
    """Take opening positions or certifications from a CSV FILE: all rows, or none."""
    from ai_export_policy.cli import ledger_answers

    return ledger_answers.take(address, file, author)


@click.command(
    context_settings=SETTINGS,
    epilog="""\b
Example:
  ai-export ledger export --format parquet entries.parquet

"""
    + HELP,
)
@click.argument("file", metavar="FILE", type=click.Path(dir_okay=False, allow_dash=True))
@form_option("csv", "parquet", help="Text, or columns with exact decimals (needs pyarrow).")
@where
def export(file: str, form: str, address: str) -> int:
    """Write all entries to FILE as CSV (- for standard output) or Parquet."""
    from ai_export_policy.cli import ledger_answers

    return ledger_answers.export(address, file, form)


@click.command(
    context_settings=SETTINGS,
    epilog="""\b
Example:
  ai-export ledger verify --heads > heads.json      (kept elsewhere)
  ai-export ledger verify --against heads.json

"""
    + HELP,
)
@click.option("--against", metavar="FILE", type=FILES, help="Heads that were noted earlier.")
@click.option("--heads", is_flag=True, help="If all is well, print the head of each chain as JSON.")
@where
def verify(against: str | None, heads: bool, address: str) -> int:
    """Recompute every hash and balance; name the first entry changed, removed or reordered."""
    from ai_export_policy.cli import ledger_answers

    return ledger_answers.verify(address, against, heads=heads)


@click.command(
    context_settings=SETTINGS,
    epilog="""\b
Example:
  ai-export ledger roles | psql postgresql://db.example/exports""",
)
@click.option(
    "--application", default="ai_export_application", show_default=True, help="Role that appends."
)
@click.option("--reader", default="ai_export_reader", show_default=True, help="Role that reads.")
def roles(application: str, reader: str) -> int:
    """Print SQL for PostgreSQL: a role that may append and one that may read, neither alter."""
    from ai_export_policy.ledger.roles import roles

    try:
        click.echo(roles(application, reader), nl=False)
    except ValueError as error:
        raise click.UsageError(str(error)) from error
    return codes.AUTHORIZED
