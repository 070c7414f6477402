"""An application is held to the sum of its country, whatever is not known of another sum."""

from typing import Any

import pytest
from ledger_requests import (
    VIETNAM,
    YEAR_ALL,
    Between,
    application,
    balances,
    lpp,
    opening,
)

from ai_export_policy import Client
from ai_export_policy.ledger import DrawRefused, Ledger, Name, status, verifying
from ai_export_policy.ledger.deciding import Decider

BRAZIL = Name("country_licensed", "BR", "2025-2027")
CAP = 790_000_000
SIZE = 15_832_000


@pytest.fixture
def half(ledger: Ledger, client: Client) -> Ledger:
    """A ledger of a year that nobody opened, in which a second shipment of 1,000 has no room."""
    ledger.reserve(lpp("one", 1000), client, author="Ann")
    return ledger


def reasons(ledger: Ledger, client: Decider, request: dict[str, Any]) -> list[str]:
    with pytest.raises(DrawRefused) as refused:
        ledger.reserve(request, client, author="Ann")
    return refused.value.reasons


def test_an_application_that_fits_is_reserved_though_the_year_is_known_to_others(
    half: Ledger, client: Client
) -> None:
    half.record([opening(BRAZIL, CAP - SIZE)])
    draw = half.reserve(lpp("two", 1000), client, author="Ann")
    assert (draw.application, draw.authorized, draw.state) == (True, False, "reserved")
    assert balances(half)[BRAZIL] == (CAP - SIZE, SIZE)
    assert balances(half)[YEAR_ALL] == (0, SIZE)
    (standing,) = status.standings(half.store, pool="country_allocation")
    assert (standing.limit, standing.remaining, standing.complete) == (CAP * 1000, 0, True)
    assert list(verifying.problems(half.store)) == []
    assert reasons(half, client, lpp("three", 1000))[0] == (
        "country_allocation BR 2025-2027: 15,832,000 TPP do not fit, 0 of 790,000,000 TPP remain"
    )


def test_one_thousandth_too_much_is_refused(half: Ledger, client: Client) -> None:
    half.record([opening(BRAZIL, CAP - SIZE + 0.001)])
    assert "do not fit, 15,831,999.999 of" in reasons(half, client, lpp("two", 1000))[0]
    assert balances(half)[BRAZIL][1] == 0


def test_what_another_draws_meanwhile_is_not_sold_twice(
    half: Ledger, url: str, client: Client
) -> None:
    half.record([opening(BRAZIL, CAP - SIZE)])
    with Ledger(url) as other:
        between = Between(client, lambda: other.reserve(lpp("two", 1000), client, author="Bob"))
        assert "do not fit, 0 of" in reasons(half, between, lpp("three", 1000))[0]
    assert balances(half)[BRAZIL] == (CAP - SIZE, SIZE)


def test_the_sum_of_the_country_alone_is_told_as_what_to_import(
    half: Ledger, client: Client
) -> None:
    half.record([opening(BRAZIL, complete=False)])
    assert reasons(half, client, lpp("two", 1000))[1:] == [
        "a license is required, and whether it fits the allocation of BR is known to others: the"
        " ledger does not hold the whole",
        f"import an opening or a certification of {BRAZIL}, with complete true",
    ]


def test_an_amount_that_is_not_told_keeps_an_application_from_its_country(
    ledger: Ledger, client: Client
) -> None:
    ledger.record([opening(VIETNAM)])
    request = application("app")
    del request["item"]["quantity"]
    said = reasons(ledger, client, request)[0]
    assert said == (
        "a license is required, and whether it fits the allocation of VN is not known, missing are"
        " item.quantity"
    )


@pytest.mark.parametrize(
    ("country", "posture", "where"),
    [
        ("VN", "enforced", f" of {VIETNAM}"),
        ("CN", "codified", ", where it counts for a country"),
    ],
)
def test_where_no_allocation_measures_an_application_the_license_is_imported(
    ledger: Ledger, client: Client, country: str, posture: str, where: str
) -> None:
    request = application("app", country=country) | {"posture": posture}
    assert reasons(ledger, client, request)[-1] == (
        "a license is required, and no application for it draws on an allocation here: what is"
        f" granted is imported as a commitment{where}"
    )
    assert balances(ledger) == {}
