"""The facts of a request as they were given, each group on a line."""

from collections.abc import Iterator, Mapping
from typing import Any

from ai_export_policy.explain import words
from ai_export_policy.explain.layout import amount
from ai_export_policy.explain.sentences import Sentences

_TOLD_FIRST = {"request_id", "as_of", "posture", "activity", "origin", "destination"}


def groups(request: Mapping[str, Any], sentences: Sentences) -> Iterator[tuple[str, str]]:
    """Yield label and text of each group of facts of a valid request."""
    posture = request.get("posture", "codified, as nothing else was asked")
    yield "day", f"{request['as_of']}, text: {posture}"
    yield "act", act(request, sentences)
    for key, value in request.items():
        if key == "parties" and isinstance(value, Mapping):
            for role, party in value.items():
                yield role.replace("_", " "), flat(party)
        elif key not in _TOLD_FIRST:
            yield key.replace("_", " "), flat(value)


def act(request: Mapping[str, Any], sentences: Sentences) -> str:
    """What is done, from where and to where: `reexport from Germany to Poland`."""
    text = words.ACTIVITIES[request["activity"]]
    if "origin" in request:
        text += f" from {sentences.country(request['origin'])}"
    return f"{text} to {sentences.country(request['destination'])} ({request['destination']})"


def flat(value: Any) -> str:
    """A value on one line, with the keys of the request: `quantity 2,000, datacenter yes`."""
    if isinstance(value, Mapping):
        return ", ".join(_inner(value, "")) or "nothing told"
    return _leaf(value)


def _inner(value: Mapping[str, Any], path: str) -> Iterator[str]:
    for key, inner in value.items():
        if isinstance(inner, Mapping):
            yield from _inner(inner, f"{path}{key}.")
        else:
            # A year is no amount, and has no thousands.
            yield f"{path}{key} {inner if key.endswith('_year') else _leaf(inner)}"


def _leaf(value: Any) -> str:
    if value is None:
        return "none"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        inner = "; ".join(flat(one) for one in value)
        return f"[{inner}]"
    return amount(value)
