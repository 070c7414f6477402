"""What is told about calls: spans where OpenTelemetry is installed, else lines; never a name."""

import logging
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import scratch_policies
from both_clients import Asking
from lies import TEXT, envelope
from lying_server import LyingServer, http, says, says_json
from opentelemetry import trace
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter
from scratch_policies import REQUEST, REVISION, decision

from ai_export_policy import NotADecision, RequestInvalid, Sidecar, Unavailable, telemetry

NAMED = REQUEST | {"request_id": "Order of Secret SA", "parties": {"recipient": {"name": "Secret"}}}


@pytest.fixture(scope="module")
def exporter() -> InMemorySpanExporter:
    exporter = InMemorySpanExporter()
    provider = TracerProvider()
    provider.add_span_processor(SimpleSpanProcessor(exporter))
    trace.set_tracer_provider(provider)
    return exporter


@pytest.fixture
def spans(exporter: InMemorySpanExporter) -> InMemorySpanExporter:
    exporter.clear()
    return exporter


@pytest.fixture(scope="module")
def sidecar(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sidecar]:
    with Sidecar(scratch_policies.write(tmp_path_factory.mktemp("policies"))) as sidecar:
        yield sidecar


def told(spans: InMemorySpanExporter) -> list[tuple[str, str, dict[str, Any]]]:
    return [
        (one.name, one.status.status_code.name, dict(one.attributes or {}))
        for one in spans.get_finished_spans()
    ]


def test_a_call_is_a_span(asking: Asking, sidecar: Sidecar, spans: InMemorySpanExporter) -> None:
    with asking(sidecar.url) as client:
        outcome = client.decide(NAMED).outcome
        client.decide_many({"a": NAMED, "undefined": NAMED | {"request_id": "undefined"}})
    assert told(spans) == [
        (
            "data.ear.decision",
            "UNSET",
            {
                "url.full": f"{sidecar.url}/v1/data/ear/decision",
                "ai_export_policy.records": 1,
                "ai_export_policy.outcome": outcome,
                "ai_export_policy.revision": sidecar.revision,
            },
        ),
        (
            "data.ear.decisions",
            "UNSET",
            {
                "url.full": f"{sidecar.url}/v1/data/ear/decisions",
                "ai_export_policy.records": 2,
                "ai_export_policy.decided": 1,
                "ai_export_policy.revision": sidecar.revision,
            },
        ),
    ]
    assert {one.kind for one in spans.get_finished_spans()} == {trace.SpanKind.CLIENT}


def test_the_revision_is_told(asking: Asking, spans: InMemorySpanExporter) -> None:
    decided = decision(REQUEST) | {"policy": {"revision": REVISION, "data_digest": "d"}}
    with LyingServer(says_json(envelope(decided))) as server, asking(server.url) as client:
        client.decide(REQUEST)
    ((_, _, attributes),) = told(spans)
    assert attributes["ai_export_policy.revision"] == REVISION


def test_what_failed_is_told_by_its_kind(
    asking: Asking, sidecar: Sidecar, spans: InMemorySpanExporter
) -> None:
    with asking(sidecar.url, expected_revisions={"another"}) as client:
        with pytest.raises(NotADecision):
            client.decide(NAMED)
        with pytest.raises(RequestInvalid):  # which asks nobody
            client.decide({})
    with asking("http://127.0.0.1:1", retries=0) as client, pytest.raises(Unavailable):
        client.decide(NAMED)
    failures = [(status, attributes["error.type"]) for _, status, attributes in told(spans)]
    assert failures == [("ERROR", "NotADecision"), ("ERROR", "Unavailable")]
    assert [one.events for one in spans.get_finished_spans()] == [(), ()]


def test_no_name_is_told(
    asking: Asking, spans: InMemorySpanExporter, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    with LyingServer(says(http(TEXT))) as server, asking(server.url) as client:
        with pytest.raises(NotADecision, match="Secret"):  # an answer to another request
            client.decide(NAMED)
        client.decide_many({"Secret": NAMED})
    assert len(spans.get_finished_spans()) == 2
    assert "Secret" not in str([one.to_json() for one in spans.get_finished_spans()])
    assert "Secret" not in caplog.text


def test_opa_is_told_of_which_trace_it_is_a_part(
    asking: Asking, spans: InMemorySpanExporter
) -> None:
    with LyingServer(says(http(TEXT))) as server, asking(server.url) as client:
        client.decide(REQUEST)
    (span,) = spans.get_finished_spans()
    assert span.context is not None
    wanted = f"\ntraceparent: 00-{span.context.trace_id:032x}-{span.context.span_id:016x}-"
    assert wanted in server.asked[0].head


def test_without_the_package_a_call_is_a_line(
    asking: Asking,
    sidecar: Sidecar,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    monkeypatch.setattr(telemetry, "_INSTALLED", False)
    caplog.set_level(logging.DEBUG, "ai_export_policy")
    with asking(sidecar.url) as client:
        client.decide(NAMED)
        with pytest.raises(NotADecision):
            client.decide(REQUEST | {"request_id": "conflict"})
    first, second = caplog.records
    assert (first.levelname, second.levelname) == ("DEBUG", "WARNING")
    assert first.getMessage().startswith("data.ear.decision ")
    assert "ai_export_policy.outcome=" in first.getMessage()
    assert second.getMessage().endswith(
        "error.type=NotADecision http.response.status_code=500 "
        "ai_export_policy.code=eval_conflict_error"
    )
    assert "Secret" not in caplog.text


def test_neither_the_package_nor_a_set_up_log_is_needed(repository: Path) -> None:
    text = (
        "import sys; sys.modules['opentelemetry'] = None\n"
        f"sys.path.insert(0, {str(repository / 'python/src')!r})\n"
        "from ai_export_policy import Client, Unavailable\n"
        f"request = {REQUEST!r}\n"
        "try: Client('http://127.0.0.1:1').decide(request)\n"
        "except Unavailable: print('unavailable')\n"
    )
    ran = subprocess.run([sys.executable, "-c", text], capture_output=True, text=True, timeout=60)
    assert (ran.stdout, ran.stderr) == ("unavailable\n", "")
