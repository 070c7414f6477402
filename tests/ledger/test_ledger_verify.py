"""Who changes the ledger past its rules is found out."""

import json
import sqlite3
from typing import Any

import pytest
from ledger_requests import YEAR_ALL, YEAR_LPP, lpp, opening
from ledger_tampering import ALL, LPP, tamper
from postgres_server import Server

from ai_export_policy import Client
from ai_export_policy.ledger import Ledger, Row, verifying

NAME = str(YEAR_LPP)
ALL_NAME = str(YEAR_ALL)


def test_a_ledger_that_nobody_touched_is_whole(kept: Ledger) -> None:
    assert list(verifying.problems(kept.store)) == []
    noted = json.loads(json.dumps(verifying.heads(kept.store)))
    kept.release("two", author="Ann")
    assert list(verifying.problems(kept.store, noted)) == []


@pytest.mark.parametrize(
    "change",
    [
        "amount = 1",
        "kind = 'release'",
        "day = '2025-07-02'",
        "recorded_at = recorded_at + 1",
        "source = 'other'",
        "evidence = 'other'",
        "author = 'Eve'",
        "draw = 'two'",
        "limit_milli = 1",
        "complete = NOT complete",
        "hash = 'ff'",
    ],
)
def test_the_first_entry_that_was_changed_is_named(kept: Ledger, url: str, change: str) -> None:
    number = {"complete = NOT complete": 1, "draw = 'two'": 3, "kind = 'release'": 3}.get(change, 2)
    tamper(url, f"UPDATE entry SET {change} WHERE {LPP} AND seq >= {number} AND seq < 4")
    found = list(verifying.problems(kept.store))
    assert f"{NAME}: entry {number} was changed" in found


@pytest.mark.parametrize(
    ("statements", "said"),
    [
        ([f"DELETE FROM entry WHERE {LPP} AND seq = 2"], f"{NAME}: entry 2 was removed"),
        ([f"DELETE FROM entry WHERE {LPP} AND seq = 1"], f"{NAME}: entry 1 was removed"),
        (
            [f"DELETE FROM entry WHERE {LPP} AND seq = 4"],
            f"{NAME}: entry 4 was removed, or its sum was changed",
        ),
        (
            [
                f"UPDATE entry SET seq = 99 WHERE {LPP} AND seq = 2",
                f"UPDATE entry SET seq = 2 WHERE {LPP} AND seq = 3",
                f"UPDATE entry SET seq = 3 WHERE {LPP} AND seq = 99",
            ],
            f"{NAME}: entry 2 does not follow the one before it: one was changed or reordered",
        ),
        (
            ["UPDATE account SET committed = committed + 1000 WHERE sum = 'consignee_year_lpp'"],
            f"{NAME}: the balance says 158,321 TPP committed, the entries sum to 158,320",
        ),
        (
            ["UPDATE account SET reserved = 0 WHERE sum = 'consignee_year_lpp'"],
            f"{NAME}: the balance says 0 TPP reserved, the entries sum to 316,640",
        ),
        (["UPDATE draw SET decision = '{}' WHERE id = 'one'"], "draw one was changed"),
        (
            ["DELETE FROM holding WHERE draw = 'two'"],
            "draw two is reserved by its entries, and is not held",
        ),
        (
            ["INSERT INTO holding VALUES ('one', 1)"],
            "draw one is held as reserved, and its entries say that it is not",
        ),
        (
            ["UPDATE account SET complete = NOT complete WHERE sum = 'consignee_year_lpp'"],
            f"{NAME}: whether it is complete is not what its entries say",
        ),
        (
            ["UPDATE account SET complete = NULL WHERE sum = 'consignee_year_lpp'"],
            f"{NAME}: whether it is complete is not what its entries say",
        ),
        (
            ["UPDATE account SET limit_milli = limit_milli + 1 WHERE sum = 'consignee_year_all'"],
            f"{ALL_NAME}: the limit is not what its entries say",
        ),
        (
            ["UPDATE account SET recorded_at = 1 WHERE sum = 'consignee_year_lpp'"],
            f"{NAME}: the moment of its last entry is not what its entries say",
        ),
        (["UPDATE draw SET request_sha256 = '' WHERE id = 'one'"], "draw one was changed"),
        (
            ["UPDATE draw SET recorded_at = recorded_at + 1 WHERE id = 'one'"],
            "draw one: the moment is not that of its entries",
        ),
        (
            ["UPDATE draw SET recorded_at = recorded_at - 1 WHERE id = 'one'"],
            "draw one: the moment is not that of its entries",
        ),
        (
            ["UPDATE holding SET expires_at = expires_at + 1"],
            "draw two is not held for as long as it says",
        ),
    ],
)
def test_what_was_removed_reordered_or_does_not_add_up_is_named(
    kept: Ledger, url: str, statements: list[str], said: str
) -> None:
    tamper(url, *statements)
    assert said in list(verifying.problems(kept.store))


