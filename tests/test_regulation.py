"""A paragraph looked up: its rules, its values on a day, its stories, and what it is not."""

import json
import re
from pathlib import Path
from typing import Any

import pytest

from ai_export_policy import cli, resources
from ai_export_policy.cli import codes
from ai_export_policy.regulation import Regulation, UnknownParagraph, document, text
from ai_export_policy.regulation.values import Value, values

_REGO = """\
# METADATA
# title: License Exception Small
# scope: package
# custom:
#   symbol: LPP
#   citation: "740.29"
package ear.small

import rego.v2

# METADATA
# title: Tell somebody
# description: Within a week.
# custom:
#   citation: "740.29(g)(3)"
#   carries: "740.29(g)(4)"
obligations contains "740.29(g)(3)/tell" if input.large

obligations contains "740.29(g)(3)/tell" if input.very_large

# METADATA
# title: Small enough
# custom:
#   citation: "740.29(a) and (b)"
unmet contains "740.29(a)/limit" if input.large
"""

_STORY = """\
title: {title}
why: Because.
citation: ["{citation}"]
request: {{}}
expect: {{obligations: [{expects}]}}
"""


@pytest.fixture
def book(tmp_path: Path) -> Regulation:
    """The regulation of one file of rules, three tables and two stories."""
    rows: dict[str, Any] = {
        "paragraphs": [
            {"paragraph": "740.29(g)", "text": "Tell.", "source": "90 FR 4544", "gathers": True},
            {"paragraph": "740.29(g)(3)", "text": "Tell of much.", "source": "90 FR 4544"},
            {"paragraph": "740.29(g)(4)", "text": "How.", "source": "90 FR 4544"},
            {"paragraph": "740.29(h)", "text": "Never.", "source": "retained", "outside": "why"},
        ],
        "thresholds": {
            "much": [
                _dated("2025-01-13", "2026-01-01", value=10, unit="TPP", citation="740.29(g)(3)"),
                _dated("2026-01-01", "9999-12-31", value=20, unit="TPP", citation="740.29(g)(3)"),
            ]
        },
        "lists": {"740.29(h)": {"PL": [_dated("2025-01-13", "9999-12-31", note="Alone.")]}},
        "quarters": {"2025-Q4": {"tpp": 5}, "2026-Q1": {"tpp": 6}},
    }
    tables = {"quarters": "740.29(a)", "lists": "740.29(z), 740.29(y)"}
    policies = tmp_path / "policies"
    for name, found in rows.items():
        table = policies / "reference" / name / "data.json"
        table.parent.mkdir(parents=True)
        table.write_text(json.dumps({"citation": tables.get(name, ""), "rows": found}), "utf-8")
    rego = policies / "ear" / "small.rego"
    rego.parent.mkdir()
    rego.write_text(_REGO, "utf-8")
    folder = tmp_path / "cases"
    folder.mkdir()
    for name, citation, expects in (("one", "740.29(a)", "740.29(g)(3)/tell"), ("two", "1.1", "x")):
        story = _STORY.format(title=f"Story {name}", citation=citation, expects=expects)
        (folder / f"{name}.yaml").write_text(story, "utf-8")
    return Regulation(policies, folder)


def _dated(begins: str, ends: str, **fields: Any) -> dict[str, Any]:
    return {"valid_from": begins, "valid_to": ends, **fields}


TOLD = """\
740.29(g)(3)
  Tell of much. (90 FR 4544)

Rules
  Tell somebody [740.29(g)(3)]
      Within a week.
      740.29(g)(3)/tell
      ear/small.rego:17, 19

Values in force on 2025-07-01
  thresholds/much                           10 TPP, from 2025-01-13, before 2026-01-01

Stories that cite it or expect an id of its rules
  one                                       Story one

The files of the rules are below /policies
"""


def test_a_paragraph_is_told_with_its_rules_values_and_stories(book: Regulation) -> None:
    found = book.look_up("740.29(g)(3)", "2025-07-01")
    assert text(found, Path("/policies"), day="2025-07-01") == TOLD


