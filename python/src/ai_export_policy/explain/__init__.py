"""Decisions for people: ids joined with their sentences, laid out for a terminal.

The sentences stand in the METADATA blocks of the shipped rules and in the tables, and nowhere else.
"""

from collections.abc import Mapping
from typing import Any

from ai_export_policy.decision import Decision
from ai_export_policy.explain import brief, full
from ai_export_policy.explain.layout import WIDTH, Page
from ai_export_policy.explain.sentences import Sentences

__all__ = ["WIDTH", "Page", "Sentences", "in_brief", "in_full"]


def in_full(
    decision: Decision,
    request: Mapping[str, Any] | None = None,
    *,
    sentences: Sentences | None = None,
    color: bool = False,
) -> str:
    """The decision with every provision considered, in lines of at most WIDTH columns.

    With the `request` that it answers, the facts as they were given stand in it too. `color` adds
    the escape codes of a terminal. Raises Unavailable if the installation has no policies.
    """
    page = Page(color=color)
    full.write(page, decision, sentences or Sentences(), request)
    return str(page)


def in_brief(decision: Decision) -> str:
    """The decision in one line: `license required: presumption of approval`."""
    reason = brief.reason(decision)
    return f"{brief.verdict(decision)}: {reason}" if reason else brief.verdict(decision)