def test_a_draw_of_the_first_schema_that_waited_is_no_problem(
    postgres: Server, client: Client
) -> None:
    url = postgres.emptied()
    Ledger.create(url)
    with Ledger(url, clock=lambda: 1_751_371_200_000_000) as ledger:
        ledger.record([opening(YEAR_ALL)])
        ledger.reserve(lpp("one"), client, author="Ann")
        # As that schema left a draw: it noted the moment, waited, and then took that of the other.
        tamper(
            url,
            "UPDATE draw SET recorded_at = recorded_at - 5, expires_at = expires_at - 5",
            "UPDATE holding SET expires_at = expires_at - 5",
        )
        assert list(verifying.problems(ledger.store)) == []


def test_heads_are_on_the_disk_before_they_are_noted(
    ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    ledger.record([opening(YEAR_ALL)])
    steps = []
    query, flush = ledger.store.query, ledger.store.flush

    def look(sql: str, *values: object) -> list[tuple[Any, ...]]:
        steps.append("look")
        return query(sql, *values)

    def wait() -> None:
        steps.append("flush")
        flush()

    monkeypatch.setattr(ledger.store, "query", look)
    monkeypatch.setattr(ledger.store, "flush", wait)
    assert len(verifying.heads(ledger.store)) == 1
    assert steps[:2] == ["look", "flush"]


def test_heads_noted_elsewhere_show_what_the_chain_alone_cannot(kept: Ledger, url: str) -> None:
    noted = json.loads(json.dumps(verifying.heads(kept.store)))
    kept.store.close()
    # Who rewrites the end and the balances with it leaves a chain that is whole in itself.
    tamper(
        url,
        f"DELETE FROM entry WHERE {LPP} AND seq = 4",
        f"DELETE FROM entry WHERE {ALL} AND seq = 4",
        "DELETE FROM holding WHERE draw = 'two'",
        "DELETE FROM draw WHERE id = 'two'",
        "UPDATE account SET seq = 3, reserved = 0, (head, recorded_at) ="
        " (SELECT hash, recorded_at FROM entry e WHERE e.account = account.id AND e.seq = 3)",
    )
    with Ledger(url) as ledger:
        assert list(verifying.problems(ledger.store)) == []
        assert list(verifying.problems(ledger.store, noted)) == [
            f"{ALL_NAME}: entry 4 was removed, 4 were noted",
            f"{NAME}: entry 4 was removed, 4 were noted",
        ]
        ledger.record([Row(YEAR_LPP, "adjustment", 1, "2025-07-01", "x", "", "Eve")])
        assert f"{NAME}: entry 4 is not the one whose hash was noted" in list(
            verifying.problems(ledger.store, noted)
        )
    tamper_account = "DELETE FROM account WHERE sum = 'consignee_year_lpp'"
    if url.startswith("sqlite:"):
        with sqlite3.connect(url.removeprefix("sqlite:")) as file:
            file.execute(tamper_account)
    else:
        tamper(url, tamper_account)
    with Ledger(url) as ledger:
        found = list(verifying.problems(ledger.store, noted))
        assert f"{NAME}: the sum was removed" in found
        assert "4 entries are of a sum that was removed" in found
