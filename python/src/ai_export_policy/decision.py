"""The answer to one request, and the check that it is one."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

import jsonschema_rs

from ai_export_policy import resources
from ai_export_policy.errors import NotADecision


@dataclass(frozen=True, slots=True)
class Decision:
    """One decision of the policy.

    `document` is the decision as OPA gave it; the other attributes are its fields, which
    schemas/decision.json fixes. `engine` is the version of the OPA that decided, None where it did
    not say. Days are `YYYY-MM-DD` in Washington, D.C.; amounts are TPP (ECCN 3A090, Technical
    Note 1), None where unknown; `citation` is a paragraph of 15 CFR, an `id` one with a word.

    A decision has no truth value: `indeterminate` and `license_required` are answers too, so look
    at `outcome`. `bool()` of it raises TypeError.
    """

    document: dict[str, Any]
    engine: str | None = field(default=None, compare=False)

    def __bool__(self) -> bool:
        raise TypeError("a Decision is neither true nor false; look at its outcome")

    @property
    def contract(self) -> str:
        """Version of the documents, `"1"`."""
        return self._text("contract")

    @property
    def request_id(self) -> str | None:
        """The request's `request_id`, None where it had none."""
        return self._text_or_none("request_id")

    @property
    def as_of(self) -> str:
        """The day decided for, `YYYY-MM-DD`."""
        return self._text("as_of")

    @property
    def posture(self) -> str:
        """`codified` or `enforced`."""
        return self._text("posture")

    @property
    def outcome(self) -> str:
        """The answer.

        `no_license_required`, `not_subject_to_ear`, `license_exception`, `validated_end_user` and
        `licensed` authorize; `license_required`, `indeterminate` and `out_of_scope` do not.
        """
        return self._text("outcome")

    @property
    def eccn(self) -> str | None:
        """The classification that was used."""
        return self._text_or_none("eccn")

    @property
    def classification(self) -> dict[str, Any]:
        """How the item was classed.

        `{source, agrees, level, decided_by, tpp, performance_density, counted_operations}`, of one
        unit; the last is the training operations of a model (ECCN 4E091, Technical Notes).
        """
        return self._object("classification")

    @property
    def license_requirements(self) -> list[dict[str, Any]]:
        """`{id, citation}` of each requirement that applies."""
        return self._rows("license_requirements")

    @property
    def exclusions(self) -> list[dict[str, Any]]:
        """`{id, citation}` of each reason why a requirement does not apply."""
        return self._rows("exclusions")

    @property
    def authorization(self) -> dict[str, Any] | None:
        """`{symbol, citation}` of what was relied on, None where nothing was."""
        authorization: dict[str, Any] | None = self.document["authorization"]
        return authorization

    @property
    def considered(self) -> list[dict[str, Any]]:
        """Each provision that could authorize: `{symbol, citation, available, unmet, missing}`.

        `available` is `yes`, `no`, `unknown` or `not_modelled`; `unmet` are ids of broken
        conditions, `missing` paths of the request.
        """
        return self._rows("considered")

    @property
    def review_policy(self) -> str | None:
        """The most restrictive of `reviews`, with `license_required`; None otherwise."""
        return self._text_or_none("review_policy")

    @property
    def reviews(self) -> list[dict[str, Any]]:
        """`{requirement, policy, citation}` of each requirement, with `license_required`."""
        return self._rows("reviews")

    @property
    def pools(self) -> list[dict[str, Any]]:
        """The amounts that this transaction draws on, before it, in TPP.

        `{pool, key, period, basis, limit_tpp, used_tpp, requested_tpp, remaining_tpp, fits,
        denominator_tpp, ledger}`; `fits` is None where that is not known.
        """
        return self._rows("pools")

    @property
    def counts(self) -> list[dict[str, Any]]:
        """`{sum, key, period, tpp}`, in TPP: what a ledger records when the act takes place."""
        return self._rows("counts")

    @property
    def obligations(self) -> list[dict[str, Any]]:
        """`{id, when, due, by, citation}` of what has to be done; `due` is a day or None."""
        return self._rows("obligations")

    @property
    def flags(self) -> list[dict[str, Any]]:
        """`{id, citation}` of red flags and of contradictions in the facts."""
        return self._rows("flags")

    @property
    def missing_facts(self) -> list[str]:
        """Paths of the request whose value could change the outcome."""
        paths: list[str] = self.document["missing_facts"]
        return paths

    @property
    def open_questions(self) -> list[dict[str, Any]]:
        """`{id, reading}` of conflicts inside the rule that this answer touches."""
        return self._rows("open_questions")

    @property
    def regime(self) -> dict[str, Any]:
        """`{codified, enforced, version, compliance_due, stale_after, notices}` of that day."""
        return self._object("regime")

    @property
    def valid_until(self) -> str | None:
        """Last day on which the same facts get the same answer, `YYYY-MM-DD`; None if unknown."""
        return self._text_or_none("valid_until")

    @property
    def destination_status(self) -> dict[str, Any]:
        """`{supplement_5, macau_or_d5, d1_d4_d5_set}` of the destination."""
        return self._object("destination_status")

    @property
    def policy(self) -> dict[str, Any]:
        """`{revision, data_digest}` of the policies that decided."""
        return self._object("policy")

    def _text(self, field: str) -> str:
        text: str = self.document[field]
        return text

    def _text_or_none(self, field: str) -> str | None:
        text: str | None = self.document[field]
        return text

    def _object(self, field: str) -> dict[str, Any]:
        value: dict[str, Any] = self.document[field]
        return value

    def _rows(self, field: str) -> list[dict[str, Any]]:
        rows: list[dict[str, Any]] = self.document[field]
        return rows


def checked(document: object, request: Mapping[str, Any], engine: str | None = None) -> Decision:
    """Return `document` as the Decision of `engine` on `request`; NotADecision unless it is one.

    It is one if it fits schemas/decision.json (which fixes `contract`) and echoes the request's
    `request_id` (null where absent), `as_of` and `posture` (`codified` where absent).
    """
    if not isinstance(document, dict):
        raise NotADecision(f"the result is no decision but {_short(document)}")
    try:
        fault = next(_validator().iter_errors(document), None)
    except ValueError as error:
        raise NotADecision(f"the result is no JSON document: {error}") from error
    if fault is not None:
        path = ".".join(str(step) for step in fault.instance_path) or "the decision"
        raise NotADecision(f"the result does not fit the decision schema: {path}: {fault.message}")
    asked = {
        "request_id": request.get("request_id"),
        "as_of": request.get("as_of"),
        "posture": request.get("posture", "codified"),
    }
    for name, value in asked.items():
        if document[name] != value:
            raise NotADecision(
                f"the answer is to another request: {name} is {_short(document[name])}, "
                f"asked was {_short(value)}"
            )
    return Decision(document, engine)


@cache
def _validator() -> jsonschema_rs.Validator:
    schema = json.loads((resources.schemas() / "decision.json").read_text(encoding="utf-8"))
    return jsonschema_rs.validator_for(schema, validate_formats=True)


def _short(value: object) -> str:
    text = json.dumps(value, default=repr)
    return text if len(text) <= 80 else text[:77] + "..."
