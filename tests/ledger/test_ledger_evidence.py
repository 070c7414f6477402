"""Evidence is taken where a decision reads it, of its own days, and once."""

from typing import Any

import pytest
from ledger_requests import VIETNAM, YEAR_ALL, YEAR_LPP, balances, kinds, lpp, opening

from ai_export_policy import Client, RequestInvalid
from ai_export_policy.ledger import ImportRefused, Ledger, Name, Row, importing, known

HEADER = "sum,key,period,kind,tpp,complete,day,source,evidence\n"
ROW = "consignee_year_all,Group Holding,2025,commitment,100,,2025-07-01,books,AWB 1\n"
OPENING = "consignee_year_all,Group Holding,2025,opening,1000,true,2025-06-30,books,\n"


def take(ledger: Ledger, *lines: str) -> int:
    return importing.take(ledger, (HEADER + "".join(lines)).encode(), author="Ann")


def problems(ledger: Ledger, *lines: str) -> list[tuple[int, str]]:
    with pytest.raises(ImportRefused) as refused:
        take(ledger, *lines)
    return refused.value.problems


def test_the_tables_tell_periods_and_countries() -> None:
    (countries,) = known.allocations().values()
    assert list(known.allocations()) == ["2025-2027"]
    assert known.years() == ("2025", "9999")
    assert {"VN", "BR", "PL", "AE", "KH"} <= countries
    # Supplement No. 5(a), Macau and D:5 have none.
    assert not {"US", "DE", "JP", "MO", "CN", "HK", "RU"} & countries


@pytest.mark.parametrize(
    ("key", "period", "said"),
    [
        ("PL", "2025-2026", "period '2025-2026' is no period of country_licensed: it is 2025-2027"),
        ("VN", "2026-2028", "period '2026-2028' is no period of country_licensed: it is 2025-2027"),
        *(
            (
                country,
                "2025-2027",
                f"key {country!r} is no key of country_licensed: it is the code of a country with"
                " an allocation, as VN",
            )
            for country in ("XX", "HK", "US")
        ),
    ],
)
def test_an_allocation_that_no_decision_reads_is_not_opened(
    ledger: Ledger, key: str, period: str, said: str
) -> None:
    row = f"country_licensed,{key},{period},opening,1,true,2025-06-30,BIS,\n"
    assert problems(ledger, row) == [(2, said)]
    name = Name("country_licensed", key, period)
    with pytest.raises(ValueError, match=f"row 1: {said}; nothing was recorded"):
        ledger.record([opening(name)])
    assert balances(ledger) == {}


@pytest.mark.parametrize("year", ["0000", "2024", "9999"])
def test_a_year_without_a_limit_is_not_opened(ledger: Ledger, year: str) -> None:
    said = f"period '{year}' is no period of consignee_year_all: it is a year, as 2025"
    row = OPENING.replace(",2025,", f",{year},")
    assert problems(ledger, row) == [(2, f"{said}, and no earlier one")]


@pytest.mark.parametrize("kind", ["adjustment", "commitment"])
def test_only_an_opening_or_a_certification_tells_that_it_is_all(ledger: Ledger, kind: str) -> None:
    said = f"complete is true, and no {kind} tells that: an opening or a certification does"
    row = ROW.replace("commitment,100,,", f"{kind},100,true,")
    assert problems(ledger, row) == [(2, f"{said}; leave it empty")]
    with pytest.raises(ValueError, match=said):
        ledger.record([Row(YEAR_ALL, kind, 1, "2025-07-01", "books", "", "Ann", complete=True)])
    # That it is not all, or no longer known to be, anybody may tell.
    assert take(ledger, row.replace("true", "false")) == 1


@pytest.mark.parametrize(
    ("kind", "day", "first"),
    [
        ("commitment", "1999-07-01", "2025-01-01"),
        ("commitment", "2024-12-31", "2025-01-01"),
        ("commitment", "2026-01-01", "2025-01-01"),
        ("adjustment", "2026-01-01", "2025-01-01"),
        ("opening", "2024-12-30", "2024-12-31"),
        ("opening", "2026-01-01", "2024-12-31"),
        ("certified", "2026-01-01", "2024-12-31"),
    ],
)
def test_the_day_is_one_of_the_period(ledger: Ledger, kind: str, day: str, first: str) -> None:
    row = ROW.replace("commitment", kind).replace("2025-07-01", day)
    said = (
        f"day {day} is not in 2025, the period of the sum: it is the day that the amount is about,"
        f" from {first} to 2025-12-31"
    )
    assert problems(ledger, row) == [(2, said)]
    assert take(ledger, row.replace(day, first)) == 1


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"day": "bad day"}, "row 2: day 'bad day' is no date as YYYY-MM-DD"),
        ({"day": "2025-99-99"}, "row 2: day '2025-99-99' is no date"),
        ({"day": "2026-01-01"}, "row 2: day 2026-01-01 is not in 2025"),
        ({"name": Name("bogus", "G", "2025")}, "row 2: sum 'bogus' is not one of country_licensed"),
        ({"name": Name("consignee_aia", "", "")}, "row 2: key '' is no key of consignee_aia"),
        ({"amount": -1}, "row 2: -0.001 is below nothing, which only an adjustment may be"),
        ({"amount": 1.5}, "row 2: amount 1.5 is no whole number of thousandths"),
        ({"amount": 10**19}, "row 2: amount 10000000000000000000 is no whole number"),
        ({"source": ""}, "row 2: source is empty"),
        ({"kind": "reservation"}, "row 2: reservation is not recorded from evidence"),
    ],
)
def test_what_a_program_records_is_looked_at_too(
    ledger: Ledger, change: dict[str, Any], said: str
) -> None:
    row = Row(YEAR_LPP, "commitment", 1, "2025-07-01", "books", "", "Ann")
    with pytest.raises(ValueError, match="nothing was recorded") as refused:
        ledger.record([opening(YEAR_ALL), row._replace(**change)])
    assert str(refused.value).startswith(said)
    assert balances(ledger) == {}


