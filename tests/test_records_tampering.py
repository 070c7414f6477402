"""A changed past of records is seen, and nothing is built on it or removed from it."""

import shutil
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from record_chains import faults, fill

from ai_export_policy import signing
from ai_export_policy.errors import NotRecorded
from ai_export_policy.records import heads as signed_heads
from ai_export_policy.records import lines, records, verify
from ai_export_policy.records.retention import prune, years_of_policy


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
    tmp_path: Path, record_keys: tuple[Path, Path]
) -> None:
    folder = fill(tmp_path / "true", 5, key=record_keys[0])
    forged = fill(tmp_path / "forged", 5)
    assert verify(folder, [record_keys[1]]).signed_to == 5
    shutil.copy(folder / "heads.jsonl", forged / "heads.jsonl")
    assert faults(forged, record_keys[1]) == ["record 5 is not the one that was signed"]


def test_a_cut_off_end_is_seen_by_a_head_kept_elsewhere(
    tmp_path: Path, record_keys: tuple[Path, Path]
) -> None:
    folder = fill(tmp_path, 5, key=record_keys[0])
    kept = tmp_path / "kept.jsonl"
    shutil.move(folder / "heads.jsonl", kept)
    path = folder / "00000001.jsonl"
    path.write_bytes(b"".join(path.read_bytes().splitlines(keepends=True)[:4]))
    assert faults(folder, record_keys[1]) == []
    message = "record 5 was signed, and the chain ends at 4"
    assert faults(folder, record_keys[1], kept=(kept,)) == [message]


def test_a_forged_head_is_seen(tmp_path: Path, record_keys: tuple[Path, Path]) -> None:
    folder = fill(tmp_path, 2, key=record_keys[0])
    path = folder / "heads.jsonl"
    path.write_bytes(path.read_bytes().replace(b'"sequence":2', b'"sequence":1'))
    assert faults(folder, record_keys[1]) == ["the head's signature does not verify"]
    other = tmp_path / "a.pem", tmp_path / "b.pem"
    signing.new_key(*other)
    document = signed_heads.signed(verify(folder).head, other[0])
    assert signed_heads.is_genuine(document, [other[1]])
    assert not signed_heads.is_genuine(document, [record_keys[1]])
    assert not signed_heads.is_genuine(document | {"signature": "?"}, [other[1]])


def test_a_torn_head_is_cut_off(tmp_path: Path, record_keys: tuple[Path, Path]) -> None:
    folder = fill(tmp_path, 2, key=record_keys[0])
    with (folder / "heads.jsonl").open("ab") as file:
        file.write(b'{"chain":"ma')
    assert verify(folder, [record_keys[1]]).signed_to == 2
    fill(tmp_path, 2, key=record_keys[0])
    found = verify(folder, [record_keys[1]])
    assert (found.findings, found.signed_to) == ([], 4)
    (folder / "heads.jsonl").write_text("{}\n")
    with pytest.raises(NotRecorded, match="not a head"):
        verify(folder)


def test_records_go_when_their_years_are_over(
    tmp_path: Path, record_keys: tuple[Path, Path]
) -> None:
    folder = fill(tmp_path, 4, segment_bytes=1)
    written = date.fromisoformat(next(records(tmp_path)).record["time"][:10])
    years = years_of_policy()
    day = written.replace(year=written.year + years, day=1)
    assert prune(folder, years, today=day) == 0
    with pytest.raises(ValueError, match=f"{years} years"):
        prune(folder, years - 1, today=day)
    later = day.replace(year=day.year + 1)
    assert prune(folder, years + 1, today=day) == 0
    assert prune(folder, years, today=later, key=record_keys[0]) == 3
    found = verify(folder, [record_keys[1]])
    assert (found.findings, found.records, found.head.sequence) == ([], 1, 4)
    fill(tmp_path, 1)
    assert faults(folder, record_keys[1]) == []
    shutil.move(folder / "heads.jsonl", tmp_path / "heads.jsonl")
    assert faults(folder, record_keys[1]) == ["no signature says that 3 records may be gone"]
    assert faults(folder, record_keys[1], kept=(tmp_path / "heads.jsonl",)) == []
    (folder / "pruned.json").unlink()
    assert faults(folder) == ["record 4 follows record 0"]


def test_a_broken_chain_is_not_pruned(tmp_path: Path) -> None:
    folder = fill(tmp_path, 3, segment_bytes=1)
    (folder / "00000002.jsonl").unlink()
    with pytest.raises(NotRecorded, match="nothing was removed"):
        prune(folder, 50)
