"""A document for the file, before it is written as Markdown or HTML: headings, text and tables."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

Kind = Literal["plain", "code", "strong", "good", "bad", "open", "faint"]


class Span(NamedTuple):
    """A run of text. It may hold any character: the writers escape what their format obeys.

    `anchor` is that of a section of the same document, to which it leads where a format can.
    """

    text: str
    kind: Kind = "plain"
    anchor: str = ""


Cell = tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Text that runs over the width of the page; `boxed` sets it off."""

    spans: Cell
    boxed: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of cells, each as long as `head`; a row of one cell is a heading of those below it.

    `name` tells a style sheet which table it is. Columns in `amounts` stand at their right edge.
    Without `head` the first of two columns names the second.
    """

    name: str
    head: Sequence[str]
    rows: Sequence[Sequence[Cell]]
    amounts: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Section:
    """A heading with what stands below it; `anchor` is its address within the document."""

    title: str
    anchor: str
    blocks: "list[Block]" = field(default_factory=list)


Block = Paragraph | Table | Section


@dataclass(frozen=True, slots=True)
class Document:
    """The whole: `opening` before the `sections`, one for each request, `closing` after them, and
    the `annexes`, each of which begins a page.
    """

    title: str
    opening: Sequence[Paragraph | Table]
    sections: Sequence[Section]
    closing: Sequence[Paragraph | Table]
    annexes: Sequence[Section]


def cell(text: str, kind: Kind = "plain") -> Cell:
    """A cell of one run of text."""
    return (Span(text, kind),)


def text(words: str, kind: Kind = "plain") -> Paragraph:
    """A paragraph of one run of text."""
    return Paragraph(cell(words, kind))


def pairs(name: str, rows: Sequence[tuple[str, str]]) -> Table:
    """A table in which a label names each text."""
    return Table(name, (), [(cell(label), cell(told)) for label, told in rows])
