"""Exit codes of the command; the table of README.md says what each means."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from ai_export_policy.errors import ExportPolicyError, NotADecision, RequestInvalid

if TYPE_CHECKING:
    from ai_export_policy.decision import Decision

AUTHORIZED = 0
LICENSE_REQUIRED = 1
INVALID = 2
NOT_DECIDED = 3
UNAVAILABLE = 4
NOT_A_DECISION = 5
USAGE = 64
FAULT = 70  # EX_SOFTWARE of sysexits.h
INTERRUPTED = 130  # 128 + SIGINT, as a shell says it
BROKEN_PIPE = 141  # 128 + SIGPIPE

_WORST_FIRST = (
    NOT_A_DECISION,
    UNAVAILABLE,
    INVALID,
    NOT_DECIDED,
    LICENSE_REQUIRED,
    AUTHORIZED,
)

_OUTCOMES = {
    "no_license_required": AUTHORIZED,
    "not_subject_to_ear": AUTHORIZED,
    "license_exception": AUTHORIZED,
    "validated_end_user": AUTHORIZED,
    "licensed": AUTHORIZED,
    "license_required": LICENSE_REQUIRED,
    "indeterminate": NOT_DECIDED,
    "out_of_scope": NOT_DECIDED,
}

HELP = """\b
Exit codes:
  0   authorized: no license required, not subject to the EAR, license exception,
      validated end user, or licensed
  1   a license is required
  2   a request is invalid
  3   not decided: facts are missing, or outside this rule
  4   OPA is not available, or the output cannot be written
  5   what came back is not a decision
  64  wrong use of the command
  70  a fault of this program: the traceback is on standard error
  130 interrupted; 141 what reads the answer closed the pipe before all was told
Of many requests: the first of 5, 4, 2, 3, 1, 0 that occurs."""


def of(answer: "Decision | ExportPolicyError") -> int:
    """Exit code of one answer."""
    if not isinstance(answer, ExportPolicyError):
        return _OUTCOMES[answer.outcome]
    if isinstance(answer, RequestInvalid):
        return INVALID
    return NOT_A_DECISION if isinstance(answer, NotADecision) else UNAVAILABLE


def of_many(answers: "Iterable[Decision | ExportPolicyError]") -> int:
    """Exit code of all: that of the worst of them. There is at least one."""
    return min((of(answer) for answer in answers), key=_WORST_FIRST.index)


def worse(one: int, other: int) -> int:
    """The worse of two exit codes."""
    return min(one, other, key=_WORST_FIRST.index)
