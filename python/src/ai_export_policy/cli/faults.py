"""What kept a command from answering: what is wrong, and what to do about it.

A person reads it on standard error. A program that asked for JSON reads it on standard output, as
an object with `request_id` and `error` in the place of the answer.
"""

from typing import Any

import click

from ai_export_policy.cli import codes, output
from ai_export_policy.cli.options import ASKS, FORM
from ai_export_policy.errors import (
    EngineMissing,
    ExportPolicyError,
    NotADecision,
    Problem,
    RequestInvalid,
)
from ai_export_policy.explain.layout import Page, clean

EXAMPLE = "ai-export example"


def report(
    error: ExportPolicyError,
    color: bool = False,
    label: str = "",
    example: str = EXAMPLE,
    request_id: str | None = None,
) -> int:
    """Print what kept a request from being decided, as --format has it; return its exit code."""
    context = click.get_current_context(silent=True)
    if context is not None and context.meta.get(FORM) == "json":
        output.print_json(document(error, label, request_id))
    else:
        click.echo(text(error, color=color, label=label, example=example), err=True, nl=False)
    return codes.of(error)


def document(
    error: ExportPolicyError, label: str = "", request_id: str | None = None
) -> dict[str, Any]:
    """The object that stands in the place of an answer; `label` names the request."""
    told: dict[str, Any] = {
        "kind": _kind(error),
        "source": label or getattr(error, "source", None),
    }
    if isinstance(error, RequestInvalid):
        told["message"] = f"the request is invalid: {_number(error)}"
        told["problems"] = [
            {
                "path": problem.path,
                "reason": problem.reason,
                "expected": problem.expected,
                "line": problem.line,
                "column": problem.column,
            }
            for problem in error.problems
        ]
    else:
        told["message"] = str(error)
    return {"request_id": request_id, "error": told}


def text(
    error: ExportPolicyError, *, color: bool = False, label: str = "", example: str = EXAMPLE
) -> str:
    """The error in lines of a terminal; `label` names the request.

    `example` is the command that prints a request as it would be taken.
    """
    page = Page(color=color)
    label = clean(label)
    if isinstance(error, RequestInvalid):
        _problems(page, error, label or error.source or "the request", example)
    else:
        where = f"{label}: " if label else ""
        said, _, more = str(error).partition("\n")
        page.line(f"{where}not {'decided' if _asks() else 'done'}: {said}", "bad")
        if more:
            page.quote(more)
        if advice := _advice(error):
            page.line(advice, indent=2)
    return str(page)


def _problems(page: Page, error: RequestInvalid, label: str, example: str) -> None:
    page.line(f"{label}: invalid, {_number(error)}", "bad")
    for problem in error.problems:
        path = problem.path or "the whole"
        page.entry(f"{_place(problem)}{path}", problem.reason, column=36, role="broken")
        if problem.expected:
            page.entry("", f"expected {problem.expected}", column=36)
    excerpt = getattr(error, "excerpt", None)
    if excerpt:
        page.quote(excerpt, indent=4)
    page.line(f"{example} prints a request that is valid.", "faint", 2)


def _number(error: RequestInvalid) -> str:
    number = len(error.problems)
    return f"{number} problem{'s' if number != 1 else ''}"


def _kind(error: ExportPolicyError) -> str:
    if isinstance(error, RequestInvalid):
        return "request_invalid"
    return "not_a_decision" if isinstance(error, NotADecision) else "unavailable"


def _place(problem: Problem) -> str:
    return "" if problem.line is None else f"{problem.line}:{problem.column or 1} "


def _asks() -> bool:
    """Whether the command takes --url."""
    context = click.get_current_context(silent=True)
    return context is not None and ASKS in context.meta


def _advice(error: ExportPolicyError) -> str | None:
    """What to do about it; beyond what the error says itself, only where OPA is asked."""
    own = getattr(error, "advice", None)
    if isinstance(own, str):
        return own
    if not _asks():
        return None
    if isinstance(error, EngineMissing):
        return "Or point to an OPA that runs these policies: --url http://127.0.0.1:8181"
    own_opa = click.get_current_context().meta[ASKS] is None
    return _FAULTS[isinstance(error, NotADecision), own_opa]


_FAULTS = {
    (False, False): (
        "Nothing was decided. Check that OPA runs at --url, or leave --url out to have one "
        "started; a slow one may need a longer --timeout. Then ask again."
    ),
    (False, True): (
        "Nothing was decided. Mend the policies where one of their files is named; a slow OPA may "
        "need a longer --timeout. Then ask again."
    ),
    (True, False): (
        "Something answered, and nothing may be concluded from it. Check that --url is the "
        "address of an OPA that has loaded the policies of this version."
    ),
    (True, True): (
        "Something answered, and nothing may be concluded from it. Mend the policies where one of "
        "their files is named, and ask again."
    ),
}
"""What to do, by whether something answered, and whether it was an OPA of our own."""
