"""No fact that is left out makes a decision kinder, or none at all.

Every story and variant is told again once for each of its fields, without that field. What the
schema gives a meaning when absent is in `removal.EXEMPTIONS`, each with its reason.
"""

import json
from collections import Counter
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

import pytest
import stories
from removal import EXEMPTIONS, REQUIRED, ROLES, Path, dotted, exemption, paths, permits, without

from ai_export_policy import Client, Decision, ExportPolicyError, RequestInvalid

# One refusal for each exemption, which the removal of a field turns into a permission: the story
# it starts from, the change that makes it a refusal, and the path whose removal undoes that.
PROBES: Mapping[str, tuple[str, dict[str, Any], tuple[str, ...]]] = {
    "posture": ("aia-2000-h100-germany", {"posture": "enforced"}, ("posture",)),
    "readings": (
        "lpp-100-h100-brazil",
        {"readings.N20": "direct_only", "parties.intermediate_consignee": "BR"},
        ("readings", "N20"),
    ),
    "note_1_presumption": (
        "b-level-vietnam",
        {"item.note_1_presumption": "not_overcome"},
        ("item", "note_1_presumption"),
    ),
    "intermediate_consignee": (
        "aia-2000-h100-germany",
        {"parties.intermediate_consignee": "CN"},
        ("parties", "intermediate_consignee"),
    ),
    "transfer_origin": (
        "aia-2000-h100-germany",
        {"activity": "transfer_in_country", "origin": "JP", "item.received_under": "none"},
        ("origin",),
    ),
    "export_origin": ("reexport-of-aia-items", {"activity": "export"}, ("origin",)),
    "region_of_another_country": (
        "aia-2000-h100-germany",
        {"destination_region": "UA-crimea"},
        ("destination_region",),
    ),
    "kind_beside_eccn": (
        "aia-2000-h100-germany",
        {"item.kind": "computer"},
        ("item", "kind"),
    ),
    "subject_to_ear": (
        "aia-2000-h100-germany",
        {
            "activity": "reexport",
            "origin": "TW",
            "item.received_under": "none",
            "item.subject_to_ear": {"value": False, "basis": "734.9(h)(1)(i)(A)"},
        },
        ("item", "subject_to_ear"),
    ),
    "training": (
        "aia-2000-h100-germany",
        {
            "end_use.purpose": "other",
            "end_use.training": {
                "model_4e091": True,
                "service": "iaas",
                "bis_authorization": False,
                "customer": {"location": "PL", "headquarters": "PL"},
            },
        },
        ("end_use", "training"),
    ),
    "customer_of_own_training": (
        "aia-2000-h100-germany",
        {
            "end_use.training": {
                "model_4e091": True,
                "service": "own",
                "bis_authorization": False,
                "customer": {"location": "PL", "headquarters": "PL"},
            },
        },
        ("end_use", "training", "customer"),
    ),
    "place_of_training": (
        "aia-2000-h100-germany",
        {
            "end_use.training": {
                "model_4e091": True,
                "service": "own",
                "location": "PL",
                "bis_authorization": False,
            },
        },
        ("end_use", "training", "location"),
    ),
    "part_of_the_year": (
        "lpp-100-h100-brazil",
        {"ledger.consignee_year_lpp_tpp": 26_900_000},
        ("ledger", "consignee_year_lpp_tpp"),
    ),
    "exporter": (
        "aia-2000-h100-germany",
        {"parties.exporter": "US", "parties.exporter.listed": ["unverified_list"]},
        ("parties", "exporter"),
    ),
    "facility": (
        "lpp-100-h100-brazil",
        {"facility": {"location": "CN"}},
        ("facility", "location"),
    ),
    "share_of_an_interface": (
        "veu-guidelines",
        {
            "end_use.training": {
                "model_4e091": True,
                "location": "MY",
                "service": "api",
                "bis_authorization": False,
                "fine_tuning_share": 0.9,
            },
        },
        ("end_use", "training", "fine_tuning_share"),
    ),
    "part_746": (
        "lpp-100-h100-brazil",
        {"end_use.part_746": "concern", "item.other_controls_cleared": True},
        ("end_use", "part_746"),
    ),
    "role_beside_recipient": (
        "aia-2000-h100-germany",
        {"parties.end_user": "CN"},
        ("parties", "end_user"),
    ),
    "company_named_already": (
        "uveu-authorization",
        {"facility.owner.headquarters": "CN"},
        ("facility", "owner", "headquarters"),
    ),
    "half_a_datasheet": (
        "stated-density-disagrees",
        {"item.specification.dies": [{"area_mm2": 928}]},
        ("item", "specification"),
    ),
    "disagreeing_class": ("b-level-vietnam", {"item.tpp": 15832}, ("item", "tpp")),
}


