"""What a decision asks for leads to the answer: told it, and nothing else, the next one is there.

Every story is begun with what its caller knows of an order: the act, the places, the item by class
or figures, which companies and papers there are, and what means something when it is absent
(`removal.EXEMPTIONS`). All else is told only once a decision asks for it by name.
"""

import copy
import re
from collections.abc import Iterator, Mapping
from typing import Any

import pytest
import stories
from removal import CLASS_AND_FIGURE, FIGURES_TOLD_TWICE, REQUIRED, Path, exemption, permits

from ai_export_policy import Client, Decision

Document = dict[str, Any]

MOST_ROUNDS = 6
DESCRIBED: frozenset[Path] = (
    CLASS_AND_FIGURE
    | FIGURES_TOLD_TWICE
    | {("item", name) for name in ("kind", "integrated_circuits", "model", "subject_to_ear")}
    | {("end_use", "bis_informed")}
)
# What may be told in place of what is asked for.
INSTEAD = {"shipment.aggregate_tpp": "shipment.lines"}
# Stories that end elsewhere, each with its reason.
ELSEWHERE: Mapping[str, str] = {
    "deemed-export-of-weights/18": "it refuses before it is told whether the employee is permanent",
    "lpp-counts-all-receipts/6": "it tells a part of the year, and the whole is asked for",
    "lpp-lent-to-an-operator/4": "the operator's group, another one, is what makes it ask",
    "veu-guidelines/35": "it tells a share of fine-tuning, and for whom is asked",
}


@pytest.fixture(scope="module")
def wholes() -> dict[str, Document]:
    return {story.id: story.request for story in stories.stories()}


@pytest.fixture(scope="module")
def answers(client: Client, wholes: dict[str, Document]) -> dict[str, Document]:
    return _decided(client, wholes)


@pytest.fixture(scope="module")
def rounds(
    client: Client, wholes: dict[str, Document], answers: dict[str, Document]
) -> list[dict[str, Document]]:
    """The decisions of each round, of the stories that had something new to tell."""
    told = {id: _begun(request, answers[id]) for id, request in wholes.items()}
    rounds = []
    while told:
        rounds.append(_decided(client, told))
        told = {
            id: more
            for id, decision in rounds[-1].items()
            if (more := _answered(told[id], wholes[id], decision["missing_facts"])) != told[id]
        }
    return rounds


@pytest.fixture(scope="module")
def ends(rounds: list[dict[str, Document]]) -> dict[str, Document]:
    return {id: decision for decisions in rounds for id, decision in decisions.items()}


def test_what_is_asked_for_leads_to_the_answer(
    answers: dict[str, Document], ends: dict[str, Document]
) -> None:
    others = {
        id: f"{answer['outcome']}, in the end {ends[id]['outcome']} {ends[id]['missing_facts']}"
        for id, answer in answers.items()
        if answer["outcome"] not in ("indeterminate", ends[id]["outcome"])
    }
    assert set(others) == set(ELSEWHERE), others


def test_answers_to_questions_never_end_kinder_than_all_that_is_known(
    answers: dict[str, Document], ends: dict[str, Document]
) -> None:
    kinder = [id for id in answers if permits(ends[id]) and not permits(answers[id])]
    assert kinder == []


def test_few_rounds_of_questions_are_enough(rounds: list[dict[str, Document]]) -> None:
    assert 2 < len(rounds) <= 1 + MOST_ROUNDS, [len(decisions) for decisions in rounds]


def _decided(client: Client, requests: Mapping[str, Document]) -> dict[str, Document]:
    answers = client.decide_many(requests)
    errors = {id: repr(each) for id, each in answers.items() if not isinstance(each, Decision)}
    assert errors == {}
    return {id: each.document for id, each in answers.items() if isinstance(each, Decision)}


def _begun(request: Document, decision: Document) -> Document:
    """What the caller knows before it is asked."""

    def known(document: Mapping[str, Any], start: Path) -> Iterator[tuple[str, Any]]:
        for name, value in document.items():
            path = (*start, name)
            if path in DESCRIBED or path in REQUIRED - {("item",)} or name == "name":
                yield name, copy.deepcopy(value)
            elif isinstance(value, Mapping):
                yield name, dict(known(value, path))
            elif path[:2] == ("parties", "exporter") or exemption(request, path, decision):
                yield name, copy.deepcopy(value)

    return dict(known(request, ()))


def _answered(told: Document, whole: Document, asked: list[str]) -> Document:
    """What is told, with what the whole story tells of what is asked for."""
    more = copy.deepcopy(told)
    for path in [*asked, *(INSTEAD[path] for path in asked if path in INSTEAD)]:
        _tell(more, whole, [int(n) if n.isdigit() else n for n in re.findall(r"[^.\[\]]+", path)])
    return more


def _tell(told: Any, whole: Any, steps: list[str | int]) -> None:
    """Copy what stands at the steps, or the null on the way there; nothing if it is not told."""
    step, *rest = steps
    if isinstance(whole, Mapping) and step not in whole:
        return
    if not rest or whole[step] is None:
        told[step] = copy.deepcopy(whole[step])
    else:
        if isinstance(told, dict):
            told.setdefault(step, {})
        _tell(told[step], whole[step], rest)
