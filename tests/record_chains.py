"""Chains of decision records that tests fill and look at."""

from pathlib import Path
from typing import Any

from scratch_policies import REQUEST, decision

from ai_export_policy.records import Entry, Records, verify


def entry(name: str = "line 1") -> Entry:
    request = REQUEST | {"request_id": name}
    return Entry(request, decision(request), "1.22.2")


def fill(store: Path, number: int = 5, **options: Any) -> Path:
    """A chain of `number` records; its folder."""
    with Records(store, **options) as one:
        for count in range(number):
            one.append([entry(f"line {count}")])
    return store / str(options.get("chain", "main"))


def faults(folder: Path, *keys: Path, kept: tuple[Path, ...] = ()) -> list[str]:
    return [one.message for one in verify(folder, keys, kept).findings if one.fault]
