"""Records of decisions: on disk before the answer, and a changed past is seen."""

import copy
import json
import os
import shutil
import sys
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
import scratch_policies
from pyarrow import parquet
from scratch_policies import REQUEST, REVISION, decision

from ai_export_policy import Client, Decision, RequestInvalid, Sidecar, signing, strict_json
from ai_export_policy.cli import main
from ai_export_policy.errors import NotRecorded
from ai_export_policy.records import Entry, RecordedClient, Records, lines, records, verify
from ai_export_policy.records import export as exporting
from ai_export_policy.records import heads as signed_heads
from ai_export_policy.records.retention import prune, years_of_policy


def entry(name: str = "line 1") -> Entry:
    request = REQUEST | {"request_id": name}
    return Entry(request, decision(request), "1.22.2")


def fill(store: Path, number: int = 5, **options: Any) -> Path:
    """A chain of `number` records; its folder."""
    with Records(store, **options) as one:
        for count in range(number):
            one.append([entry(f"line {count}")])
    return store / str(options.get("chain", "main"))


def faults(folder: Path, *keys: Path, kept: tuple[Path, ...] = ()) -> list[str]:
    return [one.message for one in verify(folder, keys, kept).findings if one.fault]


@pytest.fixture(scope="session")
def keys(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """Private and public key."""
    folder = tmp_path_factory.mktemp("keys")
    pair = folder / "private.pem", folder / "public.pem"
    signing.new_key(*pair)
    return pair


def test_a_record_says_what_was_asked_answered_when_and_by_what(tmp_path: Path) -> None:
    with Records(tmp_path) as one:
        one.append([Entry(REQUEST, decision(REQUEST), "1.22.2", trace=b"how")])
        head = one.head
    (line,) = records(tmp_path)
    assert line.hash == head.hash
    record = line.record
    assert record.pop("time").endswith("Z")
    assert record == {
        "kind": "decision",
        "format": 1,
        "chain": "main",
        "sequence": 1,
        "previous": lines.START,
        "request": REQUEST,
        "decision": decision(REQUEST),
        "revision": REVISION,
        "data_digest": None,
        "engine": "1.22.2",
        "trace_digest": lines.digest(b"how"),
    }


def test_records_are_for_their_owner_alone(tmp_path: Path, keys: tuple[Path, Path]) -> None:
    before = os.umask(0)
    try:
        folder = fill(tmp_path, 2, key=keys[0], segment_bytes=1)
    finally:
        os.umask(before)
    made = [folder, *folder.iterdir()]
    assert len(made) == 5
    assert [one.name for one in made if one.stat().st_mode & 0o077] == []


def test_the_hash_is_over_bytes_that_stand_in_the_line(tmp_path: Path) -> None:
    content = (fill(tmp_path, 1) / "00000001.jsonl").read_bytes()
    body = content[content.index(b'"record":') + len(b'"record":') : -2]
    assert json.loads(content)["hash"] == lines.digest(body)


def test_a_chain_goes_on_where_it_was_left(tmp_path: Path) -> None:
    for count in range(3):
        fill(tmp_path, 2, segment_bytes=1 + 2000 * count)
    found = verify(tmp_path / "main")
    assert found.whole
    assert found.records == found.head.sequence == 6
    assert [line.record["sequence"] for line in records(tmp_path)] == [1, 2, 3, 4, 5, 6]


def test_segments_follow_each_other(tmp_path: Path) -> None:
    folder = fill(tmp_path, 5, segment_bytes=1)
    assert len(list(folder.glob("*.jsonl"))) == 5
    assert verify(folder).records == 5
    (folder / "00000003.jsonl").unlink()
    assert faults(folder) == ["record 4 follows record 2"]


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
    tmp_path: Path, keys: tuple[Path, Path]
) -> None:
    folder = fill(tmp_path / "true", 5, key=keys[0])
    forged = fill(tmp_path / "forged", 5)
    assert verify(folder, [keys[1]]).signed_to == 5
    shutil.copy(folder / "heads.jsonl", forged / "heads.jsonl")
    assert faults(forged, keys[1]) == ["record 5 is not the one that was signed"]


