"""What is replaced is on the disk, and a disk that fails is told with the name of the file."""

import errno
import os
import resource
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from ai_export_policy.records import heads
from ai_export_policy.replacing import replacing


@pytest.fixture
def synced(monkeypatch: pytest.MonkeyPatch) -> list[tuple[int, int]]:
    """What the disk was told to keep: its inode, and how many entries the folder had by then."""
    told: list[tuple[int, int]] = []
    fsync = os.fsync

    def noted(descriptor: int) -> None:
        fsync(descriptor)
        folder = os.path.isdir(f"/proc/self/fd/{descriptor}")
        entries = len(os.listdir(descriptor)) if folder else 0
        told.append((os.fstat(descriptor).st_ino, entries))

    monkeypatch.setattr(os, "fsync", noted)
    return told


def test_the_disk_keeps_the_file_and_then_its_name(
    tmp_path: Path, synced: list[tuple[int, int]]
) -> None:
    with replacing(tmp_path / "one") as fresh:
        fresh.write_text("after")
        assert synced == []
    inodes = [(tmp_path / "one").stat().st_ino, tmp_path.stat().st_ino]
    assert [inode for inode, _ in synced] == inodes


def test_the_disk_keeps_the_name_of_the_first_head(
    tmp_path: Path, synced: list[tuple[int, int]]
) -> None:
    heads.append(tmp_path, {"chain": "main"})
    file = (tmp_path / heads.HEADS).stat().st_ino
    assert synced == [(file, 0), (tmp_path.stat().st_ino, 1)]
    heads.append(tmp_path, {"chain": "main"})
    assert synced[2:] == [(file, 0)]
    # Who was killed in the first may not have told the disk of the file.
    (tmp_path / heads.HEADS).write_bytes(b'{"chain":"ma')
    heads.append(tmp_path, {"chain": "main"})
    assert synced[3:] == [(file, 0), (tmp_path.stat().st_ino, 1)]


@contextmanager
def files_of(size: int) -> Iterator[None]:
    """No file grows beyond so many bytes, as on a disk that is full there."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def test_a_disk_without_room_is_told_with_the_name_of_the_file(tmp_path: Path) -> None:
    path = tmp_path / "one"
    path.write_text("before")
    with pytest.raises(OSError, match="large") as full, files_of(1000), replacing(path) as fresh:
        fresh.write_bytes(b" " * 5000)
    assert (full.value.errno, full.value.filename) == (errno.EFBIG, str(path))
    assert {one.name: one.read_text() for one in tmp_path.iterdir()} == {"one": "before"}


def test_a_device_without_room_is_told_with_its_name() -> None:
    with pytest.raises(OSError, match="space") as full, replacing(Path("/dev/full")) as fresh:
        fresh.write_bytes(b" " * 5000)
    assert (full.value.errno, full.value.filename) == (errno.ENOSPC, "/dev/full")


def test_what_else_fails_keeps_its_words(tmp_path: Path) -> None:
    with pytest.raises(ConnectionResetError) as lost, replacing(tmp_path / "one"):
        raise ConnectionResetError(errno.ECONNRESET, "reset")
    assert lost.value.filename is None
