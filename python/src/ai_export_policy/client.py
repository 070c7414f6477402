"""Ask a running OPA for decisions. Fails closed: a Decision, or an exception of `errors`."""

from collections.abc import Collection, Iterator, Mapping
from itertools import islice
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self

from ai_export_policy.decision import Decision, checked
from ai_export_policy.errors import (
    ExportPolicyError,
    NotADecision,
    Problem,
    RequestInvalid,
    Unavailable,
)
from ai_export_policy.request import validate
from ai_export_policy.transport import OpaClient

if TYPE_CHECKING:
    from ai_export_policy.trace import Trace

# Without the first a failing built-in is silently undefined; the second names the bundle revision.
# OPA takes the word `true` only and ignores any other spelling.
_QUERY = {"strict-builtin-errors": "true", "provenance": "true"}
_EXPLAIN = {"explain": "full", "pretty": "true"}


class Client:
    """Decisions from the OPA at `url` (`http://127.0.0.1:8181`), safe to share between threads.

    `timeout` is the seconds that one call to OPA may take as a whole; decide_many makes one call a
    batch. With `expected_revisions`, an answer counts only if OPA has loaded a bundle of one of
    these revisions. `ca_file` is a PEM file of the authorities to trust for https, else the
    system's. ValueError for an address or a timeout that is none.
    """

    def __init__(
        self,
        url: str,
        *,
        timeout: float = 5.0,
        expected_revisions: Collection[str] | None = None,
        ca_file: Path | None = None,
    ) -> None:
        if isinstance(expected_revisions, str):
            raise TypeError("expected_revisions is a collection of revisions, not one string")
        self._revisions = None if expected_revisions is None else frozenset(expected_revisions)
        self._opa = OpaClient(url, timeout=timeout, ca_file=ca_file)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the connections to OPA. The client cannot be used afterwards."""
        self._opa.close_connection()

    def decide(self, request: Mapping[str, Any]) -> Decision:
        """Decide one request (schemas/request.json).

        RequestInvalid if it does not fit the schema, Unavailable if OPA gave no answer,
        NotADecision if it gave one that is no decision on this request.
        """
        validate(request)
        body = self._ask("decision", request, _QUERY)
        return checked(body["result"], request, _engine(body))

    def trace(self, request: Mapping[str, Any]) -> "Trace":
        """Decide one request and return the decision with the rules as OPA tried them.

        For one decision on demand: OPA takes some eighty times as long and answers half a megabyte.
        The OPA asked must serve the policies of this package, whose files the lines are of, and its
        operator must allow explanations (`data.operator.explain`, see `system.authz`). Raises as
        `decide` does; NotADecision also where OPA gives no explanation, or serves other rules.
        """
        # Reading rules takes what deciding does not need.
        from ai_export_policy.trace import traced

        validate(request)
        body = self._ask("decision", request, _QUERY | _EXPLAIN)
        decision = checked(body["result"], request, _engine(body))
        return traced(decision, request, body.get("explanation"))

    def decide_many(
        self, requests: Mapping[str, Mapping[str, Any]], *, batch: int = 200
    ) -> dict[str, Decision | ExportPolicyError]:
        """Decide each request as if it were alone, `batch` of them in one call.

        The result has the keys of `requests`, in their order; a request that could not be decided
        has its RequestInvalid, Unavailable or NotADecision as the value, and the others are decided
        all the same. ValueError for a batch below 1, TypeError for an id that is not a string.
        """
        if batch < 1:
            raise ValueError(f"batch is at least 1, not {batch}")
        answers: dict[str, Decision | ExportPolicyError | None] = dict.fromkeys(requests)
        valid: dict[str, Mapping[str, Any]] = {}
        for key, request in requests.items():
            try:
                _validate_id(key)
                validate(request)
                valid[key] = request
            except RequestInvalid as error:
                answers[key] = error
        for part in _batches(valid, batch):
            answers.update(self._decide_batch(part))
        return {
            key: NotADecision("the record was not answered") if answer is None else answer
            for key, answer in answers.items()
        }

    def _decide_batch(
        self, requests: dict[str, Mapping[str, Any]]
    ) -> Mapping[str, Decision | ExportPolicyError]:
        try:
            body = self._ask("decisions", {"requests": requests}, _QUERY)
            results = body["result"]
            if not isinstance(results, dict) or not results.keys() <= requests.keys():
                raise NotADecision("the answer is not about the requests of this batch")
        except Unavailable as error:
            return dict.fromkeys(requests, error)
        except NotADecision as error:
            if len(requests) > 1 and _one_may_be_to_blame(error):
                answers: dict[str, Decision | ExportPolicyError] = {}
                for half in _batches(requests, (len(requests) + 1) // 2):
                    answers.update(self._decide_batch(half))
                return answers
            return dict.fromkeys(requests, error)
        return {
            key: _record(results, key, request, _engine(body)) for key, request in requests.items()
        }

    def _ask(
        self, rule: str, document: Mapping[str, Any], query: Mapping[str, str]
    ) -> dict[str, Any]:
        """OPA's body on data.ear.<rule>, if as a whole it can be one of these policies."""
        answer = self._opa.query_rule(document, "ear", rule, query)
        if not isinstance(answer, dict):
            raise NotADecision("the answer is not a JSON object", status=200)
        if "warning" in answer:
            raise NotADecision(f"OPA warns: {answer['warning']}", status=200)
        if self._revisions is not None:
            loaded = revisions(answer)
            if not loaded & self._revisions:
                found = ", ".join(sorted(loaded)) or "none"
                raise NotADecision(f"the loaded bundle has another revision: {found}", status=200)
        if "result" not in answer:
            raise NotADecision(f"data.ear.{rule} is undefined in this OPA", status=200)
        return answer


