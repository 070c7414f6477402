"""What stands in a memo: one section for each request, and what all of them share."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ai_export_policy.decision import Decision
from ai_export_policy.errors import ExportPolicyError, RequestInvalid
from ai_export_policy.explain import brief, facts
from ai_export_policy.explain.layout import amount
from ai_export_policy.explain.sentences import Sentences
from ai_export_policy.memo import answer, provisions
from ai_export_policy.memo.layout import (
    Block,
    Cell,
    Document,
    Kind,
    Paragraph,
    Section,
    Span,
    Table,
    cell,
    pairs,
    text,
)

TITLE = "Memorandum to the file: export decision"

_NOT_DECIDED = "No decision was made on this request. Nothing in this section is a permission."
_CLOSING = (
    "This memorandum states what the policies named in it answer to the facts as given. Whether "
    "the facts are so was not examined. It is no legal advice."
)


@dataclass(frozen=True, slots=True)
class Entry:
    """One request, `label` saying where it came from, and its answer.

    An error in the place of the decision stands in the memo as what it is. `request` is None where
    it could not be read.
    """

    label: str
    request: Mapping[str, Any] | None
    answer: Decision | ExportPolicyError


def memo(entries: Sequence[Entry], sentences: Sentences) -> Document:
    """The memo on the entries, in their order."""
    many = len(entries) > 1
    sections = []
    annexes = []
    for number, entry in enumerate(entries, start=1):
        before = f"{number}." if many else ""
        if not isinstance(entry.answer, Decision) or entry.request is None:
            title = f"{before} No decision".lstrip()
            sections.append(Section(title, f"request-{number}", list(_undecided(entry))))
            continue
        sections.append(_section(entry, entry.request, entry.answer, before, sentences))
        if entry.answer.considered:
            title = f"Annex{f' to {number}' * many}: the conditions of every provision"
            blocks = list(provisions.annex(entry.answer, sentences))
            annexes.append(Section(title, f"annex-{number}", blocks))
    opening = [_overview(entries, sections)] if many else []
    closing: list[Paragraph | Table] = [text(_CLOSING), _signature()]
    return Document(TITLE, opening, sections, closing, annexes)


def _overview(entries: Sequence[Entry], sections: Sequence[Section]) -> Table:
    rows = []
    for number, (entry, section) in enumerate(zip(entries, sections, strict=True), start=1):
        title = section.title.partition(". ")[2]
        told, kind = _verdict(entry.answer)
        leads = (Span(title, anchor=section.anchor),)
        rows.append((cell(str(number)), leads, _named(entry), cell(told, kind)))
    return Table("overview", ("No.", "Request", "From", "Outcome"), rows)


def _verdict(found: Decision | ExportPolicyError) -> tuple[str, Kind]:
    if not isinstance(found, Decision):
        return "not decided: an error", "bad"
    kinds: dict[str, Kind] = {"good": "good", "bad": "bad", "open": "open"}
    reason = brief.reason(found)
    told = brief.verdict(found)
    return f"{told}: {reason}" if reason else told, kinds[brief.role(found)]


def _named(entry: Entry) -> Cell:
    name = _request_id(entry)
    return cell(f"{entry.label} ({name})" if name else entry.label)


def _request_id(entry: Entry) -> str:
    found = (entry.request or {}).get("request_id")
    return found if isinstance(found, str) else ""


def _section(
    entry: Entry,
    request: Mapping[str, Any],
    decision: Decision,
    before: str,
    sentences: Sentences,
) -> Section:
    act = facts.act(request, sentences)
    anchor = f"request-{before.rstrip('.') or 1}"
    section = Section(f"{before} {act[0].upper()}{act[1:]}".lstrip(), anchor)
    section.blocks.append(pairs("about", list(_about(entry, request, decision, sentences))))
    parts: list[tuple[str, Iterable[Block]]] = [
        ("Outcome", answer.outcome(decision, sentences)),
        ("Facts as given", _facts(request, sentences)),
        *answer.parts(decision, sentences),
    ]
    for place, (title, inner) in enumerate(parts, start=1):
        part = Section(f"{before}{place} {title}", f"{anchor}-{place}", list(inner))
        section.blocks.append(part)
    return section


def _about(
    entry: Entry, request: Mapping[str, Any], decision: Decision, sentences: Sentences
) -> Iterator[tuple[str, str]]:
    yield "Request", entry.label
    if name := _request_id(entry):
        yield "Request id", name
    item = request["item"]
    kind = item.get("kind", "item of a kind not told").replace("_", " ")
    quantity = f"{amount(item['quantity'])} × " if "quantity" in item else ""
    yield "Item", f"{quantity}{kind}, ECCN {decision.eccn or 'none'}"
    parties = request.get("parties") or {}
    for role in facts.ordered(parties, "parties", sentences):
        party = parties[role] or {}
        if "name" in party:
            yield role.replace("_", " ").capitalize(), party["name"]
    yield "Day of the act", decision.as_of
    yield "Text asked for", f"as {decision.posture}"
    yield "Policies", decision.policy["revision"] or "no revision"


def _facts(request: Mapping[str, Any], sentences: Sentences) -> Iterator[Table]:
    rows: list[tuple[Cell, ...]] = []
    above = ""
    for fact in facts.each(request, sentences):
        if fact.group != above:
            above = fact.group
            told = sentences.fact(above)
            rows.append(((Span(above, "code"), Span(told, "faint")),))
        if fact.path == fact.group:
            name = ""
        else:
            name = fact.path.removeprefix(f"{above}.") if above else fact.path
        means = sentences.fact(fact.path) if name else ""
        rows.append((cell(name, "code"), cell(fact.text), cell(means, "faint")))
    yield Table("facts", ("Field", "As given", "What it means"), rows)


def _undecided(entry: Entry) -> Iterator[Block]:
    yield pairs("about", [("Request", entry.label)])
    yield Paragraph(cell(_NOT_DECIDED, "bad"), boxed=True)
    found = entry.answer
    if not isinstance(found, RequestInvalid):
        yield text(str(found))
        return
    number = len(found.problems)
    yield text(f"The request is invalid: {number} problem{'s' if number != 1 else ''}.")
    rows = [
        (
            cell(problem.path or "the whole", "code"),
            cell(f"{problem.line}:{problem.column or 1}" if problem.line else ""),
            cell(problem.reason),
            cell(problem.expected or ""),
        )
        for problem in found.problems
    ]
    yield Table("problems", ("Field", "Line", "What is wrong", "Expected"), rows)


def _signature() -> Table:
    return pairs("signature", [("Name and title", ""), ("Signature", ""), ("Date", "")])