# Claims rather than facts: what is not claimed is not asked for. By the outcome that rested on it.
CLAIMS: frozenset[tuple[str, Path]] = frozenset(
    {
        ("licensed", ("documents",)),
        ("licensed", ("documents", "license")),
        ("validated_end_user", ("veu",)),
        ("not_subject_to_ear", ("item", "subject_to_ear")),
        ("not_subject_to_ear", ("item", "subject_to_ear", "value")),
    }
)
# Absent has the stricter meaning, with its reason, and the license that is then required names no
# fact: refusals all, never permissions.
_FOREIGN_MADE = (
    "an item is subject to the EAR unless another ground is told, and technology that an entity of "
    "Macau or D:5 developed and sends from there is so as a direct product (734.9(h))"
)
_NEWCOMERS = (
    "chips are new to the shares, the total and the installed base of a validated end user unless "
    "it is told that the holder sends them, or for the shares its group, and from where "
    "(748.15(a)(2)(iii)(B), 748.S10/6)"
)
_NO_HOLDER = (
    "what a paragraph or a reading leaves to the holder alone is left to nobody where no party is "
    "told to be the holder (748.S10/4 and 6, N16)"
)
STRICTER: Mapping[Path, str] = {
    ("item", "subject_to_ear"): _FOREIGN_MADE,
    ("item", "subject_to_ear", "basis"): _FOREIGN_MADE,
    ("item", "subject_to_ear", "value"): _FOREIGN_MADE,
    ("parties", "exporter"): _NEWCOMERS,
    ("parties", "exporter", "name"): _NEWCOMERS,
    ("parties", "exporter", "ultimate_parent"): _NEWCOMERS,
    ("parties", "recipient", "ultimate_parent"): _NEWCOMERS,
    ("origin",): _NEWCOMERS,
    ("veu", "holder"): _NO_HOLDER,
}
# Absent, the rule reaches nothing: an export to the United States then leaves from there (734.13),
# and the figures of memory are none that it names.
OUT_OF_REACH: frozenset[Path] = frozenset({("origin",), ("item", "eccn")})
# What may be asked for in place of the field that was removed, because another way to tell it is
# left: an operator of whom nothing tells that it is the recipient is asked for as another company.
ASKED_INSTEAD: Mapping[Path, str] = {
    ("shipment", "lines"): "shipment.aggregate_tpp",
    ("facility", "operator", "name"): "facility.operator",
    ("parties", "recipient", "name"): "facility.operator",
    **{("parties", role): "parties.recipient" for role in ROLES},
}


@dataclass(frozen=True)
class Told:
    """A request, its decision, and by removed path what was decided without it."""

    request: dict[str, Any]
    decision: dict[str, Any]
    removals: dict[Path, Decision | ExportPolicyError]


@pytest.fixture(scope="module")
def told(client: Client) -> dict[str, Told]:
    """Every story and probe, decided as it stands and without each of its fields."""
    requests = {story.id: story.request for story in stories.stories()}
    for name, (story, change, _path) in PROBES.items():
        requests[f"probe {name}"] = stories.changed(requests[story], _parties(change))
    lacking = {
        (id, path): without(request, path)
        for id, request in requests.items()
        for path in paths(request)
        if path not in REQUIRED
    }
    # A variant without the field that makes it one is its story without that field: ask once.
    texts = {key: json.dumps(request, sort_keys=True) for key, request in lacking.items()}
    answers = _decide(client, {texts[key]: request for key, request in lacking.items()})
    decisions = _documents(client.decide_many(requests))
    return {
        id: Told(
            request,
            decisions[id],
            {path: answers[texts[id, path]] for path in paths(request) if path not in REQUIRED},
        )
        for id, request in requests.items()
    }


def test_no_removal_turns_a_refusal_into_a_permission(told: dict[str, Told]) -> None:
    kinder = [
        f"{id} ({one.decision['outcome']}) without {dotted(path)}: {answer.outcome}"
        for id, one in told.items()
        if not permits(one.decision)
        for path, answer in one.removals.items()
        if isinstance(answer, Decision)
        and permits(answer.document)
        and not exemption(one.request, path, one.decision)
    ]
    assert kinder == []


