"""What SECURITY.md says is defended is defended: each row names the tests that fail otherwise."""

import ast
import re
from pathlib import Path

import pytest

HERE = Path(__file__).resolve().parent
PAGE = (HERE.parent / "SECURITY.md").read_text(encoding="utf-8")
ROWS = [
    [cell.strip() for cell in line.strip("|").split("|")]
    for line in PAGE.splitlines()
    if line.startswith("| ")
][1:]


def functions(file: Path) -> set[str]:
    tree = ast.parse(file.read_text(encoding="utf-8"))
    return {one.name for one in tree.body if isinstance(one, ast.FunctionDef)}


def test_the_page_has_defences() -> None:
    assert len(ROWS) > 15
    assert all(len(row) == 3 for row in ROWS)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row[0])
def test_each_defence_names_tests_that_exist(row: list[str]) -> None:
    named = re.findall(r"`(test_[a-z_]+\.py)::(test_[a-z0-9_]+)`", row[2])
    assert named
    assert ", ".join(f"`{file}::{name}`" for file, name in named) == row[2]
    for file, name in named:
        assert name in functions(HERE / file), f"{file} has no {name}"
