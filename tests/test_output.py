"""Output that is full, closed, or no longer read: no exit code that could be an answer."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from ai_export_policy import Sidecar, cli
from ai_export_policy.ledger import Ledger

EXAMPLE = Path(cli.__file__).parents[1] / "examples" / "request.yaml"
COMMAND = [
    sys.executable,
    "-c",
    "import sys; from ai_export_policy.cli import main; sys.exit(main())",
]
FULL = Path("/dev/full")


def ran(redirection: str, *arguments: str, **environment: str) -> tuple[int, str]:
    """Exit code and standard error of the command with its output redirected by a shell."""
    done = subprocess.run(
        ["sh", "-c", f'exec "$@" {redirection}', "sh", *COMMAND, *arguments],
        stdin=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        env=os.environ | environment,
        text=True,
        timeout=120,
    )
    told = [line for line in done.stderr.splitlines() if not line.endswith(" ...")]
    return done.returncode, "\n".join(told)


def told_nothing(redirection: str) -> str:
    if redirection == ">&-":
        return "ai-export: not told: standard output is closed"
    return "ai-export: not told: standard output cannot be written: No space left on device"


ON_LINUX = pytest.mark.skipif(
    not FULL.exists(), reason="only Linux has /dev/full, a device that is always full"
)
REDIRECTIONS = [pytest.param(">/dev/full", marks=ON_LINUX), ">&-"]


@pytest.mark.parametrize("redirection", REDIRECTIONS)
@pytest.mark.parametrize(
    "arguments",
    [
        ["example"],
        ["completion", "bash"],
        ["--help"],
        ["decide", "--help"],
        ["--version"],
        ["rule", "740.29"],
        ["validate", str(EXAMPLE)],
    ],
    ids=" ".join,
)
def test_what_cannot_be_written_is_no_answer(arguments: list[str], redirection: str) -> None:
    assert ran(redirection, *arguments) == (4, told_nothing(redirection))


@pytest.mark.parametrize("redirection", REDIRECTIONS)
@pytest.mark.parametrize(
    "arguments", [["decide"], ["decide", "--format", "json"], ["trace", "--whole"]], ids=" ".join
)
def test_a_decision_that_cannot_be_written_is_no_answer(
    arguments: list[str], redirection: str, opa_executable: Path
) -> None:
    found = ran(redirection, *arguments, str(EXAMPLE), AI_EXPORT_CACHE=str(opa_executable.parent))
    assert found == (4, told_nothing(redirection))


@pytest.mark.parametrize("redirection", REDIRECTIONS)
@pytest.mark.parametrize("variable", ["PYTHONUNBUFFERED", "PYTHONIOENCODING"])
def test_however_python_writes(variable: str, redirection: str) -> None:
    value = "latin-1" if variable == "PYTHONIOENCODING" else "1"
    assert ran(redirection, "example", **{variable: value}) == (4, told_nothing(redirection))


def test_a_command_that_says_nothing_needs_no_output(tmp_path: Path) -> None:
    assert ran(">&-", "ledger", "init", "--ledger", f"sqlite:{tmp_path / 'new'}") == (0, "")
    assert (tmp_path / "new").is_file()


@pytest.mark.parametrize("redirection", REDIRECTIONS)
def test_a_draw_that_could_not_be_told_can_be_asked_for_again(
    redirection: str, tmp_path: Path, opa_executable: Path
) -> None:
    request = tmp_path / "request.yaml"
    request.write_bytes((EXAMPLE.parent / "ledger.yaml").read_bytes())
    ledger = f"sqlite:{tmp_path / 'ledger'}"
    assert ran("", "ledger", "init", "--ledger", ledger) == (0, "")
    with Sidecar(executable=opa_executable) as sidecar:
        asked = ["ledger", "reserve", "--url", sidecar.url, "--ledger", ledger, str(request)]
        code, told = ran(redirection, *asked)
        assert code == 4
        assert told.startswith(told_nothing(redirection))
        assert told.endswith("asking again with the same id is safe")
        assert ran(">/dev/null", *asked) == (0, "")
    code, told = ran(redirection, "ledger", "release", "--ledger", ledger, "ORDER-1")
    assert (code, "asking again with the same id is safe" in told) == (4, True)


MUTE = [pytest.param("2>/dev/full", marks=ON_LINUX), "2>&-"]


def mute(redirection: str, *arguments: str) -> tuple[int, str]:
    """Exit code and standard output of the command whose standard error is redirected."""
    done = subprocess.run(
        ["sh", "-c", f'exec "$@" {redirection}', "sh", *COMMAND, *arguments],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        text=True,
        timeout=120,
    )
    return done.returncode, done.stdout


@pytest.mark.parametrize("redirection", MUTE)
@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["decide", "invalid.yaml"], 2),
        (["validate", "invalid.yaml"], 2),
        (["decide", "--url", "http://127.0.0.1:1", "request.yaml"], 4),
        (["doctor", "--url", "http://127.0.0.1:1"], 4),
        (["diff", "--base", "nosuch"], 64),
        (["ledger", "commit", "NONE"], 2),
        (["ledger", "commit"], 64),
        (["records", "verify", "/nonexistent"], 64),
        (["nosuch"], 64),
        (["trace", "two.jsonl"], 64),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else None,
)
def test_who_does_not_listen_gets_the_exit_code_all_the_same(
    arguments: list[str],
    code: int,
    redirection: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("AI_EXPORT_LEDGER", "sqlite:ledger.sqlite")
    Ledger.create("sqlite:ledger.sqlite")
    Path("request.yaml").write_bytes(EXAMPLE.read_bytes())
    Path("invalid.yaml").write_text("a: 1\n")
    Path("two.jsonl").write_text("{}\n{}\n")
    found, told = mute(redirection, *arguments)
    assert found == code
    assert "Usage" not in told
    assert "ai-export:" not in told


@pytest.mark.parametrize("redirection", [*MUTE, "2>&- <&-"])
def test_who_does_not_listen_gets_the_answer(redirection: str) -> None:
    code, told = mute(redirection, "example")
    assert (code, told) == (0, EXAMPLE.read_text())
