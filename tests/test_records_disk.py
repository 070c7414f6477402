"""What a disk has of a chain when it fails, is cut off, or is waited for by many."""

import errno
import fcntl
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from random import Random
from typing import Any

import pytest
from record_chains import entry, faults, fill

from ai_export_policy.errors import NotRecorded
from ai_export_policy.records import Records, records, segments, verify


@pytest.mark.parametrize(
    "left",
    [b"{", b'{"hash":"sha256:00', b'{"hash":"sha256:' + b"\0" * 5000 + b'"}}\n{"hash":"sha'],
    ids=["brace", "hash", "gap"],
)
def test_a_torn_line_is_cut_off_and_said(left: bytes, tmp_path: Path) -> None:
    folder = fill(tmp_path, 2)
    path = folder / "00000001.jsonl"
    with path.open("ab") as file:
        file.write(left)
    found = verify(folder)
    assert found.whole
    assert [one.fault for one in found.findings] == [False]
    fill(tmp_path, 1)
    found = verify(folder)
    assert (found.findings, found.records) == ([], 4)
    note = list(records(tmp_path))[2].record
    assert (note["kind"], note["dropped"]) == ("recovery", len(left))


def test_room_that_was_reserved_is_no_line(tmp_path: Path) -> None:
    folder = fill(tmp_path, 2)
    path = folder / "00000001.jsonl"
    whole = path.read_bytes()
    path.write_bytes(whole + b"\0" * 70_000)
    assert (verify(folder).findings, verify(folder).records) == ([], 2)
    with Records(tmp_path) as one:
        one.append([entry()])
        content = path.read_bytes()
        assert content.startswith(whole)
        assert content.endswith(b"}\n" + b"\0" * (len(content) - len(content.rstrip(b"\0"))))
        assert len(content) > 1_000_000
        assert (verify(folder).findings, verify(folder).records) == ([], 3)
    assert path.read_bytes() == content.rstrip(b"\0")


def test_zero_bytes_over_lines_are_no_crash(tmp_path: Path) -> None:
    folder = fill(tmp_path, 5)
    path = folder / "00000001.jsonl"
    rows = path.read_bytes().splitlines(keepends=True)
    rows[2] = b"\0" * len(rows[2])
    path.write_bytes(b"".join(rows))
    assert faults(folder) == [segments.OVERWRITTEN]
    with pytest.raises(NotRecorded, match=segments.OVERWRITTEN):
        Records(tmp_path)
    assert path.read_bytes() == b"".join(rows)


