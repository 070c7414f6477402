"""Kinds of decision that are measured, each a story or a story with a change.

Every outcome and every authorization of schemas/decision.json is among them, the dear ones too.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import stories

_BOARD = {
    "item.kind": "electronic_assembly",
    "item.eccn": "4A090.a",
    "item.tpp": stories.REMOVED,
    "item.performance_density": stories.REMOVED,
    "item.datacenter": stories.REMOVED,
    "item.designer": stories.REMOVED,
    "item.integrated_circuits": [
        {
            "count": 8,
            "tpp": 15832,
            "performance_density": 19.45,
            "datacenter": True,
            "designer": "authorized",
        }
    ],
}
_GAMING = {
    "item.eccn": stories.REMOVED,
    "item.tpp": 1500,
    "item.performance_density": 3,
    "item.datacenter": False,
}
_UNTOLD = {"parties": stories.REMOVED, "end_use": stories.REMOVED, "documents": stories.REMOVED}

# Name, story, change, and the outcome and symbol without which another thing would be measured.
_KINDS: tuple[tuple[str, str, dict[str, Any], str, str | None], ...] = (
    ("AIA, Germany", "aia-2000-h100-germany", {}, "license_exception", "AIA"),
    ("license, Poland", "poland-2000-h100", {}, "license_required", None),
    ("LPP, Brazil", "lpp-100-h100-brazil", {}, "license_exception", "LPP"),
    ("ACA, RTX 4090 to India", "aca-rtx-4090-india", {}, "license_exception", "ACA"),
    (
        "NAC, CN-owned in Singapore",
        "b-level-chinese-owned-firm-in-singapore",
        {},
        "license_exception",
        "NAC",
    ),
    ("ACM, Malaysia", "acm-packaging-in-malaysia", {}, "license_exception", "ACM"),
    ("UVEU, Malaysia", "uveu-in-malaysia", {}, "validated_end_user", "UVEU"),
    ("NVEU, Malaysia", "nveu-by-quarter", {}, "validated_end_user", "NVEU"),
    ("license in hand", "license-in-hand", {}, "licensed", "LICENSE"),
    ("denial, China", "china-h100", {}, "license_required", None),
    ("facts missing", "aia-2000-h100-germany", _UNTOLD, "indeterminate", None),
    ("weights, AIA", "weights-us-cloud-in-poland", {}, "license_exception", "AIA"),
    (
        "enforced, Germany",
        "aia-2000-h100-germany",
        {"posture": "enforced"},
        "indeterminate",
        None,
    ),
    ("b level, Vietnam", "b-level-vietnam", {}, "license_exception", "ACA"),
    ("b level, Brazil", "b-level-brazil", {}, "no_license_required", None),
    ("not subject to the EAR", "not-subject-to-the-ear", {}, "not_subject_to_ear", None),
    ("board 4A090, Germany", "aia-2000-h100-germany", _BOARD, "license_exception", "AIA"),
    ("out of scope", "aia-2000-h100-germany", _GAMING, "out_of_scope", None),
)


@dataclass(frozen=True)
class Kind:
    """A request with the outcome and the symbol (None: no authorization) that it has to get."""

    name: str
    request: Mapping[str, Any]
    outcome: str
    symbol: str | None

    def check(self, decision: Mapping[str, Any]) -> None:
        """AssertionError if the decision is not of this kind, so that no figure is mislabelled."""
        got = (decision["outcome"], (decision["authorization"] or {}).get("symbol"))
        if got != (self.outcome, self.symbol):
            raise AssertionError(f"{self.name}: {got} instead of {(self.outcome, self.symbol)}")


def kinds() -> list[Kind]:
    """Every kind, in the order of the table. Ends the script with what is wrong with a story."""
    try:
        requests = {story.id: story.request for story in stories.stories()}
    except stories.NotAStory as error:
        raise SystemExit(f"tests/cases/{error}") from error
    if gone := [story for _, story, *_ in _KINDS if story not in requests]:
        raise SystemExit(f"tests/bench/kinds.py measures stories that are not there: {gone}")
    return [
        Kind(name, stories.changed(requests[story], change), outcome, symbol)
        for name, story, change, outcome, symbol in _KINDS
    ]
