"""What the answer would be under each other reading, asked of the policies on a real OPA."""

import json
import urllib.request
from collections.abc import Iterator, Mapping
from typing import Any

import pytest
from stories import Story, stories

from ai_export_policy import Client, Decision, Sidecar

# The story itself of each file: variants change a fact, seldom a conflict.
TOLD = [story for story in stories() if "/" not in story.id]
FIELDS = ("outcome", "authorization", "review_policy")


@pytest.fixture(scope="module")
def sidecar() -> Iterator[Sidecar]:
    with Sidecar() as running:
        yield running


def alternatives(sidecar: Sidecar, request: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The rows of `data.ear.alternatives` for one request."""
    query = urllib.request.Request(
        f"{sidecar.url}/v1/data/ear/alternatives?strict-builtin-errors=true",
        json.dumps({"input": request}).encode(),
        {"Content-Type": "application/json"},
    )
    with urllib.request.urlopen(query, timeout=30) as answer:
        result: list[dict[str, Any]] = json.load(answer)["result"]
    return result


def read_otherwise(story: Story, conflict: str, reading: str) -> dict[str, Any]:
    """The story's request with one reading chosen."""
    return story.request | {"readings": {**story.request.get("readings", {}), conflict: reading}}


def document(answer: Any) -> Mapping[str, Any]:
    """The document of a decision; raises what came instead of one."""
    if isinstance(answer, Decision):
        return answer.document
    raise answer


def test_each_alternative_is_the_decision_under_that_reading(sidecar: Sidecar) -> None:
    told = {story.id: alternatives(sidecar, story.request) for story in TOLD}
    asked: dict[str, dict[str, Any]] = {story.id: story.request for story in TOLD}
    for story in TOLD:
        for row in told[story.id]:
            if row["reading"] != "reported":
                asked[f"{story.id} {row['id']} {row['reading']}"] = read_otherwise(
                    story, row["id"], row["reading"]
                )
    with Client(sidecar.url, timeout=60.0) as client:
        decided = client.decide_many(asked)
    assert any(told.values())
    for story in TOLD:
        for row in told[story.id]:
            chosen = decided.get(f"{story.id} {row['id']} {row['reading']}", decided[story.id])
            expected = {name: document(chosen)[name] for name in FIELDS}
            assert {name: row[name] for name in FIELDS} == expected, (story.id, row)


def test_every_reading_of_every_conflict_touched_is_there_the_one_taken_first(
    sidecar: Sidecar, readings: Mapping[str, list[str]]
) -> None:
    with Client(sidecar.url, timeout=60.0) as client:
        decided = client.decide_many({story.id: story.request for story in TOLD})
    for story in TOLD:
        expected: list[tuple[str, str]] = []
        for question in document(decided[story.id])["open_questions"]:
            conflict, taken = question["id"], question["reading"]
            others = [reading for reading in readings[conflict] if reading != taken]
            expected += [(conflict, reading) for reading in (taken, *others)]
        rows = alternatives(sidecar, story.request)
        assert [(row["id"], row["reading"]) for row in rows] == expected, story.id


@pytest.fixture(scope="module")
def readings(repository: Any) -> Mapping[str, list[str]]:
    """Names of the readings of each conflict, the default first."""
    table = json.loads((repository / "policies/reference/readings/data.json").read_text("utf-8"))
    return {conflict: row["readings"] for conflict, row in table["rows"].items()}
