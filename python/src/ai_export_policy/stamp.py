"""What policies are called, and whether what lies in their folder is still what was called so.

`.manifest` names the revision of a folder of policies, `reference/policy/data.json` repeats it
inside every decision, beside a digest of the tables. A revision is the version of the package and
the first twelve hexadecimal digits of a SHA-256 over everything that decides: the rules without
their tests, and the tables. `make docs` writes both, after the indexes, which are tables too. So a
folder that was edited since is told by its digest, and with it an index that is not current.
"""

import hashlib
import json
import re
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from ai_export_policy.errors import PoliciesEdited, Unavailable

MANIFEST = ".manifest"
TABLE = Path("reference", "policy", "data.json")

_DATA = frozenset({"data.json", "data.yaml", "data.yml"})  # what OPA reads as data
_NAMES_CONTENT = re.compile(r"\+([0-9a-f]{12})$")
_TABLES = "sha256:"


class Stamp(NamedTuple):
    """What a decision tells of the policies: their `revision`, and the `data_digest` of the tables.

    `data_digest` is `sha256:` and 64 hexadecimal digits.
    """

    revision: str
    data_digest: str


def of(policies: Path, version: str) -> Stamp:
    """The stamp of the policies as they lie in the folder, for a `version` of the package."""
    rules, tables = _content(policies)
    total = _digest(policies, [*rules, *tables])
    return Stamp(f"{version}+{total[:12]}", _TABLES + _digest(policies, tables))


def written(policies: Path) -> Stamp:
    """The stamp that the decisions of these policies carry. Unavailable if there is none."""
    try:
        policy = json.loads((policies / TABLE).read_text(encoding="utf-8"))
        return Stamp(str(policy["revision"]), str(policy["data_digest"]))
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise Unavailable(f"{policies / TABLE} names no revision: {error!r}") from error


def revision(policies: Path) -> str:
    """The revision that the `.manifest` of the policies names. Unavailable if it names none."""
    manifest = policies / MANIFEST
    try:
        found = json.loads(manifest.read_text(encoding="utf-8"))["revision"]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise Unavailable(f"{manifest} names no revision: {error!r}") from error
    if not isinstance(found, str) or not found:
        raise Unavailable(f"{manifest} names no revision")
    return found


def check(policies: Path) -> None:
    """Compare a folder of sources with what it is called; PoliciesEdited where it is otherwise.

    It takes some ten milliseconds. A revision that does not end in `+` and twelve hexadecimal
    digits says nothing about the content, nor does a digest of tables that is none: somebody gave
    those names by hand, and they are his to answer for. An unpacked bundle is no folder of sources,
    its signature says what it is. Unavailable if the folder names no revision.
    """
    named = revision(policies)
    real = of(policies, "")
    claimed = _NAMES_CONTENT.search(named)
    if claimed is not None and real.revision != claimed[0]:
        raise PoliciesEdited(policies, named)
    tables = _told_of_tables(policies)
    if tables.startswith(_TABLES) and tables != real.data_digest:
        raise PoliciesEdited(policies, named)


def _told_of_tables(policies: Path) -> str:
    return written(policies).data_digest if (policies / TABLE).is_file() else ""


def _content(policies: Path) -> tuple[list[Path], list[Path]]:
    """The rules without their tests, and the tables without the one that tells the stamp."""
    files = [path for path in policies.rglob("*") if not path.is_dir()]
    rules = [one for one in files if one.suffix == ".rego" and not one.stem.endswith("_test")]
    own = policies / TABLE
    return rules, [one for one in files if one.name in _DATA and one != own]


def _digest(root: Path, files: Iterable[Path]) -> str:
    """SHA-256 over names (relative to `root`) and contents, in the order of the names."""
    total = hashlib.sha256()
    for name, path in sorted((path.relative_to(root).as_posix(), path) for path in files):
        content = path.read_bytes()
        total.update(f"{name}\0{len(content)}\0".encode())
        total.update(content)
    return total.hexdigest()
