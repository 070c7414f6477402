"""What an edit of the policies changes: the same requests under two revisions."""

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from xml.etree import ElementTree

from ai_export_policy.comparison import values
from ai_export_policy.comparison.ids import Ids
from ai_export_policy.comparison.parting import Parting, partings
from ai_export_policy.comparison.rules import Places
from ai_export_policy.decision import Decision
from ai_export_policy.errors import ExportPolicyError
from ai_export_policy.explain import Page, brief
from ai_export_policy.explain.layout import clean

Answer = Decision | ExportPolicyError
BASE, HEAD = "before", "after"

_VALUES = 4
"""How many values that differ are told of answers that change alike."""


@dataclass(frozen=True, slots=True)
class Change:
    """One request whose answer changes: what is said `before` or `after` only.

    `partings` is empty where no id or word differs, but an amount, a date or a text; `fields` are
    the fields of the decision that differ. Where one of the answers is no decision both are empty.
    """

    label: str
    before: Answer
    after: Answer
    fields: tuple[str, ...]
    partings: tuple[Parting, ...]


def changes(before: Mapping[str, Answer], after: Mapping[str, Answer]) -> list[Change]:
    """Return what differs, by the labels of `before`, whose keys are those of `after` too.

    The `policy` of a decision differs between any two revisions and is not compared.
    """
    return [
        change
        for label, answer in before.items()
        if (change := _change(label, answer, after[label])) is not None
    ]


def _change(label: str, before: Answer, after: Answer) -> Change | None:
    if isinstance(before, Decision) and isinstance(after, Decision):
        fields = tuple(
            name
            for name in before.document
            if name != "policy" and before.document[name] != after.document[name]
        )
        found = tuple(partings({BASE: before, HEAD: after}))
        return Change(label, before, after, fields, found) if fields else None
    if str(before) == str(after):
        return None
    return Change(label, before, after, (), ())


def undecided(before: Mapping[str, Answer], after: Mapping[str, Answer]) -> dict[str, str]:
    """What kept a request from being decided alike under both, by label: nothing is known of it."""
    return {
        label: str(answer)
        for label, answer in before.items()
        if not isinstance(answer, Decision) and str(answer) == str(after[label])
    }


def text(
    found: Sequence[Change],
    number: int,
    *,
    places: Places | None = None,
    edited: Sequence[str] = (),
    unknown: Mapping[str, str] | None = None,
    ids: Ids | None = None,
    color: bool = False,
) -> str:
    """What came and what went, for a terminal, once for all requests whose answers change alike.

    `number` is how many were asked, `places` tells the rules, `edited` are the files that differ,
    `unknown` the requests that neither decided, `ids` those that all answers lose and gain.
    """
    alike: dict[tuple[str, str, tuple[str, ...], tuple[Parting, ...]], list[Change]] = {}
    for change in found:
        alike.setdefault(_kind(change), []).append(change)
    page = Page(color=color)
    # What is decided otherwise stands before what is only said otherwise.
    ordered = sorted(alike.items(), key=lambda one: one[0][0] == one[0][1])
    for (_, _, fields, parted), group in ordered:
        page.gap()
        page.line(", ".join(change.label for change in group), "heading")
        page.entry("-", _told_by_all([change.before for change in group]), indent=2, column=4)
        page.entry("+", _told_by_all([change.after for change in group]), indent=2, column=4)
        for one in parted:
            sign = "-" if _gone(one) else "+"
            symbol = f"{one.symbol}: " if one.symbol else ""
            page.entry(sign, f"{one.kind} {symbol}{one.id}", indent=4, column=6)
            for place in _places(one, places):
                page.entry("", place, indent=6, column=8, faint=True)
        if fields and not parted:
            _differing(page, group)
    page.gap()
    reasons: dict[str, list[str]] = {}
    for label, reason in (unknown or {}).items():
        reasons.setdefault(reason, []).append(label)
    for reason, labels in reasons.items():
        page.line(f"{', '.join(labels)}: not decided under either: {reason}", "bad")
    if ids is not None and ids.gone:
        page.line(f"told in no answer any more: {', '.join(ids.gone)}")
    if ids is not None and ids.new:
        page.line(f"told in no answer before: {', '.join(ids.new)}")
    decided = sum(_told(change.before) != _told(change.after) for change in found)
    of_them = f", {decided:,} of them in what is decided" if found else ""
    page.line(f"{len(found):,} of {number:,} answers change{of_them}")
    if edited:
        page.line(f"edited: {', '.join(edited)}", "faint")
    return str(page)


