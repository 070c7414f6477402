"""The indexes over the dated tables: what they say is what the rows say, period by period."""

from pathlib import Path
from typing import Any

import indexes
import pytest


def interval(first: str, end: str, **more: Any) -> dict[str, Any]:
    return {"valid_from": first, "valid_to": end, **more}


REGIME = [
    interval("2025-01-01", "2025-02-01", id="january"),
    interval("2025-02-01", "2025-02-11", id="february/1"),
    interval("2025-02-11", "2025-04-01", id="february/2"),
    interval("2025-04-01", "9999-12-31", id="april"),
]

OPEN = interval("2025-02-01", "9999-12-31")
FEBRUARY = interval("2025-02-01", "2025-04-01")


def in_force(**tables: Any) -> dict[str, Any]:
    names = ("countries", "supplement_5a", "named", "thresholds", "eccns")
    return indexes.in_force(REGIME, **{**{name: {} for name in names}, **tables})


NOTHING: dict[str, Any] = {"countries": {}, "values": {}, "eccns": {}}


def of_country(groups: dict[str, Any], country: str = "XX", **tables: Any) -> list[dict[str, Any]]:
    """What the periods say of a country that is in `groups`."""
    made = in_force(countries={country: {"name": "X", "groups": groups}}, **tables)
    return [row["countries"][country] for row in made["rows"]]


def test_tables_without_rows_make_one_empty_period() -> None:
    assert in_force() == {"periods": [0, 0, 0, 0], "rows": [NOTHING]}


def test_a_row_of_the_regime_lies_in_the_period_that_its_first_day_does() -> None:
    made = in_force(eccns={"3A090.a": [FEBRUARY]})
    listed = {**NOTHING, "eccns": {"3A090.a": 0}}
    assert made == {"periods": [0, 1, 1, 2], "rows": [NOTHING, listed, NOTHING]}


@pytest.mark.parametrize(
    ("groups", "lists"),
    [
        (
            {"D:5": [OPEN]},
            {"macau_or_d5", "d1_d4_d5", "behind_the_gate", "outside_a_b_and_d1_to_d4"},
        ),
        ({"D:1": [OPEN]}, {"d1_d4_d5", "behind_the_gate", "d1_or_d4"}),
        ({"D:4": [OPEN]}, {"d1_d4_d5", "behind_the_gate", "d1_or_d4"}),
        ({"D:2": [OPEN], "B": [OPEN]}, set()),
        ({"D:1": [OPEN], "A:5": [OPEN]}, {"d1_or_d4", "a5_or_a6"}),
        ({"D:5": [OPEN], "A:6": [OPEN]}, {"macau_or_d5", "a5_or_a6"}),
        ({"E:1": [OPEN]}, {"sanctioned", "outside_a_b_and_d1_to_d4"}),
        ({"E:2": [OPEN], "D:3": [OPEN]}, {"sanctioned"}),
    ],
)
def test_a_country_is_in_the_lists_of_its_groups(groups: dict[str, Any], lists: set[str]) -> None:
    outside = {"outside_supplement_5a": True}
    allocated = {} if "macau_or_d5" in lists else {"allocated": True}
    assert of_country(groups) == [
        {"outside_a_b_and_d1_to_d4": True, **outside, "allocated": True},
        {**dict.fromkeys(lists, True), **outside, **allocated},
    ]


def test_a_country_that_leaves_a_group_leaves_the_list_with_it() -> None:
    groups = {"D:4": [OPEN], "A:5": [interval("2025-04-01", "9999-12-31")]}
    assert ["d1_d4_d5" in lists for lists in of_country(groups)] == [False, True, False]


def test_a_country_named_with_d5_is_in_its_list_without_being_in_it() -> None:
    found = of_country({}, named={"740.2(a)(9)(ii)": {"XX": [FEBRUARY]}})
    assert ["macau_or_d5" in lists for lists in found] == [False, True, False]


def test_a_country_named_for_the_gate_is_behind_it_in_spite_of_a5() -> None:
    groups = {"D:4": [FEBRUARY], "A:5": [interval("2025-04-01", "9999-12-31")]}
    gate = {"XX": [interval("2025-04-01", "9999-12-31")]}
    found = of_country(groups, named={"740.2(a)(9)(ii)/gate": gate})
    assert ["behind_the_gate" in lists for lists in found] == [False, True, True]
    assert ["d1_d4_d5" in lists for lists in found] == [False, True, False]
    assert ["macau_or_d5" in lists for lists in found] == [False, False, False]


