"""A repository of three paragraphs, one rule each, and the stories that show them."""

import json
from pathlib import Path
from typing import Any

import scratch_policies

TABLE: dict[str, Any] = {
    "rows": [
        {"paragraph": "740.29(a)", "text": "A yearly limit.", "source": "90 FR 4544"},
        {"paragraph": "740.29(b)", "text": "Eligible items.", "source": "90 FR 4544"},
        {"paragraph": "740.29(g)", "text": "Reports:", "source": "90 FR 4544", "gathers": True},
        {"paragraph": "740.29(g)(1)", "text": "A copy.", "source": "90 FR 4544"},
        {
            "paragraph": "740.29(g)(2)",
            "text": "Where it is sent.",
            "source": "90 FR 4544",
            "outside": "an address",
        },
    ],
    "other_texts": {"90 FR 4544": "the rule as a whole"},
}

SECTION = """\
# METADATA
# title: Section
# description: One.
# scope: package
# custom:
#   citation: "740.29"
package ear.lpp

import rego.v2

# METADATA
# title: Yearly limit
# custom:
#   citation: "740.29(a)"
unmet contains "740.29(a)/limit" if input.item.tpp > 10

# METADATA
# title: Eligible
# custom:
#   citation: "740.29(b)"
default eligible := false

eligible if input.item.eccn == "3A090.a"

# METADATA
# title: Copy
# custom:
#   citation: "740.29(g)(1)"
obligations contains {"id": "740.29(g)(1)/copy", "due": null} if count(unmet) == 0
"""

DECISION = """\
# METADATA
# title: The law
# description: One.
# scope: package
# custom:
#   citation: "90 FR 4544"
package ear

import rego.v2

import data.ear.lpp

_available := "yes" if {
	count(lpp.unmet) == 0
} else := "no"

decisions[id] := answer if {
	some id, request in input.requests
	[answer] = [found | found := _decision] with input as request
}

_decision := object.union(data.reference.answer, {
	"considered": [{"symbol": "LPP", "available": _available, "unmet": lpp.unmet}],
	"obligations": [row | some row in lpp.obligations],
})
"""

STORY = """\
title: A story.
why: It is one.
citation: ["740.29(a)"]
request: {as_of: '2025-07-01', activity: export, item: {tpp: 5, eccn: 3A090.a}}
expect: {}
variants:
  - {title: Too much., change: {item.tpp: 11}, expect: {}}
  - {title: Another item., change: {item.eccn: 3A090.b}, expect: {}}
"""


def write(folder: Path) -> Path:
    """Write the repository into `folder` and return it."""
    answer = scratch_policies.decision({"as_of": "2025-07-01"})
    for name, text in {
        "policies/ear/decision.rego": DECISION,
        "policies/ear/lpp.rego": SECTION,
        "policies/reference/answer/data.json": json.dumps(answer),
        "policies/reference/paragraphs/data.json": json.dumps(TABLE),
        "python/docs/rules.md": "",
        "tests/cases/story.yaml": STORY,
    }.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    return folder
