"""Write the revision of policies and tables where OPA and its users read it.

`policies/.manifest` names the revision of the bundle, `data.reference.policy` repeats it inside
every decision. A revision is the package's version and the first twelve hexadecimal digits of a
SHA-256 over everything that decides: the rules without their tests, and the tables.
"""

import argparse
import hashlib
import json
import re
import sys
import tomllib
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from pathlib import Path
from typing import Any

NUMBERS = re.compile(r"\[[\s\d,]+\]")
FIRST_DAY = "2024-12-01"
LAST_YEAR = "9000"
REPOSITORY = Path(__file__).resolve().parents[2]


def digest(root: Path, files: Iterable[Path]) -> str:
    """SHA-256 over names (relative to `root`) and contents, in the order of the names."""
    total = hashlib.sha256()
    for name, path in sorted((path.relative_to(root).as_posix(), path) for path in files):
        content = path.read_bytes()
        total.update(f"{name}\0{len(content)}\0".encode())
        total.update(content)
    return total.hexdigest()


def regime_months(rows: list[dict[str, str]]) -> dict[str, list[int]]:
    """Month to the positions in `rows` of those that its days fall in.

    Only months of bounded rows that answer: any other day is looked for in all rows.
    """
    months: dict[str, list[int]] = {}
    for position, row in enumerate(rows):
        if row["valid_to"] <= FIRST_DAY or row["valid_to"] > LAST_YEAR:
            continue
        first = max(row["valid_from"], FIRST_DAY)
        year, month = int(first[:4]), int(first[5:7])
        while f"{year:04}-{month:02}-01" < row["valid_to"]:
            months.setdefault(f"{year:04}-{month:02}", []).append(position)
            year, month = (year, month + 1) if month < 12 else (year + 1, 1)
    return months


def generated(repository: Path) -> Mapping[Path, dict[str, Any]]:
    """What the two files have to say: path to content."""
    policies = repository / "policies"
    stamp = policies / "reference" / "policy" / "data.json"
    tables = [path for path in (policies / "reference").rglob("data.json") if path != stamp]
    rules = [path for path in policies.rglob("*.rego") if not path.name.endswith("_test.rego")]
    project = tomllib.loads((repository / "python" / "pyproject.toml").read_text("utf-8"))
    revision = f"{project['project']['version']}+{digest(policies, rules + tables)[:12]}"
    roots = [root for root in ("ear", "reference", "system") if any((policies / root).rglob("*.*"))]
    return {
        policies / ".manifest": {"revision": revision, "roots": roots},
        stamp: {
            "revision": revision,
            "data_digest": f"sha256:{digest(policies, tables)}",
        },
    }


def last_day(valid_to: str) -> str | None:
    """The day before the exclusive end of a row, None where it is open."""
    if valid_to > LAST_YEAR:
        return None
    return (date.fromisoformat(valid_to) - timedelta(days=1)).isoformat()


def index(repository: Path) -> Mapping[Path, dict[str, Any]]:
    """The index that makes looking up a day fast, of the rows that the regime table holds."""
    reference = repository / "policies" / "reference"
    regime = json.loads((reference / "regime" / "data.json").read_text("utf-8"))
    return {
        reference / "regime_months" / "data.json": {
            "citation": regime["citation"],
            "source": "positions in the rows of reference/regime, generated",
            "confidence": "I",
            "rows": {
                **regime_months(regime["rows"]),
                "any": list(range(len(regime["rows"]))),
            },
            "last_days": [last_day(row["valid_to"]) for row in regime["rows"]],
        }
    }


def bring(path: Path, content: Mapping[str, Any], check: bool) -> int:
    """Write `content` where `path` does not hold it, or with `check` say so; 1 if it did not."""
    text = json.dumps(content, indent=2) + "\n"
    text = NUMBERS.sub(lambda found: json.dumps(json.loads(found.group())), text)
    if path.is_file() and path.read_text("utf-8") == text:
        return 0
    name = path.relative_to(REPOSITORY)
    if check:
        print(f"{name} is out of date: run `make test` or `make bundle`")
    else:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
        print(f"wrote {name}")
    return 1


def main() -> int:
    """Command line; exit code 1 if `--check` finds something out of date."""
    parser = argparse.ArgumentParser(description="Bring the revision of policies/ up to date.")
    parser.add_argument("--check", action="store_true", help="write nothing, fail if out of date")
    parser.add_argument("--print", action="store_true", help="write nothing, print the revision")
    arguments = parser.parse_args()
    if arguments.print:
        documents = generated(REPOSITORY)
        print(documents[REPOSITORY / "policies" / ".manifest"]["revision"])
        return 0
    # The index is one of the tables that the revision is a digest of: it comes first.
    stale = sum(
        bring(path, content, arguments.check) for path, content in index(REPOSITORY).items()
    )
    documents = generated(REPOSITORY)
    stale += sum(bring(path, content, arguments.check) for path, content in documents.items())
    return 1 if arguments.check and stale else 0


if __name__ == "__main__":
    sys.exit(main())
