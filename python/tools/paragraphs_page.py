"""The page that `paragraphs.py` writes, for a reader who knows the law and not the program."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import TYPE_CHECKING

import evidence

if TYPE_CHECKING:
    from paragraphs import Account, Paragraph

HEAD = """# The table of paragraphs

Made by `make docs` from the [list of paragraphs](../../policies/reference/paragraphs/data.json),
the annotations of the rules and the decisions on the [stories](../../tests/cases); edit those.

Every operative paragraph of 90 FR 4544 (without part 774, which its text here leaves out), of 90 FR
5298 and of what they left standing beside it has one row, and each is

- **decided**: a rule that cites it changes answers. Two stories show it: one in which it is raised
  (a condition unmet, a requirement or an exclusion that applies, a review policy that holds) and
  one in which it was looked at and is not (a provision carries the transaction and so passes the
  condition, a requirement is not excluded, another policy holds). A paragraph whose rules give no
  id of their own (a definition, a list, a limit that other rules read) is shown by two stories of
  which its rules say different things.
- **told**: the answer carries it, as an obligation, a flag, a notice, a count or a date, and one
  story shows that.
- **outside**: neither, for the reason given.

A row that only gathers others is answered by those beneath it. A rule may carry paragraphs beside
the one it cites, with all that stands beneath them: what a certification has to say, for example,
is told by the obligation to obtain it.
"""

PARTS = {
    "732": "Steps for using the EAR",
    "734": "Scope of the EAR",
    "740": "License exceptions",
    "742": "Control policy",
    "744": "End users and end uses",
    "748": "Applications and validated end users",
    "750": "Issuance of licenses",
    "762": "Records",
    "772": "Definitions",
}


def page(account: Account) -> str:
    """The page as Markdown."""
    totals = account.totals()
    words = [word for word in ("decided", "told", "outside", "open") if totals[word]]
    lines = [HEAD, "| paragraphs | " + " | ".join(words) + " |"]
    lines += ["|---|" + "---|" * len(words)]
    lines += [f"| {len(account.rows)} | " + " | ".join(str(totals[word]) for word in words) + " |"]
    for part, rows in groupby(account.rows, key=lambda row: row.name[:3]):
        lines += ["", f"## Part {part}: {PARTS[part]}", ""]
        lines += ["| paragraph | it demands | answer | rules | stories |", "|---|---|---|---|---|"]
        lines += [_row(account, row) for row in rows]
    lines += ["", "## Other texts that rules cite", "", "| text | what it is |", "|---|---|"]
    lines += [f"| {name} | {text} |" for name, text in account.other_texts.items()]
    return "\n".join(lines) + "\n"


def _row(account: Account, row: Paragraph) -> str:
    disposition = account.disposition(row)
    answer = f"**{disposition}**"
    if disposition == "outside":
        answer += f": {row.outside}" if row.outside else ", as those beneath"
    elif not row.rules and disposition != "open":
        answer += " by those beneath"
    name = row.name + ("" if row.source != "90 FR 5298" or "FR" in row.name else f" ({row.source})")
    cells = (name, row.text, answer, _rules(row), "<br>".join(_stories(account, row)))
    return "| " + " | ".join(_one_line(cell) for cell in cells) + " |"


def _rules(row: Paragraph) -> str:
    titles: dict[str, list[str]] = {}
    for rule in row.rules:
        if rule.file and rule.title not in titles.setdefault(rule.file, []):
            titles[rule.file].append(rule.title)
    return "<br>".join(
        f"[{file.removeprefix('ear/')}](../../policies/{file}): {'; '.join(found)}"
        for file, found in titles.items()
    )


def _stories(account: Account, row: Paragraph) -> Iterator[str]:
    for name in row.ids():
        seen = account.proof.ids.get(name, evidence.Sightings())
        if seen.raised:
            yield f"`{_word(name)}` {_first(seen.raised)}; passes {_first(seen.passed)}"
        else:
            yield f"`{_word(name)}` {_first(seen.told)}"
    if row.rules and not row.ids() and account.disposition(row) != "outside":
        unlike = max((account.proof.values.get(rule.path, []) for rule in row.rules), key=len)
        yield " unlike ".join(_first([story]) for story in unlike[:2])


def _word(name: str) -> str:
    return name.rpartition("/")[2] if re.search(r"/[a-z_]+$", name) else name


def _first(stories: Iterable[str]) -> str:
    """The first story, with a link to its file."""
    story = min(stories, default="")
    file = story.partition("/")[0]
    return f"[{story}](../../tests/cases/{file}.yaml)" if story else "none"


def _one_line(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|")
