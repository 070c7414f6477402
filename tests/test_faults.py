"""Under every fault an answer is the one of a healthy engine, or there is none."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from fault_bench.faults import FAULTS
from fault_bench.run import Row, death, fault, table
from fault_bench.site import Site, opened
from fault_bench.writers import DEATHS

COUNT = 40


@pytest.fixture(scope="module")
def site(opa_executable: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    with opened(tmp_path_factory.mktemp("site"), opa_executable, step=20) as one:
        yield one


@pytest.fixture(scope="module")
def rows() -> list[Row]:
    return []


def test_the_answers_that_are_right_tell_the_bundles_apart(site: Site) -> None:
    new, old = site.answers.values()
    assert {one["outcome"] for one in new.values()} >= {"license_exception", "license_required"}
    parted = {key for key in new if new[key]["outcome"] != old[key]["outcome"]}
    assert parted


@pytest.mark.parametrize("name", FAULTS)
def test_no_fault_makes_a_wrong_answer(site: Site, name: str, rows: list[Row]) -> None:
    rows.append(fault(site, name, COUNT, name))
    assert rows[-1]["wrong"] == []


@pytest.mark.parametrize("name", DEATHS)
def test_no_answer_of_a_writer_that_died_is_lost(
    site: Site, name: str, rows: list[Row], tmp_path: Path
) -> None:
    for number in range(3):
        rows.append(death(site, name, f"{name} {number}", tmp_path))
        assert rows[-1]["wrong"] == []


def test_the_table_has_a_line_for_each_fault(rows: list[Row]) -> None:
    found = table(rows)
    print(found.text())
    assert [row[0] for row in found.rows] == [*FAULTS, *DEATHS]
    assert found.goals == {"answers that a healthy engine would not have given, or lost": (0, True)}
