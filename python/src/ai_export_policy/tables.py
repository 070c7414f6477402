"""The reference tables of a checkout: whether each fits its schema, and its rows their days."""

import json
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any

WRITTEN = frozenset({"in_force", "regime_months", "policy", "paragraphs"})
"""Tables that `make docs` writes from the others and from the rules."""

LISTS = frozenset({"countries", "listed_items", "named_destinations", "supplement_5"})
"""Tables that tell who or what is on a list: one that left it may come back, after a gap."""

Interval = Mapping[str, Any]


def problems(repository: Path, *, skipped: frozenset[str] = frozenset()) -> Iterator[str]:
    """Everything that is wrong with the tables but those `skipped`, as `file: what`.

    A table is JSON, has a schema and fits it, and the rows of each of its keys stand in the order
    of their days, without overlap and, but in LISTS, without a gap.
    """
    tables, schemas = repository / "policies" / "reference", repository / "schemas" / "reference"
    described = {path.stem for path in schemas.glob("*.json")} - skipped
    present = {path.parent.name for path in tables.glob("*/data.json")} - skipped
    for name in sorted(present - described):
        yield f"policies/reference/{name}/data.json: has no schemas/reference/{name}.json"
    for name in sorted(described - present):
        yield f"schemas/reference/{name}.json: describes no table"
    for name in sorted(described & present):
        yield from _of_one(repository, name)


def _of_one(repository: Path, name: str) -> Iterator[str]:
    # Imported where it is needed: it takes longer than all the rest of a short command.
    import jsonschema_rs

    file = f"policies/reference/{name}/data.json"
    try:
        schema = read(repository, f"schemas/reference/{name}.json")
        table = read(repository, file)
    except ValueError as error:
        yield str(error)
        return
    try:
        validator = jsonschema_rs.validator_for(schema, validate_formats=True)
    except ValueError as error:
        yield f"schemas/reference/{name}.json: is no JSON schema: {error}"
        return
    fits = True
    for failure in validator.iter_errors(table):
        fits = False
        where = ".".join(str(part) for part in failure.instance_path)
        yield f"{file}: {where}: {failure.message}"
    if fits:
        yield from (f"{file}: {told}" for told in intervals(table, gaps=name in LISTS))


def read(repository: Path, name: str) -> Any:
    """The JSON in a file of the repository; ValueError, with its name, where it is none."""
    try:
        return json.loads((repository / name).read_text("utf-8"))
    except ValueError as error:
        raise ValueError(f"{name}: {error}") from error


def intervals(table: Any, *, gaps: bool) -> Iterator[str]:
    """What is wrong with the days of the rows of a table, as `key: what`.

    A row holds from `valid_from` up to the day before `valid_to`. Rows of one key may have `gaps`
    between them or not.
    """
    for key, rows in _dated(table, ""):
        reversed_rows = [row for row in rows if row["valid_from"] >= row["valid_to"]]
        for row in reversed_rows:
            yield (
                f"{key}: the row {_days(row)} holds on no day: valid_to is the day after its last, "
                "and comes after valid_from"
            )
        if not reversed_rows:
            yield from (f"{key}: {told}" for told in _between(rows, gaps))


def _between(rows: Sequence[Interval], gaps: bool) -> Iterator[str]:
    for earlier, later in pairwise(rows):
        ends, begins = earlier["valid_to"], later["valid_from"]
        if begins < earlier["valid_from"]:
            yield f"the row {_days(later)} stands after the row {_days(earlier)}: order them by day"
        elif begins < ends:
            yield (
                f"the rows {_days(earlier)} and {_days(later)} overlap: let one end on the day on "
                "which the next begins"
            )
        elif ends < begins and not gaps:
            yield (
                f"no row holds from {ends} to {begins}: let one end on the day on which the next "
                "begins, or add a row between them"
            )


def _days(row: Interval) -> str:
    return f"{row['valid_from']} to {row['valid_to']}"


def _dated(value: Any, path: str) -> Iterator[tuple[str, Sequence[Interval]]]:
    """Every list of dated rows, and every dated row that stands alone, with its key."""
    if isinstance(value, Mapping):
        if "valid_from" in value and "valid_to" in value:
            yield path, [value]
        for key, inner in value.items():
            yield from _dated(inner, f"{path}.{key}" if path else key)
    elif isinstance(value, list):
        rows = [one for one in value if isinstance(one, Mapping)]
        if rows and all("valid_from" in row and "valid_to" in row for row in rows):
            yield path, rows
            return
        for place, inner in enumerate(value):
            yield from _dated(inner, f"{path}.{place}")
