"""A file that is replaced only once what replaces it is whole."""

import errno
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

# What a disk says to a write; it does not say to which file.
_DISK = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO)


@contextmanager
def replacing(path: Path) -> Iterator[Path]:
    """Where to write what takes the place of `path` when the block ends well; else that stays.

    It is on the disk then, under that name. A link is followed and the mode of the file before is
    kept; what is no regular file, as a device, is written itself. OSError, which names `path`,
    where that cannot be done, and where the disk is full or fails in the block; where it fails only
    once the file is replaced, which of the two a lost machine comes back with is not known.
    """
    target = path.resolve()
    beside = f".{target.name}-"
    try:
        if path.exists() and not path.is_file():
            yield path
            return
        with tempfile.TemporaryDirectory(prefix=beside, dir=target.parent) as folder:
            fresh = Path(folder) / target.name
            if target.exists():
                fresh.touch()
                shutil.copymode(target, fresh)
            yield fresh
            with fresh.open("rb") as written:
                os.fsync(written.fileno())
            fresh.replace(target)
            sync(target.parent)
    except OSError as error:
        named = str(error.filename).startswith(str(target.parent / beside))
        if named or (error.filename is None and error.errno in _DISK):
            raise OSError(error.errno, error.strerror, str(path)) from error
        raise


def sync(folder: Path) -> None:
    """Have the disk keep which files a folder holds."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