def _kind(change: Change) -> tuple[str, str, tuple[str, ...], tuple[Parting, ...]]:
    """What changes are alike by: what is decided and said; where one is no decision, why alone."""
    before, after = _told(change.before), _told(change.after)
    if isinstance(change.before, Decision) and not isinstance(change.after, Decision):
        before = ""
    elif isinstance(change.after, Decision) and not isinstance(change.before, Decision):
        after = ""
    return before, after, change.fields, change.partings


def _told_by_all(answers: Sequence[Answer]) -> str:
    told = dict.fromkeys(map(_told, answers))
    return next(iter(told)) if len(told) == 1 else f"{len(told):,} different answers"


def _differing(page: Page, group: Sequence[Change]) -> None:
    """The values that the answers of a group have otherwise, first what most of them share."""
    lines: Counter[str] = Counter()
    for change in group:
        if isinstance(change.before, Decision) and isinstance(change.after, Decision):
            before, after = change.before.document, change.after.document
            lines.update(values.apart(before, after, change.fields))
    for line, _ in lines.most_common(_VALUES):
        page.line(line, indent=4)
    if not lines:  # 1 became 1.0
        page.line(f"differs in {', '.join(group[0].fields)}", indent=4)
    if len(lines) > _VALUES:
        page.line(f"and {len(lines) - _VALUES:,} more", indent=4)


def document(
    found: Sequence[Change],
    number: int,
    *,
    places: Places | None = None,
    edited: Sequence[str] = (),
    unknown: Mapping[str, str] | None = None,
    ids: Ids | None = None,
) -> dict[str, Any]:
    """The changes as JSON; `ids`, those that all answers lose and gain, only where given."""
    return {
        "asked": number,
        "edited": list(edited),
        "undecided": dict(unknown or {}),
        **({} if ids is None else {"ids": {"gone": list(ids.gone), "new": list(ids.new)}}),
        "changed": [
            {
                "request": change.label,
                "before": _document(change.before),
                "after": _document(change.after),
                "fields": list(change.fields),
                "gone": [_parting(one, places) for one in change.partings if _gone(one)],
                "come": [_parting(one, places) for one in change.partings if not _gone(one)],
            }
            for change in found
        ],
    }


def junit(
    found: Sequence[Change],
    labels: Sequence[str],
    *,
    places: Places | None = None,
    unknown: Mapping[str, str] | None = None,
) -> str:
    """The changes as JUnit XML: a test case a request, a failure for each that changes.

    What neither could decide is an error.
    """
    errors = unknown or {}
    suite = ElementTree.Element(
        "testsuite",
        name="policy diff",
        tests=str(len(labels)),
        failures=str(len(found)),
        errors=str(len(errors)),
    )
    changed = {change.label: change for change in found}
    for label in labels:
        case = ElementTree.SubElement(
            suite, "testcase", classname="ai-export.diff", name=_xml(label)
        )
        if label in changed:
            change = changed[label]
            message = f"{_told(change.before)} -> {_told(change.after)}"
            failure = ElementTree.SubElement(case, "failure", message=_xml(message))
            told = document([change], 1, places=places)["changed"][0]
            failure.text = json.dumps(told, indent=2)
        elif label in errors:
            ElementTree.SubElement(case, "error", message=_xml(errors[label]))
    ElementTree.indent(suite)
    head = '<?xml version="1.0" encoding="utf-8"?>\n'
    return f"{head}{ElementTree.tostring(suite, encoding='unicode')}\n"


def _told(answer: Answer) -> str:
    if not isinstance(answer, Decision):
        return f"no decision: {answer}"
    reason = brief.reason(answer)
    return f"{brief.verdict(answer)}: {reason}" if reason else brief.verdict(answer)


def _document(answer: Answer) -> dict[str, Any]:
    return answer.document if isinstance(answer, Decision) else {"error": str(answer)}


def _parting(one: Parting, places: Places | None) -> dict[str, Any]:
    return {
        "kind": one.kind,
        "symbol": one.symbol,
        "id": one.id,
        "citation": one.citation,
        "rules": list(_places(one, places)),
    }


def _gone(one: Parting) -> bool:
    return one.said_by == (BASE,)


def _places(one: Parting, places: Places | None) -> tuple[str, ...]:
    return () if places is None else places.of(one, gone=_gone(one))


def _xml(text: str) -> str:
    """The text without the signs that XML cannot say."""
    return clean(text)
