"""Say in a person's words what does not fit a JSON Schema, and what would.

The words for what would be right come from the schema: its enumerations, bounds and titles.
"""

import difflib
import json
import re
from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import Any, NamedTuple

from jsonschema import Draft202012Validator, FormatChecker, ValidationError, validators

from ai_export_policy.document import Path

_KINDS = {
    "object": "an object",
    "array": "a list",
    "string": "a text",
    "boolean": "true or false",
    "integer": "a whole number",
    "number": "a number",
}
_PLAIN_KEY = re.compile(r"[A-Za-z_][A-Za-z0-9_-]*\Z")
_NUMBER = re.compile(r"[-+]?[0-9]+(\.[0-9]+)?([eE][-+]?[0-9]+)?\Z")
_LONGEST = 60
# An object with more keys than these is called an object, without naming them.
_FEW_KEYS = 12


class Explained(NamedTuple):
    """One thing that is wrong: where, what, what would be right; `at_key`: the key is at fault."""

    path: Path
    reason: str
    expected: str | None = None
    at_key: bool = False


class Explainer:
    """Explains what does not fit one JSON Schema (2020-12, references to its own $defs only)."""

    def __init__(self, schema: Mapping[str, Any]) -> None:
        self._schema = schema
        self._validator = _strict(schema)

    def explain(self, document: Any) -> list[Explained]:
        """Return everything about `document` that does not fit, one entry for each path."""
        found: dict[Path, Explained] = {}
        for error in self._validator.iter_errors(document):
            for one in self._said(error):
                # A day that breaks its pattern breaks its format too; the first says enough.
                found.setdefault(one.path, one)
        return list(found.values())

    def _said(self, error: ValidationError) -> Iterator[Explained]:
        path: Path = tuple(error.absolute_path)
        value: Any = error.instance
        argument: Any = error.validator_value
        rule: Any = error.schema
        if "propertyNames" in error.absolute_schema_path:
            reason = f"{shown(value)} does not fit as a key"
            yield Explained((*path, step(value)), reason, self._expected(rule), at_key=True)
            return
        match error.validator:
            case "additionalProperties":
                for key in value:
                    if key not in rule["properties"]:
                        reason, wanted = self._unknown(str(key), list(rule["properties"]))
                        yield Explained((*path, step(key)), reason, wanted, at_key=True)
            case "required":
                # jsonschema tells each missing key by an error of its own; all of them are told
                # here by the first, and by the others again.
                for key in argument:
                    if key not in value:
                        wanted = self._expected(rule["properties"][key])
                        yield Explained((*path, key), "missing", wanted)
            case "type":
                yield Explained(path, _wrong_type(value, rule), self._expected(rule, value))
            case "enum":
                reason = f"{shown(value)} is not known here{_nearest(value, argument)}"
                yield Explained(path, reason, self._expected(rule))
            case "format":
                reason = f"{shown(value)} is not a day of the calendar"
                yield Explained(path, reason, self._expected(rule))
            case "uniqueItems":
                reason = "the same value stands twice in the list"
                yield Explained(path, reason, "each value only once")
            case "minLength":
                yield Explained(path, "the text is empty", "a text, or not to have the key")
            case "minimum" | "exclusiveMinimum":
                yield Explained(path, f"{shown(value)} is too small", self._expected(rule))
            case "maximum":
                yield Explained(path, f"{shown(value)} is too large", self._expected(rule))
            case _:
                yield Explained(path, f"{shown(value)} does not fit", self._expected(rule))

    def _expected(self, rule: Mapping[str, Any], instead_of: Any = None) -> str:
        """Return in words what a schema asks for."""
        rule = self._resolved(rule)
        kinds = rule["type"] if isinstance(rule["type"], list) else [rule["type"]]
        kind, orelse = kinds[0], " or null" if "null" in kinds else ""
        if "enum" in rule:
            words = f"one of {', '.join(name for name in rule['enum'] if name is not None)}"
        elif "title" in rule and kind == "string":
            article = "an" if rule["title"][0].lower() in "aeiou" else "a"
            words = f"{article} {rule['title']}, e.g. {rule['examples'][0]}"
        elif kind in ("integer", "number"):
            words = _KINDS[kind] + _bounds(rule)
        elif kind == "array":
            words = f"a list, each element {self._expected(rule['items'])}"
        elif kind == "object" and 0 < len(rule.get("properties", ())) <= _FEW_KEYS:
            words = f"an object with keys of {', '.join(rule['properties'])}"
        else:
            words = _KINDS[kind]
        hint = "" if "enum" in rule else _quotes(instead_of, kind)
        return words + hint + orelse

    def _unknown(self, key: str, known: list[str]) -> tuple[str, str]:
        if homes := self._homes.get(key):
            return "the key has no meaning here", f"it at {' or '.join(homes[:3])}"
        near = _nearest(key, known)
        return f"unknown key{near}", f"one of {', '.join(known)}"

    @cached_property
    def _homes(self) -> dict[str, list[str]]:
        """Each property name with the paths at which it may stand, the shortest first."""
        homes: dict[str, list[str]] = {}

        def visit(rule: Mapping[str, Any], path: str) -> None:
            rule = self._resolved(rule)
            for name, inner in rule.get("properties", {}).items():
                inside = f"{path}.{name}" if path else name
                homes.setdefault(name, []).append(inside)
                visit(inner, inside)
            if "items" in rule:
                visit(rule["items"], f"{path}[]")

        visit(self._schema, "")
        return {
            name: sorted(paths, key=lambda path: path.count(".")) for name, paths in homes.items()
        }

    def _resolved(self, rule: Mapping[str, Any]) -> Mapping[str, Any]:
        while "$ref" in rule:
            rule = self._schema["$defs"][rule["$ref"].removeprefix("#/$defs/")]
        return rule


