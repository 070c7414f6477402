"""The segment that is written to: what `write` was given is on the disk when it returns.

A file that grows is written twice, its content and its new size, the latter often through a journal
with flushes of its own. So room is reserved ahead, as zero bytes, which no line contains, and lines
go over them: whole blocks, past the system's cache where the file system lets them (O_DIRECT), and
flushed by the same call (O_DSYNC). A block that is begun is written again with what follows in it.
"""

import errno
import fcntl
import os
from contextlib import suppress
from mmap import mmap
from pathlib import Path

_BLOCK = 4096
_DIRECT = getattr(os, "O_DIRECT", 0)

RESERVED = 1024 * 1024
"""Bytes that are reserved at a time, unless told otherwise."""


class OpenSegment:
    """The file at `path`, made if it is not there; what stands after its first `size` bytes goes.

    OSError from every method where the disk fails; what it holds is then unknown.
    """

    def __init__(self, path: Path, size: int, reserved: int = RESERVED) -> None:
        self.size = size
        self._ahead = _blocks(reserved)
        self._buffer = mmap(-1, 4 * _BLOCK)
        self._file = os.open(path, os.O_RDWR | os.O_CREAT | os.O_DSYNC, 0o600)
        try:
            begun = size % _BLOCK
            self._begun = os.pread(self._file, begun, size - begun)
            os.ftruncate(self._file, size)
            self._end = _blocks(size)
            with suppress(OSError):
                self._set(_DIRECT)
            self._reserve(self._end)
        except BaseException:
            self.close()
            raise

    def write(self, content: bytes) -> None:
        """Add `content` at the end."""
        start = self.size - len(self._begun)
        content = self._begun + content
        length = _blocks(len(content))
        if start + length > self._end:
            self._reserve(start + length)
        if length > len(self._buffer):
            self._buffer = mmap(-1, length)
        self._buffer[:length] = content.ljust(length, b"\0")
        with memoryview(self._buffer) as whole:
            self._put(whole[:length], start)
        self.size = start + len(content)
        self._begun = content[len(content) - self.size % _BLOCK :]

    def finish(self) -> None:
        """Let go of the room that was not used."""
        os.ftruncate(self._file, self.size)
        os.fsync(self._file)

    def close(self) -> None:
        """Close the file."""
        os.close(self._file)

    def _reserve(self, least: int) -> None:
        with mmap(-1, least - self._end + self._ahead) as zeros, memoryview(zeros) as whole:
            self._put(whole, self._end)
            self._end += len(whole)

    def _put(self, content: memoryview, offset: int) -> None:
        done = 0
        while done < len(content):
            try:
                with content[done:] as rest:
                    done += os.pwrite(self._file, rest, offset + done)
            except OSError as error:
                if error.errno != errno.EINVAL or not self._set(0):
                    raise

    def _set(self, direct: int) -> bool:
        """Write past the cache (_DIRECT) or through it (0); whether that is another way."""
        before = fcntl.fcntl(self._file, fcntl.F_GETFL)
        after = before & ~_DIRECT | direct
        fcntl.fcntl(self._file, fcntl.F_SETFL, after)
        return after != before


def _blocks(size: int) -> int:
    """`size` bytes, up to the end of their last block."""
    return -(-size // _BLOCK) * _BLOCK
