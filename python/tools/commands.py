"""The page of the command line, made from the commands themselves: `python/docs/commands.md`."""

import inspect
import re
from collections.abc import Iterator

import click

from ai_export_policy.cli.commands import ai_export

HEAD = """# Commands

Made by `make docs` from the command line itself, which says the same with `--help`.
[README](../../README.md), [operations](operations.md) and [the ledger](ledger.md) show the commands
at work. Every command, whatever its own exit codes, ends with 4 where standard output cannot be
written, with 70 at a fault of this program, whose traceback is on standard error (EX_SOFTWARE),
with 130 where it is interrupted (128 + SIGINT), and with 141 where the reader of a pipe closes it
before all is told (128 + SIGPIPE): none of them is an answer. A sign that the encoding of standard
output has not is written as its number, as `\\u017c`; JSON is ASCII, and what is for a file UTF-8.
"""


def page() -> str:
    """The page as Markdown."""
    parts = [HEAD, _contents()]
    parts += [_section(path, command) for path, command in commands()]
    return "\n".join(parts)


def commands(
    command: click.Command = ai_export, path: tuple[str, ...] = ("ai-export",)
) -> Iterator[tuple[tuple[str, ...], click.Command]]:
    """Every command with the words by which it is called, a group before what is in it."""
    yield path, command
    if isinstance(command, click.Group):
        for name, below in sorted(command.commands.items()):
            yield from commands(below, (*path, name))


def spelled(option: click.Option) -> list[str]:
    """The ways to write an option: `-h`, `--help`."""
    return [*option.opts, *option.secondary_opts]


def _contents() -> str:
    lines = ["| command | |", "|---|---|"]
    for path, command in commands():
        if len(path) == 1:
            continue
        name = " ".join(path)
        lines.append(f"| [`{name}`](#{name.replace(' ', '-')}) | {_first(command)} |")
    return "\n".join(lines) + "\n"


def _section(path: tuple[str, ...], command: click.Command) -> str:
    context = click.Context(command, info_name=" ".join(path))
    usage = " ".join([*path, *command.collect_usage_pieces(context)])
    lines = [f"## {' '.join(path)}", "", f"`{usage}`", "", *_prose(command.help or "")]
    options = [one for one in command.get_params(context) if isinstance(one, click.Option)]
    rows = [f"| {_spelling(one)} | {_about(one, context)} |" for one in options if not _help(one)]
    if rows:
        lines += ["", "| option | |", "|---|---|", *rows]
    if command.epilog:
        block = inspect.cleandoc(command.epilog).replace("\b\n", "").strip("\n")
        lines += ["", "```text", block, "```"]
    if not isinstance(command, click.Group) and "Exit codes" not in (command.epilog or ""):
        lines += ["", f"Exit codes as of `{' '.join(path[:-1])}`."]
    return "\n".join(lines) + "\n"


def _help(option: click.Option) -> bool:
    return "--help" in option.opts


def _spelling(option: click.Option) -> str:
    value = "" if option.is_flag else f" {_value(option)}"
    return _cell(f"`{', '.join(option.opts)}{value}`") + "".join(
        f" or `{name}`" for name in option.secondary_opts
    )


def _value(option: click.Option) -> str:
    if option.metavar:
        return option.metavar
    if isinstance(option.type, click.Choice):
        return "|".join(option.type.choices)
    return option.type.name.upper()


def _about(option: click.Option, context: click.Context) -> str:
    """The help, with what click adds to it: default, environment variable, required."""
    record = option.get_help_record(context)
    return _cell(" ".join((record[1] if record else "").split()))


def _first(command: click.Command) -> str:
    """The first sentence of the help."""
    text = " ".join((command.help or "").split("\n\n")[0].split())
    return _cell(re.split(r"(?<=\.) ", text)[0])


def _prose(text: str) -> list[str]:
    return inspect.cleandoc(text).replace("\b\n", "").splitlines()


def _cell(text: str) -> str:
    return text.replace("|", "\\|")
