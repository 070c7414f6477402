"""The command that examines a running sidecar: `ai-export doctor`."""

from pathlib import Path

import click

from ai_export_policy.cli import codes, output
from ai_export_policy.cli.options import FILE, SECONDS, SETTINGS, Reach, form_option, reach_options

_CODES = {"note": codes.AUTHORIZED, "low": 1, "medium": 2, "high": 3}


@click.command(
    context_settings=SETTINGS,
    epilog="""\b
Example:
  ai-export doctor --url http://127.0.0.1:8181 --config /etc/ai-export-policy/opa.yaml

\b
Exit codes:
  0   nothing, or notes only
  1   the worst that was found is low
  2   ... medium
  3   ... high
  4   nothing answers at the address
  5   what answers there is no OPA
  64  wrong use of the command
  70  a fault of this program: the traceback is on standard error""",
)
@click.option(
    "--url", default="http://127.0.0.1:8181", show_default=True, help="Where the sidecar answers."
)
@reach_options
@click.option("--revision", help="The revision it has to serve.  [default: that of this package]")
@click.option("--any-revision", is_flag=True, help="Do not ask which revision it serves.")
@click.option(
    "--max-age",
    type=SECONDS,
    default=300.0,
    show_default=True,
    help="Seconds since it last fetched its bundle, or learned that there is no newer one.",
)
@click.option("--config", type=FILE, help="The configuration it was started with.")
@click.option("--log", type=FILE, help="What it prints, to look for names of parties.")
@form_option("text", "json", help="For people, or one JSON document.")
def doctor(
    url: str,
    revision: str | None,
    any_revision: bool,
    max_age: float,
    config: Path | None,
    log: Path | None,
    form: str,
    reach: Reach,
) -> int:
    """Name what is weak about a sidecar that runs.

    It looks at signatures, authorization, revision and age of its bundle, what its log keeps,
    explanations, the version of OPA, and clocks. It asks for made-up decisions.
    """
    from ai_export_policy import resources
    from ai_export_policy.doctor import Told, examine
    from ai_export_policy.transport.endpoint import Endpoint

    wanted = None if any_revision else revision or resources.revision()
    try:
        found = examine(Endpoint(url, **reach), Told(wanted, max_age, config, log))
    except (ValueError, OSError) as error:
        raise click.UsageError(str(error)) from error
    if form == "json":
        shown = [{"severity": x.severity, "check": x.check, "message": x.message} for x in found]
        output.print_json({"url": url, "findings": shown})
    else:
        for one in found:
            click.echo(f"{one.severity:<7} {one.check:<14} {one.message}")
        if not found:
            click.echo(f"{url}: nothing weak was found")
    return max((_CODES[one.severity] for one in found), default=codes.AUTHORIZED)
