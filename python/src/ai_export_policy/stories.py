"""Stories: a request, what is expected of it, and the same facts told again with a change.

One YAML file each. A file holds `title`, `why`, `citation`, `request`, `expect` and, where the same
facts are told again with a change, `variants` of `title`, `change` and `expect`. A variant's
`change` maps dotted request paths to values (`__removed__` takes the path away); its `expect`
stands alone.
"""

import copy
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from ai_export_policy import resources
from ai_export_policy.errors import Unavailable

REMOVED = "__removed__"


class NotAStory(Unavailable):
    """A file among the stories that is none: the message names the file, and the key."""

    advice = "Mend that story in tests/cases, and ask again."


@dataclass(frozen=True)
class Story:
    """One request and what is expected of it; `id` is the file's name, with `/n` for a variant.

    `citation` are the paragraphs that the file is about; of a variant none, which says by what is
    expected of it what it is about.
    """

    id: str
    title: str
    request: dict[str, Any]
    expect: dict[str, Any]
    citation: tuple[str, ...] = ()


def cases() -> Path | None:
    """The folder of the stories of the checkout; None where the package is installed."""
    folder = resources.policies().parent / "tests" / "cases"
    return folder if folder.is_dir() else None


class _Loader(yaml.SafeLoader):
    """YAML in which a day stays the string that the documents carry, quoted or not."""


_Loader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in found if tag != "tag:yaml.org,2002:timestamp"]
    for first, found in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


def stories(folder: Path) -> Iterator[Story]:
    """Every story and variant of the folder, ordered by file name.

    NotAStory for a file that is none, so that a slip in a file cannot pass unseen.
    """
    for path in sorted(folder.glob("*.yaml")):
        try:
            document = yaml.load(path.read_text(encoding="utf-8"), Loader=_Loader)
            found = _told(path.stem, document)
        except (ValueError, TypeError, yaml.YAMLError) as error:
            # What YAML says of a place takes lines.
            raise NotAStory(f"{path.name}: {' '.join(str(error).split())}") from error
        yield from found


def _told(name: str, document: Any) -> list[Story]:
    """The story of a document and its variants; ValueError with the key that is wrong."""
    _check(document, {"title", "why", "citation", "request", "expect"}, {"variants"})
    request, expect = document["request"], document["expect"]
    found = [Story(name, document["title"], request, expect, tuple(document["citation"]))]
    for number, variant in enumerate(document.get("variants", []), start=1):
        try:
            _check(variant, {"title", "change", "expect"})
            request = changed(document["request"], variant["change"])
        except KeyError as error:
            raise ValueError(f"variant {number}: no {error} to be removed") from error
        except (ValueError, TypeError, AttributeError) as error:
            raise ValueError(f"variant {number}: {error}") from error
        found.append(Story(f"{name}/{number}", variant["title"], request, variant["expect"]))
    return found


def _check(document: Any, needed: set[str], more: Collection[str] = ()) -> None:
    """ValueError unless it has the keys `needed`, perhaps some `more`, and mappings where due."""
    if not isinstance(document, dict):
        raise ValueError("is no mapping of keys")
    unknown, lacking = set(document) - needed - set(more), needed - set(document)
    if unknown or lacking:
        raise ValueError(f"unknown {sorted(map(str, unknown))}, lacking {sorted(lacking)}")
    for key in {"request", "expect", "change"} & needed:
        if not isinstance(document[key], dict):
            raise ValueError(f"{key} is no mapping of keys")


def changed(request: Mapping[str, Any], change: Mapping[str, Any]) -> dict[str, Any]:
    """A copy of the request with each dotted path of `change` set, or removed.

    Raises KeyError where a path to be removed is not there.
    """
    result: dict[str, Any] = copy.deepcopy(dict(request))
    for path, value in change.items():
        *parents, last = path.split(".")
        place = result
        for parent in parents:
            place = place.setdefault(parent, {})
        if value == REMOVED:
            del place[last]
        else:
            place[last] = copy.deepcopy(value)
    return result
