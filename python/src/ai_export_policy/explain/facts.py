"""The facts of a request as they were given, each group on a line."""

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

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
        return f"[{'; '.join(map(flat, value))}]" if value else "none"
    return amount(value)


class Fact(NamedTuple):
    """One fact as it was given: `path` as in `missing_facts`, `group` the object that holds it."""

    group: str
    path: str
    text: str


def each(request: Mapping[str, Any], sentences: Sentences) -> Iterator[Fact]:
    """Yield every fact of a valid request in the order of the schema, however it was written.

    Facts that stand beside the objects have an empty `group`. A number is told exactly.
    """
    beside = {key: value for key, value in request.items() if not isinstance(value, Mapping)}
    yield from _each(beside, "", "", sentences)
    for key in ordered(request, "", sentences):
        if key == "parties" and isinstance(request[key], Mapping):
            for role in ordered(request[key], key, sentences):
                yield from _grouped(request[key][role], f"{key}.{role}", sentences)
        elif key not in beside:
            yield from _grouped(request[key], key, sentences)


def ordered(value: Mapping[str, Any], path: str, sentences: Sentences) -> list[str]:
    """Keys of an object of a request in the order of the schema, then those of a map by name."""
    place = {name: number for number, name in enumerate(sentences.fields(path))}
    return sorted(value, key=lambda key: (place.get(key, len(place)), key))


def _grouped(value: Any, path: str, sentences: Sentences) -> Iterator[Fact]:
    if isinstance(value, Mapping) and value:
        yield from _each(value, path, path, sentences)
    else:
        yield Fact(path, path, _exact(value))


def _each(value: Mapping[str, Any], path: str, group: str, sentences: Sentences) -> Iterator[Fact]:
    for key in ordered(value, path, sentences):
        inner, place = value[key], f"{path}.{key}" if path else key
        if isinstance(inner, list) and any(isinstance(one, Mapping) for one in inner):
            for number, one in enumerate(inner):
                yield from _each(one, f"{place}[{number}]", group, sentences)
        elif isinstance(inner, Mapping) and inner:
            yield from _each(inner, place, group, sentences)
        else:
            yield Fact(group, place, str(inner) if key.endswith("_year") else _exact(inner))


def _exact(value: Any) -> str:
    if isinstance(value, Mapping):
        return "nothing told"
    if isinstance(value, list):
        return "; ".join(_exact(one) for one in value) or "an empty list"
    if isinstance(value, int | float) and not isinstance(value, bool):
        rounded = amount(value)
        return rounded if float(rounded.replace(",", "")) == value else repr(value)
    return _leaf(value)
