"""Stories: expected decisions written from the law, one YAML file each in `tests/cases`.

`ai_export_policy.stories` says how such a file is laid out.

`expect` names keys of the decision, dotted where they lie deeper, compared whole. These keys read
the decision in their own way, all order-free:

- `requirements`, `exclusions`, `obligations`, `flags`: the exact set of ids
- `unmet`, `missing`, `available`: by symbol of the row in `considered`, the exact set (or word)
- `unmet_contains`: by symbol, ids that are there, perhaps beside others
- `open_questions`: conflict id to reading, each there, perhaps beside others
- `notices`, `no_notices`: ids that are, or are not, among `regime.notices`
- `pools`: by name of the pool, the exact set of pools; of each the amounts that are named, or, of a
  pool with several rows, a list of such
- `counts`: sum to TPP, the exact set
- `reviews`: the exact set of rows
- `dues`: obligation id to day
- `permitted`: whether the outcome is one that lets the transaction take place
"""

import math
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from ai_export_policy.stories import REMOVED, NotAStory, Story, changed
from ai_export_policy.stories import stories as _stories

__all__ = [
    "CASES",
    "REFUSALS",
    "REMOVED",
    "NotAStory",
    "Story",
    "changed",
    "differences",
    "stories",
]

CASES = Path(__file__).parent / "cases"
REFUSALS = frozenset({"license_required", "indeterminate", "out_of_scope"})


def stories(folder: Path = CASES) -> Iterator[Story]:
    """Every story and variant of the folder, ordered by file name."""
    return _stories(folder)


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
    pools: dict[str, list[Mapping[str, Any]]] = {}
    for row in decision["pools"]:
        pools.setdefault(row["pool"], []).append(row)
    expected = {name: rows if isinstance(rows, list) else [rows] for name, rows in wanted.items()}
    counted = [{name: len(rows) for name, rows in each.items()} for each in (expected, pools)]
    if counted[0] != counted[1]:
        return _differ(key, *counted)
    return [
        difference
        for name, rows in expected.items()
        for number, (amounts, row) in enumerate(zip(rows, pools[name], strict=True))
        for field, value in amounts.items()
        for difference in _differ(f"{key} {name} {number} {field}", value, row.get(field))
    ]


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
