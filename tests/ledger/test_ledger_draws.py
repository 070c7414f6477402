"""Reserving, committing, releasing: what is drawn, once, and only on a decision that carries it."""

from datetime import timedelta
from decimal import Decimal, localcontext
from typing import Any

import pytest
from ledger_requests import (
    PARENT,
    VIETNAM,
    YEAR_ALL,
    YEAR_LPP,
    Between,
    application,
    balances,
    kinds,
    lpp,
    opening,
)

from ai_export_policy import Client, RequestInvalid
from ai_export_policy.ledger import (
    Conflict,
    DrawRefused,
    Ledger,
    LedgerUnavailable,
    Name,
    Row,
)
from ai_export_policy.ledger.amounts import at_most, milli, number, text, tpp

NOTHING = Decimal(0)


def tuned(ledger: Ledger, moment: int) -> Ledger:
    ledger._clock = lambda: moment
    return ledger


@pytest.mark.parametrize(
    ("given", "kept", "shown"),
    [
        (5284.8, 5284800, "5,284.8"),
        ("15854.4", 15854400, "15,854.4"),
        (Decimal("0.001"), 1, "0.001"),
        (790_000_000, 790_000_000_000, "790,000,000"),
        (-1.5, -1500, "-1.5"),
        (100, 100_000, "100"),
    ],
)
def test_amounts_are_exact_decimals(given: Any, kept: int, shown: str) -> None:
    assert milli(given) == kept
    assert text(kept) == shown
    assert milli(tpp(kept)) == kept
    assert milli(number(kept)) == kept


@pytest.mark.parametrize("kept", [7_999_999_999_999_999, 4_503_599_627_370_497, -(10**15) - 1])
def test_a_json_number_is_exact_below_eight_trillion(kept: int) -> None:
    assert milli(number(kept)) == kept


@pytest.mark.parametrize(
    "wrong",
    [
        *("", "nan", "inf", "1e16", "0.0001", True, "1,5", 0.1 + 0.2, "1E999999", "-1E999999"),
        *("1E-999999", "1000000000000.0000000000000000001", "123456789012345678901234567890"),
        "1000000000000000.0000000000000000001",
    ],
)
def test_what_is_no_amount_is_refused(wrong: Any) -> None:
    with pytest.raises(ValueError, match="TPP"):
        milli(wrong)


def test_an_amount_is_the_same_in_any_context() -> None:
    with localcontext(prec=3):
        assert milli("790000000.125") == 790_000_000_125


def test_a_share_is_cut_to_whole_thousandths() -> None:
    assert at_most(790_000_000 * 1.1) == 869_000_000_000
    assert at_most(138.81399999999996) == 138_813
    assert at_most(7) == 7000


def test_a_draw_is_what_the_decision_counts_and_its_pool_says_so(
    ledger: Ledger, client: Client
) -> None:
    ledger.record([opening(YEAR_ALL, 1000.5), opening(YEAR_LPP)])
    draw = ledger.reserve(lpp("one", 3, tpp=5284.8), client, author="Ann")
    assert (draw.id, draw.state) == ("one", "reserved")
    assert {name: tpp(amount) for name, amount in draw.amounts.items()} == {
        YEAR_ALL: Decimal("15854.4"),
        YEAR_LPP: Decimal("15854.4"),
    }
    (pool,) = draw.decision.pools
    assert pool["used_tpp"] == 1000.5
    assert pool["fits"] is True
    assert pool["ledger"] == {
        "source": "ledger",
        "as_of": pool["ledger"]["as_of"],
        "complete": True,
    }
    assert pool["ledger"]["as_of"].startswith("2025-")  # whenever it is looked at
    assert balances(ledger) == {
        YEAR_ALL: (Decimal("1000.5"), Decimal("15854.4")),
        YEAR_LPP: (NOTHING, Decimal("15854.4")),
    }
    assert ledger.commit("one", author="Ann").state == "committed"
    assert balances(ledger) == {
        YEAR_ALL: (Decimal("16854.9"), NOTHING),
        YEAR_LPP: (Decimal("15854.4"), NOTHING),
    }
    assert kinds(ledger, YEAR_LPP) == [
        ("opening", NOTHING),
        ("reservation", Decimal("15854.4")),
        ("commitment", Decimal("15854.4")),
    ]


