"""A draw after one's own on the same sums: without a look, and never on what no longer holds."""

import time
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import pytest
from ledger_requests import YEAR_ALL, YEAR_LPP, balances, lpp, opening

from ai_export_policy import Client, Decision
from ai_export_policy.ledger import Conflict, DrawRefused, Ledger, snapshot, verifying

ONE = 15832
LIMIT = 26_900_000


class Counting:
    """Decides as the client does, and keeps what the ledger told it was used."""

    def __init__(self, client: Client) -> None:
        self._client = client
        self.used: list[float] = []

    def decide(self, request: Mapping[str, Any]) -> Decision:
        self.used.append(request["ledger"]["consignee_year_all_tpp"])
        return self._client.decide(request)


@pytest.fixture
def looks(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The ids that were looked up."""
    found: list[str] = []
    taken = snapshot.taken

    def counted(*given: Any) -> snapshot.Snapshot:
        found.append(given[1]["request_id"])
        return taken(*given)

    monkeypatch.setattr(snapshot, "taken", counted)
    return found


@pytest.fixture
def decider(client: Client) -> Counting:
    return Counting(client)


def draw(ledger: Ledger, decider: Counting, *numbers: int, quantity: int = 1) -> None:
    for number in numbers:
        drawn = ledger.reserve(lpp(f"draw {number}", quantity), decider, author="Ann")
        assert drawn.state == "reserved"


def test_who_draws_alone_looks_twice_and_then_no_more(
    ledger: Ledger, decider: Counting, looks: list[str]
) -> None:
    ledger.record([opening(YEAR_ALL), opening(YEAR_LPP)])
    draw(ledger, decider, 0, 1, 2, 3, 4)
    assert looks == ["draw 0", "draw 1"]
    assert decider.used == [number * ONE for number in range(5)]
    assert balances(ledger) == {YEAR_ALL: (0, 5 * ONE), YEAR_LPP: (0, 5 * ONE)}
    assert list(verifying.problems(ledger.store)) == []


def test_what_another_draws_in_between_is_seen(
    ledger: Ledger, url: str, decider: Counting, looks: list[str]
) -> None:
    draw(ledger, decider, 0, 1, 2)
    with Ledger(url) as other:
        draw(other, decider, 3)
    draw(ledger, decider, 4, 5)
    # Decided once in vain, and then looked at until nobody else has drawn.
    assert looks == [f"draw {number}" for number in (0, 1, 3, 4, 5)]
    assert [used / ONE for used in decider.used] == [0, 1, 2, 3, 3, 4, 5]
    assert list(verifying.problems(ledger.store)) == []


def test_a_refusal_rests_on_a_look(
    ledger: Ledger, url: str, decider: Counting, looks: list[str]
) -> None:
    most = LIMIT // ONE
    draw(ledger, decider, 0, quantity=most - 2)
    draw(ledger, decider, 1, 2)
    with pytest.raises(DrawRefused, match="do not fit"):
        draw(ledger, decider, 3)
    assert set(looks) == {"draw 0", "draw 1", "draw 3"}
    with Ledger(url) as other:
        other.release("draw 0", author="Bob")
    draw(ledger, decider, 3, quantity=most - 2)
    assert balances(ledger)[YEAR_ALL] == (0, most * ONE)


def test_the_same_id_gets_the_same_answer(ledger: Ledger, decider: Counting) -> None:
    draw(ledger, decider, 0, 1, 2)
    draw(ledger, decider, 2)
    with pytest.raises(Conflict, match="another request"):
        draw(ledger, decider, 2, quantity=2)
    assert balances(ledger)[YEAR_ALL] == (0, 3 * ONE)


def test_a_reservation_that_is_over_is_no_longer_counted(
    ledger: Ledger, decider: Counting, looks: list[str]
) -> None:
    moment = 1_751_371_200_000_000
    ledger._clock = lambda: moment
    draw(ledger, decider, 0, 1)
    ledger.reserve(lpp("short"), decider, author="Ann", lasts=timedelta(seconds=1))
    moment += 999_999
    draw(ledger, decider, 2)
    moment += 1
    draw(ledger, decider, 3)
    assert looks == ["draw 0", "draw 1", "draw 3", "draw 3"]
    assert balances(ledger)[YEAR_ALL] == (0, 4 * ONE)


@pytest.mark.parametrize("passed", [1.0, -1.0, 86_400.0])
def test_what_is_a_second_old_is_looked_at_again(
    ledger: Ledger,
    decider: Counting,
    looks: list[str],
    monkeypatch: pytest.MonkeyPatch,
    passed: float,
) -> None:
    clock = [1_000_000.0]
    monkeypatch.setattr(time, "time", lambda: clock[0])
    draw(ledger, decider, 0, 1)
    clock[0] += 0.9
    draw(ledger, decider, 2)
    clock[0] += passed
    draw(ledger, decider, 3)
    assert looks == ["draw 0", "draw 1", "draw 3"]


def test_what_one_does_oneself_beside_drawing_is_looked_at(
    ledger: Ledger, decider: Counting, looks: list[str]
) -> None:
    draw(ledger, decider, 0, 1, 2)
    ledger.commit("draw 1", author="Ann")
    draw(ledger, decider, 3, 4)
    assert looks == ["draw 0", "draw 1", "draw 3", "draw 4"]
    assert [used / ONE for used in decider.used] == [0, 1, 2, 3, 4]  # none of them in vain


def test_other_sums_and_other_years_are_looked_at(
    ledger: Ledger, decider: Counting, looks: list[str]
) -> None:
    draw(ledger, decider, 0, 1, 2)
    request = lpp("of another", 1)
    request["parties"]["recipient"]["ultimate_parent"] = "Another Holding"
    ledger.reserve(request, decider, author="Ann")
    draw(ledger, decider, 3)
    assert looks == ["draw 0", "draw 1", "of another", "draw 3"]
