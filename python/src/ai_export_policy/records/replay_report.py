"""What a replay found, for people and for programs: text, JSON, JUnit XML, SARIF."""

from typing import Any

from ai_export_policy.comparison import changes
from ai_export_policy.comparison.changes import Change
from ai_export_policy.records.replay import Replayed

_SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"


def text(done: Replayed) -> str:
    """The report for people, in lines."""
    text = changes.text(done.changed, len(done.labels))
    for revision, number in done.missing.items():
        text += f"{number:,} records not decided again: no bundle of revision {revision}\n"
    if done.traced:
        text += f"{done.traced:,} traces made again and compared\n"
    if done.untraced:
        text += f"{done.untraced:,} traces not compared: of rules that this package does not hold\n"
    return text


def junit(done: Replayed) -> str:
    """The report as JUnit XML: one test case for each record."""
    return changes.junit(done.changed, done.labels)


def document(done: Replayed) -> dict[str, Any]:
    """The report as JSON."""
    found = changes.document(done.changed, len(done.labels))
    found |= {"missing": done.missing, "engines": sorted(done.engines)}
    return found | {"traced": done.traced, "untraced": done.untraced}


def sarif(done: Replayed) -> dict[str, Any]:
    """The changes as a SARIF 2.1.0 log: one result for each record and paragraph that parts it."""
    results = [one for change in done.changed for one in _results(change)]
    return {
        "$schema": _SCHEMA,
        "version": "2.1.0",
        "runs": [
            {
                "tool": {
                    "driver": {
                        "name": "ai-export records replay",
                        "rules": [{"id": id} for id in sorted({one["ruleId"] for one in results})],
                    }
                },
                "results": results,
            }
        ],
    }


def _results(change: Change) -> list[dict[str, Any]]:
    after = change.after
    outcome = getattr(after, "document", {}).get("outcome", "no decision")
    before = getattr(change.before, "document", {}).get("outcome", "no decision")
    rules = [
        (one.id, f"{one.kind} said by the {one.said_by[0]} answer only") for one in change.partings
    ]
    rules = rules or [("decision/field", f"differs in {', '.join(change.fields) or 'all'}")]
    chain, _, _ = change.label.partition("/")
    return [
        {
            "ruleId": rule,
            "level": "error" if before != outcome else "warning",
            "message": {"text": f"{change.label}: {before} -> {outcome}; {rule} {message}"},
            "locations": [
                {
                    "physicalLocation": {"artifactLocation": {"uri": chain}},
                    "logicalLocations": [{"fullyQualifiedName": change.label}],
                }
            ],
        }
        for rule, message in rules
    ]
