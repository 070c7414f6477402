"""The trace of a decision is what OPA says it did, joined with the rules' own blocks."""

import copy
import json
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import stories
from running_opa import running

from ai_export_policy import Client, NotADecision, RequestInvalid, Sidecar
from ai_export_policy import trace as tracing
from ai_export_policy.cli import faults
from ai_export_policy.errors import NotExplained
from ai_export_policy.trace import Attempt, Trace, events, traced

TRACED = (
    "poland-2000-h100",
    "aia-2000-h100-germany",
    "china-h100",
    "weights-us-cloud-in-poland",
    "nac-rtx-4090-china",
    "missing-facts-poland",
    "reexport-of-aia-items",
    "application-for-a-license/1",
)
REQUESTS = {story.id: story.request for story in stories.stories() if story.id in TRACED}


@pytest.fixture(scope="module")
def another(opa_executable: Path) -> Iterator[Client]:
    """A client of another OPA, whose numbers and maps are in an order of its own."""
    with (
        Sidecar(executable=opa_executable) as sidecar,
        Client(sidecar.url, timeout=60, expected_revisions={sidecar.revision}) as client,
    ):
        yield client


@pytest.fixture(scope="module")
def trace_of(client: Client) -> Callable[[str], Trace]:
    """The trace of a story, asked for once."""
    return cache(lambda name: client.trace(copy.deepcopy(REQUESTS[name])))


@pytest.fixture(scope="module")
def poland(trace_of: Callable[[str], Trace]) -> Trace:
    return trace_of("poland-2000-h100")


def attempts(attempt: Attempt) -> Iterator[Attempt]:
    return attempt.all()


def test_the_traced_stories_are_there() -> None:
    assert set(REQUESTS) == set(TRACED)


@pytest.mark.parametrize("name", TRACED)
def test_every_id_of_the_decision_stands_in_its_trace_as_a_rule_that_held(
    client: Client, trace_of: Callable[[str], Trace], name: str
) -> None:
    trace = trace_of(name)
    assert trace.decision.document == client.decide(REQUESTS[name]).document
    held = {attempt.id for attempt in attempts(trace.root) if attempt.held}
    decision = trace.decision
    told = {id for row in decision.considered for id in row["unmet"]}
    told |= {one["id"] for one in decision.license_requirements + decision.obligations}
    assert told
    assert told <= held
    broken = {
        attempt.id
        for attempt in attempts(trace.root)
        if attempt.held and attempt.id and attempt.name.endswith("unmet")
    }
    assert broken <= told


@pytest.mark.parametrize("name", TRACED)
def test_a_trace_of_the_same_decision_twice_is_identical(
    another: Client, trace_of: Callable[[str], Trace], name: str
) -> None:
    first, second = trace_of(name), another.trace(copy.deepcopy(REQUESTS[name]))
    assert first.document() == second.document()
    assert tracing.text(first) == tracing.text(second)
    assert tracing.markdown(first.collapsed()) == tracing.markdown(second.collapsed())


def test_a_rule_stands_where_its_file_says(poland: Trace, repository: Path) -> None:
    for attempt in attempts(poland.root):
        lines = (repository / "policies" / attempt.file).read_text("utf-8").splitlines()
        line = lines[attempt.line - 1]
        assert attempt.name.rpartition(".")[2] in line or line.startswith("} else")


def test_a_rule_that_did_not_hold_says_where_it_stopped_unless_a_later_way_was_not_needed(
    poland: Trace,
) -> None:
    failed = [attempt for attempt in attempts(poland.root) if not attempt.held]
    assert len([attempt for attempt in failed if attempt.stopped]) > 100
    for attempt in failed:
        assert attempt.stopped is None or attempt.stopped.line >= attempt.line


def found(trace: Trace, id: str) -> Attempt:
    (attempt,) = found_all(trace, id)
    return attempt


def found_all(trace: Trace, id: str) -> list[Attempt]:
    return [one for one in attempts(trace.root) if one.id == id and one.held]


def test_a_broken_condition_shows_the_facts_it_read(poland: Trace) -> None:
    purpose = found(poland.collapsed(), "740.28(a)/purpose")
    assert purpose.title == "Development, production or storage of eligible items"
    assert purpose.citation == "740.28(a)"
    assert purpose.file == "ear/part_740/acm.rego"
    assert purpose.facts == {"end_use.purpose": "data_center"}


def test_a_fact_read_through_a_variable_is_told_with_its_place_in_the_request(
    poland: Trace,
) -> None:
    # some party in transaction.recipients; party.headquarters
    headquarters = found(poland, "740.27(a)/headquarters")
    assert headquarters.facts == {"parties.recipient.headquarters": "PL"}
    gathered = [
        one.facts for one in attempts(poland.root) if one.name == "ear.transaction.headquarters"
    ]
    # party[field], of the two fields that tell it
    fields = ("headquarters", "ultimate_parent_headquarters")
    assert gathered == [{f"parties.recipient.{field}": "PL" for field in fields}]


