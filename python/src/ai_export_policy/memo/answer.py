"""The parts of a memo that tell one decision, each with a title. What there is none of is said."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from ai_export_policy.decision import Decision
from ai_export_policy.explain import brief, told, words
from ai_export_policy.explain.layout import amount
from ai_export_policy.explain.sentences import Sentences
from ai_export_policy.memo import provisions
from ai_export_policy.memo.layout import Block, Cell, Kind, Paragraph, Span, Table, cell, text

Blocks = Iterable[Block]

_KINDS: dict[str, Kind] = {"good": "good", "bad": "bad", "open": "open"}


def outcome(decision: Decision, sentences: Sentences) -> Blocks:
    """What came out, set off, and what a reader has to know besides."""
    yield Paragraph(
        cell(told.outcome(decision, sentences), _KINDS[brief.role(decision)]), boxed=True
    )
    for line in told.follows(decision):
        yield text(line)


def parts(decision: Decision, sentences: Sentences) -> Iterator[tuple[str, Blocks]]:
    """Yield title and blocks of every other part, in the order of the memo."""
    yield "Missing facts", _missing(decision, sentences)
    yield "Classification", [_named("classification", told.classification(decision))]
    yield "License requirement", _requirements(decision, sentences)
    yield "Provisions considered", provisions.considered(decision, sentences)
    yield "Amounts drawn on", _pools(decision)
    yield "What must be filed and done", _obligations(decision, sentences)
    yield "How an application would be reviewed", _reviews(decision, sentences)
    yield "What is counted when it takes place", _sums(decision)
    yield "Flags", _flags(decision, sentences)
    yield "Readings taken", _readings(decision, sentences)
    yield "Text and posture", _regime(decision, sentences)


def _none(decision: Decision, words_for_none: str) -> Paragraph:
    """What an empty list means: nothing, where it was decided, and nothing known where not."""
    decided = decision.outcome not in ("indeterminate", "out_of_scope")
    return text(words_for_none if decided else "Not decided, so nothing can be told.")


def _named(name: str, rows: Iterable[tuple[str, str]]) -> Table:
    return Table(
        name,
        (),
        [(cell(label[0].upper() + label[1:]), cell(line)) for label, line in rows],
    )


def _missing(decision: Decision, sentences: Sentences) -> Blocks:
    if not decision.missing_facts:
        yield text("No fact is missing that could change the outcome.")
        return
    yield text("Each of these could change the outcome:")
    rows = [
        (cell(path, "code"), cell(sentences.fact(path))) for path in sorted(decision.missing_facts)
    ]
    yield Table("missing", ("Field", "What it means"), rows)


def _requirements(decision: Decision, sentences: Sentences) -> Blocks:
    rows = [
        (cell("applies", "bad"), cell(sentences.requirement(row["id"], decision)), _cited(row))
        for row in decision.license_requirements
    ]
    rows += [
        (
            cell("does not apply", "good"),
            cell(sentences.exclusion(row["id"], decision)),
            _cited(row),
        )
        for row in decision.exclusions
    ]
    if rows:
        yield Table("requirements", ("", "Requirement", "Paragraph"), rows)
    else:
        yield _none(decision, "No license requirement of this rule was found to apply.")
    status = decision.document["destination_status"]
    yield Table(
        "destination",
        ("The destination", ""),
        [
            # What null means there is told by the value here.
            (cell(sentences.answer("destination_status", name).split(";")[0]), cell(_known(value)))
            for name, value in sorted(status.items())
        ],
    )


def _known(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "not known" if value is None else str(value)


def _cited(row: Mapping[str, Any]) -> Cell:
    """The paragraph, and the id below it where that says more."""
    if row["id"] == row["citation"]:
        return cell(row["citation"])
    return (Span(row["citation"]), Span(row["id"], "code"))


def _pools(decision: Decision) -> Blocks:
    if not decision.pools:
        yield _none(decision, "Nothing is drawn on.")
        return
    head = ("Pool", "Whose", "Period", "Limit", "Used", "Remaining", "Requested", "Fits")
    yield text("Amounts in TPP. Remaining is what is left before this transaction.")
    rows = [
        (
            cell(words.POOLS[row["pool"]]),
            cell(row["key"] or "not told"),
            cell(row["period"] or "not told"),
            *(
                cell(amount(row[f"{name}_tpp"]))
                for name in ("limit", "used", "remaining", "requested")
            ),
            cell(told.fits(row), "bad" if row["fits"] is False else "plain"),
        )
        for row in decision.pools
    ]
    yield Table("pools", head, rows, amounts=frozenset({3, 4, 5, 6}))
    for row in decision.pools:
        if row["denominator_tpp"] is not None:
            whole = amount(row["denominator_tpp"])
            yield text(f"{words.POOLS[row['pool']].capitalize()}: a share of {whole} TPP.")
    if ledger := told.ledger(decision):
        yield text(f"Ledger: {ledger}.")


def _obligations(decision: Decision, sentences: Sentences) -> Blocks:
    rows = [
        (
            cell(row["due"] or "no day"),
            cell(words.WHEN[row["when"]]),
            cell(words.BY[row["by"]]),
            cell(sentences.obligation(row, decision)),
            _cited(row),
        )
        for row in told.obligations(decision)
    ]
    if rows:
        yield Table("obligations", ("Due by", "When", "Who", "What", "Paragraph"), rows)
    else:
        yield _none(decision, "Nothing has to be filed or done under this rule.")


def _reviews(decision: Decision, sentences: Sentences) -> Blocks:
    if not decision.reviews:
        yield _none(decision, "No application is needed, so none would be reviewed.")
        return
    rows = [
        (
            cell(row["requirement"]),
            cell(words.POLICIES[row["policy"]], "strong"),
            cell(sentences.review(row)),
            cell(row["citation"]),
        )
        for row in decision.reviews
    ]
    yield Table("reviews", ("Requirement", "Policy", "Why", "Paragraph"), rows)


def _sums(decision: Decision) -> Blocks:
    rows = [(cell(tpp), cell(line)) for tpp, line in told.sums(decision)]
    if rows:
        yield Table("sums", ("Amount", "What it is added to"), rows, amounts=frozenset({0}))
    else:
        yield _none(decision, "Nothing is counted.")


def _flags(decision: Decision, sentences: Sentences) -> Blocks:
    rows = [
        (cell(sentences.flag(row["id"], decision)), _cited(row))
        for row in sorted(decision.flags, key=lambda row: str(row["id"]))
    ]
    if rows:
        yield Table("flags", ("For a person to look at", "Paragraph"), rows)
    else:
        yield text("No red flag and no contradiction was found in the facts.")


def _readings(decision: Decision, sentences: Sentences) -> Blocks:
    rows = []
    for row in decision.open_questions:
        title, readings = sentences.reading(row["id"])
        others = ", ".join(reading for reading in readings if reading != row["reading"])
        rows.append(
            (
                cell(row["id"], "code"),
                cell(title),
                (Span(row["reading"], "strong"),),
                cell(others or "none"),
                cell(sentences.reading_citation(row["id"])),
            )
        )
    if rows:
        head = ("No.", "Conflict inside the rule", "Read here", "Else", "Paragraphs")
        yield Table("readings", head, rows)
    else:
        yield text("No conflict inside the rule touches this answer.")


def _regime(decision: Decision, sentences: Sentences) -> Blocks:
    yield _named("regime", told.regime(decision))
    notices = sorted(decision.regime["notices"])
    if notices:
        rows = [(cell(sentences.notice(one)), cell(one, "code")) for one in notices]
        yield Table("notices", ("Notice", "Name"), rows)
