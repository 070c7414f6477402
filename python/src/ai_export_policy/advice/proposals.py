"""What is advised: proposals, each with the decision that OPA makes on it."""

from dataclasses import dataclass
from typing import Any, Literal

from ai_export_policy.advice.lawful import Measure
from ai_export_policy.decision import Decision
from ai_export_policy.explain import brief

_DENIED = frozenset({"policy_of_denial", "presumption_of_denial"})

Kind = Literal["facts", "documents", "wait", "smaller", "authorization", "license"]
KINDS: tuple[Kind, ...] = ("facts", "documents", "wait", "smaller", "authorization", "license")
"""What a proposal asks, the least first."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What becomes of a provision if a missing fact is told to be `value` (None: null).

    `available` and `unmet` are those of its row in `considered`, empty where the decision has no
    such row; `outcome` is that of the decision.
    """

    value: Any
    outcome: str
    available: str
    unmet: tuple[str, ...]

    @property
    def closes(self) -> bool:
        """Whether the provision, or without one the whole, is no way any more."""
        return self.available == "no"


@dataclass(frozen=True, slots=True)
class Fact:
    """A fact that OPA misses: the request path, and what each answer that can be listed leads to.

    `at_most` is the largest whole TPP with which the provision stays open, for an amount of the
    ledger; None for other facts. `listed` says that there are no answers but `answers`.
    """

    path: str
    answers: tuple[Answer, ...] = ()
    at_most: int | None = None
    listed: bool = False

    @property
    def hopeless(self) -> bool:
        """Whether the provision is closed whatever is told."""
        return self.listed and all(one.closes for one in self.answers)


@dataclass(frozen=True, slots=True)
class Proposal:
    """A change of the transaction that opens `opens` (symbols; empty: no provision is needed).

    `kind` is the heaviest part of it: only `facts` to establish, `documents` and notices, `wait`
    until a later day, a `smaller` quantity, an `authorization` to ask BIS for, or a `license`.
    `change` is a JSON Merge Patch (RFC 7396) of the request as it stands, `request` the changed
    one and `decision` what OPA decides on it: `indeterminate` as long as `facts` are to be
    established. `beyond` is the decision on one unit more, where the quantity is the largest that
    serves. With a license, `reviewed` is the decision without it, which says how the application
    is reviewed and what it must hold.
    """

    kind: Kind
    opens: tuple[str, ...]
    measures: tuple[Measure, ...]
    change: dict[str, Any]
    request: dict[str, Any]
    decision: Decision
    facts: tuple[Fact, ...] = ()
    beyond: Decision | None = None
    reviewed: Decision | None = None

    @property
    def authorizes(self) -> bool:
        """Whether the changed transaction is authorized with nothing more to establish."""
        return self.decision.outcome in brief.PERMITTED


@dataclass(frozen=True, slots=True)
class Closed:
    """A provision that no lawful change opens, and the ids that stay broken whatever is done.

    `untold` is set where nothing is broken, but no source tells whether it may be relied on.
    """

    symbol: str
    citation: str
    unmet: tuple[str, ...]
    untold: bool


@dataclass(frozen=True, slots=True)
class Advice:
    """What would change the decision on a request.

    `proposals` come in the order of what they ask; both lists are empty where the transaction is
    authorized as it stands.
    """

    request: dict[str, Any]
    decision: Decision
    proposals: tuple[Proposal, ...]
    closed: tuple[Closed, ...]

    @property
    def authorized(self) -> bool:
        """Whether nothing has to change."""
        return self.decision.outcome in brief.PERMITTED

    @property
    def nothing_helps(self) -> bool:
        """Whether a license is required, and nothing is left but one that is as good as denied."""
        return self.decision.outcome == "license_required" and all(
            one.reviewed is not None and one.reviewed.review_policy in _DENIED
            for one in self.proposals
        )
