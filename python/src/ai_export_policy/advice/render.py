"""Advice for people and for programs."""

import json
from collections.abc import Sequence
from typing import Any

from ai_export_policy.advice.proposals import Advice, Answer, Closed, Fact, Proposal
from ai_export_policy.decision import Decision
from ai_export_policy.explain import Page, Sentences, brief, words
from ai_export_policy.explain.facts import flat
from ai_export_policy.explain.layout import amount

_COLUMN = 16

_HEADS = {
    "facts": "Establish what is not told",
    "documents": "Obtain what is asked for",
    "wait": "Wait until {day}",
    "smaller": "Move less: {quantity} instead of {whole}",
    "authorization": "Ask BIS for an authorization",
    "license": "Apply for a license",
}

_VERBS = {
    "document": "obtain",
    "notification": "notify BIS",
    "answer": "await of BIS",
    "facility": "facility",
    "grant": "ask BIS for",
}

_SMALLER = (
    "A smaller transaction in place of this one, not its first part: what is left out may not "
    "follow in other shipments, on other days or under other names to stay within a limit."
)
_GRANTED = "Whether BIS gives it nobody can say; until then nothing is authorized."
_OF_THE_YEAR = "What the ledger told of the year is not told of another."


def document(advice: Advice) -> dict[str, Any]:
    """The advice as JSON."""
    return {
        "request_id": advice.decision.request_id,
        "authorized": advice.authorized,
        "nothing_helps": advice.nothing_helps,
        "decision": advice.decision.document,
        "proposals": [_proposal(one) for one in advice.proposals],
        "closed": [
            {
                "symbol": one.symbol,
                "citation": one.citation,
                "unmet": list(one.unmet),
                "untold": one.untold,
            }
            for one in advice.closed
        ],
    }


def _proposal(one: Proposal) -> dict[str, Any]:
    return {
        "kind": one.kind,
        "opens": list(one.opens),
        "authorizes": one.authorizes,
        "change": one.change,
        "measures": [{"path": step.path, "kind": step.kind} for step in one.measures],
        "facts": [_fact(fact) for fact in one.facts],
        "request": one.request,
        "decision": one.decision.document,
        "beyond": None if one.beyond is None else one.beyond.document,
        "reviewed": None if one.reviewed is None else one.reviewed.document,
    }


def _fact(fact: Fact) -> dict[str, Any]:
    return {
        "path": fact.path,
        "at_most": fact.at_most,
        "answers": [
            {
                "value": answer.value,
                "outcome": answer.outcome,
                "available": answer.available or None,
                "unmet": list(answer.unmet),
            }
            for answer in fact.answers
        ],
    }


def text(advice: Advice, sentences: Sentences | None = None, *, color: bool = False) -> str:
    """The advice for a terminal: how it stands, each proposal with its decision, what is closed."""
    sentences = sentences or Sentences()
    page = Page(color=color)
    decision = advice.decision
    told = f"{brief.verdict(decision)}: {brief.reason(decision)}".removesuffix(": ")
    page.entry("As it stands", told, indent=0, column=_COLUMN, role=brief.role(decision))
    if advice.authorized:
        page.line("It is authorized: nothing has to change. ai-export decide tells what it takes.")
        return str(page)
    _summary(page, advice)
    for number, one in enumerate(advice.proposals, start=1):
        _told(page, number, one, advice, sentences)
    _closed(page, advice, sentences)
    return str(page)


def _summary(page: Page, advice: Advice) -> None:
    decision = advice.decision
    if decision.outcome == "out_of_scope":
        page.line("This rule asks no license of it; another part of the regulation may.")
    if advice.nothing_helps:
        page.line(
            "Nothing lawful opens it: no document, notice, day or smaller quantity makes an "
            "exception or an authorization fit, and another destination, party, item or purpose "
            "would be another transaction."
        )
        if advice.proposals and decision.review_policy is not None:
            policy = words.POLICIES[decision.review_policy]
            page.line(f"What is left is an application, reviewed under a {policy}.")
    elif not advice.proposals and decision.outcome == "indeterminate":
        page.line("Nothing can be proposed: no source tells what decides it.")


def _told(page: Page, number: int, one: Proposal, advice: Advice, sentences: Sentences) -> None:
    page.gap()
    head = _HEADS[one.kind].format(
        day=one.decision.as_of,
        quantity=amount(one.request["item"].get("quantity")),
        whole=amount(advice.request["item"].get("quantity")),
    )
    titles = [f"{symbol}, {sentences.provision(symbol) or symbol}" for symbol in one.opens]
    page.entry(
        f"{number}.", f"{head} ({'; '.join(titles)})" if titles else head, indent=0, column=4
    )
    _changes(page, one, advice, sentences)
    for fact in one.facts:
        _establish(page, fact, sentences)
    if one.reviewed is not None:
        _review(page, one.reviewed, sentences)
    _outcome(page, one, sentences)


