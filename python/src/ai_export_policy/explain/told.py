"""Parts of a decision in words, the same on a terminal and in a memo."""

from collections.abc import Iterator, Mapping
from typing import Any

from ai_export_policy.decision import Decision
from ai_export_policy.explain import words
from ai_export_policy.explain.layout import amount
from ai_export_policy.explain.sentences import Sentences

_LIMIT = "/limit"  # the id of a condition that a pool measures ends with it

SEEN_UP_TO = "seen up to"
"""Label of the last day of the sources, where the day decided for is later."""


def outcome(decision: Decision, sentences: Sentences) -> str:
    """What came out, with what was relied on or the requirements that stand."""
    text = words.OUTCOMES[decision.outcome]
    if decision.authorization is not None:
        symbol = decision.authorization["symbol"]
        title = sentences.provision(symbol) or symbol
        text += f": {title} ({symbol}, {decision.authorization['citation']})"
    elif decision.outcome == "license_required":
        text += f" ({', '.join(row['citation'] for row in decision.license_requirements)})"
    return text


def follows(decision: Decision) -> Iterator[str]:
    """Yield what a reader has to know of the outcome besides."""
    if decision.review_policy is not None:
        yield f"An application is reviewed: {words.POLICIES[decision.review_policy]}."
    if decision.outcome == "indeterminate":
        yield (
            "Facts are missing; add them to the request and ask again."
            if decision.missing_facts
            else "No source tells what decides it; the notices below say which."
        )
    if decision.outcome == "out_of_scope":
        yield (
            "This rule asks no license of it; whether another part of the regulation does is not "
            "decided here."
        )


def classification(decision: Decision) -> Iterator[tuple[str, str]]:
    """Yield label and text of how the item was classed."""
    found = decision.classification
    text = decision.eccn or "none"
    text += f", {found['source'] or 'neither stated nor derived from figures'}"
    if found["decided_by"]:
        text += f" (decided by {found['decided_by']})"
    yield "ECCN", text
    yield "level", found["level"] or "not known"
    if found["agrees"] is not None:
        yield (
            "figures",
            "as stated" if found["agrees"] else "other than stated: the stricter governs",
        )
    for label, field in (
        ("TPP of a unit", "tpp"),
        ("density", "performance_density"),
        ("operations", "counted_operations"),
    ):
        if found[field] is not None:
            yield label, amount(found[field])


def ledger(decision: Decision) -> str:
    """Where the amounts of the pools come from; empty where no ledger was given."""
    told = decision.pools[0]["ledger"] if decision.pools else None
    if told is None:
        return ""
    text = f"{told['source'] or 'source not told'}, as of {told['as_of'] or 'no day'}"
    return text + (", complete" if told["complete"] else ", not said to be complete")


def fits(pool: Mapping[str, Any]) -> str:
    """Whether the amount fits into a row of `pools`."""
    return {True: "yes", False: "no", None: "not known"}[pool["fits"]]


def kept(symbol: str, id: str, decision: Decision) -> str:
    """How a condition of an available provision stands: `met`, else, a limit, another word.

    `certified` is one that what is known keeps, while the whole of its pool is known to others: a
    certification stands for it (740.29(d), (f)). `not broken` is the limit of a provision that is
    not relied on, for its pool is not told.
    """
    if not id.endswith(_LIMIT):
        return "met"
    if decision.authorization is None or decision.authorization["symbol"] != symbol:
        return "not broken"
    return "certified" if any(row["fits"] is None for row in decision.pools) else "met"


def obligations(decision: Decision) -> list[dict[str, Any]]:
    """The rows of `obligations` in the order in which they fall due."""
    order = list(words.WHEN)
    return sorted(
        decision.obligations,
        key=lambda row: (order.index(row["when"]), row["due"] or "9", row["id"]),
    )


def sums(decision: Decision) -> Iterator[tuple[str, str]]:
    """Yield TPP of each row of `counts`, and the sum that it is added to."""
    for row in decision.counts:
        period = f", {row['period']}" if row["period"] else ""
        yield (
            amount(row["tpp"]),
            f"TPP {words.SUMS[row['sum']]} ({row['key'] or 'not told'}{period})",
        )


def regime(decision: Decision) -> Iterator[tuple[str, str]]:
    """Yield label and text of which text answers, how long, and which policies read it."""
    found = decision.regime
    yield "asked for", f"{decision.posture} on {decision.as_of}"
    codified = found["codified"] or "not known"
    if found["version"]:
        codified += f", version of {found['version']}"
    if found["compliance_due"]:
        codified += f", to be complied with from {found['compliance_due']}"
    yield "codified", codified
    yield "enforced", found["enforced"] or "not known"
    if found["stale_after"]:
        yield SEEN_UP_TO, found["stale_after"]
    yield "valid until", decision.valid_until or "no last day known"
    yield "policies", decision.policy["revision"] or "no revision"
    yield "tables", decision.policy["data_digest"] or "not told"
