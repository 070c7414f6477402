"""The table of paragraphs: it says how each is answered, and fails on everything left open."""

import json
from pathlib import Path
from typing import Any

import engine
import paragraphs
import paragraphs_page
import pytest
import scratch_paragraphs


@pytest.fixture
def scratch(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The repository of `scratch_paragraphs`, with its page made."""
    engine.executable()  # found where it is, before the repository is another
    folder = scratch_paragraphs.write(tmp_path)
    monkeypatch.setattr(engine, "REPOSITORY", folder)
    monkeypatch.setattr(paragraphs, "PAGE", folder / "python" / "docs" / "paragraphs.md")
    table = folder / "policies" / "reference" / "paragraphs" / "data.json"
    monkeypatch.setattr(paragraphs, "TABLE", table)
    paragraphs.PAGE.write_text(paragraphs_page.page(paragraphs.account()), "utf-8")
    return folder


def edit(file: Path, old: str, new: str) -> None:
    text = file.read_text("utf-8")
    assert old in text
    file.write_text(text.replace(old, new), "utf-8")


def test_each_paragraph_is_decided_told_or_outside(scratch: Path) -> None:
    account = paragraphs.account()
    assert {row.name: account.disposition(row) for row in account.rows} == {
        "740.29(a)": "decided",
        "740.29(b)": "decided",
        "740.29(g)": "told",
        "740.29(g)(1)": "told",
        "740.29(g)(2)": "outside",
    }
    assert list(account.problems()) == []
    seen = account.proof.ids["740.29(a)/limit"]
    assert (seen.raised, seen.passed) == (["story/1"], ["story", "story/2"])
    assert account.proof.values == {"data.ear.lpp.eligible": ["story", "story/2"]}


def test_the_page_shows_rules_and_stories_of_each_paragraph(scratch: Path) -> None:
    rows = [line for line in paragraphs.PAGE.read_text("utf-8").splitlines() if "740.29" in line]
    assert rows == [
        "| 740.29(a) | A yearly limit. | **decided** | [lpp.rego](../../policies/ear/lpp.rego): "
        "Yearly limit | `limit` [story/1](../../tests/cases/story.yaml); passes "
        "[story](../../tests/cases/story.yaml) |",
        "| 740.29(b) | Eligible items. | **decided** | [lpp.rego](../../policies/ear/lpp.rego): "
        "Eligible | [story](../../tests/cases/story.yaml) unlike "
        "[story/2](../../tests/cases/story.yaml) |",
        "| 740.29(g) | Reports: | **told** by those beneath |  |  |",
        "| 740.29(g)(1) | A copy. | **told** | [lpp.rego](../../policies/ear/lpp.rego): Copy | "
        "`copy` [story](../../tests/cases/story.yaml) |",
        "| 740.29(g)(2) | Where it is sent. | **outside**: an address |  |  |",
    ]


SECTION = "policies/ear/lpp.rego"
STORY = "tests/cases/story.yaml"


@pytest.mark.parametrize(
    ("file", "old", "new", "problem"),
    [
        (
            *(SECTION, '"740.29(g)(1)"\nobl', '"740.29(q)"\nobl'),
            "policies/ear/lpp.rego: Copy: 740.29(q) is no paragraph of the table",
        ),
        (
            *(SECTION, '(g)(1)"\nobl', '(g)(1)"\n#   carries: "740.30"\nobl'),
            "policies/ear/lpp.rego: Copy: 740.30 is no paragraph of the table",
        ),
        (
            *(SECTION, '# title: Copy\n# custom:\n#   citation: "740.29(g)(1)"', "# title: Copy"),
            "policies/ear/lpp.rego: Copy: cites no paragraph",
        ),
        (
            *(SECTION, '"id": "740.29(g)(1)/copy"', '"id": "740.31/copy"'),
            "id 740.31/copy: begins with no paragraph of the table",
        ),
        (
            *(SECTION, '"740.29(b)"', '"740.29"'),
            "740.29(b): neither decided nor told, and no reason why it is outside",
        ),
        (
            *(SECTION, "input.item.tpp > 10", "input.item.tpp > 11"),
            "740.29(a): no story raises 740.29(a)/limit",
        ),
        (
            *(SECTION, "input.item.tpp > 10", "input.item.tpp > 1"),
            "740.29(a): no story passes 740.29(a)/limit",
        ),
        (
            *(SECTION, "count(unmet) == 0", "count(unmet) == 7"),
            "740.29(g)(1): no story raises 740.29(g)(1)/copy",
        ),
        (
            *(STORY, "item.eccn: 3A090.b", "item.tpp: 6"),
            "740.29(b): no two stories get different answers from its rules",
        ),
    ],
)
def test_what_is_left_open_is_named(
    scratch: Path, file: str, old: str, new: str, problem: str
) -> None:
    edit(scratch / file, old, new)
    assert problem in paragraphs.account().problems()


@pytest.mark.parametrize(
    ("row", "change", "problem"),
    [
        (0, {"outside": "hard"}, "740.29(a): said to be outside, and is decided"),
        (4, {"outside": None}, "740.29(g)(2): neither decided nor told, and no reason why"),
        (3, {"paragraph": "740.29(g)(3)"}, "Copy: 740.29(g)(1) is no paragraph of the table"),
    ],
)
def test_the_table_answers_for_what_it_says(
    scratch: Path, row: int, change: dict[str, Any], problem: str
) -> None:
    table = json.loads(paragraphs.TABLE.read_text("utf-8"))
    table["rows"][row] |= change
    paragraphs.TABLE.write_text(json.dumps(table), "utf-8")
    assert any(problem in found for found in paragraphs.account().problems())


def test_a_rule_carries_what_stands_beneath_the_paragraph_it_names(scratch: Path) -> None:
    edit(scratch / SECTION, '(g)(1)"\nobl', '(g)(1)"\n#   carries: "740.29(g)"\nobl')
    account = paragraphs.account()
    assert account.disposition(account.rows[4]) == "told"


@pytest.mark.parametrize("stale", [False, True])
def test_a_page_that_is_not_current_fails_the_check(
    scratch: Path,
    stale: bool,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr("sys.argv", ["paragraphs.py", "--check"])
    if stale:
        edit(paragraphs.PAGE, "A yearly limit.", "A limit.")
    assert paragraphs.main() == int(stale)
    expected = "python/docs/paragraphs.md is out of date: run `make docs`\n" if stale else ""
    assert capsys.readouterr().out == expected
    monkeypatch.setattr("sys.argv", ["paragraphs.py"])
    assert paragraphs.main() == 0
    assert "A yearly limit." in paragraphs.PAGE.read_text("utf-8")


def test_a_story_without_a_key_is_named_in_one_line(scratch: Path) -> None:
    edit(scratch / "tests" / "cases" / "story.yaml", "why:", "because:")
    with pytest.raises(
        SystemExit, match=r"^tests/cases/story.yaml: unknown .*, lacking \['why'\]$"
    ):
        paragraphs.account()
