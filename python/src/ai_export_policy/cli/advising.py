"""The command that tells what would change a decision: `advise`."""

from collections.abc import Mapping
from typing import Any

import click

from ai_export_policy.cli import codes, output
from ai_export_policy.cli.options import FILES, SETTINGS, Engine, engine_options, form_option


@click.command(
    context_settings=SETTINGS,
    epilog="""\b
Examples:
  ai-export advise request.yaml
  ai-export advise --format json request.yaml > advice.json
  ai-export advise --format json request.yaml | jq '.proposals[0].request' | ai-export decide -

\b
Exit codes, those of the decision as it stands, whatever is proposed:
  0   authorized: nothing has to change
  1   a license is required
  2   the request is invalid
  3   not decided: facts are missing, or outside this rule
  4   OPA is not available
  5   what came back is not a decision
  64  wrong use of the command
  70  a fault of this program: the traceback is on standard error""",
)
@click.argument("file", metavar="FILE", type=FILES)
@form_option(
    "text",
    "json",
    help="For people, or one JSON document with every proposal and the decision on it.",
)
@engine_options
def advise(file: str, form: str, engine: Engine) -> int:
    """Tell what would make the one request in FILE lawful.

    The least change comes first. For each provision that fails: facts to establish, documents and
    notices, the first day on which it fits, the largest quantity that fits, an authorization or a
    license to ask BIS for. OPA decides every proposal, and the decision stands with it. None
    changes the destination, a party, the item or its purpose, and none divides the transaction.
    Nothing is dated before the day of the request.
    """
    from ai_export_policy import advice
    from ai_export_policy.advice import render
    from ai_export_policy.cli import answers
    from ai_export_policy.cli import engine as engines

    def advised(request: Mapping[str, Any]) -> int:
        waiting = engines.waiting("looking for what would change it")
        with engines.connected(engine) as client, waiting:
            found = advice.advise(client, request)
        if form == "json":
            output.print_json(render.document(found))
        else:
            click.echo(render.text(found, color=answers.colored()), nl=False)
        return codes.of(found.decision)

    return answers.on_one(file, "advice is on one", advised)
