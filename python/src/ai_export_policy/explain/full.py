"""One decision in full, for a person: every provision considered and every paragraph met."""

from collections.abc import Mapping
from typing import Any

from ai_export_policy.decision import Decision
from ai_export_policy.explain import brief, facts, told, words
from ai_export_policy.explain.layout import Page, amount, shortened
from ai_export_policy.explain.sentences import Sentences

# Where the text beside a label begins.
_COLUMN = 17

_LABELS = {
    "broken": "broken",
    "missing": "open",
    "met": "met",
    "certified": "open",
    "unbroken": "faint",
}


def write(
    page: Page,
    decision: Decision,
    sentences: Sentences,
    request: Mapping[str, Any] | None = None,
) -> None:
    """Add the decision to the page; with the `request` it answers, its facts as given too."""
    _verdict(page, decision, sentences)
    if request is not None:
        page.heading("The facts as given")
        for label, text in facts.groups(request, sentences):
            page.entry(label, text, column=_COLUMN)
    _missing(page, decision, sentences)
    _classification(page, decision)
    _requirements(page, decision, sentences)
    _considered(page, decision, sentences)
    _pools(page, decision)
    _reviews(page, decision, sentences)
    _obligations(page, decision, sentences)
    _sums(page, decision)
    _flags(page, decision, sentences)
    _open(page, decision, sentences)
    _regime(page, decision, sentences)


def _verdict(page: Page, decision: Decision, sentences: Sentences) -> None:
    page.line(told.outcome(decision, sentences), brief.role(decision))
    for text in told.follows(decision):
        page.line(text)


def _missing(page: Page, decision: Decision, sentences: Sentences) -> None:
    if decision.missing_facts:
        page.heading("Facts that are missing and could change the outcome")
        for path in decision.missing_facts:
            page.entry(path, sentences.fact(path), column=44, role="open")


def _classification(page: Page, decision: Decision) -> None:
    page.heading("Classification")
    for label, text in told.classification(decision):
        page.entry(label, text, column=_COLUMN)


def _requirements(page: Page, decision: Decision, sentences: Sentences) -> None:
    if decision.license_requirements:
        page.heading("Why a license is required")
        for row in decision.license_requirements:
            page.entry(row["id"], sentences.requirement(row["id"], decision), column=24)
    if decision.exclusions:
        page.heading("Why a requirement does not apply")
        for row in decision.exclusions:
            page.entry(row["id"], sentences.exclusion(row["id"], decision), column=24)


def _considered(page: Page, decision: Decision, sentences: Sentences) -> None:
    rows = decision.considered
    if not rows:
        return
    page.heading("What could authorize it, in the order in which it is relied on")
    page.line("met: satisfied by the facts; unbroken: no fact given violates it", "faint", 2)
    _shared(page, decision, sentences)
    left = []
    for row in rows:
        if row["available"] == "not_modelled" and not sentences.provision(row["symbol"]):
            left.append(f"{row['symbol']} ({row['citation']})")
        else:
            page.gap()
            _provision(page, row, decision, sentences)
    if left:
        page.gap()
        page.entry("not decided", f"{', '.join(left)}: not modelled here", column=_COLUMN)


def _shared(page: Page, decision: Decision, sentences: Sentences) -> None:
    """Conditions that several provisions have in common, told once if nothing breaks them."""
    broken = {id for row in decision.considered for id in row["unmet"]}
    found: dict[str, dict[str, None]] = {}
    for row in decision.considered:
        for condition in sentences.conditions(row["symbol"], decision):
            if condition.shared and condition.id not in broken:
                found.setdefault(condition.shared, {})[condition.id] = None
    for title, ids in found.items():
        page.line(f"{title}: no fact given violates {', '.join(ids)}.", "faint", 2)


