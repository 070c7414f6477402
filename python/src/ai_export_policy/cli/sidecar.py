"""The commands that serve the policies: `ai-export sidecar`."""

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import click

from ai_export_policy.cli import codes, output
from ai_export_policy.cli.options import FILE, SETTINGS, form_option

if TYPE_CHECKING:
    from ai_export_policy.bundle import Key


@click.group(
    context_settings=SETTINGS,
    invoke_without_command=True,
    epilog="""\b
Examples:
  ai-export sidecar
  ai-export sidecar --bundle bundle.tar.gz --key signing.pub.pem --keyid 2026-11
  ai-export sidecar config --format systemd --bundle-url https://bundles.example/bundle.tar.gz \\
      --key signing.pub.pem --keyid 2026-11

\b
Exit codes:
  0   printed, or stopped as asked
  4   OPA is not available, or has loaded no bundle
  5   the bundle is not what it has to be
  64  wrong use of the command
  70  a fault of this program: the traceback is on standard error""",
)
@click.option("--bundle", type=FILE, help="The signed bundle.  [default: one built now]")
@click.option("--key", type=FILE, help="The public key that it is signed with, PEM.")
@click.option("--keyid", help="The key's name.")
@click.option("--scope", help="What is signed for.  [default: ai-export-policy]")
@click.option(
    "--address",
    default="127.0.0.1:8181",
    show_default=True,
    help="Where OPA answers: host:port, or unix:///path.",
)
@click.option(
    "--diagnostic",
    default="127.0.0.1:8282",
    show_default=True,
    help="Where it tells health and metrics.",
)
@click.pass_context
def sidecar(
    context: click.Context,
    bundle: Path | None,
    key: Path | None,
    keyid: str | None,
    scope: str | None,
    address: str,
    diagnostic: str,
) -> int:
    """Run OPA here on a signed bundle, until interrupted.

    Ctrl-C or SIGTERM ends it. It is configured as in production. Without --bundle the policies of
    this package are built and signed with a key for development. A small bundle server runs beside
    it, so a bundle that is replaced is loaded within 20 seconds.
    """
    if context.invoked_subcommand is not None:
        return codes.AUTHORIZED
    from ai_export_policy.deployment import addresses

    try:
        addresses.check(address)
        addresses.check(diagnostic, socket=False)
    except ValueError as error:
        raise click.UsageError(str(error)) from error
    public = None if bundle is None else _key(key, keyid, scope)
    try:
        _serve(bundle, public, address, diagnostic)
    except KeyboardInterrupt:
        return codes.AUTHORIZED


def _serve(bundle: Path | None, public: "Key | None", address: str, diagnostic: str) -> NoReturn:
    """Serve until KeyboardInterrupt; Unavailable once OPA has ended by itself."""
    import tempfile

    from ai_export_policy import bundle as bundles
    from ai_export_policy import deployment, opa, resources
    from ai_export_policy.deployment.local import BundleServer, Served
    from ai_export_policy.errors import Unavailable

    with _stopped_by_sigterm(), tempfile.TemporaryDirectory() as folder:
        if bundle is None or public is None:
            private, public = bundles.development_key(opa.default_cache() / "keys")
            bundle = Path(folder) / "bundle.tar.gz"
            bundles.build(resources.policies(), bundle, private)
        found = bundles.read(bundle)
        bundles.verify_signature(bundle, public)
        with BundleServer(bundle) as server:
            settings = deployment.Settings(
                bundle_url=server.url,
                keyid=public.keyid,
                scope=public.scope,
                public_key=public.file.read_text(encoding="utf-8"),
                address=address,
                diagnostic=diagnostic,
            )
            with Served(settings) as served:
                click.echo(f"serving revision {found.revision} at {address}, Ctrl-C ends it")
                served.wait()
                raise Unavailable(f"OPA has ended, and said:\n{served.tail()}")


@contextmanager
def _stopped_by_sigterm() -> Iterator[None]:
    """Let SIGTERM do what Ctrl-C does, once: what it ends is cleaned up, and that is not disturbed.

    A process that is the first of its container gets no SIGTERM that it does not ask for.
    """
    if threading.current_thread() is not threading.main_thread():
        yield  # no other thread may say what a signal does
        return

    def stop(_number: int, _frame: object) -> None:
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
        raise KeyboardInterrupt

    before = signal.signal(signal.SIGTERM, stop)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


@sidecar.command(
    context_settings=SETTINGS,
    epilog="""\b
Example:
  ai-export sidecar config --bundle-url https://bundles.example/bundle.tar.gz \\
      --key signing.pub.pem --keyid 2026-11 > opa.yaml""",
)
@form_option(
    "opa",
    "systemd",
    "compose",
    "kubernetes",
    help="OPA's own configuration, or the file that runs it.",
)
@click.option("--bundle-url", required=True, help="Where OPA fetches the signed bundle.")
@click.option("--key", type=FILE, required=True, help="The public key it is signed with, PEM.")
@click.option("--keyid", required=True, help="The key's name.")
@click.option("--scope", help="What is signed for.  [default: ai-export-policy]")
@click.option(
    "--tls",
    type=click.Choice(["none", "tls", "mtls"]),
    default="none",
    show_default=True,
    help="Answer on loopback in the clear, with a certificate, or to clients that have one.",
)
@click.option("--address", help="Where OPA answers: host:port, or unix:///path.")
@click.option("--opa", "executable", default="/usr/local/bin/opa", help="Where systemd finds OPA.")
def config(
    form: str,
    bundle_url: str,
    key: Path,
    keyid: str,
    scope: str | None,
    tls: str,
    address: str | None,
    executable: str,
) -> int:
    """Print the configuration of an OPA in production.

    All formats say the same: a signed bundle that is kept on disk, least authority, a bounded body,
    status and metrics. The key for development is refused.
    """
    from ai_export_policy import deployment
    from ai_export_policy.deployment import addresses

    signed = _key(key, keyid, scope)
    try:
        if tls == "none" and address is not None and not addresses.on_this_machine(address):
            raise click.UsageError(
                f"without --tls OPA answers on loopback or a Unix socket, not at {address}"
            )
        settings = deployment.Settings(
            bundle_url=bundle_url,
            keyid=signed.keyid,
            public_key=signed.file.read_text(encoding="utf-8"),
            scope=signed.scope,
            address=address or ("127.0.0.1:8181" if tls == "none" else "0.0.0.0:8181"),
            tls=tls,
        )
        printed = deployment.render(form, settings, executable)
    except ValueError as error:
        raise click.UsageError(str(error)) from error
    output.print_file(printed)
    return codes.AUTHORIZED


def _key(key: Path | None, keyid: str | None, scope: str | None) -> "Key":
    from ai_export_policy import bundle as bundles
    from ai_export_policy import keys

    if key is None or keyid is None:
        raise click.UsageError("--key and --keyid say how the bundle is signed")
    try:
        text = keys.read_public(key)
    except ValueError as error:
        raise click.UsageError(str(error)) from error
    if keyid == bundles.DEVELOPMENT or keys.is_development(text):
        raise click.UsageError("the key for development is not for production: nobody guards it")
    return bundles.Key(key, keyid, scope or bundles.SCOPE)