def test_of_two_parties_alike_each_is_told_that_was_looked_at(client: Client) -> None:
    request = copy.deepcopy(REQUESTS["aia-2000-h100-germany"])
    party = request["parties"].pop("recipient")
    request["parties"] = {
        "purchaser": party,
        "ultimate_consignee": copy.deepcopy(party),
        "end_user": party | {"headquarters": "PL"},
    }
    trace = client.trace(request)
    gathered = [one for one in attempts(trace.root) if one.name == "ear.transaction.headquarters"]
    told = {path: value for one in gathered for path, value in one.facts.items()}
    assert told == {
        "parties.purchaser.headquarters": "DE",
        "parties.purchaser.ultimate_parent_headquarters": "DE",
        "parties.ultimate_consignee.headquarters": "DE",
        "parties.ultimate_consignee.ultimate_parent_headquarters": "DE",
        "parties.end_user.headquarters": "PL",
        "parties.end_user.ultimate_parent_headquarters": "DE",
    }
    del request["parties"]["end_user"]["headquarters"]
    untold = {path for one in attempts(client.trace(request).root) for path in one.untold}
    assert "parties.end_user.headquarters" in untold


def test_facts_of_a_list_are_told_with_their_place_in_it(
    trace_of: Callable[[str], Trace],
) -> None:
    trace = trace_of("application-for-a-license/1")
    circuit = REQUESTS["application-for-a-license/1"]["item"]["integrated_circuits"][0]
    told = [
        one.facts
        for one in attempts(trace.root)
        if one.name == "ear.integrated_circuits._held" and one.held
    ]
    read = {"item.integrated_circuits[0].tpp": circuit["tpp"]}
    assert any(read.items() <= facts.items() for facts in told)


@pytest.mark.parametrize("name", TRACED)
def test_every_value_of_a_trace_is_that_of_the_request(
    trace_of: Callable[[str], Trace], name: str
) -> None:
    for attempt in attempts(trace_of(name).root):
        for path, value in attempt.facts.items():
            assert at(REQUESTS[name], path) == value
        for path in attempt.untold:
            with pytest.raises((KeyError, TypeError)):
                at(REQUESTS[name], path)


def at(request: Any, path: str) -> Any:
    for step in path.replace("[", ".[").split("."):
        request = request[json.loads(step)[0] if step.startswith("[") else step]
    return request


@pytest.mark.parametrize("name", TRACED)
def test_every_broken_condition_of_a_collapsed_trace_says_what_it_rests_on(
    trace_of: Callable[[str], Trace], name: str
) -> None:
    broken = [
        one
        for one in attempts(trace_of(name).collapsed().root)
        if one.id and one.name.endswith("unmet")
    ]
    assert broken
    assert not [one.id for one in broken if not (one.facts or one.untold or one.ruled_out)]


def test_a_rule_whose_answer_was_known_is_named_where_it_is_used(poland: Trace) -> None:
    tried = [one.name for one in attempts(poland.root)]
    for attempt in attempts(poland.root):
        assert set(attempt.known) <= set(tried)
    (used,) = [
        one
        for one in attempts(poland.root)
        if one.id == "740.29(a)/limit" and one.name == "ear.lpp.unmet"
    ]
    assert "known by then: " in tracing.text(poland)
    assert used.document()["known"] == used.known


def test_a_rule_that_the_index_ruled_out_is_named_and_has_no_value(
    trace_of: Callable[[str], Trace], opa_executable: Path, repository: Path, tmp_path: Path
) -> None:
    options = ["--ignore", "*_test.rego", "--log-level", "error", "--bundle"]
    with running(opa_executable, tmp_path, [*options, repository / "policies"]) as opa:
        for name in TRACED:
            ruled_out = {path for one in attempts(trace_of(name).root) for path in one.ruled_out}
            assert "ear.acm._purpose_fits" in ruled_out
            for path in ruled_out:
                place = path.replace(".", "/")
                status, answer = opa.ask("POST", f"/v1/data/{place}", {"input": REQUESTS[name]})
                # A function is no document, and OPA says so.
                is_function = status == 500 and "rego_type_error" in str(answer)
                assert is_function or (status, answer.get("result", [])) == (200, []), path


def test_what_a_broken_condition_rests_on_is_told_also_where_no_rule_was_tried(
    poland: Trace,
) -> None:
    no_purpose_of_acm = "acm._purpose_fits"
    first = found_all(poland, "740.28(a)/purpose")[0]
    assert f"ear.{no_purpose_of_acm}" in first.ruled_out
    assert f"ruled out by OPA's index: {no_purpose_of_acm}" in tracing.text(poland)
    assert f"- ruled out by OPA's index: {no_purpose_of_acm}" in tracing.markdown(poland)
    assert first.document()["ruled_out"] == first.ruled_out


def test_a_fact_that_the_request_does_not_tell_is_named(poland: Trace) -> None:
    assert found(poland, "750.7/license").untold == ["documents.license"]


def test_collapsed_keeps_only_what_held_and_read_a_fact_or_gave_an_id(poland: Trace) -> None:
    whole, short = list(attempts(poland.root)), list(attempts(poland.collapsed().root))
    assert len(short) < len(whole) / 4
    assert all(one.held and one.told and (one.id or one.facts) for one in short)
    assert len(list(attempts(poland.root))) == len(whole), "collapsing changes the whole"


