"""A trace for people: on a terminal, and in Markdown for the file."""

import json
import re
from collections.abc import Iterator, Sequence
from typing import Any

from ai_export_policy.decision import Decision
from ai_export_policy.explain import brief
from ai_export_policy.explain.layout import clean
from ai_export_policy.trace.attempt import Attempt
from ai_export_policy.trace.tree import Trace

LEGEND = "+ held   ! held: the facts break this condition   - did not hold"
"""What the marks of `text` mean."""

_VERDICTS = {"+": "held", "!": "held: the facts break this condition", "-": "did not hold"}
_WORTH = 60  # columns of a value; a longer one is cut, the JSON has the whole


def text(trace: Trace) -> str:
    """The trace as lines for a terminal, two columns deeper for each rule that was asked."""
    policy = trace.decision.policy
    head = [
        _answer(trace.decision),
        f"policy revision {policy['revision']}, data {policy['data_digest']}",
    ]
    return "\n".join([*head, "", LEGEND, "", *_lines(trace.root, 0)]) + "\n"


def markdown(trace: Trace) -> str:
    """The trace as one nested Markdown list, below a heading with the answer."""
    head = f"# Trace: {_answer(trace.decision)}\n\n"
    policy = trace.decision.policy
    about = f"Policy revision `{policy['revision']}`, data `{policy['data_digest']}`.\n\n"
    return head + about + "\n".join(_items(trace.root, 0)) + "\n"


def _answer(decision: Decision) -> str:
    reason = brief.reason(decision)
    return f"{brief.verdict(decision)}: {reason}" if reason else brief.verdict(decision)


def _lines(attempt: Attempt, depth: int) -> Iterator[str]:
    margin = "  " * depth
    yield f"{margin}{_mark(attempt)} {_heading(attempt)}"
    yield f"{margin}    {attempt.file}:{attempt.line}"
    for path, value in sorted(attempt.facts.items()):
        yield f"{margin}    {path} = {_shown(value)}"
    for path in sorted(attempt.untold):
        yield f"{margin}    {path} is not told"
    if attempt.known:
        yield f"{margin}    known by then: {_names(attempt.known)}"
    if attempt.ruled_out:
        yield f"{margin}    ruled out by OPA's index: {_names(attempt.ruled_out)}"
    if attempt.stopped is not None:
        yield f"{margin}    stopped at line {attempt.stopped.line}: {attempt.stopped.expression}"
    for below in attempt.tried:
        yield from _lines(below, depth + 1)


def _items(attempt: Attempt, depth: int) -> Iterator[str]:
    margin = "  " * depth
    verdict = _VERDICTS[_mark(attempt)]
    yield f"{margin}- **{_heading(attempt)}** {verdict} (`{attempt.file}:{attempt.line}`)"
    for path, value in sorted(attempt.facts.items()):
        yield f"{margin}  - `{path}` = {_code(_shown(value))}"
    for path in sorted(attempt.untold):
        yield f"{margin}  - `{path}` is not told"
    if attempt.known:
        yield f"{margin}  - known by then: {_names(attempt.known)}"
    if attempt.ruled_out:
        yield f"{margin}  - ruled out by OPA's index: {_names(attempt.ruled_out)}"
    if attempt.stopped is not None:
        stop = attempt.stopped
        yield f"{margin}  - stopped at line {stop.line}: {_code(stop.expression)}"
    for below in attempt.tried:
        yield from _items(below, depth + 1)


def _mark(attempt: Attempt) -> str:
    """`!` for a condition that the facts break: its rule is the one that holds when they do."""
    if not attempt.held:
        return "-"
    return "!" if attempt.name.endswith("unmet") else "+"


def _heading(attempt: Attempt) -> str:
    if not attempt.told:
        return attempt.name
    label = attempt.id or attempt.name.removeprefix("ear.")
    return f"{attempt.title} [{attempt.citation}] {label}"


def _names(known: Sequence[str]) -> str:
    return ", ".join(name.removeprefix("ear.") for name in known)


def _shown(value: Any) -> str:
    plain = clean(json.dumps(value, ensure_ascii=False))
    return plain if len(plain) <= _WORTH else f"{plain[: _WORTH - 3]}..."


def _code(text: str) -> str:
    """As code in Markdown, whatever stands in it (CommonMark, "Code spans")."""
    longest = max((len(run) for run in re.findall("`+", text)), default=0)
    if not longest:
        return f"`{text}`"
    fence = "`" * (longest + 1)
    return f"{fence} {text} {fence}"
