"""The policies of a checkout as another revision of it had them."""

import io
import subprocess
import tarfile
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


class NotARevision(Exception):
    """Why the policies of a revision cannot be had: in a sentence, for the person who named it."""


def checkout(start: Path) -> Path:
    """The top of the git checkout that `start` lies in; NotARevision if it lies in none."""
    return Path(_git(start, "rev-parse", "--show-toplevel").decode().strip())


@contextmanager
def policies_at(repository: Path, revision: str) -> Iterator[Path]:
    """The folder `policies` as it was at a git revision, for the time of a `with` block.

    NotARevision if git knows no such revision, or it had no policies.
    """
    # The name is resolved first: what begins with a dash would otherwise be an option of git.
    found = _git(repository, "rev-parse", "--verify", "--end-of-options", f"{revision}^{{commit}}")
    archive = _git(repository, "archive", "--format=tar", found.decode().strip(), "policies")
    with tempfile.TemporaryDirectory() as folder:
        with tarfile.open(fileobj=io.BytesIO(archive)) as tar:
            tar.extractall(folder, filter="data")
        yield Path(folder) / "policies"


def _git(folder: Path, *arguments: str) -> bytes:
    try:
        done = subprocess.run(
            ["git", "-C", str(folder), *arguments], check=True, capture_output=True
        )
    except FileNotFoundError as error:
        raise NotARevision("git is not on PATH") from error
    except subprocess.CalledProcessError as error:
        said = error.stderr.decode(errors="replace").strip().splitlines()
        raise NotARevision(said[-1] if said else f"git ended with {error.returncode}") from error
    return done.stdout
