"""The commands that make and check what an OPA in production loads: `ai-export bundle ...`."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ai_export_policy.cli import codes
from ai_export_policy.cli.options import FILE, SETTINGS

if TYPE_CHECKING:
    from ai_export_policy.bundle import Key


@click.group(
    context_settings=SETTINGS,
    epilog="""\b
Examples:
  ai-export bundle build --key signing.pem --keyid 2026-11
  ai-export bundle verify --key signing.pub.pem --keyid 2026-11 bundle.tar.gz""",
)
def bundle() -> None:
    """Build and verify the signed file that an OPA loads."""


def _key_options(what: str) -> Callable[[Callable[..., int]], Callable[..., int]]:
    def add(command: Callable[..., int]) -> Callable[..., int]:
        key = click.option(
            "--key", type=FILE, help=f"The {what} key, P-256, PEM. Without it: development's."
        )
        keyid = click.option("--keyid", help="The key's name, as OPA's configuration has it.")
        scope = click.option("--scope", help="What is signed for.  [default: ai-export-policy]")
        return key(keyid(scope(command)))

    return add


@bundle.command(
    context_settings=SETTINGS,
    epilog="""\b
Example:
  ai-export bundle build --key signing.pem --keyid 2026-11 --output bundle.tar.gz

\b
Exit codes:
  0   built
  4   the policies do not build or were edited since `make docs`, or OPA or openssl is missing
  64  wrong use of the command
  70  a fault of this program: the traceback is on standard error""",
)
@_key_options("private")
@click.option("--unsigned", is_flag=True, help="Leave the signature to another step.")
@click.option(
    "--output",
    type=click.Path(dir_okay=False, path_type=Path),
    default=Path("bundle.tar.gz"),
    show_default=True,
    help="Where to write it.",
)
@click.option(
    "--store",
    type=click.Path(file_okay=False, path_type=Path),
    help="Keep a copy in this folder too, named by its digest: `records replay` looks there.",
)
def build(
    key: Path | None,
    keyid: str | None,
    scope: str | None,
    unsigned: bool,
    output: Path,
    store: Path | None,
) -> int:
    """Build the policies of this package into one signed file.

    It is signed with ES256. Without --key a key for development is made on first use; nothing in
    production trusts it. Policies that were edited since `make docs` are refused: the revision that
    they name is that of others.
    """
    from ai_export_policy import bundle as bundles
    from ai_export_policy import resources

    if unsigned and (key, keyid, scope) != (None, None, None):
        raise click.UsageError("--unsigned takes no --key, --keyid or --scope")
    chosen = None if unsigned else _key(key, keyid, scope, public=False)
    found = bundles.build(resources.policies(), output, chosen)
    if store is not None:
        bundles.keep(output, store)
    signed = "unsigned" if chosen is None else f"signed by {chosen.keyid} for {chosen.scope}"
    click.echo(f"{output}: revision {found.revision}, tables {found.data_digest}, {signed}")
    return codes.AUTHORIZED


@bundle.command(
    context_settings=SETTINGS,
    epilog="""\b
Example:
  ai-export bundle verify --key signing.pub.pem --keyid 2026-11 bundle.tar.gz

\b
Exit codes:
  0   it is signed, it is the revision wanted, and it answers as the sources do
  4   OPA or openssl is missing, or the policies here were edited since `make docs`
  5   it is not what it has to be
  64  wrong use of the command
  70  a fault of this program: the traceback is on standard error""",
)
@click.argument("file", type=FILE)
@_key_options("public")
@click.option("--revision", help="The revision it has to be; by default that of this package.")
def verify(
    file: Path, key: Path | None, keyid: str | None, scope: str | None, revision: str | None
) -> int:
    """Check the bundle FILE: signature, revision, content, answers.

    The sources are built again, and their rules and tables compared with those of FILE. In a
    checkout every story is decided on the bundle and on the sources. An installed package has no
    stories, and says so.
    """
    from ai_export_policy import bundle as bundles
    from ai_export_policy import bundle_stories, resources
    from ai_export_policy.cli.engine import waiting

    chosen = _key(key, keyid, scope, public=True)
    found = bundles.read(file)
    with waiting("verifying the signature"):
        bundles.verify_signature(file, chosen)
    own = resources.revision()
    wanted = revision or own
    if found.revision != wanted:
        raise bundles.NotABundle(f"{file} is revision {found.revision}, not {wanted}")
    click.echo(f"signed by {chosen.keyid} for {chosen.scope}")
    if chosen.keyid == bundles.DEVELOPMENT:
        click.echo("that is the key for development: nothing in production may trust it")
    click.echo(f"revision {found.revision}")
    if wanted != own:
        click.echo(f"not compared with the sources, which are {own}")
        return codes.AUTHORIZED
    with waiting("building the sources again"):
        bundles.verify_content(found, resources.policies())
    click.echo(f"rules and tables are those of the sources, tables {found.data_digest}")
    with waiting("deciding every story on the bundle and on the sources"):
        number = bundle_stories.compare(found)
    click.echo(
        f"answers all {number} stories as the sources do"
        if number
        else "no stories here to compare answers with: they are in the checkout"
    )
    return codes.AUTHORIZED


def _key(key: Path | None, keyid: str | None, scope: str | None, *, public: bool) -> "Key":
    from ai_export_policy import bundle as bundles
    from ai_export_policy import keys, opa

    if (key is None) != (keyid is None):
        raise click.UsageError("--key and --keyid are given together")
    if key is None or keyid is None:
        if scope is not None:
            raise click.UsageError("--scope needs --key and --keyid")
        return bundles.development_key(opa.default_cache() / "keys")[1 if public else 0]
    if keyid == bundles.DEVELOPMENT:
        raise click.UsageError("'development' is the name of the key that nobody trusts")
    try:
        text = keys.read_public(key) if public else keys.public_of(key)
    except ValueError as error:
        raise click.UsageError(str(error)) from error
    if keys.is_development(text):
        raise click.UsageError("the key for development has no name but 'development'")
    return bundles.Key(key, keyid, scope or bundles.SCOPE)
