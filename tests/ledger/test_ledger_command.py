"""`ai-export ledger`: what it prints, where, and its exit code."""

import csv
import io
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from ledger_requests import VIETNAM, YEAR_ALL, YEAR_LPP, application, lpp, opening

from ai_export_policy import Client, Sidecar, cli
from ai_export_policy.cli.ledger_status import moment
from ai_export_policy.ledger import Ledger, Row
from ai_export_policy.request import read

REPORT = "sum,key,period,kind,tpp,complete,day,source,evidence\n"


class Shell:
    """Runs the command in this process on one ledger."""

    def __init__(
        self, url: str, opa: str, folder: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        self.url = url
        self._opa = opa
        self._folder = folder
        self._capsys = capsys

    def __call__(self, command: str, *arguments: str) -> tuple[int, str, str]:
        options = ["--url", self._opa, "--author", "Ann"] if command == "reserve" else []
        if command in {"commit", "release", "import"}:
            options = ["--author", "Ann"]
        code = cli.main(["ledger", command, *options, "--ledger", self.url, *arguments])
        told = self._capsys.readouterr()
        return code, told.out, told.err

    def file(self, *requests: dict[str, Any], name: str = "requests.jsonl") -> str:
        path = self._folder / name
        path.write_text("".join(json.dumps(request) + "\n" for request in requests))
        return str(path)


@pytest.fixture
def shell(url: str, sidecar: Sidecar, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Shell:
    return Shell(url, sidecar.url, tmp_path, capsys)


def test_a_day_at_the_ledger(shell: Shell) -> None:
    with Ledger(shell.url) as ledger:
        ledger.record([opening(YEAR_ALL, 1000.5), opening(YEAR_LPP)])
    code, out, err = shell("reserve", shell.file(lpp("one"), lpp("two", 1500), lpp("three")))
    assert code == 1
    assert [line for line in out.splitlines() if not line.startswith(" ")] == [
        out.splitlines()[0],
        out.splitlines()[3],
    ]
    assert out.startswith("one: reserved until 20")
    assert "         1,583,200 TPP  consignee_year_all/Group Holding/2025\n" in out
    told = " ".join(err.split())
    assert "nothing recorded: consignee_year Group Holding 2025: 1,583,200 TPP do not fit," in told
    assert "1,567,799.5 of 26,900,000 TPP remain" in told
    assert shell("commit", "one", "--day", "2025-07-02", "--evidence", "AWB 1")[0] == 0
    assert shell("release", "two")[1].startswith("two: released\n")
    code, out, _ = shell("status", "--pool", "consignee_year_all")
    assert code == 0
    assert out.splitlines()[:6] == [
        "consignee_year_all/Group Holding/2025",
        "  ███··············································· 5 %",
        "  limit               26,900,000 TPP  on 2025-07-01",
        "  committed          1,584,200.5 TPP",
        "  reserved                     0 TPP",
        "  remaining         25,315,799.5 TPP",
    ]
    assert (
        "     4 2025-07-02 commitment           1,583,200  one ai-export ledger commit AWB 1, Ann"
        in (out.splitlines())
    )
    code, out, _ = shell("verify", "--heads")
    assert (code, len(json.loads(out))) == (0, 2)


def test_programs_get_the_draw_with_its_decision(shell: Shell) -> None:
    code, out, err = shell(
        "reserve",
        "--format",
        "json",
        "--expires",
        "90d",
        shell.file(lpp("one"), application("app")),
    )
    assert (code, err) == (1, "")
    drawn, refused = (json.loads(line) for line in out.splitlines())
    assert (drawn["request_id"], drawn["state"]) == ("one", "reserved")
    assert drawn["drawn"][0] == {
        "sum": "consignee_year_all",
        "key": "Group Holding",
        "period": "2025",
        "tpp": 1_583_200,
    }
    assert drawn["decision"]["authorization"]["symbol"] == "LPP"
    assert moment(drawn["expires_at"]) - moment(drawn["recorded_at"]) == 90 * 86_400_000_000
    assert refused["error"]["kind"] == "refused"
    assert refused["decision"]["pools"][0]["remaining_tpp"] == 790_000_000


@pytest.mark.parametrize(
    ("change", "code", "said"),
    [
        ({"request_id": None}, 2, "request_id"),
        ({"ledger": {"complete": True}}, 2, "the ledger tells this itself"),
        ({"destination": "XX"}, 3, "indeterminate"),
    ],
)
def test_the_exit_code_says_what_stood_against_a_draw(
    shell: Shell, change: dict[str, Any], code: int, said: str
) -> None:
    request = {key: value for key, value in (lpp("one") | change).items() if value is not None}
    found, out, err = shell("reserve", shell.file(request))
    assert (found, out) == (code, "")
    assert said in err


def test_the_example_for_the_ledger_is_drawn_and_the_one_to_decide_leads_to_it(
    shell: Shell, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    files = {}
    for purpose in ("decide", "ledger"):
        assert cli.main(["example", "--for", purpose]) == 0
        files[purpose] = tmp_path / f"{purpose}.yaml"
        files[purpose].write_text(capsys.readouterr().out, encoding="utf-8")
    told = {
        purpose: read(file.read_bytes(), source=purpose)[0].request
        for purpose, file in files.items()
    }
    assert told["ledger"].pop("request_id") == "ORDER-1"
    del told["decide"]["ledger"]
    assert told["ledger"] == told["decide"]
    code, _, err = shell("reserve", str(files["decide"]))
    assert (code, err.splitlines()[-1]) == (
        2,
        "  ai-export example --for ledger prints a request that is valid.",
    )
    assert shell("reserve", str(files["ledger"]))[0] == 0


def test_a_ledger_in_a_folder_that_is_missing_names_the_folder(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    missing = tmp_path / "missing"
    assert cli.main(["ledger", "init", "--ledger", f"sqlite:{missing / 'ledger.sqlite'}"]) == 4
    told = " ".join(capsys.readouterr().err.split())
    assert told == f"the folder {missing} is missing: make it first (nothing was recorded)"


def test_an_id_with_other_content_is_invalid(shell: Shell) -> None:
    assert shell("reserve", shell.file(lpp("one")))[0] == 0
    code, _, err = shell("reserve", shell.file(lpp("one", 3)))
    assert (code, " ".join(err.split()).endswith("one was drawn for another request")) == (2, True)


def test_what_is_no_ledger_is_not_made_one_in_passing(tmp_path: Path, shell: Shell) -> None:
    shell.url = f"sqlite:{tmp_path / 'wrong'}"
    code, out, err = shell("status")
    assert (code, out) == (4, "")
    assert "ai-export ledger init" in " ".join(err.split())
    assert not (tmp_path / "wrong").exists()
    shell.url = "mysql://x"
    assert shell("status")[0] == 64


@pytest.mark.parametrize("command", ["reserve", "status"])
def test_programs_get_an_object_where_the_ledger_is_at_fault(
    command: str, tmp_path: Path, shell: Shell
) -> None:
    given = ["--format", "json", *([shell.file(lpp("one"))] if command == "reserve" else [])]
    (tmp_path / "other").write_text("no database, and longer than its head would be" * 9)
    for name, said in (("missing", "ai-export ledger init"), ("other", "not a database")):
        shell.url = f"sqlite:{tmp_path / name}"
        code, out, err = shell(command, *given)
        assert (code, err) == (4, "")
        told = json.loads(out)
        assert (told["request_id"], told["error"]["kind"]) == (None, "unavailable")
        assert told["error"]["recorded"] is False
        assert said in told["error"]["message"]


def test_a_ledger_in_memory_alone_is_wrong_use(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    for address in ("sqlite::memory:", "sqlite://:memory:"):
        for command in ("init", "status"):
            assert cli.main(["ledger", command, "--ledger", address]) == 64
            told = " ".join(capsys.readouterr().err.split())
            assert "would be gone when the command ends: name a file" in told
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("day", ["2025-7-2", "20250702", "2025-02-30", "0000-01-01", "yesterday"])
def test_a_day_is_written_as_everywhere(day: str, shell: Shell) -> None:
    for given in (["commit", "one", "--day", day], ["status", "--on", day]):
        code, out, err = shell(*given)
        assert (code, out) == (64, "")
        assert f"{day!r} is not a date; write YYYY-MM-DD" in " ".join(err.split())


def test_monitoring_gets_the_threshold_that_is_reached(shell: Shell) -> None:
    assert shell("status", "--monitor")[0] == 0
    with Ledger(shell.url) as ledger:
        ledger.record([opening(YEAR_ALL, 25_000_000)])
    assert shell("reserve", shell.file(lpp("one", 1)))[0] == 0
    code, out, _ = shell("status", "--monitor", "--format", "prometheus")
    assert code == 90
    assert 'reached_percent{sum="consignee_year_all",key="Group Holding",period="2025"} 90' in out


def test_a_pool_that_does_not_exist_is_refused_and_a_key_without_entries_is_not_monitored(
    shell: Shell,
) -> None:
    code, out, err = shell("status", "--monitor", "--pool", "country_alocation")
    assert (code, out) == (64, "")
    told = " ".join(err.split())
    assert "'country_alocation' is not one of country_allocation, consignee_year, uveu" in told
    assert "country_licensed" in told
    assert "veu_installed" in told
    said = "nothing to monitor: no sum of that pool and key has entries\n"
    for asked in (["--key", "vn"], ["--pool", "veu_installed"], ["--pool", "uveu", "--key", "VN"]):
        assert shell("status", *asked) == (0, "no such sum has entries\n", "")
        assert shell("status", *asked, "--monitor") == (2, "no such sum has entries\n", said)
        assert shell("status", *asked, "--monitor", "--format", "json") == (2, "[]\n", said)
    with Ledger(shell.url) as ledger:
        ledger.record([opening(VIETNAM)])
    assert shell("status", "--monitor", "--key", "VN")[0] == 0
    assert shell("status", "--monitor", "--key", "VN", "--on", "2020-01-01")[0] == 0


def test_the_past_is_asked_by_day_and_moment(shell: Shell) -> None:
    with Ledger(shell.url) as ledger:
        ledger.record([opening(YEAR_ALL, 7)])
    for asked, held in (
        (["--on", "2025-06-29"], 0),
        (["--on", "2025-06-30"], 7),
        (["--as-recorded", "2025-01-01T00:00:00Z"], 0),
        (["--as-recorded", "9000-01-01"], 7),
    ):
        code, out, _ = shell("status", "--format", "json", *asked)
        (document,) = json.loads(out)
        assert (code, document["committed_tpp"]) == (0, held)
        assert len(document["last_entries"]) == (1 if held else 0)
    code, out, err = shell("status", "--as-recorded", "20250701")
    assert (code, out) == (64, "")
    assert "nor a day, as 2025-08-01" in " ".join(err.split())


@pytest.mark.parametrize(
    ("text", "microseconds"),
    [
        ("1970-01-01T01:00Z", 3_600_000_000),
        ("1970-01-01T01:00:00Z", 3_600_000_000),
        ("1970-01-01T01:00:00.000001Z", 3_600_000_001),
        ("1970-01-01T02:00:00.5+01:00", 3_600_500_000),
        # A day ends when it does in Washington: at five o'clock, in summer at four.
        ("1969-12-31", 5 * 3_600_000_000 - 1),
        ("2025-07-01", 1_751_428_800_000_000 - 1),
        ("9999-12-31", 253_402_318_800_000_000 - 1),
    ],
)
def test_a_moment_has_its_offset_and_a_day_is_its_end_in_washington(
    text: str, microseconds: int
) -> None:
    assert moment(text) == microseconds


@pytest.mark.parametrize(
    "text",
    [
        *("yesterday", "20261201", "2026-W49-2", "2026-12", "2026-12-1", "2026-02-30", ""),
        *("2026-12-01T12:00:00", "2026-12-01 12:00:00Z", "20261201T120000Z", "2026-12-01T12Z"),
        *("2026-12-01T12:00:00,5Z", "2026-12-01T12:00:00+0100", "2026-12-01T24:00:01Z"),
        *("2026-12-01\n", "\u0662026-12-01", "2026-12-01T12:00:00z"),
    ],
)
def test_any_other_form_of_a_moment_is_refused(text: str) -> None:
    with pytest.raises(
        ValueError, match=r"neither a moment with its offset|day is out of range|must be"
    ):
        moment(text)


def test_files_go_in_and_out(shell: Shell, tmp_path: Path) -> None:
    good, bad = tmp_path / "good.csv", tmp_path / "bad.csv"
    good.write_text(REPORT + "consignee_aia,G,,opening,1.5,true,2025-06-30,books,\n")
    bad.write_text(REPORT + "consignee_aia,H,,opening,x,true,2025-06-30,books,\n")
    assert shell("import", str(good)) == (0, "1 rows taken\n", "")
    code, _, err = shell("import", str(bad))
    assert (code, "line 2: tpp: 'x' is no amount of TPP" in err) == (2, True)
    code, out, _ = shell("export", "-")
    assert (code, out.splitlines()[1].split(",")[:6]) == (
        0,
        ["consignee_aia", "G", "", "1", "opening", "1.5"],
    )
    assert shell("export", "--format", "parquet", str(tmp_path / "e.parquet"))[0] == 0
    assert (tmp_path / "e.parquet").read_bytes()[:4] == b"PAR1"
    assert shell("export", "--format", "parquet", "-")[0] == 64
    missing = str(tmp_path / "missing" / "e.csv")
    said = f"ai-export: {missing}: No such file or directory\n"
    assert shell("export", missing) == (64, "", said)


def test_a_ledger_that_is_not_what_was_recorded_is_told(shell: Shell, tmp_path: Path) -> None:
    with Ledger(shell.url) as ledger:
        ledger.record([opening(YEAR_ALL, 7)])
    noted = tmp_path / "heads.json"
    noted.write_text(json.dumps({json.dumps([*YEAR_ALL]): [2, "00"]}))
    assert shell("verify") == (0, "", "")
    assert shell("verify", "--against", str(noted)) == (
        5,
        "",
        "consignee_year_all/Group Holding/2025: entry 2 was removed, 2 were noted\n",
    )


@pytest.mark.parametrize(
    "noted",
    [
        *("", "x", "[1]", "5", "null", '{"[]": 5}', '{"5": [1, "x"]}', '{"[1, 2, 3]": [1, "x"]}'),
        *(f'{{"[\\"a\\", \\"b\\", \\"c\\"]": {head}}}' for head in ("[1]", '["1", "x"]', "[1, 2]")),
        "[" * 100_000,
    ],
)
def test_a_file_that_holds_no_heads_is_named(
    shell: Shell, tmp_path: Path, noted: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "heads.json"
    path.write_text(noted)
    for name in (str(path), "-"):
        monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(noted.encode())))
        code, out, err = shell("verify", "--against", name)
        assert (code, out) == (64, "")
        assert f"{name}: holds no heads" in " ".join(err.split())


def test_heads_may_come_on_standard_input(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    with Ledger(shell.url) as ledger:
        ledger.record([opening(YEAR_ALL, 7)])
    heads = shell("verify", "--heads")[1]
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(heads.encode())))
    assert shell("verify", "--against", "-") == (0, "", "")


def test_an_export_is_utf_8_whatever_the_locale(url: str) -> None:
    with Ledger(url) as ledger:
        row = Row(YEAR_ALL, "opening", 1, "2025-07-01", "Bücher, 帳簿", "a\r\nb", "Ann")
        ledger.record([row])
    program = "import sys; from ai_export_policy import cli; sys.exit(cli.main())"
    command = [sys.executable, "-c", program, "ledger", "export", "--ledger", url]
    for encoding in ("latin-1", "ascii", "utf-8"):
        environment = os.environ | {"PYTHONIOENCODING": encoding}
        done = subprocess.run([*command, "-"], env=environment, capture_output=True)
        assert (done.returncode, done.stderr) == (0, b"")
        lines = list(csv.DictReader(io.StringIO(done.stdout.decode(), newline="")))
        assert [(line["source"], line["evidence"]) for line in lines] == [row[4:6]]


def test_expired_reservations_are_ended_on_demand(shell: Shell, client: Client) -> None:
    with Ledger(shell.url, clock=lambda: 1_751_371_200_000_000) as ledger:
        ledger.reserve(lpp("one"), client, author="Ann")
    assert shell("expire") == (0, "1 expired\n", "")
    assert shell("expire") == (0, "0 expired\n", "")
    code, _, err = shell("commit", "one")
    assert (code, err) == (2, "nothing recorded: one is expired\n")


def test_roles_are_printed(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["ledger", "roles", "--application", "app_1", "--reader", "reads"]) == 0
    assert "GRANT SELECT ON ALL TABLES IN SCHEMA ai_export_ledger TO reads;" in (
        capsys.readouterr().out.splitlines()
    )
    assert cli.main(["ledger", "roles", "--application", "a; DROP TABLE entry"]) == 64
