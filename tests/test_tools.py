"""The gates of the maintainers' scripts: each one closes on what it is there for."""

import json
import shutil
from pathlib import Path
from typing import Any

import annotations
import docs
import documents
import engine
import pytest
import rego_coverage
import revision


def span(first: int, last: int) -> dict[str, Any]:
    return {"start": {"row": first, "col": 1}, "end": {"row": last, "col": 9}}


def test_coverage_counts_lines_of_rules_and_of_nothing_else() -> None:
    report = {
        "files": {
            "policies/ear/b.rego": {"not_covered": [span(7, 7), span(3, 4), span(4, 4)]},
            "policies/ear/a.rego": {"covered": [span(1, 9)]},
            "policies/ear/b_test.rego": {"not_covered": [span(1, 1)]},
            "policies/system/authz.rego": {"not_covered": [span(2, 2)]},
            "python/tools/lint/annotations.rego": {"not_covered": [span(1, 1)]},
        }
    }
    assert rego_coverage.gaps(report) == {
        "policies/ear/b.rego": [3, 4, 7],
        "policies/system/authz.rego": [2],
    }


@pytest.fixture
def small(tmp_path: Path, repository: Path) -> Path:
    """A tree like the repository's, with one rule, its test, and one table."""
    for name, text in {
        "policies/ear/rule.rego": "package ear\n",
        "policies/ear/rule_test.rego": "package ear_test\n",
        "policies/reference/limits/data.json": '{"rows": {}}',
        "schemas/reference/limits.json": json.dumps(
            {
                "$schema": documents.DIALECT,
                "type": "object",
                "properties": {"rows": {"type": "object"}},
            }
        ),
    }.items():
        file = tmp_path / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)
    (tmp_path / "python").mkdir()
    shutil.copy(repository / "python" / "pyproject.toml", tmp_path / "python")
    return tmp_path


def revision_of(repository: Path) -> tuple[str, str]:
    made = revision.generated(repository)
    manifest = made[repository / "policies" / ".manifest"]
    stamp = made[repository / "policies" / "reference" / "policy" / "data.json"]
    assert manifest == {"revision": stamp["revision"], "roots": ["ear", "reference"]}
    return stamp["revision"], stamp["data_digest"]


@pytest.mark.parametrize(
    ("file", "rules_differ", "tables_differ"),
    [
        ("policies/ear/rule.rego", True, False),
        ("policies/ear/another.rego", True, False),
        ("policies/reference/limits/data.json", True, True),
        ("policies/ear/rule_test.rego", False, False),
        ("policies/reference/policy/data.json", False, False),
        ("python/docs/rules.md", False, False),
        ("schemas/reference/limits.json", False, False),
    ],
)
def test_the_revision_follows_what_decides(
    small: Path, file: str, rules_differ: bool, tables_differ: bool
) -> None:
    before = revision_of(small)
    (small / file).parent.mkdir(exist_ok=True)
    (small / file).write_text("changed")
    after = revision_of(small)
    assert (before[0] != after[0], before[1] != after[1]) == (rules_differ, tables_differ)


def test_the_revision_follows_names_as_well_as_contents(small: Path) -> None:
    before = revision_of(small)
    (small / "policies/ear/rule.rego").rename(small / "policies/ear/renamed.rego")
    assert revision_of(small)[0] != before[0]


@pytest.mark.parametrize(
    ("file", "text", "expected"),
    [
        ("schemas/reference/limits.json", None, "limits/data.json: has no schemas/"),
        ("policies/reference/limits/data.json", None, "limits.json: describes no table"),
        ("policies/reference/limits/data.json", '{"rows": []}', "limits/data.json: rows: "),
        ("schemas/request.json", '{"type": 1}', "schemas/request.json: `$schema` is not"),
        (
            "schemas/request.json",
            json.dumps({"$schema": documents.DIALECT, "type": "number?"}),
            "schemas/request.json: $.type: ",
        ),
    ],
)
def test_schemas_and_tables_that_do_not_fit_are_named(
    small: Path, file: str, text: str | None, expected: str
) -> None:
    assert list(documents.problems(small)) == []
    if text is None:
        (small / file).unlink()
    else:
        (small / file).write_text(text)
    assert expected in "\n".join(documents.problems(small))


def test_the_lint_reads_what_opa_parses(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine, "REPOSITORY", tmp_path)
    (tmp_path / "section.rego").write_text(
        "# METADATA\n# title: Section\n# description: One.\n# custom:\n#   citation: '740.29'\n"
        "package section\n\n"
        "# METADATA\n# title: Limit\n# custom:\n#   citation: '740.29(a)'\n"
        'unmet contains "740.29(a)/limit" if input.x > 1\n\n'
        'unmet contains "740.29(a)/direct" if input.y\n\n'
        "# METADATA\n# title: Flag\n# custom:\n#   citation: 740.29\n"
        'flags["740.29/flag"] := "740.29" if input.z\n\n'
        'obligations contains {"id": "740.29(f)/certification", "due": null} if input.z\n'
    )
    assert annotations.problems(tmp_path) == [
        "section.rego:1: `import rego.v2` is missing",
        'section.rego:14: unmet gives "740.29(a)/direct" without title and custom.citation',
        "section.rego:16: custom.citation is not a string: quote it",
        'section.rego:20: flags gives "740.29/flag" without title and custom.citation',
        'section.rego:22: obligations gives "740.29(f)/certification"'
        " without title and custom.citation",
    ]


def test_the_page_of_rules_stands_in_the_order_of_the_parts() -> None:
    def entry(file: str, row: int, scope: str, name: str, **block: Any) -> dict[str, Any]:
        path = [{"type": "string", "value": part} for part in ("data", *name.split("."))]
        return {
            "annotations": {"scope": scope, **block},
            "location": {"file": f"policies/ear/{file}", "row": row},
            "path": path,
        }

    page = docs.page(
        [
            entry("part_742/review.rego", 1, "subpackages", "review", title="Review"),
            entry(
                *("part_740/lpp.rego", 9, "rule", "lpp.rows.AIA"),
                title="Either | or",
                custom={"citation": "740.29(a)"},
            ),
            entry(
                "part_740/lpp.rego", 1, "package", "lpp", title="LPP", description="Small\nones."
            ),
            entry("part_740/lpp_test.rego", 1, "rule", "test_x", title="never shown"),
        ]
    )
    assert page == docs.HEAD + (
        "\n## [ear/part_740/lpp.rego](../../policies/ear/part_740/lpp.rego): LPP\n\n"
        "Small ones.\n\n"
        "| paragraph | rule | name |\n|---|---|---|\n"
        "| 740.29(a) | Either \\| or | `rows.AIA` |\n\n"
        "## [ear/part_742/review.rego](../../policies/ear/part_742/review.rego): Review\n"
    )
