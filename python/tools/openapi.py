"""The OpenAPI 3.1 description of the decision endpoints, made from `schemas/`.

OPA serves these paths (OPA documentation, REST API, Data API); what goes in and comes out is what
the two schemas say. `make docs` writes it to `python/docs/openapi.json`.
"""

import json
from typing import Any

import engine
from openapi_words import (
    ABOUT,
    ERROR,
    PARAMETERS,
    PROVENANCE,
    QUESTIONS,
    RESPONSES,
    ROOT,
    STATUSES,
    Schema,
)

from ai_export_policy.request import read

_EXAMPLE = engine.REPOSITORY / "python" / "src" / "ai_export_policy" / "examples" / "request.yaml"


def text() -> str:
    """The description as JSON, laid out for reading."""
    return json.dumps(description(), indent=2, ensure_ascii=False) + "\n"


def description() -> Schema:
    """The description as a document."""
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Decisions on exports of advanced AI chips and model weights",
            "version": _schema("decision")["properties"]["contract"]["const"],
            "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"},
            "description": ABOUT,
        },
        "servers": [{"url": "http://127.0.0.1:8181", "description": "OPA beside the service"}],
        "security": [{}, {"bearer": []}, {"certificate": []}],
        "paths": {
            f"/v1/data/ear/{rule}": {"post": _operation(rule, name, summary, more)}
            for rule, name, summary, more in QUESTIONS
        },
        "components": {
            "schemas": _schemas(),
            "parameters": PARAMETERS,
            "responses": RESPONSES,
            "securitySchemes": {
                "bearer": {
                    "type": "http",
                    "scheme": "bearer",
                    "description": "Where OPA runs with --authentication=token.",
                },
                "certificate": {
                    "type": "mutualTLS",
                    "description": "Where OPA runs with --authentication=tls.",
                },
            },
        },
    }


def _operation(rule: str, name: str, summary: str, more: str) -> Schema:
    kind = name[0].upper() + name[1:]
    body: Schema = {"schema": _reference(f"{kind}Question")}
    if rule != "alternatives":
        body["example"] = _example(many=rule == "decisions")
    return {
        "operationId": name,
        "summary": summary,
        "description": more,
        "parameters": [{"$ref": f"#/components/parameters/{key}"} for key in PARAMETERS],
        "requestBody": {"required": True, "content": {"application/json": body}},
        "responses": {
            "200": {
                "description": "An answer, if it fits the schema; otherwise nothing was decided.",
                "content": {"application/json": {"schema": _reference(f"{kind}Answer")}},
            }
        }
        | {status: {"$ref": f"#/components/responses/{key}"} for status, key in STATUSES.items()},
    }


def _schemas() -> Schema:
    """Request, Decision, and what they are made of; then what OPA puts around them."""
    found = {**_named("Request"), **_named("Decision")}
    decision = found["Decision"]["properties"]
    question = decision["open_questions"]["items"]["properties"]
    told = ("outcome", "authorization", "review_policy")
    found["Alternative"] = _object(
        "What the answer would be under one reading of a conflict.",
        question | {name: decision[name] for name in told},
    )
    many = {"type": "object", "additionalProperties": _reference("Request")}
    many["description"] = "The requests by ids of the caller's choice."
    inputs = {
        "Decide": _reference("Request"),
        "DecideMany": _object("Many requests.", {"requests": many}),
        "Alternatives": _reference("Request"),
    }
    results: dict[str, Schema] = {
        "Decide": _reference("Decision"),
        "DecideMany": {
            "description": "The decisions by the ids of their requests.",
            "type": "object",
            "additionalProperties": _reference("Decision"),
        },
        "Alternatives": {
            "description": "A row for each reading of each conflict.",
            "type": "array",
            "items": _reference("Alternative"),
        },
    }
    for kind, document in inputs.items():
        found[f"{kind}Question"] = _object("The question.", {"input": document})
    for kind, document in results.items():
        found[f"{kind}Answer"] = _object(
            "An answer of OPA. A body that does not fit is none.",
            {"result": document, "provenance": _reference("Provenance")},
            {
                "decision_id": {"description": "Where OPA logs decisions.", "type": "string"},
                "metrics": {"type": "object"},
                "explanation": {"type": "array"},
            },
        )
    return found | {"Provenance": PROVENANCE, "Error": ERROR}


def _named(name: str) -> dict[str, Schema]:
    """A schema and each of its definitions under a name of its own, referring to each other."""
    whole = _schema(name.lower())
    parts = whole.pop("$defs", {})
    del whole["$schema"]
    found = {name: _referring(whole)}
    return found | {_pascal(part): _referring(one) for part, one in parts.items()}


def _referring(node: Any) -> Any:
    if isinstance(node, list):
        return [_referring(one) for one in node]
    if not isinstance(node, dict):
        return node
    found = {key: _referring(one) for key, one in node.items()}
    if isinstance(found.get("$ref"), str):
        found["$ref"] = ROOT + _pascal(found["$ref"].removeprefix("#/$defs/"))
    return found


def _object(about: str, required: Schema, optional: Schema | None = None) -> Schema:
    return {
        "description": about,
        "type": "object",
        "additionalProperties": False,
        "required": list(required),
        "properties": required | (optional or {}),
    }


def _reference(name: str) -> Schema:
    return {"$ref": ROOT + name}


def _example(*, many: bool) -> Schema:
    (document,) = read(_EXAMPLE.read_bytes(), source=_EXAMPLE.name)
    return {"input": {"requests": {"line 1": document.request}} if many else document.request}


def _schema(name: str) -> Schema:
    found: Schema = json.loads(
        (engine.REPOSITORY / "schemas" / f"{name}.json").read_text(encoding="utf-8")
    )
    return found


def _pascal(name: str) -> str:
    return "".join(word.capitalize() for word in name.split("_"))
