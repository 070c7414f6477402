"""Both readings over the same requests, and where they differ."""

import json
import os
import subprocess
import tempfile
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from .left_out import left_out
from .reading import Reading, read

Document = Mapping[str, Any]


@dataclass(frozen=True)
class Difference:
    """One field in which the two readings of a request differ."""

    request: Document
    field: str
    policies: Any
    second: Any

    def __str__(self) -> str:
        request = json.dumps(self.request, sort_keys=True)
        return f"{self.field}: policies {self.policies!r}, second {self.second!r}\n  {request}"


def decide(opa: Path, policies: Path, requests: Mapping[str, Document]) -> dict[str, Document]:
    """The decisions of the policies, in one run of the executable."""
    with tempfile.NamedTemporaryFile("w", suffix=".json") as batch:
        json.dump({"requests": requests}, batch)
        batch.flush()
        command = [opa, "eval", "--format", "values", "--data", policies, "--input", batch.name]
        command += ["--ignore", "*_test.rego", "data.ear.decisions"]
        run = subprocess.run(
            list(map(str, command)),
            capture_output=True,
            check=False,
            env={**os.environ, "GOGC": "400"},  # memory for time: a batch is a short process
        )
    if run.returncode != 0:
        raise RuntimeError(run.stderr.decode() + run.stdout.decode()[:2000])
    answers: dict[str, Document] = json.loads(run.stdout)[0]
    if set(answers) != set(requests):
        raise RuntimeError(f"no decision for {sorted(set(requests) - set(answers))}")
    return answers


def compare(requests: Mapping[str, Document], decisions: Mapping[str, Document]) -> dict[str, Any]:
    """How many requests were compared, which were left out and why, and every difference."""
    reasons, found, compared = Counter[str](), [], 0
    for name, request in requests.items():
        second = read(request)
        reason = left_out(request, decisions[name], second)
        if reason:
            reasons[reason] += 1
            continue
        compared += 1
        found += [f"{name} {d}" for d in differences(request, decisions[name], second)]
    return {"compared": compared, "excluded": dict(reasons), "differences": found}


def differences(
    request: Document, decision: Document, second: Reading | None = None
) -> list[Difference]:
    """Where the decision of the policies and the second reading differ."""
    pairs = _pairs(decision, second or read(request))
    return [Difference(request, name, a, b) for name, (a, b) in pairs.items() if a != b]


def _pairs(decision: Document, second: Reading) -> dict[str, tuple[Any, Any]]:
    authorization = decision["authorization"]
    pairs: dict[str, tuple[Any, Any]] = {
        "outcome": (decision["outcome"], second.outcome),
        "authorization": (
            authorization["symbol"] if authorization else None,
            second.authorization,
        ),
        "review_policy": (decision["review_policy"], second.review_policy),
    }
    if second.outcome not in ("indeterminate", "out_of_scope"):
        pairs["requirements"] = (
            sorted(_ours(row["id"] for row in decision["license_requirements"])),
            sorted(_ours(second.requirements)),
        )
    for row in decision["considered"]:
        if row["symbol"] in second.available:
            name = f"available/{row['symbol']}"
            pairs[name] = (row["available"], second.available[row["symbol"]])
    for pool in decision["pools"]:
        if pool["pool"] in second.pools:
            pairs[f"fits/{pool['pool']}"] = (pool["fits"], second.pools[pool["pool"]])
    return pairs


def _ours(ids: Any) -> set[str]:
    return {name for name in ids if name.startswith(("742.6", "744.23(a)", "744.23(b)"))}
