"""What the tables under policies/reference say, against the regulation typed in here once more.

The expected sets and figures are written out from the regulation and never read from the tables,
so that a slip of the hand in a table is seen.
"""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from ai_export_policy import tables

ROOT = Path(__file__).resolve().parents[1]
TABLES = ROOT / "policies" / "reference"
SCHEMAS = ROOT / "schemas" / "reference"
OPEN = "9999-12-31"


def _codes(text: str) -> set[str]:
    return set(text.split())


EU = _codes("AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK")
SUPPLEMENT_5A = _codes("AU BE CA DE DK ES FI FR GB IE IT JP KR NL NO NZ SE TW US")
GROUPS_OF_JANUARY_2025 = {
    "A:5": "AR AT AU BE BG CA CH CZ DE DK EE ES FI FR GB GR HR HU IE IN IS IT JP KR LT LU LV NL "
    "NO NZ PL PT RO SE SI SK TR",
    "A:6": "AL CY IL MT MX SG TW ZA",
    "D:1": "AM AZ BY CN GE IQ KG KH KP KZ LA LY MD MM MN MO NI RU TJ TM UZ VE VN YE",
    "D:4": "AE BH BY CN EG IL IQ IR JO KP KW LB LY MO OM PK QA RU SA SY VE YE",
    "D:5": "AF BY CD CF CN CU ER HT IQ IR KH KP LB LY MM NI RU SD SO SS SY VE ZW",
    "E:1": "IR KP SY",
    "E:2": "CU",
}
# The supplement of July 2026, where Hong Kong stands within China and is not counted.
SIZES_OF_JULY_2026 = {
    "A:1": 40, "A:2": 34, "A:3": 42, "A:4": 45, "A:5": 38, "A:6": 8, "B": 173,
    "D:1": 24, "D:2": 10, "D:3": 36, "D:4": 21, "D:5": 22, "E:1": 3, "E:2": 1,
}  # fmt: skip
D_SET_OF_JANUARY_2025 = _codes(
    "AE AF AM AZ BH BY CD CF CN CU EG ER GE HT IQ IR JO KG KH KP KW KZ LA LB LY MD MM MN MO NI OM "
    "PK QA RU SA SD SO SS SY TJ TM UZ VE VN YE ZW"
)
THRESHOLDS_OF_JULY_2025 = {
    "tpp_3a090_a1": 4800, "tpp_3a090_a2": 1600, "density_3a090_a2": 5.92,
    "tpp_3a090_b1": 2400, "density_3a090_b1": 1.6, "tpp_3a090_b2": 1600, "density_3a090_b2": 3.2,
    "datacenter_note_tpp": 4800, "operations_4e091": 1e26, "derived_operations": 2.5e25,
    "derived_share": 0.25, "synthetic_share": 0.1, "aia_submission_tpp": 253_000_000,
    "lpp_consignee_year_tpp": 26_900_000, "lpp_prior_notice_tpp": 3_200_000,
    "lpp_certification_copy_days": 30, "nac_notice_days": 25,
    "country_allocation_tpp": 790_000_000, "country_increase_max": 1, "attestation_years": 1,
    "license_validity_years": 1, "retention_years": 5,
    "uveu_single_country_percent": 7, "uveu_outside_supplement_5a_percent": 25,
    "uveu_outside_united_states_percent": 50, "uveu_new_location_days": 180, "uveu_move_days": 60,
    "veu_fine_tuning_share": 0.25,
}  # fmt: skip
NVEU_ALLOCATIONS = {
    "2025-Q1": 633_000_000, "2025-Q2": 949_500_000, "2025-Q3": 1_266_000_000,
    "2025-Q4": 1_582_500_000, "2026-Q1": 1_899_000_000, "2026-Q2": 2_690_250_000,
    "2026-Q3": 3_481_500_000, "2026-Q4": 4_272_750_000, "2027-Q1": 5_064_000_000,
    "2027-Q2": 5_064_000_000, "2027-Q3": 5_064_000_000, "2027-Q4": 5_064_000_000,
}  # fmt: skip
THRESHOLDS_OF_3A090 = {name for name in THRESHOLDS_OF_JULY_2025 if "3a090" in name}