def test_an_entry_tells_where_it_comes_from_what_day_it_is_about_and_when_it_was_recorded(
    ledger: Ledger, client: Client
) -> None:
    tuned(ledger, 1_751_371_200_000_000)
    ledger.reserve(
        lpp("one"), client, author="Ann", source="orders", evidence="PO 7", lasts=timedelta(days=2)
    )
    tuned(ledger, 1_751_371_260_000_000)
    ledger.commit("one", author="Bob", day="2025-07-02", source="freight", evidence="AWB 9")
    found = ledger.store.query(
        "SELECT e.kind, e.day, e.recorded_at, e.source, e.evidence, e.author, e.draw FROM entry e"
        " JOIN account a ON a.id = e.account WHERE a.sum = ? ORDER BY e.seq",
        "consignee_year_lpp",
    )
    assert found == [
        ("reservation", "2025-07-01", 1_751_371_200_000_000, "orders", "PO 7", "Ann", "one"),
        ("commitment", "2025-07-02", 1_751_371_260_000_000, "freight", "AWB 9", "Bob", "one"),
    ]
    assert ledger.draw("one").expires_at == 1_751_371_200_000_000 + 2 * 86_400_000_000


def test_a_pool_that_nobody_opened_is_known_to_others_and_the_decision_carries_it(
    ledger: Ledger, client: Client
) -> None:
    draw = ledger.reserve(lpp("one"), client, author="Ann")
    assert [(pool["fits"], pool["ledger"]["complete"]) for pool in draw.decision.pools] == [
        (None, False)
    ]


def test_what_no_longer_fits_is_refused_and_says_what_remains(
    ledger: Ledger, client: Client
) -> None:
    ledger.record([opening(YEAR_ALL, 26_899_999.9)])
    before = balances(ledger)
    with pytest.raises(DrawRefused, match=r"31,664 TPP do not fit, 0\.1 of 26,900,000 TPP remain"):
        ledger.reserve(lpp("one", 2), client, author="Ann")
    assert balances(ledger) == before
    with pytest.raises(Conflict, match="no draw one"):
        ledger.draw("one")


def test_a_draw_under_lpp_needs_lpp_in_the_decision(ledger: Ledger, client: Client) -> None:
    ledger.record([opening(YEAR_ALL), opening(YEAR_LPP)])
    request = lpp("one")
    request["documents"]["lpp_certification"] = None
    with pytest.raises(DrawRefused, match="license is required") as refused:
        ledger.reserve(request, client, author="Ann")
    assert refused.value.decision.outcome == "license_required"
    assert balances(ledger) == {YEAR_ALL: (NOTHING, NOTHING), YEAR_LPP: (NOTHING, NOTHING)}


def test_an_application_reserves_the_allocation_and_the_license_commits_it(
    ledger: Ledger, client: Client
) -> None:
    ledger.record([opening(VIETNAM)])
    draw = ledger.reserve(application("app"), client, author="Ann", lasts=timedelta(days=90))
    assert draw.decision.outcome == "license_required"
    assert {name: tpp(amount) for name, amount in draw.amounts.items()} == {VIETNAM: 31_664_000}
    ledger.commit("app", author="Ann", evidence="license D1")
    # The shipment under that license adds to what the group received, not to what was licensed.
    shipment = application("ship")
    shipment["documents"]["license"] = {
        "issued_on": "2025-06-30",
        "expires_on": "2026-06-30",
        "covers_this_shipment": True,
    }
    shipped = ledger.reserve(shipment, client, author="Ann")
    assert shipped.decision.outcome == "licensed"
    assert {name: tpp(amount) for name, amount in shipped.amounts.items()} == {
        Name("consignee_year_all", PARENT, "2025"): 31_664_000
    }


