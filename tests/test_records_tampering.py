"""A changed past of records is seen, and nothing is built on it or removed from it."""

import fcntl
import shutil
import threading
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from record_chains import faults, fill

from ai_export_policy import signing, strict_json
from ai_export_policy.errors import NotRecorded
from ai_export_policy.records import heads as signed_heads
from ai_export_policy.records import lines, records, verify
from ai_export_policy.records.retention import prune, years_of_policy
from ai_export_policy.records.verify import NO_SEGMENT, verify_store


def _flip(rows: list[bytes]) -> None:
    rows[2] = rows[2].replace(b'"CN"', b'"BR"')


def _rehash(rows: list[bytes]) -> None:
    record = lines.decode(rows[2]).record
    record["request"]["destination"] = "BR"
    rows[2] = lines.encode(lines.parts(record))[0]


def _drop(rows: list[bytes]) -> None:
    del rows[2]


def _swap(rows: list[bytes]) -> None:
    rows[2], rows[3] = rows[3], rows[2]


def _repeat(rows: list[bytes]) -> None:
    rows.insert(2, rows[1])


def _blank(rows: list[bytes]) -> None:
    rows.insert(2, b"\n")


def _first(rows: list[bytes]) -> None:
    del rows[0]


CHANGES = [_flip, _rehash, _drop, _swap, _repeat, _blank, _first]


@pytest.mark.parametrize("change", CHANGES, ids=lambda change: change.__name__)
def test_a_changed_past_is_seen(change: Any, tmp_path: Path) -> None:
    folder = fill(tmp_path)
    assert faults(folder) == []
    path = folder / "00000001.jsonl"
    rows = path.read_bytes().splitlines(keepends=True)
    change(rows)
    path.write_bytes(b"".join(rows))
    assert faults(folder)
    with pytest.raises(NotRecorded, match=r"00000001.jsonl:"):
        list(records(tmp_path))


def test_a_record_of_another_chain_is_seen(tmp_path: Path) -> None:
    fill(tmp_path, 1, chain="other")
    fill(tmp_path, 1)
    shutil.copy(tmp_path / "other/00000001.jsonl", tmp_path / "main/00000001.jsonl")
    assert faults(tmp_path / "main") == ["a record of the chain 'other'"]


def test_a_past_written_anew_is_seen_by_its_signed_head(
    tmp_path: Path, key_pair: tuple[Path, Path]
) -> None:
    folder = fill(tmp_path / "true", 5, key=key_pair[0])
    forged = fill(tmp_path / "forged", 5)
    assert verify(folder, [key_pair[1]]).signed_to == 5
    shutil.copy(folder / "heads.jsonl", forged / "heads.jsonl")
    assert faults(forged, key_pair[1]) == ["record 5 is not the one that was signed"]


def test_a_cut_off_end_is_seen_by_a_head_kept_elsewhere(
    tmp_path: Path, key_pair: tuple[Path, Path]
) -> None:
    folder = fill(tmp_path, 5, key=key_pair[0])
    kept = tmp_path / "kept.jsonl"
    shutil.move(folder / "heads.jsonl", kept)
    path = folder / "00000001.jsonl"
    path.write_bytes(b"".join(path.read_bytes().splitlines(keepends=True)[:4]))
    assert faults(folder, key_pair[1]) == []
    message = "record 5 was signed, and the chain ends at 4"
    assert faults(folder, key_pair[1], kept=(kept,)) == [message]


def test_a_forged_head_is_seen(tmp_path: Path, key_pair: tuple[Path, Path]) -> None:
    folder = fill(tmp_path, 2, key=key_pair[0])
    path = folder / "heads.jsonl"
    path.write_bytes(path.read_bytes().replace(b'"sequence":2', b'"sequence":1'))
    assert faults(folder, key_pair[1]) == ["the head's signature does not verify"]
    other = tmp_path / "a.pem", tmp_path / "b.pem"
    signing.new_key(*other)
    document = signed_heads.signed(verify(folder).head, other[0])
    assert signed_heads.is_genuine(document, [other[1]])
    assert not signed_heads.is_genuine(document, [key_pair[1]])
    assert not signed_heads.is_genuine(document | {"signature": "?"}, [other[1]])


def test_a_torn_head_is_cut_off(tmp_path: Path, key_pair: tuple[Path, Path]) -> None:
    folder = fill(tmp_path, 2, key=key_pair[0])
    with (folder / "heads.jsonl").open("ab") as file:
        file.write(b'{"chain":"ma')
    assert verify(folder, [key_pair[1]]).signed_to == 2
    fill(tmp_path, 2, key=key_pair[0])
    found = verify(folder, [key_pair[1]])
    assert (found.findings, found.signed_to) == ([], 4)
    (folder / "heads.jsonl").write_text("{}\n")
    with pytest.raises(NotRecorded, match="not a head"):
        verify(folder)


def test_records_go_when_their_years_are_over(tmp_path: Path, key_pair: tuple[Path, Path]) -> None:
    folder = fill(tmp_path, 4, segment_bytes=1)
    written = date.fromisoformat(next(records(tmp_path)).record["time"][:10])
    years = years_of_policy()
    day = written.replace(year=written.year + years, day=1)
    assert prune(folder, years, today=day) == 0
    with pytest.raises(ValueError, match=f"{years} years"):
        prune(folder, years - 1, today=day)
    later = day.replace(year=day.year + 1)
    assert prune(folder, years + 1, today=day) == 0
    assert prune(folder, years, today=later, key=key_pair[0]) == 3
    found = verify(folder, [key_pair[1]])
    assert (found.findings, found.records, found.head.sequence) == ([], 1, 4)
    fill(tmp_path, 1)
    assert faults(folder, key_pair[1]) == []
    shutil.move(folder / "heads.jsonl", tmp_path / "heads.jsonl")
    assert faults(folder, key_pair[1]) == ["no signature says that 3 records may be gone"]
    assert faults(folder, key_pair[1], kept=(tmp_path / "heads.jsonl",)) == []
    (folder / "pruned.json").unlink()
    assert faults(folder) == ["record 4 follows record 0"]


