"""OPA's own hooks, asked of a real server: who may ask what, and what a log keeps."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import stories
from running_opa import Running, running

from ai_export_policy import resources

REQUEST = {"as_of": "2025-07-01", "activity": "export", "destination": "BR"}
NAMES = ("Consignee SA", "Parent AG", "Jane Doe", "Jane's books")


def options(*more: str | Path) -> list[str | Path]:
    return ["--authorization", "basic", "--ignore", "*_test.rego", "--bundle", *more]


@pytest.fixture(scope="module")
def opa(opa_executable: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    sets = ["--set", "decision_logs.console=true", "--set", "status.prometheus=true"]
    given = [*sets, *options(resources.policies())]
    with running(opa_executable, tmp_path_factory.mktemp("opa"), given) as one:
        yield one


@pytest.fixture(scope="module")
def opened(opa_executable: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """An OPA whose operator opened what is closed, in a bundle of his own."""
    folder = tmp_path_factory.mktemp("opened")
    (folder / "operator").mkdir()
    (folder / ".manifest").write_text('{"revision": "1", "roots": ["operator"]}')
    said = {"explain": True, "instrument": True, "log_names": True}
    (folder / "operator/data.json").write_text(json.dumps(said))
    given = ["--set", "decision_logs.console=true", *options(resources.policies(), folder)]
    with running(opa_executable, tmp_path_factory.mktemp("opa"), given) as one:
        yield one


ALLOWED = [
    ("POST", "/v1/data/ear/decision"),
    ("POST", "/v1/data/ear/decisions"),
    ("POST", "/v1/data/ear/alternatives"),
    ("GET", "/health"),
    ("GET", "/health?bundles&plugins"),
    ("GET", "/metrics"),
    ("GET", "/v1/status"),
]


@pytest.mark.parametrize(("method", "path"), ALLOWED)
def test_what_is_allowed_is_answered(method: str, path: str, opa: Running) -> None:
    status, _ = opa.ask(method, path, {"input": REQUEST} if method == "POST" else None)
    assert status == 200


ROUTES = (
    "/",
    "/debug/pprof/cmdline",
    "/health",
    "/health/live",
    "/metrics",
    "/v0/data",
    "/v0/data/ear/decision",
    "/v1/compile",
    "/v1/compile/ear/decision",
    "/v1/config",
    "/v1/data",
    "/v1/data/ear",
    "/v1/data/ear/decision",
    "/v1/data/ear/decision/outcome",
    "/v1/data/ear%2Fdecision",
    "/v1/data/reference/countries",
    "/v1/data/system/authz",
    "/v1/policies",
    "/v1/policies/ear/decision.rego",
    "/v1/query",
    "/v1/status",
)


@pytest.mark.parametrize("method", ["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS"])
def test_every_other_path_and_verb_is_refused(method: str, opa: Running) -> None:
    refused = [path for path in ROUTES if (method, path) not in ALLOWED]
    answers = {path: opa.ask(method, path, {"input": REQUEST})[0] for path in refused}
    # A verb that OPA has no route for it refuses itself, before it asks the policy.
    others = set() if method in ("GET", "POST") else {405}
    assert {path: status for path, status in answers.items() if status not in others | {401}} == {}


@pytest.mark.parametrize("parameter", ["explain=full", "explain=off", "explain", "instrument=true"])
def test_traces_and_timings_are_the_operators_to_open(
    parameter: str, opa: Running, opened: Running
) -> None:
    path = f"/v1/data/ear/decision?{parameter}"
    assert opa.ask("POST", path, {"input": REQUEST})[0] == 401
    # To ask for an explanation that OPA does not know is a fault that OPA itself names.
    assert opened.ask("POST", path, {"input": REQUEST})[0] in (200, 400)
    assert opened.ask("GET", "/v1/data", None)[0] == 401


def named() -> dict[str, Any]:
    """A request that is as full of names as the schema lets it be, and fuller."""
    party = {"name": "Consignee SA", "ultimate_parent": "Parent AG", "headquarters": "BR"}
    story = next(one for one in stories.stories() if one.id == "lpp-100-h100-brazil")
    request: dict[str, Any] = json.loads(json.dumps(story.request))
    for role in request["parties"].values():
        role |= {"name": "Consignee SA", "ultimate_parent": "Parent AG"}
    request["end_use"] |= {"ultimate_customer": party}
    request["facility"] = {"location": "BR", "owner": party, "operator": party}
    request["employee"] = {"employer": party, "badge": ["Jane Doe", {"of": "Jane Doe"}]}
    request["ledger"]["source"] = "Jane's books"
    request["Jane"] = "Jane Doe"
    return request


def test_no_name_reaches_the_logs(opa: Running) -> None:
    request = named()
    sent = json.dumps(request)
    assert all(name in sent for name in NAMES)
    before = len(opa.log("Decision Log", 0))
    _, one = opa.ask("POST", "/v1/data/ear/decision", {"input": request})
    assert "Parent AG" in json.dumps(one["result"]["pools"])
    batch = {"an id, with/slash ~1": request, "%20": request}
    _, many = opa.ask("POST", "/v1/data/ear/decisions", {"input": {"requests": batch}})
    assert many["result"].keys() == batch.keys()
    lines = opa.log("Decision Log", before + 2)[before:]
    assert [line["path"] for line in lines] == ["ear/decision", "ear/decisions"]
    assert lines[0]["input"]["destination"] == request["destination"]
    assert lines[0]["result"]["outcome"] == one["result"]["outcome"]
    everything = opa.said.read_text()
    assert not [name for name in NAMES if name in everything]


def test_the_operator_may_want_the_names(opened: Running) -> None:
    request = named()
    before = len(opened.log("Decision Log", 0))
    opened.ask("POST", "/v1/data/ear/decision", {"input": request})
    line = opened.log("Decision Log", before + 1)[before]
    assert line["input"] == request


def test_no_text_that_the_schemas_leave_open_is_kept(repository: Path) -> None:
    rules = (repository / "policies/system/log.rego").read_text()
    _, asked, decided = rules.split("\n_codes_")
    open_texts = {"request": asked, "decision": decided}
    for document, codes in open_texts.items():
        schema = json.loads((repository / f"schemas/{document}.json").read_text())
        free = set(_free_texts(schema, schema, ""))
        assert "request_id" in free
        kept = {key for key in free if f'"{key}"' in codes}
        assert kept == KEPT[document]


KEPT = {
    # An id joins the log and the record; the documents say that it is to name nobody.
    "request": {"request_id"},
    # What the policies' own rules and tables say.
    "decision": {
        *("citation", "codified", "data_digest", "decided_by", "enforced", "id", "missing"),
        *("missing_facts", "notices", "period", "reading", "request_id", "requirement"),
        *("revision", "unmet", "version"),
    },
}


def _free_texts(schema: Any, root: Any, key: str, seen: tuple[str, ...] = ()) -> Iterator[str]:
    """Keys under which the schema allows a text of any kind."""
    if not isinstance(schema, dict):
        return
    reference = schema.get("$ref")
    if reference and reference not in seen:
        target = root
        for step in reference.removeprefix("#/").split("/"):
            target = target[step]
        yield from _free_texts(target, root, key, (*seen, reference))
    if "string" in schema.get("type", ()) and not {"enum", "const", "pattern", "format"} & {
        *schema
    }:
        yield key
    for name, below in schema.get("properties", {}).items():
        yield from _free_texts(below, root, name, seen)
    for word in ("items", "additionalProperties", "if", "then", "else"):
        yield from _free_texts(schema.get(word), root, key, seen)
    for word in ("anyOf", "oneOf", "allOf"):
        for below in schema.get(word, ()):
            yield from _free_texts(below, root, key, seen)
