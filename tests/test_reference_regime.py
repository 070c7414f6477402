"""Which text answers on a day, what a decision must tell then, and the conflicts in the text."""

import datetime
import itertools
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[1]
TABLES = ROOT / "policies" / "reference"
OPEN = "9999-12-31"


def read(path: Path) -> Any:
    return json.loads(path.read_text(encoding="utf-8"))


def rows(table: str) -> Any:
    return read(TABLES / table / "data.json")["rows"]


def days(value: Any, place: str) -> Iterator[tuple[str, str]]:
    """Every first and last day that a table knows, with its place."""
    if isinstance(value, dict):
        for key in ("valid_from", "valid_to"):
            if key in value:
                yield place, value[key]
        for key, inner in value.items():
            yield from days(inner, f"{place}/{key}")
    elif isinstance(value, list):
        for inner in value:
            yield from days(inner, place)


def test_regime_has_a_row_for_every_day_from_the_first_control() -> None:
    regime = rows("regime")
    assert regime[0]["valid_from"] == "2022-10-07"
    assert regime[-1]["valid_to"] == OPEN
    for earlier, later in itertools.pairwise(regime):
        assert earlier["valid_to"] == later["valid_from"]
    assert len({row["id"] for row in regime}) == len(regime)


@pytest.mark.parametrize(
    ("first", "end", "codified", "enforced", "unknown", "due"),
    [
        ("2022-10-07", "2024-12-02", "unknown", "unknown", "as_text", None),
        ("2024-12-02", "2025-01-13", "december_2024", "december_2024", "as_text", None),
        ("2025-01-13", "2025-05-15", "december_2024", "december_2024", "as_text", "2025-05-15"),
        ("2025-05-15", OPEN, "diffusion", "december_2024", "unknown", "2025-05-15"),
    ],
)
def test_text_that_answers(
    first: str, end: str, codified: str, enforced: str, unknown: str, due: str | None
) -> None:
    period = [row for row in rows("regime") if first <= row["valid_from"] < end]
    assert period[0]["valid_from"] == first
    assert period[-1]["valid_to"] == end
    for row in period:
        assert row["answers"] == {"codified": codified, "enforced": enforced}, row["id"]
        assert row["reliance_enforced"] == row["weights_enforced"] == unknown, row["id"]
        assert row["compliance_due"] == due, row["id"]


def test_days_after_the_last_source_are_stale() -> None:
    stale = {row["valid_from"]: row["stale_after"] for row in rows("regime")}
    assert {day for day, after in stale.items() if after} == {d for d in stale if d > "2026-10-09"}
    assert {after for after in stale.values() if after} == {"2026-10-09"}


def test_a_row_of_the_regime_ends_wherever_a_table_changes() -> None:
    """Only so is the end of the row the last day on which the same facts get the same answer."""
    boundaries = {row["valid_from"] for row in rows("regime")} | {OPEN}
    first = "2024-12-03"
    for table in TABLES.glob("*/data.json"):
        for place, day in days(read(table), table.parent.name):
            assert day < first or day in boundaries, f"{place}: {day}"


def test_a_row_of_the_regime_names_every_notice_of_its_days() -> None:
    dated = {name: row for name, row in rows("notices").items() if "valid_from" in row}
    for row in rows("regime"):
        if row["answers"]["codified"] == "unknown":
            continue
        told = {None: row["notices"], **row["notices_by_posture"]}
        for posture, names in told.items():
            assert set(names) == {
                name
                for name, notice in dated.items()
                if notice.get("posture") == posture
                and notice["valid_from"] <= row["valid_from"] < notice["valid_to"]
                and not name.startswith("lane/")
            }, row["id"]


def test_every_conflict_has_a_reading_and_the_request_can_choose_it() -> None:
    readings = rows("readings")
    numbers = [f"C{n}" for n in range(1, 11)] + [f"N{n}" for n in range(1, 27)]
    assert list(readings) == numbers
    request = read(ROOT / "schemas" / "request.json")["$defs"]["readings"]["properties"]
    assert {
        conflict: row["readings"]
        for conflict, row in readings.items()
        if row["readings"] != ["reported"]
    } == {conflict: choice["enum"] for conflict, choice in request.items()}
    reported = {c for c, row in readings.items() if row["readings"] == ["reported"]}
    assert reported == {"C7", "C10", "N22", "N23"}


@pytest.mark.parametrize(
    ("table", "use"),
    [
        ("notices", r'notices contains "([^"]+)"'),
        ("provisions", r'in_force\("([^"]+)"\)'),
        ("thresholds", r'parameters\.value(?:\("|s\.)([a-z0-9_]+)'),
    ],
)
def test_rules_name_only_rows_that_exist(table: str, use: str) -> None:
    """A name that no row bears is not an error to OPA: the rule would silently never hold."""
    rules = [p for p in (ROOT / "policies").rglob("*.rego") if not p.name.endswith("_test.rego")]
    used = {name for p in rules for name in re.findall(use, p.read_text(encoding="utf-8"))}
    assert used
    assert used - set(rows(table)) == set()


def test_the_index_by_month_finds_the_row_of_every_day() -> None:
    """A month of the index names every row that its days fall in; other days look in all rows."""
    regime, months = rows("regime"), rows("regime_months")
    assert months["any"] == list(range(len(regime)))
    for month, positions in months.items():
        if month == "any":
            continue
        year, number = int(month[:4]), int(month[5:])
        following = f"{year + number // 12:04}-{number % 12 + 1:02}-01"
        assert positions == [
            position
            for position, row in enumerate(regime)
            if row["valid_from"] < following and f"{month}-01" < row["valid_to"]
        ]


def test_the_index_names_the_last_day_of_every_row() -> None:
    answers = read(TABLES / "regime_months" / "data.json")["answers"]
    for row, answer in zip(rows("regime"), answers, strict=True):
        end = row["valid_to"]
        last = datetime.date.fromisoformat(end) - datetime.timedelta(days=1)
        for posture in ("codified", "enforced"):
            day = answer[posture]["last_day"]
            assert day == (None if end == OPEN else last.isoformat()), row["id"]
