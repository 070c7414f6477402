"""Ids into sentences: from the rules' own METADATA blocks, the tables, and the request schema.

Nothing here knows the regulation. An id without a sentence has an empty one, never an error.
"""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from pathlib import Path
from typing import Any, NamedTuple

from ai_export_policy import resources
from ai_export_policy.decision import Decision
from ai_export_policy.explain import annotations, conditions
from ai_export_policy.explain.annotations import Package, Rule
from ai_export_policy.explain.conditions import Situation

_SECTION = re.compile(r"\d+\.(S\d+|\d+)")


class Condition(NamedTuple):
    """A condition of a provision; `shared` names the section, if it is one of many provisions.

    `told` is the title with its description, `citation` the paragraph; empty where no rule says.
    """

    id: str
    title: str
    shared: str | None
    told: str = ""
    citation: str = ""


class Sentences:
    """The sentences of the policies in a directory (those of this package when None).

    Where one id has several sentences, a `decision` chooses those of its item and text. Raises
    Unavailable if the installation has no policies or schemas.
    """

    def __init__(self, policies: Path | None = None) -> None:
        self._policies = policies or resources.policies()
        self._looked_at: dict[tuple[object, ...], list[Condition]] = {}

    def condition(self, symbol: str, id: str, decision: Decision) -> str:
        """Title of a condition (`considered[].unmet`) of the provision `symbol`."""
        return self.broken(symbol, id, decision).title

    def broken(self, symbol: str, id: str, decision: Decision) -> Condition:
        """The condition `id` of the provision `symbol`, with its words."""
        for one in self.conditions(symbol, decision):
            if one.id == id:
                return one
        return _condition(id, self._named(id, _unmet(symbol), "unmet", decision=decision))

    def conditions(self, symbol: str, decision: Decision) -> list[Condition]:
        """Return what the section of `symbol` looks at for an item and text as those decided."""
        situation = self._situation(decision)
        key = (symbol, *situation.items())
        if key not in self._looked_at:
            section = self._sections.get(symbol)
            self._looked_at[key] = self._of_section(section, situation) if section else []
        return self._looked_at[key]

    def _of_section(self, section: str, situation: Situation) -> list[Condition]:
        rules: dict[tuple[str, str], list[Rule]] = {}
        for name, rule in conditions.looked_at(self._packages, section, situation):
            rules.setdefault((name, rule.id or ""), []).append(rule)
        place = _section(self._packages[section].note.citation)
        found = []
        for (name, id), ways in rules.items():
            note = self._packages[name].note
            shared = None if _section(note.citation) == place else f"{note.title} ({note.citation})"
            found.append(_condition(id, ways, shared))
        return found

    def provision(self, symbol: str) -> str:
        """Title of a provision (its License Exception, say); empty if no rule decides it."""
        section = self._sections.get(symbol)
        if section is not None:
            return self._packages[section].note.title
        return _titles(rule for rule in self._rules if rule.name == _unmet(symbol))

    def requirement(self, id: str, decision: Decision) -> str:
        """What a license requirement says."""
        return _told(self._named(id, "applies", decision=decision))

    def exclusion(self, id: str, decision: Decision) -> str:
        """Why a requirement does not apply."""
        return _told(self._named(id, "excluded", decision=decision))

    def flag(self, id: str, decision: Decision) -> str:
        """What a flag points at."""
        return _told(self._named(id, "raised", decision=decision))

    def obligation(self, row: Mapping[str, Any], decision: Decision) -> str:
        """What has to be done, for a row of `obligations`."""
        rules = self._named(row["id"], "obligations", "application", decision=decision)
        exact = [rule for rule in rules if rule.fields.get("when") == row["when"]]
        return _told(exact or rules)

    def review(self, row: Mapping[str, Any]) -> str:
        """Title of a review policy, a row of `reviews`; where it has none, of its paragraph."""
        rules = [
            rule
            for rule in self._rules
            if rule.name.endswith("reviews")
            and rule.fields
            and all(row.get(field) == text for field, text in rule.fields.items())
        ]
        # The rule that names most of the row: one that leaves the requirement open comes last.
        most = max((len(rule.fields) for rule in rules), default=0)
        titles = _titles(rule for rule in rules if len(rule.fields) == most)
        return titles or self._paragraph(row.get("citation"))

    def _paragraph(self, citation: object) -> str:
        rows = self._table("paragraphs") if citation else []
        return next((str(row["text"]) for row in rows if row["paragraph"] == citation), "")

    def notice(self, id: str) -> str:
        """Text of a notice; of `<kind>/<what>` that of its kind, about what it names."""
        rows = self._table("notices")
        if id in rows:
            return str(rows[id]["text"])
        kind, _, what = id.partition("/")
        text = str(rows.get(kind, {}).get("text", ""))
        return text.replace("{eccn}", what).replace("{country}", self.country(what))

    def reading(self, id: str) -> tuple[str, list[str]]:
        """Title of a conflict inside the rule, and its readings, the default first."""
        row = self._table("readings").get(id, {})
        return row.get("title", ""), row.get("readings", [])

    def reading_citation(self, id: str) -> str:
        """The paragraphs of a conflict inside the rule."""
        return ", ".join(self._table("readings").get(id, {}).get("citation", []))

    def country(self, code: str) -> str:
        """Name of a country; its code where no table knows it."""
        return str(self._table("countries").get(code, {}).get("name", code))

    def fact(self, path: str) -> str:
        """What a field of the request means; `path` as in `missing_facts`."""
        place = self._field(path)
        return str(place.get("description") or self._resolved(place).get("description", ""))

    def answer(self, group: str, field: str) -> str:
        """What a field of an object of the decision means."""
        place = self._decision_schema["properties"].get(group, {}).get("properties", {})
        return str(place.get(field, {}).get("description", ""))

    def fields(self, path: str) -> list[str]:
        """Names of the fields that an object of the request may have, as the schema orders them."""
        return list(self._resolved(self._field(path)).get("properties", {}))

    def _field(self, path: str) -> dict[str, Any]:
        place: Any = self._schema
        for step in re.findall(r"[^.\[\]]+", path):
            place = self._resolved(place)
            if step.isdigit():
                place = place.get("items", {})
            elif "properties" in place:
                place = place["properties"].get(step, {})
            # Else a map by country, whose own description says what it holds of each.
        found: dict[str, Any] = place
        return found

    def _named(self, id: str, *names: str, decision: Decision) -> list[Rule]:
        """The rules that give an id and say what it is: by the first of `names` that has it, else
        by any, else the rule that gives many ids of its section, if none gives this one by itself.
        """
        own = [rule for rule in self._rules if rule.id == id]
        rules = [rule for rule in own if rule.note.title]
        for name in names:
            if named := [rule for rule in rules if rule.name == name]:
                return self._concerning(named, decision)
        if rules or any(rule.name in names for rule in own):
            return rules
        open_rules = (rule for rule in self._rules if rule.name in names and rule.id is None)
        place = _section(id)
        return [rule for rule in open_rules if _section(rule.note.citation) == place]

    def _concerning(self, rules: list[Rule], decision: Decision) -> list[Rule]:
        situation = self._situation(decision)
        homes = self._homes
        return [
            rule for rule in rules if conditions.concerns(homes[id(rule)], rule, situation)
        ] or (rules)

    def _situation(self, decision: Decision) -> Situation:
        situation: dict[str, str | None] = {
            "classification.level": decision.classification["level"],
        }
        for row in self._table("regime"):
            if row["valid_from"] <= decision.as_of < row["valid_to"]:
                situation["regime.text"] = row["answers"][decision.posture]
        for row in self._table("eccns").get(decision.eccn, []):
            # What software and technology are listed by, the request alone tells.
            if row["valid_from"] <= decision.as_of < row["valid_to"] and "related" not in row:
                for symbol in self._listing:
                    listed = row.get("eligible", {}).get(symbol)
                    situation[f"classification.listed.{symbol}"] = listed
        return situation

    @cached_property
    def _listing(self) -> list[str]:
        """The exceptions that list items."""
        rows = (row for rows in self._table("eccns").values() for row in rows)
        return sorted({symbol for row in rows for symbol in row.get("eligible", {})})

    @cached_property
    def _packages(self) -> dict[str, Package]:
        return annotations.read(self._policies)

    @cached_property
    def _rules(self) -> list[Rule]:
        return [rule for package in self._packages.values() for rule in package.rules]

    @cached_property
    def _homes(self) -> dict[int, Package]:
        return {id(rule): package for package in self._packages.values() for rule in package.rules}

    @cached_property
    def _sections(self) -> dict[str, str]:
        return {
            package.note.symbol: name
            for name, package in self._packages.items()
            if package.note.symbol
        }

    @cached_property
    def _schema(self) -> dict[str, Any]:
        return _read_schema("request")

    @cached_property
    def _decision_schema(self) -> dict[str, Any]:
        return _read_schema("decision")

    @cached_property
    def _tables(self) -> dict[str, Any]:
        return {}

    def _table(self, name: str) -> Any:
        if name not in self._tables:
            path = self._policies / "reference" / name / "data.json"
            known = path.is_file()
            self._tables[name] = json.loads(path.read_text("utf-8"))["rows"] if known else {}
        return self._tables[name]

    def _resolved(self, schema: dict[str, Any]) -> dict[str, Any]:
        name = schema.get("$ref", "").rpartition("/")[2]
        resolved: dict[str, Any] = self._schema["$defs"][name] if name else schema
        return resolved


