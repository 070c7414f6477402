"""The commands that lay decisions side by side: `compare` and `diff`."""

import json
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from ai_export_policy.cli import codes
from ai_export_policy.cli.options import FILES, SETTINGS, Engine, engine_options
from ai_export_policy.errors import ExportPolicyError

if TYPE_CHECKING:
    from ai_export_policy.decision import Decision

CHANGED = 1
"""Exit code of `diff` when an answer changes."""


def _reading(_context: click.Context, _parameter: click.Parameter, given: Sequence[str]) -> Any:
    pairs = [tuple(one.split("=", 1)) for one in given]
    for one, pair in zip(given, pairs, strict=True):
        if len(pair) != 2:
            raise click.BadParameter(f"{one!r} is not of the form C5=allied_destination_approved")
    return pairs


@click.command(
    context_settings=SETTINGS,
    epilog="""\b
Examples:
  ai-export compare germany.yaml poland.yaml
  ai-export compare --posture codified --posture enforced request.yaml
  ai-export compare --as-of 2025-05-14 --as-of 2025-05-15 --reading C1=lpp_available request.yaml

"""
    + codes.HELP,
)
@click.argument("files", metavar="FILE...", nargs=-1, required=True, type=FILES)
@click.option("--as-of", "days", multiple=True, metavar="DAY", help="Decide it on this day too.")
@click.option(
    "--posture",
    "postures",
    multiple=True,
    type=click.Choice(["codified", "enforced"]),
    help="Decide it under this posture too.",
)
@click.option(
    "--reading",
    "readings",
    multiple=True,
    metavar="ID=NAME",
    callback=_reading,
    help="Decide it once more under this reading of a conflict inside the rule.",
)
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
    help="For people, or one JSON document with every decision and what parts them.",
)
@engine_options
def compare(
    files: tuple[str, ...],
    days: tuple[str, ...],
    postures: tuple[str, ...],
    readings: Sequence[tuple[str, str]],
    form: str,
    engine: Engine,
) -> int:
    """Decide requests side by side, and show where they part and which paragraph parts them.

    Each request of each FILE is decided as it stands or, where they are given, on each day, under
    each posture, and then under each reading. What all of them say alike is not shown.
    """
    from ai_export_policy.cli import answers
    from ai_export_policy.cli import engine as engines
    from ai_export_policy.cli import files as reading
    from ai_export_policy.comparison import partings, render, variants
    from ai_export_policy.request import validate

    asked: dict[str, Mapping[str, Any]] = {}
    for given in reading.requests(files):
        if given.error is not None or given.request is None:
            return answers.refused(given)
        for label, request in variants(
            given.request_id or given.label,
            given.request,
            days=days,
            postures=postures,
            readings=readings,
        ):
            validate(request)
            asked[_unique(label, asked)] = request
    if len(asked) < 2:
        raise click.UsageError("there is one request and nothing to compare it with; try --help")
    decided = engines.decide(asked, engine)
    for answer in decided.values():
        if isinstance(answer, ExportPolicyError):
            raise answer
    decisions = {label: one for label, one in decided.items() if not isinstance(one, Exception)}
    found = partings(decisions)
    if form == "json":
        click.echo(json.dumps(render.document(decisions, found), indent=_indent()))
    else:
        click.echo(render.text(decisions, found, color=answers.colored()), nl=False)
    return codes.of_many(decisions.values())


@click.command(
    context_settings=SETTINGS,
    epilog="""\b
Examples:
  ai-export diff --base main
  ai-export diff --base HEAD~1 --format junit > diff.xml
  ai-export diff --base v1.0.0 requests.jsonl

\b
Exit codes:
  0   no answer changes
  1   an answer changes
  2   a request is invalid
  4   OPA is not available
  5   what came back is not a decision
  64  wrong use of the command""",
)
@click.option(
    "--base", "base", required=True, metavar="REV", help="The git revision to compare with."
)
@click.argument("files", metavar="[FILE...]", nargs=-1, type=FILES)
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json", "junit"]),
    default="text",
    show_default=True,
    help="For people, for programs, or for a CI that reads JUnit XML.",
)
@click.option(
    "--timeout",
    type=click.FloatRange(min=0, min_open=True),
    default=30.0,
    show_default=True,
    metavar="SECONDS",
    help="How long one call to OPA may take; up to 200 requests are asked in one.",
)
def diff(base: str, files: tuple[str, ...], form: str, timeout: float) -> int:
    """Tell which answers the edits of the policies since REV change, and by which rule.

    To be run in a checkout: its policies as they lie there are compared with those of the git
    revision REV, on the requests of each FILE or, without one, on every story of tests/cases.
    """
    from ai_export_policy.cli import answers
    from ai_export_policy.comparison import changes

    with _two_policies(base) as (repository, before, after):
        asked = _requests(repository, files)
        first, second = (_decided(policies, asked, timeout) for policies in (before, after))
    found = changes.changes(first, second)
    if form == "json":
        click.echo(json.dumps(changes.document(found, len(asked)), indent=_indent()))
    elif form == "junit":
        click.echo(changes.junit(found, list(asked)), nl=False)
    else:
        click.echo(changes.text(found, len(asked), color=answers.colored()), nl=False)
    return CHANGED if found else codes.AUTHORIZED


@contextmanager
def _two_policies(base: str) -> Iterator[tuple[Path, Path, Path]]:
    """The checkout, its policies as they were at the revision, and as they are."""
    from ai_export_policy.comparison.revisions import NotARevision, checkout, policies_at

    try:
        repository = checkout(Path.cwd())
        with policies_at(repository, base) as before:
            yield repository, before, repository / "policies"
    except NotARevision as error:
        raise click.BadParameter(str(error), param_hint="'--base'") from error


def _requests(repository: Path, names: Sequence[str]) -> dict[str, Mapping[str, Any]]:
    from ai_export_policy.cli import files
    from ai_export_policy.stories import stories

    if not names:
        cases = repository / "tests" / "cases"
        return {story.id: story.request for story in stories(cases)}
    asked: dict[str, Mapping[str, Any]] = {}
    for given in files.requests(names):
        if given.error is not None:
            raise given.error
        asked[_unique(given.request_id or given.label, asked)] = given.request or {}
    return asked


def _decided(
    policies: Path, asked: Mapping[str, Mapping[str, Any]], timeout: float
) -> "dict[str, Decision | ExportPolicyError]":
    from ai_export_policy.cli.engine import waiting
    from ai_export_policy.client import Client
    from ai_export_policy.sidecar import Sidecar

    with (
        waiting(f"deciding {len(asked):,} requests under {policies}"),
        Sidecar(policies) as sidecar,
        Client(sidecar.url, timeout=timeout, expected_revisions={sidecar.revision}) as client,
    ):
        return client.decide_many(asked)


def _unique(label: str, taken: Mapping[str, object]) -> str:
    number = 1
    name = label
    while name in taken:
        number += 1
        name = f"{label} ({number})"
    return name


def _indent() -> int | None:
    return 2 if sys.stdout.isatty() else None
