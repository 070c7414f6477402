"""Advice: what is proposed is true, lawful and least, and OPA has decided it."""

import json
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
import stories

from ai_export_policy import Client, Decision, RequestInvalid
from ai_export_policy.advice import Advice, Proposal, advise, render
from ai_export_policy.advice.lawful import difference, patched
from ai_export_policy.cli import main

STORIES = {story.id: story.request for story in stories.stories()}
POLAND, GERMANY = STORIES["poland-2000-h100"], STORIES["aia-2000-h100-germany"]
CHINA, BRAZIL = STORIES["china-h100"], STORIES["lpp-1700-h100-brazil"]
PERMITTED = {
    "no_license_required",
    "not_subject_to_ear",
    "license_exception",
    "validated_end_user",
    "licensed",
}

# Said here once more, so that a slip in the code is not repeated by its test.
MAY_CHANGE = (
    "as_of",
    "item.quantity",
    "shipment.aggregate_tpp",
    "documents",
    "facility.attested_on",
    "facility.supplement_10",
    "facility.notified_on",
    "facility.move_notified_on",
    "end_use.training.bis_authorization",
    "veu",
)
GOES_WITH_ITS_YEAR = {
    "ledger.consignee_year_lpp_tpp",
    "ledger.consignee_year_all_tpp",
    "ledger.operator_year_lpp_tpp",
}


def told(request: Mapping[str, Any], **changes: Any) -> dict[str, Any]:
    """The request with dotted paths changed, `__` for the dot."""
    paths = {path.replace("__", "."): value for path, value in changes.items()}
    return dict(stories.changed(request, paths))


def opening(advice: Advice, symbol: str) -> list[Proposal]:
    return [one for one in advice.proposals if symbol in one.opens]


def leaves(document: Any, path: str = "") -> dict[str, Any]:
    if not isinstance(document, dict) or not document:
        return {path: document}
    found: dict[str, Any] = {}
    for key, inner in document.items():
        found |= leaves(inner, f"{path}.{key}" if path else key)
    return found


def _each_refusal(decisions: Mapping[str, Decision]) -> list[str]:
    """The stories that are refused for something that none before them was refused for."""
    seen: set[object] = set()
    chosen = []
    for id, decision in decisions.items():
        reasons: set[object] = {decision.outcome, decision.review_policy, *decision.missing_facts}
        for row in decision.considered:
            reasons |= {(row["symbol"], one) for one in (*row["unmet"], *row["missing"])}
        if reasons - seen:
            seen |= reasons
            chosen.append(id)
    return chosen


def test_whatever_refuses_a_story_each_proposal_applied_gives_what_it_promises(
    client: Client,
) -> None:
    answers = client.decide_many(STORIES)
    decided = {id: one for id, one in answers.items() if isinstance(one, Decision)}
    assert decided.keys() == STORIES.keys()
    permitted = [id for id, one in decided.items() if one.outcome in PERMITTED]
    refused = _each_refusal({id: one for id, one in decided.items() if id not in set(permitted)})
    with ThreadPoolExecutor(4) as pool:
        faults = [
            fault for found in pool.map(lambda id: _faults(client, id), refused) for fault in found
        ]
        untouched = list(pool.map(lambda id: advise(client, STORIES[id]), permitted))
    assert faults == []
    assert {(one.proposals, one.closed, one.nothing_helps) for one in untouched} == {
        ((), (), False)
    }


def _faults(client: Client, id: str) -> list[str]:
    request = STORIES[id]
    advice = advise(client, request)
    found = [
        f"{id}: {place} {one.kind} {one.opens}: {fault}"
        for place, one in enumerate(advice.proposals)
        for fault in _faults_of(client, request, one)
    ]
    opened = {symbol for one in advice.proposals for symbol in one.opens}
    for row in advice.decision.considered:
        if row["available"] != "not_modelled":
            closed = row["symbol"] in {one.symbol for one in advice.closed}
            if closed == (row["symbol"] in opened):
                found.append(f"{id}: {row['symbol']} is opened and closed, or neither")
    return found


