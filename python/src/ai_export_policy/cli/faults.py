"""Errors as a person reads them on standard error: what is wrong, and what to do about it."""

import click

from ai_export_policy.cli import codes
from ai_export_policy.cli.options import ASKS
from ai_export_policy.errors import (
    EngineMissing,
    ExportPolicyError,
    NotADecision,
    Problem,
    RequestInvalid,
)
from ai_export_policy.explain.layout import Page

EXAMPLE = "ai-export example"


def report(
    error: ExportPolicyError, color: bool = False, label: str = "", example: str = EXAMPLE
) -> int:
    """Print an error that kept a request from being decided; return its exit code."""
    told = text(error, color=color, label=label, example=example)
    click.echo(told, err=True, nl=False)
    return codes.of(error)


def text(
    error: ExportPolicyError, *, color: bool = False, label: str = "", example: str = EXAMPLE
) -> str:
    """The error in lines of a terminal; `label` names the request.

    `example` is the command that prints a request as it would be taken.
    """
    page = Page(color=color)
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
    number = len(error.problems)
    page.line(f"{label}: invalid, {number} problem{'s' if number != 1 else ''}", "bad")
    for problem in error.problems:
        path = problem.path or "the whole"
        page.entry(f"{_place(problem)}{path}", problem.reason, column=36, role="broken")
        if problem.expected:
            page.entry("", f"expected {problem.expected}", column=36)
    excerpt = getattr(error, "excerpt", None)
    if excerpt:
        page.quote(excerpt, indent=4)
    page.line(f"{example} prints a request that is valid.", "faint", 2)


def _place(problem: Problem) -> str:
    return "" if problem.line is None else f"{problem.line}:{problem.column or 1} "


def _asks() -> bool:
    """Whether the command takes --url."""
    context = click.get_current_context(silent=True)
    return context is not None and ASKS in context.meta


def _advice(error: ExportPolicyError) -> str | None:
    """What to do about it; beyond what the error says itself, only where --url is an option."""
    own = getattr(error, "advice", None)
    if isinstance(own, str):
        return own
    if not _asks():
        return None
    if isinstance(error, EngineMissing):
        return "Or point to an OPA that runs these policies: --url http://127.0.0.1:8181"
    if isinstance(error, NotADecision):
        return (
            "Something answered, and nothing may be concluded from it. Check that --url is the "
            "address of an OPA that has loaded the policies of this version."
        )
    return (
        "Nothing was decided. Check that OPA runs at --url, or leave --url out to have one "
        "started; a slow one may need a longer --timeout. Then ask again."
    )
