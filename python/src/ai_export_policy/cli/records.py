"""The commands that look after decision records: `ai-export records ...`."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ai_export_policy.cli import codes, output
from ai_export_policy.cli.options import FILE, SETTINGS, form_option

if TYPE_CHECKING:
    from ai_export_policy.records import Verified

BROKEN = 1
"""Exit code of `verify` where a chain is broken."""

CHANGED = 1
"""Exit code of `replay` where an answer changes."""

_MOST_YEARS = 1000  # the calendar has years enough before this one to count them back

_STORE = click.Path(exists=True, file_okay=False, path_type=Path)


_TOLD = """\b
Exit codes:
  0   done
  4   there are no such records, or they are broken
  64  wrong use of the command
  70  a fault of this program: the traceback is on standard error"""


def _epilog(example: str) -> str:
    return f"\b\nExample:\n  ai-export records {example}\n\n{_TOLD}"


@click.group(context_settings=SETTINGS, epilog=_epilog("verify --key records.pub.pem DIR"))
def records() -> None:
    """Look after the records of decisions that a service keeps."""


@records.command(
    context_settings=SETTINGS,
    epilog="""\b
Example:
  ai-export records verify --key records.pub.pem --heads kept-elsewhere.jsonl /var/lib/records

\b
Exit codes:
  0   every chain is whole
  1   a chain is broken: changed, cut, or not the one whose head was signed
  4   there are no records, or they cannot be read
  64  wrong use of the command
  70  a fault of this program: the traceback is on standard error""",
)
@click.argument("store", metavar="DIR", type=_STORE)
@click.option("--key", "keys", multiple=True, type=FILE, help="Public key of signed heads, PEM.")
@click.option(
    "--heads", "kept", multiple=True, type=FILE, help="Signed heads kept in another place."
)
@form_option("text", "json", help="How to print.")
def verify(store: Path, keys: tuple[Path, ...], kept: tuple[Path, ...], form: str) -> int:
    """Check every chain of records in DIR, and its signed heads.

    Each hash, link and number is checked. A chain that --heads names has to be there.
    """
    from ai_export_policy.records.verify import verify_store

    found = verify_store(store, keys, kept)
    for one in found:
        if form == "json":
            output.print_json(_document(one), line=True)
        else:
            click.echo(_text(one))
    return codes.AUTHORIZED if all(one.whole for one in found) else BROKEN


@records.command(context_settings=SETTINGS, epilog=_epilog("show --sequence 17 /var/lib/records"))
@click.argument("store", metavar="DIR", type=_STORE)
@click.option("--chain", default="main", show_default=True, help="The chain's name.")
@click.option("--sequence", type=click.IntRange(min=1), help="The record with this number.")
@click.option("--request-id", help="The records of requests with this id.")
@form_option("text", "json", help="How to print.")
def show(store: Path, chain: str, sequence: int | None, request_id: str | None, form: str) -> int:
    """Print records of a chain in DIR.

    Each says when it was decided, on what policies, and why.
    """
    from ai_export_policy import Decision
    from ai_export_policy.errors import NoSuchRecord
    from ai_export_policy.explain import Sentences, in_full
    from ai_export_policy.records.export import records as stored

    sentences, number = Sentences(), 0
    for line in stored(store):
        record = line.record
        if record["chain"] != chain or record["kind"] != "decision":
            continue
        if sequence is not None and record["sequence"] != sequence:
            continue
        if request_id is not None and record["decision"]["request_id"] != request_id:
            continue
        number += 1
        if form == "json":
            output.print_json({"hash": line.hash, "record": record}, line=True)
            continue
        head = f"{chain} {record['sequence']}, {record['time']}, {record['revision']}"
        text = in_full(Decision(record["decision"]), record["request"], sentences=sentences)
        click.echo(f"{head}, OPA {record['engine']}\n{line.hash}\n\n{text}")
    if not number:
        raise NoSuchRecord(f"there is no such record in the chain {chain} of {store}")
    return codes.AUTHORIZED


@records.command(
    context_settings=SETTINGS, epilog=_epilog("export --output records.jsonl /var/lib/records")
)
@click.argument("store", metavar="DIR", type=_STORE)
@form_option("jsonl", "parquet", help="How to print.")
@click.option(
    "--output", type=click.Path(dir_okay=False, path_type=Path), help="The file to write."
)
def export(store: Path, form: str, output: Path | None) -> int:
    """Write all records of DIR as JSON Lines or Parquet.

    Parquet needs pyarrow. Each chain is checked on the way; the first fault ends the export, and
    leaves FILE as it was.
    """
    from ai_export_policy.records import export as exports
    from ai_export_policy.replacing import replacing

    if form == "parquet" and output is None:
        raise click.UsageError("Parquet needs --output FILE")
    _chains(store)
    if form == "parquet" and output is not None:
        exports.parquet(exports.records(store), output)
    elif output is None:
        exports.json_lines(exports.records(store), sys.stdout.buffer)
    else:
        with replacing(output) as part, part.open("wb") as file:
            exports.json_lines(exports.records(store), file)
    return codes.AUTHORIZED


@records.command(
    context_settings=SETTINGS, epilog=_epilog("prune --years 7 --key records.pem /var/lib/records")
)
@click.argument("store", metavar="DIR", type=_STORE)
@click.option("--years", type=int, help="Years to keep; those that the policies name, to 1000.")
@click.option("--key", type=FILE, help="Private key that signs where the chain then begins.")
def prune(store: Path, years: int | None, key: Path | None) -> int:
    """Remove segments whose every record has been kept long enough.

    The years are counted from the decision. Those of 15 CFR 762.6(a) run from the latest of several
    events, of which some come later: give more --years where that matters.
    """
    from ai_export_policy.records import retention

    least = retention.years_of_policy()
    kept = least if years is None else years
    if not least <= kept <= _MOST_YEARS:
        raise click.BadParameter(
            f"records are kept for {least} to {_MOST_YEARS} years, not {kept}",
            param_hint="'--years'",
        )
    for folder in _chains(store):
        number = retention.prune(folder, kept, key=key)
        click.echo(f"{folder.name}: {number} segments removed, older than {kept} years")
    return codes.AUTHORIZED


def _chains(store: Path) -> list[Path]:
    from ai_export_policy.errors import NoSuchRecord
    from ai_export_policy.records import segments

    found = segments.chains(store)
    if not found:
        raise NoSuchRecord(f"no records at {store}")
    return found


def _text(one: "Verified") -> str:
    said = [f"{finding.place}: {finding.message}" for finding in one.findings]
    vouched = f"signed up to {one.signed_to}" if one.signed_to else "not signed"
    state = "whole" if one.whole else "BROKEN"
    head = f"{one.head.chain}: {state}, {one.records:,} records, {vouched}, {one.head.hash}"
    return "\n".join([head, *(f"  {line}" for line in said)])


def _document(one: "Verified") -> dict[str, object]:
    return {
        "chain": one.head.chain,
        "whole": one.whole,
        "records": one.records,
        "sequence": one.head.sequence,
        "hash": one.head.hash,
        "signed_to": one.signed_to,
        "findings": [
            {"place": f.place, "message": f.message, "fault": f.fault} for f in one.findings
        ],
    }


@records.command(
    context_settings=SETTINGS,
    epilog="""\b