def _without_duplicates(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    names = [name for name, _ in pairs]
    assert len(names) == len(set(names)), f"a key stands twice among {names}"
    return dict(pairs)


def read(path: Path) -> Any:
    return json.loads(path.read_text(encoding="utf-8"), object_pairs_hook=_without_duplicates)


def rows(table: str) -> Any:
    return read(TABLES / table / "data.json")["rows"]


def validator(table: str) -> jsonschema.Draft202012Validator:
    schema = read(SCHEMAS / f"{table}.json")
    jsonschema.Draft202012Validator.check_schema(schema)
    return jsonschema.Draft202012Validator(schema, format_checker=jsonschema.FormatChecker())


def problems(table: str, document: Any) -> list[str]:
    return [f"{p.json_path}: {p.message}" for p in validator(table).iter_errors(document)]


def holds(intervals: list[dict[str, str]], day: str) -> bool:
    return any(i["valid_from"] <= day < i["valid_to"] for i in intervals)


def members(group: str, day: str) -> set[str]:
    """Codes of a group on a day, without Hong Kong, which no list of the supplement names."""
    return {
        code
        for code, row in rows("countries").items()
        if code != "HK" and holds(row["groups"].get(group, []), day)
    }


def threshold_values(day: str) -> dict[str, float]:
    return {
        name: row["value"]
        for name, dated in rows("thresholds").items()
        for row in dated
        if holds([row], day)
    }


ALL_TABLES = sorted(path.parent.name for path in TABLES.glob("*/data.json"))


def test_every_table_has_a_schema_and_every_schema_a_table() -> None:
    assert sorted(path.stem for path in SCHEMAS.glob("*.json")) == ALL_TABLES


@pytest.mark.parametrize("table", ALL_TABLES)
def test_table_fits_its_schema(table: str) -> None:
    assert problems(table, read(TABLES / table / "data.json")) == []


@pytest.mark.parametrize(
    ("table", "path", "value"),
    [
        ("countries", ["rows", "UK"], {"name": "United Kingdom", "groups": {}}),
        ("countries", ["rows", "PL", "groups", "D:6"], [{"valid_from": "2025-01-01"}]),
        ("countries", ["rows", "PL", "groups", "A:5", 0, "valid_from"], "2025-02-30"),
        ("countries", ["rows", "PL", "groups", "A:5"], []),
        ("supplement_5", ["rows", "c"], {}),
        ("thresholds", ["rows", "tpp_3a090_a3"], [{"value": 1}]),
        ("thresholds", ["rows", "tpp_3a090_a1", 0, "value"], "4800"),
        ("thresholds", ["rows", "tpp_3a090_a1", 0, "confidence"], "M"),
        ("thresholds", ["rows", "tpp_3a090_a1", 0, "unit"], ""),
        ("eccns", ["rows", "3A090.a", 0, "level"], "d"),
        ("eccns", ["rows", "3A090.d"], []),
        ("regime", ["rows", 0, "answers", "codified"], "repealed"),
        ("regime", ["rows", 0, "compliance_due"], "soon"),
        ("notices", ["rows", "stale", "valid_to"], 2027),
        ("readings", ["rows", "C1", "readings"], []),
        ("readings", ["rows", "C11"], {"title": "?"}),
    ],
)
def test_schema_refuses(table: str, path: list[str | int], value: Any) -> None:
    document = read(TABLES / table / "data.json")
    place = document
    for step in path[:-1]:
        place = place[step]
    place[path[-1]] = value
    assert problems(table, document) != []


@pytest.mark.parametrize("table", ALL_TABLES)
def test_rows_stand_in_the_order_of_their_days_without_overlap_or_gap(table: str) -> None:
    assert list(tables.intervals(read(TABLES / table / "data.json"), gaps=False)) == []


@pytest.mark.parametrize("table", ["countries", "eccns", "notices"])
def test_rows_stand_in_order(table: str) -> None:
    assert list(rows(table)) == sorted(rows(table))


@pytest.mark.parametrize("group", sorted(GROUPS_OF_JANUARY_2025))
def test_country_group_of_january_2025(group: str) -> None:
    assert members(group, "2025-01-15") == _codes(GROUPS_OF_JANUARY_2025[group])


def test_country_groups_of_july_2026() -> None:
    assert {g: len(members(g, "2026-07-23")) for g in SIZES_OF_JULY_2026} == SIZES_OF_JULY_2026


def test_destinations_of_the_d_groups_without_a5_and_a6() -> None:
    day = "2025-01-15"
    groups = {g: members(g, day) for g in ("A:5", "A:6", "D:1", "D:4", "D:5")}
    listed = groups["D:1"] | groups["D:4"] | groups["D:5"]
    assert listed - groups["A:5"] - groups["A:6"] == D_SET_OF_JANUARY_2025
    assert listed - D_SET_OF_JANUARY_2025 == {"IL"}


def test_members_that_moved_in_2026() -> None:
    first, uae = "2024-12-02", "2026-07-23"
    cambodia, emirates = (rows("countries")[code]["groups"] for code in ("KH", "AE"))
    assert cambodia["D:5"] == [{"valid_from": first, "valid_to": "2026-02-03"}]
    assert holds(cambodia["D:1"], "2026-02-03")
    assert emirates["D:3"] == emirates["D:4"] == [{"valid_from": first, "valid_to": uae}]
    assert emirates["A:5"] == [{"valid_from": uae, "valid_to": OPEN}]
    assert "D:1" not in emirates


def test_united_arab_emirates_never_leave_the_scope_of_the_d_groups() -> None:
    groups = rows("countries")["AE"]["groups"]
    named = rows("named_destinations")["742.6(a)(6)(iii)(B)"]["AE"]
    gate = rows("named_destinations")["740.2(a)(9)(ii)/gate"]["AE"]
    for day in ("2024-12-02", "2026-07-08", "2026-07-09", "2026-07-22", "2026-07-23", "2027-01-01"):
        assert holds(groups["D:4"], day) or holds(named, day), day
        assert holds(groups["D:4"], day) or holds(gate, day), day


def test_united_arab_emirates_move_on_a_day_that_no_source_tells() -> None:
    countries = rows("countries")
    (unknown,) = countries["AE"]["groups_unknown"]
    assert unknown == {"valid_from": "2026-07-09", "valid_to": "2026-07-23"}
    assert countries["AE"]["groups"]["A:5"][0]["valid_from"] == unknown["valid_to"]
    assert [code for code, row in countries.items() if "groups_unknown" in row] == ["AE"]


def test_china_hong_kong_macau_and_ethiopia() -> None:
    countries = rows("countries")
    assert countries["HK"]["groups"] == countries["CN"]["groups"]
    assert set(countries["CN"]["groups"]) == {"D:1", "D:3", "D:4", "D:5"}
    assert set(countries["MO"]["groups"]) == {"D:1", "D:3", "D:4"}
    assert set(countries["ET"]["groups"]) == {"B"}
    assert countries["ET"]["d5_by_note"] == "contested"


def test_supplement_5_lists_nineteen_destinations_and_ten_of_the_eu() -> None:
    table = rows("supplement_5")
    assert {code for code, i in table["a"].items() if holds(i, "2025-01-13")} == SUPPLEMENT_5A
    assert not any(holds(i, "2025-01-12") for i in table["a"].values())
    assert len(SUPPLEMENT_5A & EU) == 10
    assert table["b"] == {}


def test_every_member_of_the_eu_and_of_supplement_5_is_a_country() -> None:
    assert len(EU) == 27
    assert (EU | SUPPLEMENT_5A) - set(rows("countries")) == set()


def test_thresholds_on_the_day_of_compliance() -> None:
    assert threshold_values("2025-05-15") == THRESHOLDS_OF_JULY_2025


def test_thresholds_change_on_their_days() -> None:
    rule = set(THRESHOLDS_OF_JULY_2025)
    lane = {"china_lane_tpp": 21_000, "china_lane_bandwidth_gbps": 6_500}
    before = THRESHOLDS_OF_3A090 | {"datacenter_note_tpp", "nac_notice_days"}
    assert set(threshold_values("2023-11-16")) == set()
    assert set(threshold_values("2024-12-31")) == before
    assert set(threshold_values("2025-01-12")) == before | {"country_allocation_tpp"}
    assert set(threshold_values("2025-01-13")) == rule
    assert set(threshold_values("2026-01-14")) == rule
    assert threshold_values("2026-01-15") == THRESHOLDS_OF_JULY_2025 | lane
    assert set(threshold_values("2028-01-01")) == (rule | set(lane)) - {"country_allocation_tpp"}


def _z(text: str) -> set[str]:
    """Paragraphs written as the regulation writes them: 3A001 z.1.a z.2.a; 4A004 z.1."""
    return {
        f"{heading}.{paragraph}"
        for entry in text.split(";")
        for heading, *paragraphs in [entry.split()]
        for paragraph in paragraphs
    }


A_LEVEL = _z(
    "3A090 a a.1 a.2; 4A090 a; 3A001 z.1.a z.2.a z.3.a z.4.a; 4A003 z.1.a z.2.a; 4A004 z.1; "
    "4A005 z.1; 5A002 z.1.a z.2.a z.3.a z.4.a z.5.a; 5A004 z.1.a z.2.a; 5A992 z.1; "
    "5D002 z.1.a z.2.a z.3.a z.4.a z.5.a z.6.a z.7.a z.8.a z.9.a; 5D992 z.1"
)
B_LEVEL = _z(
    "3A090 b b.1 b.2; 4A090 b; 3A001 z.1.b z.2.b z.3.b z.4.b; 4A003 z.1.b z.2.b; 4A004 z.2; "
    "4A005 z.2; 5A002 z.1.b z.2.b z.3.b z.4.b z.5.b; 5A004 z.1.b z.2.b; 5A992 z.2; "
    "5D002 z.1.b z.2.b z.3.b z.4.b z.5.b z.6.b z.7.b z.8.b z.9.b; 5D992 z.2"
)


def paragraphs(key: str, value: object, day: str = "2025-07-01") -> set[str]:
    return {
        eccn
        for eccn, dated in rows("eccns").items()
        for row in dated
        if holds([row], day) and row[key] == value
    }


def test_levels_are_those_of_742_6_a_6_iii() -> None:
    assert paragraphs("level", "a") == A_LEVEL
    assert paragraphs("level", "b") == B_LEVEL
    assert paragraphs("level", "c") == {"3A090.c"}
    assert paragraphs("level", "weights") == {"4E091"}


def test_a_paragraph_above_others_has_no_level_of_its_own() -> None:
    above = {
        eccn[:end]
        for eccn in A_LEVEL | B_LEVEL
        for end, character in enumerate(eccn)
        if character == "." and not eccn.startswith(("3A090.a.", "3A090.b."))
    }
    related = {"3D001", "3E001", "4D001", "4D090", "4E001", "5E002", "5E992"}
    assert paragraphs("level", "unknown") == above | related | {"3A090"}


def test_weights_are_an_entry_from_the_day_of_the_rule() -> None:
    assert paragraphs("level", "weights", "2025-01-12") == set()
    assert paragraphs("level", "weights", "2025-01-13") == {"4E091"}


def test_allocations_of_national_validated_end_users() -> None:
    found = {quarter: row["allocation_tpp"] for quarter, row in rows("nveu_allocations").items()}
    assert found == NVEU_ALLOCATIONS


def test_software_and_technology_have_levels_by_what_they_are_for() -> None:
    levels = {eccn: level for level in "abc" for eccn in paragraphs("level", level)}
    levels |= {"4D090.a": "a", "4D090.b": "b"}
    for eccn, dated in rows("eccns").items():
        for what, row in dated[0].get("related", {}).items():
            assert levels[what] == row["level"], f"{eccn} for {what}"


def test_a_list_of_commodities_holds_no_software() -> None:
    lists = {
        symbol: {eccn for eccn, dated in rows("eccns").items() if symbol in listed(dated[-1])}
        for symbol in ("AIA", "ACM", "LPP", "NAC")
    }
    software = {eccn for eccn in A_LEVEL | B_LEVEL if eccn[1] == "D"}
    assert lists["AIA"] == A_LEVEL
    assert lists["LPP"] == A_LEVEL - software
    assert lists["NAC"] == A_LEVEL | B_LEVEL
    assert lists["ACM"] == A_LEVEL | B_LEVEL | {"3A090.c"}


def listed(row: Mapping[str, Any]) -> Mapping[str, str]:
    eligible: Mapping[str, str] = row.get("eligible", {})
    return eligible
