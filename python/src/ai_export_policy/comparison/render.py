"""Comparisons for people and for programs."""

from collections.abc import Mapping, Sequence
from typing import Any

from ai_export_policy.comparison.facts import UNTOLD, told_apart
from ai_export_policy.comparison.parting import Parting
from ai_export_policy.decision import Decision
from ai_export_policy.explain import Page, brief
from ai_export_policy.explain.facts import flat
from ai_export_policy.explain.sentences import Sentences

_DECISIVE = ("requirement", "exclusion", "review", "pool", "missing fact")


def text(
    decisions: Mapping[str, Decision],
    found: Sequence[Parting],
    *,
    requests: Mapping[str, Mapping[str, Any]] | None = None,
    color: bool = False,
) -> str:
    """The outcome of each, then what parts them, each with its sentence and who says it.

    With the `requests` that were decided, the facts too that they tell differently.
    """
    page = Page(color=color)
    letters = _letters(decisions)
    for label, decision in decisions.items():
        told = f"{brief.verdict(decision)}: {brief.reason(decision)}".removesuffix(": ")
        page.entry(
            f"{letters[label]}  {label}", told, indent=0, column=36, role=brief.role(decision)
        )
    if not found:
        _facts(page, letters, requests or {})
        page.gap()
        page.line("They part nowhere.")
        return str(page)
    sentences = Sentences()
    page.heading("What parts them")
    for one in decisive(decisions, found):
        who = " ".join(letters[label] for label in one.said_by)
        page.entry(who, _line(one, decisions[one.said_by[0]], sentences), column=10)
    _facts(page, letters, requests or {})
    kind = ""
    for one in found:
        if one.kind != kind:
            kind = one.kind
            page.heading(kind.capitalize())
        who = " ".join(letters[label] for label in one.said_by)
        page.entry(who, _line(one, decisions[one.said_by[0]], sentences), column=10)
    return str(page)


def _facts(
    page: Page, letters: Mapping[str, str], requests: Mapping[str, Mapping[str, Any]]
) -> None:
    apart = told_apart(requests)
    if apart:
        page.heading("Facts told differently")
    for path, values in apart.items():
        shown: dict[str, list[str]] = {}
        for label, value in values.items():
            # A year is no amount, and has no thousands.
            plain = str(value) if path.endswith("_year") else flat(value)
            told = "not told" if value is UNTOLD else plain
            shown.setdefault(told, []).append(letters[label])
        told_by = "; ".join(f"{' '.join(who)} {told}" for told, who in shown.items())
        page.entry(path, told_by, column=48)


def decisive(decisions: Mapping[str, Decision], found: Sequence[Parting]) -> list[Parting]:
    """Of all that parts them, what the outcomes rest on.

    That is what some break of a provision that others rely on; else requirements and exclusions
    that only some meet, the reviews, the pools, and the facts that only some lack.
    """
    relied_on = {one["symbol"] for one in (d.authorization for d in decisions.values()) if one}
    broken = [one for one in found if one.kind == "condition" and one.symbol in relied_on]
    others = [one for one in found if one.kind in _DECISIVE]
    return broken + others or list(found)


def document(
    decisions: Mapping[str, Decision],
    found: Sequence[Parting],
    requests: Mapping[str, Mapping[str, Any]] | None = None,
) -> dict[str, Any]:
    """The comparison as JSON: every decision by label, the facts told differently, the partings.

    `decisive` are those partings that the outcomes rest on. A fact that a request does not tell is
    left out for it.
    """
    rest_on = decisive(decisions, found)
    return {
        "decisions": {label: decision.document for label, decision in decisions.items()},
        "facts": {
            path: {label: value for label, value in values.items() if value is not UNTOLD}
            for path, values in told_apart(requests or {}).items()
        },
        "partings": [
            {
                "kind": one.kind,
                "symbol": one.symbol or None,
                "id": one.id,
                "citation": one.citation or None,
                "said_by": list(one.said_by),
                "decisive": one in rest_on,
            }
            for one in found
        ],
    }


def _letters(labels: Mapping[str, object]) -> dict[str, str]:
    """A short name for each: A to Z, then numbers."""
    names = [
        chr(ord("A") + place) if place < 26 else str(place + 1) for place in range(len(labels))
    ]
    return dict(zip(labels, names, strict=True))


def _line(one: Parting, decision: Decision, sentences: Sentences) -> str:
    match one.kind:
        case "condition":
            return f"{one.symbol}: {one.id}: {sentences.condition(one.symbol, one.id, decision)}"
        case "requirement":
            return f"{one.id}: {sentences.requirement(one.id, decision)}"
        case "exclusion":
            return f"{one.id}: {sentences.exclusion(one.id, decision)}"
        case "flag":
            return f"{one.id}: {sentences.flag(one.id, decision)}"
        case "obligation":
            row = next(row for row in decision.obligations if row["id"] == one.id)
            return f"{one.id}: {sentences.obligation(row, decision)}"
        case "review":
            return f"{one.symbol}: {one.id.replace('_', ' ')} ({one.citation})"
        case "reading":
            title, _ = sentences.reading(one.id.partition(":")[0])
            return f"{one.id} ({title})"
        case "missing fact":
            return f"{one.id}: {sentences.fact(one.id)}"
    shown = one.id.replace("_", " ") if one.kind in ("outcome", "review policy") else one.id
    return f"{shown} ({one.citation})" if one.citation and one.citation not in shown else shown
