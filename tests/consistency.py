"""What every decision has to be like, whatever the rule says of the transaction."""

import re
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

from generate import fields
from removal import PERMISSIONS

RELIANCE = ("AIA", "ACA", "NAC", "ACM", "LPP", "UVEU", "NVEU", "LICENSE")
EXCEPTIONS = frozenset({"AIA", "ACA", "NAC", "ACM", "LPP"})
RESTRICTIVE = (
    *("policy_of_denial", "presumption_of_denial", "case_by_case", "not_stated"),
    "presumption_of_approval",
)


def faults(request: Mapping[str, Any], decision: Mapping[str, Any]) -> list[str]:
    """What the fields of this decision contradict in each other; empty where they agree."""
    return [
        f"{check.__name__.strip('_')}: {fault}"
        for check in (_authorization, _rows, _reviews, _unanswered, _permission, _pools, _dates)
        for fault in check(request, decision)
    ]


def _authorization(_request: Mapping[str, Any], decision: Mapping[str, Any]) -> Iterator[str]:
    outcome, authorization = decision["outcome"], decision["authorization"]
    symbol = authorization and authorization["symbol"]
    expected = (
        "license_exception"
        if symbol in EXCEPTIONS
        else "licensed"
        if symbol == "LICENSE"
        else "validated_end_user"
    )
    if authorization:
        if outcome != expected:
            yield f"{symbol} with {outcome}"
        available = [row for row in decision["considered"] if row["available"] == "yes"]
        if not available or available[0]["symbol"] != symbol:
            yield f"{symbol} is not the first row that carries it: {available}"
        elif available[0]["citation"] != authorization["citation"]:
            yield f"{symbol} is cited in two ways"
    elif outcome in {"license_exception", "licensed", "validated_end_user"}:
        yield f"{outcome} without an authorization"


def _rows(_request: Mapping[str, Any], decision: Mapping[str, Any]) -> Iterator[str]:
    rows = decision["considered"]
    if bool(rows) != bool(decision["license_requirements"]):
        yield f"{len(rows)} rows for {decision['license_requirements']}"
    symbols = [row["symbol"] for row in rows if row["symbol"] in RELIANCE]
    if symbols != [symbol for symbol in RELIANCE if symbol in symbols]:
        yield f"order {symbols}"
    for row in rows:
        symbol, available = row["symbol"], row["available"]
        if bool(row["unmet"]) != (available == "no"):
            yield f"{symbol} is {available} with unmet {row['unmet']}"
        if row["missing"] and available != "unknown":
            yield f"{symbol} is {available} with missing {row['missing']}"
        if not row["missing"] and available == "unknown" and not _unknown_text(decision):
            yield f"{symbol} is unknown and nothing is missing"


def _reviews(_request: Mapping[str, Any], decision: Mapping[str, Any]) -> Iterator[str]:
    policy, reviews = decision["review_policy"], decision["reviews"]
    required = decision["outcome"] == "license_required"
    if bool(reviews) != required or (policy is not None) != required:
        yield f"{decision['outcome']} with {policy} and {len(reviews)} reviews"
    if not required:
        return
    policies = {review["policy"] for review in reviews}
    strictest = next((each for each in RESTRICTIVE if each in policies), None)
    if policy not in {strictest, "indeterminate"}:
        yield f"{policy} is not the most restrictive of {sorted(policies)}"
    requirements = {row["id"] for row in decision["license_requirements"]}
    if {review["requirement"] for review in reviews} != requirements:
        yield f"reviews of {sorted(review['requirement'] for review in reviews)}"
    if any(row["available"] in {"yes", "unknown"} for row in decision["considered"]):
        yield "a license is required though a provision is open"