def _changes(page: Page, one: Proposal, advice: Advice, sentences: Sentences) -> None:
    if one.decision.as_of != advice.decision.as_of and one.kind != "wait":
        _entry(page, "day", one.decision.as_of)
    if one.beyond is not None:
        quantity = one.request["item"]["quantity"]
        if one.kind != "smaller":
            _entry(page, "quantity", f"{amount(quantity)} units instead of the whole")
        broken = sorted(_broken(one.beyond, one.opens)) or [brief.reason(one.beyond)]
        _entry(page, "the limit", f"one more, {amount(quantity + 1)}, breaks {', '.join(broken)}")
        for row in (one.decision if one.reviewed is None else one.reviewed).pools:
            _entry(page, "", brief.pool(row))
    for measure in one.measures:
        value: Any = measure.patch
        for step in measure.path.split("."):
            value = value[step]
        # What the schema says of its absence is for who fills in a request.
        meaning = sentences.fact(measure.path).partition(". Absent")[0].rstrip(".")
        shown = flat(value) if not isinstance(value, dict | list) else _compact(value)
        _entry(page, _VERBS[measure.kind], f"{meaning}: {measure.path} {shown}")
    if one.beyond is not None:
        _entry(page, "mind", _SMALLER)
    if any(measure.kind in ("grant", "answer") for measure in one.measures):
        _entry(page, "mind", _GRANTED)
    if "ledger" in one.change:
        _entry(page, "mind", _OF_THE_YEAR)


def _compact(value: Any) -> str:
    return json.dumps(value, separators=(", ", ": ")).replace('"', "")


def _establish(page: Page, fact: Fact, sentences: Sentences) -> None:
    _entry(page, "establish", f"{fact.path}: {sentences.fact(fact.path)}", role="open")
    if fact.at_most is not None:
        page.line(f"open with at most {amount(fact.at_most)}", indent=_COLUMN + 2)
    told = "; ".join(_answer(answer) for answer in fact.answers)
    if told:
        page.line(told, indent=_COLUMN + 2)


def _answer(answer: Answer) -> str:
    value = flat(answer.value)
    if not answer.available:
        return f"{value}: {words.SHORT[answer.outcome]}"
    if answer.closes:
        return f"{value}: closes it ({', '.join(answer.unmet)})"
    return f"{value}: {'opens it' if answer.available == 'yes' else 'leaves it open'}"


def _review(page: Page, reviewed: Decision, sentences: Sentences) -> None:
    for row in reviewed.reviews:
        title = sentences.review(row)
        told = f"{words.POLICIES[row['policy']]}. {title} ({row['citation']})"
        _entry(page, "reviewed", told)
    for row in reviewed.obligations:
        _entry(page, "application", f"{sentences.obligation(row, reviewed)} ({row['citation']})")


def _outcome(page: Page, one: Proposal, sentences: Sentences) -> None:
    decision = one.decision
    reason = brief.reason(decision)
    told = f"{brief.verdict(decision)}: {reason}".removesuffix(": ")
    if one.kind == "license":
        told = f"once BIS has issued it, {told}"
    _entry(page, "OPA decides", told, role=brief.role(decision))
    for row in decision.obligations:
        if one.authorizes and row["when"] in ("before_first", "before_each", "with_each", "after"):
            due = f" by {row['due']}" if row["due"] else ""
            who = f"{words.BY[row['by']]}, {words.WHEN[row['when']]}{due}"
            _entry(page, "to do", f"{who}: {sentences.obligation(row, decision)} [{row['id']}]")
    if decision.regime["stale_after"] is not None:
        day = decision.regime["stale_after"]
        _entry(page, "mind", f"Answered by the text seen up to {day}; a later one is not known.")
    for notice in sorted(decision.regime["notices"]):
        if notice.startswith(("unknown/", "not_modelled/")):
            _entry(page, "still open", f"{sentences.notice(notice)} [{notice}]", role="open")


def _closed(page: Page, advice: Advice, sentences: Sentences) -> None:
    if advice.closed:
        page.heading("What no lawful change opens")
    for one in advice.closed:
        page.entry(one.symbol, _why(one, advice.decision, sentences), column=12)


def _why(one: Closed, decision: Decision, sentences: Sentences) -> str:
    if one.untold:
        return "its conditions can be met, but no source tells whether it may be relied on"
    parts = [f"{id}: {sentences.condition(one.symbol, id, decision)}" for id in one.unmet]
    return "; ".join(parts)


def _broken(decision: Decision, symbols: Sequence[str]) -> set[str]:
    return {id for symbol in symbols for id in brief.broken(decision, symbol)}


def _entry(page: Page, label: str, told: str, role: str | None = None) -> None:
    page.entry(label, told, indent=4, column=_COLUMN + 2, role=role)
