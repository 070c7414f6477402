"""The commands on records, and what they export."""

import json
import shutil
import sys
from datetime import datetime
from pathlib import Path

import pytest
from pyarrow import parquet
from record_chains import fill
from scratch_policies import REQUEST, REVISION, decision

from ai_export_policy import strict_json
from ai_export_policy.cli import main
from ai_export_policy.records import Entry, Records, lines, records
from ai_export_policy.records import export as exporting


def test_the_command_verifies(
    tmp_path: Path, key_pair: tuple[Path, Path], capsys: pytest.CaptureFixture[str]
) -> None:
    folder = fill(tmp_path, 2, key=key_pair[0])
    assert main(["records", "verify", "--key", str(key_pair[1]), str(tmp_path)]) == 0
    assert "main: whole, 2 records, signed up to 2, sha256:" in capsys.readouterr().out
    path = folder / "00000001.jsonl"
    path.write_bytes(path.read_bytes().replace(b'"CN"', b'"BR"'))
    assert main(["records", "verify", "--format", "json", str(tmp_path)]) == 1
    told = json.loads(capsys.readouterr().out)
    assert not told["whole"]
    assert len([one for one in told["findings"] if one["fault"]]) == 3
    assert main(["records", "export", str(tmp_path)]) == 4


def test_the_command_refuses_a_folder_without_records(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "out"
    for command in (
        ["verify"],
        ["show"],
        ["export"],
        ["export", "--output", str(out)],
        ["export", "--format", "parquet", "--output", str(out)],
        ["replay"],
        ["replay", "--revision", "package"],
    ):
        assert main(["records", *command, str(tmp_path)]) == 4
        told = capsys.readouterr()
        assert told.out == ""
        assert "no records at" in told.err or "no such record" in told.err
        assert not out.exists()
    assert main(["records", "verify", str(tmp_path / "nowhere")]) == 64


def test_the_command_tells_a_chain_that_is_gone(
    tmp_path: Path, key_pair: tuple[Path, Path], capsys: pytest.CaptureFixture[str]
) -> None:
    store, kept = tmp_path / "store", tmp_path / "kept.jsonl"
    shutil.move(fill(store, 2, key=key_pair[0]) / "heads.jsonl", kept)
    fill(store, 1, chain="other")
    assert main(["records", "verify", "--heads", str(kept), str(store)]) == 0
    shutil.rmtree(store / "main")
    capsys.readouterr()
    assert main(["records", "verify", "--heads", str(kept), str(store)]) == 1
    told = capsys.readouterr().out
    assert "main: BROKEN, 0 records" in told
    assert f"{kept} (main): a head of this chain was signed" in told


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
    assert main(["records", "show", "--sequence", "9", str(tmp_path)]) == 4
    assert main(["records", "prune", str(tmp_path)]) == 0
    assert b"main: 0 segments removed" in capsysbinary.readouterr().out
    for years in ("1", "-1", "1001", "3000", "9" * 30):
        assert main(["records", "prune", "--years", years, str(tmp_path)]) == 64
        said = f"records are kept for 5 to 1000 years, not {years}".encode()
        assert said in b" ".join(capsysbinary.readouterr().err.split())
    assert main(["records", "prune", "--years", "1000", str(tmp_path)]) == 0
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


@pytest.mark.parametrize("form", ["jsonl", "parquet"])
def test_of_a_broken_chain_there_is_no_file(form: str, tmp_path: Path) -> None:
    path = fill(tmp_path / "store", 3) / "00000001.jsonl"
    path.write_bytes(b"".join(path.read_bytes().splitlines(keepends=True)[::2]))
    out = tmp_path / "out"
    given = ["--format", form, "--output", str(out), str(tmp_path / "store")]
    assert main(["records", "export", *given]) == 4
    assert sorted(one.name for one in tmp_path.iterdir()) == ["store"]
    out.write_text("before")
    assert main(["records", "export", *given]) == 4
    assert out.read_text() == "before"
