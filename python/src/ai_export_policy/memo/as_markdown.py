"""A memo as Markdown: CommonMark, with the tables of GitHub Flavored Markdown."""

import re
from collections.abc import Iterator, Sequence

from ai_export_policy.explain.layout import clean
from ai_export_policy.memo.layout import Cell, Document, Paragraph, Section, Span, Table

# Whatever may begin a construct within a line; a backslash makes it the sign itself.
_OBEYED = re.compile(r"([\\`*_{}\[\]<>#|~!&$])")
_STRONG = ("strong", "good", "bad", "open")


def write(document: Document) -> str:
    """The document as Markdown, ending in a line feed."""
    parts = [f"# {_escaped(document.title)}"]
    parts += [_block(block) for block in document.opening]
    for section in document.sections:
        parts += _section(section, 2)
    parts.append("---")
    parts += [_block(block) for block in document.closing]
    for annex in document.annexes:
        parts += _section(annex, 2)
    return "\n\n".join(parts) + "\n"


def _section(section: Section, level: int) -> Iterator[str]:
    yield f"{'#' * level} {_escaped(section.title)}"
    for block in section.blocks:
        if isinstance(block, Section):
            yield from _section(block, level + 1)
        else:
            yield _block(block)


def _block(block: Paragraph | Table) -> str:
    if isinstance(block, Table):
        return "\n".join(_table(block))
    quoted = "> " if block.boxed else ""
    return quoted + _cell(block.spans)


def _table(table: Table) -> Iterator[str]:
    width = len(table.head) or 2
    yield _row([_escaped(title) for title in table.head] or [""] * width)
    rule = ["---:" if column in table.amounts else "---" for column in range(width)]
    yield _row(rule)
    for row in table.rows:
        cells = [_cell(one) for one in row]
        if not table.head:
            cells[0] = f"**{cells[0]}**"
        yield _row(cells + [""] * (width - len(cells)))


def _row(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _cell(spans: Cell) -> str:
    return " ".join(_span(span) for span in spans if span.text)


def _span(span: Span) -> str:
    text = clean(span.text)
    # Within a code span a backslash is only a backslash, and a bar still ends a cell.
    if span.kind == "code" and not set(text) & set("`|\\"):
        return f"`{text}`"
    return f"**{_escaped(text)}**" if span.kind in _STRONG else _escaped(text)


def _escaped(text: str) -> str:
    return _OBEYED.sub(r"\\\1", clean(text))
