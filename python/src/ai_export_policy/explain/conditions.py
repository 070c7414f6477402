"""Which rules concern a decision, as far as its level of item, its lists and its text tell.

A condition on model weights stands behind a guard, a private rule on the level, one on listed items
behind the list, and a rule of another text behind a comparison. Where such an expression cannot
hold, the rule is about something else. Whatever more an expression asks is left open: the decision
alone says what was broken.
"""

import re
from collections.abc import Iterator, Mapping

from ai_export_policy.explain.annotations import Package, Rule

Situation = Mapping[str, str | None]
"""What is known: the item's level, the exceptions that list it, the text, each by the name that the
rules give it (`classification.level`, `classification.listed.LPP`, `regime.text`)."""

_GUARD = re.compile(r"(not )?(_\w+)(?: == (true|false))?$")
_NAMED = re.compile(r"(not )?([A-Za-z_.]+)$")
_COMPARED = re.compile(r'([A-Za-z_.]+) (==|!=|in) (\{.*\}|"\w+")$')
_REFERENCE = re.compile(r"(?:some \w+ in )?(?:(\w+)\.)?(\w+)$")
_TRUTH = ("", "true", "false")
_LEVEL = "classification.level"


def looked_at(
    packages: Mapping[str, Package], name: str, situation: Situation, rule_name: str = "unmet"
) -> Iterator[tuple[str, Rule]]:
    """Yield package name and rule of each condition that the section `name` looks at, in order.

    A rule that gives no id of its own hands on those of another one: of a package that is imported,
    or of its own.
    """
    package = packages[name]
    for rule in package.rules:
        if rule.name != rule_name:
            continue
        if rule.id is not None:
            if _asked(package, rule, situation):
                yield name, rule
            continue
        for place, handed_on in _handed_on(package, rule, situation):
            home = package.imports.get(place, "") if place else name
            if home in packages:
                yield from looked_at(packages, home, situation, handed_on)


def _handed_on(
    package: Package, rule: Rule, situation: Situation
) -> Iterator[tuple[str | None, str]]:
    """Yield import and name of each rule whose ids the rule hands on, all at once or each."""
    for branch in rule.branches:
        holds = [_holds(package, line, situation) for line in branch.body]
        if False in holds:
            continue
        for text in (branch.value, *branch.body):
            if (found := _REFERENCE.match(text)) and (text == branch.value or " in " in text):
                yield found[1], found[2]
        if None not in holds and any(_compares_level(line) for line in branch.body):
            # What an item of another level would be asked stands after it.
            return


def _compares_level(line: str) -> bool:
    found = _COMPARED.match(line)
    return found is not None and found[1] == _LEVEL


def concerns(package: Package, rule: Rule, situation: Situation) -> bool:
    """Whether nothing that is known of the situation rules the rule out."""
    return all(_holds(package, line, situation) is not False for line in rule.body)


def _asked(package: Package, rule: Rule, situation: Situation) -> bool:
    """Whether the situation leaves the condition of a rule to be asked.

    What cannot hold keeps the rest of the body from being asked. Where there is no rest, because
    the situation decides all of it, it is the condition itself.
    """
    holds = [_holds(package, line, situation) for line in rule.body]
    if False not in holds:
        return True
    levels = (found for line in rule.body if (found := _COMPARED.match(line)))
    if any(
        found[1] == _LEVEL and _holds(package, found[0], situation) is False for found in levels
    ):
        return len(rule.body) == 1
    return None not in holds


def _holds(package: Package, expression: str, situation: Situation) -> bool | None:
    """Whether an expression holds; None where more than the situation decides it."""
    found = _COMPARED.match(expression)
    if found and found[1] in situation:
        same = situation[found[1]] in re.findall(r'"(\w+)"', found[3])
        return same is (found[2] != "!=")
    named = _NAMED.match(expression)
    if named and named[2] in situation:
        return (situation[named[2]] is not None) is (named[1] is None)
    guard = _GUARD.match(expression)
    if guard is None:
        return None
    rules = [rule for rule in package.rules if rule.name == guard[2]]
    if any(len(rule.branches) > 1 or rule.branches[0].value not in _TRUTH for rule in rules):
        return None
    # A default of false is what is left where none of the others holds.
    ways = [rule.body for rule in rules if rule.branches[0].value != "false"]
    # Any of the rules of that name, and of each all its expressions.
    holds = _any([_all([_holds(package, one, situation) for one in body]) for body in ways])
    asked = guard[1] is None and guard[3] != "false"
    return holds if asked or holds is None else not holds


def _all(values: list[bool | None]) -> bool | None:
    return False if False in values else None if None in values else True


def _any(values: list[bool | None]) -> bool | None:
    return True if True in values else None if None in values or not values else False