def test_text_and_markdown_carry_paragraph_file_line_and_verdict(poland: Trace) -> None:
    purpose = found(poland, "740.28(a)/purpose")
    heading = "Development, production or storage of eligible items [740.28(a)] 740.28(a)/purpose"
    place = f"{purpose.file}:{purpose.line}"
    text = tracing.text(poland)
    assert f"! {heading}\n" in text
    assert place in text
    assert 'end_use.purpose = "data_center"' in text
    assert "documents.license is not told" in text
    assert "stopped at line" in text
    markdown = tracing.markdown(poland)
    answer = "license required: presumption of approval"
    policy = poland.decision.policy
    assert markdown.startswith(f"# Trace: {answer}\n\nPolicy revision `{policy['revision']}`")
    assert text.startswith(f"{answer}\npolicy revision {policy['revision']}, data sha256:")
    assert f"- **{heading}** held: the facts break this condition (`{place}`)" in markdown
    assert "stopped at line" in markdown


def test_what_a_request_holds_does_not_lay_out_the_trace(client: Client) -> None:
    request = copy.deepcopy(REQUESTS["weights-us-cloud-in-poland"])
    request["parties"]["recipient"]["name"] = "A`` <b>\u009b31m\u202eSA"
    trace = client.trace(request)
    told = tracing.markdown(trace).splitlines()
    (line,) = {line.strip() for line in told if "A`` <b>" in line}
    assert line.startswith("- `parties.recipient` = ``` {")
    assert line.endswith(" ```")
    assert not {"\u009b", "\u202e"} & set(tracing.text(trace) + tracing.markdown(trace))


def test_an_invalid_request_is_refused_before_opa_sees_it(client: Client) -> None:
    with pytest.raises(RequestInvalid):
        client.trace({"as_of": "2025-07-01"})


def test_an_opa_that_does_not_explain_says_who_can_open_it(
    opa_executable: Path, repository: Path, tmp_path: Path
) -> None:
    options = ["--authorization", "basic", "--ignore", "*_test.rego", "--log-level", "error"]
    policies = repository / "policies"
    with (
        running(opa_executable, tmp_path, [*options, "--bundle", policies]) as opa,
        Client(opa.url, timeout=60) as client,
    ):
        assert client.decide(REQUESTS["china-h100"]).outcome == "license_required"
        with pytest.raises(NotExplained, match="401") as refused:
            client.trace(REQUESTS["china-h100"])
    assert "data.operator.explain" in faults.text(refused.value)


LINE = "policies/ear/decision.rego:38  | Eval data.ear.decision"
STEP = {"op": "eval", "node": {}, "locals": []}


@pytest.mark.parametrize(
    ("lines", "documents", "reason"),
    [
        (None, [STEP], "no explanation"),
        ([LINE], [], "no explanation"),
        ([STEP], [STEP], "cannot be read"),
        ([LINE.replace("Eval", "Guess")], [STEP], "cannot be read"),
        (["elsewhere.rego:1   Eval data.ear.decision"], [STEP], "begins with no rule"),
        ([LINE, LINE], [STEP], "different steps"),
        ([LINE], [STEP | {"op": "exit"}], "in two ways"),
        ([LINE], ["eval"], "in two ways"),
    ],
)
def test_what_is_no_explanation_of_these_rules_is_refused(
    poland: Trace, lines: Any, documents: Any, reason: str
) -> None:
    with pytest.raises(NotADecision, match=reason):
        traced(poland.decision, REQUESTS["poland-2000-h100"], lines, documents)


def test_a_decision_of_other_policies_is_not_explained_with_these_files(poland: Trace) -> None:
    other = copy.deepcopy(poland.decision.document)
    other["policy"]["data_digest"] = "sha256:" + "0" * 64
    decision = type(poland.decision)(other)
    with pytest.raises(NotADecision, match="not those of this package"):
        traced(decision, {}, [LINE], [STEP])


def test_an_event_is_read_out_of_its_line_and_its_document() -> None:
    line = "policies/ear/regime.rego:45           | | | Exit data.ear.regime.text early"
    variables = [{"key": {"type": "var", "value": "x"}, "value": {"type": "number", "value": 1}}]
    document = {"op": "exit", "query_id": 7, "node": {"name": "text"}, "locals": variables}
    (event,) = events.read([line], [document])
    assert event == events.Event(
        file="policies/ear/regime.rego",
        line=45,
        depth=3,
        operation="Exit",
        text="data.ear.regime.text early",
        query=7,
        node={"name": "text"},
        bindings=variables,
    )


def test_an_answer_that_differs_the_second_time_is_no_trace(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    asking = client._asking
    query = asking._query
    asked: list[object] = []

    async def other(*question: Any) -> Any:
        answer = await query(*question)
        asked.append(question)
        if len(asked) == 2:
            answer["result"]["valid_until"] = "1999-12-31"
        return answer

    monkeypatch.setattr(asking, "_query", other)
    with pytest.raises(NotADecision, match="answered otherwise"):
        client.trace(REQUESTS["china-h100"])
