"""Every command and option that a page shows exists, and every one that exists stands on a page."""

import re
import shlex
import subprocess
from collections.abc import Iterator
from pathlib import Path

import click
import commands
import docs
import engine
import pytest

from ai_export_policy.cli.commands import ai_export

COMMANDS = dict(commands.commands())
_ENDS = re.compile(r"[|&;<>()]+")


def command_lines(text: str) -> list[list[str]]:
    """The words after each `ai-export` in a line of a shell, up to where that command ends."""
    found: list[list[str]] = []
    lexer = shlex.shlex(text, posix=True, punctuation_chars=True)
    lexer.whitespace_split = True
    words: list[str] | None = None
    for word in lexer:
        if word.rpartition("/")[2] == "ai-export":
            words = []
            found.append(words)
        elif _ENDS.fullmatch(word):
            words = None
        elif words is not None:
            words.append(word)
    return found


def shown(page: str) -> Iterator[str]:
    """What a page shows as code: lines of blocks, and spans in between."""
    for number, part in enumerate(re.split(r"^```.*$", page, flags=re.MULTILINE)):
        if number % 2:
            yield from part.replace("\\\n", " ").splitlines()
        else:
            yield from re.findall(r"`([^`\n]+)`", part)


def check(words: list[str]) -> None:
    """Raises click.UsageError, unless there is such a command with such options and choices."""
    command: click.Command = ai_export
    rest = words
    while True:
        context = click.Context(command)
        options, rest, _ = command.make_parser(context).parse_args(list(rest))
        for parameter in command.get_params(context):
            if isinstance(parameter.type, click.Choice) and isinstance(parameter, click.Option):
                given = options.get(parameter.name)
                for value in given if isinstance(given, list) else [given]:
                    if value is not None:
                        parameter.type.convert(value, parameter, context)
        if not isinstance(command, click.Group) or not rest:
            return
        if rest[0] not in command.commands:
            raise click.UsageError(f"no command {rest[0]}")
        command, rest = command.commands[rest[0]], rest[1:]


def pages(repository: Path) -> dict[str, str]:
    """Every page that a person wrote."""
    found = [repository / "README.md", repository / "SECURITY.md"]
    found += (repository / "python" / "docs").glob("*.md")
    return {path.name: path.read_text("utf-8") for path in found if path.name not in docs.PAGES}


def test_what_the_pages_show_exists(repository: Path) -> None:
    checked = []
    for name, text in pages(repository).items():
        for line in shown(text):
            if "ai-export" not in line:
                continue
            for words in command_lines(line.removeprefix("$ ")):
                try:
                    check(words)
                except click.UsageError as error:
                    pytest.fail(f"{name}: {line}: {error.format_message()}")
                checked.append(words)
    assert len(checked) > 30


def test_options_named_alone_exist_here_or_in_opa(repository: Path, opa_executable: Path) -> None:
    own = {
        name
        for command in COMMANDS.values()
        for option in command.get_params(click.Context(command))
        if isinstance(option, click.Option)
        for name in commands.spelled(option)
    }
    ran = subprocess.run([opa_executable, "run", "--help"], capture_output=True, text=True)
    opas = set(re.findall(r"--[a-z-]+", ran.stdout))
    named = [
        (name, found)
        for name, text in pages(repository).items()
        for line in shown(text)
        if (found := re.match(r"--[a-z-]+", line))
    ]
    assert len(named) > 10
    assert not [(name, one[0]) for name, one in named if one[0] not in own | opas]


@pytest.mark.parametrize("path", COMMANDS, ids=" ".join)
def test_what_the_help_of_a_command_shows_exists(path: tuple[str, ...]) -> None:
    command = COMMANDS[path]
    epilog = re.sub(r"\\\n\s*", "", command.epilog or "")
    lines = [*epilog.splitlines(), *re.findall(r"`([^`]+)`", command.help or "")]
    for line in lines:
        if "ai-export " in line:
            for words in command_lines(line):
                check(words)


def test_a_list_of_commands_has_whole_sentences() -> None:
    """In the 80 columns of a terminal; those of the ledger are longer."""
    for path, command in COMMANDS.items():
        if isinstance(command, click.Group) and path[-1] != "ledger":
            room = 72 - max(map(len, command.commands))
            for name, below in command.commands.items():
                assert below.get_short_help_str(room).endswith("."), name
                assert not below.get_short_help_str(room).endswith("..."), name


@pytest.mark.parametrize("path", COMMANDS, ids=" ".join)
def test_every_command_stands_on_the_page_with_each_of_its_options(
    path: tuple[str, ...], repository: Path
) -> None:
    page = (repository / "python" / "docs" / "commands.md").read_text(encoding="utf-8")
    name = " ".join(path)
    (section,) = re.findall(rf"^## {name}\n(.*?)(?=^## |\Z)", page, re.MULTILINE | re.DOTALL)
    command = COMMANDS[path]
    options = [one for one in command.params if isinstance(one, click.Option)]
    rows = [line for line in section.splitlines() if line.startswith("| `-")]
    assert len(rows) == len(options)
    for option, row in zip(options, rows, strict=True):
        spelling, about = re.split(r"(?<!\\)\|", row)[1:3]
        assert [one for one in commands.spelled(option) if one not in spelling] == []
        assert about.strip()
    assert "Exit codes" in section or isinstance(command, click.Group)
    assert f"\n`{name} " in f"\n{section}"


@pytest.mark.parametrize(
    ("line", "wrong"),
    [
        ("ai-export decide --formt json a.yaml", "--formt"),
        ("ai-export decide --format xml a.yaml", "xml"),
        ("ai-export decid a.yaml", "decid"),
        ("ai-export ledger reserv a.yaml", "reserv"),
        ("cat a | ai-export trace --all - > b", "--all"),
        ("ai-export example > a && .venv/bin/ai-export decide --no a  # --whole", "--no"),
    ],
)
def test_what_does_not_exist_is_found(line: str, wrong: str) -> None:
    *well, ill = command_lines(line)
    for words in well:
        check(words)
    with pytest.raises(click.UsageError, match=wrong):
        check(ill)


@pytest.mark.parametrize("name", [*docs.PAGES, None])
def test_a_page_that_is_out_of_date_is_named_and_written_anew(
    name: str | None,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr(engine, "REPOSITORY", tmp_path)
    monkeypatch.setattr(docs, "FOLDER", tmp_path)
    monkeypatch.setattr(docs, "PAGES", {one: one.upper for one in docs.PAGES})
    for one in docs.PAGES:
        (tmp_path / one).write_text("old" if one == name else one.upper())
    monkeypatch.setattr("sys.argv", ["docs.py", "--check"])
    assert docs.main() == (1 if name else 0)
    said = f"{name} is out of date: run `make docs`\n" if name else ""
    assert capsys.readouterr().out == said
    monkeypatch.setattr("sys.argv", ["docs.py"])
    assert docs.main() == 0
    assert capsys.readouterr().out == (f"wrote {name}\n" if name else "")
    assert {one: (tmp_path / one).read_text() for one in docs.PAGES} == {
        one: one.upper() for one in docs.PAGES
    }


def test_opa_is_called_where_make_puts_it(repository: Path) -> None:
    own = re.compile(r"(?:\$ )?opa (?:run --server|test|build|check|fmt|sign|inspect)\b")
    called = [
        (name, line)
        for name, text in pages(repository).items()
        for line in shown(text)
        if own.match(line)
    ]
    assert called == []
    recipes = list(shown((repository / "README.md").read_text("utf-8")))
    assert [line for line in recipes if line.startswith((".cache/opa run", "$ .cache/opa test"))]
