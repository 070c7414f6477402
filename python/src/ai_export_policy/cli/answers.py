"""What the commands print: decisions and errors, as text for people or as JSON for programs."""

import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

import click

from ai_export_policy.cli import codes, files, output
from ai_export_policy.cli.files import Given
from ai_export_policy.cli.options import Engine
from ai_export_policy.decision import Decision
from ai_export_policy.errors import ExportPolicyError, RequestInvalid

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

    def traced(request: Mapping[str, Any]) -> int:
        found = engines.trace(request, engine)
        shown = found if whole else found.collapsed()
        from ai_export_policy import trace as tracing

        if form == "json":
            output.print_json(shown.document())
        elif form == "markdown":
            output.print_file(tracing.markdown(shown))
        else:
            click.echo(tracing.text(shown), nl=False)
        return codes.of(found.decision)

    return on_one(name, "a trace is of one", traced)


def on_one(name: str, why: str, answer: Callable[[Mapping[str, Any]], int]) -> int:
    """Answer the one request of the file, or tell what keeps it from being answered.

    `answer` prints and returns the exit code. Usage error, with `why`, if there are more.
    """
    given = files.requests([name])
    if len(given) != 1:
        raise click.UsageError(f"{name} holds {len(given)} requests; {why}")
    (one,) = given
    try:
        return answer(valid(one))
    except ExportPolicyError as error:
        return report(error, one)


def valid(given: Given) -> dict[str, Any]:
    """The request as it was given; RequestInvalid if it is none."""
    if given.error is not None or given.request is None:
        raise given.error or RequestInvalid([])
    return given.request


def report(error: ExportPolicyError, given: Given) -> int:
    """Say what kept a request from being answered; return the exit code for it."""
    from ai_export_policy.cli import faults

    return faults.report(error, colored(err=True), given.label, request_id=given.request_id)


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
    from ai_export_policy.cli import faults

    for given, answer in answers:
        if isinstance(answer, Decision):
            document = answer.document
        else:
            document = faults.document(answer, given.label, given.request_id)
        output.print_json(document, line=len(answers) > 1)


def _print_memo(answers: Sequence[tuple[Given, Answer]], form: str) -> None:
    from ai_export_policy import memo

    write = memo.html if form == "html" else memo.markdown
    entries = [memo.Entry(given.label, given.request, answer) for given, answer in answers]
    output.print_file(write(entries))
    _report_undecided(answers)


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

    faults.report(error, colored(err=True), label)


def _clean(text: str) -> str:
    from ai_export_policy.explain.layout import clean

    return clean(text)
