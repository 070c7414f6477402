"""What the chapter on operations shows works as it is shown."""

import re
import shlex
import subprocess
from pathlib import Path

import click
import pytest
from record_chains import fill

from ai_export_policy.cli.commands import ai_export
from ai_export_policy.records import records

CHAPTER = Path(__file__).resolve().parents[1] / "python" / "docs" / "operations.md"
LINES = re.findall(r"^\$ (.+)$", CHAPTER.read_text(encoding="utf-8"), re.MULTILINE)
COMMANDS = [line for line in LINES if line.startswith("ai-export ")]


def test_the_chapter_shows_commands() -> None:
    shown = {" ".join(shlex.split(line)[1:3]) for line in COMMANDS}
    assert {"bundle build", "bundle verify", "sidecar config", "records verify"} <= shown
    assert {"records replay", "records show", "records export", "records prune"} <= shown


@pytest.mark.parametrize("line", COMMANDS)
def test_every_command_of_the_chapter_is_one(line: str) -> None:
    _, *words = shlex.split(line)
    command: click.Command = ai_export
    while words and isinstance(command, click.Group) and words[0] in command.commands:
        command = command.commands[words.pop(0)]
    assert command is not ai_export
    options = {name: one for one in command.params for name in one.opts}
    while words:
        word = words.pop(0)
        if not word.startswith("--"):
            continue
        assert word in options, f"{command.name} has no {word}"
        option = options[word]
        assert isinstance(option, click.Option)
        if not option.is_flag:
            value = words.pop(0)
            if isinstance(option.type, click.Choice):
                assert value in option.type.choices


def test_a_hash_can_be_checked_without_this_package(tmp_path: Path) -> None:
    fill(tmp_path, 2)
    (line,) = [line for line in LINES if line.endswith("sha256sum")]
    done = subprocess.run(
        line, shell=True, cwd=tmp_path, capture_output=True, text=True, check=True
    )
    first = next(records(tmp_path))
    assert f"sha256:{done.stdout.split()[0]}" == first.hash
