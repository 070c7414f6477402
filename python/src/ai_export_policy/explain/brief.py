"""A decision in a line: what it is, and what a person asks next."""

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

from ai_export_policy.decision import Decision
from ai_export_policy.explain import words
from ai_export_policy.explain.layout import amount

PERMITTED = frozenset(words.OUTCOMES) - words.ROLES.keys()


def role(decision: Decision) -> str:
    """How the outcome is painted: `good`, `bad` or `open`."""
    return words.ROLES.get(decision.outcome, "good")


def verdict(decision: Decision) -> str:
    """The outcome in a few words, with what was relied on: `license exception AIA`."""
    text = words.SHORT[decision.outcome]
    authorization = decision.authorization
    if authorization is None:
        return text
    symbol = authorization["symbol"]
    return f"{text} {symbol}" if decision.outcome != "licensed" else text


def reason(decision: Decision) -> str:
    """What follows from the outcome, or stands in its way; empty where nothing does."""
    if decision.authorization is not None:
        return str(decision.authorization["citation"])
    if decision.review_policy is not None:
        return words.POLICIES[decision.review_policy]
    if decision.missing_facts:
        return f"missing {', '.join(decision.missing_facts)}"
    if decision.outcome == "indeterminate":
        open_notices = [
            notice
            for notice in decision.regime["notices"]
            if notice.startswith(("unknown/", "not_modelled/"))
        ]
        return ", ".join(open_notices)
    return ", ".join(row["id"] for row in decision.exclusions)


def broken(decision: Decision, symbol: str) -> list[str]:
    """Ids of the conditions that stand in the way of a provision."""
    return [
        id for row in decision.considered if row["symbol"] == symbol for id in sorted(row["unmet"])
    ]


def pool(row: Mapping[str, Any]) -> str:
    """A pool in a line, amounts in TPP."""
    fits = {True: "fits", False: "does not fit", None: "not known whether it fits"}[row["fits"]]
    return (
        f"{amount(row['requested_tpp'])} TPP of {amount(row['remaining_tpp'])} left "
        f"in the {words.POOLS[row['pool']]}: {fits}"
    )


def counts(decisions: Iterable[Decision]) -> str:
    """How many of each: `10 license exception AIA, 17 license required`, the most telling first."""
    found = Counter(_kind(decision) for decision in decisions)
    return ", ".join(f"{number} {kind}" for kind, number in found.items())


def _kind(decision: Decision) -> str:
    if decision.review_policy is None:
        return verdict(decision)
    return f"{verdict(decision)} ({words.POLICIES[decision.review_policy]})"
