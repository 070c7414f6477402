"""Both readings over the same requests, and where they differ."""

import json
import subprocess
import tempfile
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from .countries import in_macau_or_d5
from .facts import ABSENT, at, told
from .parties import party, roles, tainted
from .reading import Reading, read
from .veu_compute import holder

Document = Mapping[str, Any]

# Cases that are not compared, and why. Each was told to the authors of the policies.
ASKS_MORE = "the policies ask for a fact that cannot change the outcome"
DECIDED_REVIEW = "an absent fact decides the review policy, and the policies take the strict one"
NULL_ENC = "a null of enc_requirements_met: missing, or none (contract)"
STEM = "a stated entry without its .z, and figures that meet no limit"
LOCATED = "a party located in Macau or D:5, and paragraph 4 of Supplement No. 10"
NO_KIND = "figures beside a stated .z paragraph without the kind of item"
HALF_TOLD = "a VEU whose holder, or share of fine-tuning, is not told (Supplement No. 10, 6 and 7)"
UNSETTLED = "whether a model is in 4E091, where its enforcement is unknown anyway"

UNNEEDED = (
    "item.model.",
    "employee.",
    "documents.lpp_applied_to_operator",
    "facility.new_location",
)


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
        run = subprocess.run(
            [*map(str, command), "data.ear.decisions"], capture_output=True, check=False
        )
    if run.returncode != 0:
        raise RuntimeError(run.stderr.decode() + run.stdout.decode()[:2000])
    answers: dict[str, Document] = json.loads(run.stdout)[0]
    if set(answers) != set(requests):
        raise RuntimeError(f"no decision for {sorted(set(requests) - set(answers))}")
    return answers


def compare(requests: Mapping[str, Document], decisions: Mapping[str, Document]) -> dict[str, Any]:
    """How many requests were compared, which were left out and why, and every difference."""
    left_out, found, compared = Counter[str](), [], 0
    for name, request in requests.items():
        reason = excluded(request, decisions[name])
        if reason:
            left_out[reason] += 1
            continue
        compared += 1
        found += [f"{name} {d}" for d in differences(request, decisions[name])]
    return {"compared": compared, "excluded": dict(left_out), "differences": found}


def differences(request: Document, decision: Document) -> list[Difference]:
    """Where the decision of the policies and the second reading differ."""
    second = read(request)
    pairs = _pairs(decision, second)
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


def excluded(request: Document, decision: Document) -> str:
    """The name of a case that is not compared, or nothing."""
    if any(notice.startswith("not_modelled/") for notice in decision["regime"]["notices"]):
        return "not modelled yet"
    return _pending(request, decision) or _open(request, decision)


def _open(request: Document, decision: Document) -> str:
    seats = [request.get(key) for key in ("parties", "employee", "origin", "destination")]
    if "'ET'" in str(seats):
        return "open: Ethiopia"
    permitted = decision["outcome"] not in ("indeterminate", "license_required", "out_of_scope")
    if "'ZZ'" in str(seats) and not permitted:
        return "an unknown country, and no permission"
    not_subject = request["item"].get("subject_to_ear", {}).get("value") is False
    disputed = decision["classification"]["agrees"] is False
    informed = (request.get("end_use") or {}).get("bis_informed") is not False
    if not_subject and (
        informed or disputed or decision["classification"]["level"] in ("none", None)
    ):
        return "indifferent: not subject, and in no entry"
    return ""


def _pending(request: Document, decision: Document) -> str:
    """Differences that were reported, until the policies answer otherwise."""
    item, missing = request["item"], decision["missing_facts"]
    level, second = decision["classification"]["level"], read(request)
    unknown = {row["symbol"]: row["missing"] for row in decision["considered"]}
    if "documents.lpp_applied_to_operator" in unknown.get("LPP", []):
        return "" if second.available.get("LPP") == "unknown" else ASKS_MORE
    asked = [missing, *unknown.values()]
    if any(paths and all(p.startswith(UNNEEDED) for p in paths) for paths in asked):
        return ASKS_MORE
    soft = item.get("kind") in ("software", "technology", "model_weights")
    if soft and any("veu.compute" in str(paths) for paths in unknown.values()):
        return ASKS_MORE
    if decision["review_policy"] and second.review_policy == "indeterminate":
        return "" if decision["review_policy"] == "indeterminate" else DECIDED_REVIEW
    if "kind" not in item and ".z" in item.get("eccn", ""):
        return NO_KIND
    told_null = (request.get("documents") or {}).get("enc_requirements_met", False) is None
    if told_null and "documents.enc_requirements_met" in str(asked):
        return NULL_ENC
    if missing == ["item.eccn"] and second.outcome == "out_of_scope":
        return STEM
    if _located_apart(request) or (request.get("veu") and tainted(request)):
        return LOCATED
    named = ["parties.exporter.name"]
    if unknown.get("UVEU") == named and second.available.get("UVEU") == "yes":
        return ASKS_MORE
    if _half_told_claim(request):
        return HALF_TOLD
    if item.get("kind") == "model_weights" and level is None and not missing:
        return UNSETTLED
    if item.get("eccn", "").startswith("3E001") and second.available.get("ACM") == "no":
        return "open: 3E001 under ACM (N3, N8)"
    return ""


def _half_told_claim(request: Document) -> bool:
    """Reported: a training that is told though not asked, its share absent; a holder not told."""
    training, claim = at(request, "end_use.training"), at(request, "veu")
    unshared = told(training) and at(training, "fine_tuning_share") is ABSENT
    return told(claim) and (not told(holder(request)) or unshared)


def _located_apart(request: Document) -> bool:
    """A recipient located in Macau or D:5, the destination elsewhere."""
    seats = [at(party(request, role), "location") for role in roles(request)]
    return any(in_macau_or_d5(seat, request["as_of"]) is True for seat in seats)
