"""Completion in shells: the command `ai-export completion`, and what the shells ask back."""

import os

import click
from click.shell_completion import BashComplete, FishComplete, add_completion_class, shell_complete

from ai_export_policy.cli import codes
from ai_export_policy.cli.options import SETTINGS

PROGRAM = "ai-export"
VARIABLE = "_AI_EXPORT_COMPLETE"
"""Set by the completion functions: `bash_source` prints one, `bash_complete` answers it."""

_REPLY = "            COMPREPLY+=($value)\n"
# Readline quotes what it takes for a file name, and only that; a paragraph has parentheses.
_QUOTED_REPLY = """\
            COMPREPLY+=("$value")
            [[ $value == *[\\(\\ ]* ]] && compopt -o filenames 2>/dev/null
"""


@add_completion_class
class _Bash(BashComplete):
    """Completion for bash that quotes what has to be quoted."""

    source_template = BashComplete.source_template.replace(_REPLY, _QUOTED_REPLY)


@add_completion_class
class _Fish(FishComplete):
    """Completion for fish that keeps the commas of what it says of a paragraph."""

    source_template = FishComplete.source_template.replace(
        'string split ","', 'string split --max 1 ","'
    )


def complete(command: click.Command, instruction: str) -> int:
    """Answer a shell that asks for completions of `command`; return the exit code."""
    asks = instruction.endswith("_complete")
    if asks and not {"COMP_WORDS", "COMP_CWORD"} <= os.environ.keys():
        raise click.UsageError(f"{VARIABLE}={instruction} is for the function of a shell alone")
    # 1 where click knows neither the shell nor the question.
    if shell_complete(command, {}, PROGRAM, VARIABLE, instruction):
        raise click.UsageError(f"{VARIABLE}={instruction} is no shell and question known here")
    return codes.AUTHORIZED


@click.command(
    context_settings=SETTINGS,
    epilog="""\b
Examples:
  eval "$(ai-export completion bash)"    in this shell

\b
In every new shell:
  bash  echo 'eval "$(ai-export completion bash)"' >> ~/.bashrc
  zsh   echo 'eval "$(ai-export completion zsh)"' >> ~/.zshrc   (after compinit)
  fish  ai-export completion fish > ~/.config/fish/completions/ai-export.fish

\b
Exit codes:
  0   printed
  64  wrong use of the command
  70  a fault of this program: the traceback is on standard error""",
)
@click.argument("shell", metavar="SHELL", type=click.Choice(["bash", "zsh", "fish"]))
def completion(shell: str) -> int:
    """Print the function that completes commands in SHELL.

    SHELL is bash (4.4 or newer), zsh or fish. Options, files and paragraphs are completed too.
    Before a paragraph's parenthesis type a quote or a backslash.
    """
    from ai_export_policy.cli.commands import ai_export

    complete(ai_export, f"{shell}_source")
    return codes.AUTHORIZED
