"""What is missing from a ledger is missed by what is left of it, and nothing else is told."""

import pytest
from ledger_requests import VIETNAM, YEAR_ALL, YEAR_LPP, application, lpp, opening
from ledger_tampering import ALL, LPP, tamper
from postgres_server import Server

from ai_export_policy import Client
from ai_export_policy.ledger import Ledger, Name, status, verifying, verifying_draws
from ai_export_policy.ledger.entries import chained, digest, drawing_sha256


def drew(name: Name, draw: str, size: str) -> str:
    return f"{name}: the draw {draw} draws {size} TPP by its decision, and no entry does"


def test_what_a_change_leaves_alone_is_not_told(kept: Ledger, url: str, client: Client) -> None:
    kept.reserve(lpp("three", 1), client, author="Ann")
    kept.reserve(lpp("four", 1), client, author="Ann")
    kept.release("three", author="Ann")
    tamper(url, "UPDATE draw SET decision = '{}' WHERE id = 'two'")
    assert list(verifying.problems(kept.store)) == [
        "draw two was changed",
        f"{YEAR_ALL}: entry 4 is of the draw two, which was changed",
        f"{YEAR_LPP}: entry 4 is of the draw two, which was changed",
    ]


def test_a_sum_that_was_removed_whole_is_missed_by_its_draws(kept: Ledger, url: str) -> None:
    everything = "DELETE FROM account WHERE sum = 'consignee_year_all'"
    tamper(url, f"DELETE FROM entry WHERE {ALL}", everything)
    assert list(verifying.problems(kept.store)) == [drew(YEAR_ALL, "one", "158,320")]
    # Who removes all the rest, too, has left the draws.
    tamper(url, "DELETE FROM entry", "DELETE FROM holding", "DELETE FROM account")
    assert list(verifying.problems(kept.store)) == [
        drew(YEAR_ALL, "one", "158,320"),
        drew(YEAR_LPP, "one", "158,320"),
    ]


def test_a_country_that_was_removed_is_missed_by_the_application(
    ledger: Ledger, url: str, client: Client
) -> None:
    ledger.record([opening(VIETNAM)])
    ledger.reserve(application("app"), client, author="Ann")
    assert list(verifying.problems(ledger.store)) == []
    tamper(
        url,
        "DELETE FROM entry WHERE account IN"
        " (SELECT id FROM account WHERE sum = 'country_licensed')",
        "DELETE FROM holding",
        "DELETE FROM account WHERE sum = 'country_licensed'",
    )
    assert drew(VIETNAM, "app", "31,664,000") in list(verifying.problems(ledger.store))


def test_an_amount_that_the_decision_does_not_draw_is_told_though_it_is_chained(
    kept: Ledger, url: str
) -> None:
    (last,) = status.entries(kept.store, YEAR_LPP, last=1)
    mark = chained(last.prev, last.row._replace(amount=1), last.seq, last.recorded_at)
    tamper(
        url,
        f"UPDATE entry SET amount = 1, hash = '{mark}' WHERE {LPP} AND seq = 4",
        f"UPDATE account SET reserved = 1, head = '{mark}' WHERE sum = 'consignee_year_lpp'",
    )
    assert list(verifying.problems(kept.store)) == [drew(YEAR_LPP, "two", "316,640")]


@pytest.mark.parametrize("at_once", [1, 2, 3])
def test_every_draw_of_many_is_looked_for(
    kept: Ledger, url: str, monkeypatch: pytest.MonkeyPatch, at_once: int
) -> None:
    tamper(
        url,
        "UPDATE draw SET request_sha256 = '' WHERE id = 'two'",
        f"DELETE FROM entry WHERE {ALL}",
    )
    monkeypatch.setattr(verifying_draws, "_AT_ONCE", at_once)
    found = list(verifying.problems(kept.store))
    assert found[:2] == ["draw two was changed", drew(YEAR_ALL, "one", "158,320")]


def test_a_decision_that_is_none_is_told_as_a_draw_that_was_changed(kept: Ledger, url: str) -> None:
    mark = drawing_sha256("two", "{}", "no decision", "Ann")
    tamper(
        url,
        "UPDATE draw SET request = '{}', decision = 'no decision',"
        f" request_sha256 = '{digest('{}')}', sha256 = '{mark}' WHERE id = 'two'",
    )
    assert list(verifying.problems(kept.store)) == [
        f"{name}: entry 4 is of the draw two, which was changed" for name in (YEAR_ALL, YEAR_LPP)
    ]


def test_a_sum_that_was_added_is_told(kept: Ledger, url: str) -> None:
    tamper(url, "INSERT INTO account (sum, key, period) VALUES ('veu_installed', 'A/FR', '')")
    assert list(verifying.problems(kept.store)) == [
        "veu_installed/A/FR: the sum was added, and nothing is recorded of it"
    ]


def test_whether_a_sum_was_opened_is_checked_where_it_is_noted(
    postgres: Server, client: Client
) -> None:
    url = postgres.emptied()
    Ledger.create(url)
    with Ledger(url) as ledger:
        ledger.record([opening(YEAR_ALL)])
        ledger.reserve(lpp("one"), client, author="Ann")
        tamper(url, "UPDATE account SET opened = NOT opened")
        said = "whether it was opened is not what its entries say"
        assert list(verifying.problems(ledger.store)) == [
            f"{YEAR_ALL}: {said}",
            f"{YEAR_LPP}: {said}",
        ]
