"""How long an answer holds: to the last day that it names, the same facts get the same answer."""

import datetime
from collections.abc import Iterator, Mapping
from typing import Any

import pytest
from stories import Story, stories

from ai_export_policy import Client, Decision, Sidecar

STORIES = list(stories())


@pytest.fixture(scope="module")
def client() -> Iterator[Client]:
    with Sidecar() as sidecar, Client(sidecar.url, timeout=60.0) as client:
        yield client


def decided(client: Client, requests: Mapping[str, Any]) -> dict[str, Mapping[str, Any]]:
    """The documents of the decisions; raises what came instead of one."""
    documents: dict[str, Mapping[str, Any]] = {}
    for name, answer in client.decide_many(requests).items():
        if not isinstance(answer, Decision):
            raise answer
        documents[name] = answer.document
    return documents


def same(decision: Mapping[str, Any]) -> dict[str, Any]:
    """What must not change while an answer holds.

    All but the day itself, what is reckoned from it (a due day, the period of a sum), and the
    reminder that an export in December may be received in the next year (N6).
    """
    questions = [question for question in decision["open_questions"] if question["id"] != "N6"]
    duties = [{**duty, "due": duty["due"] is not None} for duty in decision["obligations"]]
    sums = [{**row, "period": None} for row in decision["counts"]]
    return {
        **{field: value for field, value in decision.items() if field != "as_of"},
        "open_questions": questions,
        "obligations": duties,
        "counts": sums,
    }


def days(story: Story, decision: Mapping[str, Any]) -> set[str]:
    """Some days on which the answer still holds: the next, one in the middle, the last."""
    if decision["valid_until"] is None:
        return set()
    first = datetime.date.fromisoformat(story.request["as_of"])
    last = datetime.date.fromisoformat(decision["valid_until"])
    middle = first + (last - first) // 2
    following = min(last, first + datetime.timedelta(days=1))
    return {day.isoformat() for day in (following, middle, last)} - {story.request["as_of"]}


def test_an_answer_holds_to_its_last_day(client: Client) -> None:
    told = decided(client, {story.id: story.request for story in STORIES})
    later = {
        (story.id, day): story.request | {"as_of": day}
        for story in STORIES
        for day in days(story, told[story.id])
    }
    assert len(later) > len(STORIES)
    answers = decided(client, {f"{name} {day}": asked for (name, day), asked in later.items()})
    held = {name: same(document) for name, document in told.items()}
    changed: list[tuple[str, str, str]] = []
    for name, day in later:
        answer = same(answers[f"{name} {day}"])
        changed += [
            (name, day, field) for field in held[name] if held[name][field] != answer[field]
        ]
    assert changed == [], changed[:9]
