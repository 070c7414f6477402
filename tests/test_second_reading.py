"""The policies agree with a second reading of the rule, written without sight of them."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from second_reading.agree import compare, decide
from second_reading.batches import batch
from second_reading.fired import names
from second_reading.reading import SYMBOLS, Reading, read
from second_reading.review import ORDER
from stories import stories

SEED = 20250115
COUNT = 4000
REQUIREMENTS = [
    "742.6(a)(6)(i)(B)",
    "742.6(a)(6)(ii)",
    "742.6(a)(6)(iii)",
    "742.6(a)(6)(iii)(A)",
    "742.6(a)(6)(iii)(B)",
    "742.6(a)(13)",
    "744.23(a)(3)(i)(A)",
    "744.23(a)(3)(i)(B)",
    "744.23(a)(3)(ii)",
    "744.23(b)",
]
OUTCOMES = [
    "no_license_required",
    "not_subject_to_ear",
    "license_exception",
    "validated_end_user",
    "licensed",
    "license_required",
    "indeterminate",
    "out_of_scope",
]


@cache
def requests() -> dict[str, dict[str, Any]]:
    return batch(SEED, 0, COUNT)


@pytest.fixture(scope="module")
def decisions(opa_executable: Path, repository: Path) -> dict[str, Mapping[str, Any]]:
    return decide(opa_executable, repository / "policies", requests())


@cache
def readings() -> list[Reading]:
    return [read(request) for request in requests().values()]


def test_both_readings_agree(decisions: dict[str, Mapping[str, Any]]) -> None:
    assert compare(requests(), decisions) == {"compared": COUNT, "differences": []}


def test_what_the_stories_tell_is_drawn(
    decisions: dict[str, Mapping[str, Any]], opa_executable: Path, repository: Path
) -> None:
    told = {story.id: story.request for story in stories()}
    known = names(decide(opa_executable, repository / "policies", told).values())
    missed = sorted(known - names(decisions.values()))
    assert len(missed) < len(known) / 25, missed


@pytest.mark.parametrize("outcome", OUTCOMES)
def test_every_outcome_is_drawn(outcome: str) -> None:
    assert any(reading.outcome == outcome for reading in readings())


@pytest.mark.parametrize("symbol", SYMBOLS)
def test_every_authorization_is_drawn(symbol: str) -> None:
    assert any(reading.authorization == symbol for reading in readings())


@pytest.mark.parametrize("requirement", REQUIREMENTS)
def test_every_requirement_is_drawn(requirement: str) -> None:
    assert any(requirement in reading.requirements for reading in readings())


@pytest.mark.parametrize("policy", ORDER)
def test_every_review_policy_is_drawn(policy: str) -> None:
    assert any(reading.review_policy == policy for reading in readings())


def test_a_batch_is_the_same_each_time() -> None:
    assert batch(SEED, 1, 20) == batch(SEED, 1, 20)
    assert batch(SEED, 1, 20) != batch(SEED, 2, 20)