def test_no_removal_of_an_optional_field_leaves_no_decision(told: dict[str, Told]) -> None:
    undecided = {
        f"{id} without {dotted(path)}": repr(answer)
        for id, one in told.items()
        for path, answer in one.removals.items()
        if not isinstance(answer, Decision)
    }
    assert undecided == {}


def test_a_permission_that_a_removal_ends_says_what_is_lacking(told: dict[str, Told]) -> None:
    """What is no claim and has no default is asked for by name: the path, or one inside it."""
    unnamed = [
        f"{id} without {dotted(path)}: {answer.outcome}, missing {answer.missing_facts}"
        for id, one in told.items()
        if permits(one.decision)
        for path, answer in one.removals.items()
        if isinstance(answer, Decision)
        and not permits(answer.document)
        and not _is_asked(path, answer.missing_facts)
        and not exemption(one.request, path, one.decision)
        and (one.decision["outcome"], path) not in CLAIMS
        and not (path in STRICTER and answer.outcome == "license_required")
        and not (path in OUT_OF_REACH and answer.outcome == "out_of_scope")
    ]
    assert unnamed == []


@pytest.mark.parametrize("path", STRICTER, ids=dotted)
def test_no_stricter_meaning_is_dead(told: dict[str, Told], path: Path) -> None:
    """Some permission ends in a license that names no fact, for the reason that is told."""
    assert any(
        isinstance(answer := one.removals.get(path), Decision)
        and permits(one.decision)
        and answer.outcome == "license_required"
        and not _is_asked(path, answer.missing_facts)
        for one in told.values()
    ), STRICTER[path]


@pytest.mark.parametrize("path", sorted(REQUIRED), ids=dotted)
def test_a_required_field_is_required(client: Client, path: Path) -> None:
    for story in stories.stories():
        if "/" not in story.id:
            with pytest.raises(RequestInvalid, match=dotted(path)):
                client.decide(without(story.request, path))


def test_no_exemption_is_dead(told: dict[str, Told]) -> None:
    needed = Counter(
        covering.name
        for one in told.values()
        if not permits(one.decision)
        for path, answer in one.removals.items()
        if isinstance(answer, Decision) and permits(answer.document)
        if (covering := exemption(one.request, path, one.decision))
    )
    assert set(needed) == {each.name for each in EXEMPTIONS}


@pytest.mark.parametrize("name", PROBES)
def test_a_probe_needs_its_exemption(told: dict[str, Told], name: str) -> None:
    one = told[f"probe {name}"]
    path = PROBES[name][2]
    answer = one.removals[path]
    assert not permits(one.decision)
    assert isinstance(answer, Decision)
    assert permits(answer.document)
    covering = exemption(one.request, path, one.decision)
    assert covering is not None
    assert covering.name == name


def _is_asked(path: Path, missing: list[str]) -> bool:
    # The amounts by country count only as a whole that adds up to the total.
    whole = path[:3] if path[:3] == ("veu", "compute", "by_country") else path
    asked = {dotted(whole), ASKED_INSTEAD.get(path, dotted(whole))}
    return any(
        each == place or each.startswith((f"{place}.", f"{place}["))
        for each in missing
        for place in asked
    )


def _parties(change: Mapping[str, Any]) -> dict[str, Any]:
    """The change with each party that is given as a country spelt out."""
    return {
        path: _party(value) if path.count(".") == 1 and path.startswith("parties.") else value
        for path, value in change.items()
    }


def _party(country: str) -> dict[str, Any]:
    return {
        "location": country,
        "headquarters": country,
        "ultimate_parent_headquarters": country,
        "kind": "commercial_firm",
        "government_controlled": False,
        "listed": [],
    }


def _decide(
    client: Client, requests: Mapping[str, Mapping[str, Any]]
) -> dict[str, Decision | ExportPolicyError]:
    """The answers, asked for on two connections: OPA evaluates a batch on one core."""
    keys = list(requests)
    halves = [{key: requests[key] for key in keys[start::2]} for start in (0, 1)]
    with ThreadPoolExecutor(len(halves)) as pool:
        return {
            key: each for part in pool.map(client.decide_many, halves) for key, each in part.items()
        }


def _documents(answers: Mapping[str, Decision | ExportPolicyError]) -> dict[str, dict[str, Any]]:
    errors = {id: repr(each) for id, each in answers.items() if not isinstance(each, Decision)}
    assert errors == {}
    return {id: each.document for id, each in answers.items() if isinstance(each, Decision)}
