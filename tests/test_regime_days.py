"""Every row of the regime, on its first and last day, in both postures: answered, or why not."""

import datetime
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from stories import changed, stories

from ai_export_policy import Client, Decision, Sidecar

REGIME = json.loads(
    (Path(__file__).resolve().parents[1] / "policies/reference/regime/data.json").read_text("utf-8")
)["rows"]
OPEN = "9999-12-31"
TOLD = {story.id: story.request for story in stories() if "/" not in story.id}

# The same chips, boards of nobody's list and weights to typical places, every other fact told.
PROBES = {
    "H100 to a Polish company": changed(
        TOLD["poland-2000-h100"], {"item.other_controls_cleared": True}
    ),
    "H100 to a German company": changed(
        TOLD["aia-2000-h100-germany"],
        {
            "item.other_controls_cleared": True,
            "documents.aia_certification": {
                "signed_on": "2022-01-03",
                "submitted_on": "2022-01-04",
            },
        },
    ),
    "H100 to a Vietnamese company": TOLD["vietnam-h100"],
    "H100 to a Chinese company": TOLD["china-h100"],
    "H100 to a Chinese group in Singapore": TOLD["chinese-owned-firm-in-singapore"],
    "H100 to a Cambodian company": TOLD["cambodia-leaves-d5"],
    "A40 to a Vietnamese company": TOLD["b-level-vietnam"],
    "weights to an Emirati company": TOLD["weights-emirati-company"],
}

# From which day on which outcome and review policy; the day before the first is the row before it.
NOTHING = ("indeterminate", None)
FREE = ("no_license_required", None)
CARRIED = ("license_exception", None)
APPROVAL = ("license_required", "presumption_of_approval")
DENIAL = ("license_required", "presumption_of_denial")
SILENCE = ("license_required", "not_stated")
EXPECTED: dict[tuple[str, str], dict[str, tuple[str, str | None]]] = {
    ("H100 to a Polish company", "codified"): {
        "2022-10-07": NOTHING,
        "2024-12-02": FREE,
        "2025-05-15": APPROVAL,
        "2028-01-01": SILENCE,
    },
    ("H100 to a Polish company", "enforced"): {"2022-10-07": NOTHING, "2024-12-02": FREE},
    ("H100 to a German company", "codified"): {
        "2022-10-07": NOTHING,
        "2024-12-02": FREE,
        "2025-05-15": CARRIED,
    },
    ("H100 to a German company", "enforced"): {"2022-10-07": NOTHING, "2024-12-02": FREE},
    ("H100 to a Vietnamese company", "codified"): {
        "2022-10-07": NOTHING,
        "2024-12-02": APPROVAL,
        "2028-01-01": SILENCE,
    },
    ("H100 to a Vietnamese company", "enforced"): {"2022-10-07": NOTHING, "2024-12-02": APPROVAL},
    ("H100 to a Chinese company", "codified"): {"2022-10-07": NOTHING, "2024-12-02": DENIAL},
    ("H100 to a Chinese company", "enforced"): {"2022-10-07": NOTHING, "2024-12-02": DENIAL},
    ("H100 to a Chinese group in Singapore", "codified"): {
        "2022-10-07": NOTHING,
        "2024-12-02": DENIAL,
    },
    ("H100 to a Chinese group in Singapore", "enforced"): {
        "2022-10-07": NOTHING,
        "2024-12-02": DENIAL,
    },
    ("H100 to a Cambodian company", "codified"): {
        "2022-10-07": NOTHING,
        "2024-12-02": DENIAL,
        "2026-02-03": APPROVAL,
        "2028-01-01": SILENCE,
    },
    ("H100 to a Cambodian company", "enforced"): {
        "2022-10-07": NOTHING,
        "2024-12-02": DENIAL,
        "2026-02-03": APPROVAL,
    },
    ("A40 to a Vietnamese company", "codified"): {"2022-10-07": NOTHING, "2024-12-02": CARRIED},
    ("A40 to a Vietnamese company", "enforced"): {"2022-10-07": NOTHING, "2024-12-02": CARRIED},
    ("weights to an Emirati company", "codified"): {
        "2022-10-07": NOTHING,
        "2024-12-02": ("out_of_scope", None),
        "2025-05-15": DENIAL,
    },
    ("weights to an Emirati company", "enforced"): {
        "2022-10-07": NOTHING,
        "2024-12-02": ("out_of_scope", None),
        "2025-05-15": NOTHING,
    },
}


