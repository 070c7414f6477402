"""Find a paragraph, however it is written, and all that the policies and stories have on it."""

import difflib
import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from ai_export_policy import citations, resources
from ai_export_policy.explain import annotations
from ai_export_policy.explain.annotations import Note
from ai_export_policy.regulation.values import Value, values
from ai_export_policy.stories import Story, cases, stories

_SPACE = re.compile(r"(?<=[\d)])\s+(?=\()")
_BEFORE = re.compile(r"(?:15 CFR\s+(?=\d{3}\.)|§+\s*)+")
_NEAREST = 5


class UnknownParagraph(LookupError):
    """No rule, table or list of paragraphs has it; `nearest` are the names that come close."""

    def __init__(self, asked: str, nearest: Sequence[str]) -> None:
        super().__init__(f"nothing here is about {asked!r}")
        self.asked = asked
        self.nearest = tuple(nearest)


@dataclass(frozen=True, slots=True)
class RuleOf:
    """A rule, or (where `name` is a package alone) a package, that answers for a paragraph.

    `name` is its path (`ear.lpp.unmet`), `id` what it gives to decisions, None where it
    gives none; it begins at each of `lines` of `file`, a path below the policies.
    """

    name: str
    id: str | None
    note: Note
    file: str
    lines: tuple[int, ...]

    @property
    def cites(self) -> list[str]:
        """Names of the paragraphs that it cites."""
        return citations.paragraphs(self.note.citation)

    @property
    def carries(self) -> list[str]:
        """Names of the paragraphs for which it answers as a whole, beside the cited ones."""
        return citations.paragraphs(self.note.carries)


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One row of the table of paragraphs: what it demands, and in which text."""

    name: str
    text: str
    source: str
    outside: str | None
    gathers: bool


@dataclass(frozen=True, slots=True)
class Found:
    """What there is on a paragraph: its own row (None: the table has none), those beneath it, the
    rules, the values, and the stories that cite it or expect an id of its rules (None where the
    stories are not at hand).
    """

    name: str
    paragraph: Paragraph | None
    beneath: tuple[Paragraph, ...]
    rules: tuple[RuleOf, ...]
    values: tuple[Value, ...]
    stories: tuple[Story, ...] | None


@dataclass
class Regulation:
    """The paragraphs of the policies in a directory (those of this package when None).

    `folder` holds the stories (those of the checkout when None). Raises Unavailable if the
    installation has no policies.
    """

    policies: Path = field(default_factory=resources.policies)
    folder: Path | None = field(default_factory=cases)

    def look_up(self, asked: str, day: str | None = None) -> Found:
        """All on a paragraph, the id of a rule, or the symbol of a provision.

        With a `day` (YYYY-MM-DD) the values are those in force on it. Raises UnknownParagraph.
        """
        asked = asked.strip()
        # Some ids are the paragraph itself, and then all on it is meant.
        by_id = [rule for rule in self.rules if rule.id == asked and asked not in self.names]
        name = self._name(asked, by_id)
        rules = by_id or [rule for rule in self.rules if _answers_for(rule, name)]
        rows = {row.name: row for row in self.paragraphs}
        return Found(
            asked if by_id else name,
            rows.get(name),
            tuple(row for row in self.paragraphs if row.name != name and _within(name, [row.name])),
            tuple(rules),
            tuple(
                value
                for value in self.values
                if _within(name, value.cites) and (day is None or value.holds(day))
            ),
            self._stories(name, rules),
        )

    def _name(self, asked: str, rules: Sequence[RuleOf]) -> str:
        """The one name of what was asked for."""
        if symbol := self.symbols.get(asked.upper()):
            return symbol
        written = _SPACE.sub("", _BEFORE.sub("", asked))
        names = citations.of_id(asked) if rules else citations.paragraphs(written)
        for name in names:
            if name in self.names or any(citations.covers(name, one) for one in self.names):
                return name
        raise UnknownParagraph(asked, self.nearest(names[0] if names else asked))

    def nearest(self, name: str) -> list[str]:
        """Names that come close to one that is not known, the closest first."""
        known = [*self.names, *self.symbols]
        lowered = {one.lower(): one for one in reversed(known)}
        near = difflib.get_close_matches(name.lower(), lowered, _NEAREST, cutoff=0.5)
        return [lowered[one] for one in near]

    @cached_property
    def paragraphs(self) -> list[Paragraph]:
        """The rows of the table of paragraphs, in its order."""
        table = self.policies / "reference" / "paragraphs" / "data.json"
        rows: list[Mapping[str, Any]] = json.loads(table.read_text(encoding="utf-8"))["rows"]
        return [
            Paragraph(
                row["paragraph"],
                row["text"],
                row["source"],
                row.get("outside"),
                row.get("gathers", False),
            )
            for row in rows
        ]

    @cached_property
    def rules(self) -> list[RuleOf]:
        """Every rule and package that cites a paragraph, in the order of the files."""
        found: dict[tuple[str, str | None, Note, str], list[int]] = {}
        for name, package in annotations.read(self.policies).items():
            if package.note.citation:
                found[(name, None, package.note, package.file)] = [package.line]
            for rule in package.rules:
                if rule.note.citation:
                    key = (f"{name}.{rule.name}", rule.id, rule.note, rule.file)
                    found.setdefault(key, []).append(rule.line)
        return sorted(
            (RuleOf(*key, lines=tuple(lines)) for key, lines in found.items()),
            key=lambda rule: (rule.file, rule.lines),
        )

    @cached_property
    def values(self) -> list[Value]:
        """Every row of the other tables."""
        return list(values(self.policies))

    @cached_property
    def names(self) -> list[str]:
        """Every paragraph that has a row in the table, a rule or a value."""
        cited = (name for rule in self.rules for name in (*rule.cites, *rule.carries))
        valued = (name for value in self.values for name in value.cites)
        return list(dict.fromkeys([*(row.name for row in self.paragraphs), *cited, *valued]))

    @cached_property
    def symbols(self) -> dict[str, str]:
        """The paragraph of each provision by its symbol."""
        return {
            rule.note.symbol: rule.cites[0]
            for rule in self.rules
            if rule.note.symbol and rule.cites
        }

    def _stories(self, name: str, rules: Iterable[RuleOf]) -> tuple[Story, ...] | None:
        if self.folder is None:
            return None
        ids = {rule.id for rule in rules if rule.id}
        return tuple(
            story
            for story in stories(self.folder)
            if any(_within(name, citations.paragraphs(one)) for one in story.citation)
            or not ids.isdisjoint(_texts(story.expect))
        )


def _within(name: str, names: Iterable[str]) -> bool:
    """Whether any of the names is the paragraph or stands beneath it."""
    return any(citations.covers(name, one) for one in names)


def _answers_for(rule: RuleOf, name: str) -> bool:
    return _within(name, rule.cites) or any(citations.covers(whole, name) for whole in rule.carries)


def _texts(value: Any) -> Iterator[str]:
    """Every text in what a story expects: an id stands as a key of it, or as a value."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for key, inner in value.items():
            yield key
            yield from _texts(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _texts(inner)
