"""Check: the schemas are schemas, every reference table fits its own, and none is alone."""

import sys
from collections.abc import Iterator
from pathlib import Path

import jsonschema

from ai_export_policy import tables

REPOSITORY = Path(__file__).resolve().parents[2]

DIALECT = "https://json-schema.org/draft/2020-12/schema"


def problems(repository: Path) -> Iterator[str]:
    """Everything that is wrong, as `file: what`."""
    checker = jsonschema.Draft202012Validator(jsonschema.Draft202012Validator.META_SCHEMA)
    wrong = []
    for path in sorted((repository / "schemas").rglob("*.json")):
        name = path.relative_to(repository).as_posix()
        try:
            schema = tables.read(repository, name)
        except ValueError as error:
            wrong.append(str(error))
            continue
        if schema.get("$schema") != DIALECT:
            wrong.append(f"{name}: `$schema` is not {DIALECT}")
        wrong += [f"{name}: {one.json_path}: {one.message}" for one in checker.iter_errors(schema)]
    # A file that is no JSON is told once, not by its table again.
    yield from wrong
    yield from (one for one in tables.problems(repository) if one not in wrong)


def main() -> int:
    """Exit code 1 if anything is wrong."""
    found = list(problems(REPOSITORY))
    print(*found, sep="\n", end="\n" if found else "")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