def _provision(
    page: Page, row: Mapping[str, Any], decision: Decision, sentences: Sentences
) -> None:
    symbol, available = row["symbol"], row["available"]
    relied_on = decision.authorization is not None and decision.authorization["symbol"] == symbol
    title = sentences.provision(symbol) or symbol
    page.entry(
        f"{symbol:<8} {available.replace('_', ' ')}",
        f"{title} ({row['citation']}){', relied on' if relied_on else ''}",
        column=_COLUMN + 7 if available == "not_modelled" else _COLUMN + 2,
        role=words.AVAILABLE[available],
    )
    for id in sorted(row["unmet"]):
        _condition(page, "broken", f"{id}: {sentences.condition(symbol, id, decision)}")
    if row["missing"]:
        _condition(page, "missing", ", ".join(sorted(row["missing"])))
    kept = [
        one
        for one in sentences.conditions(symbol, decision)
        if not one.shared and one.id not in row["unmet"]
    ]
    unbroken = []
    for one in kept:
        state = told.kept(symbol, one.id, decision) if available == "yes" else "not broken"
        if state == "not broken":
            unbroken.append(one.id)
        else:
            rests = f". {words.CERTIFIED}" if state == "certified" else ""
            _condition(page, state, f"{one.id}: {one.title}{rests}")
    if unbroken:
        _condition(page, "unbroken", ", ".join(unbroken))


def _condition(page: Page, label: str, text: str) -> None:
    page.entry(label, text, indent=4, column=_COLUMN + 2, role=_LABELS[label])


def _pools(page: Page, decision: Decision) -> None:
    if not decision.pools:
        return
    page.heading("What is drawn on, in TPP")
    # Side by side, two in the width of a page.
    for begin in range(0, len(decision.pools), 2):
        columns = [_pool(row) for row in decision.pools[begin : begin + 2]]
        page.table(list(zip(_POOL, *columns, strict=True)))
    if ledger := told.ledger(decision):
        page.entry("ledger", ledger, column=_COLUMN)


_POOL = ("pool", "whose", "period", "limit", "used", "left before", "requested", "fits")


def _pool(row: Mapping[str, Any]) -> tuple[str, ...]:
    return (
        words.POOLS[row["pool"]],
        shortened(row["key"] or "not told"),
        row["period"] or "not told",
        *(amount(row[f"{field}_tpp"]) for field in ("limit", "used", "remaining", "requested")),
        told.fits(row),
    )


def _reviews(page: Page, decision: Decision, sentences: Sentences) -> None:
    if decision.reviews:
        page.heading("How an application would be reviewed")
        for row in decision.reviews:
            text = f"{words.POLICIES[row['policy']]}. {sentences.review(row)} ({row['citation']})"
            page.entry(row["requirement"], text, column=24)


def _obligations(page: Page, decision: Decision, sentences: Sentences) -> None:
    if not decision.obligations:
        return
    page.heading("What must be done, by whom and when")
    for row in told.obligations(decision):
        text = f"{words.WHEN[row['when']]}, {words.BY[row['by']]}: "
        text += f"{sentences.obligation(row, decision)} ({row['citation']})"
        page.entry(f"by {row['due']}" if row["due"] else "no day", text, column=_COLUMN)


def _sums(page: Page, decision: Decision) -> None:
    if decision.counts:
        page.heading("What a ledger records when it takes place")
        for tpp, text in told.sums(decision):
            page.entry(tpp, text, column=_COLUMN)


def _flags(page: Page, decision: Decision, sentences: Sentences) -> None:
    if decision.flags:
        page.heading("Flags for a person to look at")
        for row in decision.flags:
            page.entry(row["id"], sentences.flag(row["id"], decision), column=24, role="open")


def _open(page: Page, decision: Decision, sentences: Sentences) -> None:
    page.heading("What the rule leaves open")
    if not decision.open_questions:
        page.line("No conflict inside the rule touches this answer.", indent=2)
    for row in decision.open_questions:
        title, readings = sentences.reading(row["id"])
        others = [reading for reading in readings if reading != row["reading"]]
        text = f"{title} Read here: {row['reading']}"
        text += f"; else: {', '.join(others)}." if others else "."
        page.entry(row["id"], text, column=8)


def _regime(page: Page, decision: Decision, sentences: Sentences) -> None:
    page.heading("Which text answers")
    for label, text in told.regime(decision):
        role = "open" if label == told.SEEN_UP_TO else None
        page.entry(label, text, column=_COLUMN, role=role)
    for notice in sorted(decision.regime["notices"]):
        page.entry("-", f"{sentences.notice(notice)} [{notice}]", column=4)
