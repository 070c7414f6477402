"""Completion: what the functions of bash, zsh and fish reply, asked in the shells themselves."""

import os
import pty
import re
import select
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest

from ai_export_policy import cli
from ai_export_policy.cli import codes

FORMATS = ["text", "json", "markdown", "html"]
# (words before, the word to be completed as it is typed, what the shell is offered)
ASKED = [
    ([], "ru", ["rule"]),
    (["decide", "--format"], "", FORMATS),
    (["decide", "--format"], "h", ["html"]),
    (["completion"], "", ["bash", "zsh", "fish"]),
    (["rule"], "740.29\\(g", ["740.29(g)(1)", "740.29(g)(2)", "740.29(g)(3)"]),
    (["rule"], "'740.29(g)(3", ["740.29(g)(3)"]),
    (["rule"], "no.such", []),
]


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    """With the command of this checkout first on the path."""
    home = tmp_path / "home"
    home.mkdir()
    return {
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
        "HOME": str(home),
        "TERM": "dumb",
        "LANG": "C.UTF-8",
    }


def asked(shell: str, script: str, environment: dict[str, str]) -> str:
    arguments = {"bash": ["--norc", "--noprofile"], "zsh": ["-f"], "fish": ["--no-config"]}[shell]
    done = subprocess.run(
        [shell, *arguments, "-c", script],
        env=environment,
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    return done.stdout


def bash() -> str:
    found = shutil.which("bash")
    assert found is not None, "the tests of the command need bash"
    return found


@pytest.mark.parametrize(("before", "word", "offered"), ASKED)
def test_the_function_of_bash_replies(
    before: list[str], word: str, offered: list[str], environment: dict[str, str]
) -> None:
    bash()
    quoted = " ".join("'" + one.replace("'", "'\\''") + "'" for one in ["ai-export", *before, word])
    script = f"""
        eval "$(ai-export completion bash)"
        COMP_WORDS=({quoted}); COMP_CWORD={len(before) + 1}; COMPREPLY=()
        _ai_export_completion ai-export 2>/dev/null
        printf '%s\\n' "${{COMPREPLY[@]}}"
    """
    assert [one for one in asked("bash", script, environment).splitlines() if one] == offered


@pytest.mark.parametrize(
    ("typed", "completed"),
    [
        ("ai-export decide --format ht\t", "ai-export decide --format html "),
        ("ai-export decide reque\t", "ai-export decide request.yaml "),
        ("ai-export rule '740.29(g)(3\t", "ai-export rule '740.29(g)(3)' "),
        ("ai-export rule 740.29\\(g\\)\\(3\t", "ai-export rule 740.29\\(g\\)\\(3\\) "),
    ],
)
def test_a_tab_in_bash_completes_and_quotes(
    typed: str, completed: str, environment: dict[str, str], tmp_path: Path
) -> None:
    (tmp_path / "request.yaml").touch()
    child, terminal = pty.fork()
    if child == 0:
        os.chdir(tmp_path)
        os.execve(bash(), ["bash", "--norc", "--noprofile", "-i"], environment)
    try:
        # The prompt is said to be there by a word that is not typed as it stands.
        os.write(terminal, b'PS1=; eval "$(ai-export completion bash)"; echo rea"dy"\n')
        _until(terminal, "\nready")
        os.write(terminal, typed.encode())
        assert _until(terminal, completed)
    finally:
        os.kill(child, 9)
        os.waitpid(child, 0)
        os.close(terminal)


def _until(terminal: int, wanted: str) -> bool:
    seen = ""
    end = time.monotonic() + 60
    while time.monotonic() < end:
        if select.select([terminal], [], [], 0.5)[0]:
            seen += os.read(terminal, 4096).decode(errors="replace").replace("\a", "")
            if wanted in seen.replace("\r", ""):
                return True
    raise AssertionError(f"{wanted!r} was not seen in {seen!r}")


@pytest.mark.parametrize("shell", [one for one in ("zsh", "fish") if shutil.which(one)] or ["none"])
def test_the_function_of_another_shell_on_the_machine_replies(
    shell: str, environment: dict[str, str]
) -> None:
    """Where neither is on the machine, what they ask is asked in their place."""
    questions = {
        "zsh": """
            compdef() { :; }
            _describe() { print -l -- ${(M)completions_with_descriptions}; }
            compadd() { print -l -- $completions; }
            eval "$(ai-export completion zsh)"
            words=(ai-export decide --format h); CURRENT=4; _ai_export_completion
            words=(ai-export rule '740.29\\(g'); CURRENT=3; _ai_export_completion
        """,
        "fish": """
            ai-export completion fish | source
            complete --do-complete 'ai-export decide --format h'
            complete --do-complete 'ai-export rule 740.29\\(g'
        """,
        "none": """
            ask() { COMP_WORDS="$1" COMP_CWORD=$2 _AI_EXPORT_COMPLETE=zsh_complete ai-export; }
            ask 'ai-export decide --format h' 3
            ask 'ai-export rule 740.29\\(g' 2
        """,
    }
    told = asked("bash" if shell == "none" else shell, questions[shell], environment)
    lines = [re.sub(r"\\([()])", r"\1", line) for line in told.splitlines()]
    assert "html" in lines
    for paragraph in ("740.29(g)(1)", "740.29(g)(2)", "740.29(g)(3)"):
        assert [line for line in lines if line.startswith(paragraph)], (paragraph, lines)
    if shell == "fish":
        # What is told of a paragraph is whole, commas and all.
        assert "an aggregate TPP of 3,200,000." in told


def test_the_variable_of_click_prints_the_same_function(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for shell in ("bash", "zsh", "fish"):
        assert cli.main(["completion", shell]) == codes.AUTHORIZED
        printed = capsys.readouterr().out
        assert "_AI_EXPORT_COMPLETE" in printed
        with monkeypatch.context() as patched:
            patched.setenv("_AI_EXPORT_COMPLETE", f"{shell}_source")
            assert cli.main([]) == codes.AUTHORIZED
        assert capsys.readouterr().out == printed


def test_a_shell_that_is_not_known_is_code_64(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["completion", "tcsh"]) == codes.USAGE
    assert "'tcsh' is not one of 'bash', 'zsh', 'fish'" in capsys.readouterr().err


@pytest.mark.parametrize("instruction", ["bash_complete", "zsh_complete", "fish_complete"])
def test_a_question_without_words_is_code_64(
    instruction: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.delenv("COMP_WORDS", raising=False)
    monkeypatch.setenv("_AI_EXPORT_COMPLETE", instruction)
    assert cli.main([]) == codes.USAGE
    assert f"_AI_EXPORT_COMPLETE={instruction} is for" in capsys.readouterr().err


def test_a_question_that_nobody_knows_is_code_64(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("_AI_EXPORT_COMPLETE", "tcsh_source")
    assert cli.main([]) == codes.USAGE
    assert "tcsh_source is no shell" in capsys.readouterr().err