def _read_schema(name: str) -> dict[str, Any]:
    text = (resources.schemas() / f"{name}.json").read_text(encoding="utf-8")
    schema: dict[str, Any] = json.loads(text)
    return schema


def _unmet(symbol: str) -> str:
    """Name of the rule for the conditions of one of two provisions that share a package."""
    return f"{symbol.lower()}_unmet"


def _section(citation: str) -> str:
    found = _SECTION.match(citation)
    return found[0] if found else citation


def _notes(rules: Iterable[Rule]) -> Iterator[annotations.Note]:
    return iter(dict.fromkeys(rule.note for rule in rules if rule.note.title))


def _titles(rules: Iterable[Rule]) -> str:
    return " / ".join(dict.fromkeys(note.title for note in _notes(rules)))


def _condition(id: str, ways: list[Rule], shared: str | None = None) -> Condition:
    citations = dict.fromkeys(note.citation for note in _notes(ways) if note.citation)
    return Condition(id, _titles(ways), shared, _told(ways), ", ".join(citations))


def _told(rules: Iterable[Rule]) -> str:
    """Title and description of the one rule, the titles alone of several."""
    told = list(dict.fromkeys((note.title, note.description) for note in _notes(rules)))
    if len(told) != 1:
        return " / ".join(dict.fromkeys(title for title, _ in told))
    return ". ".join(told[0]).rstrip(". ") + "."
