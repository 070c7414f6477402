"""python/docs/openapi.json: a valid description, true of what a real OPA is asked and answers."""

import copy
import json
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import jsonschema
import openapi
import pytest
import scratch_policies
import stories
from openapi_spec_validator import validate
from referencing import Registry
from referencing.jsonschema import DRAFT202012

from ai_export_policy import Sidecar

DESCRIPTION = openapi.description()
REQUESTS = {story.id: story.request for story in stories.stories()}
SHOWN = {name: request for name, request in REQUESTS.items() if "/" not in name}


@pytest.fixture(scope="module")
def sidecar() -> Iterator[Sidecar]:
    with Sidecar() as running:
        yield running


def problems(reference: str, document: object) -> list[str]:
    """What keeps the document from fitting a schema of the description."""
    # OpenAPI 3.1 takes JSON Schema 2020-12 as it is (OpenAPI Specification 3.1.0, Schema Object).
    resource = DRAFT202012.create_resource(DESCRIPTION)
    registry: Registry[Any] = Registry().with_resource("urn:openapi", resource)
    validator = jsonschema.Draft202012Validator(
        {"$ref": f"urn:openapi{reference}"},
        registry=registry,
        format_checker=jsonschema.Draft202012Validator.FORMAT_CHECKER,
    )
    return [error.message for error in validator.iter_errors(document)]


def operation(rule: str) -> dict[str, Any]:
    found: dict[str, Any] = DESCRIPTION["paths"][f"/v1/data/ear/{rule}"]["post"]
    return found


def told(node: Any) -> Any:
    """What stands where a reference leads."""
    if "$ref" not in node:
        return node
    found: Any = DESCRIPTION
    for step in node["$ref"].removeprefix("#/").split("/"):
        found = found[step]
    return found


def schema(rule: str, status: str) -> str:
    """The schema of a body that the description gives for a status."""
    response = told(operation(rule)["responses"][status])
    reference: str = response["content"]["application/json"]["schema"]["$ref"]
    return reference


def asked(rule: str, url: str, body: bytes, **more: str) -> tuple[str, Any]:
    """Status and body of a question, asked as the description says."""
    parameters = [told(one) for one in operation(rule)["parameters"]]
    query = {one["name"]: one["schema"]["enum"][0] for one in parameters if one.get("required")}
    request = urllib.request.Request(
        f"{url}/v1/data/ear/{rule}?{urlencode(query | more)}",
        body,
        {"Content-Type": "application/json"},
        method="POST",
    )
    try:
        with urllib.request.urlopen(request, timeout=60) as answer:
            return str(answer.status), json.load(answer)
    except urllib.error.HTTPError as error:
        return str(error.code), json.load(error)


def question(document: object) -> bytes:
    return json.dumps({"input": document}).encode()


def test_it_is_valid() -> None:
    validate(DESCRIPTION)


def test_it_is_committed_as_it_is_made(repository: Path) -> None:
    committed = (repository / "python" / "docs" / "openapi.json").read_text(encoding="utf-8")
    assert committed == openapi.text()


def test_it_has_the_endpoints_that_a_caller_may_ask_and_no_other() -> None:
    assert {path: set(methods) for path, methods in DESCRIPTION["paths"].items()} == {
        f"/v1/data/ear/{rule}": {"post"} for rule in ("decision", "decisions", "alternatives")
    }


def references(node: Any) -> Iterator[str]:
    if isinstance(node, Mapping):
        if isinstance(node.get("$ref"), str):
            yield node["$ref"]
        node = list(node.values())
    if isinstance(node, list):
        for one in node:
            yield from references(one)


def test_every_reference_leads_somewhere_and_every_part_is_referred_to() -> None:
    parts = DESCRIPTION["components"]
    made = {
        f"#/components/{kind}/{name}"
        for kind in ("schemas", "parameters", "responses")
        for name in parts[kind]
    }
    assert set(references(DESCRIPTION)) == made


@pytest.mark.parametrize("name", ["request", "decision"])
def test_the_documents_are_those_of_the_schemas(name: str, repository: Path) -> None:
    """With the definitions put back where they are referred to, nothing else differs."""
    original = json.loads((repository / "schemas" / f"{name}.json").read_text(encoding="utf-8"))
    definitions = original.pop("$defs")
    del original["$schema"]
    described = DESCRIPTION["components"]["schemas"]

    def inlined(node: Any, among: Mapping[str, Any]) -> Any:
        if isinstance(node, list):
            return [inlined(one, among) for one in node]
        if not isinstance(node, dict):
            return node
        found = {key: inlined(one, among) for key, one in node.items() if key != "$ref"}
        if "$ref" in node:
            found["within"] = inlined(among[node["$ref"].rpartition("/")[2]], among)
        return found

    assert inlined(described[name.capitalize()], described) == inlined(original, definitions)


