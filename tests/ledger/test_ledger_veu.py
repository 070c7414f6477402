"""Draws under a validated end user's authorization: a base by quarter, and shares of a whole."""

import copy
import json
import threading
from typing import Any

import pytest
import yaml
from ledger_requests import VIETNAM, application, balances, opening
from stories import CASES

from ai_export_policy import Client, Decision
from ai_export_policy.ledger import (
    DrawRefused,
    Ledger,
    LedgerUnavailable,
    Name,
    Row,
    drawing,
    status,
    verifying,
)

TPP = 1_583_200  # a hundred H100
NATIONAL = Name("veu_installed", "National Cloud Bhd/MY", "")
UNIVERSAL = {
    Name("veu_installed", f"Cloud Operator Inc/{country}", ""): tpp
    for country, tpp in {
        "US": 520_000_000,
        "DE": 280_000_000,
        "JP": 11_583_200,
        "MY": 68_416_800,
        "BR": 120_000_000,
    }.items()
}
MALAYSIA = Name("veu_installed", "Cloud Operator Inc/MY", "")


def story(name: str, id_: str) -> dict[str, Any]:
    """The request of a story, with the amounts left for the ledger to tell."""
    request = copy.deepcopy(
        yaml.safe_load((CASES / f"{name}.yaml").read_text(encoding="utf-8"))["request"]
    )
    del request["veu"]["compute"]
    del request["ledger"]
    return {"request_id": id_, **request}


def test_a_national_end_user_fills_its_base_of_the_quarter_and_no_more(
    ledger: Ledger, client: Client
) -> None:
    ledger.record([opening(NATIONAL, 2_690_250_000 - TPP)])
    draw = ledger.reserve(story("nveu-by-quarter", "one"), client, author="Ann")
    assert draw.decision.authorization == {"symbol": "NVEU", "citation": "748.15"}
    received = Name("consignee_year_all", "National Holding", "2026")
    assert draw.amounts == {received: TPP * 1000, NATIONAL: TPP * 1000}
    with pytest.raises(
        DrawRefused,
        match="nveu National Cloud Bhd/MY 2026-Q2: 1,583,200 TPP do not fit, 0 of 2,690,250,000",
    ):
        ledger.reserve(story("nveu-by-quarter", "two"), client, author="Ann")
    ledger.release("one", author="Ann")
    assert ledger.reserve(story("nveu-by-quarter", "two"), client, author="Ann").state == "reserved"
    ledger.commit("two", author="Ann")
    assert balances(ledger) == {NATIONAL: (2_690_250_000, 0), received: (TPP, 0)}
    assert list(verifying.problems(ledger.store)) == []


def test_a_universal_end_user_draws_to_exactly_its_share_of_a_country(
    ledger: Ledger, client: Client
) -> None:
    ledger.record([opening(name, tpp) for name, tpp in UNIVERSAL.items()])
    draw = ledger.reserve(story("uveu-in-malaysia", "one"), client, author="Ann")
    assert [
        (row["limit_tpp"], row["used_tpp"])
        for row in draw.decision.pools
        if row["basis"] == "share" and row["limit_tpp"] == 70_000_000
    ] == [(70_000_000, 68_416_800)]
    assert draw.amounts[MALAYSIA] == TPP * 1000
    with pytest.raises(DrawRefused, match=r"uveu .*1,583,200 TPP do not fit"):
        ledger.reserve(story("uveu-in-malaysia", "two"), client, author="Ann")
    assert balances(ledger)[MALAYSIA] == (68_416_800, TPP)


def test_a_share_of_a_country_is_a_limit_as_the_last_draw_there_told_it(
    ledger: Ledger, client: Client
) -> None:
    ledger.record([opening(name, tpp) for name, tpp in UNIVERSAL.items()])

    def standing(country: str, on: str | None = None) -> Any:
        found = status.standings(ledger.store, key=f"Cloud Operator Inc/{country}", on=on)
        return [(one.limit, one.limit_day, one.remaining, one.reached) for one in found]

    unknown = [(None, None, None, 0)]
    assert standing("MY") == unknown
    ledger.reserve(story("uveu-in-malaysia", "one"), client, author="Ann")
    assert standing("MY") == [(70_000_000_000, "2026-03-02", 0, 100)]
    assert standing("MY", "2026-03-01") == standing("BR") == unknown
    ledger.release("one", author="Ann")
    assert standing("MY") == [(70_000_000_000, "2026-03-02", 1_583_200_000, 95)]


def test_a_share_is_decided_on_the_whole_of_the_holder_as_it_is_when_drawn(
    url: str, client: Client
) -> None:
    """A country that is new, or grows, between decision and draw changes every share."""
    with Ledger(url) as ledger, Ledger(url) as other:
        ledger.record([opening(name, tpp) for name, tpp in UNIVERSAL.items()])
        steps = [opening(Name("veu_installed", "Cloud Operator Inc/NO", ""), 100)]
        asked: list[Any] = []

        class Between:
            def decide(self, request: Any) -> Decision:
                asked.append(request["veu"]["compute"])
                decision = client.decide(request)
                if steps:
                    other.record([steps.pop()])
                return decision

        draw = ledger.reserve(story("uveu-in-malaysia", "one"), Between(), author="Ann")
        assert [one["total_tpp"] for one in asked] == [1_000_000_000, 1_000_000_100]
        assert asked[1]["by_country"]["NO"] == 100
        assert draw.state == "reserved"


