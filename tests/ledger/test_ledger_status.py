"""Asking the ledger: how the sums stand now, on any day, as known at any moment."""

import os
import subprocess
import sys
from datetime import timedelta
from typing import Any

import pytest
from ledger_requests import PARENT, VIETNAM, YEAR_ALL, YEAR_LPP, lpp, opening

from ai_export_policy import Client
from ai_export_policy.ledger import Ledger, Name, Row, prometheus, status
from ai_export_policy.ledger.status import Standing

START = 1_751_371_200_000_000  # 2025-07-01T12:00:00Z
HOUR = 3_600_000_000


@pytest.fixture
def moved(url: str, client: Client) -> Any:
    """A ledger with a day of life: one draw committed, one released, one open."""
    moments = iter(range(20))
    with Ledger(url, clock=lambda: START) as ledger:

        def later(hours: int) -> None:
            next(moments)
            ledger._clock = lambda: START + hours * HOUR

        ledger.record([opening(YEAR_ALL, 1000)])
        for hour, id_ in enumerate(("one", "two", "three"), start=1):
            later(hour)
            ledger.reserve(lpp(id_, 10), client, author="Ann", lasts=timedelta(days=9))
        later(4)
        ledger.commit("one", author="Ann", day="2025-07-03")
        later(5)
        ledger.release("two", author="Ann")
        later(6)
        ledger.record([Row(YEAR_ALL, "adjustment", -500_000, "2025-06-15", "audit", "A 1", "Bob")])
        yield ledger


def test_a_standing_is_limit_committed_reserved_and_remaining(moved: Ledger) -> None:
    (standing,) = status.standings(moved.store, pool="consignee_year_all", key=PARENT)
    assert standing.document() == {
        "sum": "consignee_year_all",
        "key": PARENT,
        "period": "2025",
        "complete": True,
        "limit_tpp": 26_900_000,
        "limit_day": "2025-07-01",
        "committed_tpp": 158_820,
        "reserved_tpp": 158_320,
        "remaining_tpp": 26_582_860,
        "reached_percent": 0,
        "entries": 7,
    }
    assert [
        (entry.seq, entry.row.kind, entry.row.draw)
        for entry in status.entries(moved.store, YEAR_ALL, last=4)
    ] == [
        (4, "reservation", "three"),
        (5, "commitment", "one"),
        (6, "release", "two"),
        (7, "adjustment", None),
    ]


@pytest.mark.parametrize(
    ("on", "hours", "expected"),
    [
        # Day, hours after the opening as known then: committed, reserved, remaining, entries.
        (None, None, (158_820, 158_320, 26_582_860, 7)),
        ("2025-07-03", None, (158_820, 158_320, 26_582_860, 7)),
        # On July 2 the first was reserved and not yet committed; what was released never counted.
        ("2025-07-02", None, (500, 316_640, 26_582_860, 6)),
        ("2025-06-30", None, (500, 0, None, 2)),
        ("2025-06-20", None, (-500, 0, None, 1)),
        # As it was known before the release, the second counted.
        ("2025-07-02", 4, (1000, 474_960, 26_424_040, 4)),
        (None, 4, (159_320, 316_640, 26_424_040, 5)),
        (None, 1, (1000, 158_320, 26_740_680, 2)),
        (None, -1, (0, 0, None, 0)),
    ],
)
def test_the_state_on_any_day_as_known_at_any_moment(
    moved: Ledger, on: str | None, hours: int | None, expected: Any
) -> None:
    (standing,) = status.standings(
        moved.store,
        pool="consignee_year_all",
        on=on,
        as_recorded=None if hours is None else START + hours * HOUR,
    )
    document = standing.document()
    figures = ("committed_tpp", "reserved_tpp", "remaining_tpp", "entries")
    assert tuple(document[figure] for figure in figures) == expected


def test_a_pool_of_a_decision_is_the_sums_behind_it(moved: Ledger) -> None:
    assert [each.name for each in status.standings(moved.store, pool="consignee_year")] == [
        YEAR_ALL,
        YEAR_LPP,
    ]
    assert status.standings(moved.store, pool="country_allocation") == []
    assert status.standings(moved.store, key="Other Holding") == []


@pytest.mark.parametrize(
    ("committed", "reserved", "reached"),
    [
        (0, 0, 0),
        (799_999, 0, 0),
        (400_000, 400_000, 80),
        (899_999, 0, 80),
        (900_000, 0, 90),
        (0, 950_000, 95),
        (999_999, 0, 95),
        (999_999, 1, 100),
        (2_000_000, 0, 100),
    ],
)
def test_thresholds_are_reached_exactly(committed: int, reserved: int, reached: int) -> None:
    standing = Standing(YEAR_ALL, 1, committed, reserved, 1_000_000, True)
    assert standing.reached == reached
    assert Standing(YEAR_ALL, 1, committed, reserved, None, True).reached == 0


def test_prometheus_reads_every_figure() -> None:
    standings = [
        Standing(
            Name("consignee_year_all", 'A "B" \\ C\n', "2025"), 3, 850_500, 1, 1_000_000, True
        ),
        Standing(VIETNAM, 1, 10**18, 0, None, False),
    ]
    lines = prometheus.exposition(standings).splitlines()
    first = '{sum="consignee_year_all",key="A \\"B\\" \\\\ C\\n",period="2025"}'
    second = '{sum="country_licensed",key="VN",period="2025-2027"}'
    assert [line for line in lines if not line.startswith("#")] == [
        f"ai_export_ledger_limit_tpp{first} 1000",
        f"ai_export_ledger_committed_tpp{first} 850.5",
        f"ai_export_ledger_committed_tpp{second} 1000000000000000",
        f"ai_export_ledger_reserved_tpp{first} 0.001",
        f"ai_export_ledger_reserved_tpp{second} 0",
        f"ai_export_ledger_remaining_tpp{first} 149.499",
        f"ai_export_ledger_reached_percent{first} 80",
        f"ai_export_ledger_reached_percent{second} 0",
        f"ai_export_ledger_complete{first} 1",
        f"ai_export_ledger_complete{second} 0",
    ]


def test_days_of_the_law_need_no_zones_of_the_system() -> None:
    code = (
        "from ai_export_policy.ledger import snapshot\n"
        "print(snapshot.legal_day(1_751_342_399_000_000), snapshot.legal_end('2025-06-30'))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        env=os.environ | {"PYTHONTZPATH": ""},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.stdout, done.stderr) == ("2025-06-30 1751342399999999\n", "")
