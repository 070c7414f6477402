"""Gate: the Rego tests pass and run every line of the rules.

OPA's own threshold counts the lines of the tests as well, so the figures per file are read instead.
"""

import json
import sys
from collections.abc import Mapping
from typing import Any

import engine

RULES = ("policies/ear/", "policies/system/")

_PATIENCE = "10m"  # for one test: a table of cases on a busy machine takes more than the usual 5 s


def gaps(report: Mapping[str, Any]) -> dict[str, list[int]]:
    """Lines of rules that no test ran, by file. `report` is what `opa test --coverage` prints."""
    return {
        name: sorted(
            {
                row
                for span in figures.get("not_covered", [])
                for row in range(span["start"]["row"], span["end"]["row"] + 1)
            }
        )
        for name, figures in _rules(report).items()
        if figures.get("not_covered")
    }


def _rules(report: Mapping[str, Any]) -> dict[str, Any]:
    return {
        name: figures
        for name, figures in sorted(report["files"].items())
        if name.startswith(RULES) and not name.endswith("_test.rego")
    }


def main() -> int:
    """Exit code 0 if all tests pass and all lines are covered, 1 otherwise."""
    done = engine.run(
        "test",
        "policies",
        "--fail-on-empty",
        "--timeout",
        _PATIENCE,
        "--coverage",
        "--format",
        "json",
    )
    if done.returncode != 0:
        if not done.stdout.startswith("{"):  # the report of a run in which no test ran
            print(done.stdout, end="", file=sys.stderr)
        print(done.stderr, end="", file=sys.stderr)
        return 1
    report = json.loads(done.stdout)
    open_lines = gaps(report)
    for name, rows in open_lines.items():
        lines = (engine.REPOSITORY / name).read_text("utf-8").splitlines()
        for row in rows:
            print(f"{name}:{row}: no test runs this line: {lines[row - 1].strip()}")
    rules = _rules(report)
    covered = sum(figures.get("covered_lines", 0) for figures in rules.values())
    if not rules or not covered:
        print(f"no line of {' and '.join(RULES)} was run")
        return 1
    if not open_lines:
        print(f"Rego tests passed; {covered} lines in {len(rules)} files of rules, all covered")
    return 1 if open_lines else 0


if __name__ == "__main__":
    sys.exit(main())
