"""The policy trace: the rules of one decision as OPA tried them, each with its paragraph.

It is read out of OPA's own explanation of the evaluation (OPA documentation, REST API, "explain")
and joined with the METADATA blocks of the rules; nothing here evaluates anything.
"""

from collections.abc import Mapping
from typing import Any

from ai_export_policy.decision import Decision
from ai_export_policy.errors import NotADecision
from ai_export_policy.trace import events
from ai_export_policy.trace.attempt import Attempt, Stop
from ai_export_policy.trace.render import markdown, text
from ai_export_policy.trace.rules import Sources, own_policy
from ai_export_policy.trace.tree import Trace, build

__all__ = ["Attempt", "Stop", "Trace", "markdown", "text", "traced"]


def traced(
    decision: Decision, request: Mapping[str, Any], lines: object, documents: object
) -> Trace:
    """The trace of a `decision` on `request`, out of the two explanations that OPA gives of it.

    `lines` is the `explanation` of an answer that was asked for `pretty`, `documents` of one that
    was not. NotADecision if they are none, not of the same steps, or of other policies than this
    package's, whose files the lines are of. Unavailable if the installation has no policies.
    """
    if decision.document["policy"] != own_policy():
        raise NotADecision("the rules that decided are not those of this package")
    root = build(events.read(lines, documents), request, Sources())
    if root is None:
        raise NotADecision("the explanation begins with no rule of this package")
    return Trace(decision, root)