def revisions(answer: Mapping[str, Any]) -> frozenset[str]:
    """The bundle revisions that an answer's `provenance` names (OPA REST API, "Provenance")."""
    provenance = answer.get("provenance")
    if not isinstance(provenance, dict):
        return frozenset()
    bundles = provenance.get("bundles")
    entries = list(bundles.values()) if isinstance(bundles, dict) else []
    found = [entry.get("revision") for entry in [provenance, *entries] if isinstance(entry, dict)]
    return frozenset(revision for revision in found if isinstance(revision, str) and revision)


def _engine(answer: Mapping[str, Any]) -> str | None:
    """The version of OPA that an answer's `provenance` names."""
    provenance = answer.get("provenance")
    version = provenance.get("version") if isinstance(provenance, dict) else None
    return version if isinstance(version, str) else None


def _record(
    results: Mapping[str, Any], key: str, request: Mapping[str, Any], engine: str | None
) -> Decision | ExportPolicyError:
    if key not in results:
        # OPA leaves a record out, in silence, when its decision is undefined.
        return NotADecision("the decision on this record is undefined", status=200)
    try:
        return checked(results[key], request, engine)
    except NotADecision as error:
        return error


def _one_may_be_to_blame(error: NotADecision) -> bool:
    """Whether a smaller batch may fare better: an evaluation error, or a body that is too large."""
    code = error.code or ""
    return code.endswith("_too_large") or (code.startswith("eval_") and code != "eval_cancel_error")


def _batches(
    requests: Mapping[str, Mapping[str, Any]], size: int
) -> Iterator[dict[str, Mapping[str, Any]]]:
    items = iter(requests.items())
    while part := dict(islice(items, size)):
        yield part


def _validate_id(key: object) -> None:
    if not isinstance(key, str):
        raise TypeError(f"the id of a request is a string, not {key!r}")
    try:
        key.encode()
    except UnicodeEncodeError:
        raise RequestInvalid([Problem("", f"the id {key!a} is not valid Unicode")]) from None
