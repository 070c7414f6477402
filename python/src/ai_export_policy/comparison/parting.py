"""What some of several decisions say and others do not."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from ai_export_policy.decision import Decision
from ai_export_policy.explain import words

_ROWS = {
    "license_requirements": "requirement",
    "exclusions": "exclusion",
    "flags": "flag",
    "obligations": "obligation",
}


@dataclass(frozen=True, slots=True)
class Parting:
    """One thing that is said by the decisions labelled `said_by` and by no other.

    `kind` is what it is: `outcome`, `authorization`, `review policy`, `classification`,
    `requirement`, `exclusion`, `condition` (of the provision `symbol`, broken), `pool`, `review`,
    `obligation`, `flag`, `reading` or `missing fact`. `id` names it; `citation` is its paragraph,
    empty where it has none.
    """

    kind: str
    symbol: str
    id: str
    citation: str
    said_by: tuple[str, ...]


def partings(decisions: Mapping[str, Decision]) -> list[Parting]:
    """Return what tells the decisions apart, by label, in the order of the decision's fields.

    Empty where they say the same: amounts of pools, dates and texts of the regime are no parting.
    """
    said: dict[tuple[str, str, str, str], list[str]] = {}
    for label, decision in decisions.items():
        for one in dict.fromkeys(told(decision)):
            said.setdefault(one, []).append(label)
    found = [
        Parting(*one, said_by=tuple(labels))
        for one, labels in said.items()
        if len(labels) < len(decisions)
    ]
    order = list(_ORDER)
    return sorted(found, key=lambda one: (order.index(one.kind), one.symbol, one.id))


_ORDER: Sequence[str] = (
    "outcome",
    "authorization",
    "review policy",
    "classification",
    "requirement",
    "exclusion",
    "condition",
    "pool",
    "review",
    "obligation",
    "flag",
    "reading",
    "missing fact",
)


def told(decision: Decision) -> Iterator[tuple[str, str, str, str]]:
    """Everything that a decision says and another may not: kind, symbol, id and citation, as in
    Parting."""
    yield "outcome", "", decision.outcome, ""
    if decision.authorization is not None:
        symbol = str(decision.authorization["symbol"])
        yield "authorization", symbol, symbol, str(decision.authorization["citation"])
    if decision.review_policy is not None:
        yield "review policy", "", decision.review_policy, ""
    level = decision.classification["level"]
    yield "classification", "", f"{decision.eccn or 'no ECCN'}, level {level or 'unknown'}", ""
    for field, kind in _ROWS.items():
        for row in decision.document[field]:
            yield kind, "", str(row["id"]), str(row["citation"])
    for row in decision.considered:
        for id in row["unmet"]:
            yield "condition", str(row["symbol"]), str(id), str(id).partition("/")[0]
    for row in decision.pools:
        fits = {True: "fits", False: "does not fit", None: "not known whether it fits"}[row["fits"]]
        whose = f"{words.POOLS[row['pool']]}, {row['key'] or 'whose is not told'}"
        yield "pool", str(row["pool"]), f"{whose}: {fits}", ""
    for row in decision.reviews:
        yield "review", str(row["requirement"]), str(row["policy"]), str(row["citation"])
    for row in decision.open_questions:
        yield "reading", "", f"{row['id']}: {row['reading']}", ""
    for path in decision.missing_facts:
        yield "missing fact", "", path, ""
