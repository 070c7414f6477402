"""A lock between processes, of the standard library alone: `opa.py` runs before any dependency."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def one_at_a_time(directory: Path, doing: str) -> Iterator[None]:
    """Let one process at a time do what `doing` says in a directory that is there.

    Others wait, and say so on standard error. On Windows they do not: there two may do the work,
    and the last one wins. OSError where the directory cannot be locked.
    """
    try:
        import fcntl
    except ImportError:
        yield
        return
    handle = os.open(directory, os.O_RDONLY)
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            waiting = f"ai-export: another process is {doing}, waiting for it"
            print(waiting, file=sys.stderr, flush=True)
            fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)