def test_a_cut_of_power_takes_nothing_that_was_answered(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of a write under way a disk has any of the sectors, in any order."""
    true, written = os.pwrite, list[tuple[int, bytes]]()

    def noted(descriptor: int, content: Any, offset: int) -> int:
        written.append((offset, bytes(content)))
        return true(descriptor, content, offset)

    with Records(tmp_path / "true", segment_bytes=100_000) as one:
        one.append([entry("x" * 700), entry()])
        path = tmp_path / "true/main/00000001.jsonl"
        before = path.read_bytes()
        monkeypatch.setattr(os, "pwrite", noted)
        one.append([entry("y" * 900), entry("z" * 900), entry()])
    monkeypatch.undo()
    ((offset, content),) = written
    answered = before.rstrip(b"\0")
    seen = set()
    for seed in range(100):
        chance, image = Random(seed), bytearray(before)
        share = chance.random()
        for start in range(0, len(content), 512):
            if chance.random() < share:
                image[offset + start : offset + start + 512] = content[start : start + 512]
        left = tmp_path / f"{seed}/main/00000001.jsonl"
        left.parent.mkdir(parents=True)
        left.write_bytes(image)
        try:
            with Records(tmp_path / str(seed)) as after:
                after.append([entry("after")])
        except NotRecorded:
            assert faults(left.parent) == [segments.OVERWRITTEN]
            assert left.read_bytes() == image
            seen.add("refused")
            continue
        assert left.read_bytes().startswith(answered)
        assert verify(left.parent).findings == []
        kinds = [line.record["kind"] for line in records(tmp_path / str(seed))]
        seen.add(f"{kinds.index('recovery') if 'recovery' in kinds else 'whole'}")
    assert {"2", "refused"} <= seen


def test_a_broken_last_line_is_not_built_on(tmp_path: Path) -> None:
    folder = fill(tmp_path, 2)
    path = folder / "00000001.jsonl"
    path.write_bytes(path.read_bytes().replace(b'"CN"', b'"BR"'))
    with pytest.raises(NotRecorded, match="the last line is broken"):
        Records(tmp_path)


_WRITER = """
import sys
from pathlib import Path
from test_records import entry
from ai_export_policy.records import Records
with Records(Path(sys.argv[1]), segment_bytes=20_000) as one:
    while True:
        one.append([entry("x" * 3000), entry("y")])
        print(one.head.sequence, flush=True)
"""


def test_no_answered_decision_is_lost_when_the_writer_is_killed(tmp_path: Path) -> None:
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)}
    seen = 0
    for _ in range(3):
        writer = subprocess.Popen(
            [sys.executable, "-c", _WRITER, tmp_path],
            stdout=subprocess.PIPE,
            env=environment,
            text=True,
        )
        assert writer.stdout is not None
        for _ in range(12):
            seen = int(writer.stdout.readline())
        writer.send_signal(signal.SIGKILL)
        told = writer.communicate()[0].splitlines(keepends=True)
        seen = max([seen, *(int(line) for line in told if line.endswith("\n"))])
        found = verify(tmp_path / "main")
        assert found.whole
        assert found.head.sequence >= seen
    fill(tmp_path, 1)
    assert faults(tmp_path / "main") == []


def pwrite(told: Callable[[int, int], int | None]) -> Callable[[int, Any, int], int]:
    """os.pwrite that first asks `told`, by descriptor and offset, how many bytes it may take."""
    true = os.pwrite

    def write(descriptor: int, content: Any, offset: int) -> int:
        most = told(descriptor, offset)
        return true(descriptor, content[:most], offset)

    return write


@pytest.mark.parametrize("most", [None, 4096])
def test_the_disk_has_it_before_append_returns(
    most: int | None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    done: list[tuple[int, bool]] = []

    def told(descriptor: int, offset: int) -> int | None:
        kept = fcntl.fcntl(descriptor, fcntl.F_GETFL) & os.O_DSYNC == os.O_DSYNC
        done.append((offset, kept))
        return most

    with Records(tmp_path) as one:
        monkeypatch.setattr(os, "pwrite", pwrite(told))
        one.append([entry("x" * 5000), entry()])
        assert done == [(0, True)] if most is None else [(0, True), (4096, True), (8192, True)]
        monkeypatch.undo()
        assert (tmp_path / "main/00000001.jsonl").read_bytes().count(b"}\n") == 2


def test_a_segment_grows_by_room_that_is_reserved(tmp_path: Path) -> None:
    with Records(tmp_path, segment_bytes=20_000) as one:
        sizes = []
        for _ in range(20):
            one.append([entry("x" * 3000)])
            sizes.append(max((tmp_path / "main").glob("*.jsonl")).stat().st_size)
    assert sizes[0] == 20_480
    assert len(set(sizes)) < 4
    assert faults(tmp_path / "main") == []


def test_a_file_system_that_wants_its_cache_is_written_through_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = list[bool]()

    def told(descriptor: int, _offset: int) -> None:
        asked.append(fcntl.fcntl(descriptor, fcntl.F_GETFL) & os.O_DIRECT != 0)
        if asked[-1]:
            raise OSError(errno.EINVAL, "Invalid argument")

    monkeypatch.setattr(os, "pwrite", pwrite(told))
    fill(tmp_path, 3)
    assert asked == [True, False, False, False, False]
    assert verify(tmp_path / "main").records == 3


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EIO, errno.EINVAL])
def test_a_failing_disk_gives_no_answer_and_none_after_it(
    number: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def told(_descriptor: int, _offset: int) -> None:
        raise OSError(number, os.strerror(number))

    with Records(tmp_path) as one:
        one.append([entry()])
        with monkeypatch.context() as broken:
            broken.setattr(os, "pwrite", pwrite(told))
            with pytest.raises(NotRecorded, match=os.strerror(number)):
                one.append([entry()])
        with pytest.raises(NotRecorded, match="since a failure"):
            one.append([entry()])
    assert verify(tmp_path / "main").records == 1
    fill(tmp_path, 1)
    assert faults(tmp_path / "main") == []


def test_the_disk_keeps_the_folders_that_are_made(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    synced, sync = list[Path](), segments.sync

    def noted(folder: Path) -> None:
        synced.append(folder)
        sync(folder)

    monkeypatch.setattr(segments, "sync", noted)
    fill(tmp_path / "a/b", 1)
    assert set(synced) == {tmp_path, tmp_path / "a", tmp_path / "a/b", tmp_path / "a/b/main"}
    synced.clear()
    fill(tmp_path / "a/b", 1)
    assert synced == []


def test_threads_share_a_chain(tmp_path: Path) -> None:
    def write(one: Records) -> None:
        for _ in range(10):
            one.append([entry()])

    with Records(tmp_path, segment_bytes=10_000) as one:
        threads = [threading.Thread(target=write, args=(one,)) for _ in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert verify(tmp_path / "main").records == 80
    assert faults(tmp_path / "main") == []


class Disk:
    """A disk that keeps nothing until it is let go, and fails from the call `fails` on."""

    def __init__(self, fails: int = 99) -> None:
        self.fails = fails
        self.asked = 0
        self.begun, self.go = threading.Event(), threading.Event()

    def told(self, _descriptor: int, _offset: int) -> None:
        self.asked += 1
        self.begun.set()
        assert self.go.wait(20)
        if self.asked >= self.fails:
            raise OSError(5, "Input/output error")


@pytest.mark.parametrize("fails", [99, 2])
def test_threads_write_on_while_one_waits_for_the_disk_and_share_the_next_wait(
    fails: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    disk, answers = Disk(fails), list[str]()

    def write() -> None:
        try:
            one.append([entry()])
            answers.append("kept")
        except NotRecorded:
            answers.append("not recorded")

    with Records(tmp_path) as one, monkeypatch.context() as slow:
        slow.setattr(os, "pwrite", pwrite(disk.told))
        threads = [threading.Thread(target=write) for _ in range(4)]
        threads[0].start()
        assert disk.begun.wait(20)
        for thread in threads[1:]:
            thread.start()
        end = time.monotonic() + 20
        while one.head.sequence < 4 and time.monotonic() < end:
            time.sleep(0.001)
        assert (one.head.sequence, disk.asked, answers) == (4, 1, [])
        disk.go.set()
        for thread in threads:
            thread.join(20)
        assert disk.asked == 2
    assert answers == ["kept"] + ["kept" if fails > 2 else "not recorded"] * 3
    assert faults(tmp_path / "main") == []
