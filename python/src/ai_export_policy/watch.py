"""What ends a process of ours when this one dies, whatever killed it."""

import os
import subprocess
import threading
import weakref
from contextlib import suppress
from typing import IO

# Ends the group when the standard input closes, which the death of this process does.
# (PR_SET_PDEATHSIG follows the thread that started the child, and would end it with that thread.)
_WATCH = 'read -r _; kill -s TERM -- "-$1"'


class Watch:
    """Ends the group of processes that `leader` leads when this process dies, until it is closed.

    This process is the one that made it: a child that Python forks (os.fork, multiprocessing) has
    no part in it, and lives on without what is watched. Where there is no shell it does nothing.
    """

    def __init__(self, leader: int) -> None:
        self._shell: subprocess.Popen[bytes] | None = None
        # The end of a pipe whose other end the shell reads. Without a buffer, and so without a lock
        # that another thread might hold when this process forks.
        self._held: IO[bytes] | None = None
        with suppress(OSError):
            with _LOCK:
                read, write = os.pipe()
                self._held = open(write, "wb", buffering=0)  # noqa: SIM115, open until it is closed
                _WATCHES.add(self)
            try:
                self._shell = subprocess.Popen(
                    ["/bin/sh", "-c", _WATCH, "sh", str(leader)],
                    stdin=read,
                    stdout=subprocess.DEVNULL,
                    stderr=subprocess.DEVNULL,
                    start_new_session=True,
                )
            finally:
                os.close(read)

    def close(self) -> None:
        """Watch no longer. Before the leader ends: its process id may then be someone else's."""
        if self._shell is not None:
            self._shell.kill()
            self._shell.wait()
            self._shell = None
        self.let_go()

    def let_go(self) -> None:
        """Close the pipe here: while another process has it open, the shell waits on."""
        with _LOCK:
            if self._held is not None:
                self._held.close()
                self._held = None


# Held where a pipe is open and not yet known as that of a watch, and while this process forks.
_LOCK = threading.RLock()
_WATCHES: weakref.WeakSet[Watch] = weakref.WeakSet()


def _in_child() -> None:
    """Let go of what the parent holds: the pipe is to close when that dies, not when both have."""
    for one in list(_WATCHES):
        one.let_go()
    _LOCK.release()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(
        before=_LOCK.acquire, after_in_parent=_LOCK.release, after_in_child=_in_child
    )