Examples:
  ai-export records replay --bundles bundles /var/lib/records
  ai-export records replay --bundles bundles --revision package --format junit /var/lib/records

\b
Exit codes:
  0   every answer is the same
  1   an answer changes
  4   a bundle is missing, there are no records or they are broken, or OPA is not available
  64  wrong use of the command
  70  a fault of this program: the traceback is on standard error""",
)
@click.argument("store", metavar="DIR", type=_STORE)
@click.option("--bundles", type=_STORE, help="Folder of bundles (`bundle build --store`).")
@click.option(
    "--revision",
    metavar="REV",
    help="Decide on this revision instead (`package`: the one of this package), and report which"
    " answers change and by which paragraph.",
)
@form_option("text", "json", "junit", "sarif", help="How to print.")
def replay(store: Path, bundles: Path | None, revision: str | None, form: str) -> int:
    """Decide every record of DIR again, and compare the answers.

    Each is decided on the bundle of its own revision, and compared byte for byte.
    """
    from ai_export_policy.records import replay as again
    from ai_export_policy.records import replay_report

    _chains(store)
    with again.Bundles(bundles) as found:
        wanted = found.own if revision == "package" else revision
        done = again.replay(store, found, wanted)
    if form == "json":
        output.print_json(replay_report.document(done))
    elif form == "sarif":
        output.print_json(replay_report.sarif(done))
    elif form == "junit":
        output.print_file(replay_report.junit(done))
    else:
        click.echo(replay_report.text(done), nl=False)
    if done.missing:
        return codes.UNAVAILABLE
    return CHANGED if done.changed else codes.AUTHORIZED
