"""All measurements of one run, side by side, so that ratios are of the same minutes."""

import argparse
import json
import os
from collections.abc import Iterator, Sequence
from pathlib import Path

from bench import (
    allocations,
    batches,
    clients,
    command_line,
    evaluation,
    ledger,
    load,
    machine,
    many,
)
from bench.kinds import Kind, kinds
from bench.table import Table

from ai_export_policy import Client, Sidecar, opa

_REPOSITORY = Path(__file__).resolve().parents[2]


def main() -> int:
    """Command line; exit code 1 with `--strict` if a goal is not met."""
    parser = argparse.ArgumentParser(
        prog="make bench", description="Measure rules, client, batches, ledger and command line."
    )
    parser.add_argument("--json", action="store_true", help="print one JSON document instead")
    parser.add_argument("--strict", action="store_true", help="fail if a goal is not met")
    parser.add_argument("--rounds", type=int, default=3, help="rounds of opa bench (default 3)")
    parser.add_argument(
        "--allocations",
        choices=("check", "write"),
        help="compare the allocations of each kind with those committed, or commit to today's",
    )
    arguments = parser.parse_args()

    os.environ.setdefault("AI_EXPORT_CACHE", str(_REPOSITORY / ".cache"))
    executable = opa.ensure()
    policies = _REPOSITORY / "policies"
    if arguments.allocations:
        return _allocations(executable, policies, write=arguments.allocations == "write")
    about = machine.described(policies)
    if not arguments.json:
        print("  ".join(f"{name} {value}" for name, value in about.items()), flush=True)
    tables = []
    for table in _measured(executable, policies, arguments.rounds):
        tables.append(table)
        if not arguments.json:
            print(f"\n{table.text()}", flush=True)
    if arguments.json:
        print(json.dumps({"run": about, "tables": [each.document() for each in tables]}, indent=2))
    met = all(met for table in tables for _, met in table.goals.values())
    return 1 if arguments.strict and not met else 0


def _allocations(executable: Path, policies: Path, *, write: bool) -> int:
    found = allocations.measured(executable, policies, kinds())
    if write:
        allocations.write(found)
        return 0
    wrong = list(allocations.problems(found, allocations.read()))
    print(*wrong, sep="\n", end="\n" if wrong else "")
    return 1 if wrong else 0


def _measured(executable: Path, policies: Path, rounds: int) -> Iterator[Table]:
    measured = kinds()
    with Sidecar(policies, executable=executable) as sidecar:
        _check(sidecar, measured)
        yield evaluation.measure(executable, policies, measured, rounds)
        yield clients.measure(sidecar, measured[0], 300)
        yield batches.measure(sidecar, measured, 500, 2)
        yield many.measure(sidecar, measured, 10_000, 25)
        yield from ledger.measure(sidecar)
    yield many.bulk(executable, policies, measured, (10, 100, 300))
    yield from load.measure(executable, policies, measured, 100, 8)
    yield load.memory(executable, policies, measured, 4_000)
    yield command_line.measure(executable, policies, measured[0], 5)


def _check(sidecar: Sidecar, measured: Sequence[Kind]) -> None:
    """Each request is of the kind that its line in the tables says."""
    with Client(sidecar.url, expected_revisions={sidecar.revision}) as client:
        for kind in measured:
            kind.check(client.decide(kind.request).document)