@pytest.mark.parametrize(
    ("key", "tpp", "complete"),
    [
        ("Cloud Operator Inc/Penang/MY", 0, True),
        ("Cloud Operator Inc/Europe Division/US", 900_000_000, True),
        ("Cloud Operator Inc/Europe Division/US", 0, False),
    ],
)
def test_what_stands_with_a_holder_whose_name_begins_alike_is_no_part_of_it(
    ledger: Ledger, client: Client, key: str, tpp: int, complete: bool
) -> None:
    """It replaces no amount of a country, adds to no total, and hides no whole."""
    ledger.record([opening(name, amount) for name, amount in UNIVERSAL.items()])
    ledger.record([opening(Name("veu_installed", key, ""), tpp, complete=complete)])
    draw = ledger.reserve(story("uveu-in-malaysia", "one"), client, author="Ann")
    assert {row["denominator_tpp"] for row in draw.decision.pools} == {1_000_000_000}
    with pytest.raises(DrawRefused, match=r"uveu .*1,583,200 TPP do not fit"):
        ledger.reserve(story("uveu-in-malaysia", "two"), client, author="Ann")
    assert balances(ledger)[MALAYSIA] == (68_416_800, TPP)


def test_a_holder_whose_name_has_a_slash_draws_on_its_own(ledger: Ledger, client: Client) -> None:
    own = {name: name._replace(key=name.key.replace("Inc", "Inc/East")) for name in UNIVERSAL}
    ledger.record([opening(own[name], amount) for name, amount in UNIVERSAL.items()])
    told = json.dumps(story("uveu-in-malaysia", "one"))
    request = json.loads(told.replace("Cloud Operator Inc", "Cloud Operator Inc/East"))
    assert ledger.reserve(request, client, author="Ann").amounts[own[MALAYSIA]] == TPP * 1000
    with pytest.raises(DrawRefused, match=r"uveu .*1,583,200 TPP do not fit"):
        ledger.reserve(request | {"request_id": "two"}, client, author="Ann")


def test_of_a_holder_only_a_part_of_which_is_known_no_share_is_told(
    ledger: Ledger, client: Client
) -> None:
    known = list(UNIVERSAL.items())
    ledger.record([opening(name, tpp) for name, tpp in known[1:]])
    ledger.record([opening(*known[0], complete=False)])
    with pytest.raises(DrawRefused, match=r"missing are .*veu\.compute") as refused:
        ledger.reserve(story("uveu-in-malaysia", "one"), client, author="Ann")
    assert refused.value.reasons[-1] == (
        f"import an opening or a certification of {known[0][0]}, with complete true"
    )
    assert balances(ledger)[MALAYSIA] == (68_416_800, 0)


@pytest.mark.parametrize("symbol", ["LPP", "AIA", None])
def test_a_draw_on_what_is_installed_needs_that_authorization_in_the_decision(
    ledger: Ledger, client: Client, symbol: str | None
) -> None:
    ledger.record([opening(NATIONAL, 0)])

    class Other:
        def decide(self, request: Any) -> Decision:
            document = dict(client.decide(request).document)
            document["authorization"] = symbol and {"symbol": symbol, "citation": "740"}
            return Decision(document)

    with pytest.raises(DrawRefused, match="veu_installed is drawn under another authorization"):
        ledger.reserve(story("nveu-by-quarter", "one"), Other(), author="Ann")
    assert balances(ledger) == {NATIONAL: (0, 0)}


def test_many_draw_on_one_quarter_until_nothing_fits(
    url: str, ledger: Ledger, client: Client
) -> None:
    ledger.record([opening(NATIONAL, 2_690_250_000 - 5 * TPP)])
    drawn: list[str] = []

    def draws(worker: int) -> None:
        with Ledger(url) as own:
            number = 0
            while True:
                request = story("nveu-by-quarter", f"{worker}-{number}")
                try:
                    drawn.append(own.reserve(request, client, author="worker").id)
                except DrawRefused:
                    return
                except LedgerUnavailable:
                    continue
                number += 1

    threads = [threading.Thread(target=draws, args=(worker,)) for worker in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(set(drawn)) == len(drawn) == 5
    assert balances(ledger)[NATIONAL] == (2_690_250_000 - 5 * TPP, 5 * TPP)
    assert list(verifying.problems(ledger.store)) == []


def test_an_application_and_the_license_granted_on_it_count_once(
    ledger: Ledger, client: Client
) -> None:
    """Both decisions count towards the country; what is recorded of them is one draw."""
    ledger.record([opening(VIETNAM)])
    applied = ledger.reserve(application("app"), client, author="Ann")
    granted = application("ship")
    granted["documents"]["license"] = {
        "issued_on": "2025-06-30",
        "expires_on": "2026-06-30",
        "covers_this_shipment": True,
    }
    ledger.commit("app", author="Ann", evidence="license D1")
    shipped = ledger.reserve(granted, client, author="Ann")
    assert (applied.decision.outcome, shipped.decision.outcome) == ("license_required", "licensed")
    for decision in (applied.decision, shipped.decision):
        assert "country_licensed" in {row["sum"] for row in decision.counts}
    assert [row["sum"] for row in drawing.drawn(shipped.decision)] == ["consignee_year_all"]
    ledger.commit("ship", author="Ann")
    assert balances(ledger)[VIETNAM] == (31_664_000, 0)
    # A license that was never applied for here is told as what it is, with its paper.
    ledger.record([Row(VIETNAM, "commitment", 7000, "2025-07-01", "license D2", "", "Ann")])
    assert balances(ledger)[VIETNAM] == (31_664_007, 0)