def _faults_of(client: Client, request: dict[str, Any], one: Proposal) -> Iterator[str]:
    if patched(request, one.change) != one.request:
        yield "the patch does not give the request"
    if client.decide(one.request).document != one.decision.document:
        yield "OPA decides otherwise"
    yield from _changed_elsewhere(request, one.request)
    if one.facts and one.kind != "license":
        lacking = {fact.path for fact in one.facts}
        if one.decision.outcome not in PERMITTED and not lacking <= set(one.decision.missing_facts):
            yield f"promises to be open but for {lacking}, is {one.decision.outcome}"
    elif not one.authorizes:
        yield f"promises a permission, gives {one.decision.outcome}"
    if one.kind == "facts" and one.change:
        yield "changes more than what is known"
    for fact in one.facts:
        if fact.hopeless:
            yield f"every answer to {fact.path} closes it"
    if one.beyond is not None:
        more = told(one.request, item__quantity=one.request["item"]["quantity"] + 1)
        if one.reviewed is None and any(
            row["symbol"] in one.opens and row["available"] != "no"
            for row in client.decide(more).considered
        ):
            yield "one more fits too"


def _changed_elsewhere(request: dict[str, Any], changed: dict[str, Any]) -> Iterator[str]:
    before, after = leaves(request), leaves(changed)
    for path in before.keys() | after.keys():
        if before.get(path, "untold") == after.get(path, "untold"):
            continue
        if path in GOES_WITH_ITS_YEAR:
            if path in after or changed["as_of"][:4] == request["as_of"][:4]:
                yield f"tells another amount at {path}"
        elif path == "ledger.as_of" and after.get(path) == changed["as_of"]:
            if changed["as_of"][:4] == request["as_of"][:4]:
                yield "tells another day of the ledger"
        elif not any(path == may or path.startswith(f"{may}.") for may in MAY_CHANGE):
            yield f"changes {path}"
    if changed["as_of"] < request["as_of"]:
        yield "goes back in time"
    if changed["item"].get("quantity", 0) > request["item"].get("quantity", 0):
        yield "moves more"


def test_poland_may_have_1699_under_lpp_or_apply_for_the_whole(client: Client) -> None:
    advice = advise(client, POLAND)
    (smaller,) = opening(advice, "LPP")
    assert (smaller.kind, smaller.change) == ("smaller", {"item": {"quantity": 1699}})
    assert smaller.decision.authorization == {"symbol": "LPP", "citation": "740.29"}
    assert smaller.beyond is not None
    assert smaller.beyond.outcome == "license_required"
    (license,) = opening(advice, "LICENSE")
    assert license.reviewed is not None
    assert license.reviewed.review_policy == "presumption_of_approval"
    assert "748.S2(c)(4)/aggregate_tpp" in {row["id"] for row in license.reviewed.obligations}
    closed = {one.symbol: set(one.unmet) for one in advice.closed}
    words = ("location", "headquarters", "ultimate_parent")
    assert closed["AIA"] == {f"740.27(a)/{word}" for word in words}
    assert not advice.nothing_helps
    assert [one.kind for one in advice.proposals] == ["smaller", "authorization", "license"]


def test_a_german_certification_that_comes_late_is_had_earlier_or_waited_for(
    client: Client,
) -> None:
    late = told(
        GERMANY,
        documents__aia_certification={"signed_on": "2025-07-02", "submitted_on": "2025-07-03"},
    )
    found = opening(advise(client, late), "AIA")
    on_the_day = {"signed_on": "2025-07-01", "submitted_on": "2025-07-01"}
    assert [one.change for one in found] == [
        {"documents": {"aia_certification": on_the_day}},
        {"as_of": "2025-07-03"},
    ]
    assert all(one.authorizes for one in found)


def test_nothing_lawful_opens_china_and_it_says_so(client: Client) -> None:
    advice = advise(client, CHINA)
    assert advice.nothing_helps
    (only,) = advice.proposals
    assert (only.kind, only.opens) == ("license", ("LICENSE",))
    assert only.reviewed is not None
    assert only.reviewed.review_policy == "presumption_of_denial"
    text = render.text(advice)
    assert "Nothing lawful opens it" in text
    assert "What is left is an application, reviewed under a presumption of denial." in text