def test_a_country_named_as_sanctioned_is_so_in_whatever_group() -> None:
    found = of_country({}, named={"740.2(a)(6)": {"XX": [FEBRUARY]}})
    assert ["sanctioned" in lists for lists in found] == [False, True, False]


def test_a_country_is_in_supplement_5a_or_outside_it() -> None:
    groups = {"B": [interval("2025-01-01", "9999-12-31")]}
    allied = {"supplement_5a": True}
    outside = {"outside_supplement_5a": True, "allocated": True}
    assert of_country(groups, supplement_5a={"XX": [FEBRUARY]}) == [outside, allied, outside]


def test_a_country_has_the_paragraphs_that_name_it() -> None:
    named = {"742.6": {"XX": [FEBRUARY]}, "740.2": {"YY": [FEBRUARY]}}
    found = [lists.get("named_beside_groups") for lists in of_country({}, named=named)]
    assert found == [None, {"742.6": True}, None]


def test_a_country_without_groups_has_the_note_that_contests_them() -> None:
    made = in_force(countries={"XX": {"name": "X", "d5_by_note": "contested"}})
    assert made["rows"][0]["countries"]["XX"]["d5_contested"] is True


def test_values_and_rows_of_eccns_change_on_their_days() -> None:
    made = in_force(
        thresholds={
            "limit": [
                {**FEBRUARY, "value": 5.92},
                interval("2025-04-01", "9999-12-31", value=6),
            ]
        },
        eccns={"3A090.a": [FEBRUARY, interval("2025-04-01", "9999-12-31")], "4E091": [OPEN]},
    )
    assert made["periods"] == [0, 1, 1, 2]
    assert [row["values"] for row in made["rows"]] == [{}, {"limit": 5.92}, {"limit": 6}]
    assert [row["eccns"] for row in made["rows"]] == [
        {},
        {"3A090.a": 0, "4E091": 0},
        {"3A090.a": 1, "4E091": 0},
    ]


def test_a_change_within_a_row_of_the_regime_is_refused_with_table_key_day_and_row() -> None:
    with pytest.raises(ValueError, match="changes on") as refused:
        in_force(
            countries={"XX": {"groups": {"B": [interval("2025-02-10", "9999-12-31")]}}},
            supplement_5a={"YY": [FEBRUARY]},
            eccns={"3A090.a": [interval("2024-12-31", "2025-03-01")]},
        )
    eccn = "policies/reference/eccns/data.json: 3A090.a changes on "
    assert str(refused.value).splitlines() == [
        f"{eccn}2024-12-31, when no row of the regime table holds: mend the day",
        "policies/reference/countries/data.json: XX.groups.B changes on 2025-02-10, within the row "
        "`february/1` of the regime table (2025-02-01 to 2025-02-11): "
        "if the day is right, split that row there",
        f"{eccn}2025-03-01, within the row `february/2` of the regime table "
        "(2025-02-11 to 2025-04-01): if the day is right, split that row there",
    ]


def test_a_month_that_one_row_covers_is_named_with_it() -> None:
    rows = [
        {
            **row,
            **dict.fromkeys(indexes.TOLD, "as it stands"),
            "notices": ["both"],
            "notices_by_posture": {"codified": [], "enforced": ["one"]},
            "answers": {"codified": "unknown", "enforced": "text"},
        }
        for row in REGIME
    ]
    made = indexes.regime_months({"citation": "90 FR 4544", "rows": rows})
    assert made["whole"] == {"2025-01": 0, "2025-03": 2}
    assert made["rows"] == {
        "2025-01": [0],
        "2025-02": [1, 2],
        "2025-03": [2],
        "any": [0, 1, 2, 3],
    }
    stands = dict.fromkeys(indexes.TOLD, "as it stands")
    assert made["answers"] == [
        {
            "codified": {
                "text": "unknown",
                "last_day": day,
                "told": {**stands, "notices": ["unknown/text"]},
            },
            "enforced": {
                "text": "text",
                "last_day": day,
                "told": {**stands, "notices": ["both", "one"]},
            },
        }
        for day in ("2025-01-31", "2025-02-10", "2025-03-31", None)
    ]


def test_the_indexes_of_the_repository_are_written_beside_its_tables(repository: Path) -> None:
    reference = repository / "policies" / "reference"
    assert set(indexes.generated(repository)) == {
        reference / "regime_months" / "data.json",
        reference / "in_force" / "data.json",
    }
