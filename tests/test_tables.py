"""Tables that do not fit: each fault is told with file, key and days."""

import json
import shutil
from pathlib import Path
from typing import Any

import documents
import pytest
import revision

from ai_export_policy import tables

THRESHOLDS = "policies/reference/thresholds/data.json"
COUNTRIES = "policies/reference/countries/data.json"
REGIME = "policies/reference/regime/data.json"


@pytest.fixture
def checkout(tmp_path: Path, repository: Path) -> Path:
    """The tables and schemas of the repository, to be edited."""
    for name in ("policies/reference", "schemas"):
        shutil.copytree(repository / name, tmp_path / name)
    assert list(documents.problems(tmp_path)) == []
    return tmp_path


def edit(checkout: Path, name: str, *keys: str | int, value: Any) -> None:
    """Put `value` at `keys` of a table."""
    path = checkout / name
    document = json.loads(path.read_text("utf-8"))
    place = document
    for key in keys[:-1]:
        place = place[key]
    place[keys[-1]] = value
    path.write_text(json.dumps(document), "utf-8")


def rows(checkout: Path, name: str, *keys: str) -> Any:
    found = json.loads((checkout / name).read_text("utf-8"))
    for key in keys:
        found = found[key]
    return found


LIMIT = ("rows", "lpp_consignee_year_tpp")


@pytest.mark.parametrize(
    ("spans", "told"),
    [
        (
            [("2025-01-13", "2026-12-31"), ("2026-10-10", "9999-12-31")],
            "the rows 2025-01-13 to 2026-12-31 and 2026-10-10 to 9999-12-31 overlap: "
            "let one end on the day on which the next begins",
        ),
        (
            [("2025-01-13", "2026-10-10"), ("2026-12-31", "9999-12-31")],
            "no row holds from 2026-10-10 to 2026-12-31: "
            "let one end on the day on which the next begins, or add a row between them",
        ),
        (
            [("2026-12-31", "2025-01-13")],
            "the row 2026-12-31 to 2025-01-13 holds on no day: "
            "valid_to is the day after its last, and comes after valid_from",
        ),
        (
            [("2026-12-31", "9999-12-31"), ("2025-01-13", "2026-12-31")],
            "the row 2025-01-13 to 2026-12-31 stands after the row 2026-12-31 to 9999-12-31: "
            "order them by day",
        ),
    ],
    ids=["overlap", "gap", "reversed", "order"],
)
def test_rows_that_do_not_follow_each_other_are_told_with_their_days(
    checkout: Path, spans: list[tuple[str, str]], told: str
) -> None:
    (row,) = rows(checkout, THRESHOLDS, *LIMIT)
    dated = [{**row, "valid_from": first, "valid_to": end} for first, end in spans]
    edit(checkout, THRESHOLDS, *LIMIT, value=dated)
    assert list(documents.problems(checkout)) == [
        f"{THRESHOLDS}: rows.lpp_consignee_year_tpp: {told}"
    ]


def test_rows_of_the_regime_follow_each_other_too(checkout: Path) -> None:
    regime = rows(checkout, REGIME, "rows")
    edit(checkout, REGIME, "rows", value=[*regime[:-2], regime[-1]])
    (told,) = documents.problems(checkout)
    assert told.startswith(f"{REGIME}: rows: no row holds from 2026-12-31 to 2028-01-01: ")


def test_a_row_that_stands_alone_ends_after_it_begins(checkout: Path) -> None:
    name = "policies/reference/notices/data.json"
    edit(checkout, name, "rows", "stale", "valid_to", value="2020-01-01")
    (told,) = documents.problems(checkout)
    assert told.startswith(f"{name}: rows.stale: the row ")
    assert " to 2020-01-01 holds on no day: " in told


def test_a_country_may_leave_a_group_and_come_back(checkout: Path) -> None:
    spans = [("2024-12-02", "2026-02-03"), ("2026-07-23", "9999-12-31")]
    dated = [{"valid_from": first, "valid_to": end} for first, end in spans]
    edit(checkout, COUNTRIES, "rows", "KH", "groups", "D:5", value=dated)
    assert list(documents.problems(checkout)) == []
    dated[1]["valid_from"] = "2026-01-15"
    edit(checkout, COUNTRIES, "rows", "KH", "groups", "D:5", value=dated)
    (told,) = documents.problems(checkout)
    assert told.startswith(f"{COUNTRIES}: rows.KH.groups.D:5: the rows 2024-12-02 to 2026-02-03 ")


@pytest.mark.parametrize("name", [THRESHOLDS, "schemas/reference/thresholds.json"])
def test_a_file_that_is_no_json_is_named_once(checkout: Path, name: str) -> None:
    (checkout / name).write_text('{"rows": }')
    assert list(documents.problems(checkout)) == [
        f"{name}: Expecting value: line 1 column 10 (char 9)"
    ]


def test_tables_that_are_written_anew_are_skipped(checkout: Path) -> None:
    (checkout / "policies/reference/in_force/data.json").write_text("<<<<<<<")
    shutil.rmtree(checkout / "policies/reference/regime_months")
    assert list(tables.problems(checkout, skipped=tables.WRITTEN)) == []
    assert len(list(tables.problems(checkout))) == 2


@pytest.mark.parametrize(
    ("field", "value", "told"),
    [
        ("value", "20000000", 'rows.lpp_consignee_year_tpp.0.value: "20000000" is not of type'),
        ("valid_to", "2026-12-15", "lpp_consignee_year_tpp changes on 2026-12-15, within the row"),
    ],
)
@pytest.mark.parametrize("arguments", [[], ["--check"]])
def test_no_index_and_no_revision_are_written_of_tables_that_do_not_fit(
    checkout: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    field: str,
    value: str,
    told: str,
    arguments: list[str],
) -> None:
    index = checkout / "policies/reference/in_force/data.json"
    before = index.read_bytes()
    edit(checkout, THRESHOLDS, *LIMIT, 0, field, value=value)
    monkeypatch.setattr(revision, "REPOSITORY", checkout)
    monkeypatch.setattr("sys.argv", ["revision.py", *arguments])
    assert revision.main() == 1
    assert capsys.readouterr().out.startswith(f"{THRESHOLDS}: {told}")
    assert index.read_bytes() == before