def test_a_cut_off_end_is_seen_by_a_head_kept_elsewhere(
    tmp_path: Path, keys: tuple[Path, Path]
) -> None:
    folder = fill(tmp_path, 5, key=keys[0])
    kept = tmp_path / "kept.jsonl"
    shutil.move(folder / "heads.jsonl", kept)
    path = folder / "00000001.jsonl"
    path.write_bytes(b"".join(path.read_bytes().splitlines(keepends=True)[:4]))
    assert faults(folder, keys[1]) == []
    message = "record 5 was signed, and the chain ends at 4"
    assert faults(folder, keys[1], kept=(kept,)) == [message]


def test_a_forged_head_is_seen(tmp_path: Path, keys: tuple[Path, Path]) -> None:
    folder = fill(tmp_path, 2, key=keys[0])
    path = folder / "heads.jsonl"
    path.write_bytes(path.read_bytes().replace(b'"sequence":2', b'"sequence":1'))
    assert faults(folder, keys[1]) == ["the head's signature does not verify"]
    other = tmp_path / "a.pem", tmp_path / "b.pem"
    signing.new_key(*other)
    document = signed_heads.signed(verify(folder).head, other[0])
    assert signed_heads.is_genuine(document, [other[1]])
    assert not signed_heads.is_genuine(document, [keys[1]])
    assert not signed_heads.is_genuine(document | {"signature": "?"}, [other[1]])


def test_a_torn_head_is_cut_off(tmp_path: Path, keys: tuple[Path, Path]) -> None:
    folder = fill(tmp_path, 2, key=keys[0])
    with (folder / "heads.jsonl").open("ab") as file:
        file.write(b'{"chain":"ma')
    assert verify(folder, [keys[1]]).signed_to == 2
    fill(tmp_path, 2, key=keys[0])
    found = verify(folder, [keys[1]])
    assert (found.findings, found.signed_to) == ([], 4)
    (folder / "heads.jsonl").write_text("{}\n")
    with pytest.raises(NotRecorded, match="not a head"):
        verify(folder)


def test_a_chain_has_one_writer_and_a_store_has_many(tmp_path: Path) -> None:
    with Records(tmp_path) as one, Records(tmp_path, chain="other") as other:
        with pytest.raises(NotRecorded, match="another writer"):
            Records(tmp_path)
        one.append([entry()])
        other.append([entry()])
    with pytest.raises(NotRecorded, match="closed"):
        one.append([entry()])
    assert [line.record["chain"] for line in records(tmp_path)] == ["main", "other"]


@pytest.mark.parametrize("name", ["", "..", "a/b", ".hidden", "x" * 65])
def test_a_chain_is_no_path(name: str, tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="a chain's name"):
        Records(tmp_path, chain=name)


def test_a_child_does_not_write_into_its_parents_chain(tmp_path: Path) -> None:
    with Records(tmp_path) as one:
        child = os.fork()
        if child == 0:
            try:
                one.append([entry()])
            except NotRecorded:
                os._exit(7)
            os._exit(0)
        assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 7
        one.append([entry()])
    assert verify(tmp_path / "main").records == 1


def test_a_store_that_cannot_be_made_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(NotRecorded, match="cannot be written"):
        Records(tmp_path / "file")


def test_what_is_no_json_is_not_recorded(tmp_path: Path) -> None:
    with Records(tmp_path) as one:
        with pytest.raises(NotRecorded, match="no JSON"):
            one.append([Entry({"x": float("nan")}, {}, None)])
        one.append([entry()])
    assert verify(tmp_path / "main").records == 1


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Client]:
    policies = scratch_policies.write(tmp_path_factory.mktemp("policies"))
    with Sidecar(policies) as sidecar, Client(sidecar.url, expected_revisions={REVISION}) as one:
        yield one


def test_a_decision_is_on_record_before_it_is_given(client: Client, tmp_path: Path) -> None:
    with Records(tmp_path) as store:
        recorded = RecordedClient(client, store)
        answer = recorded.decide(REQUEST)
        with pytest.raises(RequestInvalid):
            recorded.decide({})
        (line,) = records(tmp_path)
        assert line.record["request"] == REQUEST
        assert line.record["decision"] == answer.document
        assert line.record["engine"] == answer.engine == "1.22.2"
        many = recorded.decide_many({"a": REQUEST, "b": {}, "c": REQUEST | {"request_id": "2"}})
    assert [type(one).__name__ for one in many.values()] == [
        "Decision",
        "RequestInvalid",
        "Decision",
    ]
    ids = [line.record["decision"]["request_id"] for line in records(tmp_path)]
    assert ids == ["line 1", "line 1", "2"]


