"""What the ledger raises, all of it an ExportPolicyError."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Literal

from ai_export_policy.errors import ExportPolicyError, Unavailable

if TYPE_CHECKING:
    from ai_export_policy.decision import Decision

_UNKNOWN = {
    True: "whether it was recorded is not known; asking again with the same id is safe, and records"
    " nothing twice",
    False: "whether it was recorded is not known; `ai-export ledger status` tells",
}


class LedgerError(ExportPolicyError):
    """Base of what the ledger raises beside RequestInvalid, Unavailable and NotADecision."""


class LedgerUnavailable(Unavailable):
    """The database gave no answer, or the pools changed faster than a decision could be made.

    What was asked is recorded whole or not at all. `recorded` is False where nothing was, and None
    where that is not known because the answer was lost: a draw, a commitment and a release are then
    asked for again with the same id, which does nothing twice; `named` is False for evidence, which
    has no id and is looked up first. `said` is the database's own sentence.
    """

    def __init__(
        self, said: str, *, recorded: Literal[False] | None = False, named: bool = True
    ) -> None:
        self.said = said
        self.recorded = recorded
        known = "nothing was recorded" if recorded is False else _UNKNOWN[named]
        super().__init__(f"{said} ({known})")


class SchemaRefused(LedgerError):
    """The database holds no ledger, or one of a schema that this version does not know."""


class Conflict(LedgerError):
    """What was asked contradicts what the ledger holds: an id with other content, a settled draw.

    Nothing was recorded.
    """


class DrawRefused(LedgerError):
    """The decision carries no draw, or the amounts no longer fit; nothing was recorded.

    `decision` is the decision on the request with the ledger's amounts, whose `pools` say what
    remains. `reasons` are sentences.
    """

    def __init__(self, decision: "Decision", reasons: Iterable[str]) -> None:
        self.decision = decision
        self.reasons = list(reasons)
        super().__init__("; ".join(self.reasons))


class ImportRefused(LedgerError):
    """A file with bad rows; nothing of it was taken. `problems` are `(line, sentence)`."""

    def __init__(self, problems: Iterable[tuple[int, str]]) -> None:
        self.problems = list(problems)
        super().__init__("\n".join(f"line {line}: {said}" for line, said in self.problems))


class Stale(Exception):
    """The pools changed since they were read (internal: decided again)."""


class AlreadyDrawn(Exception):
    """The id was drawn in the meantime (internal: looked up again)."""


class OverLimit(Exception):
    """The draw would exceed the limit that the decision stated (internal: decided again)."""
