"""The command `ai-export`. It reads, asks and prints; what is decided, OPA decides."""

import os
import sys
import traceback
from collections.abc import Sequence

import click

from ai_export_policy.cli import codes, output
from ai_export_policy.errors import ExportPolicyError


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command with `arguments` (those of the process when None); return its exit code.

    Nothing is raised but SystemExit and its like: a fault of this program is told with its
    traceback on standard error, and is 70, which is no answer.
    """
    try:
        return _ran(arguments)
    except Exception:
        return _at_fault()


def _ran(arguments: Sequence[str] | None) -> int:
    given = list(sys.argv[1:] if arguments is None else arguments)
    output.guard()
    try:
        from ai_export_policy.cli.commands import ai_export

        if instruction := os.environ.get("_AI_EXPORT_COMPLETE"):
            from ai_export_policy.cli.completion import complete

            return complete(ai_export, instruction)
        with ai_export.make_context("ai-export", given) as context:
            # A terminal gets colours unless it is asked not to (https://no-color.org).
            context.color = False if os.environ.get("NO_COLOR") else None
            code = _invoked(ai_export, context)
        sys.stdout.flush()
    except click.exceptions.Exit as end:
        return end.exit_code
    except click.ClickException as error:
        error.show()
        return codes.USAGE
    except BrokenPipeError:
        output.discard()  # the reader has seen enough
        return codes.BROKEN_PIPE
    except output.NotTold as error:
        return output.report(error)
    except OSError as error:
        return _failed(error)
    except (KeyboardInterrupt, click.Abort) as error:
        left = str(error) or "nothing more was decided"
        click.echo(f"ai-export: interrupted, {left}", err=True)
        return codes.INTERRUPTED
    return code


def _invoked(command: click.Command, context: click.Context) -> int:
    """The exit code of the command, which told what kept it; the advice depends on `context`."""
    try:
        code: int = command.invoke(context)
    except ExportPolicyError as error:
        from ai_export_policy.cli import faults

        return faults.report(error)
    return code


def _at_fault() -> int:
    """Tell of what nobody foresaw, with where it was raised; the exit code."""
    _flush()
    click.echo(traceback.format_exc(), err=True, nl=False)
    click.echo(
        "ai-export: this is a fault of the program: what it has printed is no answer, and what was"
        " asked may be recorded. Report it with the lines above.",
        err=True,
    )
    return codes.FAULT


def _flush() -> None:
    try:
        sys.stdout.flush()
    except (OSError, output.NotTold):
        output.discard()


def _failed(error: OSError) -> int:
    """Tell of a file that cannot be read or written; the exit code."""
    _flush()
    where = f"{error.filename}: " if error.filename is not None else ""
    click.echo(f"ai-export: {where}{error.strerror or error}", err=True)
    return codes.USAGE if error.filename is not None else codes.UNAVAILABLE
