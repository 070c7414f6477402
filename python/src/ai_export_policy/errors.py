"""Everything the public functions of this package raise for a fault outside the caller's control.

Standard library only: `ai_export_policy.opa` imports it before any dependency is installed.
"""

import copyreg
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any


class ExportPolicyError(Exception):
    """Base of every error of this package; catching it catches them all.

    Each comes out of `pickle` and `copy` as it went in, so it crosses processes and queues.
    """

    def __reduce__(self) -> tuple[Any, ...]:
        # Its message and attributes as they are: an __init__ takes other arguments than `args`.
        return copyreg.__newobj__, (type(self), *self.args), self.__dict__  # type: ignore[attr-defined]


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong with a request.

    `path` is the dotted path of the field (`item.quantity`, `parties.recipient.headquarters`),
    empty for the request as a whole. `reason` says in a sentence what is wrong, `expected` what
    would be right (None where there is nothing more to say). `line` and `column` count from 1 and
    are None when the request did not come from a file.
    """

    path: str
    reason: str
    expected: str | None = None
    line: int | None = None
    column: int | None = None

    def __str__(self) -> str:
        place = "" if self.line is None else f"{self.line}:{self.column or 1}: "
        where = f"{self.path}: " if self.path else ""
        wanted = f" (expected {self.expected})" if self.expected else ""
        return f"{place}{where}{self.reason}{wanted}"


class RequestInvalid(ExportPolicyError):
    """The request does not fit schemas/request.json, or its file cannot be read.

    `problems` names every problem found, in document order, never only the first one. `source` is
    the name of the file the request came from, None for a request that was handed over in memory.
    """

    def __init__(self, problems: Iterable[Problem], source: str | None = None) -> None:
        self.problems: list[Problem] = list(problems)
        self.source = source
        super().__init__(self.problems, source)

    def __str__(self) -> str:
        return "\n".join(map(self._placed, self.problems)) or "invalid request"

    def _placed(self, problem: Problem) -> str:
        if not self.source:
            return str(problem)
        # As compilers write it: `file:line:column: what`.
        return f"{self.source}:{' ' if problem.line is None else ''}{problem}"


class Unavailable(ExportPolicyError):
    """OPA gave no answer: it is down, refuses the connection, or is slower than the deadline.

    Asking again later may help; nothing was decided.
    """


class NotRecorded(Unavailable):
    """The record of a decision could not be written or read, so the decision is not given out."""

    advice = "A decision that is not on record is not given out, and a broken record is not used."


class NoSuchRecord(NotRecorded):
    """There are no records at the place asked for, or none of the chain, number or id asked for."""

    advice = "Check DIR, and the chain, number and request id where you gave them."


class PoliciesBroken(Unavailable):
    """The policies cannot be loaded: `where` says which they are, the message what is wrong."""

    def __init__(self, where: str, reason: str) -> None:
        self.advice = f"Nothing was compared. Mend {where}, and ask again."
        super().__init__(reason)


class PoliciesEdited(Unavailable):
    """The policies in the folder `policies` are not those of the `revision` that they name.

    Nothing that is built of them, or decided by them and kept, may carry that revision.
    """

    advice = (
        "It writes the indexes over the tables and a revision of what was edited. `ai-export diff` "
        "tries edits without it. A package that is installed is to be installed again."
    )

    def __init__(self, policies: object, revision: str) -> None:
        named = f"{policies} was edited since revision {revision}, which it still names"
        super().__init__(f"{named}: run `make docs`")


class EngineMissing(Unavailable):
    """The pinned OPA executable is not on this machine and could not be had."""


class NotADecision(ExportPolicyError):
    """Something answered, and the answer is not a decision of this policy.

    Undefined or null result, a warning, another bundle revision, a redirect, HTML, a cut body, a
    body of another shape, an error status: whatever it was, nothing may be concluded from it.
    `status` is the HTTP status; `code` is OPA's error code (`eval_conflict_error`), or
    `request_too_large` or `answer_too_large`. Each is None where there is none.
    """

    def __init__(self, message: str, *, status: int | None = None, code: str | None = None) -> None:
        super().__init__(message)
        self.status = status
        self.code = code


class NotExplained(NotADecision):
    """OPA refused to explain a decision to this caller; it may decide all the same."""

    advice = (
        "An explanation shows every fact, so OPA gives none until its operator opens them with "
        "data.operator.explain (python/docs/operations.md). Or leave --url out."
    )
