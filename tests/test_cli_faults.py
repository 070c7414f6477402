"""What a command says of what kept it: its own words, and advice that it has the options for."""

import json
import shutil
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest
from record_chains import fill

from ai_export_policy import cli, resources, signing

EXAMPLE = Path(cli.__file__).parents[1] / "examples" / "request.yaml"


@pytest.fixture(autouse=True)
def own_cache(opa_executable: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("AI_EXPORT_CACHE", str(opa_executable.parent))
    monkeypatch.chdir(tmp_path)


@pytest.fixture
def closed() -> Iterator[str]:
    """An address that nobody listens at, for as long as it is bound."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        yield f"http://127.0.0.1:{probe.getsockname()[1]}"


def failed(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    """What the command says on standard error, in one line; its exit code is 4."""
    assert cli.main(arguments) == 4
    return " ".join(capsys.readouterr().err.split())


def test_a_bundle_that_does_not_build_speaks_of_no_address(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    signing.new_key(tmp_path / "private.pem", tmp_path / "public.pem")
    assert cli.main(["bundle", "build", "--key", "public.pem", "--keyid", "one"]) == 64
    told = capsys.readouterr().err
    assert "public.pem" in told
    assert "--url" not in told


def test_records_speak_of_no_address(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "bad.pem").write_text("no key")
    signing.new_key(tmp_path / "private.pem", tmp_path / "public.pem")
    fill(tmp_path / "kept", 1, key=tmp_path / "private.pem")
    for command in (["verify", "--key", "bad.pem"], ["replay", "--revision", "nope"]):
        told = failed(capsys, "records", *command, "kept")
        assert told.startswith("not done: ")
        assert "--url" not in told


def test_the_doctor_starts_no_opa_and_says_so_of_none(
    closed: str, capsys: pytest.CaptureFixture[str]
) -> None:
    told = failed(capsys, "doctor", "--url", closed)
    assert "leave --url out" not in told
    assert closed in told
    assert cli.main(["doctor", "--url", closed, "--format", "json"]) == 4
    out, err = capsys.readouterr()
    error = json.loads(out)
    assert err == ""
    assert error["request_id"] is None
    assert error["error"]["kind"] == "unavailable"
    assert closed in error["error"]["message"]


@pytest.mark.parametrize("given", [["--sequence", "99"], ["--chain", "foo"], []])
def test_records_that_are_not_there_say_what_to_check(
    given: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "empty").mkdir()
    fill(tmp_path / "kept", 1)
    commands = [["show", *given, "kept"]] if given else [["verify", "empty"], ["show", "empty"]]
    for command in commands:
        told = failed(capsys, "records", *command)
        assert told.endswith("Check DIR, and the chain, number and request id where you gave them.")
        assert "not given out" not in told


def test_what_is_no_bundle_says_how_to_build_one(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "bundle.tar.gz").write_text("no archive")
    assert cli.main(["bundle", "verify", "bundle.tar.gz"]) == 5
    told = " ".join(capsys.readouterr().err.split())
    assert "bundle.tar.gz is no bundle of these policies: not a gzip file Nothing" in told
    assert "`ai-export bundle build` builds one" in told


BROKEN = [
    ("ear/part_740/lpp.rego", "\n_typo :=\n", 4, "Nothing was decided."),
    ("ear/decision.rego", "\ndecision := 1\n", 5, "nothing may be concluded from it."),
]


@pytest.mark.parametrize(("file", "more", "code", "so"), BROKEN, ids=["typo", "conflict"])
def test_policies_of_our_own_that_are_broken_speak_of_no_address(
    file: str,
    more: str,
    code: int,
    so: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    policies = shutil.copytree(resources.policies(), tmp_path / "policies")
    with (policies / file).open("a") as rules:
        rules.write(more)
    monkeypatch.setattr(resources, "policies", lambda: policies)
    assert cli.main(["decide", str(EXAMPLE)]) == code
    told = " ".join(capsys.readouterr().err.split())
    assert str(policies / file) in told
    assert f"{so} Mend the policies where one of their files is named" in told
    assert "--url" not in told


@pytest.mark.parametrize("command", ["decide", "trace", "advise"])
def test_a_command_that_asks_an_address_says_what_to_do_about_it(
    command: str, closed: str, capsys: pytest.CaptureFixture[str]
) -> None:
    told = failed(capsys, command, "--url", closed, str(EXAMPLE))
    assert "not decided: no connection" in told
    assert "Check that OPA runs at --url, or leave --url out to have one started" in told