def _unanswered(_request: Mapping[str, Any], decision: Mapping[str, Any]) -> Iterator[str]:
    missing = decision["missing_facts"]
    if len(missing) != len(set(missing)):
        yield f"missing twice: {missing}"
    if decision["outcome"] == "indeterminate":
        if not missing and not _unknown_text(decision):
            yield "indeterminate, and neither a fact nor a text is missing"
    elif missing and decision["review_policy"] != "indeterminate":
        yield f"{decision['outcome']} with missing {missing}"
    for path in {*missing, *(path for row in decision["considered"] for path in row["missing"])}:
        by_country = re.sub(
            r"^(veu\.arrangements|veu\.compute\.by_country)\.[A-Z]{2}$", r"\1", path
        )
        if re.sub(r"\[\d+\]", "[0]", by_country) not in _request_paths():
            yield f"{path} is no path of a request"


def _permission(request: Mapping[str, Any], decision: Mapping[str, Any]) -> Iterator[str]:
    outcome = decision["outcome"]
    if outcome == "no_license_required":
        if decision["license_requirements"]:
            yield f"no license, but {decision['license_requirements']}"
        if request["item"].get("other_controls_cleared") is not True:
            yield "no license, but nobody looked at the other reasons for control"
    if outcome == "not_subject_to_ear" and (
        (request["item"].get("subject_to_ear") or {}).get("value") is not False
    ):
        yield "not subject to the EAR, which nobody said"
    if outcome in PERMISSIONS and "unknown/text" in decision["regime"]["notices"]:
        yield f"{outcome} under a text that nobody has seen"
    if decision["obligations"] and not (decision["authorization"] or outcome == "license_required"):
        yield f"{outcome} with obligations"
    if decision["counts"] and outcome not in {*PERMISSIONS, "license_required"}:
        yield f"{outcome} with counts"


def _pools(request: Mapping[str, Any], decision: Mapping[str, Any]) -> Iterator[str]:
    for pool in decision["pools"]:
        name = pool["pool"]
        complete = _told_whole(request, name)
        limit, used, asked = pool["limit_tpp"], pool["used_tpp"], pool["requested_tpp"]
        known = limit is not None and used is not None
        remaining = max(0, round(limit - used, 3)) if known else None
        if pool["remaining_tpp"] != remaining:
            yield f"{name} has {pool['remaining_tpp']} left instead of {remaining}"
        # What is not told of the pool is at least nothing; into one that is met nothing fits.
        met = limit is not None and ((used or 0) >= limit or (used or 0) + (asked or 0) > limit)
        fits = False if met else True if known and complete and asked is not None else None
        # An amount that is not told may stand there already, and need no room.
        if pool["fits"] is not fits and (asked is not None or pool["fits"] is not None):
            yield f"{name} fits: {pool['fits']} instead of {fits}"
        if decision["authorization"] and fits is False:
            yield f"{name} is relied on and does not fit"


def _told_whole(request: Mapping[str, Any], pool: str) -> bool:
    """Whether the amounts are the whole: by the ledger's word, or of a claim by adding up."""
    if pool == "nveu":
        return True
    if pool == "uveu":
        compute = request["veu"].get("compute") or {}
        countries = compute.get("by_country") or {}
        return bool(round(sum(countries.values()), 3) == compute.get("total_tpp"))
    return (request.get("ledger") or {}).get("complete") is True


def _dates(_request: Mapping[str, Any], decision: Mapping[str, Any]) -> Iterator[str]:
    last = decision["valid_until"]
    if last is not None and last < decision["as_of"]:
        yield f"valid until {last}, before {decision['as_of']}"


def _unknown_text(decision: Mapping[str, Any]) -> bool:
    notices = decision["regime"]["notices"]
    return any(notice.startswith(("unknown/", "not_modelled/")) for notice in notices)


@cache
def _request_paths() -> frozenset[str]:
    found = set()
    for path, _ in fields():
        text = "".join(f"[{s}]" if isinstance(s, int) else f".{s}" for s in path)
        found.add(text.removeprefix("."))
    return frozenset(found)
