"""Write the revision of policies and tables where OPA and its users read it.

`policies/.manifest` names the revision of the bundle, `data.reference.policy` repeats it inside
every decision; `ai_export_policy.stamp` says how it is made. The indexes over the dated tables
(`indexes.py`) are written before it, of tables that fit their schemas alone.
"""

import argparse
import json
import re
import sys
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import indexes

from ai_export_policy import stamp, tables

FLAT = re.compile(r"\[[\s\d,]+\]|(?<=: )\{[^{}\[\]]+\}", re.MULTILINE)
REPOSITORY = Path(__file__).resolve().parents[2]


def generated(repository: Path) -> Mapping[Path, dict[str, Any]]:
    """What the two files have to say: path to content."""
    policies = repository / "policies"
    project = tomllib.loads((repository / "python" / "pyproject.toml").read_text("utf-8"))
    made = stamp.of(policies, project["project"]["version"])
    roots = [root for root in ("ear", "reference", "system") if any((policies / root).rglob("*.*"))]
    return {
        policies / stamp.MANIFEST: {"revision": made.revision, "roots": roots},
        policies / stamp.TABLE: made._asdict(),
    }


def indexes_of(repository: Path) -> Mapping[Path, dict[str, Any]]:
    """The indexes over the tables: path to content; ValueError, a line for each fault of them."""
    if wrong := list(tables.problems(repository, skipped=tables.WRITTEN)):
        raise ValueError("\n".join(wrong))
    return indexes.generated(repository)


def bring(path: Path, content: Mapping[str, Any], check: bool) -> int:
    """Write `content` where `path` does not hold it, or with `check` say so; 1 if it did not."""
    text = json.dumps(content, indent=2) + "\n"
    text = FLAT.sub(lambda found: json.dumps(json.loads(found.group())), text)
    if path.is_file() and path.read_text("utf-8") == text:
        return 0
    name = path.relative_to(REPOSITORY)
    if check:
        print(f"{name} is out of date: run `make docs`")
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
        print(documents[REPOSITORY / "policies" / stamp.MANIFEST]["revision"])
        return 0
    try:
        made = indexes_of(REPOSITORY)
    except ValueError as error:
        print(error)
        return 1
    # The indexes are tables that the revision is a digest of: they come first.
    stale = sum(bring(path, content, arguments.check) for path, content in made.items())
    documents = generated(REPOSITORY)
    stale += sum(bring(path, content, arguments.check) for path, content in documents.items())
    return 1 if arguments.check and stale else 0


if __name__ == "__main__":
    sys.exit(main())
