"""Write `python/docs/paragraphs.md`: how each paragraph of the law is answered, and what shows it.

The paragraphs stand in `policies/reference/paragraphs`; nothing else is written by hand. A
paragraph is *decided* if a rule that cites it changes answers, *told* if one puts it into the
answer (an obligation, a flag, a notice, a count, a date), and else *outside*, with the reason that
the table gives. `--check` fails if the page is not current or if anything is open:

- a rule cites, or an id begins with, a paragraph that the table does not know
- an annotated rule cites nothing
- a paragraph is neither decided, nor told, nor outside; or is said to be outside and is not
- no story exercises a decided paragraph both ways, or shows a told one
"""

import argparse
import json
import sys
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import cited_rules
import engine
import evidence
import paragraphs_page

from ai_export_policy import citations

PAGE = engine.REPOSITORY / "python" / "docs" / "paragraphs.md"
TABLE = engine.REPOSITORY / "policies" / "reference" / "paragraphs" / "data.json"
# Rules that only say what else is needed to know, or which conflict was met.
ASKING = ("missing", "touches")
# Rules whose value stands in the answer beside the outcome.
TELLING_NAMES = frozenset(
    {"application", "counts", "notices", "obligations", "open_questions", "raised", "valid_until"}
)
TELLING_PACKAGES = ("ear.alternatives", "ear.consequences", "ear.flags", "ear.report")
# Rules whose members are ids. One that gives none of its own hands on those of other rules.
GIVING_IDS = frozenset({"applies", "excluded", "obligations", "raised", "reviews", "unmet"})


@dataclass
class Paragraph:
    """One row of the table, with the rules that answer for it.

    `rules` cite or carry the paragraph itself, `beneath` are the paragraphs under it, less notes.
    """

    name: str
    text: str
    source: str
    outside: str | None
    gathers: bool
    rules: list[cited_rules.Rule] = field(default_factory=list)
    beneath: list["Paragraph"] = field(default_factory=list)

    def ids(self) -> list[str]:
        """The ids that its rules give, in order."""
        return list(dict.fromkeys(rule.id for rule in self.rules if rule.id is not None))


class Account:
    """The table of paragraphs against the rules and the evidence of the stories."""

    def __init__(
        self,
        table: Mapping[str, Any],
        rules: list[cited_rules.Rule],
        proof: evidence.Evidence,
    ) -> None:
        self.rules = [rule for rule in rules if not _asks(rule)]
        self.all_rules = rules
        self.proof = proof
        self.other_texts: Mapping[str, str] = table["other_texts"]
        self.rows = [
            Paragraph(
                *(row["paragraph"], row["text"], row["source"]),
                outside=row.get("outside"),
                gathers=row.get("gathers", False),
            )
            for row in table["rows"]
        ]
        self.names = {row.name for row in self.rows}
        for row in self.rows:
            row.rules = [rule for rule in self.rules if answers_for(rule, row.name)]
            row.rules += self._of_unnamed_ids(row.name)
            row.beneath = [
                other
                for other in self.rows
                if other is not row
                and citations.covers(row.name, other.name)
                and ", Note" not in other.name[len(row.name) :]
            ]

    def _of_unnamed_ids(self, name: str) -> Iterator[cited_rules.Rule]:
        """Ids that decisions carry and no rule names (it computes them), as if one had."""
        named = {rule.id for rule in self.rules}
        for identifier in sorted(self.proof.ids.keys() - named):
            if self._nearest(identifier) == name:
                yield cited_rules.Rule("", "", "", identifier, name, (name,), (), identifier, 0)

    def _nearest(self, identifier: str) -> str | None:
        """The row that the id begins with."""
        heads = citations.of_id(identifier.removeprefix(cited_rules.REVIEW))
        known = (name for name in heads if name in self.names)
        return next(known, None)

    def known(self, name: str) -> bool:
        """Whether a citation leads somewhere: to a row, to rows beneath it, or to another text."""
        if name in self.other_texts or name in self.names:
            return True
        text = name.rpartition(", ")[2]
        if text in self.other_texts and not any(row.endswith(text) for row in self.names):
            return True
        return any(citations.covers(name, row) for row in self.names)

    def decides(self, rule: cited_rules.Rule) -> bool:
        """Whether the rule changes answers, as far as its id or its place tells."""
        if rule.id is not None and rule.id in self.proof.ids:
            return bool(self.proof.ids[rule.id].kinds & evidence.DECIDES)
        return rule.name not in TELLING_NAMES and not rule.package.startswith(TELLING_PACKAGES)

    def disposition(self, row: Paragraph) -> str:
        """decided | told | outside | open."""
        if row.outside and not row.ids() and not any(self.varies(rule) for rule in row.rules):
            return "outside"
        if any(self.decides(rule) for rule in row.rules):
            return "decided"
        if row.rules:
            return "told"
        below = {self.disposition(other) for other in row.beneath if row.gathers}
        words = ("open", "decided", "told", "outside")
        return next((word for word in words if word in below), "outside" if row.outside else "open")

    def unshown(self, row: Paragraph) -> Iterator[str]:
        """What no story shows of the row; of a heading, the rows beneath it have to answer."""
        ids = row.ids()
        for name in ids:
            seen = self.proof.ids.get(name, evidence.Sightings())
            deciding = bool(seen.kinds & evidence.DECIDES) or not seen.kinds
            if not seen.raised and not seen.told:
                yield f"no story raises {name}"
            elif deciding and not seen.passed:
                yield f"no story passes {name}"
        if self.disposition(row) == "outside":
            return
        if row.rules and not ids and not any(self.varies(rule) for rule in row.rules):
            yield "no two stories get different answers from its rules"

    def varies(self, rule: cited_rules.Rule) -> bool:
        """Whether a rule without an id answers two stories differently."""
        return rule.name not in GIVING_IDS and len(self.proof.values.get(rule.path, ())) > 1

    def problems(self) -> Iterator[str]:
        """Everything that is open, one line each."""
        for rule in self.all_rules:
            where = f"policies/{rule.file}: {rule.title}"
            if not rule.cites:
                yield f"{where}: cites no paragraph"
            for name in (*rule.cites, *rule.carries):
                if not self.known(name):
                    yield f"{where}: {name} is no paragraph of the table"
        for identifier in sorted(self.proof.ids):
            heads = citations.of_id(identifier.removeprefix(cited_rules.REVIEW))
            if self.proof.ids[identifier].kinds != {"notice"} and not any(map(self.known, heads)):
                yield f"id {identifier}: begins with no paragraph of the table"
        for row in self.rows:
            disposition = self.disposition(row)
            if disposition == "open":
                yield f"{row.name}: neither decided nor told, and no reason why it is outside"
            elif row.outside and disposition != "outside":
                yield f"{row.name}: said to be outside, and is {disposition}"
            for problem in self.unshown(row):
                yield f"{row.name}: {problem}"

    def totals(self) -> Counter[str]:
        """How many paragraphs there are of each disposition."""
        return Counter(self.disposition(row) for row in self.rows)


