"""A file among the stories that is none is named, with its key, wherever stories are read."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from ai_export_policy import bundle_stories
from ai_export_policy.regulation import Regulation
from ai_export_policy.stories import NotAStory, stories

STORY: dict[str, Any] = {
    "title": "A story.",
    "why": "It is one.",
    "citation": ["740.29(a)"],
    "request": {"as_of": "2025-07-01", "item": {"tpp": 5}},
    "expect": {"outcome": "license_required"},
    "variants": [{"title": "More", "change": {"item.tpp": 11}, "expect": {}}],
}
VARIANT = STORY["variants"][0]


def without(key: str) -> dict[str, Any]:
    return {name: value for name, value in STORY.items() if name != key}


def varied(**change: Any) -> dict[str, Any]:
    return STORY | {"variants": [VARIANT, VARIANT | change]}


def test_a_story_and_its_variants_are_read(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text(yaml.safe_dump(STORY))
    assert [(one.id, one.request["item"]["tpp"]) for one in stories(tmp_path)] == [
        ("a", 5),
        ("a/1", 11),
    ]


@pytest.mark.parametrize(
    ("document", "told"),
    [
        (without("request"), "unknown [], lacking ['request']"),
        (without("expect"), "unknown [], lacking ['expect']"),
        (STORY | {"expected": {}}, "unknown ['expected'], lacking []"),
        (STORY | {"request": None}, "request is no mapping of keys"),
        (STORY | {"expect": []}, "expect is no mapping of keys"),
        (None, "is no mapping of keys"),
        ("title: [", "while parsing a flow"),
        (varied(because="x"), "variant 2: unknown ['because'], lacking []"),
        (varied(change=None), "variant 2: change is no mapping of keys"),
        (varied(change={"item.eccn": "__removed__"}), "variant 2: no 'eccn' to be removed"),
        (varied(change={"as_of.day": 1}), "variant 2: "),
        (STORY | {"variants": {"one": VARIANT}}, "variant 1: is no mapping of keys"),
    ],
)
def test_a_file_that_is_no_story_is_named_in_one_line(
    document: Any, told: str, tmp_path: Path
) -> None:
    text = document if isinstance(document, str) else yaml.safe_dump(document)
    (tmp_path / "bad.yaml").write_text(text)
    with pytest.raises(NotAStory) as raised:
        list(stories(tmp_path))
    assert str(raised.value).startswith(f"bad.yaml: {told}")
    assert "\n" not in str(raised.value)


def test_who_reads_the_stories_is_told_which_is_none(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "bad.yaml").write_text(yaml.safe_dump(without("expect")))
    with pytest.raises(NotAStory):
        Regulation(folder=tmp_path).look_up("740.29(a)")
    monkeypatch.setattr(bundle_stories, "cases", lambda: tmp_path)
    with pytest.raises(NotAStory):
        bundle_stories.requests()
