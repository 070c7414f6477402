"""The gate on allocations: what each kind of decision may cost, against the committed figures.

Allocations of `opa bench` are nearly free of noise, unlike its times: a tenth more than the figure
in `allocations.json` is an edit that made decisions slower, not a busy machine.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from bench.evaluation import evaluated
from bench.kinds import Kind

BASELINE = Path(__file__).with_name("allocations.json")
TOLERANCE = 0.1


def measured(opa: Path, policies: Path, kinds: Sequence[Kind]) -> dict[str, int]:
    """Allocations of one decision of each kind, by name of the kind, two measured at a time."""
    with ThreadPoolExecutor(max_workers=2) as pool:
        samples = pool.map(lambda kind: evaluated(opa, policies, kind.request), kinds)
        return {kind.name: sample[1] for kind, sample in zip(kinds, samples, strict=True)}


def problems(found: Mapping[str, int], baseline: Mapping[str, int]) -> Iterator[str]:
    """What is wrong with the figures found, one sentence each; nothing where all is well."""
    for name in sorted(found.keys() ^ baseline.keys()):
        yield f"{name}: {'not committed' if name in found else 'no longer measured'}"
    for name in sorted(found.keys() & baseline.keys()):
        if found[name] > baseline[name] * (1 + TOLERANCE):
            share = found[name] / baseline[name] - 1
            yield f"{name}: {found[name]} allocations, {share:.0%} above the committed figure"


def read() -> dict[str, int]:
    """The committed figures."""
    figures: dict[str, int] = json.loads(BASELINE.read_text("utf-8"))
    return figures


def write(found: Mapping[str, int]) -> None:
    """Commit to these figures from now on."""
    BASELINE.write_text(json.dumps(dict(found), indent=2) + "\n", "utf-8")
