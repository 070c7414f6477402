"""What the commands of `ai-export ledger` do and print."""

import datetime
import json
import re
import sys
from collections.abc import Callable, Mapping, Sequence
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
from ai_export_policy.cli.ledger_draws import when
from ai_export_policy.cli.options import Engine
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
    amounts,
    exporting,
    importing,
    prometheus,
    snapshot,
    verifying,
)
from ai_export_policy.ledger import status as reading
from ai_export_policy.ledger.status import Standing

_BAR = 50
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_MOMENT = re.compile(
    _DAY.pattern + r"T[0-9]{2}:[0-9]{2}(:[0-9]{2}(\.[0-9]{1,6})?)?(Z|[+-][0-9]{2}:[0-9]{2})"
)
_EXAMPLE = "ai-export example --for ledger"
_SAFE = "what was asked may be recorded, and asking again with the same id is safe"


def report(error: ExportPolicyError, label: str = "") -> int:
    """Print what kept something from being recorded; return the exit code."""
    if not isinstance(error, LedgerError | LedgerUnavailable):
        return faults.report(error, answers.colored(err=True), label, _EXAMPLE)
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
    with Ledger(address) as book, engine.connected(options, kept=True) as client:
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
    with Ledger(address) as book:
        ledger_draws.show(how(book), "text")
    return codes.AUTHORIZED


@output.leaving("what had expired is recorded", "what has expired is recorded by the next draw")
def expire(address: str) -> int:
    """Record what has expired and print how many reservations that were."""
    with Ledger(address) as book:
        ended = book.expire()
    click.echo(f"{ended:,} expired")
    return codes.AUTHORIZED


def status(address: str, asked: Mapping[str, Any], last: int, form: str, *, monitor: bool) -> int:
    """Print the standings; return 0, or the highest threshold reached where it monitors.

    Where it monitors by pool or key and no sum is such, an alarm would never ring: 2.
    """
    behind = {name: asked[name] for name in ("on", "as_recorded")}
    with Ledger(address) as book:
        found = reading.standings(book.store, **asked)
        if form == "prometheus":
            click.echo(prometheus.exposition(found), nl=False)
        elif form == "json":
            documents = [
                standing.document() | {"last_entries": _entries(book, standing, last, behind)}
                for standing in found
            ]
            click.echo(json.dumps(documents, indent=2 if sys.stdout.isatty() else None))
        else:
            page = Page(color=answers.colored())
            for number, standing in enumerate(found):
                if number:
                    page.gap()
                _standing(page, standing, _entries(book, standing, last, behind))
            if not found:
                page.line("no such sum has entries")
            click.echo(str(page), nl=False)
    if monitor and not found and (asked["pool"] or asked["key"]) is not None:
        click.echo("nothing to monitor: no sum of that pool and key has entries", err=True)
        return codes.INVALID
    return max((each.reached for each in found), default=0) if monitor else codes.AUTHORIZED


@output.leaving("the rows are taken", "all rows are taken or none: `ai-export ledger status` tells")
def take(address: str, name: str, author: str) -> int:
    """Import a CSV file."""
    content = ledger_files.content(name)
    with Ledger(address) as book:
        number = importing.take(book, content, author=author)
    click.echo(f"{number:,} rows taken")
    return codes.AUTHORIZED


def export(address: str, name: str, form: str) -> int:
    """Export all entries."""
    if form == "parquet" and name == "-":
        raise click.UsageError("Parquet goes to a file")
    with Ledger(address) as book:
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
    with Ledger(address) as book:
        wrong = list(verifying.problems(book.store, noted))
        for sentence in wrong:
            click.echo(answers._clean(sentence), err=True)
        if heads and not wrong:
            click.echo(json.dumps(verifying.heads(book.store), indent=2))
    return codes.NOT_A_DECISION if wrong else codes.AUTHORIZED


def moment(text: str) -> int:
    """Microseconds since 1970 (UTC) of a moment with its offset, or of the end of a legal day.

    ValueError for any other form, however ISO 8601 writes it.
    """
    if _DAY.fullmatch(text):
        return snapshot.legal_end(text)
    if not _MOMENT.fullmatch(text):
        raise ValueError(
            f"{text!r} is neither a moment with its offset from UTC, as 2025-08-01T12:00:00Z or"
            " 2025-08-01T08:00:00-04:00, nor a day, as 2025-08-01"
        )
    at = datetime.datetime.fromisoformat(text)
    start = datetime.datetime(1970, 1, 1, tzinfo=datetime.UTC)
    return (at - start) // datetime.timedelta(microseconds=1)


def _refusal(id_: str | None, error: ExportPolicyError) -> dict[str, Any]:
    told: dict[str, Any] = {"kind": "refused", "message": str(error)}
    if isinstance(error, DrawRefused):
        return {"request_id": id_, "error": told, "decision": error.decision.document}
    if isinstance(error, Unavailable):
        told["kind"] = "unavailable"
        # Of what OPA did not answer, nothing is recorded.
        told["recorded"] = getattr(error, "recorded", False)
    return {"request_id": id_, "error": told}


def _entries(
    book: Ledger, standing: Standing, last: int, behind: Mapping[str, Any]
) -> list[dict[str, Any]]:
    found = reading.entries(book.store, standing.name, last=last, **behind) if last else []
    return [
        {
            "seq": each.seq,
            "kind": each.row.kind,
            "tpp": amounts.number(each.row.amount),
            "day": each.row.day,
            "recorded_at": when(each.recorded_at),
            "draw": each.row.draw,
            "source": each.row.source,
            "evidence": each.row.evidence,
            "author": each.row.author,
        }
        for each in found
    ]


def _standing(page: Page, standing: Standing, entries: Sequence[dict[str, Any]]) -> None:
    page.line(str(standing.name), "head")
    if standing.limit:
        page.line(_bar(standing, standing.limit), indent=2)
    for label, value in (
        ("limit", standing.limit),
        ("committed", standing.committed),
        ("reserved", standing.reserved),
        ("remaining", standing.remaining),
    ):
        shown = "not known" if value is None else f"{amounts.text(value)} TPP"
        day = f"  on {standing.limit_day}" if label == "limit" and value is not None else ""
        page.line(f"{label:<10}{shown:>24}{day}", indent=2)
    if not standing.complete:
        page.line("The whole is known to others: at least this is used.", indent=2)
    hidden = standing.entries - len(entries)
    if entries and hidden:
        page.line(f"{hidden:,} earlier", "faint", 2)
    for each in entries:
        size = amounts.text(amounts.milli(each["tpp"]))
        said = " ".join(part for part in (each["draw"], each["source"], each["evidence"]) if part)
        page.line(
            f"{each['seq']:>4} {each['day']} {each['kind']:<11} {size:>18}"
            f"  {said}, {each['author']}",
            indent=2,
        )


def _bar(standing: Standing, limit: int) -> str:
    used = min(_BAR, -(-(standing.committed + standing.reserved) * _BAR // limit))
    committed = min(used, standing.committed * _BAR // limit) if standing.reserved else used
    percent = (standing.committed + standing.reserved) * 100 // limit
    drawn = "█" * committed + "▒" * (used - committed)
    return f"{drawn.ljust(_BAR, '·')} {percent} %"
