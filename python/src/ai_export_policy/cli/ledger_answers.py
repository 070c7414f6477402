"""What the commands of `ai-export ledger` do and print."""

import datetime
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from ai_export_policy.cli import (
    answers,
    codes,
    engine,
    faults,
    files,
    ledger_draws,
    ledger_files,
    output,
)
from ai_export_policy.cli.options import FORM, Engine
from ai_export_policy.errors import ExportPolicyError, RequestInvalid, Unavailable
from ai_export_policy.explain.layout import Page
from ai_export_policy.ledger import (
    Conflict,
    Draw,
    DrawRefused,
    ImportRefused,
    Ledger,
    LedgerError,
    LedgerUnavailable,
    SchemaRefused,
    exporting,
    importing,
    verifying,
)

_EXAMPLE = "ai-export example --for ledger"
_SAFE = "what was asked may be recorded, and asking again with the same id is safe"


def report(error: ExportPolicyError, label: str = "") -> int:
    """Print what kept something from being done, as --format has it; return the exit code."""
    if not isinstance(error, LedgerError | LedgerUnavailable):
        return faults.report(error, answers.colored(err=True), label, _EXAMPLE)
    if click.get_current_context().meta.get(FORM) == "json":
        output.print_json(_refusal(None, error))
        return code(error)
    page = Page(color=answers.colored(err=True))
    where = f"{label}: " if label else ""
    reasons = error.reasons if isinstance(error, DrawRefused) else str(error).splitlines()
    told = "" if isinstance(error, LedgerUnavailable) else "nothing recorded: "
    page.line(f"{where}{told}{reasons[0]}", "bad")
    for reason in reasons[1:]:
        page.line(reason, indent=2)
    click.echo(str(page), err=True, nl=False)
    return code(error)


def code(error: ExportPolicyError) -> int:
    """Exit code of what the ledger raised."""
    if isinstance(error, DrawRefused):
        return codes.of(error.decision) or codes.NOT_DECIDED
    if isinstance(error, SchemaRefused):
        return codes.UNAVAILABLE
    if isinstance(error, Conflict | ImportRefused):
        return codes.INVALID
    return codes.of(error)


@output.leaving(_SAFE)
def reserve(
    address: str,
    name: str,
    seconds: int,
    form: str,
    told: tuple[str, str],
    options: Engine,
    *,
    application: bool,
) -> int:
    """Draw each request of the file; return the exit code of the worst.

    `application` says that applications for licenses are meant, so that one that fits is all well.
    """
    author, evidence = told
    worst = codes.AUTHORIZED
    with ledger_files.opened(address) as book, engine.connected(options, kept=True) as client:
        for given in files.requests([name]):
            try:
                if given.error is not None or given.request is None:
                    raise given.error or RequestInvalid([])
                draw = book.reserve(
                    given.request,
                    client,
                    author=author,
                    evidence=evidence,
                    lasts=datetime.timedelta(seconds=seconds),
                )
            except ExportPolicyError as error:
                if form == "json":
                    click.echo(json.dumps(_refusal(given.request_id, error)))
                else:
                    report(error, given.label)
                worst = codes.worse(worst, code(error))
            else:
                ledger_draws.show(draw, form, asked=True)
                worst = codes.worse(worst, ledger_draws.code(draw, application=application))
    return worst


@output.leaving(_SAFE)
def settle(address: str, how: Callable[[Ledger], Draw]) -> int:
    """Commit or release, and print the draw."""
    with ledger_files.opened(address) as book:
        ledger_draws.show(how(book), "text")
    return codes.AUTHORIZED


@output.leaving("what had expired is recorded", "what has expired is recorded by the next draw")
def expire(address: str) -> int:
    """Record what has expired and print how many reservations that were."""
    with ledger_files.opened(address) as book:
        ended = book.expire()
    click.echo(f"{ended:,} expired")
    return codes.AUTHORIZED


@output.leaving("the rows are taken", "all rows are taken or none: `ai-export ledger status` tells")
def take(address: str, name: str, author: str) -> int:
    """Import a CSV file."""
    content = ledger_files.content(name)
    with ledger_files.opened(address) as book:
        number = importing.take(book, content, author=author)
    click.echo(f"{number:,} rows taken")
    return codes.AUTHORIZED


def export(address: str, name: str, form: str) -> int:
    """Export all entries."""
    if form == "parquet" and name == "-":
        raise click.UsageError("Parquet goes to a file")
    with ledger_files.opened(address) as book:
        if form == "parquet":
            exporting.to_parquet(book.store, Path(name))
        elif name == "-":
            with ledger_files.output() as file:
                exporting.to_csv(book.store, file)
        else:
            exporting.to_csv_file(book.store, Path(name))
    return codes.AUTHORIZED


def verify(address: str, against: str | None, *, heads: bool) -> int:
    """Print what is wrong with the ledger, or its heads; 5 if anything is."""
    noted = None if against is None else ledger_files.heads(against)
    with ledger_files.opened(address) as book:
        wrong = list(verifying.problems(book.store, noted))
        for sentence in wrong:
            click.echo(answers._clean(sentence), err=True)
        if heads and not wrong:
            click.echo(json.dumps(verifying.heads(book.store), indent=2))
    return codes.NOT_A_DECISION if wrong else codes.AUTHORIZED


def _refusal(id_: str | None, error: ExportPolicyError) -> dict[str, Any]:
    told: dict[str, Any] = {"kind": "refused", "message": str(error)}
    if isinstance(error, DrawRefused):
        return {"request_id": id_, "error": told, "decision": error.decision.document}
    if isinstance(error, Unavailable | SchemaRefused):
        told["kind"] = "unavailable"
        # Of what OPA did not answer, nothing is recorded.
        told["recorded"] = getattr(error, "recorded", False)
    return {"request_id": id_, "error": told}
