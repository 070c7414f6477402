"""Which conditions concern a decision, in every form in which the rules hand them on."""

from pathlib import Path

import pytest

from ai_export_policy.explain import annotations, conditions

_FORMS = """\
package ear.forms

import rego.v2

import data.ear.chips
import data.ear.classification
import data.ear.weights as models

unmet := chips.unmet if {
	_listed
} else := models.unmet if {
	classification.level == "weights"
} else := _not_listed

_not_listed contains "1/item"

default _listed := false

_listed if classification.listed.AIA
"""

_CHIPS = """\
package ear.chips

import rego.v2

import data.ear.classification
import data.ear.regime

unmet contains "2/item" if _eligible == false

unmet contains "2/limit" if {
	_eligible
	input.item.quantity > 3
}

unmet contains "2/new" if {
	regime.text == "new"
	input.sold
}

unmet contains "2/level" if classification.level == "b"

unmet contains "2/a_only" if {
	classification.level == "a"
	input.far
}

unmet contains "2/owner" if _owned == false

_owned := input.owner == "us"

unmet contains id if {
	input.near
	_eligible
	some id in _closed
}

_closed contains "2/closed" if input.closed

default _eligible := false

_eligible if classification.listed.LPP == "listed"

_eligible if {
	classification.listed.LPP == "C3"
	input.readings.C3 == "yes"
}
"""

_WEIGHTS = """\
package ear.weights

import rego.v2

unmet contains "3/facility" if input.facility == "bad"
"""

CHIPS = {
    "classification.level": "a",
    "classification.listed.AIA": "listed",
    "classification.listed.LPP": "listed",
    "regime.text": "new",
}
ALL = ["2/item", "2/limit", "2/new", "2/level", "2/a_only", "2/owner", "2/closed", "1/item"]


def without(*ids: str) -> list[str]:
    return [one for one in ALL if one not in ids]


@pytest.mark.parametrize(
    ("known", "ids"),
    [
        ({}, ALL),
        ({"regime.text": "old"}, without("2/new")),
        ({"classification.level": "b"}, without("2/a_only")),
        ({"classification.listed.LPP": None}, without("2/limit", "2/closed")),
        # The reading alone tells whether the second list counts.
        ({"classification.listed.LPP": "C3"}, ALL),
        (
            {"classification.level": "weights", "classification.listed.AIA": None},
            ["3/facility"],
        ),
        ({"classification.listed.AIA": None}, ["1/item"]),
    ],
)
def test_conditions_are_those_that_what_is_known_leaves_to_be_asked(
    known: dict[str, str | None], ids: list[str], tmp_path: Path
) -> None:
    for name, text in (("forms", _FORMS), ("chips", _CHIPS), ("weights", _WEIGHTS)):
        (tmp_path / f"{name}.rego").write_text(text, encoding="utf-8")
    packages = annotations.read(tmp_path)
    found = conditions.looked_at(packages, "ear.forms", CHIPS | known)
    assert [rule.id for _, rule in found] == ids


def test_what_is_not_known_rules_nothing_out(tmp_path: Path) -> None:
    (tmp_path / "chips.rego").write_text(_CHIPS, encoding="utf-8")
    found = conditions.looked_at(annotations.read(tmp_path), "ear.chips", {})
    assert [rule.id for _, rule in found] == without("1/item")