def test_the_examples_are_questions(sidecar: Sidecar) -> None:
    for rule in ("decision", "decisions"):
        body = operation(rule)["requestBody"]["content"]["application/json"]
        assert problems(body["schema"]["$ref"], body["example"]) == []
        status, answer = asked(rule, sidecar.url, json.dumps(body["example"]).encode())
        assert (status, problems(schema(rule, "200"), answer)) == ("200", [])


def test_the_decision_on_every_story_fits(sidecar: Sidecar) -> None:
    assert len(SHOWN) > 50
    for name, request in SHOWN.items():
        assert problems("#/components/schemas/DecideQuestion", {"input": request}) == [], name
        status, answer = asked("decision", sidecar.url, question(request))
        assert (status, problems(schema("decision", "200"), answer)) == ("200", []), name
        bundles = answer["provenance"]["bundles"].values()
        assert sidecar.revision in {bundle["revision"] for bundle in bundles}


def test_many_decisions_fit(sidecar: Sidecar) -> None:
    document = {"requests": SHOWN}
    assert problems("#/components/schemas/DecideManyQuestion", {"input": document}) == []
    status, answer = asked("decisions", sidecar.url, question(document), metrics="true")
    assert (status, problems(schema("decisions", "200"), answer)) == ("200", [])
    assert answer["result"].keys() == SHOWN.keys()
    assert "metrics" in answer


def test_alternatives_fit(sidecar: Sidecar) -> None:
    found = 0
    for name, request in SHOWN.items():
        status, answer = asked("alternatives", sidecar.url, question(request))
        assert (status, problems(schema("alternatives", "200"), answer)) == ("200", []), name
        found += len(answer["result"])
    assert found > 20


@pytest.mark.parametrize(
    "body", [b"", b"{}", b"[1]", b'{"output": {}}'], ids=["empty", "no input", "list", "misspelt"]
)
def test_what_opa_answers_without_a_question_is_no_answer(sidecar: Sidecar, body: bytes) -> None:
    status, answer = asked("decision", sidecar.url, body)
    assert (status, "warning" in answer, "result" in answer) == ("200", True, False)
    assert problems(schema("decision", "200"), answer)


def test_an_undefined_decision_is_no_answer(tmp_path: Path) -> None:
    with Sidecar(scratch_policies.write(tmp_path)) as sidecar:
        undefined = scratch_policies.REQUEST | {"request_id": "undefined"}
        status, answer = asked("decision", sidecar.url, question(undefined))
        assert (status, set(answer)) == ("200", {"provenance"})
        assert problems(schema("decision", "200"), answer)
        conflict = scratch_policies.REQUEST | {"request_id": "conflict"}
        status, answer = asked("decision", sidecar.url, question(conflict))
        assert (status, answer["errors"][0]["code"]) == ("500", "eval_conflict_error")
        assert problems(schema("decision", "500"), answer) == []


def test_errors_fit(sidecar: Sidecar) -> None:
    status, answer = asked("decision", sidecar.url, b"{")
    assert (status, problems(schema("decision", "400"), answer)) == ("400", [])
    status, answer = asked("decision", sidecar.url, question({}), instrument="true")
    assert (status, problems(schema("decision", "401"), answer)) == ("401", [])
    status, answer = asked("decision", sidecar.url, question({"as_of": 7}))
    assert (status, problems(schema("decision", "500"), answer)) == ("500", [])


def test_a_decision_that_is_changed_does_not_fit(sidecar: Sidecar) -> None:
    _, answer = asked("decision", sidecar.url, question(SHOWN["poland-2000-h100"]))
    for change in (
        {"outcome": "allowed"},
        {"contract": "2"},
        {"valid_until": "2025-02-30"},
        {"permitted": True},
    ):
        changed = copy.deepcopy(answer)
        changed["result"] |= change
        assert len(problems(schema("decision", "200"), changed)) == 1, change
    del answer["result"]["pools"]
    assert problems(schema("decision", "200"), answer) == ["'pools' is a required property"]
