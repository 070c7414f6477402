"""The trace of a decision is what OPA says it did, joined with the rules' own blocks."""

import copy
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import stories

from ai_export_policy import Client, NotADecision, RequestInvalid, Sidecar
from ai_export_policy import trace as tracing
from ai_export_policy.trace import Attempt, Trace, events, traced

TRACED = (
    "poland-2000-h100",
    "aia-2000-h100-germany",
    "china-h100",
    "weights-us-cloud-in-poland",
    "nac-rtx-4090-china",
    "missing-facts-poland",
    "reexport-of-aia-items",
)
REQUESTS = {story.id: story.request for story in stories.stories() if story.id in TRACED}


@pytest.fixture(scope="module")
def client(opa_executable: Path) -> Iterator[Client]:
    with (
        Sidecar(executable=opa_executable) as sidecar,
        Client(sidecar.url, timeout=60, expected_revisions={sidecar.revision}) as client,
    ):
        yield client


@pytest.fixture(scope="module")
def poland(client: Client) -> Trace:
    return client.trace(REQUESTS["poland-2000-h100"])


def attempts(attempt: Attempt) -> Iterator[Attempt]:
    yield attempt
    for below in attempt.tried:
        yield from attempts(below)


def test_the_traced_stories_are_there() -> None:
    assert set(REQUESTS) == set(TRACED)


@pytest.mark.parametrize("name", TRACED)
def test_every_id_of_the_decision_stands_in_its_trace_as_a_rule_that_held(
    client: Client, name: str
) -> None:
    trace = client.trace(REQUESTS[name])
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
        if attempt.held and attempt.id and attempt.name.endswith(".unmet")
    }
    assert broken <= told


@pytest.mark.parametrize("name", TRACED)
def test_a_trace_of_the_same_decision_twice_is_identical(client: Client, name: str) -> None:
    first, second = (client.trace(copy.deepcopy(REQUESTS[name])) for _ in range(2))
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
    (attempt,) = [one for one in attempts(trace.root) if one.id == id and one.held]
    return attempt


def test_a_broken_condition_shows_the_facts_it_read(poland: Trace) -> None:
    purpose = found(poland.collapsed(), "740.28(a)/purpose")
    assert purpose.title == "Development, production or storage of eligible items"
    assert purpose.citation == "740.28(a)"
    assert purpose.file == "ear/part_740/acm.rego"
    assert purpose.facts == {"end_use.purpose": "data_center"}


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
    assert markdown.startswith("# Trace: license required\n")
    assert f"- **{heading}** held: the facts break this condition (`{place}`)" in markdown
    assert "stopped at line" in markdown


def test_an_invalid_request_is_refused_before_opa_sees_it(client: Client) -> None:
    with pytest.raises(RequestInvalid):
        client.trace({"as_of": "2025-07-01"})


@pytest.mark.parametrize(
    ("explanation", "reason"),
    [
        (None, "no explanation"),
        ([], "no explanation"),
        ([{"op": "enter"}], "cannot be read"),
        (["policies/ear/decision.rego:38 | Guess data.ear.decision"], "cannot be read"),
        (["elsewhere.rego:1   Enter data.ear.decision"], "begins with no rule"),
    ],
)
def test_what_is_no_explanation_of_these_rules_is_refused(
    poland: Trace, explanation: Any, reason: str
) -> None:
    with pytest.raises(NotADecision, match=reason):
        traced(poland.decision, REQUESTS["poland-2000-h100"], explanation)


def test_a_decision_of_other_policies_is_not_explained_with_these_files(poland: Trace) -> None:
    other = copy.deepcopy(poland.decision.document)
    other["policy"]["data_digest"] = "sha256:" + "0" * 64
    decision = type(poland.decision)(other)
    with pytest.raises(NotADecision, match="not those of this package"):
        traced(decision, {}, ["query:1   Enter data.ear.decision = _"])


def test_an_event_is_read_out_of_its_line() -> None:
    line = "policies/ear/regime.rego:45           | | | Exit data.ear.regime.text early"
    assert list(events.read([line])) == [
        ("policies/ear/regime.rego", 45, 3, "Exit", "data.ear.regime.text early")
    ]
