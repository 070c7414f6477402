"""What a decision costs inside OPA, against the RBAC sample: `opa bench`, time and allocations."""

import json
import subprocess
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from statistics import median
from typing import Any

from bench.kinds import Kind
from bench.table import Table

from ai_export_policy.sidecar import environment

MEDIAN_GOAL = 25.0
MOST_GOAL = 40.0

_RBAC = Path(__file__).parent / "rbac"
_RBAC_INPUT = {"user": "bob", "action": "update", "type": "finance"}
_RBAC_NAME = "RBAC sample"


def measure(opa: Path, policies: Path, kinds: Sequence[Kind], rounds: int) -> Table:
    """Time and allocations of each kind and of the RBAC sample, and their ratios.

    The RBAC sample is measured anew before every third kind, so that both see the same minutes. The
    figure of each is its median: the least of many samples beside the least of few would make what
    is measured more often look quicker than it is.
    """
    theirs = ["--data", str(_RBAC)]
    found: dict[str, list[tuple[float, int]]] = {}
    for turn in range(rounds * len(kinds)):
        if turn % 3 == 0:
            sample = _bench(opa, theirs, "data.app.rbac.allow", _RBAC_INPUT)
            found.setdefault(_RBAC_NAME, []).append(sample)
        kind = kinds[turn % len(kinds)]
        sample = evaluated(opa, policies, kind.request)
        found.setdefault(kind.name, []).append(sample)
    typical = {
        name: (median(s[0] for s in each), median(s[1] for s in each))
        for name, each in found.items()
    }
    yardstick = typical[_RBAC_NAME][0]
    ratios = {name: time / yardstick for name, (time, _) in typical.items()}
    of_kinds = [ratio for name, ratio in ratios.items() if name != _RBAC_NAME]
    return Table(
        title="A decision inside OPA (opa bench) against the RBAC sample of OPA's documentation",
        columns=("kind of decision", "us", "x RBAC", "allocations", "x RBAC"),
        rows=[
            (name, time / 1000, ratios[name], allocations, allocations / typical[_RBAC_NAME][1])
            for name, (time, allocations) in typical.items()
        ],
        goals={
            f"median of the kinds at most {MEDIAN_GOAL:g} x RBAC": (
                median(of_kinds),
                median(of_kinds) <= MEDIAN_GOAL,
            ),
            f"no kind above {MOST_GOAL:g} x RBAC": (max(of_kinds), max(of_kinds) <= MOST_GOAL),
        },
    )


def evaluated(opa: Path, policies: Path, request: Mapping[str, Any]) -> tuple[float, int]:
    """Nanoseconds and allocations of one decision."""
    load = ["--bundle", str(policies), "--ignore", "*_test.rego"]
    return _bench(opa, load, "data.ear.decision", request)


def _bench(
    opa: Path, load: Sequence[str], query: str, document: Mapping[str, Any]
) -> tuple[float, int]:
    """Nanoseconds and allocations of one evaluation."""
    with tempfile.NamedTemporaryFile("w", suffix=".json") as file:
        json.dump(document, file)
        file.flush()
        command = [str(opa), "bench", "--format", "json", "--benchmem"]
        answer = subprocess.run(
            [*command, *load, "--input", file.name, query],
            check=True,
            capture_output=True,
            text=True,
            env=environment(),
        )
    result = json.loads(answer.stdout)
    return result["T"] / result["N"], round(result["MemAllocs"] / result["N"])