def test_a_paragraph_is_told_to_programs(book: Regulation) -> None:
    assert document(book.look_up("740.29(g)(3)", "2026-01-01")) == {
        "paragraph": "740.29(g)(3)",
        "text": "Tell of much.",
        "source": "90 FR 4544",
        "outside": None,
        "beneath": [],
        "rules": [
            {
                "name": "ear.small.obligations",
                "id": "740.29(g)(3)/tell",
                "title": "Tell somebody",
                "description": "Within a week.",
                "citation": "740.29(g)(3)",
                "file": "ear/small.rego",
                "line": 17,
                "lines": [17, 19],
            }
        ],
        "values": [
            {
                "table": "thresholds",
                "key": "much",
                "value": 20,
                "unit": "TPP",
                "citation": "740.29(g)(3)",
                "valid_from": "2026-01-01",
                "valid_to": "9999-12-31",
                "confidence": None,
                "source": None,
                "note": None,
            }
        ],
        "stories": [{"id": "one", "title": "Story one"}],
    }


def test_what_stands_beneath_a_paragraph_is_told_with_it(book: Regulation) -> None:
    found = book.look_up("740.29(g)")
    assert [row.name for row in found.beneath] == ["740.29(g)(3)", "740.29(g)(4)"]
    assert [rule.id for rule in found.rules] == ["740.29(g)(3)/tell"]
    assert [value.fields["value"] for value in found.values] == [10, 20]


def test_a_rule_answers_for_the_paragraphs_that_it_carries(book: Regulation) -> None:
    assert [rule.id for rule in book.look_up("740.29(g)(4)").rules] == ["740.29(g)(3)/tell"]


def test_a_paragraph_outside_says_why(book: Regulation) -> None:
    told = text(book.look_up("740.29(h)", "2025-07-01"), Path("/policies"), day="2025-07-01")
    assert "  Not decided here: why.\n\nRules\n  No rule cites it.\n" in told
    assert "  lists/740.29(h)/PL                        from 2025-01-13\n" in told


@pytest.mark.parametrize(
    "asked",
    ["740.29(g)(3)", "§ 740.29(g)(3)", "15 CFR 740.29(g)(3)", "740.29 (g) (3)", " 740.29(g)(3) "],
)
def test_a_paragraph_is_found_however_it_is_written(asked: str, book: Regulation) -> None:
    assert book.look_up(asked).name == "740.29(g)(3)"


def test_an_id_and_a_symbol_lead_to_their_rules(book: Regulation) -> None:
    by_id = book.look_up("740.29(a)/limit")
    assert (by_id.name, [rule.note.title for rule in by_id.rules]) == (
        "740.29(a)/limit",
        ["Small enough"],
    )
    by_symbol = book.look_up("lpp")
    assert by_symbol.name == "740.29"
    assert [rule.note.title for rule in by_symbol.rules] == [
        "License Exception Small",
        "Tell somebody",
        "Small enough",
    ]


@pytest.mark.parametrize("asked", ["740.29(g)(9)", "740.99", "LLP", ""])
def test_an_unknown_paragraph_names_the_nearest(asked: str, book: Regulation) -> None:
    with pytest.raises(UnknownParagraph) as error:
        book.look_up(asked)
    assert error.value.asked == asked
    assert (
        error.value.nearest[:1]
        == {
            "740.29(g)(9)": ("740.29(g)(4)",),
            "740.99": ("740.29",),
            "LLP": ("LPP",),
            "": (),
        }[asked]
    )


def test_a_quarter_is_in_force_from_its_first_day_to_its_last(book: Regulation) -> None:
    def tpp(day: str) -> list[int]:
        found = book.look_up("740.29(a)", day).values
        return [value.fields["tpp"] for value in found]

    days = ("2025-09-30", "2025-10-01", "2025-12-31", "2026-01-01", "2026-03-31", "2026-04-01")
    assert [tpp(day) for day in days] == [[], [5], [5], [6], [6], []]


def test_a_row_keyed_by_a_paragraph_is_that_paragraphs(book: Regulation) -> None:
    (row,) = (value for value in values(book.policies) if value.table == "lists")
    assert row == Value(
        "lists", "740.29(h)/PL", {}, "740.29(h)", ("740.29(h)",), "2025-01-13", "9999-12-31",
        None, None, "Alone.",
    )  # fmt: skip


