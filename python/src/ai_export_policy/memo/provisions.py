"""The provisions that could authorize a transaction, with the conditions of each."""

from collections.abc import Iterator, Mapping
from typing import Any

from ai_export_policy.decision import Decision
from ai_export_policy.explain import told, words
from ai_export_policy.explain.sentences import Condition, Sentences
from ai_export_policy.memo.layout import Block, Cell, Kind, Section, Span, Table, cell, text

_ORDER = (
    "In the order in which they are relied on, with the conditions that the facts break. The annex "
    "has every condition of each."
)
_LEGEND = (
    "Met means that the provision is available, so that the facts keep each of its conditions as "
    "far as it concerns this transaction; broken, that a fact given contradicts the condition; not "
    "broken, that none does. Where a provision fails or is open anyhow, a condition that is not "
    "broken is not thereby shown to be met. A limit is certified where the whole is known to "
    "others: what is known does not exceed it, and the certification stands for the rest; of a "
    "provision that is not relied on, it is not measured."
)
_RESULTS: dict[str, tuple[str, Kind]] = {
    "yes": ("available", "good"),
    "no": ("not available", "bad"),
    "unknown": ("open: facts are missing", "open"),
    "not_modelled": ("not decided here", "faint"),
}
_HEAD = ("", "Condition", "Paragraph")


def considered(decision: Decision, sentences: Sentences) -> Iterator[Block]:
    """A row for each provision with what stands in its way, then the one relied on in full."""
    if not decision.considered:
        yield text("None: there is nothing to authorize.")
        return
    yield text(_ORDER)
    yield _overview(decision, sentences)
    for row in decision.considered:
        if _relied_on(row, decision):
            yield _provision(row, decision, sentences, whole=True)


def annex(decision: Decision, sentences: Sentences) -> Iterator[Block]:
    """The conditions of each provision that is decided here, and those that several share."""
    yield text(_LEGEND)
    for row in decision.considered:
        if row["available"] != "not_modelled":
            yield _provision(row, decision, sentences)
    yield from _shared(decision, sentences)


def _overview(decision: Decision, sentences: Sentences) -> Table:
    rows: list[tuple[Cell, ...]] = []
    for row in decision.considered:
        symbol = row["symbol"]
        result, kind = _RESULTS[row["available"]]
        if _relied_on(row, decision):
            result += ", relied on"
        title = sentences.provision(symbol)
        rows.append(
            (
                cell(symbol, "strong"),
                cell(f"{title} ({row['citation']})" if title else row["citation"]),
                cell(result, kind),
                cell(""),
            )
        )
        for id in sorted(row["unmet"]):
            broken = sentences.broken(symbol, id, decision)
            rows.append((cell(""), cell(""), cell("broken", "bad"), _sentence(broken)))
        for path in sorted(row["missing"]):
            needs: Cell = (Span(path, "code"), Span(sentences.fact(path)))
            rows.append((cell(""), cell(""), cell("missing", "open"), needs))
    return Table("provisions", ("", "Provision", "Result", "Conditions in its way"), rows)


def _sentence(condition: Condition) -> Cell:
    title = condition.title or "No sentence of these policies says it"
    return (Span(f"{title} ({condition.citation or condition.id})"),)


def _relied_on(row: Mapping[str, Any], decision: Decision) -> bool:
    return decision.authorization is not None and decision.authorization["symbol"] == row["symbol"]


def _provision(
    row: Mapping[str, Any], decision: Decision, sentences: Sentences, *, whole: bool = False
) -> Section:
    """The conditions of one provision; `whole` with those that it shares with others."""
    symbol = row["symbol"]
    result, _ = _RESULTS[row["available"]]
    title = f"{sentences.provision(symbol) or symbol} ({symbol}, {row['citation']}): {result}"
    broken = [sentences.broken(symbol, id, decision) for id in sorted(row["unmet"])]
    rows = [_condition(one, "broken") for one in broken]
    rows += [
        _condition(one, _state(row, one, decision))
        for one in sentences.conditions(symbol, decision)
        if one.id not in row["unmet"] and (whole or not one.shared)
    ]
    return Section(title, "", [Table("conditions", _HEAD, rows)])


def _shared(decision: Decision, sentences: Sentences) -> Iterator[Section]:
    """Conditions that several provisions have in common, told once, as the worst of them stands."""
    found: dict[str, dict[str, Condition]] = {}
    symbols: dict[str, dict[str, None]] = {}
    states: dict[str, str] = {}
    for row in decision.considered:
        for one in sentences.conditions(row["symbol"], decision):
            if one.shared:
                found.setdefault(one.shared, {})[one.id] = one
                symbols.setdefault(one.shared, {})[row["symbol"]] = None
                states[one.id] = _worse(states.get(one.id, ""), _state(row, one, decision))
    for title, conditions in found.items():
        rows = [_condition(one, states[one.id]) for one in conditions.values()]
        section = Section(f"{title}: conditions of {', '.join(symbols[title])}", "")
        section.blocks.append(Table("conditions", _HEAD, rows))
        yield section


def _state(row: Mapping[str, Any], condition: Condition, decision: Decision) -> str:
    if condition.id in row["unmet"]:
        return "broken"
    available = row["available"] == "yes"
    return told.kept(row["symbol"], condition.id, decision) if available else "not broken"


def _worse(one: str, other: str) -> str:
    # A provision that is available shows the condition to be met for all that ask it.
    order = ("broken", "met", "certified", "not broken", "")
    return min(one, other, key=order.index)


def _condition(condition: Condition, state: str) -> tuple[Cell, ...]:
    kinds: dict[str, Kind] = {"broken": "bad", "met": "good", "certified": "open"}
    cited: Cell = (Span(condition.id, "code"),)
    if condition.citation:
        cited = (Span(condition.citation), *cited)
    sentence = condition.told or "No sentence of these policies says it."
    if state == "certified":
        sentence += f" {words.CERTIFIED}"
    return (
        cell(state, kinds.get(state, "faint")),
        cell(sentence),
        cited,
    )
