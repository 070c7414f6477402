"""Stories: expected decisions written from the law, one YAML file each in `tests/cases`.

A file holds `title`, `why`, `citation`, `request`, `expect` and, where the same facts are told
again with a change, `variants` of `title`, `change` and `expect`. A variant's `change` maps dotted
request paths to values (`__removed__` takes the path away); its `expect` stands alone.

`expect` names keys of the decision, dotted where they lie deeper, compared whole. These keys read
the decision in their own way, all order-free:

- `requirements`, `exclusions`, `obligations`, `flags`: the exact set of ids
- `unmet`, `missing`, `available`: by symbol of the row in `considered`, the exact set (or word)
- `unmet_contains`: by symbol, ids that are there, perhaps beside others
- `open_questions`: conflict id to reading, each there, perhaps beside others
- `notices`, `no_notices`: ids that are, or are not, among `regime.notices`
- `pools`: by name of the pool, the exact set of pools; of each the amounts that are named
- `counts`: sum to TPP, the exact set
- `reviews`: the exact set of rows
- `dues`: obligation id to day
- `permitted`: whether the outcome is one that lets the transaction take place
"""

import copy
import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

CASES = Path(__file__).parent / "cases"
REMOVED = "__removed__"
REFUSALS = frozenset({"license_required", "indeterminate", "out_of_scope"})


@dataclass(frozen=True)
class Story:
    """One request and what is expected of it; `id` is the file's name, with `/n` for a variant."""

    id: str
    title: str
    request: dict[str, Any]
    expect: dict[str, Any]


class _Loader(yaml.SafeLoader):
    """YAML in which a day stays the string that the documents carry, quoted or not."""


_Loader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in found if tag != "tag:yaml.org,2002:timestamp"]
    for first, found in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


def stories(folder: Path = CASES) -> Iterator[Story]:
    """Every story and variant of the folder, ordered by file name.

    Raises ValueError for a file that is not a story, so that a slip in a file cannot pass unseen.
    """
    for path in sorted(folder.glob("*.yaml")):
        document = yaml.load(path.read_text(encoding="utf-8"), Loader=_Loader)
        unknown = set(document) - {"title", "why", "citation", "request", "expect", "variants"}
        lacking = {"title", "why", "citation", "request", "expect"} - set(document)
        if unknown or lacking:
            raise ValueError(f"{path.name}: unknown {sorted(unknown)}, lacking {sorted(lacking)}")
        yield Story(path.stem, document["title"], document["request"], document["expect"])
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


def differences(expect: Mapping[str, Any], decision: Mapping[str, Any]) -> list[str]:
    """What the decision says otherwise than expected, one readable line each."""
    found: list[str] = []
    for key, wanted in expect.items():
        if key in _READERS:
            found += _READERS[key](key, wanted, decision)
        else:
            found += _differ(key, wanted, _at(decision, key))
    return found


def _at(document: Any, path: str) -> Any:
    for name in path.split("."):
        if not isinstance(document, Mapping) or name not in document:
            return f"<no {path}>"
        document = document[name]
    return document


def _same(wanted: Any, got: Any) -> bool:
    if isinstance(wanted, bool) or isinstance(got, bool):
        return wanted is got
    if isinstance(wanted, int | float) and isinstance(got, int | float):
        # Operations of training are given as powers of ten, which no two writers round alike.
        return wanted == got or (abs(wanted) > 1e15 and math.isclose(wanted, got, rel_tol=1e-9))
    return bool(wanted == got)


def _differ(what: str, wanted: Any, got: Any) -> list[str]:
    return [] if _same(wanted, got) else [f"{what}: expected {wanted!r}, got {got!r}"]


def _ids(key: str, wanted: Any, decision: Mapping[str, Any]) -> list[str]:
    field = "license_requirements" if key == "requirements" else key
    return _differ(key, sorted(wanted), sorted(row["id"] for row in decision[field]))


def _rows(key: str, wanted: Any, decision: Mapping[str, Any]) -> list[str]:
    considered = {row["symbol"]: row for row in decision["considered"]}
    found: list[str] = []
    for symbol, value in wanted.items():
        row = considered.get(symbol)
        what = f"{key} of {symbol}"
        if row is None:
            found.append(f"{what}: no such row in considered")
        elif key == "available":
            found += _differ(what, value, row[key])
        elif key == "unmet_contains":
            absent = sorted(set(value) - set(row["unmet"]))
            found += [f"{what}: lacks {absent}, has {row['unmet']}"] if absent else []
        else:
            found += _differ(what, sorted(value), sorted(row[key]))
    return found


def _named(key: str, wanted: Any, decision: Mapping[str, Any]) -> list[str]:
    field, value = ("obligations", "due") if key == "dues" else (key, "reading")
    told = {row["id"]: row[value] for row in decision[field]}
    found: list[str] = []
    for name, expected in wanted.items():
        found += _differ(f"{key} {name}", expected, told.get(name, "<not there>"))
    return found


def _notices(key: str, wanted: Any, decision: Mapping[str, Any]) -> list[str]:
    present = decision["regime"]["notices"]
    wrong = [notice for notice in wanted if (notice in present) != (key == "notices")]
    return [f"{key}: {wrong} against {present}"] if wrong else []


def _pools(key: str, wanted: Any, decision: Mapping[str, Any]) -> list[str]:
    pools = {row["pool"]: row for row in decision["pools"]}
    found = _differ(key, sorted(wanted), sorted(pools))
    for name in set(wanted) & set(pools):
        for field, value in wanted[name].items():
            found += _differ(f"{key} {name} {field}", value, pools[name].get(field))
    return found


def _counts(key: str, wanted: Any, decision: Mapping[str, Any]) -> list[str]:
    counts = {row["sum"]: row["tpp"] for row in decision["counts"]}
    found = _differ(key, sorted(wanted), sorted(counts))
    for name in set(wanted) & set(counts):
        found += _differ(f"{key} {name}", wanted[name], counts[name])
    return found


def _reviews(key: str, wanted: Any, decision: Mapping[str, Any]) -> list[str]:
    return _differ(
        key,
        sorted(tuple(sorted(row.items())) for row in wanted),
        sorted(tuple(sorted(row.items())) for row in decision[key]),
    )


def _permitted(key: str, wanted: Any, decision: Mapping[str, Any]) -> list[str]:
    return _differ(f"{key} ({decision['outcome']})", wanted, decision["outcome"] not in REFUSALS)


_READERS = (
    dict.fromkeys(("requirements", "exclusions", "obligations", "flags"), _ids)
    | dict.fromkeys(("unmet", "missing", "available", "unmet_contains"), _rows)
    | dict.fromkeys(("notices", "no_notices"), _notices)
    | dict.fromkeys(("open_questions", "dues"), _named)
    | {"pools": _pools, "counts": _counts, "reviews": _reviews, "permitted": _permitted}
)