def test_stories_that_are_not_at_hand_are_said_not_to_be(book: Regulation) -> None:
    found = Regulation(book.policies, None).look_up("740.29(g)(3)")
    assert found.stories is None
    assert document(found)["stories"] is None
    assert "tests/cases of the sources, which are not installed here" in text(found, Path("/p"))


# ----- the policies as they are ---------------------------------------------------------------


def test_every_paragraph_of_the_table_can_be_looked_up() -> None:
    book = Regulation(folder=None)
    lost = [row.name for row in book.paragraphs if book.look_up(row.name).paragraph != row]
    assert lost == []


def test_a_rule_begins_where_it_is_said_to() -> None:
    book = Regulation(folder=None)
    for rule in book.rules:
        lines = (resources.policies() / rule.file).read_text("utf-8").splitlines()
        word = rule.name.rpartition(".")[2]
        for line in rule.lines:
            assert re.match(rf"package |(default )?{word}\b", lines[line - 1]), (rule, line)


def test_every_dated_value_of_the_thresholds_is_found_by_its_citation() -> None:
    book = Regulation(folder=None)
    rows = [value for value in book.values if value.table == "thresholds"]
    assert len(rows) > 20
    lost = [
        row.key
        for row in rows
        if row.cites and row not in book.look_up(row.cites[0], row.valid_from).values
    ]
    assert lost == []
    assert [row.key for row in rows if not row.cites] == []


def test_each_destination_of_a_supplement_is_a_value_of_its_paragraph() -> None:
    found = Regulation(folder=None).look_up("740.S5(a)", "2025-07-01")
    table = json.loads((resources.policies() / "reference/supplement_5/data.json").read_text())
    assert [value.key for value in found.values] == [f"a/{code}" for code in table["rows"]["a"]]


# ----- the command ------------------------------------------------------------------------------


def test_the_command_tells_a_paragraph(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["rule", "--on", "2025-07-01", "740.29(g)(3)"]) == codes.AUTHORIZED
    told = capsys.readouterr().out
    book = Regulation()
    found = book.look_up("740.29(g)(3)", "2025-07-01")
    assert told == text(found, book.policies, day="2025-07-01")
    assert "3,200,000 TPP per shipment, from 2025-01-13\n" in told
    conflict = 'of" 3,200,000. Read as at_least, unless the request chooses more_than. Touches'
    assert conflict in " ".join(told.split())
    assert re.search(
        r"\n      740\.29\(g\)\(3\)/prior_notice\n      ear/part_740/\w+\.rego:\d+\n", told
    )
    assert "\n  lpp-prior-notice-203-h100  " in told
    assert cli.main(["rule", "--on", "2025-07-01", "--format", "json", "740.29(g)(3)"]) == 0
    assert json.loads(capsys.readouterr().out) == document(found)


def test_the_command_lists_paragraphs(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["rule", "--list", "--format", "json"]) == codes.AUTHORIZED
    rows = json.loads(capsys.readouterr().out)
    assert [row["paragraph"] for row in rows] == [row.name for row in Regulation().paragraphs]
    assert cli.main(["rule", "--list", "740.29(g)"]) == codes.AUTHORIZED
    listed = capsys.readouterr().out
    assert [line.split()[0] for line in listed.splitlines() if not line.startswith(" ")] == [
        "740.29(g)(1)",
        "740.29(g)(2)",
        "740.29(g)(3)",
    ]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["740.29(g)(9)"], "Nearest: 740.29(g)(3), 740.29(g)(2), 740.29(g)(1)"),
        ([], "which paragraph? ai-export rule --list has them all"),
        (["--on", "2025-02-30", "740.27"], "'2025-02-30' is not a date; write YYYY-MM-DD"),
        (["--on", "20250701", "740.27"], "'20250701' is not a date; write YYYY-MM-DD"),
        (["--list", "--on", "2025-07-01"], "--on is for the values of a paragraph"),
    ],
)
def test_wrong_use_of_the_command_is_code_64_and_says_what_to_do(
    arguments: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["rule", *arguments]) == codes.USAGE
    out, err = capsys.readouterr()
    assert out == ""
    assert said in err
