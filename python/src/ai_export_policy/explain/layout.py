"""Lines of text for a terminal: wrapped at WIDTH columns, coloured only where it is asked for."""

import math
import re
import textwrap
from collections.abc import Sequence

WIDTH = 100

_CODES = {
    "heading": "1",
    "good": "1;32",
    "bad": "1;31",
    "open": "1;33",
    "met": "32",
    "broken": "31",
    "faint": "2",
}


class Page:
    """Text that grows line by line; `color` paints it, everything else is the same without."""

    def __init__(self, *, color: bool = False, width: int = WIDTH) -> None:
        self._lines: list[str] = []
        self._color = color
        self.width = width

    def __str__(self) -> str:
        return "\n".join(self._lines) + "\n"

    def paint(self, text: str, role: str | None) -> str:
        """`text` in the colour of its role (a key of the colours), plain where there is none."""
        return f"\x1b[{_CODES[role]}m{text}\x1b[0m" if self._color and role else text

    def gap(self) -> None:
        """An empty line, unless there is one already or nothing stands above."""
        if self._lines and self._lines[-1]:
            self._lines.append("")

    def line(self, text: str = "", role: str | None = None, indent: int = 0) -> None:
        """A paragraph, its lines indented alike."""
        for part in _wrapped(text, self.width - indent):
            self._lines.append((" " * indent + self.paint(part, role)).rstrip())

    def heading(self, text: str) -> None:
        """The title of a part, with an empty line above."""
        self.gap()
        self.line(text, "heading")

    def entry(
        self,
        label: str,
        text: str,
        *,
        indent: int = 2,
        column: int = 16,
        role: str | None = None,
        faint: bool = False,
    ) -> None:
        """A label and the text beside it, which begins at `column`; `role` paints the label.

        A label that is too long for its column stands on a line of its own. `faint` is for the
        text.
        """
        label, room = clean(label), column - indent - 1
        begin = " " * indent + self.paint(label, role)
        if len(label) > room:
            self._lines.append(begin)
            begin = " " * column
        else:
            begin += " " * (room - len(label) + 1)
        for part in _wrapped(text, self.width - column) or [""]:
            part = self.paint(part, "faint") if faint else part
            self._lines.append((begin + part).rstrip())
            begin = " " * column

    def quote(self, text: str, indent: int = 4) -> None:
        """Lines as they stand, neither wrapped nor joined."""
        for line in text.split("\n"):
            self._lines.append((" " * indent + clean(line)).rstrip())

    def table(self, rows: Sequence[Sequence[str]], *, left: int = 1, indent: int = 2) -> None:
        """Rows of equal length below each other, the first a head; the first `left` columns stand
        at their left edge, the others, which are numbers, at their right.
        """
        widths = [max(len(row[place]) for row in rows) for place in range(len(rows[0]))]
        for number, row in enumerate(rows):
            cells = [
                cell.ljust(width) if place < left else cell.rjust(width)
                for place, (cell, width) in enumerate(zip(row, widths, strict=True))
            ]
            text = "  ".join(cells).rstrip()
            self._lines.append(" " * indent + self.paint(text, None if number else "faint"))


def clean(text: str) -> str:
    """The text without what a terminal would obey: control signs become question marks."""
    return "".join(sign if sign.isprintable() else "?" for sign in re.sub(r"[\r\n\t]+", " ", text))


def shortened(text: str, longest: int = 24) -> str:
    """The text, cut where it is longer than a column of a table may be."""
    text = clean(text)
    return text if len(text) <= longest else f"{text[: longest - 3]}..."


def amount(value: object) -> str:
    """A number for people: 31,664,000, 5,284.8, 2e26; `unknown` for None."""
    if value is None:
        return "unknown"
    if not isinstance(value, int | float) or isinstance(value, bool):
        return str(value)
    if abs(value) >= 1e15:
        return re.sub(r"e\+?0*", "e", f"{float(value):.12g}")
    if float(value).is_integer():
        return f"{int(value):,}"
    # As many digits as TPP are computed to, and more only where there is nothing but those.
    digits = 3 if abs(value) >= 0.001 else 2 - math.floor(math.log10(abs(value)))
    return f"{value:,.{digits}f}".rstrip("0")


def _wrapped(text: str, width: int) -> list[str]:
    return textwrap.wrap(clean(text), max(width, 20), break_on_hyphens=False)
