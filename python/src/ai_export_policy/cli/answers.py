"""What the commands print: decisions and errors, as text for people or as JSON for programs."""

import json
import sys
from collections.abc import Iterable, Sequence
from typing import Any

import click

from ai_export_policy.cli import codes, files
from ai_export_policy.cli.files import Given
from ai_export_policy.cli.options import Engine
from ai_export_policy.decision import Decision
from ai_export_policy.errors import ExportPolicyError, NotADecision, RequestInvalid

Answer = Decision | ExportPolicyError


def decide(names: Sequence[str], form: str, full: bool | None, engine: Engine) -> int:
    """Decide every request of the files, print the answers, return the exit code of them all."""
    from ai_export_policy.cli import engine as engines

    given = files.requests(names)
    asked = {
        str(number): one.request
        for number, one in enumerate(given)
        if one.error is None and one.request is not None
    }
    decided = engines.decide(asked, engine)
    answers = [(one, one.error or decided[str(number)]) for number, one in enumerate(given)]
    if form == "json":
        _print_json(answers)
    elif form in ("markdown", "html"):
        _print_memo(answers, form)
    elif full or (full is None and len(answers) == 1):
        _print_full(answers)
    else:
        _print_brief(answers)
    return codes.of_many(answer for _, answer in answers)


def trace(name: str, form: str, whole: bool, engine: Engine) -> int:
    """Print the trace of the one request of the file; return the exit code of its decision."""
    from ai_export_policy.cli import engine as engines

    given = files.requests([name])
    if len(given) != 1:
        raise click.UsageError(f"{name} holds {len(given)} requests; a trace is of one")
    one = given[0]
    if one.error is not None or one.request is None:
        return refused(one)
    found = engines.trace(one.request, engine)
    shown = found if whole else found.collapsed()
    from ai_export_policy import trace as tracing

    if form == "json":
        click.echo(json.dumps(shown.document(), indent=2 if sys.stdout.isatty() else None))
    else:
        write = tracing.markdown if form == "markdown" else tracing.text
        click.echo(write(shown), nl=False)
    return codes.of(found.decision)


def refused(given: Given) -> int:
    """Say what is wrong with a request that is none; return the exit code for it."""
    _report(given.error or RequestInvalid([]), given.label)
    return codes.INVALID


def validate(names: Sequence[str]) -> int:
    """Print for every request of the files whether it is valid; return 0 if all are."""
    given = files.requests(names)
    for one in given:
        if one.error is None:
            click.echo(f"{one.label}: valid")
        else:
            _report(one.error, one.label)
    return codes.INVALID if any(one.error for one in given) else codes.AUTHORIZED


def tour(engine: Engine) -> int:
    """Print the tour; return 0 if every scene was decided."""
    from ai_export_policy import tour as story
    from ai_export_policy.cli import engine as engines

    scenes = story.load()
    answers = engines.decide(story.requests(scenes), engine)
    for answer in answers.values():
        if isinstance(answer, ExportPolicyError):
            _report(answer)
            return codes.of(answer)
    decisions = {key: one for key, one in answers.items() if isinstance(one, Decision)}
    click.echo(story.text(scenes, decisions, color=colored()), nl=False)
    return codes.AUTHORIZED


def colored(*, err: bool = False) -> bool:
    """Whether the stream is a terminal that may be coloured."""
    context = click.get_current_context(silent=True)
    allowed = context is None or context.color is not False
    return allowed and (sys.stderr if err else sys.stdout).isatty()


def _print_json(answers: Sequence[tuple[Given, Answer]]) -> None:
    # One document may be laid out for reading; of many, each is a line.
    indent = 2 if len(answers) == 1 and sys.stdout.isatty() else None
    for given, answer in answers:
        document = answer.document if isinstance(answer, Decision) else _error(given, answer)
        click.echo(json.dumps(document, indent=indent))


def _print_memo(answers: Sequence[tuple[Given, Answer]], form: str) -> None:
    from ai_export_policy import memo

    write = memo.html if form == "html" else memo.markdown
    entries = [memo.Entry(given.label, given.request, answer) for given, answer in answers]
    # As bytes: a file holds the same ones wherever it is written.
    click.echo(write(entries).encode(), nl=False)
    _report_undecided(answers)


def _error(given: Given, error: ExportPolicyError) -> dict[str, Any]:
    """The object that stands in the place of a decision that was not made."""
    told: dict[str, Any] = {"kind": _kind(error), "source": given.label}
    if isinstance(error, RequestInvalid):
        number = len(error.problems)
        told["message"] = f"the request is invalid: {number} problem{'s' if number != 1 else ''}"
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
    return {"request_id": given.request_id, "error": told}


def _kind(error: ExportPolicyError) -> str:
    if isinstance(error, RequestInvalid):
        return "request_invalid"
    return "not_a_decision" if isinstance(error, NotADecision) else "unavailable"


def _print_full(answers: Iterable[tuple[Given, Answer]]) -> None:
    from ai_export_policy.explain import Sentences, in_full

    sentences = Sentences()
    for number, (given, answer) in enumerate(answers):
        if not isinstance(answer, Decision):
            _report(answer, given.label)
            continue
        name = f" ({given.request_id})" if given.request_id else ""
        text = in_full(answer, given.request, sentences=sentences, color=colored())
        click.echo(f"{chr(10) if number else ''}{_clean(given.label + name)}\n\n{text}", nl=False)


def _print_brief(answers: Sequence[tuple[Given, Answer]]) -> None:
    from ai_export_policy.explain import Page, brief

    page = Page(color=colored())
    decisions = []
    for given, answer in answers:
        if not isinstance(answer, Decision):
            continue
        decisions.append(answer)
        label = f"{given.label} {given.request_id or ''}".rstrip()
        text = f"{brief.verdict(answer):<22}  {brief.reason(answer)}".rstrip()
        page.entry(label, text, indent=0, column=36, role=brief.role(answer))
    if decisions:
        page.gap()
        number = f"{len(decisions):,}"
        if len(decisions) < len(answers):
            number += f" of {len(answers):,}"
        page.line(f"{number} decided: {brief.counts(decisions)}")
        click.echo(str(page), nl=False)
    _report_undecided(answers)


def _report_undecided(answers: Sequence[tuple[Given, Answer]]) -> None:
    undecided: dict[int, list[tuple[Given, ExportPolicyError]]] = {}
    for given, answer in answers:
        if isinstance(answer, ExportPolicyError):
            undecided.setdefault(id(answer), []).append((given, answer))
    for group in undecided.values():
        given, error = group[0]
        # What kept many from being decided is told once.
        more = f" and {len(group) - 1:,} more" if len(group) > 1 else ""
        _report(error, f"{given.label}{more}")


def _report(error: ExportPolicyError, label: str = "") -> None:
    from ai_export_policy.cli import faults

    faults.report(error, colored(err=True), _clean(label))


def _clean(text: str) -> str:
    from ai_export_policy.explain.layout import clean

    return clean(text)
