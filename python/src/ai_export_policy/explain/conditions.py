"""Which rules concern a decision, as far as its level of item and its text tell.

A condition on model weights stands behind a guard, a private rule on the level, and a rule of
another text behind a comparison. Where such an expression cannot hold, the rule is about something
else. Whatever more an expression asks is left open: the decision alone says what was broken.
"""

import re
from collections.abc import Iterator, Mapping

from ai_export_policy.explain.annotations import Package, Rule

Situation = Mapping[str, str | None]
"""What is known: `classification.level` and `regime.text`, each by the name the rules give it."""

_GUARD = re.compile(r"(not )?(_\w+)$")
_COMPARED = re.compile(r'([a-z_.]+) (==|!=|in) (\{.*\}|"\w+")$')
_HANDED_ON = re.compile(r"some \w+ in (\w+)\.unmet$")
_LEVEL = "classification.level"


def looked_at(
    packages: Mapping[str, Package], name: str, situation: Situation
) -> Iterator[tuple[str, Rule]]:
    """Yield package name and rule of each condition that the section `name` looks at, in order."""
    package = packages[name]
    # A comparison of the level that is no guard is the condition itself.
    told = {key: value for key, value in situation.items() if key != _LEVEL}
    for rule in package.rules:
        if rule.name != "unmet" or not _guarded(package, rule, situation):
            continue
        handed_on = [found[1] for line in rule.body if (found := _HANDED_ON.match(line))]
        if not concerns(package, rule, situation if handed_on else told):
            continue
        if rule.id is not None:
            yield name, rule
        for other in handed_on:
            if other in package.imports:
                yield from looked_at(packages, package.imports[other], situation)


def concerns(package: Package, rule: Rule, situation: Situation) -> bool:
    """Whether nothing that is known of the situation rules the rule out."""
    return all(_holds(package, line, situation) is not False for line in rule.body)


def _guarded(package: Package, rule: Rule, situation: Situation) -> bool:
    guards = (line for line in rule.body if _GUARD.match(line))
    return all(_holds(package, guard, situation) is not False for guard in guards)


def _holds(package: Package, expression: str, situation: Situation) -> bool | None:
    """Whether an expression holds; None where more than the situation decides it."""
    found = _COMPARED.match(expression)
    if found and found[1] in situation:
        named = situation[found[1]] in re.findall(r'"(\w+)"', found[3])
        return named is (found[2] != "!=")
    guard = _GUARD.match(expression)
    if guard is None:
        return None
    ways = [rule for rule in package.rules if rule.name == guard[2]]
    # Any of the rules of that name, and of each all its expressions.
    holds = _any([_all([_holds(package, one, situation) for one in way.body]) for way in ways])
    return holds if guard[1] is None or holds is None else not holds


def _all(values: list[bool | None]) -> bool | None:
    return False if False in values else None if None in values else True


def _any(values: list[bool | None]) -> bool | None:
    return True if True in values else None if None in values or not values else False