class Meddling:
    """A client whose caller changes the request once it was asked."""

    def __init__(self, client: Client, request: dict[str, Any]) -> None:
        self._client, self._request = client, request

    def decide(self, request: Any) -> Decision:
        answer = self._client.decide(request)
        self._request["parties"]["recipient"]["name"] = "another"
        return answer


def test_what_is_on_record_is_what_was_sent(client: Client, tmp_path: Path) -> None:
    request = copy.deepcopy(REQUEST)
    request["parties"] = {"recipient": {"name": "one", "headquarters": "CN"}}
    with Records(tmp_path) as store:
        asked: Any = Meddling(client, request)
        RecordedClient(asked, store).decide(request)
        with pytest.raises(RequestInvalid):
            RecordedClient(client, store).decide(None)  # type: ignore[arg-type]
    assert next(records(tmp_path)).record["request"]["parties"]["recipient"]["name"] == "one"
    assert request["parties"]["recipient"]["name"] == "another"


def test_no_record_no_answer(client: Client, tmp_path: Path) -> None:
    store = Records(tmp_path)
    recorded = RecordedClient(client, store)
    store.close()
    with pytest.raises(NotRecorded):
        recorded.decide(REQUEST)
    answers = recorded.decide_many({"a": REQUEST, "b": {}})
    assert isinstance(answers["a"], NotRecorded)
    assert isinstance(answers["b"], RequestInvalid)
    assert not any(isinstance(one, Decision) for one in answers.values())


def test_records_go_when_their_years_are_over(tmp_path: Path, keys: tuple[Path, Path]) -> None:
    folder = fill(tmp_path, 4, segment_bytes=1)
    written = date.fromisoformat(next(records(tmp_path)).record["time"][:10])
    years = years_of_policy()
    day = written.replace(year=written.year + years, day=1)
    assert prune(folder, years, today=day) == 0
    with pytest.raises(ValueError, match=f"{years} years"):
        prune(folder, years - 1, today=day)
    later = day.replace(year=day.year + 1)
    assert prune(folder, years + 1, today=day) == 0
    assert prune(folder, years, today=later, key=keys[0]) == 3
    found = verify(folder, [keys[1]])
    assert (found.findings, found.records, found.head.sequence) == ([], 1, 4)
    fill(tmp_path, 1)
    assert faults(folder, keys[1]) == []
    shutil.move(folder / "heads.jsonl", tmp_path / "heads.jsonl")
    assert faults(folder, keys[1]) == ["no signature says that 3 records may be gone"]
    assert faults(folder, keys[1], kept=(tmp_path / "heads.jsonl",)) == []
    (folder / "pruned.json").unlink()
    assert faults(folder) == ["record 4 follows record 0"]


def test_a_broken_chain_is_not_pruned(tmp_path: Path) -> None:
    folder = fill(tmp_path, 3, segment_bytes=1)
    (folder / "00000002.jsonl").unlink()
    with pytest.raises(NotRecorded, match="nothing was removed"):
        prune(folder, 50)


def test_the_command_verifies(
    tmp_path: Path, keys: tuple[Path, Path], capsys: pytest.CaptureFixture[str]
) -> None:
    folder = fill(tmp_path, 2, key=keys[0])
    assert main(["records", "verify", "--key", str(keys[1]), str(tmp_path)]) == 0
    assert "main: whole, 2 records, signed up to 2, sha256:" in capsys.readouterr().out
    path = folder / "00000001.jsonl"
    path.write_bytes(path.read_bytes().replace(b'"CN"', b'"BR"'))
    assert main(["records", "verify", "--format", "json", str(tmp_path)]) == 1
    told = json.loads(capsys.readouterr().out)
    assert not told["whole"]
    assert len([one for one in told["findings"] if one["fault"]]) == 3
    assert main(["records", "export", str(tmp_path)]) == 4


def test_the_command_refuses_a_folder_without_records(tmp_path: Path) -> None:
    assert main(["records", "verify", str(tmp_path)]) == 4
    assert main(["records", "verify", str(tmp_path / "nowhere")]) == 64


