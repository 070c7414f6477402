"""Lint: every rule says what it is and where it stands in the regulation.

The lint itself is Rego (`lint/annotations.rego`); this script parses the files with OPA, hands it
the modules and prints what it finds.
"""

import sys
from pathlib import Path
from typing import Any

import engine

LINT = Path(__file__).resolve().parent / "lint"


def problems(*directories: Path) -> list[str]:
    """`file:row: what is wrong`, for the Rego files below the directories (in the repository)."""
    parsed = {
        name: engine.answer("parse", "--format", "json", "--json-include", "locations", path)
        for name, path in engine.modules(*directories).items()
    }
    found = engine.answer(
        *("eval", "--format", "json", "--stdin-input", "--data", LINT, "--fail"),
        "data.lint.annotations.problems",
        text=engine.dump({"modules": parsed}),
    )
    value: list[dict[str, Any]] = found["result"][0]["expressions"][0]["value"]
    return [f"{one['file']}:{one['row']}: {one['message']}" for one in value]


def main() -> int:
    """Exit code 1 if anything is found."""
    found = problems(engine.REPOSITORY / "policies", LINT)
    print(*found, sep="\n", end="\n" if found else "")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
