"""Write the revision of policies and tables where OPA and its users read it.

`policies/.manifest` names the revision of the bundle, `data.reference.policy` repeats it inside
every decision. A revision is the package's version and the first twelve hexadecimal digits of a
SHA-256 over everything that decides: the rules without their tests, and the tables. The indexes
over the dated tables (`indexes.py`) are written before it.
"""

import argparse
import hashlib
import json
import re
import sys
import tomllib
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import indexes

FLAT = re.compile(r"\[[\s\d,]+\]|(?<=: )\{[^{}\[\]]+\}", re.MULTILINE)
REPOSITORY = Path(__file__).resolve().parents[2]


def digest(root: Path, files: Iterable[Path]) -> str:
    """SHA-256 over names (relative to `root`) and contents, in the order of the names."""
    total = hashlib.sha256()
    for name, path in sorted((path.relative_to(root).as_posix(), path) for path in files):
        content = path.read_bytes()
        total.update(f"{name}\0{len(content)}\0".encode())
        total.update(content)
    return total.hexdigest()


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
        print(documents[REPOSITORY / "policies" / ".manifest"]["revision"])
        return 0
    # The indexes are tables that the revision is a digest of: they come first.
    stale = sum(
        bring(path, content, arguments.check)
        for path, content in indexes.generated(REPOSITORY).items()
    )
    documents = generated(REPOSITORY)
    stale += sum(bring(path, content, arguments.check) for path, content in documents.items())
    return 1 if arguments.check and stale else 0


if __name__ == "__main__":
    sys.exit(main())
