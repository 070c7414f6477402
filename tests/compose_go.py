"""The command line of compose-go, which reads Compose files without an engine: built, not found.

It is released as a Go module alone, so it takes a Go to have it.
"""

import os
import shutil
import subprocess
import tempfile
from pathlib import Path

VERSION = "2.16.2"
_COMMAND = f"github.com/compose-spec/compose-go/v2/cmd@v{VERSION}"


def ensure(cache: Path) -> Path | None:
    """The executable in `cache`, built there on first use; None where no `go` is on PATH."""
    cached = cache / f"compose-go-{VERSION}"
    go = shutil.which("go")
    if cached.exists() or go is None:
        return cached if cached.exists() else None
    with tempfile.TemporaryDirectory(prefix=".compose-go-", dir=cache) as scratch:
        subprocess.run(
            [go, "install", _COMMAND],
            cwd=scratch,
            env=os.environ | {"CGO_ENABLED": "0", "GOBIN": scratch},
            stdin=subprocess.DEVNULL,
            check=True,
            timeout=300,
        )
        os.replace(Path(scratch) / "cmd", cached)
    return cached
