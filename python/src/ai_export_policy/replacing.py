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
    regular file, as a device, is written itself. OSError, which names `path`, where that cannot be
    done.
    """
    if path.exists() and not path.is_file():
        yield path
        return
    target = path.resolve()
    beside = f".{target.name}-"
    try:
        with tempfile.TemporaryDirectory(prefix=beside, dir=target.parent) as folder:
            fresh = Path(folder) / target.name
            if target.exists():
                fresh.touch()
                shutil.copymode(target, fresh)
            yield fresh
            with fresh.open("rb") as written:
                os.fsync(written.fileno())
            fresh.replace(target)
    except OSError as error:
        if str(error.filename).startswith(str(target.parent / beside)):
            raise OSError(error.errno, error.strerror, str(path)) from error
        raise
