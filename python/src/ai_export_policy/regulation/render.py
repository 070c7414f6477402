"""A paragraph for people and for programs."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from ai_export_policy.explain.facts import flat
from ai_export_policy.explain.layout import Page
from ai_export_policy.regulation.lookup import Found, Paragraph, RuleOf
from ai_export_policy.regulation.values import Value

_MOST = 12
"""Values and stories shown to a person; a program gets all."""

_NO_END = "9999-12-31"


def text(found: Found, policies: Path, *, day: str | None = None, color: bool = False) -> str:
    """All on a paragraph, in lines of a terminal; `policies` is where its files lie."""
    page = Page(color=color)
    page.line(found.name, "heading")
    if found.paragraph is not None:
        page.line(f"{found.paragraph.text} ({found.paragraph.source})", indent=2)
        if found.paragraph.outside:
            page.line(f"Not decided here: {found.paragraph.outside}.", "open", 2)
    if found.beneath:
        page.heading("Beneath it")
        for row in found.beneath:
            page.entry(row.name, row.text, column=32)
    page.heading("Rules")
    if not found.rules:
        page.line("No rule cites it.", indent=2)
    for rule in found.rules:
        _rule(page, rule)
    page.heading(f"Values in force on {day}" if day else "Values, and when they are in force")
    _values(page, found.values, day)
    page.heading("Stories that cite it or expect an id of its rules")
    _stories(page, found)
    page.gap()
    page.line(f"The files of the rules are below {policies}", "faint")
    return str(page)


def listed(rows: Iterable[Paragraph], *, color: bool = False) -> str:
    """Every paragraph with what it demands, in lines of a terminal."""
    page = Page(color=color)
    for row in rows:
        page.entry(row.name, row.text, indent=0, column=40)
    return str(page)


def document(found: Found) -> dict[str, Any]:
    """All on a paragraph as JSON."""
    return {
        "paragraph": found.name,
        **(_told(found.paragraph) if found.paragraph else dict.fromkeys(_TOLD)),
        "beneath": [row.name for row in found.beneath],
        "rules": [
            {
                "name": rule.name,
                "id": rule.id,
                "title": rule.note.title,
                "description": rule.note.description or None,
                "citation": rule.note.citation,
                "file": rule.file,
                "line": rule.lines[0],
                "lines": list(rule.lines),
            }
            for rule in found.rules
        ],
        "values": [
            {
                "table": value.table,
                "key": value.key,
                **value.fields,
                "citation": value.citation,
                "valid_from": value.valid_from,
                "valid_to": value.valid_to,
                "confidence": value.confidence,
                "source": value.source,
                "note": value.note,
            }
            for value in found.values
        ],
        "stories": None
        if found.stories is None
        else [{"id": story.id, "title": story.title} for story in found.stories],
    }


def list_document(rows: Iterable[Paragraph]) -> list[dict[str, Any]]:
    """Every paragraph with what it demands, as JSON."""
    return [{"paragraph": row.name, **_told(row)} for row in rows]


_TOLD = ("text", "source", "outside")


def _told(row: Paragraph) -> dict[str, Any]:
    return {name: getattr(row, name) for name in _TOLD}


def _rule(page: Page, rule: RuleOf) -> None:
    page.line(f"{rule.note.title} [{rule.note.citation}]", "good" if rule.id else None, 2)
    if rule.note.description:
        page.line(rule.note.description, indent=6)
    page.line(rule.id or rule.name, indent=6)
    places = [f"{rule.file}:{rule.lines[0]}", *map(str, rule.lines[1:])]
    page.line(", ".join(places), "faint", 6)


def _values(page: Page, rows: tuple[Value, ...], day: str | None) -> None:
    if not rows:
        page.line(f"None{' on that day' if day else ''}.", indent=2)
    for row in rows[:_MOST]:
        page.entry(f"{row.table}/{row.key}", _says(row), column=44)
    _more(page, len(rows))


def _says(row: Value) -> str:
    """The sentence of the row, if it has one; then its amount, its other fields and its days."""
    fields = dict(row.fields)
    sentence = _conflict(fields) if "readings" in fields else str(fields.pop("text", ""))
    amount = flat(fields.pop("value")) if "value" in fields else ""
    unit = fields.pop("unit", "") if amount else ""
    words = " ".join(one for one in (amount, str(unit)) if one)
    words = "; ".join(one for one in (words, flat(fields) if fields else "") if one)
    words = f"{words}{_period(row)}".lstrip(", ")
    if sentence and words:
        words = f"{words[0].upper()}{words[1:]}."
    return " ".join(one for one in (sentence, words) if one)


def _conflict(fields: dict[str, Any]) -> str:
    """The row of a conflict inside the rule in sentences; what they tell leaves `fields`."""
    default, *others = fields.pop("readings")
    chosen = f", unless the request chooses {' or '.join(others)}" if others else ""
    return f"{fields.pop('title')} Read as {default}{chosen}. Touches {fields.pop('touches')}."


def _period(row: Value) -> str:
    begins = f", from {row.valid_from}" if row.valid_from else ""
    ends = f", before {row.valid_to}" if row.valid_to and row.valid_to != _NO_END else ""
    return begins + ends


def _stories(page: Page, found: Found) -> None:
    if found.stories is None:
        page.line("They are in tests/cases of the sources, which are not installed here.", indent=2)
        return
    if not found.stories:
        page.line("None.", indent=2)
    for story in found.stories[:_MOST]:
        page.entry(story.id, story.title, column=44)
    _more(page, len(found.stories))


def _more(page: Page, number: int) -> None:
    if number > _MOST:
        page.line(f"and {number - _MOST:,} more: --format json has them all", "faint", 2)
