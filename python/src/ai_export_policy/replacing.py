"""A file that is replaced only once what replaces it is whole."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def replacing(path: Path) -> Iterator[Path]:
    """Where to write what takes the place of `path` when the block ends well; else that stays.

    It is on the disk then. A link is followed and the mode of the file before is kept; what is no
    regular file, as a device, is written itself. OSError where that cannot be done.
    """
    if path.exists() and not path.is_file():
        yield path
        return
    path = path.resolve()
    with tempfile.TemporaryDirectory(prefix=f".{path.name}-", dir=path.parent) as folder:
        fresh = Path(folder) / path.name
        if path.exists():
            fresh.touch()
            shutil.copymode(path, fresh)
        yield fresh
        with fresh.open("rb") as written:
            os.fsync(written.fileno())
        fresh.replace(path)
