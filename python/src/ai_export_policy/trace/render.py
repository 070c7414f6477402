"""A trace for people: on a terminal, and in Markdown for the file."""

import json
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
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
    return "\n".join([*head, "", LEGEND, "", *_lines(trace.root, _TEXT)]) + "\n"


def markdown(trace: Trace) -> str:
    """The trace as one nested Markdown list, below a heading with the answer."""
    head = f"# Trace: {_answer(trace.decision)}\n\n"
    policy = trace.decision.policy
    about = f"Policy revision `{policy['revision']}`, data `{policy['data_digest']}`.\n\n"
    return head + about + "\n".join(_lines(trace.root, _MARKDOWN)) + "\n"


def _answer(decision: Decision) -> str:
    reason = brief.reason(decision)
    return f"{brief.verdict(decision)}: {reason}" if reason else brief.verdict(decision)


@dataclass(frozen=True, slots=True)
class _Form:
    """How a rule is written: the lines that name it, what stands before those about it, code."""

    name: Callable[[Attempt], list[str]]
    before: str
    code: Callable[[str], str]


def _lines(attempt: Attempt, form: _Form, depth: int = 0) -> Iterator[str]:
    margin = "  " * depth
    for line in form.name(attempt):
        yield f"{margin}{line}"
    for line in _about(attempt, form.code):
        yield f"{margin}{form.before}{line}"
    for below in attempt.tried:
        yield from _lines(below, form, depth + 1)


def _about(attempt: Attempt, code: Callable[[str], str]) -> Iterator[str]:
    for path, value in sorted(attempt.facts.items()):
        yield f"{code(path)} = {code(_shown(value))}"
    for path in sorted(attempt.untold):
        yield f"{code(path)} is not told"
    if attempt.known:
        yield f"known by then: {_names(attempt.known)}"
    if attempt.ruled_out:
        yield f"ruled out by OPA's index: {_names(attempt.ruled_out)}"
    if attempt.stopped is not None:
        yield f"stopped at line {attempt.stopped.line}: {code(attempt.stopped.expression)}"


def _in_text(attempt: Attempt) -> list[str]:
    return [f"{_mark(attempt)} {_heading(attempt)}", f"    {attempt.file}:{attempt.line}"]


def _in_markdown(attempt: Attempt) -> list[str]:
    verdict = _VERDICTS[_mark(attempt)]
    return [f"- **{_heading(attempt)}** {verdict} (`{attempt.file}:{attempt.line}`)"]


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


_TEXT = _Form(_in_text, "    ", str)
_MARKDOWN = _Form(_in_markdown, "  - ", _code)
