"""Check: the schemas are schemas, every reference table fits its own, and none is alone."""

import json
import sys
from collections.abc import Iterator
from pathlib import Path

import jsonschema
import jsonschema_rs

REPOSITORY = Path(__file__).resolve().parents[2]

DIALECT = "https://json-schema.org/draft/2020-12/schema"


def problems(repository: Path) -> Iterator[str]:
    """Everything that is wrong, as `file: what`."""
    schemas = repository / "schemas"
    tables = repository / "policies" / "reference"
    for path in sorted(schemas.rglob("*.json")):
        schema = json.loads(path.read_text("utf-8"))
        if schema.get("$schema") != DIALECT:
            yield f"{path.relative_to(repository)}: `$schema` is not {DIALECT}"
        checker = jsonschema.Draft202012Validator(jsonschema.Draft202012Validator.META_SCHEMA)
        for error in checker.iter_errors(schema):
            yield f"{path.relative_to(repository)}: {error.json_path}: {error.message}"
    described = {path.stem for path in (schemas / "reference").glob("*.json")}
    present = {path.parent.name for path in tables.glob("*/data.json")}
    for name in sorted(present - described):
        yield f"policies/reference/{name}/data.json: has no schemas/reference/{name}.json"
    for name in sorted(described - present):
        yield f"schemas/reference/{name}.json: describes no table"
    for name in sorted(described & present):
        schema = json.loads((schemas / "reference" / f"{name}.json").read_text("utf-8"))
        table = json.loads((tables / name / "data.json").read_text("utf-8"))
        validator = jsonschema_rs.validator_for(schema, validate_formats=True)
        for failure in validator.iter_errors(table):
            where = ".".join(str(part) for part in failure.instance_path)
            yield f"policies/reference/{name}/data.json: {where}: {failure.message}"


def main() -> int:
    """Exit code 1 if anything is wrong."""
    found = list(problems(REPOSITORY))
    print(*found, sep="\n", end="\n" if found else "")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