def step(key: Any) -> str:
    """Return a key of an object as a step of a path, also if it is no text."""
    return key if type(key) is str else written(key)


def written(value: Any) -> str:
    """Return a value as Python writes it; of a number that is too long for that, its kind."""
    try:
        return repr(value)
    except ValueError:
        return f"a value of type {type(value).__name__} that is too long to be written"


def dotted(path: Path) -> str:
    """Return a path as people write it: `parties.recipient.listed[0]`."""
    text = ""
    for one in path:
        if isinstance(one, int):
            text += f"[{one}]"
        elif _PLAIN_KEY.match(one):
            text += f".{one}" if text else one
        else:
            text += f"[{shown(one)}]"
    return text


def shown(value: Any) -> str:
    """Return a value as JSON writes it, cut to a line, with no character that moves a terminal."""
    text = json.dumps(value, ensure_ascii=False, default=_name, skipkeys=True)
    if not text.isprintable():
        text = json.dumps(value, default=_name, skipkeys=True)
    return text if len(text) <= _LONGEST else text[: _LONGEST - 3] + "..."


def _name(value: object) -> str:
    return type(value).__name__


def _strict(schema: Mapping[str, Any]) -> Any:
    # `$` of Python's re also matches before a line feed at the end; of JSON Schema's it does not.
    def pattern(_: Any, regex: str, instance: Any, __: Any) -> Iterator[ValidationError]:
        if isinstance(instance, str) and not re.search(regex.replace("$", r"\Z"), instance):
            yield ValidationError(f"{instance!r} does not match {regex!r}")

    extend: Any = validators.extend
    strict = extend(Draft202012Validator, {"pattern": pattern})
    return strict(schema, format_checker=FormatChecker(["date"]))


def _wrong_type(value: Any, rule: Mapping[str, Any]) -> str:
    kinds = rule["type"] if isinstance(rule["type"], list) else [rule["type"]]
    if isinstance(value, str):
        stands = f"the text {shown(value)}"
    elif isinstance(value, bool) or value is None:
        stands = shown(value)
    elif isinstance(value, int | float):
        stands = f"the number {shown(value)}"
    else:
        stands = "a list" if isinstance(value, list) else "an object"
    return f"{stands} stands where {_KINDS[kinds[0]]} belongs"


def _bounds(rule: Mapping[str, Any]) -> str:
    if "exclusiveMinimum" in rule:
        return f" above {rule['exclusiveMinimum']}"
    if "maximum" in rule:
        return f" from {rule['minimum']} to {rule['maximum']}"
    return f", {rule['minimum']} or more" if "minimum" in rule else ""


def _quotes(instead_of: Any, kind: str) -> str:
    if kind in ("integer", "number") and isinstance(instead_of, str) and _NUMBER.match(instead_of):
        return ", without quotes"
    numeric = isinstance(instead_of, int | float) and not isinstance(instead_of, bool)
    return ", in quotes" if kind == "string" and numeric else ""


def _nearest(value: Any, names: list[Any]) -> str:
    known = {name.lower(): name for name in names if isinstance(name, str)}
    if not isinstance(value, str) or not (
        near := difflib.get_close_matches(value.lower(), known, 1)
    ):
        return ""
    return f", did you mean {known[near[0]]}?"
