"""Hypothesis strategies for valid requests, drawn where decisions turn.

A request is a scenario in which up to six facts are changed: taken away, set to `null`, or given
another value that schemas/request.json allows. Countries, days and amounts are those next to which
the rule changes its answer, one below and one above included.
"""

import copy
import datetime
import itertools
import json
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from hypothesis import strategies as st
from removal import Path as Steps
from removal import paths, without
from scenarios import scenarios

_REPOSITORY = Path(__file__).resolve().parents[1]

UNKNOWN_COUNTRIES = ("QQ", "ZZ", "XX")
COUNTRIES = (
    *("DE", "PL", "US", "CN", "HK", "MO", "AE", "VN", "SG", "KZ", "RU", "UA", "KH", "IL", "GB"),
    *("BR", "IN", "JP", "BY", "CU"),
    UNKNOWN_COUNTRIES[0],
)
FIRST_DAY = "2024-12-02"
_ECCNS = (
    *("3A090", "3A090.a", "3A090.a.1", "3A090.a.2", "3A090.b", "3A090.b.1", "3A090.b.2", "3A090.c"),
    *("4A090", "4A090.a", "4A090.b", "4E091", "5A992.z.1", "4A003.z.1.a", "3A001.z.1.a", "EAR99"),
    *("3E001", "4D090", "4E001", "5D992.z.1", "5E992", "3A991", "9A999"),
)
_TPP = (0, 1599, 1600, 1601, 2399, 2400, 2401, 4799, 4800, 4801, 5284.8, 15832)
_DENSITY = (0, 1.59, 1.6, 1.61, 3.19, 3.2, 3.21, 5.91, 5.92, 5.93, 19.45)
_OPERATIONS = (0, 2.49e25, 2.5e25, 2.51e25, 5e25, 9.99e25, 1e26, 1.01e26, 2e26, 1e27)
_POOLS = (26_900_000, 253_000_000, 790_000_000, 1_580_000_000)
# What 100 H100 draw, so that these amounts lie on the limits, one below and one above.
_AMOUNTS = (0, *(limit - 1_583_200 + step for limit in _POOLS for step in (-1, 0, 1)))
_NUMBERS: Mapping[str, tuple[float, ...]] = {
    "tpp": _TPP,
    "performance_density": _DENSITY,
    "quantity": (1, 2, 100, 202, 203, 1699, 1700, 2000, 49898, 49899),
    "count": (1, 2, 8),
    "bits": (4, 8, 16),
    "tera_operations": (100, 300, 989.5),
    "area_mm2": (100, 609, 814),
    "lines": (1, 2),
    "aggregate_tpp": (0, 3_199_999, 3_200_000, 3_200_001),
    "memory_bandwidth_gbps": (6499, 6500, 6501),
    "share": (0, 0.1, 0.11, 1),
    "fine_tuning_share": (0, 0.25, 0.26),
    "country_increase": (0, 0.5, 1),
    "calendar_year": (2024, 2025, 2026),
    "total_tpp": (0, 68_416_801, 999_999_999, 1_000_000_000),
}


@cache
def request_schema() -> dict[str, Any]:
    """schemas/request.json."""
    schema: dict[str, Any] = json.loads((_REPOSITORY / "schemas/request.json").read_text("utf-8"))
    return schema


@cache
def days() -> tuple[str, ...]:
    """The first and the last day of every text in the regime table, and a few beside."""
    table = json.loads(
        (_REPOSITORY / "policies/reference/regime/data.json").read_text(encoding="utf-8")
    )
    found = {"2025-06-20", "2025-07-01", "2025-12-15", "2026-07-09", "2026-07-23", "2030-01-01"}
    for row in table["rows"]:
        first = datetime.date.fromisoformat(row["valid_from"])
        found |= {first.isoformat(), (first - datetime.timedelta(days=1)).isoformat()}
    return tuple(sorted(found))


def values(schema: Mapping[str, Any], name: str) -> st.SearchStrategy[Any]:
    """Values that `schema` allows for a field of this name, null included where it is allowed."""
    schema = _resolved(schema)
    kinds = schema.get("type", ())
    if "null" in kinds and "enum" not in schema:
        return st.none() | values({**schema, "type": [k for k in kinds if k != "null"]}, name)
    kind = kinds if isinstance(kinds, str) else kinds[0]
    if "enum" in schema:
        return st.sampled_from(schema["enum"])
    if kind == "object":
        return _objects(schema)
    if kind == "array":
        items = values(schema["items"], name)
        if schema.get("uniqueItems"):
            return st.lists(items, max_size=3, unique=True)
        return st.lists(items, max_size=2)
    if kind == "boolean":
        return st.booleans()
    if kind == "string":
        return st.sampled_from(_texts(schema))
    return st.sampled_from(_numbers(schema, name))


