"""Decide whether a request fits schemas/request.json, and say all that is wrong if it does not.

jsonschema-rs decides in about a microsecond; jsonschema, a hundred times slower, is loaded only to
explain a refusal.
"""

import json
import math
import sys
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from functools import cache
from typing import TYPE_CHECKING, Any

import jsonschema_rs

from ai_export_policy import resources
from ai_export_policy.document import MAX_DEPTH, Path, Place, Positions, Refused
from ai_export_policy.errors import Problem, RequestInvalid

if TYPE_CHECKING:
    from ai_export_policy.wording import Explainer


def validate(
    request: Mapping[str, Any],
    *,
    source: str | None = None,
    positions: Callable[[], Positions] | None = None,
) -> None:
    """Raise RequestInvalid with every problem of `request`; return if it has none.

    A request is a mapping of plain Python values as JSON has them: dict, list, str, int, float,
    bool, None; nothing is converted. `positions` tells where its parts stand in the file `source`,
    and is asked only if there is a problem.
    """
    document = request if type(request) is dict else _as_dict(request)
    try:
        valid = _decides().is_valid(document)
    except ValueError:  # a value or a key that JSON does not have
        valid = False
    if valid and next(_foreign(document, ()), None) is None:
        return
    raise RequestInvalid(_problems(document, positions), source)


@cache
def schema() -> dict[str, Any]:
    """Return schemas/request.json."""
    text = (resources.schemas() / "request.json").read_text(encoding="utf-8")
    loaded: dict[str, Any] = json.loads(text)
    return loaded


@cache
def _decides() -> jsonschema_rs.Draft202012Validator:
    return jsonschema_rs.Draft202012Validator(schema(), validate_formats=True)


def _as_dict(request: object) -> dict[str, Any]:
    if isinstance(request, Mapping):
        return dict(request)
    reason = f"a request is a mapping of keys and values, not {type(request).__name__}"
    raise RequestInvalid([Problem("", reason, "a dict")])


@cache
def _explainer() -> "Explainer":
    from ai_export_policy.wording import Explainer

    return Explainer(schema())


def _problems(document: dict[str, Any], positions: Callable[[], Positions] | None) -> list[Problem]:
    from ai_export_policy.wording import Explained, dotted

    where = _located(positions)
    refused: dict[Path, Refused] = {}
    for path, fault in _foreign(document, ()):
        if fault.reason == _TOO_DEEP:
            # It may contain itself: no further word about it, and no further step into it.
            return [Problem(dotted(path), fault.reason, None, *_place(path, False, where))]
        refused[path] = fault
    explained = _explainer().explain(_writable(document))
    wanted = {one.path: one.expected for one in explained}
    told = [one for one in explained if not any(one.path[: len(p)] == p for p in refused)]
    told += [
        Explained(path, fault.reason, fault.expected or wanted.get(path), fault.at_key)
        for path, fault in refused.items()
    ]
    if not told:  # The two validators disagree: the one that decides has the word.
        told = [
            Explained(tuple(error.instance_path), error.message)
            for error in _decides().iter_errors(document)
        ]
    order = {path: number for number, path in enumerate(_paths(document, ()))}
    told.sort(key=lambda one: _rank(one.path, order))
    return [
        Problem(dotted(one.path), one.reason, one.expected, *_place(one.path, one.at_key, where))
        for one in told
    ]


_TOO_DEEP = f"nested deeper than {MAX_DEPTH} levels"
_PLAIN = frozenset({bool, type(None)})


def _foreign(value: Any, path: Path) -> Iterator[tuple[Path, Refused]]:
    """Yield what JSON cannot say, or cannot say to OPA, with its path."""
    kind = type(value)
    if kind is str:
        if not value.isascii() and not _encodes(value):
            yield path, Refused("the text has half a surrogate pair in it", "Unicode text")
    elif kind is int or kind is float:
        if not abs(value) <= sys.float_info.max:
            meant = "is not a finite number" if kind is float else "is too large to be meant"
            yield path, Refused(f"the number {meant}")
    elif kind is dict or kind is list:
        if len(path) >= MAX_DEPTH:
            yield path, Refused(_TOO_DEEP)
            return
        for step, inner in value.items() if kind is dict else enumerate(value):
            if kind is dict and type(step) is not str:
                name = _step(step)
                reason = f"a key is a text, not {name}"
                yield (*path, name), Refused(reason, "a str", at_key=True)
            else:
                yield from _foreign(inner, (*path, step))
    elif kind not in _PLAIN:
        yield path, value if isinstance(value, Refused) else _not_json(value)


def _writable(value: Any) -> Any:
    """The same document where what Python does not write, a number of thousands of digits, is
    another that is refused as well: messages on what does not fit are written of it.
    """
    kind = type(value)
    if kind is dict:
        return {_step(key): _writable(inner) for key, inner in value.items()}
    if kind is list:
        return [_writable(inner) for inner in value]
    try:
        repr(value)
    except ValueError:
        return math.inf if kind is int else object()
    return value


def _step(key: Any) -> str:
    from ai_export_policy.wording import step

    return step(key)


def _not_json(value: object) -> Refused:
    name = type(value).__name__
    if isinstance(value, date):
        return Refused(f"a {name} object is not JSON", f'the day as text: "{value:%Y-%m-%d}"')
    return Refused(f"a Python {name} is not JSON: only dict, list, str, int, float, bool and None")


def _encodes(text: str) -> bool:
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return False
    return True


def _located(positions: Callable[[], Positions] | None) -> Positions:
    if positions is None:
        return Positions()
    try:
        return positions()
    except RecursionError:
        return Positions()


def _place(path: Path, at_key: bool, where: Positions) -> Place | tuple[None, None]:
    if at_key and path in where.keys:
        return where.keys[path]
    # Of what is missing there is no place but that of the object that lacks it.
    for length in range(len(path), -1, -1):
        if path[:length] in where.values:
            return where.values[path[:length]]
    return None, None


def _paths(value: Any, path: Path) -> Iterator[Path]:
    yield path
    if len(path) >= MAX_DEPTH:
        return
    if type(value) is dict:
        for key, inner in value.items():
            yield from _paths(inner, (*path, _step(key)))
    elif type(value) is list:
        for index, inner in enumerate(value):
            yield from _paths(inner, (*path, index))


def _rank(path: Path, order: Mapping[Path, int]) -> float:
    if path in order:
        return order[path]
    # A missing key comes right after the object that lacks it.
    return order.get(path[:-1], math.inf) + 0.5