def test_an_application_that_does_not_fit_or_of_which_nobody_knows_is_refused(
    ledger: Ledger, client: Client
) -> None:
    with pytest.raises(DrawRefused, match="does not hold the whole"):
        ledger.reserve(application("app"), client, author="Ann")
    ledger.record([opening(VIETNAM, 760_000_000)])
    with pytest.raises(DrawRefused, match="VN 2025-2027: 31,664,000 TPP do not fit, 30,000,000"):
        ledger.reserve(application("app"), client, author="Ann")
    assert ledger.reserve(application("small", 1800), client, author="Ann").state == "reserved"


def test_the_same_request_is_drawn_once_and_answered_alike(ledger: Ledger, client: Client) -> None:
    first = ledger.reserve(lpp("one"), client, author="Ann")
    again = dict(reversed(lpp("one").items()))
    assert ledger.reserve(again, client, author="Bob") == first
    ledger.commit("one", author="Ann")
    after = ledger.reserve(lpp("one"), client, author="Ann")
    assert (after.state, after.decision, after.amounts) == (
        "committed",
        first.decision,
        first.amounts,
    )
    assert kinds(ledger, YEAR_ALL) == [
        ("reservation", Decimal(1_583_200)),
        ("commitment", Decimal(1_583_200)),
    ]


def test_the_same_id_with_other_content_is_refused(ledger: Ledger, client: Client) -> None:
    ledger.reserve(lpp("one"), client, author="Ann")
    with pytest.raises(Conflict, match="one was drawn for another request"):
        ledger.reserve(lpp("one", 101), client, author="Ann")


def test_amounts_are_the_ledgers_to_tell(ledger: Ledger, client: Client) -> None:
    request = lpp("one") | {"ledger": {"country": "BR", "complete": True, "country_increase": 0.5}}
    request["veu"] = {"type": "uveu", "holder": "recipient", "compute": {"total_tpp": 1}}
    del request["request_id"]
    with pytest.raises(RequestInvalid) as refused:
        ledger.reserve(request, client, author="Ann")
    assert [problem.path for problem in refused.value.problems] == [
        "ledger.complete",
        "veu.compute",
        "request_id",
    ]


def test_a_reservation_expires_and_what_it_held_is_free_again(
    ledger: Ledger, client: Client
) -> None:
    ledger.record([opening(YEAR_ALL, 26_000_000), opening(YEAR_LPP)])
    start = ledger.now()
    ledger.reserve(lpp("one", 50), client, author="Ann", lasts=timedelta(hours=1))
    with pytest.raises(DrawRefused, match="108,400 of"):
        ledger.reserve(lpp("two", 50), client, author="Ann")
    tuned(ledger, start + 3_700_000_000)
    assert ledger.reserve(lpp("two", 50), client, author="Ann").state == "reserved"
    assert ledger.draw("one").state == "expired"
    with pytest.raises(Conflict, match="one is expired"):
        ledger.commit("one", author="Ann")
    # A clock that is set back does not bring it back.
    tuned(ledger, start)
    with pytest.raises(Conflict, match="one is expired"):
        ledger.commit("one", author="Ann")
    assert [kind for kind, _ in kinds(ledger, YEAR_LPP)] == [
        "opening",
        "reservation",
        "expiry",
        "reservation",
    ]


def test_a_clock_set_back_does_not_lengthen_a_reservation(ledger: Ledger, client: Client) -> None:
    start = ledger.now()
    ledger.reserve(lpp("one"), client, author="Ann", lasts=timedelta(hours=1))
    tuned(ledger, start + 3_500_000_000)
    ledger.reserve(lpp("two"), client, author="Ann", lasts=timedelta(hours=1))
    tuned(ledger, start - 86_400_000_000)
    ledger.reserve(lpp("three"), client, author="Ann", lasts=timedelta(hours=1))
    moments = [row[0] for row in ledger.store.query("SELECT recorded_at FROM entry ORDER BY seq")]
    assert moments == sorted(moments)
    assert ledger.draw("three").expires_at == ledger.draw("two").expires_at