def test_the_command_shows_exports_and_prunes(
    tmp_path: Path, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    folder = fill(tmp_path, 3)
    stored = (folder / "00000001.jsonl").read_bytes()
    assert main(["records", "export", str(tmp_path)]) == 0
    assert capsysbinary.readouterr().out == stored
    out = tmp_path / "out.jsonl"
    assert main(["records", "export", "--output", str(out), str(tmp_path)]) == 0
    assert out.read_bytes() == stored
    assert main(["records", "show", "--sequence", "2", "--format", "json", str(tmp_path)]) == 0
    shown = json.loads(capsysbinary.readouterr().out)
    assert shown["record"]["decision"]["request_id"] == "line 1"
    assert main(["records", "show", "--request-id", "line 2", str(tmp_path)]) == 0
    assert b"main 3, " in capsysbinary.readouterr().out
    assert main(["records", "show", "--sequence", "9", str(tmp_path)]) == 64
    assert main(["records", "prune", str(tmp_path)]) == 0
    assert b"main: 0 segments removed" in capsysbinary.readouterr().out
    assert main(["records", "prune", "--years", "1", str(tmp_path)]) == 64
    assert main(["records", "export", "--format", "parquet", str(tmp_path)]) == 64


def test_parquet_needs_pyarrow_and_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    fill(tmp_path, 1)
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    output = ["--format", "parquet", "--output", str(tmp_path / "out.parquet")]
    assert main(["records", "export", *output, str(tmp_path)]) == 4
    assert "pyarrow" in capsys.readouterr().err


def test_parquet_holds_what_json_lines_hold(tmp_path: Path) -> None:
    with Records(tmp_path) as one:
        one.append([Entry(REQUEST, decision(REQUEST), "1.22.2", trace=b"how")])
    with (tmp_path / "main/00000001.jsonl").open("ab") as file:
        file.write(b"torn")
    fill(tmp_path, 2)
    path = tmp_path / "out.parquet"
    assert (
        main(["records", "export", "--format", "parquet", "--output", str(path), str(tmp_path)])
        == 0
    )
    rows = parquet.read_table(path).to_pylist()
    stored = list(records(tmp_path))
    assert [row["hash"] for row in rows] == [line.hash for line in stored]
    assert [row["kind"] for row in rows] == ["decision", "recovery", "decision", "decision"]
    record = stored[0].record
    assert rows[0].pop("time") == datetime.fromisoformat(record["time"])
    assert rows[0] == {
        "chain": "main",
        "sequence": 1,
        "hash": stored[0].hash,
        "previous": lines.START,
        "kind": "decision",
        "revision": REVISION,
        "data_digest": None,
        "engine": "1.22.2",
        "trace_digest": lines.digest(b"how"),
        "request_id": "line 1",
        "as_of": "2025-07-01",
        "outcome": "indeterminate",
        "authorization": None,
        "request": strict_json.dump(REQUEST).decode(),
        "decision": strict_json.dump(decision(REQUEST)).decode(),
    }
    assert (rows[1]["request"], rows[1]["decision"], rows[1]["outcome"]) == (None, None, None)


def test_the_columns_of_a_parquet_file_do_not_depend_on_what_is_in_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(exporting, "_AT_ONCE", 2)
    fill(tmp_path / "store", 5)
    schemas = []
    for number, found in enumerate(([], records(tmp_path / "store"))):
        path = tmp_path / f"{number}.parquet"
        assert exporting.parquet(found, path) == 5 * number
        schemas.append(parquet.read_schema(path))
    assert schemas[0].equals(schemas[1])
    assert str(schemas[0].field("authorization").type) == "string"
    assert str(schemas[0].field("time").type) == "timestamp[us, tz=UTC]"


def test_of_a_broken_chain_there_is_no_parquet_file(tmp_path: Path) -> None:
    path = fill(tmp_path / "store", 3) / "00000001.jsonl"
    path.write_bytes(b"".join(path.read_bytes().splitlines(keepends=True)[::2]))
    out = tmp_path / "out.parquet"
    given = ["--format", "parquet", "--output", str(out), str(tmp_path / "store")]
    assert main(["records", "export", *given]) == 4
    assert sorted(one.name for one in tmp_path.iterdir()) == ["store"]
