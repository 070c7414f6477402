"""Stories: a request, what is expected of it, and the same facts told again with a change.

One YAML file each. A file holds `title`, `why`, `citation`, `request`, `expect` and, where the same
facts are told again with a change, `variants` of `title`, `change` and `expect`. A variant's
`change` maps dotted request paths to values (`__removed__` takes the path away); its `expect`
stands alone.
"""

import copy
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from ai_export_policy import resources

REMOVED = "__removed__"


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

    Raises ValueError for a file that is not a story, so that a slip in a file cannot pass unseen.
    """
    for path in sorted(folder.glob("*.yaml")):
        document = yaml.load(path.read_text(encoding="utf-8"), Loader=_Loader)
        unknown = set(document) - {"title", "why", "citation", "request", "expect", "variants"}
        lacking = {"title", "why", "citation", "request", "expect"} - set(document)
        if unknown or lacking:
            raise ValueError(f"{path.name}: unknown {sorted(unknown)}, lacking {sorted(lacking)}")
        yield Story(
            path.stem,
            document["title"],
            document["request"],
            document["expect"],
            tuple(document["citation"]),
        )
        for number, variant in enumerate(document.get("variants", []), start=1):
            if set(variant) != {"title", "change", "expect"}:
                raise ValueError(f"{path.name}: variant {number} has keys {sorted(variant)}")
            request = changed(document["request"], variant["change"])
            yield Story(f"{path.stem}/{number}", variant["title"], request, variant["expect"])


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
