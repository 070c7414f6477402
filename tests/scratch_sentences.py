"""Rules and tables of a few lines, laid out as the real ones are, and a decision of theirs."""

import copy
import json
from pathlib import Path
from typing import Any

import scratch_policies

from ai_export_policy import Decision

_REGO = """\
# METADATA
# title: License Exception Small
# description: For what is small.
# scope: package
# custom:
#   symbol: LPP
#   citation: "740.29"
package ear.small

import rego.v2

import data.ear.common
import data.ear.classification

# METADATA
# title: Small enough
# description: >-
#   The whole group counts, however
#   it is divided.
# custom:
#   citation: "740.29(a)"
unmet contains "740.29(a)/limit" if {
	_chips
	input.item.quantity > 3
}

unmet contains "740.29(a)/limit" if _presumed_large

# METADATA
# title: Models are lent, not sold
# custom:
#   citation: "740.29(b)"
unmet contains "740.29(b)/models" if {
	not _chips
	input.sold
}

unmet contains id if {
	_chips
	some id in common.unmet
}

_chips if classification.level in {"a", "b"}

# METADATA
# title: Tell somebody
# description: Within a week.
# custom:
#   citation: "740.29(g)"
obligations contains {
	"id": "740.29(g)/tell",
	"when": "after",
	"due": "2025-07-08",
	"by": "exporter",
	"citation": "740.29(g)",
} if {
	_chips
}

default available := "unknown"

available := "no" if {
	count(unmet) > 0
} else := "yes"
"""

_COMMON = """\
# METADATA
# title: Restrictions on everything
# description: Whatever is relied on.
# scope: package
# custom:
#   citation: "740.2"
package ear.common

import rego.v2

# METADATA
# title: Somebody is on a list
# custom:
#   citation: "740.2(a)(2)"
unmet contains "740.2(a)(2)/listed" if input.listed
"""

_REQUIREMENTS = """\
package ear.requirements

import rego.v2

# METADATA
# title: Everywhere
# custom:
#   citation: "742.6(a)"
applies["742.6(a)"] := "742.6(a)" if regime.text == "new"

# METADATA
# title: There only
# custom:
#   citation: "742.6(a)"
applies["742.6(a)"] := "742.6(a)" if regime.text == "old"
"""


def write(folder: Path) -> Path:
    """Write the rules and tables into `folder` and return it."""
    tables: dict[str, Any] = {
        "regime": [
            {"valid_from": "2025-01-01", "valid_to": "9999-12-31", "answers": {"codified": "new"}}
        ],
        "notices": {
            "careful": {"text": "Take care."},
            "not_modelled": {"text": "{eccn} is not here."},
        },
        "readings": {"C1": {"title": "It says both.", "readings": ["no", "yes"]}},
        "countries": {"PL": {"name": "Poland"}},
    }
    files = {
        "ear/part_740/small.rego": _REGO,
        "ear/part_740/small_test.rego": "package ear.small_test\n\nthis is no Rego\n",
        "ear/part_740/common.rego": _COMMON,
        "ear/part_742/requirements.rego": _REQUIREMENTS,
    } | {f"reference/{name}/data.json": json.dumps({"rows": rows}) for name, rows in tables.items()}
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder


REQUEST: dict[str, Any] = {
    "as_of": "2025-07-01",
    "activity": "export",
    "destination": "PL",
    "item": {"kind": "integrated_circuit", "quantity": 2000, "tpp": 5284.8, "datacenter": False},
    "parties": {"recipient": {"name": "Consignee\x1b[31m SA", "listed": []}},
    "documents": {"lpp_certification": {"calendar_year": 2025}, "license": None},
}


def decision(**fields: Any) -> Decision:
    """A decision on REQUEST that LPP of the rules above carries, with these fields instead."""
    document = copy.deepcopy(scratch_policies.decision(REQUEST)) | {
        "outcome": "license_exception",
        "eccn": "3A090.a",
        "classification": {
            "source": "derived",
            "agrees": None,
            "level": "a",
            "decided_by": "3A090.a.1",
            "tpp": 5284.8,
            "performance_density": 8.69,
            "counted_operations": None,
        },
        "license_requirements": [{"id": "742.6(a)", "citation": "742.6(a)"}],
        "authorization": {"symbol": "LPP", "citation": "740.29"},
        "considered": [
            {
                "symbol": "LPP",
                "citation": "740.29",
                "available": "yes",
                "unmet": [],
                "missing": [],
            },
            {
                "symbol": "GOV",
                "citation": "740.11(b)",
                "available": "not_modelled",
                "unmet": [],
                "missing": [],
            },
        ],
        "pools": [
            {
                "pool": "consignee_year",
                "key": "Consignee Group",
                "period": "2025",
                "basis": "received",
                "limit_tpp": 26900000,
                "used_tpp": None,
                "requested_tpp": 10569600,
                "remaining_tpp": None,
                "fits": None,
                "denominator_tpp": None,
                "ledger": {"source": "books", "as_of": "2025-06-30", "complete": False},
            }
        ],
        "counts": [
            {"sum": "consignee_aia", "key": "Consignee Group", "period": None, "tpp": 10569600}
        ],
        "obligations": [
            {
                "id": "740.29(g)/tell",
                "when": "after",
                "due": "2025-07-08",
                "by": "exporter",
                "citation": "740.29(g)",
            }
        ],
        "missing_facts": [],
        "open_questions": [{"id": "C1", "reading": "no"}],
        "regime": {
            "codified": "90 FR 4544",
            "enforced": None,
            "version": "2025-02-11",
            "compliance_due": "2025-05-15",
            "stale_after": None,
            "notices": ["not_modelled/3A090.c", "careful"],
        },
        "valid_until": "2025-12-31",
        "policy": {"revision": "1", "data_digest": None},
    }
    return Decision(document | fields)
