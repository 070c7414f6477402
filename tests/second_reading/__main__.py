"""Compare both readings over many drawn requests: `python -m tests.second_reading --count N`.

Batches of 2,000 are drawn each from a seed of its own, so that any can be repeated alone, and a run
that was cut short goes on where it stopped.
"""

import argparse
import json
import os
import sys
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from pathlib import Path
from typing import Any

from .agree import compare, decide
from .batches import BATCH, batch

REPOSITORY = Path(__file__).resolve().parents[2]


def arguments() -> argparse.Namespace:
    """What to compare, and where."""
    parser = argparse.ArgumentParser(prog="python -m tests.second_reading", description=__doc__)
    parser.add_argument("--count", type=int, default=2000, help="requests to draw (default 2000)")
    parser.add_argument("--seed", type=int, default=1, help="seed of the draw (default 1)")
    parser.add_argument(
        "--jobs", type=int, default=os.cpu_count(), help="batches at a time (default: the cores)"
    )
    parser.add_argument("--opa", type=Path, default=REPOSITORY / ".cache" / "opa")
    parser.add_argument("--policies", type=Path, default=REPOSITORY / "policies")
    parser.add_argument(
        "--state", type=Path, help="file that keeps the batches done (default: none is kept)"
    )
    return parser.parse_args()


def finished(state: Path | None) -> dict[int, dict[str, Any]]:
    """The batches that an earlier run has done."""
    if state is None or not state.exists():
        return {}
    rows = [json.loads(line) for line in state.read_text().splitlines()]
    return {row["batch"]: row for row in rows}


def row_of(opa: Path, policies: Path, seed: int, number: int) -> dict[str, Any]:
    """One batch, drawn, decided and compared."""
    requests = batch(seed, number)
    return {"batch": number, **compare(requests, decide(opa, policies, requests))}


def rows(options: argparse.Namespace, numbers: Sequence[int]) -> Iterator[dict[str, Any]]:
    """The row of each batch: those that are done, then the others as they come, kept at once."""
    done = finished(options.state)
    yield from (done[number] for number in numbers if number in done)
    with ProcessPoolExecutor(options.jobs) as pool:
        ahead = [
            pool.submit(row_of, options.opa, options.policies, options.seed, number)
            for number in numbers
            if number not in done
        ]
        for each in as_completed(ahead):
            row = each.result()
            if options.state is not None:
                with options.state.open("a") as kept:
                    kept.write(json.dumps(row) + "\n")
            yield row


def main() -> int:
    """Compare batch after batch; 1 if the readings differ anywhere."""
    options = arguments()
    numbers = range((options.count + BATCH - 1) // BATCH)
    compared, differing = 0, 0
    for finished_batches, row in enumerate(rows(options, numbers), start=1):
        compared += row["compared"]
        differing += len(row["differences"])
        for difference in row["differences"]:
            print(difference)
        print(
            f"{finished_batches}/{len(numbers)} batches, {compared} compared,"
            f" {differing} differences",
            file=sys.stderr,
        )
    return 1 if differing else 0


if __name__ == "__main__":
    sys.exit(main())
