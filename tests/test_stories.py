"""Every story of `tests/cases`, decided by a real OPA on the policies as they stand."""

from collections.abc import Iterator, Mapping
from typing import Any

import pytest
from stories import Story, differences, stories

from ai_export_policy.client import Client
from ai_export_policy.sidecar import Sidecar

STORIES = list(stories())


@pytest.fixture(scope="module")
def decisions() -> Iterator[Mapping[str, Any]]:
    """All stories, decided in as few calls as the client makes of them."""
    with Sidecar() as sidecar, Client(sidecar.url, timeout=60.0) as client:
        yield client.decide_many({story.id: story.request for story in STORIES})


@pytest.mark.parametrize("story", STORIES, ids=lambda story: story.id)
def test_story(story: Story, decisions: Mapping[str, Any]) -> None:
    answer = decisions[story.id]
    if isinstance(answer, Exception):
        raise answer
    found = differences(story.expect, answer.document)
    assert not found, "\n".join([story.title, *found])


def test_every_variant_changes_its_story() -> None:
    """A variant that asks what its story or another of its variants asks would prove nothing."""
    told: dict[tuple[str, str], str] = {}
    for story in STORIES:
        same = told.setdefault((story.id.partition("/")[0], repr(story.request)), story.id)
        assert same == story.id, f"{story.id} asks what {same} asks"
