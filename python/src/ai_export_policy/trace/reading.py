"""Which facts of the request a step of an evaluation reads, also where it reads them through a
variable.

The variables' values are OPA's own. A variable that stands for a part of the request is traced
back to it: by the expression that gave it its value, or by that value, looked up in the request.
"""

import json
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from ai_export_policy.document import Path
from ai_export_policy.trace.events import Event
from ai_export_policy.wording import dotted

UNTOLD = object()
"""The value of a fact that the request does not tell."""

_UNKNOWN = object()
_COMPREHENSIONS = frozenset({"arraycomprehension", "setcomprehension", "objectcomprehension"})


class Fact(NamedTuple):
    """A fact that was read: its path in the request, and its value or UNTOLD."""

    path: str
    value: Any


class Reader:
    """Reads the steps of one evaluation in their order; `request` is what was decided."""

    def __init__(self, request: Mapping[str, Any]) -> None:
        self._request = request
        self._places: dict[str, list[Path]] = {}
        self._origins: dict[str, Path] = {}  # variable to the part of the request it was set to
        self._keys: dict[str, Any] = {}  # variable to the key under which it was found
        self._open: dict[int, list[list[Any]]] = {}
        _visit(request, (), self._places)

    def facts(self, event: Event) -> Iterator[Fact]:
        """Yield what the step reads of the request, and what the steps before it left open."""
        step = _Step(event)
        left = self._open.pop(event.query, [])
        if event.operation == "Eval":
            left = left + list(_references(event.node))
        for reference in left:
            yield from self._read(reference, step)
        if event.operation == "Eval":
            yield from self._got(event.node, step)
            self._remember(event.node, step)

    def _read(self, reference: list[Any], step: "_Step") -> Iterator[Fact]:
        head, *operands = reference
        for origin in self._origin(head, step):
            path = origin
            for operand in operands:
                key = step.value(operand)
                if key is _UNKNOWN:
                    yield from self._enumerated(reference, path, step)
                    break
                path += (key,)
            else:
                yield from self._noted(path)

    def _enumerated(self, reference: list[Any], path: Path, step: "_Step") -> Iterator[Fact]:
        """What is read element by element: a list of plain values is told as it stands, anything
        else when OPA has come to one of its elements."""
        value = _dig(self._request, path)
        if value is UNTOLD or (isinstance(value, list) and not any(map(_is_container, value))):
            yield from self._noted(path)
        else:
            self._open.setdefault(step.query, []).append(reference)

    def _noted(self, path: Path) -> Iterator[Fact]:
        if path:
            yield Fact(dotted(path), _dig(self._request, path))

    def _got(self, node: Any, step: "_Step") -> Iterator[Fact]:
        """The fact that `object.get(input, ["parties", "exporter"], {})` reads."""
        operator, *arguments = _call(node)
        if operator != "object.get":
            return
        key = step.value(arguments[1])
        if key is _UNKNOWN:
            return
        for origin in self._origin(arguments[0], step):
            yield from self._noted((*origin, *(key if isinstance(key, list) else [key])))

    def _remember(self, node: Any, step: "_Step") -> None:
        """What a variable is set to, for the steps that read through it."""
        operator, *arguments = _call(node)
        if operator != "eq":
            return
        for variable, term in (arguments, arguments[::-1]):
            if variable["type"] == "var":
                self._origins.pop(variable["value"], None)
                if term["type"] in ("ref", "var"):
                    self._set(variable["value"], term, step)

    def _set(self, variable: str, term: Mapping[str, Any], step: "_Step") -> None:
        head, *operands = term["value"] if term["type"] == "ref" else [term]
        keys = [step.value(operand) for operand in operands]
        if operands:
            self._keys[variable] = operands[-1]
        for origin in self._origin(head, step):
            if _UNKNOWN not in keys:
                self._origins[variable] = (*origin, *keys)

    def _origin(self, term: Mapping[str, Any], step: "_Step") -> list[Path]:
        """Where in the request that stands which the term stands for: at more than one place only
        where the same stands at all of them."""
        if term["type"] != "var" or term["value"] == "data":
            return []
        name = term["value"]
        if name == "input":
            return [()]
        value = step.value(term)
        known = self._origins.get(name)
        if known is not None and _dig(self._request, known) == value:
            return [known]
        if not _is_container(value) or not value:
            return []
        places = self._places.get(_written(value), [])
        key = step.value(self._keys[name]) if name in self._keys else None
        return [place for place in places if dotted(place) == key] or places


class _Step:
    """One event, and the values that its variables have."""

    def __init__(self, event: Event) -> None:
        self.query = event.query
        self._bindings = event.bindings

    def value(self, term: Mapping[str, Any]) -> Any:
        """What the term stands for; _UNKNOWN for what has no value yet."""
        kind = term["type"]
        value: Any = term.get("value")
        if kind == "var":
            bound = (pair["value"] for pair in self._bindings if pair["key"]["value"] == value)
            found = next(bound, None)
            return _UNKNOWN if found is None or found == term else self.value(found)
        if kind in ("array", "set"):
            values = [self.value(one) for one in value]
            return _UNKNOWN if _UNKNOWN in values else values
        if kind == "object":
            pairs = [(self.value(key), self.value(one)) for key, one in value]
            return _UNKNOWN if any(_UNKNOWN in pair for pair in pairs) else dict(pairs)
        return value if kind in ("string", "number", "boolean", "null") else _UNKNOWN


def rules_asked(event: Event) -> Iterator[str]:
    """The paths below `data` that the step refers to: `ear.lpp.unmet`."""
    for reference in _references(event.node):
        if reference[0]["value"] == "data":
            steps = []
            for operand in reference[1:]:
                if operand["type"] != "string":
                    break
                steps.append(operand["value"])
            yield ".".join(steps)


def rule_asked_alone(event: Event) -> str | None:
    """The one path below `data` that the step refers to, where it refers to nothing else: that it
    was not tried then has no other reason than itself."""
    if len(list(_references(event.node))) != 1:
        return None
    return next(rules_asked(event), None)


def _references(node: Any) -> Iterator[list[Any]]:
    """Every reference in an expression; what stands in a body of its own has its own steps."""
    if isinstance(node, list):
        for one in node:
            yield from _references(one)
    elif isinstance(node, dict):
        if node.get("type") in _COMPREHENSIONS:
            return
        if node.get("type") == "ref":
            yield node["value"]
        for name, one in node.items():
            if name != "body":
                yield from _references(one)


def _call(node: Any) -> list[Any]:
    """The name of the function that an expression calls, and the arguments; else [""]."""
    terms = node.get("terms") if isinstance(node, dict) else None
    if not isinstance(terms, list):
        return [""]
    return [".".join(str(part["value"]) for part in terms[0]["value"]), *terms[1:]]


def _visit(value: Any, path: Path, places: dict[str, list[Path]]) -> None:
    if _is_container(value) and path:
        places.setdefault(_written(value), []).append(path)
    if isinstance(value, Mapping):
        for key, one in value.items():
            _visit(one, (*path, key), places)
    elif isinstance(value, list):
        for index, one in enumerate(value):
            _visit(one, (*path, index), places)


def _dig(value: Any, path: Path) -> Any:
    for step in path:
        is_there = (
            step in value
            if isinstance(value, Mapping)
            else isinstance(value, list) and isinstance(step, int) and step < len(value)
        )
        if not is_there:
            return UNTOLD
        value = value[step]
    return value


def _is_container(value: Any) -> bool:
    return isinstance(value, Mapping | list)


def _written(value: Any) -> str:
    return json.dumps(value, sort_keys=True)
