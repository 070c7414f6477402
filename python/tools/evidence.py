"""What the stories show: which ids their decisions carry, and which rules they make answer."""

import sys
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import cited_rules
import engine

sys.path.insert(0, str(engine.REPOSITORY / "tests"))

import stories as told

DECIDES = frozenset({"unmet", "requirement", "exclusion", "review"})


@dataclass
class Sightings:
    """Of one id, the stories in which it changes the answer, in which it could have and does not
    (`passed`), and in which the answer tells it.

    `kinds` says where it stands: unmet, requirement, exclusion, review, obligation, flag, notice;
    `symbols` are those of the provisions that it closes.
    """

    kinds: set[str] = field(default_factory=set)
    symbols: set[str] = field(default_factory=set)
    raised: list[str] = field(default_factory=list)
    passed: list[str] = field(default_factory=list)
    told: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Evidence:
    """`ids` by id; `values` by path of a rule: of each different value the first story with it."""

    ids: Mapping[str, Sightings]
    values: Mapping[str, list[str]]


def gather(paths: Iterable[str]) -> Evidence:
    """Decide all stories in one call, and ask each rule at `paths` what it says of every story."""
    requests = _requests(engine.REPOSITORY / "tests" / "cases")
    paths = sorted(paths)
    observed = engine.REPOSITORY / ".cache" / "observed.rego"
    observed.parent.mkdir(exist_ok=True)
    observed.write_text(_observer(paths), "utf-8")
    answer = engine.answer(
        *("eval", "--format", "json", "--data", "policies", "--data", observed),
        *("--stdin-input", "--strict-builtin-errors"),
        "[data.ear.decisions, data.observed.values]",
        text=engine.dump({"requests": requests}),
    )
    decisions, values = answer["result"][0]["expressions"][0]["value"]
    if undecided := sorted(requests.keys() - decisions.keys()):
        raise SystemExit(f"no decision on {', '.join(undecided)}")
    first = {
        path: {str(values[story][path]): story for story in sorted(values, reverse=True)}
        for path in paths
    }
    activities = {story: request.get("activity", "") for story, request in requests.items()}
    return Evidence(
        sightings(decisions, activities),
        {path: sorted(seen.values()) for path, seen in first.items()},
    )


def _requests(cases: Path) -> dict[str, dict[str, Any]]:
    """The requests of the stories by id. Ends the script with file and key of what is no story."""
    try:
        return {story.id: story.request for story in told.stories(cases)}
    except told.NotAStory as error:
        raise SystemExit(f"tests/cases/{error}") from error


def sightings(
    decisions: Mapping[str, Mapping[str, Any]], activities: Mapping[str, str]
) -> dict[str, Sightings]:
    """What each id of the decisions was seen as; `activities` are those of the stories."""
    found: dict[str, Sightings] = defaultdict(Sightings)
    for story, decision in sorted(decisions.items()):
        for row in decision["considered"]:
            for name in row["unmet"]:
                found[name].symbols.add(row["symbol"])
        for kind, names in _raised(decision).items():
            for name in names:
                found[name].kinds.add(kind)
                stories = found[name].raised if kind in DECIDES else found[name].told
                if story not in stories:
                    stories.append(story)
    for story, decision in sorted(decisions.items()):
        raised = _raised(decision)
        for seen in found.values():
            if "exclusion" in seen.kinds and activities[story] not in {
                activities[other] for other in seen.raised
            }:
                continue
            # One provision may pass the condition that closes another beside it.
            kinds = seen.kinds if story not in seen.raised else seen.kinds & {"unmet"}
            if any(_open_to(kind, seen, decision, raised) for kind in kinds):
                seen.passed.append(story)
    return dict(found)


def _raised(decision: Mapping[str, Any]) -> dict[str, set[str]]:
    return {
        "unmet": {name for row in decision["considered"] for name in row["unmet"]},
        "requirement": {row["id"] for row in decision["license_requirements"]},
        "exclusion": {row["id"] for row in decision["exclusions"]},
        "review": {cited_rules.review(row["citation"]) for row in decision["reviews"]},
        "obligation": {row["id"] for row in decision["obligations"]},
        "flag": {row["id"] for row in decision["flags"]},
        "notice": set(decision["regime"]["notices"]),
    }


def _open_to(
    kind: str, seen: Sightings, decision: Mapping[str, Any], raised: Mapping[str, set[str]]
) -> bool:
    """Whether the decision looked at what the id stands for, so that its absence says something.

    A condition: a provision that it closes carries the transaction. A requirement: an item of the
    rule is decided without it. An exclusion: a requirement applies to the same activity. A review:
    another one holds.
    """
    if kind == "unmet":
        return any(
            row["symbol"] in seen.symbols and row["available"] == "yes"
            for row in decision["considered"]
        )
    if kind == "requirement":
        return decision["classification"]["level"] is not None and (
            decision["outcome"] != "indeterminate" or bool(raised["requirement"])
        )
    if kind == "exclusion":
        return bool(raised["requirement"])
    return kind == "review" and bool(raised["review"])


def _observer(paths: Iterable[str]) -> str:
    """A module that says, by story, a digest of the value of each rule; [] where it has none.

    A function (of a country, as those of one argument are) is asked of the story's destination.
    """
    asked = {path: path.replace("()", "(input.destination)") for path in paths}
    rows = "".join(
        f'\t"{path}": [crypto.md5(json.marshal(value)) | value := {term}],\n'
        for path, term in asked.items()
    )
    return (
        "package observed\n\nimport rego.v2\n\n"
        f"all := {{\n{rows}}}\n\n"
        "values[story] := answer if {\n"
        "\tsome story, request in input.requests\n"
        "\t[answer] = [found | found := all] with input as request\n"
        "}\n"
    )
