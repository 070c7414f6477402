"""What the program cannot help ends with an exit code of its own, and with what to do about it."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from ai_export_policy.ledger import Ledger

MAIN = "import sys; from ai_export_policy.cli import main; sys.exit(main())"
NAMES = ("LOGNAME", "USER", "LNAME", "USERNAME", "AI_EXPORT_AUTHOR")


def ran(before: str, *arguments: str, redirection: str = "") -> tuple[int, str, str]:
    """Exit code, standard output and standard error of the command after the statement `before`."""
    environment = {name: value for name, value in os.environ.items() if name not in NAMES}
    program = [sys.executable, "-c", f"{before}; {MAIN}", *arguments]
    done = subprocess.run(
        ["sh", "-c", f'exec "$@" {redirection}', "sh", *program],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        env=environment,
        timeout=120,
    )
    return done.returncode, done.stdout, done.stderr


@pytest.fixture
def ledger(tmp_path: Path) -> str:
    address = f"sqlite:{tmp_path / 'ledger.sqlite'}"
    Ledger.create(address)
    return address


BROKEN = "from ai_export_policy import resources; resources.revision = lambda: 1 / 0"


def test_a_fault_of_the_program_is_no_answer() -> None:
    code, out, err = ran(BROKEN, "--version")
    assert (code, out) == (70, "")
    assert err.startswith("Traceback (most recent call last):\n")
    assert "ZeroDivisionError" in err
    assert err.splitlines()[-1].startswith("ai-export: this is a fault of the program")


@pytest.mark.parametrize("redirection", [">&-", "2>&-"])
def test_a_fault_of_the_program_is_one_whoever_listens(redirection: str) -> None:
    assert ran(BROKEN, "--version", redirection=redirection)[0] == 70


@pytest.mark.parametrize("kind", ["ValueError", "UnicodeEncodeError"])
def test_a_fault_inside_a_command_of_the_ledger_is_not_wrong_use(kind: str, ledger: str) -> None:
    raised = "'\\u017c'.encode('ascii')" if kind == "UnicodeEncodeError" else "int('x')"
    before = f"from ai_export_policy.ledger import Ledger; Ledger.expire = lambda self: {raised}"
    code, out, err = ran(before, "ledger", "expire", "--ledger", ledger)
    assert (code, out) == (70, "")
    assert kind in err
    assert "Usage:" not in err


def test_what_is_no_ledger_and_no_moment_stays_wrong_use(ledger: str) -> None:
    for command in ("status", "init", "expire", "verify"):
        code, _, err = ran("pass", "ledger", command, "--ledger", "mysql://me:secret@x/y")
        assert (code, "secret" in err) == (64, False)
        assert "a ledger is at sqlite:PATH or postgresql://HOST/DATABASE" in " ".join(err.split())
    assert ran("pass", "ledger", "status", "--ledger", ledger, "--as-recorded", "now")[0] == 64


# No passwd entry has this number.
NAMELESS = "import os; os.getuid = lambda: 2**31 - 7"


@pytest.mark.parametrize("command", [["commit", "X"], ["release", "X"], ["import", "/dev/null"]])
def test_a_user_without_a_name_is_asked_for_one(command: list[str], ledger: str) -> None:
    code, out, err = ran(NAMELESS, "ledger", *command, "--ledger", ledger)
    assert (code, out) == (64, "")
    told = " ".join(err.split())
    assert told.endswith("say who writes with --author or AI_EXPORT_AUTHOR")
    assert ran(NAMELESS, "ledger", *command, "--ledger", ledger, "--author", "Ann")[0] == 2
    assert ran(NAMELESS, "ledger", "status", "--ledger", ledger)[0] == 0
