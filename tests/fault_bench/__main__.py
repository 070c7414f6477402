"""Inject faults under many decisions: `make faults`, which goes on where it was cut short."""

import argparse
import json
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from ai_export_policy import opa

from .faults import FAULTS
from .run import Row, death, fault, table
from .site import Site, opened
from .writers import DEATHS

REPOSITORY = Path(__file__).resolve().parents[2]
ROUND = 2500
"""Decisions of a round: one in which OPA is started anew takes seconds beside them."""

WRITERS = 20
"""Deaths on one store, which is verified whole after each."""


def arguments() -> argparse.Namespace:
    """How much, from which seed, and where the rounds that are done are kept."""
    parser = argparse.ArgumentParser(prog="make faults", description=__doc__)
    parser.add_argument("--count", type=int, default=1_000_000, help="decisions (default 1000000)")
    parser.add_argument("--kills", type=int, default=100, help="writers to kill (default 100)")
    parser.add_argument("--batch", type=int, default=60, help="requests of a batch (default 60)")
    parser.add_argument("--seed", type=int, default=1, help="seed of the draw (default 1)")
    parser.add_argument("--state", type=Path, help="file that keeps the rounds done")
    return parser.parse_args()


def finished(state: Path | None) -> list[Row]:
    """The rounds that an earlier run has done."""
    if state is None or not state.exists():
        return []
    return [json.loads(line) for line in state.read_text().splitlines()]


def rounds(site: Site, options: argparse.Namespace, done: list[Row]) -> Iterator[Row]:
    """Yield what is left to do, round by round: first the writers, then the faults in turn."""
    dead = sum(row["kind"] == "death" for row in done)
    for number in range(dead, options.kills * len(DEATHS)):
        name = DEATHS[number % len(DEATHS)]
        folder = site.folder / f"writers-{number // WRITERS}"
        yield death(site, name, f"{options.seed}/{name}/{number}", folder)
    asked = sum(row["asked"] for row in done if row["kind"] == "fault")
    number = sum(row["kind"] == "fault" for row in done)
    while asked < options.count:
        name = list(FAULTS)[number % len(FAULTS)]
        row = fault(site, name, ROUND, f"{options.seed}/{name}/{number}", options.batch)
        asked, number = asked + row["asked"], number + 1
        yield row


def main() -> int:
    """Run what is left, print the table of all; 1 if anything was wrong."""
    options = arguments()
    executable = opa.ensure(REPOSITORY / ".cache")
    done = finished(options.state)
    with tempfile.TemporaryDirectory() as folder, opened(Path(folder), executable) as site:
        for row in rounds(site, options, done):
            done.append(row)
            if options.state is not None:
                with options.state.open("a") as kept:
                    kept.write(json.dumps(row) + "\n")
            print(f"{len(done)}: {row['fault']}, {row['asked']} asked", file=sys.stderr)
            print(*row["wrong"], sep="\n", end="\n" * bool(row["wrong"]))
    print(table(done).text())
    return 1 if any(row["wrong"] for row in done) else 0


if __name__ == "__main__":
    sys.exit(main())
