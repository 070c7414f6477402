"""The policies of a checkout as another revision of it had them."""

import io
import shutil
import subprocess
import sys
import tarfile
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from ai_export_policy import tables
from ai_export_policy.errors import PoliciesBroken


class NotARevision(Exception):
    """Why the policies of a revision cannot be had, and what to do, for who named it."""


def checkout(start: Path) -> Path:
    """The top of the git checkout that `start` lies in; NotARevision if it lies in none."""
    try:
        top = Path(_git(start, "rev-parse", "--show-toplevel").decode().strip())
    except NotARevision as error:
        raise NotARevision(f"{error}; run it in a checkout of the policies") from error
    if not (top / "policies" / ".manifest").is_file():
        raise NotARevision(f"{top} has no policies; run it in a checkout of them")
    return top


@contextmanager
def policies_at(repository: Path, revision: str) -> Iterator[Path]:
    """The folder `policies` as it was at a git revision, for the time of a `with` block.

    NotARevision if git knows no such revision, it had no policies, or an entry among them that is
    neither a file nor a folder.
    """
    commit = _resolved(repository, revision)
    try:
        archive = _git(repository, "archive", "--format=tar", commit, "policies")
    except NotARevision as error:
        raise NotARevision(f"{revision} has no policies: {error}; name a later one") from error
    with tempfile.TemporaryDirectory() as folder:
        _extract(archive, Path(folder), revision)
        yield Path(folder) / "policies"


def _extract(archive: bytes, folder: Path, revision: str) -> None:
    """Write the files of an archive below `folder`, and nothing anywhere else."""
    with tarfile.open(fileobj=io.BytesIO(archive)) as tar:
        for member in tar:
            path = folder / member.name
            content = tar.extractfile(member) if member.isfile() else None
            inside = ".." not in path.parts and path.is_relative_to(folder)
            if not inside or not (content or member.isdir()):
                raise NotARevision(
                    f"{revision} has an entry that is no file of policies: {member.name}; remove"
                    " it there, or name another revision"
                )
            (path.parent if content else path).mkdir(parents=True, exist_ok=True)
            if content:
                path.write_bytes(content.read())


@contextmanager
def policies_as_edited(repository: Path) -> Iterator[Path]:
    """A copy of the folder `policies` as it lies in the checkout, for the time of a `with` block.

    In the copy the indexes over the dated tables are made anew by the checkout's own tool, where it
    has one: an edited row would otherwise decide nothing until then. PoliciesBroken if a table does
    not fit its schema, or is such that they cannot be.
    """
    _refuse(list(tables.problems(repository, skipped=tables.WRITTEN)))
    with tempfile.TemporaryDirectory() as folder:
        policies = Path(folder) / "policies"
        shutil.copytree(repository / "policies", policies)
        tools = repository / "python" / "tools"
        if (tools / "indexes.py").is_file():
            command = [sys.executable, "-c", _INDEXES, str(tools), folder]
            done = subprocess.run(command, capture_output=True, text=True, check=False)
            if done.returncode != 0:
                said = done.stderr.strip().splitlines() or [f"ended with {done.returncode}"]
                if said[0].startswith("Traceback"):
                    said = [f"no index can be made of the tables: {said[-1]}"]
                _refuse(said)
        yield policies


def place_in_checkout(error: Exception, policies: Path) -> None:
    """Let an error name files of `policies`, a copy, as they lie in the checkout."""
    error.args = tuple(
        one.replace(f"{policies.parent}/", "") if isinstance(one, str) else one
        for one in error.args
    )


def _refuse(wrong: Sequence[str]) -> None:
    """PoliciesBroken with the first lines of what is wrong with the tables, if anything is."""
    if wrong:
        more = [f"and {len(wrong) - _SHOWN:,} more"] if len(wrong) > _SHOWN else []
        told = "\n".join([*wrong[:_SHOWN], *more])
        raise PoliciesBroken("the tables of this checkout", told)


_SHOWN = 10
"""How many faults of tables are told at once."""

_INDEXES = """
import json, pathlib, sys
sys.path.insert(0, sys.argv[1])
import indexes
try:
    made = indexes.generated(pathlib.Path(sys.argv[2]))
except ValueError as error:
    sys.exit(str(error))
for path, content in made.items():
    path.write_text(json.dumps(content), "utf-8")
"""


def edited(repository: Path, revision: str) -> list[str]:
    """The files below `policies` that differ from the revision, those that git ignores left out."""
    commit = _resolved(repository, revision)
    changed = _git(
        repository, "diff", "--name-only", "--no-renames", "-z", commit, "--", "policies"
    )
    added = _git(repository, "ls-files", "--others", "--exclude-standard", "-z", "--", "policies")
    names = {*changed.decode().split("\0"), *added.decode().split("\0")}
    return sorted(name for name in names if name)


def _resolved(repository: Path, revision: str) -> str:
    # What begins with a dash would otherwise be an option of git.
    try:
        found = _git(
            repository, "rev-parse", "--verify", "--end-of-options", f"{revision}^{{commit}}"
        )
    except NotARevision as error:
        raise NotARevision(
            f"git knows no revision {revision!r} here: git branch --all and git log --oneline list "
            "those it knows, git fetch brings more (a shallow clone has few)"
        ) from error
    return found.decode().strip()


def _git(folder: Path, *arguments: str) -> bytes:
    try:
        done = subprocess.run(
            ["git", "-C", str(folder), *arguments], check=True, capture_output=True
        )
    except FileNotFoundError as error:
        raise NotARevision("git is not on PATH") from error
    except subprocess.CalledProcessError as error:
        said = error.stderr.decode(errors="replace").strip().splitlines()
        told = said[-1].removeprefix("fatal: ") if said else f"git ended with {error.returncode}"
        raise NotARevision(told) from error
    return done.stdout
