"""How the sums of a ledger stand, as `ai-export ledger status` prints it."""

import datetime
import re
from collections.abc import Mapping, Sequence
from typing import Any

import click

from ai_export_policy.cli import answers, codes, ledger_files, output
from ai_export_policy.cli.ledger_draws import when
from ai_export_policy.explain.layout import Page
from ai_export_policy.ledger import Ledger, amounts, prometheus, snapshot
from ai_export_policy.ledger import status as reading
from ai_export_policy.ledger.status import Standing

_BAR = 50
_SIGNS = {True: ("█", "▒", "·"), False: ("#", "=", ".")}  # committed, reserved, left
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_MOMENT = re.compile(
    _DAY.pattern + r"T[0-9]{2}:[0-9]{2}(:[0-9]{2}(\.[0-9]{1,6})?)?(Z|[+-][0-9]{2}:[0-9]{2})"
)


def status(address: str, asked: Mapping[str, Any], last: int, form: str, *, monitor: bool) -> int:
    """Print the standings; return 0, or the highest threshold reached where it monitors.

    Where it monitors by pool or key and no sum is such, an alarm would never ring: 2.
    """
    behind = {name: asked[name] for name in ("on", "as_recorded")}
    with ledger_files.opened(address) as book:
        found = reading.standings(book.store, **asked)
        if form == "prometheus":
            output.print_file(prometheus.exposition(found))
        elif form == "json":
            documents = [
                standing.document() | {"last_entries": _entries(book, standing, last, behind)}
                for standing in found
            ]
            output.print_json(documents)
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
    full, half, none = _SIGNS[output.takes("".join(_SIGNS[True]))]
    drawn = full * committed + half * (used - committed)
    return f"{drawn.ljust(_BAR, none)} {percent} %"
