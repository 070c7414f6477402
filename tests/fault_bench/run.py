"""Rounds of faults and deaths, each from a seed of its own, and the table of what they did."""

from collections import Counter
from collections.abc import Iterable, Mapping
from pathlib import Path
from random import Random
from shutil import rmtree
from typing import Any

from bench.table import Table

from .asking import BATCH, Ask, Tally, ask_all
from .faults import FAULTS, all_answered
from .site import Site
from .writers import DEATHS, dies

Row = dict[str, Any]


def fault(site: Site, name: str, count: int, seed: str, batch: int = BATCH) -> Row:
    """One round under a fault, of `count` decisions or its share, and whether all is well after."""
    chance, one = Random(seed), FAULTS[name]
    store = site.folder / "records"
    rmtree(store, ignore_errors=True)
    with one.does(site, chance) as ask:
        tally = ask_all(site, ask, max(1, int(count * one.share)), chance, store, batch)
    if not one.see(tally):
        told = f"{dict(tally.answered)} answered, {dict(tally.refused)} not"
        tally.wrong.append(f"{name} did what it does not: {told}")
    tally.wrong += _healthy(site, chance)
    return {"fault": name, "kind": "fault", "rounds": 1, **_counts(tally)}


def death(site: Site, name: str, seed: str, folder: Path) -> Row:
    """The death of one writer, whose store is continued by the next."""
    before = _answers(folder)
    folder.mkdir(exist_ok=True)
    wrong = dies(site, name, Random(seed), folder / "store", folder / "answered")
    number = _answers(folder) - before
    counts = {"asked": number, "answered": number, "refused": {}, "wrong": wrong}
    return {"fault": name, "kind": "death", "rounds": 1, **counts}


def table(rows: Iterable[Row]) -> Table:
    """The rows of all rounds, one line for each fault."""
    lines: dict[str, Row] = {}
    for row in rows:
        line = lines.setdefault(row["fault"], dict(row, rounds=0, asked=0, answered=0, wrong=[]))
        line["refused"] = Counter(line["refused"] if line["rounds"] else {}) + Counter(
            row["refused"]
        )
        for name in ("rounds", "asked", "answered"):
            line[name] += row[name]
        line["wrong"] += row["wrong"]
    order = [name for name in (*FAULTS, *DEATHS) if name in lines]
    cells = [_cells(name, lines[name]) for name in order]
    total = {name: sum(lines[each][name] for each in order) for name in ("rounds", "asked")}
    wrong = sum(len(line["wrong"]) for line in lines.values())
    return Table(
        title=f"{total['asked']:,} decisions in {total['rounds']:,} rounds of faults",
        columns=("fault", "rounds", "asked", "answered", "not answered", "as", "wrong"),
        rows=cells,
        goals={"answers that a healthy engine would not have given, or lost": (wrong, not wrong)},
    )


def _cells(name: str, line: Mapping[str, Any]) -> tuple[str | int, ...]:
    refused = line["refused"]
    kinds = ", ".join(f"{kind} {number:,}" for kind, number in sorted(refused.items()))
    numbers = (line["rounds"], line["asked"], line["answered"], sum(refused.values()))
    return (name, *numbers, kinds or "-", len(line["wrong"]))


def _counts(tally: Tally) -> Row:
    return {
        "asked": tally.asked,
        "answered": tally.answered.total(),
        "refused": dict(tally.refused),
        "wrong": tally.wrong,
    }


def _healthy(site: Site, chance: Random) -> list[str]:
    """What is wrong once the fault is over."""
    store = site.folder / "after"
    rmtree(store, ignore_errors=True)
    ask = Ask(site.url, frozenset({site.new}), {"timeout": 60.0}, threads=1)
    tally = ask_all(site, ask, 4, chance, store)
    return tally.wrong + ([] if all_answered(tally) else [f"then: {dict(tally.refused)}"])


def _answers(folder: Path) -> int:
    return sum(len(said.read_bytes().splitlines()) for said in (folder / "answered").glob("*"))
