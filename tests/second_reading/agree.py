"""Both readings over the same requests, and where they differ."""

import json
import os
import subprocess
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from .paragraphs import requirement, words
from .reading import Reading, read
from .review import OPEN
from .review import ORDER as KNOWN

Document = Mapping[str, Any]
ORDER = (OPEN, *KNOWN)


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
    """How many requests were compared, and every difference."""
    found = [
        f"{name} {difference}"
        for name, request in requests.items()
        for difference in differences(request, decisions[name])
    ]
    return {"compared": len(requests), "differences": found}


def differences(request: Document, decision: Document) -> list[Difference]:
    """Where the decision of the policies and the second reading differ."""
    pairs = _pairs(decision, read(request))
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
            sorted(requirement(row["id"]) for row in decision["license_requirements"]),
            sorted(second.requirements),
        )
        pairs["reviews"] = (_reviews(decision), dict(second.reviews))
    for row in decision["considered"]:
        symbol = row["symbol"]
        if symbol in second.available:
            pairs[f"available/{symbol}"] = (row["available"], second.available[symbol])
            broken = {words(name) for name in row["unmet"]}
            kept = {name for name in broken if second.asked[symbol].get(name, True) is not False}
            pairs[f"unmet/{symbol}"] = (sorted(kept), [])
    for row in decision["pools"]:
        name = _share(row["key"]) if row["pool"] == "uveu" else row["pool"]
        told_of = [row[f"{what}_tpp"] for what in ("limit", "used", "requested")]
        pool = second.pools.get(name)
        mine = [pool.limit, pool.used, pool.requested, pool.fits] if pool else None
        pairs[f"pool/{name}"] = ([*told_of, row["fits"]], mine)
    pairs["counts"] = ({row["sum"]: row["tpp"] for row in decision["counts"]}, dict(second.sums))
    if second.item is not None:
        found = decision["classification"]
        pairs["level"] = (found["level"], second.item.level)
        if second.item.commodity and second.item.level in ("a", "b"):
            pairs["tpp"] = (found["tpp"], second.item.tpp)
    return pairs


def _share(key: str) -> str:
    """Which share of paragraph 6 a row tells: its key ends with what the share is of."""
    shares = {"outside_supplement_5a": "25 percent", "outside_united_states": "50 percent"}
    return shares.get(key.rpartition("/")[2], "7 percent")


def _reviews(decision: Document) -> dict[str, str]:
    """The most restrictive policy of each requirement."""
    found: dict[str, list[str]] = {}
    for row in decision["reviews"]:
        found.setdefault(requirement(row["requirement"]), []).append(row["policy"])
    return {name: min(policies, key=ORDER.index) for name, policies in found.items()}
