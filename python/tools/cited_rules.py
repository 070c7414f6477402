"""The annotated rules of the policies: what each one cites, and the id it gives."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import engine

from ai_export_policy import citations

REVIEW = "review by "
# A paragraph, and mostly a word: 740.29(a)/limit, 742.6(a)(13), unknown/day_of_receipt.
_ID = re.compile(r"\d{3}\.|[^/]+/|" + REVIEW)


@dataclass(frozen=True)
class Rule:
    """One rule, or (without a name) one package.

    `cites` are the names of the paragraphs of its citation, `carries` those of `custom.carries`:
    paragraphs that the rule answers for as a whole, with all that stands beneath them. `id` is
    the id that it gives, None where it gives none of its own; `arguments` how
    many it takes.
    """

    file: str
    package: str
    name: str
    title: str
    citation: str
    cites: tuple[str, ...]
    carries: tuple[str, ...]
    id: str | None
    arguments: int

    @property
    def path(self) -> str:
        """`data.ear.lpp.unmet`; of a function, `data.ear.country_groups.supplement_5a()`."""
        return f"data.{self.package}.{self.name}" + ("()" if self.arguments else "")


def read(policies: Path) -> list[Rule]:
    """Every rule and package of the law (`policies/ear`) that has a METADATA block.

    A rule without one that gives the id of a rule before it is another way to the same id.
    """
    found: list[Rule] = []
    for path in sorted((policies / "ear").rglob("*.rego")):
        if path.name.endswith("_test.rego"):
            continue
        module = engine.answer("parse", "--format", "json", "--json-include", "locations", path)
        found += _of_module(path.relative_to(policies).as_posix(), module)
    return found


def _of_module(file: str, module: Mapping[str, Any]) -> Iterator[Rule]:
    package = ".".join(part["value"] for part in module["package"]["path"][1:])
    for block in module.get("annotations", []):
        if block["scope"] in ("package", "subpackages"):
            yield _rule(file, package, block, {})
    for rule in module.get("rules", []):
        for block in rule.get("annotations", []):
            yield _rule(file, package, block, rule["head"])


def _rule(file: str, package: str, block: Mapping[str, Any], head: Mapping[str, Any]) -> Rule:
    custom = block.get("custom", {})
    return Rule(
        file=file,
        package=package,
        name=head["ref"][0]["value"] if head else "",
        title=block.get("title", ""),
        citation=custom.get("citation", ""),
        cites=_names(custom, "citation"),
        carries=_names(custom, "carries"),
        id=identifier if (identifier := _id(head)) and _ID.match(identifier) else None,
        arguments=len(head.get("args", [])),
    )


def _names(custom: Mapping[str, Any], field: str) -> tuple[str, ...]:
    return tuple(citations.paragraphs(custom[field])) if custom.get(field) else ()


def _id(head: Mapping[str, Any]) -> str | None:
    """`x contains "id"`, `x contains {"id": "id", ...}`, `x["id"] := ...`, or a row of a review."""
    key = head.get("key")
    if key is None:
        ref = head.get("ref", [])
        return ref[1]["value"] if len(ref) > 1 and ref[1]["type"] == "string" else None
    if key["type"] == "string":
        return str(key["value"])
    if key["type"] != "object":
        return None
    fields = {
        name["value"]: value["value"] for name, value in key["value"] if value["type"] == "string"
    }
    if "policy" in fields:
        return review(fields["citation"]) if "citation" in fields else None
    return fields.get("id")


def review(citation: str) -> str:
    """How a row of `reviews`, which has no id, is named here."""
    return REVIEW + citation