def test_a_broken_chain_is_not_pruned(tmp_path: Path) -> None:
    folder = fill(tmp_path, 3, segment_bytes=1)
    (folder / "00000002.jsonl").unlink()
    with pytest.raises(NotRecorded, match="nothing was removed"):
        prune(folder, 50)


@pytest.mark.parametrize("left", ["heads.jsonl", "pruned.json", "lock"])
def test_a_chain_that_has_lost_its_segments_is_seen(
    left: str, tmp_path: Path, key_pair: tuple[Path, Path]
) -> None:
    fill(tmp_path, 1, chain="other")
    folder = fill(tmp_path, 2, key=key_pair[0])
    (folder / "pruned.json").write_text(f'{{"sequence":2,"hash":"{verify(folder).head.hash}"}}\n')
    for path in folder.iterdir():
        if path.name != left:
            path.unlink()
    found = {one.head.chain: one for one in verify_store(tmp_path)}
    assert found["other"].whole
    assert NO_SEGMENT in [one.message for one in found["main"].findings]
    with pytest.raises(NotRecorded, match="no segment"):
        list(records(tmp_path))
    with pytest.raises(NotRecorded, match="nothing was removed"):
        prune(folder, 50)


def test_a_chain_that_is_gone_is_seen_by_a_head_kept_elsewhere(
    tmp_path: Path, key_pair: tuple[Path, Path]
) -> None:
    store = tmp_path / "store"
    folder = fill(store, 2, key=key_pair[0])
    fill(store, 1, chain="other")
    kept = tmp_path / "kept.jsonl"
    shutil.copy(folder / "heads.jsonl", kept)
    assert all(one.whole for one in verify_store(store, [key_pair[1]], [kept]))
    shutil.rmtree(folder)
    other, gone = verify_store(store, [key_pair[1]], [kept])
    assert (other.whole, gone.head.chain, gone.whole, gone.records) == (True, "main", False, 0)
    shutil.rmtree(store / "other")
    assert [one.whole for one in verify_store(store, kept=[kept])] == [False]
    with pytest.raises(NotRecorded, match="no records"):
        verify_store(store)


@pytest.mark.parametrize("crashes_after", [0, 1, 2])
def test_a_prune_that_died_is_finished_by_the_next(
    crashes_after: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = fill(tmp_path, 4, segment_bytes=1)
    day = date.fromisoformat(next(records(tmp_path)).record["time"][:10])
    years = years_of_policy()
    later, unlink, gone = day.replace(year=day.year + years + 1, day=1), Path.unlink, list[Path]()

    def dies(path: Path) -> None:
        if len(gone) == crashes_after:
            raise KeyboardInterrupt
        gone.append(path)
        unlink(path)

    with monkeypatch.context() as dying:
        dying.setattr(Path, "unlink", dies)
        with pytest.raises(KeyboardInterrupt):
            prune(folder, years, today=later)
    assert len(list(folder.glob("0*.jsonl"))) == 4 - crashes_after
    found = verify(folder)
    assert (found.findings, found.records, found.head.sequence) == ([], 1, 4)
    fill(tmp_path, 1)
    assert [line.record["sequence"] for line in records(tmp_path)] == [4, 5]
    assert prune(folder, years, today=day) == 3 - crashes_after
    assert [path.name for path in sorted(folder.glob("0*.jsonl"))] == ["00000004.jsonl"]
    assert faults(folder) == []


def test_retention_does_not_take_the_last_segment(tmp_path: Path) -> None:
    folder = fill(tmp_path, 2, segment_bytes=1)
    (folder / "pruned.json").write_text(f'{{"sequence":2,"hash":"{verify(folder).head.hash}"}}\n')
    assert faults(folder) == ["record 2 follows record 2"]


def test_what_is_no_head_is_told(tmp_path: Path) -> None:
    folder = fill(tmp_path, 2)
    for line in ('{"chain":"main","hash":"","sequence":"5"}', "[" * 100_000):
        (folder / "heads.jsonl").write_text(f"{line}\n")
        with pytest.raises(NotRecorded, match="not a head"):
            verify(folder)


@pytest.mark.parametrize("name", ["00000001.jsonl", "heads.jsonl", "pruned.json"])
def test_a_folder_in_the_place_of_a_file_is_told(name: str, tmp_path: Path) -> None:
    folder = fill(tmp_path, 1)
    (folder / name).unlink(missing_ok=True)
    (folder / name).mkdir()
    with pytest.raises(NotRecorded, match=f"{name} cannot be read"):
        verify(folder)


def test_writers_of_heads_wait_for_each_other(tmp_path: Path, key_pair: tuple[Path, Path]) -> None:
    folder = fill(tmp_path, 2, key=key_pair[0])
    (head,) = signed_heads.read(folder / "heads.jsonl")
    writer = threading.Thread(target=signed_heads.append, args=(folder, head))
    with (folder / "heads.jsonl").open("ab") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        writer.start()
        writer.join(0.3)
        assert writer.is_alive()
        file.write(strict_json.dump(head) + b"\n")
    writer.join(20)
    assert signed_heads.read(folder / "heads.jsonl") == [head] * 3
