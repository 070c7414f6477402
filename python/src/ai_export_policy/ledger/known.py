"""Periods and countries that decisions read, from the tables that this package was shipped with."""

import json
from collections.abc import Mapping
from functools import cache
from typing import Any

from ai_export_policy import resources


@cache
def allocations() -> Mapping[str, frozenset[str]]:
    """Countries with an allocation, by its period (`2025-2027`), on whichever day of it.

    Those that the index of the tables, which policies/ear/pools/country_allocation.rego reads too,
    calls allocated (742.6(b)(10)(iii)(B)). Unavailable if the installation is incomplete.
    """
    regime, index = _table("regime")["rows"], _table("in_force")
    found: dict[str, frozenset[str]] = {}
    for value in _table("thresholds")["rows"]["country_allocation_tpp"]:
        countries: set[str] = set()
        for day, which in zip(regime, index["periods"], strict=True):
            if day["valid_to"] <= value["valid_from"] or value["valid_to"] <= day["valid_from"]:
                continue
            if "diffusion" in day["answers"].values():
                lists = index["rows"][which]["countries"].items()
                countries |= {code for code, told in lists if told.get("allocated")}
        found[value["period"]] = frozenset(countries)
    return found


@cache
def years() -> tuple[str, str]:
    """First and last year with a limit for the group of a consignee."""
    rows = _table("thresholds")["rows"]["lpp_consignee_year_tpp"]
    return min(row["valid_from"] for row in rows)[:4], max(row["valid_to"] for row in rows)[:4]


def _table(name: str) -> dict[str, Any]:
    path = resources.policies() / "reference" / name / "data.json"
    table: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return table
