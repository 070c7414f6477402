"""An OPA to ask: the one at an address, or one of our own for as long as it is needed."""

import threading
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from ai_export_policy import resources, stamp
from ai_export_policy.cli.options import Engine
from ai_export_policy.errors import ExportPolicyError, PoliciesEdited
from ai_export_policy.sidecar import Sidecar

if TYPE_CHECKING:
    from ai_export_policy.client import Client
    from ai_export_policy.decision import Decision
    from ai_export_policy.records import RecordedClient
    from ai_export_policy.trace import Trace

_PATIENCE = 1.0  # seconds after which a person is told what takes so long


def decide(
    requests: Mapping[str, Mapping[str, Any]], options: Engine
) -> "dict[str, Decision | ExportPolicyError]":
    """Decide each request, by the OPA at the address or by one of our own."""
    if not requests:
        return {}
    what = f"deciding {len(requests):,} request{'s' * (len(requests) > 1)}"
    try:
        with connected(options) as one, recorded(one, options) as client, waiting(what):
            if len(requests) > 1:
                return client.decide_many(requests)
            return {key: client.decide(request) for key, request in requests.items()}
    except ExportPolicyError as error:
        return dict.fromkeys(requests, error)


def trace(request: Mapping[str, Any], options: Engine) -> "Trace":
    """Trace the decision on one request, by the OPA at the address or by one of our own."""
    with (
        connected(options) as one,
        recorded(one, options) as client,
        waiting("tracing the decision"),
    ):
        return client.trace(request)


@contextmanager
def recorded(client: "Client", options: Engine) -> "Iterator[Client | RecordedClient]":
    """The client, with its decisions on record where the options want them there."""
    if options.record is None:
        yield client
        return
    from ai_export_policy.records import RecordedClient, Records

    with Records(options.record) as records:
        yield RecordedClient(client, records)


@contextmanager
def waiting(what: str) -> Iterator[None]:
    """Say on standard error what is being done, if it takes longer than a second."""
    timer = threading.Timer(_PATIENCE, click.echo, (f"ai-export: {what} ...",), {"err": True})
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()


@contextmanager
def connected(options: Engine, *, kept: bool = False) -> "Iterator[Client]":
    """A client of the OPA at the address, or of one of our own, for the time of the block.

    `kept` says that what it decides is kept under the revision of the policies. PoliciesEdited if
    it is, or goes on record, and the policies of this package are not those that they are called.
    """
    with ExitStack() as stack:
        url, revisions = options.url, None
        if url is None:
            policies = _own(kept=kept or options.record is not None)
            with waiting("starting OPA on the policies of this package"):
                sidecar = stack.enter_context(Sidecar(policies))
            url, revisions = sidecar.url, {sidecar.revision}
        # Loading it takes a quarter of a second, most of which the start of OPA takes anyway.
        from ai_export_policy.client import Client

        try:
            client = Client(
                url, timeout=options.timeout, expected_revisions=revisions, **options.reach
            )
        except ValueError as error:
            raise click.BadParameter(str(error), param_hint="'--url'") from error
        except OSError as error:
            raise click.UsageError(f"no certificate, key or token to be used: {error}") from error
        yield stack.enter_context(client)


def _own(*, kept: bool) -> Path:
    """The policies of this package. Edited ones may answer whoever tries them, who is told so."""
    policies = resources.policies()
    try:
        stamp.check(policies)
    except PoliciesEdited as error:
        if kept:
            raise
        click.echo(f"ai-export: {error}; an edited table decides nothing until then", err=True)
    return policies
