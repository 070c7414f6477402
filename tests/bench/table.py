"""A table of measurements, as text and as JSON."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

Cell = str | float | int | None


@dataclass(frozen=True)
class Table:
    """One comparison. `goals` maps a sentence to the figure reached and whether it meets it."""

    title: str
    columns: Sequence[str]
    rows: Sequence[Sequence[Cell]]
    goals: Mapping[str, tuple[float, bool]] = field(default_factory=dict)

    def text(self) -> str:
        """Plain text, columns aligned, no wider than the cells need."""
        cells = [list(self.columns), *[[_shown(cell) for cell in row] for row in self.rows]]
        widths = [max(len(row[column]) for row in cells) for column in range(len(self.columns))]
        lines = [self.title, ""]
        for row in cells:
            first, *others = row
            right = [cell.rjust(width) for cell, width in zip(others, widths[1:], strict=True)]
            lines.append("  " + "  ".join([first.ljust(widths[0]), *right]).rstrip())
        lines += [
            f"  {'met' if met else 'NOT MET'}: {goal} ({figure:.2f})"
            for goal, (figure, met) in self.goals.items()
        ]
        return "\n".join(lines)

    def document(self) -> dict[str, Any]:
        """The same as JSON-ready values, unrounded."""
        return asdict(self)


def _shown(cell: Cell) -> str:
    if cell is None:
        return "-"
    if isinstance(cell, str):
        return cell
    if isinstance(cell, int):
        return f"{cell:,}"
    return f"{cell:,.0f}" if cell >= 100 else f"{cell:.1f}" if cell >= 10 else f"{cell:.2f}"
