"""The commands that lay decisions side by side: `compare` and `diff`."""

from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from ai_export_policy.cli import codes, output
from ai_export_policy.cli.options import (
    DAY,
    FILES,
    SECONDS,
    SETTINGS,
    Engine,
    engine_options,
    form_option,
)
from ai_export_policy.errors import ExportPolicyError, RequestInvalid

if TYPE_CHECKING:
    from ai_export_policy.decision import Decision
    from ai_export_policy.sidecar import Sidecar

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
  ai-export compare --on 2025-05-14 --on 2025-05-15 --reading C1=lpp_available request.yaml

"""
    + codes.HELP,
)
@click.argument("files", metavar="FILE...", nargs=-1, required=True, type=FILES)
@click.option("--on", "--as-of", "days", multiple=True, type=DAY, help="Decide it on this day too.")
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
@form_option(
    "text", "json", help="For people, or one JSON document with every decision and what parts them."
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
    """Decide requests side by side, and show where they part.

    The paragraph that parts them is named. Each request of each FILE is decided as it stands or,
    where they are given, on each day, under each posture, and then under each reading. The facts
    that they tell differently are shown, and what all of them say alike is not.
    """
    from ai_export_policy.cli import answers
    from ai_export_policy.cli import engine as engines
    from ai_export_policy.cli import files as reading
    from ai_export_policy.comparison import partings, render, variants
    from ai_export_policy.request import validate

    asked: dict[str, Mapping[str, Any]] = {}
    for given in reading.requests(files):
        try:
            one = answers.valid(given)
        except RequestInvalid as error:
            return answers.report(error, given)
        for label, request in variants(
            given.request_id or given.label,
            one,
            days=days,
            postures=postures,
            readings=readings,
        ):
            validate(request, source=label)
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
        output.print_json(render.document(decisions, found, asked))
    else:
        click.echo(render.text(decisions, found, requests=asked, color=answers.colored()), nl=False)
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
  4   OPA is not available, or does not take the policies of one of the two
  5   what came back is not a decision
  64  wrong use of the command
  70  a fault of this program: the traceback is on standard error""",
)
@click.option(
    "--base", "base", required=True, metavar="REV", help="The git revision to compare with."
)
@click.argument("files", metavar="[FILE...]", nargs=-1, type=FILES)
@form_option(
    "text", "json", "junit", help="For people, for programs, or for a CI that reads JUnit XML."
)
@click.option(
    "--timeout",
    type=SECONDS,
    default=30.0,
    show_default=True,
    help="How long one call to OPA may take; up to 200 requests are asked in one.",
)
def diff(base: str, files: tuple[str, ...], form: str, timeout: float) -> int:
    """Tell which answers the edits since REV change, and why.

    To be run in a checkout: its policies as they lie there, committed or not and with the indexes
    over the tables made anew, are compared with those of the git revision REV, on the requests of
    each FILE or, without one, on every story of tests/cases. What came and what went is told with
    file and line of the rule that says it, and at the foot the ids that no answer tells any more,
    and those that none told before: an id that is renamed is a changed contract. A request that one
    of the two cannot decide is never counted as unchanged, and of tables that do not fit their
    schemas nothing is decided.
    """
    from ai_export_policy.cli import answers
    from ai_export_policy.comparison import changes, ids, revisions
    from ai_export_policy.comparison.rules import Places

    with _two_policies(base) as (repository, before, after):
        asked = _requests(repository, files)
        first, second = _decided(base, before, after, asked, timeout)
        places, edited = Places(before, after), revisions.edited(repository, base)
    found = changes.changes(first, second)
    unknown = changes.undecided(first, second)
    apart = ids.apart(first, second)
    if form == "json":
        told = changes.document(
            found, len(asked), places=places, edited=edited, unknown=unknown, ids=apart
        )
        output.print_json(told)
    elif form == "junit":
        told_to_ci = changes.junit(found, list(asked), places=places, unknown=unknown)
        output.print_file(told_to_ci)
    else:
        page = changes.text(
            found,
            len(asked),
            places=places,
            edited=edited,
            unknown=unknown,
            ids=apart,
            color=answers.colored(),
        )
        click.echo(page, nl=False)
    faults = [one for one in (*first.values(), *second.values()) if isinstance(one, Exception)]
    if faults:
        return codes.of_many(faults)
    return CHANGED if found else codes.AUTHORIZED


