"""The values that one decision has otherwise than another, a line each."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from ai_export_policy.explain.layout import shortened

_NAMED_BY: Mapping[str, Sequence[str]] = {
    "pools": ("pool", "key", "period"),
    "counts": ("sum", "key", "period"),
    "considered": ("symbol",),
    "reviews": ("requirement",),
}
"""What tells the rows of a field apart where it is not their `id`."""

_LONGEST = 60


def apart(
    before: Mapping[str, Any], after: Mapping[str, Any], fields: Iterable[str]
) -> Iterator[str]:
    """Yield each value below `fields` of two decisions that differs: path, before, after.

    `pools consignee_year Group Holding 2026: limit_tpp 1 -> 2`. A row that only one of them has is
    said to be gone, or new; a field that neither has, such as the trace beside them, to differ.
    """
    for field in fields:
        first: Any = before.get(field)
        second: Any = after.get(field)
        if field not in before and field not in after:
            yield f"{field} differs"
        elif _rows(first) and _rows(second):
            yield from _of_rows(field, first, second)
        else:
            yield from _of_value("", field, first, second)


def _of_rows(field: str, before: Sequence[Any], after: Sequence[Any]) -> Iterator[str]:
    first, second = _by_name(field, before), _by_name(field, after)
    for name in {**first, **second}:
        if name not in second:
            yield f"{name}: gone"
        elif name not in first:
            yield f"{name}: new"
        else:
            yield from _of_value(f"{name}: ", "", first[name], second[name])


def _by_name(field: str, rows: Sequence[Mapping[str, Any]]) -> dict[str, Mapping[str, Any]]:
    keys = _NAMED_BY.get(field, ("id",))
    return {
        " ".join([field, *(_shown(row[key]) for key in keys if row.get(key))]): row for row in rows
    }


def _of_value(prefix: str, path: str, before: Any, after: Any) -> Iterator[str]:
    if before == after:
        return
    if isinstance(before, Mapping) and isinstance(after, Mapping):
        for name in {**before, **after}:
            inner = f"{path}.{name}" if path else name
            yield from _of_value(prefix, inner, before.get(name), after.get(name))
    else:
        yield f"{prefix}{path} {_shown(before)} -> {_shown(after)}"


def _shown(value: Any) -> str:
    if value is None or isinstance(value, bool):
        return {None: "null", True: "true", False: "false"}[value]
    if isinstance(value, list):
        value = ", ".join(map(_shown, value)) or "none"
    return shortened(str(value), _LONGEST)


def _rows(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(one, Mapping) for one in value)
