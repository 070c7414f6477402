"""What a command says of what kept it: its own words, and advice that it has the options for."""

import socket
from collections.abc import Iterator
from pathlib import Path

import pytest
from record_chains import fill

from ai_export_policy import cli, signing

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
    for command in (["verify", "--key", "bad.pem"], ["replay", "--on", "nope"]):
        told = failed(capsys, "records", *command, "kept")
        assert told.startswith("not done: ")
        assert "--url" not in told


def test_the_doctor_starts_no_opa_and_says_so_of_none(
    closed: str, capsys: pytest.CaptureFixture[str]
) -> None:
    told = failed(capsys, "doctor", "--url", closed)
    assert "leave --url out" not in told
    assert closed in told


@pytest.mark.parametrize("command", ["decide", "trace", "advise"])
def test_a_command_that_asks_an_address_says_what_to_do_about_it(
    command: str, closed: str, capsys: pytest.CaptureFixture[str]
) -> None:
    told = failed(capsys, command, "--url", closed, str(EXAMPLE))
    assert "not decided: no connection" in told
    assert "Check that OPA runs at --url, or leave --url out to have one started" in told