def boundaries(row: Mapping[str, Any]) -> list[str]:
    """The first and the last day of a row; of the open one a day far on."""
    if row["valid_to"] == OPEN:
        return [row["valid_from"], "2030-06-30"]
    last = datetime.date.fromisoformat(row["valid_to"]) - datetime.timedelta(days=1)
    return [row["valid_from"], last.isoformat()]


CASES = [
    (row, day, posture, probe)
    for row in REGIME
    for day in boundaries(row)
    for posture in ("codified", "enforced")
    for probe in PROBES
]


@pytest.fixture(scope="module")
def decisions() -> dict[str, Decision]:
    """Every case, by day, posture and probe."""
    asked = {
        f"{day} {posture} {probe}": {**PROBES[probe], "as_of": day, "posture": posture}
        for _, day, posture, probe in CASES
    }
    with Sidecar() as sidecar, Client(sidecar.url, timeout=60.0) as client:
        answers = client.decide_many(asked)
    return {name: answer for name, answer in answers.items() if isinstance(answer, Decision)}


def expected(probe: str, posture: str, day: str) -> tuple[str, str | None]:
    """Outcome and review policy of a probe on a day."""
    steps = EXPECTED[probe, posture]
    return steps[max(first for first in steps if first <= day)]


@pytest.mark.parametrize("row", REGIME, ids=lambda row: row["id"])
def test_every_day_is_answered_by_the_text_of_its_row(
    row: Mapping[str, Any], decisions: Mapping[str, Decision]
) -> None:
    for _, day, posture, probe in (case for case in CASES if case[0] is row):
        decision = decisions[f"{day} {posture} {probe}"]
        got = (decision.outcome, decision.review_policy)
        assert got == expected(probe, posture, day), (day, posture, probe)


@pytest.mark.parametrize("row", REGIME, ids=lambda row: row["id"])
def test_every_day_tells_its_regime_or_that_no_source_does(
    row: Mapping[str, Any], decisions: Mapping[str, Decision]
) -> None:
    for _, day, posture, probe in (case for case in CASES if case[0] is row):
        decision = decisions[f"{day} {posture} {probe}"]
        regime = decision.regime
        told = {name: regime[name] for name in ("codified", "enforced", "version", "stale_after")}
        assert told == {name: row[name] for name in told}
        if row["answers"][posture] == "unknown":
            assert regime["notices"] == ["unknown/text"], (day, posture)
        else:
            named = [*row["notices"], *row["notices_by_posture"][posture]]
            assert regime["notices"][: len(named)] == named, (day, posture)
        if decision.outcome == "indeterminate":
            why = [n for n in regime["notices"] if n.startswith(("unknown/", "not_modelled/"))]
            assert why or decision.missing_facts, (day, posture, probe)


@pytest.mark.parametrize("row", REGIME, ids=lambda row: row["id"])
def test_no_answer_outlasts_the_row_of_its_day(
    row: Mapping[str, Any], decisions: Mapping[str, Decision]
) -> None:
    last = None if row["valid_to"] == OPEN else boundaries(row)[1]
    for _, day, posture, probe in (case for case in CASES if case[0] is row):
        until = decisions[f"{day} {posture} {probe}"].valid_until
        assert last is None or (until is not None and day <= until <= last), (day, posture, probe)


def test_the_day_before_the_first_row_is_told_to_be_unknown() -> None:
    request = {**PROBES["H100 to a Polish company"], "as_of": "2022-10-06"}
    with Sidecar() as sidecar, Client(sidecar.url) as client:
        decision = client.decide(request)
    assert (decision.outcome, decision.regime["notices"]) == ("indeterminate", ["unknown/text"])