def test_the_same_row_is_taken_once(ledger: Ledger) -> None:
    apart = "what is another act needs evidence that tells them apart"
    other = ROW.replace("AWB 1", "AWB 2")
    assert problems(ledger, ROW, other, ROW) == [(4, f"is the same as line 2: {apart}")]
    assert take(ledger, OPENING, ROW, other) == 3
    again = ROW.replace(",100,", ",+100.0,").replace("books", " books ")
    third = ROW.replace("AWB 1", "AWB 3")
    said = f"stands in {YEAR_ALL} already, as entry 2: {apart}"
    assert problems(ledger, third, again) == [(3, said)]
    assert balances(ledger) == {YEAR_ALL: (1200, 0)}
    assert take(ledger, third) == 1


def test_what_would_fall_below_nothing_is_named_with_its_row(ledger: Ledger) -> None:
    less = ROW.replace("commitment,100", "adjustment,-{}")
    said = f"1,101 TPP less would leave {YEAR_ALL} below nothing: 1,100 TPP are committed"
    assert problems(ledger, OPENING, ROW, less.format(1101)) == [(4, said)]
    assert take(ledger, OPENING, ROW, less.format(1100)) == 3
    assert balances(ledger) == {YEAR_ALL: (0, 0)}


def test_what_would_be_too_large_is_named_with_its_row(ledger: Ledger) -> None:
    rows = [ROW.replace(",100,", f",1{'0' * 15},").replace("AWB 1", str(n)) for n in range(10)]
    held = "9,000,000,000,000,000"
    said = f"{YEAR_ALL} would be too large: {held} TPP are committed"
    assert problems(ledger, *rows) == [(11, said)]
    assert take(ledger, *rows[:9]) == 9


@pytest.mark.parametrize("broken", ['a,"b"c,d\n', '"never closed,b\n'])
def test_a_line_that_is_no_csv_is_named_and_hides_none_after_it(
    ledger: Ledger, broken: str
) -> None:
    bad = OPENING.replace("1000", "many")
    wrong = problems(ledger, OPENING, '\n"two\nlines",b\n', broken, "short\n", bad)
    assert [line for line, _ in wrong] == [4, 6, 7, 8]
    assert [said.partition(":")[0] for _, said in wrong] == [
        "has not 9 columns",
        "is no CSV",
        "has not 9 columns",
        "tpp",
    ]


@pytest.mark.parametrize(
    ("key", "said"),
    [
        ("Group Holding ", "begins or ends with a space"),
        ("\u00a0Group Holding", "begins or ends with a space"),
        ("Group\tHolding", "holds a control character"),
    ],
)
def test_evidence_and_requests_take_the_same_names(
    ledger: Ledger, client: Client, key: str, said: str
) -> None:
    told = f"{said}, and names are compared as they stand"
    row = OPENING.replace("Group Holding", f'"{key}"')
    assert problems(ledger, row) == [(2, f"key {key!r} {told}")]
    request = lpp("one")
    request["parties"]["recipient"] |= {"ultimate_parent": key, "name": key}
    request["facility"] = {"operator": {"ultimate_parent": key}}
    with pytest.raises(RequestInvalid) as refused:
        ledger.reserve(request, client, author="Ann")
    assert [(one.path, one.reason) for one in refused.value.problems] == [
        ("parties.recipient.name", told),
        ("parties.recipient.ultimate_parent", told),
        ("facility.operator.ultimate_parent", told),
    ]
    assert balances(ledger) == {}


@pytest.mark.parametrize("name", ["株式会社\u3000日立", "شرکت\u200cها", "ACME, Inc."])
def test_a_name_of_any_script_is_reached_by_evidence(
    ledger: Ledger, client: Client, name: str
) -> None:
    request = lpp("one")
    request["parties"]["recipient"]["ultimate_parent"] = name
    assert take(ledger, OPENING.replace("Group Holding", f'"{name}"')) == 1
    draw = ledger.reserve(request, client, author="Ann")
    assert draw.decision.pools[0]["used_tpp"] == 1000


@pytest.mark.parametrize("key", ["Operator//FR", "/FR", "FR", "Operator/FRA", "Operator/fr"])
def test_a_key_that_no_holder_has_is_refused(ledger: Ledger, key: str) -> None:
    row = f"veu_installed,{key},,opening,0,true,2025-06-30,books,\n"
    said = f"key {key!r} is no key of veu_installed: it is holder and country, as Operator/FR"
    assert problems(ledger, row) == [(2, said)]


def test_evidence_that_a_draw_outruns_is_looked_at_again(
    ledger: Ledger, url: str, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Ledger(url) as other:
        taken = ledger.take
        steps = [lambda: other.reserve(lpp("one", 1), client, author="Bob")]

        def outrun(*given: Any) -> int:
            if steps:
                steps.pop()()
            return taken(*given)

        monkeypatch.setattr(ledger, "take", outrun)
        assert take(ledger, ROW) == 1
    assert [kind for kind, _ in kinds(ledger, YEAR_ALL)] == ["reservation", "commitment"]


def test_a_license_is_told_on_a_day_of_the_allocation(ledger: Ledger) -> None:
    row = Row(VIETNAM, "commitment", 1, "2027-12-31", "license D1", "", "Ann")
    with pytest.raises(ValueError, match="day 2028-01-01 is not in 2025-2027"):
        ledger.record([row._replace(day="2028-01-01")])
    ledger.record([row])
