"""The gate on allocations says what became dearer, and what is measured on one side only."""

from pathlib import Path

import pytest
import stories
from bench import allocations
from bench.kinds import kinds


def test_figures_within_a_tenth_pass() -> None:
    assert list(allocations.problems({"a": 1100, "b": 900}, {"a": 1000, "b": 1000})) == []


def test_a_kind_that_became_dearer_is_named_with_its_share() -> None:
    assert list(allocations.problems({"a": 1200}, {"a": 1000})) == [
        "a: 1200 allocations, 20% above the committed figure"
    ]


def test_a_kind_without_a_figure_and_a_figure_without_a_kind_are_named() -> None:
    assert list(allocations.problems({"new": 1}, {"old": 1})) == [
        "new: not committed",
        "old: no longer measured",
    ]


def test_every_kind_that_is_measured_has_a_committed_figure() -> None:
    assert allocations.read().keys() == {kind.name for kind in kinds()}


def test_stories_that_cannot_be_measured_are_named_in_one_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = stories.stories

    monkeypatch.setattr(stories, "stories", lambda: told(tmp_path))
    with pytest.raises(SystemExit, match=r"measures stories that are not there: .*china-h100"):
        kinds()
    (tmp_path / "one.yaml").write_text("title: One\nwhy: x\ncitation: []\nrequest: {}\n")
    with pytest.raises(SystemExit, match=r"^tests/cases/one.yaml: .*lacking \['expect'\]$"):
        kinds()
