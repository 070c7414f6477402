"""Every conflict that can be read otherwise is so read by a story, and it makes a difference."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from stories import Story, stories

from ai_export_policy import Client, Decision, Sidecar

STORIES = list(stories())
READINGS: Mapping[str, list[str]] = {
    conflict: row["readings"]
    for conflict, row in json.loads(
        (Path(__file__).resolve().parents[1] / "policies/reference/readings/data.json").read_text(
            "utf-8"
        )
    )["rows"].items()
}
CHOICES = [
    (conflict, reading) for conflict, readings in READINGS.items() for reading in readings[1:]
]


def chosen(story: Story, conflict: str) -> str | None:
    """The reading of a conflict that the story's request takes."""
    readings: Mapping[str, str] = story.request.get("readings") or {}
    return readings.get(conflict)


def by_default(request: Mapping[str, Any], conflict: str) -> dict[str, Any]:
    """The request without its reading of the conflict."""
    readings = {name: taken for name, taken in request["readings"].items() if name != conflict}
    return {**request, "readings": readings}


@pytest.fixture(scope="module")
def decisions() -> Mapping[str, Any]:
    """The stories that choose a reading, as told and with each of their readings left out."""
    asked: dict[str, dict[str, Any]] = {}
    for story in STORIES:
        for conflict in story.request.get("readings") or {}:
            asked[story.id] = story.request
            asked[f"{story.id} without {conflict}"] = by_default(story.request, conflict)
    with Sidecar() as sidecar, Client(sidecar.url, timeout=60.0) as client:
        return client.decide_many(asked)


def document(answer: Any) -> dict[str, Any]:
    """A decision without the line that names the reading; raises what came instead of one."""
    if not isinstance(answer, Decision):
        raise answer
    return {field: value for field, value in answer.document.items() if field != "open_questions"}


@pytest.mark.parametrize(("conflict", "reading"), CHOICES)
def test_a_story_reads_it_so_and_gets_another_answer(
    conflict: str, reading: str, decisions: Mapping[str, Any]
) -> None:
    told = [story.id for story in STORIES if chosen(story, conflict) == reading]
    assert told, f"no story reads {conflict} as {reading}"
    assert any(
        document(decisions[name]) != document(decisions[f"{name} without {conflict}"])
        for name in told
    ), f"{told}: {conflict} makes no difference"


@pytest.mark.parametrize("conflict", [conflict for conflict in READINGS if READINGS[conflict][1:]])
def test_what_a_reading_changes_is_told_to_rest_on_it(
    conflict: str, decisions: Mapping[str, Any]
) -> None:
    for story in STORIES:
        if chosen(story, conflict) in {None, READINGS[conflict][0]}:
            continue
        answers = (decisions[story.id], decisions[f"{story.id} without {conflict}"])
        if document(answers[0]) == document(answers[1]):
            continue
        for answer in answers:
            touched = {question["id"] for question in answer.document["open_questions"]}
            assert conflict in touched, story.id
