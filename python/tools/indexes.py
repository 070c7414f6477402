"""Indexes over the dated tables, so that a rule reads what is in force by one reference.

The tables under `policies/reference` stay the source: each of their rows tells its first day and
the day after its last. Between two days on which one of them changes none does, so what is in force
is written down once for every such period, and for every row of the regime table which period it
lies in.
"""

import json
from bisect import bisect
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Any

FIRST_DAY = "2024-12-01"
LAST_YEAR = "9000"

Interval = Mapping[str, Any]
Rows = Mapping[str, Sequence[Interval]]

# Country Groups that the rules ask for together: those a country has to be in one of, and those
# that take it out again.
GROUPS: Mapping[str, tuple[set[str], set[str]]] = {
    "macau_or_d5": ({"D:5"}, set()),
    "d1_d4_d5": ({"D:1", "D:4", "D:5"}, {"A:5", "A:6"}),
    "behind_the_gate": ({"D:1", "D:4", "D:5"}, {"A:5", "A:6"}),
    "d1_or_d4": ({"D:1", "D:4"}, set()),
    "a5_or_a6": ({"A:5", "A:6"}, set()),
    "sanctioned": ({"E:1", "E:2"}, set()),
}
# Country Groups of which a country is in one at least, or in none.
A_B_OR_D1_TO_D4 = {"A:1", "A:2", "A:3", "A:4", "A:5", "A:6", "B", "D:1", "D:2", "D:3", "D:4"}
# The paragraph that names a country beside the groups of a list.
BESIDE = {
    "macau_or_d5": "740.2(a)(9)(ii)",
    "behind_the_gate": "740.2(a)(9)(ii)/gate",
    "sanctioned": "740.2(a)(6)",
}

# What a decision tells of the row of the regime that its day falls in, as it stands there.
TOLD = ("codified", "enforced", "version", "compliance_due", "stale_after")


def months(rows: list[dict[str, Any]]) -> dict[str, list[int]]:
    """Month to the positions in `rows` of those that its days fall in.

    Only months of bounded rows that answer: any other day is looked for in all rows.
    """
    found: dict[str, list[int]] = {}
    for position, row in enumerate(rows):
        if row["valid_to"] <= FIRST_DAY or row["valid_to"] > LAST_YEAR:
            continue
        first = max(row["valid_from"], FIRST_DAY)
        year, month = int(first[:4]), int(first[5:7])
        while f"{year:04}-{month:02}-01" < row["valid_to"]:
            found.setdefault(f"{year:04}-{month:02}", []).append(position)
            year, month = (year, month + 1) if month < 12 else (year + 1, 1)
    return found


def last_day(valid_to: str) -> str | None:
    """The day before the exclusive end of a row, None where it is open."""
    if valid_to > LAST_YEAR:
        return None
    return (date.fromisoformat(valid_to) - timedelta(days=1)).isoformat()


def told(row: Mapping[str, Any], posture: str) -> dict[str, Any]:
    """What a decision tells of a row; of a text that no source tells, that alone."""
    notices = [*row["notices"], *row["notices_by_posture"][posture]]
    return {
        **{name: row[name] for name in TOLD},
        "notices": ["unknown/text"] if row["answers"][posture] == "unknown" else notices,
    }


def regime_months(regime: Mapping[str, Any]) -> dict[str, Any]:
    """The index of the rows of the regime table by month, and what each answers to a posture."""
    by_month = months(regime["rows"])
    return {
        "citation": regime["citation"],
        "source": "positions in the rows of reference/regime, generated",
        "confidence": "I",
        "rows": {**by_month, "any": list(range(len(regime["rows"])))},
        "whole": {month: found[0] for month, found in by_month.items() if len(found) == 1},
        "answers": [
            {
                posture: {
                    "text": text,
                    "last_day": last_day(row["valid_to"]),
                    "told": told(row, posture),
                }
                for posture, text in row["answers"].items()
            }
            for row in regime["rows"]
        ],
    }


def days(tables: Mapping[str, Rows]) -> Iterator[tuple[str, str]]:
    """Every day on which a row of `tables` begins or ends, and whose row: the table and its key."""
    for name, table in tables.items():
        for key, intervals in table.items():
            for interval in intervals:
                yield interval["valid_from"], name + key
                yield interval["valid_to"], name + key


def within(regime: Sequence[Interval], changes: Iterable[tuple[str, str]]) -> Iterator[str]:
    """Each of `changes` that falls within a row of `regime` or before the first, in a sentence."""
    for day, whose in sorted(set(changes)):
        row = next((row for row in regime if row["valid_from"] <= day < row["valid_to"]), None)
        if row is None:
            yield f"{whose} changes on {day}, when no row of the regime table holds: mend the day"
        elif row["valid_from"] != day:
            yield (
                f"{whose} changes on {day}, within the row `{row['id']}` of the regime table "
                f"({row['valid_from']} to {row['valid_to']}): if the day is right, split that row "
                "there"
            )