def answers_for(rule: cited_rules.Rule, name: str) -> bool:
    """Whether the rule cites the paragraph, or carries it or one that it stands beneath."""
    return name in rule.cites or any(citations.covers(whole, name) for whole in rule.carries)


def _asks(rule: cited_rules.Rule) -> bool:
    return not rule.name or rule.name.endswith(ASKING)


def _asked(rule: cited_rules.Rule) -> bool:
    """Whether it can be asked of a story: a value, or a question about its destination."""
    return rule.arguments == 0 or (rule.arguments == 1 and rule.package == "ear.country_groups")


def helpers(table: Mapping[str, Any], rules: list[cited_rules.Rule]) -> set[str]:
    """Paths of the rules without an id that alone answer for a paragraph."""
    found: set[str] = set()
    for row in table["rows"]:
        mine = [rule for rule in rules if not _asks(rule) and answers_for(rule, row["paragraph"])]
        if not any(rule.id for rule in mine):
            found |= {rule.path for rule in mine if rule.name not in GIVING_IDS and _asked(rule)}
    return found


def account() -> Account:
    """The account of the repository as it stands."""
    table = json.loads(TABLE.read_text("utf-8"))
    rules = cited_rules.read(engine.REPOSITORY / "policies")
    return Account(table, rules, evidence.gather(helpers(table, rules)))


def main() -> int:
    """Exit code 1 if `--check` finds anything open, or the page out of date."""
    parser = argparse.ArgumentParser(description="Write python/docs/paragraphs.md.")
    parser.add_argument("--check", action="store_true", help="write nothing, fail if anything open")
    arguments = parser.parse_args()
    found = account()
    text = paragraphs_page.page(found)
    name = PAGE.relative_to(engine.REPOSITORY)
    current = PAGE.is_file() and PAGE.read_text("utf-8") == text
    if not arguments.check:
        PAGE.write_text(text, "utf-8")
        if not current:
            print(f"wrote {name}")
        return 0
    problems = list(found.problems())
    print(*problems, sep="\n", end="\n" if problems else "")
    if not current:
        print(f"{name} is out of date: run `make docs`")
    return 1 if problems or not current else 0


if __name__ == "__main__":
    sys.exit(main())
