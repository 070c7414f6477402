"""One transaction under other days, postures and readings."""

import copy
from collections.abc import Iterator, Mapping, Sequence
from itertools import product
from typing import Any, NamedTuple


class Variant(NamedTuple):
    """A request and the label that tells it from the others."""

    label: str
    request: dict[str, Any]


def variants(
    label: str,
    request: Mapping[str, Any],
    *,
    days: Sequence[str] = (),
    postures: Sequence[str] = (),
    readings: Sequence[tuple[str, str]] = (),
) -> Iterator[Variant]:
    """Yield the request under each day and posture, and then under each reading on top of them.

    `days` are of the form `YYYY-MM-DD`, `readings` pairs of a conflict's id and a reading's name
    (`readings` of the request). Where a list is empty the request keeps what it says. The
    request without a reading comes first, so that each reading is seen against it.
    """
    each_day: Sequence[str | None] = days or [None]
    each_posture: Sequence[str | None] = postures or [None]
    for day, posture, reading in product(each_day, each_posture, [None, *readings]):
        changed = copy.deepcopy(dict(request))
        names = [label]
        if day is not None:
            changed["as_of"] = day
            names.append(day)
        if posture is not None:
            changed["posture"] = posture
            names.append(posture)
        if reading is not None:
            changed["readings"] = {**changed.get("readings", {}), reading[0]: reading[1]}
            names.append(f"{reading[0]}={reading[1]}")
        yield Variant(" ".join(name for name in names if name), changed)
