"""The OPA that the maintainers' scripts run: the one of the Makefile, or what the package finds."""

import json
import os
import subprocess
from functools import cache
from pathlib import Path
from typing import Any

from ai_export_policy import opa

REPOSITORY = Path(__file__).resolve().parents[2]


@cache
def executable() -> Path:
    """Path of the pinned OPA; the checkout's cache is used where AI_EXPORT_CACHE names none."""
    return opa.ensure(None if os.environ.get("AI_EXPORT_CACHE") else REPOSITORY / ".cache")


def run(*arguments: str | Path, text: str | None = None) -> subprocess.CompletedProcess[str]:
    """Run OPA from the top of the repository and capture what it says; `text` is its input."""
    return subprocess.run(
        [executable(), *arguments],
        cwd=REPOSITORY,
        input=text,
        stdin=subprocess.DEVNULL if text is None else None,
        capture_output=True,
        text=True,
        check=False,
    )


def answer(*arguments: str | Path, text: str | None = None) -> Any:
    """The JSON that OPA prints. Ends the script with OPA's own words if it fails."""
    done = run(*arguments, text=text)
    if done.returncode != 0:
        raise SystemExit(f"opa {arguments[0]} failed:\n{done.stderr}{done.stdout}")
    return json.loads(done.stdout)


def modules(*directories: Path) -> dict[str, Path]:
    """Every Rego file below the directories: path relative to the repository, in order."""
    found = sorted(path for directory in directories for path in directory.rglob("*.rego"))
    return {path.relative_to(REPOSITORY).as_posix(): path for path in found}


def dump(document: Any) -> str:
    """JSON text for OPA's standard input."""
    return json.dumps(document, separators=(",", ":"))
