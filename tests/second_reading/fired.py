"""What a decision says, by name: so that what was drawn can be held against what is known."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

Document = Mapping[str, Any]


def fired(decision: Document) -> Iterator[str]:
    """Every outcome, paragraph, condition, review, flag, obligation, pool and reading in it."""
    authorization = decision["authorization"] or {}
    yield f"outcome {decision['outcome']}"
    yield f"level {decision['classification']['level']}"
    yield f"authorization {authorization.get('symbol')}"
    yield f"review_policy {decision['review_policy']}"
    for key in ("license_requirements", "exclusions", "flags", "obligations"):
        yield from (f"{key} {row['id']}" for row in decision[key])
    for row in decision["considered"]:
        yield f"considered {row['symbol']} {row['available']}"
        yield from (f"unmet {row['symbol']} {name}" for name in row["unmet"])
    for row in decision["reviews"] or []:
        yield f"review {row['requirement']} {row['policy']}"
    yield from (f"pool {row['pool']} fits {row['fits']}" for row in decision["pools"])
    yield from (f"count {row['sum']}" for row in decision["counts"])
    yield from (f"open_question {row['id']}" for row in decision["open_questions"])
    yield from (f"notice {name}" for name in decision["regime"]["notices"])


def names(decisions: Iterable[Document]) -> set[str]:
    """Everything that any of the decisions says."""
    return {name for decision in decisions for name in fired(decision)}