def test_settling_twice_is_settling_once_and_never_both_ways(
    ledger: Ledger, client: Client
) -> None:
    for id_ in ("one", "two"):
        ledger.reserve(lpp(id_), client, author="Ann")
    ledger.commit("one", author="Ann")
    ledger.commit("one", author="Ann")
    ledger.release("two", author="Ann")
    ledger.release("two", author="Ann")
    with pytest.raises(Conflict, match="one is committed"):
        ledger.release("one", author="Ann")
    with pytest.raises(Conflict, match="two is released"):
        ledger.commit("two", author="Ann")
    with pytest.raises(Conflict, match="no draw three"):
        ledger.commit("three", author="Ann")
    assert balances(ledger)[YEAR_LPP] == (1_583_200, 0)


def test_a_decision_that_the_ledger_outran_is_made_again(url: str, client: Client) -> None:
    with Ledger(url) as ledger, Ledger(url) as other:
        between = Between(client, lambda: other.reserve(lpp("other", 7), client, author="Bob"))
        ledger.record([opening(YEAR_ALL), opening(YEAR_LPP)])
        draw = ledger.reserve(lpp("one"), between, author="Ann")
        assert [asked["ledger"]["consignee_year_all_tpp"] for asked in between.asked] == [
            0,
            110_824,
        ]
        assert draw.decision.pools[0]["used_tpp"] == 110_824


def test_a_ledger_that_never_stands_still_is_given_up(
    ledger: Ledger, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ai_export_policy.ledger.reserving._FREE_ATTEMPTS", 99)
    ledger.record([opening(YEAR_ALL)])

    def adjust() -> None:
        ledger.record([Row(YEAR_ALL, "adjustment", 1, "2025-07-01", "books", "", "Bob")])

    between = Between(client, *[adjust] * 20)
    with pytest.raises(LedgerUnavailable, match="changed each time"):
        ledger.reserve(lpp("one"), between, author="Ann")
    assert len(between.asked) == 8


def test_a_decision_that_counts_nothing_draws_nothing(ledger: Ledger, client: Client) -> None:
    request = lpp("one")
    request["item"] |= {"eccn": "3A090.b", "tpp": 2395.2, "performance_density": 3.81}
    request["item"]["other_controls_cleared"] = True
    draw = ledger.reserve(request, client, author="Ann")
    assert (draw.decision.outcome, draw.state) == ("no_license_required", "nothing_drawn")
    assert balances(ledger) == {}
    with pytest.raises(Conflict, match="one is nothing drawn"):
        ledger.commit("one", author="Ann")


@pytest.mark.parametrize(
    ("row", "said"),
    [
        (opening(YEAR_ALL), "a second one"),
        (Row(YEAR_ALL, "adjustment", -1, "2025-07-01", "books", "", "Ann"), "below nothing"),
    ],
)
def test_what_contradicts_the_ledger_is_not_recorded(ledger: Ledger, row: Row, said: str) -> None:
    ledger.record([opening(YEAR_ALL)])
    with pytest.raises(Conflict, match=said):
        ledger.record([opening(YEAR_LPP, 5), row])
    assert balances(ledger) == {YEAR_ALL: (0, 0)}


def test_what_is_not_told_to_be_how_much_is_not_drawn(ledger: Ledger, client: Client) -> None:
    request = application("one", 1, "DE")
    request["documents"]["aia_certification"] = {
        "signed_on": "2025-06-20",
        "submitted_on": "2025-06-25",
    }
    del request["item"]["quantity"]
    with pytest.raises(DrawRefused, match="does not tell how much TPP"):
        ledger.reserve(request, client, author="Ann")