def holding(rows: Rows, day: str) -> dict[str, int]:
    """Key of each row in force on `day` to its position among the rows of the key."""
    return {
        key: position
        for key, intervals in rows.items()
        for position, interval in enumerate(intervals)
        if interval["valid_from"] <= day < interval["valid_to"]
    }


def of_country(
    country: str, row: Mapping[str, Any], supplement_5a: Rows, named: Mapping[str, Rows], day: str
) -> dict[str, Any]:
    """Each list that holds `country` on `day`, and the paragraphs that name it beside them."""
    held = holding(row.get("groups", {}), day).keys()
    lists = [
        name for name, (any_of, none_of) in GROUPS.items() if held & any_of and not held & none_of
    ]
    paragraphs = [paragraph for paragraph, rows in named.items() if country in holding(rows, day)]
    lists += [name for name, paragraph in BESIDE.items() if paragraph in paragraphs]
    if not held & A_B_OR_D1_TO_D4:
        lists.append("outside_a_b_and_d1_to_d4")
    if row.get("d5_by_note") == "contested":
        lists.append("d5_contested")
    allied = country in holding(supplement_5a, day)
    lists.append("supplement_5a" if allied else "outside_supplement_5a")
    if not allied and "macau_or_d5" not in lists:
        lists.append("allocated")
    return {
        **dict.fromkeys(lists, True),
        **({"named_beside_groups": dict.fromkeys(paragraphs, True)} if paragraphs else {}),
    }


def in_force(
    regime: Sequence[Interval],
    countries: Mapping[str, Mapping[str, Any]],
    supplement_5a: Rows,
    named: Mapping[str, Rows],
    thresholds: Rows,
    eccns: Rows,
) -> dict[str, Any]:
    """What the tables say in each period in which none of them changes.

    `periods` has for each row of `regime` the number of its period, `rows` for each period what is
    true of each country, the values of the thresholds, and the positions of the rows of the ECCNs.

    Raises:
        ValueError: a table changes within a row of `regime`, whose facts would then not be one; a
            line for each such change.
    """
    end = regime[-1]["valid_to"]
    dated = {
        **{
            f"{table_file('countries')}: {country}.groups.": row["groups"]
            for country, row in countries.items()
            if "groups" in row
        },
        f"{table_file('supplement_5')}: a.": supplement_5a,
        **{
            f"{table_file('named_destinations')}: {paragraph}.": rows
            for paragraph, rows in named.items()
        },
        f"{table_file('thresholds')}: ": thresholds,
        f"{table_file('eccns')}: ": eccns,
    }
    changes = {(day, whose) for day, whose in days(dated) if day != end}
    if wrong := list(within(regime, changes)):
        raise ValueError("\n".join(wrong))
    starts = [row["valid_from"] for row in regime]
    periods = sorted({day for day, _ in changes} | {starts[0]})
    rows = [
        {
            "countries": {
                country: of_country(country, row, supplement_5a, named, day)
                for country, row in countries.items()
            },
            "values": {
                name: thresholds[name][position]["value"]
                for name, position in holding(thresholds, day).items()
            },
            "eccns": holding(eccns, day),
        }
        for day in periods
    ]
    return {"periods": [bisect(periods, day) - 1 for day in starts], "rows": rows}


def table_file(name: str) -> str:
    """Where a table lies below the repository."""
    return f"policies/reference/{name}/data.json"


def generated(repository: Path) -> Mapping[Path, dict[str, Any]]:
    """The indexes of the tables of `repository`: path to content.

    Raises:
        ValueError: a table is no JSON, or changes within a row of the regime table; it names them.
    """
    reference = repository / "policies" / "reference"

    def table(name: str) -> Any:
        try:
            return json.loads((repository / table_file(name)).read_text("utf-8"))
        except ValueError as error:
            raise ValueError(f"{table_file(name)}: {error}") from error

    regime = table("regime")
    return {
        reference / "regime_months" / "data.json": regime_months(regime),
        reference / "in_force" / "data.json": {
            "citation": "15 CFR parts 734 to 774",
            "source": "the dated rows of reference/countries, supplement_5, named_destinations, "
            "thresholds and eccns, by the rows of reference/regime, generated",
            "confidence": "I",
            **in_force(
                regime["rows"],
                table("countries")["rows"],
                table("supplement_5")["rows"]["a"],
                table("named_destinations")["rows"],
                table("thresholds")["rows"],
                table("eccns")["rows"],
            ),
        },
    }
