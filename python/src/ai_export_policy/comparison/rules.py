"""Where the rules stand that say what only one of two revisions of the policies says."""

from collections.abc import Mapping
from pathlib import Path

from ai_export_policy.comparison.parting import Parting
from ai_export_policy.explain import annotations


class Places:
    """The rules of the policies `before` and `after`, by the ids that they give.

    Both folders are read at once, and may be gone afterwards.
    """

    def __init__(self, before: Path, after: Path) -> None:
        self._before, self._after = _by_id(before), _by_id(after)

    def of(self, parting: Parting, *, gone: bool) -> tuple[str, ...]:
        """`file:line` below the policies of each rule that gives the id; empty where none does.

        What is `gone` was given by a rule of the policies before, else of those after. A review is
        given by no id: it is told by its paragraph.
        """
        rules = self._before if gone else self._after
        return rules.get(parting.id, ())


def _by_id(policies: Path) -> Mapping[str, tuple[str, ...]]:
    found: dict[str, dict[str, None]] = {}
    for package in annotations.read(policies).values():
        for rule in package.rules:
            if rule.id is not None:
                found.setdefault(rule.id, {})[f"{rule.file}:{rule.line}"] = None
    return {id: tuple(places) for id, places in found.items()}