@contextmanager
def _two_policies(base: str) -> Iterator[tuple[Path, Path, Path]]:
    """The checkout, its policies as they were at the revision, and as they are."""
    from ai_export_policy.comparison import revisions

    try:
        repository = revisions.checkout(Path.cwd())
        with (
            revisions.policies_at(repository, base) as before,
            revisions.policies_as_edited(repository) as after,
        ):
            yield repository, before, after
    except revisions.NotARevision as error:
        raise click.BadParameter(str(error), param_hint="'--base'") from error


def _requests(repository: Path, names: Sequence[str]) -> dict[str, Mapping[str, Any]]:
    from ai_export_policy.cli import files

    if not names:
        return _stories(repository / "tests" / "cases")
    asked: dict[str, Mapping[str, Any]] = {}
    for given in files.requests(names):
        if given.error is not None:
            raise given.error
        asked[_unique(given.request_id or given.label, asked)] = given.request or {}
    return asked


def _stories(cases: Path) -> dict[str, Mapping[str, Any]]:
    from ai_export_policy.stories import NotAStory, stories

    try:
        asked: dict[str, Mapping[str, Any]] = {story.id: story.request for story in stories(cases)}
    except NotAStory as error:
        raise click.UsageError(f"a story in {cases} cannot be read: {error}") from error
    if not asked:
        raise click.UsageError(f"there is no story in {cases}: name FILEs of requests to compare")
    return asked


def _decided(
    base: str, before: Path, after: Path, asked: Mapping[str, Mapping[str, Any]], timeout: float
) -> "Sequence[dict[str, Decision | ExportPolicyError]]":
    """The answers before and after, each by an OPA of its own."""
    from ai_export_policy.cli.engine import waiting
    from ai_export_policy.client import Client
    from ai_export_policy.comparison.revisions import place_in_checkout

    # The edited ones first: what is wrong with them is to be told before anything is decided.
    with (
        waiting(f"deciding {len(asked):,} requests under {base} and as edited"),
        _serving(after, "the policies of this checkout") as edited,
        _serving(before, f"the policies of {base}, or name another base") as old,
    ):

        def answers(
            sidecar: "Sidecar", policies: Path
        ) -> "dict[str, Decision | ExportPolicyError]":
            revisions = {sidecar.revision}
            with Client(sidecar.url, timeout=timeout, expected_revisions=revisions) as client:
                found = client.decide_many(asked)
            for answer in found.values():
                if isinstance(answer, Exception):
                    place_in_checkout(answer, policies)
            return found

        with ThreadPoolExecutor(2) as both:
            return list(both.map(answers, (old, edited), (before, after)))


@contextmanager
def _serving(policies: Path, where: str) -> "Iterator[Sidecar]":
    from ai_export_policy.comparison.revisions import place_in_checkout
    from ai_export_policy.errors import EngineMissing, PoliciesBroken, Unavailable
    from ai_export_policy.sidecar import Sidecar

    with ExitStack() as stack:
        try:
            sidecar = stack.enter_context(Sidecar(policies))
        except EngineMissing:
            raise
        except Unavailable as error:
            place_in_checkout(error, policies)
            raise PoliciesBroken(where, str(error)) from error
        yield sidecar


def _unique(label: str, taken: Mapping[str, object]) -> str:
    number = 1
    name = label
    while name in taken:
        number += 1
        name = f"{label} ({number})"
    return name