def test_weights_may_go_to_a_facility_that_is_brought_to_what_is_asked(client: Client) -> None:
    stored = told(
        STORIES["weights-us-cloud-in-poland"], facility__supplement_10=[14], posture="codified"
    )
    (one,) = opening(advise(client, stored), "AIA")
    assert one.change == {"facility": {"supplement_10": [14, 15, 18]}}
    assert one.authorizes


def test_a_certification_of_last_year_is_replaced_by_one_of_this(client: Client) -> None:
    old = told(BRAZIL, item__quantity=100, documents__lpp_certification__calendar_year=2024)
    (one,) = opening(advise(client, old), "LPP")
    new = {"signed_on": "2025-07-01", "calendar_year": 2025}
    assert patched(old, one.change)["documents"]["lpp_certification"] == new
    assert (one.kind, one.authorizes) == ("documents", True)


def test_a_notification_is_given_on_the_day_and_waited_for(client: Client) -> None:
    request = told(STORIES["nac-rtx-4090-china"], documents__nac_notification=None)
    (one,) = opening(advise(client, request), "NAC")
    assert one.kind == "wait"
    assert one.request["as_of"] == "2025-07-26"
    assert one.change["documents"]["nac_notification"]["submitted_on"] == "2025-07-01"
    assert [measure.kind for measure in one.measures] == ["notification", "answer"]
    assert one.authorizes
    day_before = {**one.request, "as_of": "2025-07-25"}
    assert client.decide(day_before).outcome == "license_required"


def test_a_full_year_opens_again_with_the_next_by_what_is_received_then(client: Client) -> None:
    full = told(BRAZIL, item__quantity=100, ledger__consignee_year_all_tpp=26_900_000)
    (one,) = opening(advise(client, full), "LPP")
    assert one.request["as_of"] == "2026-01-01"
    assert "consignee_year_all_tpp" not in one.request["ledger"]
    (fact,) = one.facts
    assert (fact.path, fact.at_most) == ("ledger.consignee_year_all_tpp", 25_316_800)
    for amount, outcome in ((25_316_800, "license_exception"), (25_316_801, "license_required")):
        known = told(one.request, ledger__consignee_year_all_tpp=amount)
        assert client.decide(known).outcome == outcome


def test_of_a_full_year_and_too_much_both_are_mended_together(client: Client) -> None:
    full = told(BRAZIL, ledger__consignee_year_all_tpp=26_900_000)
    (one,) = opening(advise(client, full), "LPP")
    assert (one.request["as_of"], one.request["item"]["quantity"]) == ("2026-01-01", 1699)


def test_an_allocation_that_is_met_leaves_the_most_that_is_approved(client: Client) -> None:
    over = told(STORIES["poland-allocation-49898-h100"], item__quantity=49_899)
    found = opening(advise(client, over), "LICENSE")
    policies = [one.reviewed.review_policy for one in found if one.reviewed is not None]
    assert policies == ["presumption_of_approval", "policy_of_denial"]
    assert [one.request["item"]["quantity"] for one in found] == [49_898, 49_899]


def test_a_missing_fact_is_asked_with_what_each_answer_does(client: Client) -> None:
    untold = told(BRAZIL, item__quantity=100, end_use__bis_informed=stories.REMOVED)
    advice = advise(client, untold)
    (one,) = opening(advice, "LPP")
    assert (one.kind, one.change, one.decision) == ("facts", {}, advice.decision)
    (fact,) = one.facts
    assert [(answer.value, answer.available, answer.unmet) for answer in fact.answers] == [
        (True, "no", ("744.23(b)/informed",)),
        (False, "yes", ()),
    ]
    assert not any(
        one.kind == "license" and one.request["as_of"] > "2025-07-01" for one in advice.proposals
    )


def test_what_is_open_today_but_for_a_paper_is_not_waited_for(client: Client) -> None:
    untold = told(
        POLAND, item__datacenter=stories.REMOVED, documents__purchase_order=stories.REMOVED
    )
    found = opening(advise(client, untold), "ACA")
    assert [(one.kind, one.change) for one in found] == [
        ("documents", {"documents": {"purchase_order": "held"}})
    ]
    assert [fact.path for fact in found[0].facts] == ["item.datacenter"]


