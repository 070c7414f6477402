"""Whatever is done to the ledger in whatever order, it holds what a plain model holds."""

import shutil
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any, cast

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test
from ledger_requests import PARENT, YEAR_ALL, lpp
from postgres_server import Server

from ai_export_policy import Decision
from ai_export_policy.ledger import Conflict, DrawRefused, Ledger, Row, status, verifying

LIMIT = 1_000_000  # thousandths of a TPP
LASTS = timedelta(microseconds=100)
IDS = st.sampled_from(["a", "b", "c", "d", "e", "f"])
AMOUNTS = st.integers(1, 400)


class Plain:
    """Decides as plainly as can be: what fits the limit is authorized, and counts."""

    def decide(self, request: Mapping[str, Any]) -> Decision:
        used, asked = request["ledger"]["consignee_year_all_tpp"], request["item"]["quantity"]
        limit = LIMIT // 1000
        pool = {
            "pool": "consignee_year",
            "key": PARENT,
            "period": "2025",
            "basis": "received",
            "limit_tpp": limit,
            "used_tpp": used,
            "requested_tpp": asked,
            "remaining_tpp": max(0, limit - used),  # with the places that a float brings
            "fits": used + asked <= limit,
        }
        counted = {"sum": "consignee_year_all", "key": PARENT, "period": "2025", "tpp": asked}
        return Decision(
            {
                "outcome": "license_exception",
                "authorization": {"symbol": "AIA"},
                "as_of": request["as_of"],
                "pools": [pool],
                "counts": [counted],
                "missing_facts": [],
            }
        )


@dataclass
class Drawn:
    amount: int
    state: str
    expires_at: int


class Machine(RuleBasedStateMachine):
    """The ledger and the model side by side; `address` gives a new ledger."""

    def __init__(self, address: str) -> None:
        super().__init__()
        Ledger.create(address)
        self.clock = self.last = 1_000_000
        self.ledger = Ledger(address, clock=lambda: self.clock)
        self.draws: dict[str, Drawn] = {}
        self.committed = self.entries = 0

    @property
    def reserved(self) -> int:
        return sum(one.amount for one in self.draws.values() if one.state == "reserved")

    def noted(self, entries: int = 1) -> None:
        self.last = max(self.last, self.clock)
        self.entries += entries

    def sweep(self) -> None:
        for one in self.draws.values():
            if one.state == "reserved" and one.expires_at <= self.clock:
                one.state = "expired"
                self.noted()

    @rule(id_=IDS, amount=AMOUNTS)
    def reserve(self, id_: str, amount: int) -> None:
        def act() -> str:
            request = lpp(id_, amount)
            return self.ledger.reserve(request, Plain(), author="A", lasts=LASTS).state

        if (known := self.draws.get(id_)) is not None:
            if known.amount == amount * 1000:
                assert act() == known.state
            else:
                with pytest.raises(Conflict):
                    act()
            return
        self.sweep()
        if self.committed + self.reserved + amount * 1000 > LIMIT:
            with pytest.raises(DrawRefused):
                act()
            return
        assert act() == "reserved"
        self.noted()
        self.draws[id_] = Drawn(amount * 1000, "reserved", self.last + 100)

    @rule(id_=IDS)
    def commit(self, id_: str) -> None:
        self.sweep()
        known = self.draws.get(id_)
        if known is None or known.state in {"released", "expired"}:
            fits = False
        else:
            late = known.expires_at <= max(self.clock, self.last)
            fits = known.state == "committed" or not late
        if known is None or not fits:
            with pytest.raises(Conflict):
                self.ledger.commit(id_, author="A")
            return
        assert self.ledger.commit(id_, author="A").state == "committed"
        if known.state == "reserved":
            known.state = "committed"
            self.committed += known.amount
            self.noted()

    @rule(id_=IDS)
    def release(self, id_: str) -> None:
        self.sweep()
        known = self.draws.get(id_)
        if known is None or known.state in {"committed", "expired"}:
            with pytest.raises(Conflict):
                self.ledger.release(id_, author="A")
            return
        assert self.ledger.release(id_, author="A").state == "released"
        if known.state == "reserved":
            known.state = "released"
            self.noted()

    @rule(amount=st.integers(-300_000, 300_000))
    def adjust(self, amount: int) -> None:
        row = Row(YEAR_ALL, "adjustment", amount, "2025-07-01", "books", "", "A")
        if self.committed + amount < 0:
            with pytest.raises(Conflict):
                self.ledger.record([row])
            return
        self.ledger.record([row])
        self.committed += amount
        self.noted()

    @rule(by=st.integers(-150, 150))
    def clock_jumps(self, by: int) -> None:
        self.clock += by

    @invariant()
    def they_hold_the_same(self) -> None:
        found = status.standings(self.ledger.store)
        held = [(each.name, each.entries, each.committed, each.reserved) for each in found]
        assert held == (
            [(YEAR_ALL, self.entries, self.committed, self.reserved)] if self.entries else []
        )

    def teardown(self) -> None:
        try:
            assert list(verifying.problems(self.ledger.store)) == []
        finally:
            self.ledger.close()


@pytest.mark.parametrize(("database", "examples"), [("sqlite", 40), ("postgresql", 20)])
def test_the_ledger_holds_what_a_plain_model_holds(
    database: str, examples: int, request: pytest.FixtureRequest
) -> None:
    folder = Path(tempfile.mkdtemp())
    numbers = iter(range(10**6))

    def machine() -> Machine:
        if database == "sqlite":
            return Machine(f"sqlite:{folder / str(next(numbers))}")
        server: Server = request.getfixturevalue("postgres")
        return Machine(server.emptied())

    try:
        run_state_machine_as_test(
            cast(type[Machine], machine),
            settings=settings(
                max_examples=examples,
                stateful_step_count=20,
                phases=[Phase.generate],  # which are small enough to read as they are
                deadline=None,
                database=None,
                derandomize=True,
                suppress_health_check=list(HealthCheck),
            ),
        )
    finally:
        shutil.rmtree(folder)
