"""A memo as one HTML page that needs nothing else: no script, no font, no image."""

import base64
import hashlib
from collections.abc import Iterator, Sequence
from functools import cache
from html import escape
from importlib import resources

from ai_export_policy.explain.layout import clean
from ai_export_policy.memo.layout import Cell, Document, Paragraph, Section, Span, Table

_TAGS = {"code": "code", "strong": "strong"}


def write(document: Document) -> str:
    """The document as HTML, ending in a line feed."""
    return "\n".join(_page(document)) + "\n"


def _page(document: Document) -> Iterator[str]:
    style = _style()
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    # Should a name ever break out of its place, the browser still runs and loads nothing.
    policy = f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    title = _text(document.title)
    yield "<!DOCTYPE html>"
    yield '<html lang="en">'
    yield "<head>"
    yield '<meta charset="utf-8">'
    yield f'<meta http-equiv="Content-Security-Policy" content="{policy}">'
    yield '<meta name="viewport" content="width=device-width">'
    yield f"<title>{title}</title>"
    yield f"<style>{style}</style>"
    yield "</head>"
    yield "<body>"
    yield f"<h1>{title}</h1>"
    for block in document.opening:
        yield from _block(block)
    for section in document.sections:
        yield from _article(section)
    yield '<div class="closing">'
    for block in document.closing:
        yield from _block(block)
    yield "</div>"
    for annex in document.annexes:
        yield from _article(annex)
    yield "</body>"
    yield "</html>"


def _article(section: Section) -> Iterator[str]:
    yield f'<article id="{section.anchor}">'
    yield from _section(section, 2)
    yield "</article>"


def _section(section: Section, level: int) -> Iterator[str]:
    anchor = f' id="{section.anchor}"' if section.anchor and level > 2 else ""
    yield f"<h{level}{anchor}>{_text(section.title)}</h{level}>"
    for block in section.blocks:
        if isinstance(block, Section):
            yield from _section(block, level + 1)
        else:
            yield from _block(block)


def _block(block: Paragraph | Table) -> Iterator[str]:
    if isinstance(block, Table):
        yield from _table(block)
        return
    name = ' class="boxed"' if block.boxed else ""
    yield f"<p{name}>{_cell(block.spans)}</p>"


def _table(table: Table) -> Iterator[str]:
    yield f'<table class="{table.name}">'
    if table.head:
        titles = (
            f'<th scope="col"{_side(table, column)}>{_text(title)}</th>'
            for column, title in enumerate(table.head)
        )
        yield f"<thead><tr>{''.join(titles)}</tr></thead>"
    yield "<tbody>"
    for row in table.rows:
        heads = ' class="heading"' if len(row) == 1 else ""
        yield f"<tr{heads}>{''.join(_cells(table, row))}</tr>"
    yield "</tbody>"
    yield "</table>"


def _cells(table: Table, row: Sequence[Cell]) -> Iterator[str]:
    if len(row) == 1:
        yield f'<th scope="rowgroup" colspan="{len(table.head)}">{_cell(row[0])}</th>'
        return
    for column, spans in enumerate(row):
        if not table.head and not column:
            yield f'<th scope="row">{_cell(spans)}</th>'
        else:
            yield f"<td{_side(table, column)}>{_cell(spans)}</td>"


def _side(table: Table, column: int) -> str:
    return ' class="amount"' if column in table.amounts else ""


def _cell(spans: Cell) -> str:
    return " ".join(_span(span) for span in spans if span.text)


def _span(span: Span) -> str:
    text = _text(span.text)
    if span.anchor:
        return f'<a href="#{span.anchor}">{text}</a>'
    if span.kind == "plain":
        return text
    if tag := _TAGS.get(span.kind):
        return f"<{tag}>{text}</{tag}>"
    return f'<span class="{span.kind}">{text}</span>'


def _text(text: str) -> str:
    return escape(clean(text), quote=True)


@cache
def _style() -> str:
    sheet = resources.files("ai_export_policy").joinpath("memo", "memo.css")
    return sheet.read_text(encoding="utf-8")