def schema_of(path: Steps) -> Mapping[str, Any] | None:
    """The schema of the value at this path, None below objects with free keys."""
    first = tuple(0 if isinstance(step, int) else step for step in path)
    return _resolved(_SCHEMAS[first]) if first in _SCHEMAS else None


def is_nullable(schema: Mapping[str, Any]) -> bool:
    """Whether the schema allows `null`: there is none."""
    return "null" in _resolved(schema).get("type", ())


def _resolved(schema: Mapping[str, Any]) -> Mapping[str, Any]:
    if reference := schema.get("$ref"):
        return {**request_schema()["$defs"][reference.removeprefix("#/$defs/")], "$ref": None}
    return schema


def _objects(schema: Mapping[str, Any]) -> st.SearchStrategy[dict[str, Any]]:
    if "properties" not in schema:
        return st.dictionaries(
            st.sampled_from(COUNTRIES),
            values(schema["additionalProperties"], "total_tpp"),
            max_size=2,
        )
    fields = {name: values(field, name) for name, field in schema["properties"].items()}
    return st.fixed_dictionaries({}, optional=fields)


def _texts(schema: Mapping[str, Any]) -> tuple[str, ...]:
    if schema.get("format") == "date":
        return days()
    pattern = schema.get("pattern", "")
    if pattern == "^[A-Z]{2}$":
        return COUNTRIES
    return _ECCNS if "EAR99" in pattern else ("one", "another")


def _numbers(schema: Mapping[str, Any], name: str) -> tuple[float, ...]:
    if name in _NUMBERS:
        return _NUMBERS[name]
    if name == "supplement_10":
        return (14, 15, 18)
    return _OPERATIONS if name == "value" or name.endswith("operations") else _AMOUNTS


@cache
def fields() -> tuple[tuple[Steps, Mapping[str, Any]], ...]:
    """Every path of the schema with its sub-schema; of lists the first element."""
    return tuple(_fields(request_schema(), ()))


def _fields(schema: Mapping[str, Any], start: Steps) -> Iterator[tuple[Steps, Mapping[str, Any]]]:
    schema = _resolved(schema)
    for name, field in schema.get("properties", {}).items():
        yield (*start, name), field
        yield from _fields(field, (*start, name))
        items = _resolved(field).get("items")
        if items and "properties" in _resolved(items):
            yield from _fields(items, (*start, name, 0))


def tell(request: Mapping[str, Any], path: Steps, value: Any) -> dict[str, Any]:
    """A copy of the request in which the path has this value; what lies above it is made."""
    result: dict[str, Any] = copy.deepcopy(dict(request))
    place: Any = result
    for step, following in itertools.pairwise(path):
        if isinstance(step, int):
            if not place:
                place.append({})
        elif not place.get(step):
            place[step] = [] if isinstance(following, int) else {}
        place = place[step]
    place[path[-1]] = value
    return result


@st.composite
def requests(
    draw: st.DrawFn, most: int = 6, start: Callable[[dict[str, Any]], bool] = bool
) -> dict[str, Any]:
    """A valid request: a scenario, of those that `start` admits, with up to `most` changes."""
    request: dict[str, Any] = draw(st.sampled_from([*filter(start, scenarios())]))
    for _ in range(draw(st.integers(0, most))):
        here = list(paths(request))
        how = draw(st.integers(0, 9))
        removable = [path for path in here if len(path) > 1 or path[0] in _OPTIONAL]
        if how < 3 and removable:
            request = without(request, draw(st.sampled_from(removable)))
        elif how < 7:
            path = draw(st.sampled_from([p for p in here if p in _SCHEMAS and p != ("item",)]))
            request = tell(request, path, draw(values(_SCHEMAS[path], str(path[-1]))))
        else:
            path = draw(st.sampled_from(_TELLABLE if how < 9 else _WEIGHTY))
            request = tell(request, path, draw(values(_SCHEMAS[path], str(path[-1]))))
    return request


_SCHEMAS: Mapping[Steps, Mapping[str, Any]] = dict(fields())
_OPTIONAL = set(request_schema()["properties"]) - set(request_schema()["required"])
_TELLABLE = [path for path in _SCHEMAS if path != ("item",)]
# Few among hundreds of fields, and each decides which rule is asked at all.
_WEIGHTY: list[Steps] = [("as_of",), ("posture",), ("activity",), ("destination",)]
