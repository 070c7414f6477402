"""python/docs/client.md: its examples run, and its table names the tests that show each defect."""

import asyncio
import inspect
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import stories
import test_stock_client

from ai_export_policy import Client, ExportPolicyError, RequestInvalid, Sidecar

GERMANY = next(x.request for x in stories.stories() if x.id == "aia-2000-h100-germany")


@pytest.fixture(scope="module")
def page(repository: Path) -> str:
    return (repository / "python" / "docs" / "client.md").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def sidecar() -> Iterator[Sidecar]:
    with Sidecar() as running:
        yield running


def table(page: str, heading: str) -> list[list[str]]:
    """The rows of the table below a heading, cell by cell."""
    text = page.partition(f"\n## {heading}\n")[2].partition("\n## ")[0]
    rows = [line.strip("|").split("|") for line in text.splitlines() if line.startswith("|")]
    return [[cell.strip() for cell in row] for row in rows[2:]]


def test_every_defect_has_a_test_and_every_test_a_defect(page: str) -> None:
    named = [row[2].strip("`") for row in table(page, "opa-python-client, made strict")]
    tests = [name for name in vars(test_stock_client) if name.startswith("test_")]
    assert named == tests


def test_the_arguments_are_those_of_the_client(page: str) -> None:
    told = [
        name for row in table(page, "What it is given") for name in re.findall(r"`(\w+)`", row[0])
    ]
    assert told == list(inspect.signature(Client).parameters)
    told_defaults = {
        row[0].strip("`"): int(number[1])
        for row in table(page, "What it is given")
        if (number := re.search(r"\((\d+)\)", row[1]))
    }
    parameters = inspect.signature(Client).parameters
    assert told_defaults == {
        name: parameters[name].default for name in ("timeout", "retries", "connections")
    }


def test_the_errors_are_those_of_the_package(page: str) -> None:
    told = {row[0].strip("`") for row in table(page, "What it raises")}
    assert told <= {error.__name__ for error in ExportPolicyError.__subclasses__()}
    assert {"RequestInvalid", "Unavailable", "NotADecision"} == told


def test_the_examples_run(page: str, sidecar: Sidecar, capsys: pytest.CaptureFixture[str]) -> None:
    examples = re.findall(r"^```python\n(.*?)^```$", page, re.MULTILINE | re.DOTALL)
    assert len(examples) == 4
    shipped: list[Any] = []
    held: list[Any] = []
    given: dict[str, Any] = {
        "request": GERMANY,
        "requests": [GERMANY, GERMANY | {"destination": "CN"}],
        "order": "order 1",
        "first": GERMANY,
        "second": {},
        "ship": lambda *told: shipped.append(told),
        "hold": lambda *told: held.append(told),
    }
    one, loop, many, why = (text.replace("http://127.0.0.1:8181", sidecar.url) for text in examples)
    exec(one, given)
    ((order, symbol, obligations),) = shipped
    assert (order, symbol, held) == ("order 1", "AIA", [])
    assert obligations
    exec(one, given | {"request": {}})
    ((order, problem),) = held
    assert (order, type(problem)) == ("order 1", RequestInvalid)
    exec(loop, given)
    assert asyncio.run(given["outcomes"]()) == ["license_exception", "license_required"]
    with Client(sidecar.url) as client:
        exec(many, given | {"client": client})
    assert capsys.readouterr().out == "line 1 license_exception\n"
    with Client(sidecar.url, timeout=60) as client:
        exec(why, given | {"client": client})
    assert capsys.readouterr().out.startswith("license exception AIA: 740.27\n")
    assert [(line, type(answer)) for line, answer in held[1:]] == [("line 2", RequestInvalid)]
