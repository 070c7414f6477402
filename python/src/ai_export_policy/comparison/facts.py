"""What the requests of a comparison tell differently."""

from collections.abc import Iterator, Mapping
from typing import Any

UNTOLD = object()
"""In the place of a fact that a request does not tell."""


def told_apart(requests: Mapping[str, Mapping[str, Any]]) -> dict[str, dict[str, Any]]:
    """Return the facts that the requests do not tell alike: path to label to value, or UNTOLD.

    In the order of the paths in the requests. A list is one fact; `request_id` is none.
    """
    told = {label: dict(_leaves(request, "")) for label, request in requests.items()}
    paths = dict.fromkeys(path for facts in told.values() for path in facts)
    return {
        path: values
        for path in paths
        if path != "request_id"
        and not _alike(values := {label: facts.get(path, UNTOLD) for label, facts in told.items()})
    }


def _alike(values: Mapping[str, Any]) -> bool:
    first, *others = values.values()
    return all(type(one) is type(first) and one == first for one in others)


def _leaves(value: Any, path: str) -> Iterator[tuple[str, Any]]:
    if isinstance(value, Mapping) and value:
        for key, inner in value.items():
            yield from _leaves(inner, f"{path}.{key}" if path else key)
    else:
        yield path, value
