"""The commands and their options. What each one needs is imported when it runs."""

import click

from ai_export_policy.cli import codes
from ai_export_policy.cli.advising import advise
from ai_export_policy.cli.bundle import bundle
from ai_export_policy.cli.completion import completion
from ai_export_policy.cli.doctor import doctor
from ai_export_policy.cli.ledger import ledger
from ai_export_policy.cli.options import (
    FILES,
    SETTINGS,
    Engine,
    engine_options,
    form_option,
    record_option,
)
from ai_export_policy.cli.records import records
from ai_export_policy.cli.rule import rule
from ai_export_policy.cli.side_by_side import compare, diff
from ai_export_policy.cli.sidecar import sidecar


def _version(context: click.Context, _parameter: click.Parameter, asked: bool) -> None:
    if not asked or context.resilient_parsing:
        return
    from importlib.metadata import version

    from ai_export_policy import resources

    click.echo(f"ai-export {version('ai-export-policy')}, policies {resources.revision()}")
    context.exit()


@click.group(
    context_settings=SETTINGS,
    epilog="""\b
Start here:
  ai-export example > request.yaml
  ai-export decide request.yaml
  ai-export tour

"""
    + codes.HELP,
)
@click.option(
    "--version",
    is_flag=True,
    is_eager=True,
    expose_value=False,
    callback=_version,
    help="Show the versions of package and policies and exit.",
)
def ai_export() -> None:
    """Decide exports of advanced chips and AI model weights, and say why.

    Each decision is made by Open Policy Agent on policies that follow 15 CFR parts 732 to 774
    paragraph by paragraph. It is not legal advice.
    """


@ai_export.command(
    context_settings=SETTINGS,
    epilog="""\b
Examples:
  ai-export decide request.yaml
  ai-export decide --format json orders.jsonl > decisions.jsonl
  ai-export decide --format html request.yaml > memo.html
  cat request.json | ai-export decide --url http://127.0.0.1:8181 -
  ai-export decide --record records orders.jsonl

"""
    + codes.HELP,
)
@click.argument("files", metavar="FILE...", nargs=-1, required=True, type=FILES)
@form_option(
    "text",
    "json",
    "markdown",
    "html",
    help="For people; the decision document, one for one request and JSON Lines for many; or a memo"
    " for the file, one of all requests.",
)
@click.option(
    "--full/--brief",
    default=None,
    help="Text: every provision considered, or a line for each request. By default one request is"
    " told in full and many in brief.",
)
@engine_options
@record_option
def decide(files: tuple[str, ...], form: str, full: bool | None, engine: Engine) -> int:
    """Decide the requests in each FILE.

    A file is YAML, JSON or JSON Lines; - is standard input. A YAML file may hold many requests,
    separated by lines of ---. In text, what is wrong with a request goes to standard error; in JSON
    it stands in the place of its decision, as an object with `request_id` and `error`; in a memo it
    stands there too. A memo in HTML prints on A4.
    """
    from ai_export_policy.cli import answers

    return answers.decide(files, form, full, engine)


@ai_export.command(
    context_settings=SETTINGS,
    epilog="""\b
Examples:
  ai-export trace request.yaml
  ai-export trace --whole --format markdown request.yaml > trace.md
  ai-export trace --record records --format json --whole request.yaml > trace.json

"""
    + codes.HELP,
)
@click.argument("file", metavar="FILE", type=FILES)
@form_option(
    "text", "json", "markdown", help="For people on a terminal, for programs, or for the file."
)
@click.option(
    "--whole",
    is_flag=True,
    help="Every rule that was tried and where it stopped, not only what mattered.",
)
@engine_options
@record_option
def trace(file: str, form: str, whole: bool, engine: Engine) -> int:
    """Show how the one request in FILE was decided.

    It shows the rules as OPA tried them. Each rule stands with its paragraph, file and line,
    whether it held, and the facts that it read. By default those are shown that held and gave an id
    or read a fact. An OPA asked with --url has to serve the policies of this package and to allow
    explanations. With --record the trace's digest stands in the record of the decision: it is over
    what --whole --format json prints.
    """
    from ai_export_policy.cli import answers

    return answers.trace(file, form, whole, engine)


@ai_export.command(
    context_settings=SETTINGS,
    epilog="""\b
Example:
  ai-export validate orders/*.yaml

\b
Exit codes:
  0   every request is valid
  2   a request is invalid
  64  wrong use of the command
  70  a fault of this program: the traceback is on standard error""",
)
@click.argument("files", metavar="FILE...", nargs=-1, required=True, type=FILES)
def validate(files: tuple[str, ...]) -> int:
    """Check the requests in each FILE without deciding them.

    All that is wrong is named at once. Valid is what schemas/request.json describes. A valid
    request may still lack facts that its decision needs: the decision names them.
    """
    from ai_export_policy.cli import answers

    return answers.validate(files)


@ai_export.command(
    context_settings=SETTINGS,
    epilog="""\b
Examples:
  ai-export example > request.yaml && ai-export decide request.yaml
  ai-export example --for ledger > draw.yaml && ai-export ledger reserve draw.yaml

\b
Exit codes:
  0   printed
  64  wrong use of the command
  70  a fault of this program: the traceback is on standard error""",
)
@click.option(
    "--for",
    "purpose",
    type=click.Choice(["decide", "ledger"]),
    default="decide",
    show_default=True,
    help="The command that takes it; for `ledger reserve` it has an id and no amounts.",
)
def example(purpose: str) -> int:
    """Print a short request to start from.

    It is YAML, with a comment on each line.
    """
    from importlib.resources import files

    name = "ledger.yaml" if purpose == "ledger" else "request.yaml"
    text = files("ai_export_policy").joinpath("examples", name)
    click.echo(text.read_text(encoding="utf-8"), nl=False)
    return codes.AUTHORIZED


@ai_export.command(
    context_settings=SETTINGS,
    epilog="""\b
Example:
  ai-export tour | less -R

\b
Exit codes:
  0   every scene was decided
  4   OPA is not available
  5   what came back is not a decision
  64  wrong use of the command
  70  a fault of this program: the traceback is on standard error""",
)
@engine_options
def tour(engine: Engine) -> int:
    """Decide what the rule of January 2025 did to real chips.

    Every assumption is shown. The same shipment to the members of the European Union, around them
    and beyond, then one decision in full. Nothing printed there is prepared: OPA decides all of it
    now.
    """
    from ai_export_policy.cli import answers

    return answers.tour(engine)


ai_export.add_command(advise)
ai_export.add_command(compare)
ai_export.add_command(diff)
ai_export.add_command(bundle)
ai_export.add_command(doctor)
ai_export.add_command(records)
ai_export.add_command(sidecar)
ai_export.add_command(ledger)
ai_export.add_command(rule)
ai_export.add_command(completion)
