"""What a row from evidence may say, so that no sum is opened or changed that no decision reads."""

import datetime
import re
from collections.abc import Iterable, Iterator

from ai_export_policy.ledger import amounts, known
from ai_export_policy.ledger.entries import Name, Row, key_fault
from ai_export_policy.ledger.snapshot import FIELDS, INSTALLED

KINDS = ("opening", "adjustment", "commitment", "certified")
_WHOLE = {"opening", "certified"}  # of what they tell, somebody may say that it is all
_MOST = amounts.milli(amounts.LARGEST)
_INSTALLED = re.compile(r".*[^/]/[A-Z]{2}")


def faults(row: Row) -> Iterator[str]:
    """A sentence for each field of a row that is wrong, with what would be right.

    `kind` is one of KINDS; that a certified amount is not below what is held is not asked here.
    """
    wrong = list(_name_faults(row.name))
    yield from wrong
    if row.kind not in KINDS:
        yield f"kind {row.kind!r} is not one of {', '.join(KINDS)}"
    if type(row.amount) is not int or abs(row.amount) > _MOST:
        yield f"amount {row.amount!r} is no whole number of thousandths of a TPP, or too large"
    elif row.amount < 0 and row.kind != "adjustment":
        yield f"{amounts.text(row.amount)} is below nothing, which only an adjustment may be"
    if row.complete is True and row.kind not in _WHOLE:
        yield (
            f"complete is true, and no {row.kind} tells that: an opening or a certification does;"
            " leave it empty"
        )
    if not is_day(row.day):
        yield f"day {row.day!r} is no date as YYYY-MM-DD"
    elif not wrong and (said := _outside(row)):
        yield said
    if not row.source:
        yield "source is empty"


def refuse(rows: Iterable[Row]) -> None:
    """ValueError, which names every fault, unless these are entries that evidence brings."""
    wrong = []
    for number, row in enumerate(rows, 1):
        if row.kind not in {"opening", "adjustment", "commitment"} or row.draw is not None:
            wrong.append(f"row {number}: {row.kind} is not recorded from evidence")
        else:
            wrong += [f"row {number}: {said}" for said in faults(row)]
    if wrong:
        raise ValueError("; ".join([*wrong, "nothing was recorded"]))


def is_day(day: object) -> bool:
    """Whether it is a day as YYYY-MM-DD."""
    try:
        return isinstance(day, str) and datetime.date.fromisoformat(day).isoformat() == day
    except ValueError:
        return False


def days(period: str) -> tuple[str, str] | None:
    """First and last day of the period of a sum, None for all years."""
    first, _, last = period.partition("-")
    return (f"{first}-01-01", f"{last or first}-12-31") if period else None


def _name_faults(name: Name) -> Iterator[str]:
    sum_, key, period = name
    if sum_ not in {*FIELDS, INSTALLED}:
        yield f"sum {sum_!r} is not one of {', '.join([*FIELDS, INSTALLED])}"
        return
    if said := key_fault(key):
        yield f"key {key!r} {said}"
    elif wanted := _wanted_key(sum_, key):
        yield f"key {key!r} is no key of {sum_}: it is {wanted}"
    if wanted := _wanted_period(sum_, period):
        yield f"period {period!r} is no period of {sum_}: it is {wanted}"


def _wanted_key(sum_: str, key: str) -> str | None:
    if sum_ == "country_licensed":
        found = any(key in countries for countries in known.allocations().values())
        return None if found else "the code of a country with an allocation, as VN"
    if sum_ == INSTALLED:
        return None if _INSTALLED.fullmatch(key) else "holder and country, as Operator/FR"
    return None if key else "a name"


def _wanted_period(sum_: str, period: str) -> str | None:
    if sum_ == "country_licensed":
        periods = known.allocations()
        return None if period in periods else " or ".join(periods)
    if sum_ in {INSTALLED, "consignee_aia"}:
        return "empty, for all years" if period else None
    first, last = known.years()
    right = re.fullmatch(r"[0-9]{4}", period) is not None and first <= period < last
    return None if right else f"a year, as {first}, and no earlier one"


def _outside(row: Row) -> str | None:
    """What is wrong with a day that is not of the period of its sum.

    What a sum begins with may be told of the day before its first.
    """
    bounds = days(row.name.period)
    if bounds is None:
        return None
    first, last = bounds
    if row.kind in _WHOLE:
        first = f"{int(first[:4]) - 1}-12-31"
    if first <= row.day <= last:
        return None
    return (
        f"day {row.day} is not in {row.name.period}, the period of the sum: it is the day that the"
        f" amount is about, from {first} to {last}"
    )