def test_what_no_source_tells_is_not_advised_on(client: Client) -> None:
    advice = advise(client, STORIES["weights-enforced"])
    assert advice.decision.outcome == "indeterminate"
    assert (advice.proposals, advice.nothing_helps) == ((), False)
    assert "no source tells what decides it" in render.text(advice)


def test_an_answer_of_bis_and_a_suspension_are_nobodys_to_change(client: Client) -> None:
    notified = STORIES["nac-rtx-4090-china"]
    refused = told(notified, documents__nac_notification__outcome="license_required")
    assert opening(advise(client, refused), "NAC") == []
    suspended = told(STORIES["uveu-in-malaysia"], veu__status="suspended")
    assert opening(advise(client, suspended), "UVEU") == []
    listed = told(GERMANY, parties__recipient__listed=["entity_list"])
    advice = advise(client, listed)
    assert {symbol for one in advice.proposals for symbol in one.opens} <= {"LICENSE"}


def test_a_shipment_of_one_line_is_weighed_anew() -> None:
    from ai_export_policy.advice.lawful import on

    one = {
        "as_of": "2025-07-01",
        "item": {"quantity": 9},
        "shipment": {"lines": 1, "aggregate_tpp": 9.0},
    }
    many = {**one, "shipment": {"lines": 2, "aggregate_tpp": 9.0}}
    assert on(one, "2025-07-02", 3)["shipment"] == {"lines": 1}
    assert on(many, "2025-07-02", 3)["shipment"] == many["shipment"]
    assert one["item"] == {"quantity": 9}


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ({"a": 1}, {"a": 1}),
        ({"a": {"b": 1, "c": 2}}, {"a": {"b": 3}}),
        ({"a": None}, {"a": {"b": [1]}, "d": False}),
        ({"a": 1}, {}),
        ({"a": True}, {"a": 1.5}),
    ],
)
def test_a_difference_is_a_patch_that_makes_it(
    before: dict[str, Any], after: dict[str, Any]
) -> None:
    assert patched(before, difference(before, after)) == after


def test_what_is_no_request_is_refused(client: Client) -> None:
    with pytest.raises(RequestInvalid):
        advise(client, {"as_of": "2025-07-01"})


def _written(folder: Path, name: str, request: Mapping[str, Any]) -> str:
    path = folder / f"{name}.json"
    path.write_text(json.dumps(request))
    return str(path)


def test_the_command_prints_for_people_and_for_programs_and_ends_as_decide_does(
    tmp_path: Path, client: Client, capsys: pytest.CaptureFixture[str]
) -> None:
    poland, germany = (_written(tmp_path, *one) for one in (("pl", POLAND), ("de", GERMANY)))
    assert main(["advise", poland]) == 1
    text = capsys.readouterr().out
    assert "Move less: 1,699 instead of 2,000" in text
    assert "one more, 1,700, breaks 740.29(a)/limit" in text
    assert max(map(len, text.splitlines())) <= 100
    assert main(["advise", "--format", "json", poland]) == 1
    document = json.loads(capsys.readouterr().out)
    assert document == json.loads(json.dumps(render.document(advise(client, POLAND))))
    assert main(["advise", germany]) == 0
    assert "nothing has to change" in capsys.readouterr().out


def test_the_command_used_wrongly_says_so(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    two = tmp_path / "two.jsonl"
    two.write_text(f"{json.dumps(POLAND)}\n{json.dumps(GERMANY)}\n")
    assert main(["advise", str(two)]) == 64
    assert "holds 2 requests; advice is on one" in capsys.readouterr().err
    assert main(["advise", _written(tmp_path, "bad", {**POLAND, "as_of": "2025-02-30"})]) == 2
    assert "2025-02-30" in capsys.readouterr().err
    assert main(["advise", "--url", "http://127.0.0.1:9", _written(tmp_path, "pl", POLAND)]) == 4


def test_a_waited_for_day_is_the_first(client: Client) -> None:
    late = told(
        GERMANY,
        documents__aia_certification={"signed_on": "2025-07-02", "submitted_on": "2025-07-09"},
    )
    (_, waited) = opening(advise(client, late), "AIA")
    day = date.fromisoformat(waited.request["as_of"]) - timedelta(days=1)
    assert client.decide({**late, "as_of": day.isoformat()}).outcome == "license_required"
