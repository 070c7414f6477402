"""Which rule stands at a line of a policy file."""

import json
from bisect import bisect_right
from functools import cache
from pathlib import Path, PurePosixPath
from typing import NamedTuple

from ai_export_policy import resources
from ai_export_policy.explain import annotations
from ai_export_policy.explain.annotations import Rule


class Place(NamedTuple):
    """A rule, the package it belongs to, and whether the line asked for is where it, or one of its
    `else` branches, begins."""

    package: str
    rule: Rule
    begins: bool


class Sources:
    """The policy files in a directory (those of this package when None).

    Raises Unavailable if the installation has no policies.
    """

    def __init__(self, policies: Path | None = None) -> None:
        self._policies = policies or resources.policies()
        self.place = cache(self._place)
        self._rules = cache(self._all)

    def path(self, file: str) -> str | None:
        """The file as `ear/part_740/lpp.rego`, however OPA was told of it; None for no such file.

        OPA names a file by the path under which it was loaded, or by its place in a bundle, and of
        long paths it leaves out the folders that all in a trace have in common (`/x/.../aia.rego`).
        """
        parts = PurePosixPath(file).parts
        for start in range(len(parts)):
            for common in ("", "ear"):
                candidate = PurePosixPath(common, *parts[start:])
                if candidate.suffix == ".rego" and (self._policies / candidate).is_file():
                    return str(candidate)
        return None

    def _place(self, path: str, line: int) -> Place | None:
        """The rule that stands at a line of a file as `path` gives it; None above the first."""
        text, package, rules = self._file(path)
        index = bisect_right([rule.line for rule in rules], line) - 1
        if index < 0:
            return None
        rule = rules[index]
        begins = rule.line == line or text[line - 1].startswith("} else")
        return Place(package, rule, begins)

    def has(self, path: str) -> bool:
        """Whether there is a rule of this path: `ear.lpp.unmet`."""
        return path in self._rules()

    def _all(self) -> frozenset[str]:
        packages = annotations.read(self._policies)
        return frozenset(
            f"{name}.{rule.name}" for name, package in packages.items() for rule in package.rules
        )

    def expression(self, path: str, line: int) -> str:
        """What stands at the line, as its author wrote it."""
        return self._file(path)[0][line - 1].strip()

    def _file(self, path: str) -> tuple[list[str], str, list[Rule]]:
        return _read(self._policies / path)


def own_policy() -> dict[str, str]:
    """Revision and data digest of this package's policies, as its decisions carry them."""
    table = resources.policies() / "reference" / "policy" / "data.json"
    policy: dict[str, str] = json.loads(table.read_text(encoding="utf-8"))
    return policy


@cache
def _read(path: Path) -> tuple[list[str], str, list[Rule]]:
    text = path.read_text(encoding="utf-8")
    package, rules = annotations.rules_of(text)
    return text.splitlines(), package, rules
