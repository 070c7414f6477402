"""A decision on what the ledger holds, until decision and ledger name the same sums."""

from collections.abc import Callable, Mapping
from typing import Any, Protocol

from ai_export_policy.decision import Decision
from ai_export_policy.ledger.entries import Name
from ai_export_policy.ledger.errors import Stale
from ai_export_policy.ledger.snapshot import Snapshot, named

_DECISIONS = 4


class Decider(Protocol):
    """What decides: a `Client`."""

    def decide(self, request: Mapping[str, Any]) -> Decision:
        """Decide one request."""


def decide(
    request: Mapping[str, Any],
    client: Decider,
    seen: Snapshot,
    look: Callable[[Mapping[str, Name]], Snapshot],
) -> tuple[Decision, Snapshot]:
    """Decide on the sums that the decision itself names, which `look` looks up; and those sums.

    Stale where each decision names others.
    """
    for _ in range(_DECISIONS):
        decision = client.decide(seen.put_into(request, whole_only=seen.mixed()))
        if seen.mixed() and _wants_more(decision):
            decision = client.decide(seen.put_into(request))
        found = named(decision, seen.names)
        if found == seen.names:
            return decision, seen
        seen = look(found)
    raise Stale


def _wants_more(decision: Decision) -> bool:
    """Whether what was left out is needed: a missing fact, or the pool that would be drawn on."""
    licensing = decision.outcome == "license_required"
    return any(path.startswith("ledger.") for path in decision.missing_facts) or any(
        row["used_tpp"] is None
        for row in decision.pools
        if row["pool"] == "country_allocation" or not licensing
    )
