"""Comparisons for people and for programs."""

from collections.abc import Mapping, Sequence
from typing import Any

from ai_export_policy.comparison.parting import Parting
from ai_export_policy.decision import Decision
from ai_export_policy.explain import Page, brief
from ai_export_policy.explain.sentences import Sentences

_DECISIVE = ("requirement", "exclusion", "review", "pool", "missing fact")


def text(
    decisions: Mapping[str, Decision], found: Sequence[Parting], *, color: bool = False
) -> str:
    """The outcome of each, then what parts them, each with its sentence and who says it."""
    page = Page(color=color)
    letters = _letters(decisions)
    for label, decision in decisions.items():
        told = f"{brief.verdict(decision)}: {brief.reason(decision)}".removesuffix(": ")
        page.entry(
            f"{letters[label]}  {label}", told, indent=0, column=36, role=brief.role(decision)
        )
    if not found:
        page.gap()
        page.line("They part nowhere.")
        return str(page)
    sentences = Sentences()
    page.heading("What parts them")
    for one in decisive(decisions, found):
        who = " ".join(letters[label] for label in one.said_by)
        page.entry(who, _line(one, decisions[one.said_by[0]], sentences), column=10)
    kind = ""
    for one in found:
        if one.kind != kind:
            kind = one.kind
            page.heading(kind.capitalize())
        who = " ".join(letters[label] for label in one.said_by)
        page.entry(who, _line(one, decisions[one.said_by[0]], sentences), column=10)
    return str(page)


def decisive(decisions: Mapping[str, Decision], found: Sequence[Parting]) -> list[Parting]:
    """Of all that parts them, what the outcomes rest on.

    That is what some break of a provision that others rely on; else requirements and exclusions
    that only some meet, the reviews, the pools, and the facts that only some lack.
    """
    relied_on = {one["symbol"] for one in (d.authorization for d in decisions.values()) if one}
    broken = [one for one in found if one.kind == "condition" and one.symbol in relied_on]
    others = [one for one in found if one.kind in _DECISIVE]
    return broken + others or list(found)


def document(decisions: Mapping[str, Decision], found: Sequence[Parting]) -> dict[str, Any]:
    """The comparison as JSON: every decision by label, and the partings."""
    return {
        "decisions": {label: decision.document for label, decision in decisions.items()},
        "partings": [
            {
                "kind": one.kind,
                "symbol": one.symbol or None,
                "id": one.id,
                "citation": one.citation or None,
                "said_by": list(one.said_by),
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
    if one.kind == "condition":
        return f"{one.symbol}: {one.id}: {sentences.condition(one.symbol, one.id, decision)}"
    if one.kind == "requirement":
        return f"{one.id}: {sentences.requirement(one.id, decision)}"
    if one.kind == "review":
        return f"{one.symbol}: {one.id.replace('_', ' ')} ({one.citation})"
    shown = one.id.replace("_", " ") if one.kind in ("outcome", "review policy") else one.id
    return f"{shown} ({one.citation})" if one.citation and one.citation not in shown else shown
