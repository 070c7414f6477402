"""How OPA is asked and its answers are checked, once for `Client` and `AsyncClient`.

Fails closed: a Decision, or an exception of `errors`. With a blocking `query` the coroutines here
never suspend.
"""

import logging
from collections.abc import Awaitable, Callable, Collection, Iterator, Mapping
from itertools import islice
from typing import TYPE_CHECKING, Any

from ai_export_policy import telemetry
from ai_export_policy.decision import Decision, checked
from ai_export_policy.errors import (
    ExportPolicyError,
    NotADecision,
    NotExplained,
    Problem,
    RequestInvalid,
    Unavailable,
)
from ai_export_policy.request import validate
from ai_export_policy.transport.session import Closed

if TYPE_CHECKING:
    from ai_export_policy.trace import Trace

_LOG = logging.getLogger("ai_export_policy")

Answers = dict[str, Decision | ExportPolicyError]

Query = Callable[[Mapping[str, Any], str, str, Mapping[str, str]], Awaitable[Any]]
"""`query_rule` of opa-python-client: input document, package, rule, parameters; OPA's body."""

# Without the first a failing built-in is silently undefined; the second names the bundle revision.
# OPA takes the word `true` only and ignores any other spelling.
_QUERY = {"strict-builtin-errors": "true", "provenance": "true"}
# As documents, that say the values of variables, and as lines, that say where a step stands.
_EXPLAIN = {"explain": "full"}
_IN_LINES = {"explain": "full", "pretty": "true"}


class Asking:
    """Asks through `query` the OPA at `address`, whose answers count by `expected_revisions`."""

    def __init__(
        self, query: Query, address: str, expected_revisions: Collection[str] | None
    ) -> None:
        if isinstance(expected_revisions, str):
            raise TypeError("expected_revisions is a collection of revisions, not one string")
        self._revisions = None if expected_revisions is None else frozenset(expected_revisions)
        self._query = query
        self._address = address

    async def decide(self, request: Mapping[str, Any]) -> Decision:
        """Client.decide."""
        decision, _ = await self._decide(request, _QUERY)
        return decision

    async def trace(self, request: Mapping[str, Any]) -> "Trace":
        """Client.trace."""
        # Reading rules takes what deciding does not need.
        from ai_export_policy.trace import traced

        try:
            decision, body = await self._decide(request, _QUERY | _EXPLAIN)
        except NotADecision as error:
            if error.status == 401:
                raise NotExplained(str(error), status=401, code=error.code) from error
            raise
        try:
            again = await self._ask("decision", request, _QUERY | _IN_LINES)
        except Closed as error:
            raise Unavailable(f"{error}, and was not when it was asked first") from error
        if again["result"] != decision.document:
            raise NotADecision("OPA was asked twice and answered otherwise", status=200)
        return traced(decision, request, again.get("explanation"), body.get("explanation"))

    async def decide_many(self, requests: Mapping[str, Mapping[str, Any]], batch: int) -> Answers:
        """Client.decide_many."""
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
        decide = self._decide_batch
        for part in _batches(valid, batch):
            answers.update(await decide(part))
            decide = self._decide_further
        return {
            key: NotADecision("the record was not answered") if answer is None else answer
            for key, answer in answers.items()
        }

    async def _decide(
        self, request: Mapping[str, Any], query: Mapping[str, str]
    ) -> tuple[Decision, dict[str, Any]]:
        validate(request)
        with telemetry.call("decision", self._address) as call:
            body = await self._ask("decision", request, query)
            decision = self._checked(body["result"], request, body)
            call.decided(decision.outcome, decision.policy["revision"])
        return decision, body

    async def _decide_batch(self, requests: dict[str, Mapping[str, Any]]) -> Answers:
        try:
            with telemetry.call("decisions", self._address, len(requests)) as call:
                body = await self._ask("decisions", {"requests": requests}, _QUERY)
                results = body["result"]
                if not isinstance(results, dict) or not results.keys() <= requests.keys():
                    raise NotADecision("the answer is not about the requests of this batch")
                answers = {
                    key: self._record(results, key, request, body)
                    for key, request in requests.items()
                }
                decided = [one for one in answers.values() if isinstance(one, Decision)]
                call.decided(len(decided), decided[0].policy["revision"] if decided else None)
                return answers
        except Unavailable as error:
            return dict.fromkeys(requests, error)
        except NotADecision as error:
            if len(requests) > 1 and _one_may_be_to_blame(error):
                halves: Answers = {}
                for half in _batches(requests, (len(requests) + 1) // 2):
                    halves.update(await self._decide_further(half))
                return halves
            return dict.fromkeys(requests, error)

    async def _decide_further(self, requests: dict[str, Mapping[str, Any]]) -> Answers:
        """As _decide_batch, beside what is decided already and is not lost where this is not."""
        try:
            return await self._decide_batch(requests)
        except Closed as error:
            left = Unavailable(f"{error}, and was closed before this request was asked")
            return dict.fromkeys(requests, left)

    async def _ask(
        self, rule: str, document: Mapping[str, Any], query: Mapping[str, str]
    ) -> dict[str, Any]:
        """OPA's body on data.ear.<rule>, if as a whole it can be one of these policies."""
        answer = await self._query(document, "ear", rule, query)
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

    def _checked(
        self, document: object, request: Mapping[str, Any], answer: Mapping[str, Any]
    ) -> Decision:
        """The decision, if it names a revision that is loaded, and that is expected.

        One that names none counts where OPA names none either and none is expected: of policies
        that were never given a revision.
        """
        decision = checked(document, request, _engine(answer))
        named, loaded = decision.policy["revision"], revisions(answer)
        if named is None and not loaded and self._revisions is None:
            _LOG.warning("decided by policies without a revision at %s", self._address)
        elif named is None or (loaded and named not in loaded):
            found = ", ".join(sorted(loaded)) or "none"
            raise NotADecision(f"decided by revision {named}, and loaded is {found}", status=200)
        elif self._revisions is not None and named not in self._revisions:
            raise NotADecision(f"decided by another revision: {named}", status=200)
        return decision

    def _record(
        self,
        results: Mapping[str, Any],
        key: str,
        request: Mapping[str, Any],
        answer: Mapping[str, Any],
    ) -> Decision | ExportPolicyError:
        if key not in results:
            # OPA leaves a record out, in silence, when its decision is undefined.
            return NotADecision("the decision on this record is undefined", status=200)
        try:
            return self._checked(results[key], request, answer)
        except NotADecision as error:
            return error


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
